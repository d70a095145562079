# レッスン5の解答。「# %% l5-ex1」の下が、練習 5-1 の答えのセルです。

# %% l5-ex1
# シードを決める
np.random.seed(12345)
# 新しいモデルを作る
model_or = create_perceptron()
# ORの正解を並べる
y_true_or = np.array([0, 1, 1, 1], dtype=float)
# 学習させる
history_or = fit_epochs(model_or, sigmoid_activation, mean_squared_error,
                        mse_gradient, 0.01, x, y_true_or, 5000)
# 学習後の予測を求める
y_pred_or = predict(model_or, sigmoid_activation, x)
print(y_pred_or)

# %% l5-ex2
# シードを決める
np.random.seed(12345)
# 新しいモデルを作る
model_nand = create_perceptron()
# NANDの正解を並べる
y_true_nand = np.array([1, 1, 1, 0], dtype=float)
# 学習させる
history_nand = fit_epochs(model_nand, sigmoid_activation, mean_squared_error,
                          mse_gradient, 0.01, x, y_true_nand, 5000)
# 学習後の予測を求める
y_pred_nand = predict(model_nand, sigmoid_activation, x)
print(y_pred_nand)

# %% l5-ex3
# 1つのパーセプトロンにはできないもの
impossible = ["ウ", "オ"]

# %% l5-ex4
# hidden と trained_nand から、XNORの4つの答えを作る
xnor = step_activation(predict(trained_nand, sigmoid_activation, hidden))
