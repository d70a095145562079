# レッスン3の解答。「# %% l3-ex1」の下が、練習 3-1 の答えのセルです。

# %% l3-ex1
# 重み0と重み1の勾配、重み0の新しい値
hand_gradient = [-1, 3]
new_weight_0 = -0.4 - 0.2 * (-1)

# %% l3-ex2
# エラーになる足し算の記号を、リストに入れる
errors = ["イ", "オ"]

# %% l3-ex3
def weigh_samples(x, importance):
    # x の各行に、その行の重要度を掛けて返す
    return x * importance.reshape(len(x), 1)
