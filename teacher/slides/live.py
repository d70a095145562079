"""レッスンのセルの計算と、動かせる図の全ての状態の絵と説明（live.js が、1つを選んで見せる）。"""

import contextlib
import functools
import io
import itertools
import json
import os
from pathlib import Path
from unittest.mock import patch

import numpy as np

import perceptron_helpers as helpers
from lesson.pictures.boundary import draw_plane, marks
from lesson.pictures.curves import draw_losses
from lesson.pictures.figure import BLACK, BLUE, FRAME, ORANGE, Pane, Picture, address, style

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
X, AND = helpers.truth_table("AND")
KINDS = {"線形": helpers.linear_activation, "シグモイド": helpers.sigmoid_activation}
KNOWN = "答え", ["予想する", "確かめる"]


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
    fit, here = helpers.fit, os.getcwd()

    def recording(*given):
        loss = fit(*given)
        losses[next(reversed(losses))].append(loss)
        return loss

    os.chdir(NOTEBOOKS)  # レッスンは、同じフォルダーの penguins.csv を読む
    with patch.object(helpers, "fit", recording), contextlib.redirect_stdout(io.StringIO()):
        while last not in losses:
            cell_id, cell = next(cells)
            losses[cell_id] = []
            if cell["cell_type"] == "code":
                exec(cell["source"], names)
    os.chdir(here)
    return names, losses


def train(kind, x, y_true, epochs, rate=0.1, model=None):
    """学習の、エポックごとの（更新する前の）モデルと損失。model がなければ、シード12345から始める。"""
    np.random.seed(12345)
    model, passed = model or helpers.create_perceptron(), []
    learning = KINDS[kind], helpers.mean_squared_error, helpers.mse_gradient, rate, x, y_true
    for _ in range(epochs + 1):
        passed.append((dict(model), helpers.fit(model, *learning)))
    return passed


def control(name, text, values):
    """値が言葉なら選ぶもの、数ならスライダー。"""
    if isinstance(values[0], str):
        radio = f'<label><input type="radio" name="{name}" value='
        shown = (f'{radio}"{value}" {"checked" * (value == values[0])}>{value}</label>' for value in values)
        return f'<div role="radiogroup" aria-label="{text}">{text}{"".join(shown)}</div>'
    ends = f'min="{values[0]}" max="{values[-1]}" step="{values[1] - values[0]:.4g}" value="{values[0]}"'
    slider = f'<input type="range" name="{name}" {ends}><output></output>'
    return f'<label class="{name[0]}">{text}{slider}</label>'


def film(picture, question, draw, **controls):
    """動かすまで question を見せる図。controls は {名前: (見出し, 値のリスト)}。

    draw(値, …) は、動くものを picture にかき、説明を返す。印刷では、最後の値の図も見せる。"""
    frames, last = {}, [*controls][-1]
    for state in itertools.product(*(values for _, values in controls.values())):
        picture.panes.clear()
        key = ",".join(value if isinstance(value, str) else f"{value:g}" for value in state)
        frames[key] = draw(*state), picture.behind()
    made = {"question": question, "frames": frames, "size": picture.figure.bbox.size.tolist()}
    made["form"] = [control(name, *given) for name, given in controls.items()]
    return made | {"end": {last: controls[last][1][-1]}, "still": address(picture.svg.replace(FRAME, ""))}


def planes(x, *titles, least=0.5):
    """入力の平面を横に並べた図。"""
    picture = Picture(2.8 * len(titles), 2.9, len(titles))
    for ax, title in zip(picture.axes, titles):
        draw_plane(ax, x, ("入力0", "入力1"), least=least)
        ax.set_title(title)
    return picture


def plane(picture, k, kind, model, x, y_true):
    """k 番目の平面に、出力が0.5以上の側（live.js が塗る）と、サンプルをかく。合っている数の文を返す。"""
    pane = Pane(picture, picture.axes[k])
    low, high = pane.ax.get_xlim()
    view = f'viewBox="{low} {-high} {high - low} {high - low}" preserveAspectRatio="none"'
    numbers = np.round([0.5 * (kind == "線形"), *model["weights"], *model["bias"]], 4).tolist()
    pane.parts.append(f'<svg class="side" {view} data-model="{numbers}"></svg>')
    pane.samples(x, y_true)
    return f"{kind} {marks(helpers.predict(model, KINDS[kind], x), y_true).count('○')} / {len(x)}"


