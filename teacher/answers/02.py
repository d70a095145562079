# レッスン2の解答。「# %% l2-ex1」の下が、練習 2-1 の答えのセルです。

# %% l2-ex1
# ANDになる重み2つとバイアスを決める
hand_weights = [1.0, 1.0]
hand_bias = -1.0  # -0.5 より小さく、-1.5 以上なら、どれでもよい

# %% l2-ex2
# 入力 [0.5, 0.5] の予測を計算する
middle = predict(model, linear_activation, np.array([[0.5, 0.5]]))

# %% l2-ex3
# NANDになる重み2つとバイアスを決める
nand_weights = [-1.0, -1.0]
nand_bias = 2.0
