# レッスン1の解答。「# %% l1-ex1」の下が、練習 1-1 の答えのセルです。

# %% l1-ex1
# table から2番目の列を取り出す
answer_column = table[:, 1]

# %% l1-ex2
# table の行ごとの合計を求める
answer_sums = table.sum(axis=1)

# %% l1-ex3
# sales についての形状を、ア、イ、ウ、エの順に書く
answer_shapes = [(3,), (7,), (3,), (7, 3)]

# %% l1-ex4
# 100、200、300を縦に並べる
answer_tall = np.array([[100], [200], [300]])