def boundary():
    """線形のパーセプトロン。細かく動く重みとバイアスの計算は、live.js がする。説明の代わりに正解を渡す。"""
    picture, model = planes(X, ""), {"weights": [0, 0], "bias": [0]}

    def draw(gate):
        plane(picture, 0, "線形", model, X, np.array(helpers.GATES[gate]))
        return helpers.GATES[gate]

    made = film(picture, "1つ動かすと、線はどう動きますか。", draw, gate=("規則", [*helpers.GATES]))
    for name, text in (("w0", "重み0"), ("w1", "重み1"), ("b", "バイアス")):
        made["form"].append(control(name, text, np.arange(-3, 3.05, 0.1).round(1)))
    return made | {"start": {"w0": 1, "w1": -1, "b": -0.6}, "end": {"w1": 1}}


def valley():
    """重みを0.5に固定した線形のANDで、バイアスだけを、勾配と反対の向きへ動かす。"""
    picture, z = Picture(3.4, 2.9), X @ [0.5, 0.5]
    ax, across = picture.axes[0], np.linspace(-2.6, 2.1, 95)

    def loss(bias):
        return helpers.mean_squared_error(AND, z + bias)

    def draw(rate, steps):
        points, told = [(1, loss(1))], ""
        for step in range(int(steps)):
            bias, before = points[-1]
            slope = helpers.mse_gradient(X, AND, z + bias)[1][0]
            moved = bias - float(rate) * slope
            points.append((moved, loss(moved)))
            told = f"{step + 1}歩　{bias:.2f} − {rate} ×（{slope:.2f}）＝ {moved:.2f}<br>"
            told += f"損失 {before:.2f} → {loss(moved):.2f}"
        pane = Pane(picture, ax)
        pane.line(points, ORANGE)
        pane.marks(points, ORANGE, radius=3)
        pane.marks(points[-1:], ORANGE)
        return told

    ax.plot(across, [loss(bias) for bias in across], color="dimgray")
    ax.set(xlabel="バイアス", ylabel="損失")
    rates, question = ["0.1", "0.2", "0.5", "1", "1.8", "2.1"], "次の1歩で、ボールはどこへ行きますか。"
    return film(picture, question, draw, rate=("学習率", rates), steps=("歩数", [*"0123456"]))


def boxes():
    """2つの配列の足し算。広がった分は、灰色の箱。"""
    shapes, picture = {str(shape): shape for shape in ((4, 2), (4, 1), (4,), (2,))}, Picture(6.4, 2.2)
    ax = picture.axes[0]
    ax.set(xlim=(-0.6, 13.6), ylim=(-3.5, 1.5))
    ax.axis("off")
    for x, text in ((0, "A"), (4, "＋"), (5, "B"), (9, "＝"), (10, "結果")):
        ax.text(x, 1, text, ha="center")

    def draw(first, second, known):
        given = [np.arange(1, 1 + np.prod(shapes[name])).reshape(shapes[name]) for name in (first, second)]
        shown, told = [given[0], 10 * given[1]], ""
        if known == "確かめる":
            try:
                total = shown[0] + shown[1]
                shown, told = [*np.broadcast_arrays(*shown), total], f"結果の形状は {total.shape}"
            except ValueError as error:
                told = f"ValueError: {error}"
        pane = Pane(picture, ax)
        for left, array, own in zip((0, 5, 10), shown, (*given, shown[-1])):
            rows, columns = np.atleast_2d(own).shape
            for (r, c), number in np.ndenumerate(np.atleast_2d(array)):
                color = BLUE if r < rows and c < columns else "dimgray"
                pane.marks([(left + c, -r)], color, "s", 14, number)
        return told

    return film(picture, "形状は？　エラー？", draw, A=("A", [*shapes]), B=("B", [*shapes]), known=KNOWN)


