# レッスン7の解答。「# %% l7-ex1」の下が、練習 7-1 の答えのセルです。

# %% l7-ex1
new = np.array([[46.0, 3650.0]])
new_scaled = (new - mean) / std
new_pred = predict(model, sigmoid_activation, new_scaled)
print(new_scaled, new_pred)

# %% l7-ex2
# 列を取り出し、訓練データの平均と標準偏差で標準化する
x_bill = table[two][:, [0, 1]]
bill_scaled = (x_bill - x_bill[train].mean(axis=0)) / x_bill[train].std(axis=0)
# 学習させて、テストデータで合っている数を数える
model_bill = learn(bill_scaled, 0.5)
bill_right = count_right(model_bill, bill_scaled[test], y_true[test])
print(bill_right)

# %% l7-ex3
# 元の単位での重みとバイアス、決定境界の長さ（mm）
raw_weight = 2 / 5
raw_bias = -2 * 40 / 5 - 1
border = 42.5  # 0.4 × 長さ - 17 が0になる長さ
