"""プリントの答えの計算。問いの数から、教材の関数（perceptron_helpers.py）で求める。"""

import numpy as np

import perceptron_helpers as helpers

X = helpers.truth_table("AND")[0]


def added(first, second):
    """2つの形状の配列を足した結果の形状か「エラー」。"""
    try:
        return np.broadcast_shapes(first, second)
    except ValueError:
        return "エラー"


def gradient(y_true, y_pred):
    """4つのサンプルの [重み0の勾配, 重み1の勾配, バイアスの勾配]。"""
    return np.concatenate(helpers.mse_gradient(X, np.array(y_true), y_pred))


def valley(bias):
    """線形のANDで、重みを両方とも0.5にしたときの損失。"""
    return helpers.mean_squared_error(helpers.truth_table("AND")[1], X @ [0.5, 0.5] + bias)


def most_right(gate):
    """1本の直線で、いちばん多く合う数。"""
    grid, y_true = np.arange(-2, 2.1, 0.5), helpers.truth_table(gate)[1]
    tried = [((X @ [w0, w1] + b >= 0.5) == (y_true == 1)).sum() for w0 in grid for w1 in grid for b in grid]
    return int(max(tried))


def separable(choices):
    """{記号: (サンプル, 正解)} のうち、シグモイドのパーセプトロンが全て合わせられるものの記号。"""
    found = []
    for mark, (samples, answers) in choices.items():
        x, y_true = np.array(samples, dtype=float), np.array(answers, dtype=float)
        model = {"weights": np.zeros(2), "bias": np.zeros(1)}
        for _ in range(20000):
            y_pred = helpers.predict(model, helpers.sigmoid_activation, x)
            d_weights, d_bias = helpers.mse_gradient(x, y_true, y_pred)
            model = {"weights": model["weights"] - 0.3 * d_weights, "bias": model["bias"] - 0.3 * d_bias}
        found += [mark] if ((y_pred >= 0.5) == (y_true == 1)).all() else []
    return found