def hidden():
    """隠れ層の平面：レッスン6の学習（シード4）の記録。"""
    names, passed = run_lesson("06", "l6-chain-gradient")[0], []

    def recording(params):
        passed.append(params)
        return names["chain_gradient"](params)

    passed.append(names["learn"](recording, 4))
    picture, y_true = planes(X, "入力", "隠れ層", least=0.2), helpers.truth_table("XOR")[1]
    picture.axes[1].set(xlabel="隠れ層の出力0", ylabel="隠れ層の出力1")

    def draw(epoch):
        points = names["forward"](passed[epoch], X)[0]
        told = plane(picture, 1, "シグモイド", names["layers"](passed[epoch])[1], points, y_true)
        if np.hypot(*(points[1] - points[2])) < 0.05:
            Pane(picture, picture.axes[1]).marks(points[1:2], ORANGE, "s", 10, "×2")
        Pane(picture, picture.axes[0]).samples(X, y_true)
        return f"損失 {names['loss_of'](passed[epoch]):.3f}　合っている数：{told}"

    return film(picture, "右の4つの点は、どこへ動きますか。", draw, epoch=("エポック", range(0, 501, 20)))


def training():
    """線形とシグモイドの学習の、決定境界と、今のエポックまでの損失曲線。"""
    made = {kind: train(kind, X, AND, 500) for kind in KINDS}
    picture = planes(X, *KINDS, "損失曲線")
    curve = picture.axes[2]
    curve.clear()
    draw_losses(curve, {kind: [loss for _, loss in passed] for kind, passed in made.items()}, log_scale=True)
    picture.figure.legend(handles=curve.lines, loc="outside lower right", ncols=2)

    def draw(times, epoch):
        told, pane = [], Pane(picture, curve)
        now = pane.place([(epoch + 1, 1)])[0, 0]  # 曲線の、この右を隠す
        pane.parts.append(f'<rect x="{now}" width="100%" height="100%" fill="#fff"/>')
        for k, (kind, passed) in enumerate(made.items()):
            model = {name: times * values for name, values in passed[epoch][0].items()}
            told.append(plane(picture, k, kind, model, X, AND))
            pane.marks([(epoch + 1, passed[epoch][1])], (BLUE, ORANGE)[k], radius=4)
        return f"合っている数：{'、'.join(told)}"

    controls = {"times": ("重みとバイアス ×", [1, 2, 3]), "epoch": ("エポック", range(0, 501, 20))}
    return film(picture, "先に止まるのは、どちらの線ですか。何倍かにすると、動くのは？", draw, **controls)


def far():
    """遠くの点を加えた学習：レッスン4の4.9節と同じく、シード12345から500エポック。"""
    picture = planes(np.vstack([X, [4, 4]]), *KINDS)

    def draw(answer, place):
        x, y_true, told = np.vstack([X, [place, place]]), np.append(AND, int(answer)), []
        for k, kind in enumerate(KINDS):
            model, _ = train(kind, x, y_true, 500)[-1]
            told.append(plane(picture, k, kind, model, x, y_true))
        return f"合っている数：{'、'.join(told)}"

    controls = {"answer": ("右上の点の正解", ["1", "0"]), "place": ("入力0と入力1", [2, 2.5, 3, 3.5, 4])}
    return film(picture, "右上の点をもっと遠くへ動かすと、どちらの線が引っ張られますか。", draw, **controls)


