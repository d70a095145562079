# レッスン6の解答。「# %% l6-ex1」の下が、練習 6-1 の答えのセルです。

# %% l6-ex1
one_weights = [5, -1]  # [入力0の重み, 入力1の重み]
one_bias = 3  # 数1つ

# %% l6-ex2
back_by_hand = [0.5 * 2 * 0.25, 0.5 * (-4) * 0.09]  # 隠れ層まで戻った2つの差

# %% l6-ex3
losses_three = np.array([loss_of(learn(chain_gradient, seed, 3)) for seed in range(20)])
print("成功", np.sum(losses_three < 0.1), "回")
