"""レッスンで共通に使う、パーセプトロンの計算。使うのは NumPy だけです。

モデルは辞書です。model["weights"] は形状 (n,) の重み、model["bias"] は形状 (1,) のバイアス。
m はサンプルの数、n は入力の数で、いくつでもかまいません（AND や OR では m = 4、n = 2）。
数に単位はありません。整数や float32 を渡しても、float64 で計算します。NumPy のエラーは、そのまま出ます。
"""

import numpy as np

# サンプルの順番は [0, 0]、[0, 1]、[1, 0]、[1, 1]
GATES = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0], "XOR": [0, 1, 1, 0]}


def _same_shape(names, first, second):
    """first と second を配列にして返す。軸が1つで同じ長さでなければ ValueError。

    NumPy は (m, 1) と (m,) を (m, m) に広げ、エラーを出さずに計算してしまう（レッスン3の3.6節）。
    """
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"{names}の形状が {first.shape} と {second.shape} です。軸が1つで同じ長さの配列に"
                         "しましょう。(4, 1) のような配列は .reshape(-1) で (4,) に直せます。")
    return np.asarray(first), np.asarray(second)


def truth_table(gate):
    """論理ゲートの入力 x（形状 (4, 2)）と正解 y_true（形状 (4,)）の組。GATES にない名前は KeyError。"""
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    return x, np.array(GATES[gate], dtype=float)


def create_perceptron():
    """重み2つとバイアス1つを、-5以上5未満の一様乱数で決めたモデル。"""
    return {"weights": np.random.uniform(-5, 5, size=2), "bias": np.random.uniform(-5, 5, size=1)}


def predict(model, activation, x):
    """予測 ŷ = f(x·w + b)。x は形状 (m, n)、結果は形状 (m,)。"""
    return activation(np.matmul(np.asarray(x), model["weights"], dtype=float) + model["bias"])


def linear_activation(x):
    """線形：受け取った値をそのまま返す。どの活性化関数でも、x は式の z で、形状は何でもよい。"""
    return x


def step_activation(x):
    """ステップ関数：0.5以上なら1、0.5より小さければ0。"""
    return np.heaviside(np.subtract(x, 0.5, dtype=float), 1.0)


def sigmoid_activation(x):
    """シグモイド 1 / (1 + e^(-x))。e^(-x) があふれないように、e^(-log(1 + e^(-x))) の形で計算する。"""
    with np.errstate(under="ignore"):  # 小さすぎる数は 0 でよい
        return np.exp(-np.logaddexp(0.0, np.negative(x, dtype=float)))


def mean_squared_error(y_true, y_pred):
    """平均二乗誤差 (1/m) Σ (ŷ - y)²。y_true と y_pred は形状 (m,)、結果は数1つ。"""
    y_true, y_pred = _same_shape("正解と予測", y_true, y_pred)
    error = np.subtract(y_pred, y_true, dtype=float)
    return (error ** 2).sum() / len(error)


def binary_cross_entropy(y_true, y_pred):
    """交差エントロピー -(1/m) Σ (y log ŷ + (1 - y) log(1 - ŷ))。形状は mean_squared_error と同じ。"""
    y_true, y_pred = both = np.array(_same_shape("正解と予測", y_true, y_pred), dtype=float)
    if (both < 0).any() or (both > 1).any():
        raise ValueError("正解か予測に、0より小さいか1より大きい数があります（予測はシグモイドの出力）。")
    inside = np.clip(y_pred, 1e-15, 1 - 1e-15)  # ちょうど0や1では log が求められない
    return -(y_true * np.log(inside) + (1 - y_true) * np.log(1 - inside)).sum() / len(y_true)


def mse_gradient(x, y_true, y_pred):
    """重みの勾配 (1/m) Σ (ŷ - y) x（形状 (n,)）と、バイアスの勾配 (1/m) Σ (ŷ - y)（形状 (1,)）の組。

    線形では平均二乗誤差の半分の勾配、シグモイドでは交差エントロピーの勾配（Bishop, PRML, 4.3.2節）。
    """
    y_true, y_pred = _same_shape("正解と予測", y_true, y_pred)
    x, m = np.asarray(x), len(y_true)
    error = np.subtract(y_pred, y_true, dtype=float)
    return error @ x / m, error.sum(keepdims=True) / m  # error @ x は (x * error.reshape(m, 1)).sum(axis=0)


def numerical_gradient(model, activation, loss, x, y_true):
    """パラメータを1つずつ少し動かし、損失の変わり方から求めた勾配。mse_gradient と同じ形状の組。"""
    def loss_at(shift):
        moved = {"weights": model["weights"] + shift[:-1], "bias": model["bias"] + shift[-1:]}
        return loss(y_true, predict(moved, activation, x))
    amount = 1e-5
    shifts = amount * np.eye(len(model["weights"]) + 1)
    slopes = np.array([(loss_at(shift) - loss_at(-shift)) / (2 * amount) for shift in shifts])
    return slopes[:-1], slopes[-1:]


def fit(model, activation, loss, gradient, learning_rate, x, y_true):
    """モデルを1回だけ更新し、更新する前の損失を返す。エラーのときは、モデルは変わらない。"""
    y_pred = predict(model, activation, x)
    loss_before = loss(y_true, y_pred)
    d_weights, d_bias = gradient(x, y_true, y_pred)
    _same_shape("重みとその勾配", model["weights"], d_weights)
    _same_shape("バイアスとその勾配", model["bias"], d_bias)
    weights = model["weights"] - learning_rate * d_weights
    bias = model["bias"] - learning_rate * d_bias
    model["weights"], model["bias"] = weights, bias
    return loss_before


def fit_epochs(model, activation, loss, gradient, learning_rate, x, y_true, epochs):
    """fit を epochs 回繰り返し、更新前の損失を形状 (epochs,) の配列で返す。途中の損失を6行まで表示する。"""
    shown, history = {int(epoch) for epoch in np.linspace(1, epochs, 6)}, []
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for epoch in range(1, epochs + 1):
            history.append(fit(model, activation, loss, gradient, learning_rate, x, y_true))
            if not np.isfinite(history[-1]):
                print(f"エポック {epoch}：損失が大きくなりすぎて、計算できません（発散）。"
                      "モデルを作り直し、学習率を小さくしましょう。")
                break
            if epoch in shown:
                print(f"エポック {epoch:5d}  損失 {history[-1]:.6f}")
    return np.array(history)