def pushes():
    """4つのサンプルが、3つのパラメータを押す矢印（−差×入力 ÷ 4）と、それを足した黒い矢印。"""
    trained = {gate: train("シグモイド", *helpers.truth_table(gate), 2000) for gate in ("AND", "OR", "XOR")}
    picture, names = Picture(8.4, 2.9, 3), ("重み0", "重み1", "バイアス")
    for ax, name in zip(picture.axes, names):
        ax.set(title=name, xlabel="← 減らす　増やす →", xlim=(-1.1, 1.1), ylim=(-1.6, 3.6), xticks=[])
        ax.set_yticks((3, 2, 1, 0, -1), ["[0, 0]", "[0, 1]", "[1, 0]", "[1, 1]", "合計"])
        ax.axvline(0, color="dimgray")

    def draw(gate, epoch, known):
        y_pred = helpers.predict(trained[gate][int(epoch)][0], KINDS["シグモイド"], X)
        push = (helpers.GATES[gate] - y_pred)[:, None] * np.hstack([X, np.ones((4, 1))]) / 4
        ends = np.vstack([np.zeros(3), push.cumsum(axis=0)])
        for ax, end in zip(picture.axes, ends.T / np.abs(ends).max()):
            pane, arrows = Pane(picture, ax), [*zip(end, end[1:], (3, 2, 1, 0)), (0, end[4], -1)]
            for start, stop, y in arrows if known == "確かめる" else arrows[:4]:
                (left, down), (right, _) = pane.place([(start, y), (stop, y)])
                neck, color = right - np.clip(right - left, -8, 8), ORANGE if stop > start else BLUE
                shape = f'd="M{left} {down}H{neck}M{neck} {down - 6}L{right} {down}L{neck} {down + 6}Z"'
                look = f'stroke-width="3" style="color: {color if y >= 0 else BLACK}"'
                pane.parts.append(f'<path {shape} {look} fill="currentcolor" stroke="currentcolor"/>')
        return "、".join(f"{name} {total:.3f}" for name, total in zip(names, ends[4].round(3) + 0.0))

    controls = {"gate": ("規則", [*trained]), "epoch": ("エポック", ["0", "50", "200", "500", "2000"])}
    return film(picture, "足すと、どちら向きですか。打ち消し合うのは？", draw, **controls, known=KNOWN)


def scaling():
    """入力の大きさと谷の形：訓練データのくちばしの長さだけを使う線形のモデルの、損失の谷。

    谷底を原点とし、ボールの最初の場所（どちらも0）までを1とする。学習率は 1 ÷ 最も急な向きの曲がり方。"""
    names = run_lesson("07", "l7-mean-std")[0]
    length, y_true = names["x"][names["train"], :1], names["y_true"][names["train"]]
    centred, turns = length - length.mean(), np.linspace(0, 2 * np.pi, 181)
    codings = {"測定値のまま": length, "平均を引く": centred, "標準化する": centred / length.std()}
    picture, walks = Picture(8.4, 3.1, 3), {}
    for ax, (coding, x) in zip(picture.axes, codings.items()):
        with_one = np.hstack([x, np.ones_like(x)])  # バイアスは、いつも1の入力の重み
        bends, directions = np.linalg.eigh(with_one.T @ with_one / len(x))
        bottom = np.linalg.lstsq(with_one, y_true, rcond=None)[0]
        passed = train("線形", x, y_true, 10, 1 / bends[-1], {"weights": np.zeros(1), "bias": np.zeros(1)})
        walked = np.array([[*model["weights"], *model["bias"]] for model, _ in passed]) - bottom
        walks[coding] = walked / np.linalg.norm(bottom)
        ring = directions * np.sqrt(bends[0] / bends) @ [np.cos(turns), np.sin(turns)]  # 損失の等しい線
        for size in (0.3, 0.6, 0.9, 1.2):
            ax.plot(*(size * ring), color="dimgray")
        about = f"{coding}\n平均 {x.mean().round(1) + 0.0}、標準偏差 {x.std():.1f}"
        ax.set(title=about, xlabel="長さの重み", ylabel="バイアス", xticks=[], yticks=[])
        ax.axis((-1.3, 1.3, -1.3, 1.3))

    def draw(steps):
        for ax, walked in zip(picture.axes, walks.values()):
            Pane(picture, ax).marks(walked[steps : steps + 1], ORANGE)
        left = (f"{coding} {100 * np.hypot(*walked[steps]):.0f} %" for coding, walked in walks.items())
        return f"谷底までの距離は、最初の<br>{'、'.join(left)}"

    return film(picture, "10歩で谷底に着くのは、どのボールですか。", draw, steps=("歩数", range(11)))


PICTURES = (boundary, valley, boxes, hidden, training, far, pushes, scaling)
NUMBERS = {make.__name__: functools.cache(style()(make)) for make in PICTURES}
