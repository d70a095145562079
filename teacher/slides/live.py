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
X = helpers.truth_table("AND")[0]
GATES = {"x": X.tolist(), "gates": helpers.GATES}
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
    """実行を始めたレッスンの、名前、{セルのid: 学習の全てのエポックの損失}、まだ実行していないセル。"""
    return {}, {}, iter(cells_of(lesson).items())


def run_lesson(lesson, last):
    """レッスンのセルを、id が last のセルまで実行した名前と、セルごとの損失。表示は捨てる。"""
    names, losses, cells = started(lesson)
    original, here = helpers.fit, os.getcwd()

    def recording(*given):
        loss = original(*given)
        losses[next(reversed(losses))].append(loss)
        return loss

    helpers.fit = recording
    os.chdir(NOTEBOOKS)  # レッスンは、同じフォルダーの penguins.csv を読む
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            while last not in losses:
                cell_id, cell = next(cells)
                losses[cell_id] = []
                if cell["cell_type"] == "code":
                    exec(cell["source"], names)
    finally:
        os.chdir(here)
        helpers.fit = original
    return names, losses


def train(model, activation, rate, epochs, x, y_true):
    """学習の、エポックごとの（更新前の）パラメータと損失：[[重み…, バイアス], …] と [損失, …]。"""
    parameters, losses = [], []
    options = (activation, helpers.mean_squared_error, helpers.mse_gradient, rate)
    for _ in range(epochs + 1):
        parameters.append([*model["weights"].tolist(), *model["bias"].tolist()])
        losses.append(helpers.fit(model, *options, x, y_true))
    return parameters, losses


def train_gate(gate, activation, epochs):
    """シード12345から、学習率0.1で、ゲートを学習させたときの train の結果。"""
    np.random.seed(12345)
    return train(helpers.create_perceptron(), activation, 0.1, epochs, *helpers.truth_table(gate))


def hidden():
    """隠れ層の平面：レッスン6の学習（シード4）の、途中の記録。学習はレッスンのセルがする。"""
    names, passed = run_lesson("06", "l6-chain-gradient")[0], []

    def recording(params):
        passed.append(params)
        return names["chain_gradient"](params)

    passed.append(names["learn"](recording, 4))
    epochs = [*range(0, 200, 20), 200, 250, 300, 400, len(passed) - 1]
    shown = [passed[epoch] for epoch in epochs]
    made = {"hidden": [names["forward"](params, X)[0].tolist() for params in shown]}
    made |= {"second": [params[6:9].tolist() for params in shown]}
    return {**GATES, **made, "epochs": epochs, "loss": [float(names["loss_of"](params)) for params in shown]}


def training():
    """線形とシグモイドで、ANDを500エポック学習させた記録。"""
    made = {kind: train_gate("AND", activation, 500) for kind, activation in KINDS.items()}
    models = {kind: models[::10] for kind, (models, _) in made.items()}
    losses = {kind: np.round(losses, 5).tolist() for kind, (_, losses) in made.items()}
    return {**GATES, "epochs": list(range(0, 501, 10)), "models": models, "losses": losses}


def far():
    """遠くの点：レッスン4の4.9節と同じく、シード12345から500エポック。学習は図がする。"""
    model = train_gate("AND", helpers.linear_activation, 0)[0][0]
    return {**GATES, "model": model, "rate": 0.1, "steps": 500}


def pushes():
    """サンプルが押す向き：シグモイドの学習の、途中のモデル。"""
    epochs = [0, 20, 50, 100, 200, 500, 1000, 2000]
    made = {gate: train_gate(gate, helpers.sigmoid_activation, 2000)[0] for gate in ("AND", "OR", "XOR")}
    return {**GATES, "epochs": epochs, "models": {gate: [made[gate][k] for k in epochs] for gate in made}}


def scaling():
    """入力の大きさと谷の形：訓練データのくちばしの長さだけを使う線形のモデルの、損失の半分の谷。

    谷底を原点とし、ボールの最初の場所（どちらも0）までを1とする。学習率は 1 ÷ いちばん急な向きの曲がり方。
    """
    names, valleys, steps = run_lesson("07", "l7-mean-std")[0], {}, [*range(11), 100, 1000]
    length, y_true = names["x"][names["train"], :1], names["y_true"][names["train"]]
    centred, turns = length - length.mean(), np.linspace(0, 2 * np.pi, 181)
    codings = {"測定値のまま": length, "平均を引く": centred, "標準化する": centred / length.std()}
    for coding, inputs in codings.items():
        with_one = np.hstack([inputs, np.ones_like(inputs)])  # バイアスは、いつも1の入力の重み
        hessian = with_one.T @ with_one / len(inputs)
        bottom = np.linalg.solve(hessian, with_one.T @ y_true / len(inputs))
        model = {"weights": np.zeros(1), "bias": np.zeros(1)}
        walked, _ = train(model, KINDS["線形"], 1 / np.linalg.eigvalsh(hessian)[-1], 1000, inputs, y_true)
        ring = np.linalg.solve(np.linalg.cholesky(hessian).T, [np.cos(turns), np.sin(turns)]).T
        ring *= np.sqrt(bottom @ hessian @ bottom)  # 出発点と同じ高さの線
        made = {"path": np.array(walked)[steps] - bottom, "ring": ring}
        valleys[coding] = {key: (value / np.linalg.norm(bottom)).tolist() for key, value in made.items()}
        valleys[coding]["inputs"] = inputs.ravel().round(2).tolist()
    return {"y": y_true.tolist(), "epochs": steps, "valleys": valleys}


NUMBERS = {"boxes": dict, "boundary": GATES.copy, "valley": GATES.copy}
NUMBERS |= {made.__name__: functools.cache(made) for made in (hidden, training, far, pushes, scaling)}
