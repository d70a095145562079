"""動かせる図（live.js）に渡す数。教材の計算（perceptron_helpers.py とレッスンのセル）から求める。"""

import contextlib
import functools
import io
import json
import os
from pathlib import Path

import numpy as np

import perceptron_helpers as helpers

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
RECORDS = [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 250, 300, 400, 600, 1000]
X, Y_AND = helpers.truth_table("AND")
GATES = {"x": X.tolist(), "y": Y_AND.tolist(), "gates": helpers.GATES}


@functools.cache
def cells_of(lesson):
    """lesson（"06" など）で始まるノートブックの {セルのid: セル}。何行かに分けて保存された文章は、1つにつなぐ。"""
    path = next(NOTEBOOKS.glob(f"{lesson}*.ipynb"))
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        for part in (cell, *cell.get("outputs", []), *(output.get("data", {}) for output in cell.get("outputs", []))):
            for key in ("source", "text", "text/plain", "text/html"):
                part[key] = "".join(part.get(key, ""))
    return {cell["id"]: cell for cell in cells}


@functools.cache
def run_lesson(lesson):
    """レッスンの全てのセルを実行した名前と、{セルのid: そのセルの {勾配の関数の名前: 損失の履歴}}。表示は捨てる。"""
    names, recorded, here, original = {}, {}, os.getcwd(), helpers.fit_epochs

    def recording(model, activation, loss, gradient, *rest):
        history = original(model, activation, loss, gradient, *rest)
        recorded[cell_id][gradient.__name__] = history
        return history

    helpers.fit_epochs = recording
    os.chdir(NOTEBOOKS)  # レッスンは、同じフォルダーの penguins.csv を読む
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            for cell_id, cell in cells_of(lesson).items():
                recorded[cell_id] = {}
                if cell["cell_type"] == "code":
                    exec(cell["source"], names)
    finally:
        os.chdir(here)
        helpers.fit_epochs = original
    return names, recorded


def histories(lesson, cell_id):
    """レッスンのセルの学習で、各エポックの損失：{勾配の関数の名前: 履歴}。1つだけなら、名前は「損失」。"""
    found = run_lesson(lesson)[1][cell_id]
    return found if len(found) > 1 else {"損失": history for history in found.values()}


def parameters(model):
    """モデルの [重み0, 重み1, バイアス]。"""
    return [*model["weights"].tolist(), *model["bias"].tolist()]


def train(gate, activation, rate, epochs):
    """シード12345から学習させた、エポックごとの（更新前の）モデルと損失。"""
    np.random.seed(12345)
    model, models, losses = helpers.create_perceptron(), [], []
    x, y_true = helpers.truth_table(gate)
    for _ in range(epochs + 1):
        models.append(parameters(model))
        losses.append(helpers.fit(model, activation, helpers.mean_squared_error, helpers.mse_gradient, rate, x, y_true))
    return models, losses


def boundary():
    """決定境界：4つのゲートの正解と、印刷する例（XORは、3つ合う線）。"""
    lines = {"AND": (1, 1, -1), "OR": (1, 1, 0), "NAND": (-1, -1, 2), "XOR": (1, 1, 0)}
    return {**GATES, "examples": {gate: dict(zip(("w0", "w1", "b"), line)) for gate, line in lines.items()}}


def valley():
    """損失の谷：線形でANDを学習したモデルの重みを固定し、バイアスだけを動かす。"""
    return {**GATES, "weights": [0.5, 0.5], "start": 1.0}


def hidden():
    """隠れ層の平面：レッスン6の学習（シード4、学習率2）の、途中の記録。計算はレッスンのセルのもの。"""
    names, _ = run_lesson("06")
    np.random.seed(4)
    params = np.random.uniform(-1, 1, size=9)
    record = {"epochs": RECORDS, "hidden": [], "second": [], "loss": []}
    for epoch in range(RECORDS[-1] + 1):
        if epoch in RECORDS:
            record["hidden"].append(names["forward"](params, names["x"])[0].tolist())
            record["second"].append(params[6:9].tolist())
            record["loss"].append(float(names["loss_of"](params)))
        params = params - 2.0 * names["chain_gradient"](params)
    return {**record, "x": names["x"].tolist(), "y": names["y_xor"].tolist()}


def training():
    """線形とシグモイドで、ANDを学習率0.1で500エポック学習させた記録。"""
    epochs = list(range(0, 501, 10))
    kinds = {"線形": helpers.linear_activation, "シグモイド": helpers.sigmoid_activation}
    made = {kind: train("AND", activation, 0.1, 500) for kind, activation in kinds.items()}
    return {
        **GATES,
        "epochs": epochs,
        "models": {kind: [models[epoch] for epoch in epochs] for kind, (models, _) in made.items()},
        "losses": {kind: [round(float(loss), 5) for loss in losses] for kind, (_, losses) in made.items()},
    }


def far():
    """遠くの点：レッスン4の4.9節と同じく、シード12345から学習率0.1で500エポック。学習は図がする。"""
    np.random.seed(12345)
    return {**GATES, "model": parameters(helpers.create_perceptron()), "rate": 0.1, "epochs": 500}


def pushes():
    """サンプルが押す向き：シグモイドの学習（学習率0.1）の、途中のモデル。"""
    epochs = [0, 20, 50, 100, 200, 500, 1000, 2000]
    made = {gate: train(gate, helpers.sigmoid_activation, 0.1, 2000)[0] for gate in ("AND", "OR", "XOR")}
    return {**GATES, "epochs": epochs, "models": {gate: [all_[k] for k in epochs] for gate, all_ in made.items()}}


def scaling():
    """入力の大きさと谷の形：訓練データのくちばしの長さだけを使う線形のモデルの、損失の半分の谷。

    谷は2次式なので、向き axes と曲がり方 curvatures、谷底 bottom で決まる。学習率は1 ÷ いちばん急な曲がり方。
    """
    names, _ = run_lesson("07")
    length, y_true = names["x"][names["train"], 0], names["y_true"][names["train"]]
    mean, std = names["mean"][0], names["std"][0]
    inputs = {"測定値のまま": length, "平均を引く": length - mean, "標準化する": (length - mean) / std}
    valleys = {}
    for coding, values in inputs.items():
        with_one = np.stack([values, np.ones(len(values))], axis=1)  # バイアスは、いつも1の入力の重み
        curvatures, axes = np.linalg.eigh(with_one.T @ with_one / len(values))
        bottom = np.linalg.lstsq(with_one, y_true, rcond=None)[0]
        level = float(np.sqrt(np.sum(curvatures * (axes.T @ bottom) ** 2)))
        valleys[coding] = {
            "inputs": values.round(2).tolist(), "axes": axes.T.tolist(), "curvatures": curvatures.tolist(),
            "bottom": bottom.tolist(), "rate": float(1 / curvatures[-1]), "level": level,
        }
    return {"y": y_true.tolist(), "valleys": valleys}


NUMBERS = {
    "boundary": boundary, "valley": valley, "boxes": dict, "hidden": hidden, "training": training, "far": far,
    "pushes": pushes, "scaling": scaling,
}
