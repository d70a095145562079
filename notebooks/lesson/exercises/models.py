"""練習の判定に使う、パーセプトロンの計算と表。"""

import functools

import numpy as np

import perceptron_helpers as helpers

X, _ = helpers.truth_table("AND")
FIRST_PARAMETERS = np.random.RandomState(12345).uniform(-5, 5, size=3)  # レッスンのシードで最初に作るモデル


def outputs_of(parameters, x=X):
    """重み2つとバイアス1つの、シグモイドのモデルの出力。"""
    model = {"weights": parameters[:2], "bias": parameters[2:]}
    return helpers.predict(model, helpers.sigmoid_activation, x)


@functools.lru_cache
def losses_from_seed(gate, learning_rate, epochs):
    """シードを決めて作ったモデルに、gate を学習させたときの損失の記録。"""
    model = {"weights": FIRST_PARAMETERS[:2], "bias": FIRST_PARAMETERS[2:]}
    settings = helpers.sigmoid_activation, helpers.mean_squared_error, helpers.mse_gradient, learning_rate
    return [helpers.fit(model, *settings, X, np.array(helpers.GATES[gate])) for _ in range(epochs)]


def table_of(x, y_true, outputs):
    """サンプルの入力、正解、出力、0か1か、合っているかの表。"""
    rows = []
    for row, wanted, output, one in zip(x, y_true, outputs, (outputs >= 0.5).astype(int)):
        sample = f"[{', '.join(f'{number:.0f}' for number in row)}]"
        rows.append(f"{sample}  {wanted:3}  {output:8.4f}  {one:4}  {'○' if wanted == one else '×'}")
    return "\n".join([f"{'入力':{len(sample)}}正解     出力  0か1", *rows])
