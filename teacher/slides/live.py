"""動かせる図（live.js）と損失曲線の数。教材の計算（perceptron_helpers.py とレッスンのセル）から求める。"""

import contextlib
import functools
import io
import json
import os
from pathlib import Path

import numpy as np

import perceptron_helpers as helpers

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
X, Y_AND = helpers.truth_table("AND")
GATES = {"x": X.tolist(), "y": Y_AND.tolist(), "gates": helpers.GATES}
KINDS = {"線形": helpers.linear_activation, "シグモイド": helpers.sigmoid_activation}


@functools.cache
def cells_of(lesson):
    """lesson（"06" など）で始まるノートブックの {セルのid: セル}。何行かに分かれた文章は、1つにつなぐ。"""
    cells = json.loads(next(NOTEBOOKS.glob(f"{lesson}*.ipynb")).read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        outputs = cell.get("outputs", [])
        for part in (cell, *outputs, *(output.get("data", {}) for output in outputs)):
            for key in ("source", "text", "text/plain", "text/html"):
                part[key] = "".join(part.get(key, ""))
    return {cell["id"]: cell for cell in cells}


@functools.cache
def started(lesson):
    """実行を始めたレッスンの、名前、{セルのid: [(勾配の関数, 学習率, 損失), …]}、まだ実行していないセル。"""
    return {}, {}, iter(cells_of(lesson).items())


def run_lesson(lesson, last):
    """レッスンのセルを、id が last のセルまで実行した名前と、学習の記録。表示は捨てる。"""
    names, recorded, cells = started(lesson)
    models, here, original = [None], os.getcwd(), helpers.fit

    def recording(model, activation, loss, gradient, rate, *data):
        runs = recorded[next(reversed(recorded))]
        if model is not models[-1] or not runs:
            models.append(model)
            runs.append((gradient.__name__, rate, []))
        runs[-1][2].append(original(model, activation, loss, gradient, rate, *data))
        return runs[-1][2][-1]

    helpers.fit = recording
    os.chdir(NOTEBOOKS)  # レッスンは、同じフォルダーの penguins.csv を読む
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            while last not in recorded:
                cell_id, cell = next(cells)
                recorded[cell_id] = []
                if cell["cell_type"] == "code":
                    exec(cell["source"], names)
    finally:
        os.chdir(here)
        helpers.fit = original
    return names, recorded


def histories(lesson, cell_id):
    """セルの学習の、全てのエポックの損失：{名前: 損失}。名前は、違うところ（勾配の関数か学習率）。"""
    found = run_lesson(lesson, cell_id)[1][cell_id]
    gradients = {gradient for gradient, *_ in found}
    named = {
        gradient if len(gradients) > 1 else f"学習率 {rate:g}": losses for gradient, rate, losses in found
    }
    return {name if len(named) > 1 else "損失": np.array(losses) for name, losses in named.items()}


def train(gate, activation, rate, epochs):
    """シード12345から学習させた、エポックごとの（更新前の）[重み0, 重み1, バイアス] と損失。"""
    np.random.seed(12345)
    model, models, losses = helpers.create_perceptron(), [], []
    options = (activation, helpers.mean_squared_error, helpers.mse_gradient, rate)
    for _ in range(epochs + 1):
        models.append([*model["weights"].tolist(), *model["bias"].tolist()])
        losses.append(helpers.fit(model, *options, *helpers.truth_table(gate)))
    return models, losses


def boundary():
    """決定境界：4つのゲートの正解と、印刷する例（XORは、3つ合う線）。"""
    lines = {"AND": (1, 1, -1), "OR": (1, 1, 0), "NAND": (-1, -1, 2), "XOR": (1, 1, 0)}
    return {**GATES, "examples": {gate: dict(zip(("w0", "w1", "b"), line)) for gate, line in lines.items()}}


def valley():
    """損失の谷：線形でANDを学習したモデルの重みを固定し、バイアスだけを動かす。"""
    return {**GATES, "weights": [0.5, 0.5], "start": 1.0}


def hidden():
    """隠れ層の平面：レッスン6の学習（シード4）の、途中の記録。学習はレッスンのセルがする。"""
    names, _ = run_lesson("06", "l6-chain-gradient")
    passed = []

    def recording(params):
        passed.append(params)
        return names["chain_gradient"](params)

    passed.append(names["learn"](recording, 4))
    epochs = [*range(0, 200, 20), 200, 250, 300, 400, len(passed) - 1]
    shown = [passed[epoch] for epoch in epochs]
    return {
        "epochs": epochs,
        "hidden": [names["forward"](params, X)[0].tolist() for params in shown],
        "second": [params[6:9].tolist() for params in shown],
        "loss": [float(names["loss_of"](params)) for params in shown],
        "x": X.tolist(),
        "y": helpers.GATES["XOR"],
    }


def training():
    """線形とシグモイドで、ANDを学習率0.1で500エポック学習させた記録。"""
    made = {kind: train("AND", activation, 0.1, 500) for kind, activation in KINDS.items()}
    models = {kind: models[::10] for kind, (models, _) in made.items()}
    losses = {kind: np.round(losses, 5).tolist() for kind, (_, losses) in made.items()}
    return {**GATES, "epochs": list(range(0, 501, 10)), "models": models, "losses": losses}


def far():
    """遠くの点：レッスン4の4.9節と同じく、シード12345から学習率0.1で500エポック。学習は図がする。"""
    return {
        **GATES,
        "model": train("AND", helpers.linear_activation, 0.1, 0)[0][0],
        "rate": 0.1,
        "epochs": 500,
    }


def pushes():
    """サンプルが押す向き：シグモイドの学習（学習率0.1）の、途中のモデル。"""
    epochs = [0, 20, 50, 100, 200, 500, 1000, 2000]
    made = {gate: train(gate, helpers.sigmoid_activation, 0.1, 2000)[0] for gate in ("AND", "OR", "XOR")}
    return {**GATES, "epochs": epochs, "models": {gate: [made[gate][k] for k in epochs] for gate in made}}


def scaling():
    """入力の大きさと谷の形：訓練データのくちばしの長さだけを使う線形のモデルの、損失の半分の谷。

    谷は2次式なので、行列 hessian と谷底 bottom で決まる。学習率は 1 ÷ いちばん急な向きの曲がり方。
    """
    names, _ = run_lesson("07", "l7-mean-std")
    length, y_true = names["x"][names["train"], 0], names["y_true"][names["train"]]
    centred, turns, valleys = length - length.mean(), np.linspace(0, 2 * np.pi, 181), {}
    for coding, inputs in zip(
        ("測定値のまま", "平均を引く", "標準化する"), (length, centred, centred / length.std())
    ):
        with_one = np.stack([inputs, np.ones(len(inputs))], axis=1)  # バイアスは、いつも1の入力の重み
        hessian = with_one.T @ with_one / len(inputs)
        bottom = np.linalg.lstsq(with_one, y_true, rcond=None)[0]
        curvatures, axes = np.linalg.eigh(hessian)
        circle = np.stack([np.cos(turns), np.sin(turns)], axis=1) * np.sqrt(bottom @ hessian @ bottom)
        ring = circle / np.sqrt(curvatures) @ axes.T  # 谷の、出発点と同じ高さの線
        rings = [(bottom + size * ring).round(4).tolist() for size in (0.25, 0.5, 0.75, 1)]
        valleys[coding] = {"inputs": inputs.round(2).tolist(), "rate": 1 / curvatures[-1], "rings": rings}
        valleys[coding] |= {"hessian": hessian.tolist(), "bottom": bottom.tolist()}
    return {"y": y_true.tolist(), "valleys": valleys}


PICTURES = (boundary, valley, hidden, training, far, pushes, scaling)
NUMBERS = {"boxes": dict, **{picture.__name__: functools.cache(picture) for picture in PICTURES}}
