"""動かせる図（live.js）に渡す数。教材の計算（perceptron_helpers.py とレッスン6のセル）から求める。"""

import json
from pathlib import Path

import numpy as np

import perceptron_helpers as helpers

LESSON_6 = Path(__file__).resolve().parents[2] / "notebooks" / "06_two_layers.ipynb"
RECORDS = [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 250, 300, 400, 600, 1000]


def boundary():
    """決定境界：4つのゲートの入力と正解。"""
    return {"x": helpers.truth_table("AND")[0].tolist(), "gates": helpers.GATES}


def valley():
    """損失の谷：線形でANDを学習したモデルの重みを固定し、バイアスだけを動かす。"""
    x, y_true = helpers.truth_table("AND")
    return {"x": x.tolist(), "y": y_true.tolist(), "weights": [0.5, 0.5], "start": 1.0}


def hidden():
    """隠れ層の平面：レッスン6の学習（シード4、学習率2）の、途中の記録。計算はレッスンのセルのもの。"""
    cells = {cell["id"]: cell for cell in json.loads(LESSON_6.read_text(encoding="utf-8"))["cells"]}
    names = {**vars(helpers), "np": np}
    for cell_id in ("l6-layers", "l6-forward", "l6-loss", "l6-chain-gradient"):
        exec("".join(cells[cell_id]["source"]), names)
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


GIVEN = {"boundary": boundary, "valley": valley, "boxes": dict, "hidden": hidden}
