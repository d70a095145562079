"""images/ の絵をすべてかき直す： python images/draw_images.py"""

import io
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle
from PIL import Image

import perceptron_helpers as helpers
from lesson.pictures.figure import BLACK, BLUE, GREEN, ORANGE, style


def plot(width, height):
    """軸のある図。"""
    return Figure(figsize=(width, height), dpi=72, layout="constrained")


def canvas(width, height):
    """軸のない、1単位が1インチの図。"""
    figure = Figure(figsize=(width, height), dpi=72)
    ax = figure.add_axes([0, 0, 1, 1])
    ax.set(xlim=(0, width), ylim=(0, height))
    ax.axis("off")
    return figure, ax


def write(ax, x, y, text, size=16, color=BLACK, align="center"):
    ax.text(x, y, text, fontsize=size, color=color, ha=align, va="center")


def arrow(ax, start, end, color=BLACK):
    look = {"arrowstyle": "-|>", "mutation_scale": 20, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    ax.add_patch(FancyArrowPatch(start, end, color=color, **look))


def axis(ax, start, end, place, name):
    """配列の軸の向きの矢印と、その名前。軸0はオレンジ、軸1は緑。"""
    color = ORANGE if name == "軸0" else GREEN
    arrow(ax, start, end, color)
    write(ax, *place, name, 16, color)


def labels(ax, y, texts, size=14, color=BLACK):
    """高さ y に並ぶ文字。texts は {横の位置: 文字}。"""
    for x, text in texts.items():
        write(ax, x, y, text, size, color)


def inputs(ax, heights, right):
    """2つの入力から、横の位置 right にある2つのパーセプトロンへの矢印。"""
    for i, y in enumerate(heights):
        node(ax, 1, y, f"$x_{{j{i}}}$")
        for target in heights:
            arrow(ax, (1.42, y), (right, target))


def node(ax, x, y, text, color=BLACK):
    ax.add_patch(Circle((x, y), 0.42, facecolor="white", edgecolor=color, linewidth=3))
    write(ax, x, y, text)


def box(ax, x, y, width, height, color=BLACK, linestyle="-", linewidth=3):
    look = {"facecolor": "white", "edgecolor": color, "linestyle": linestyle, "linewidth": linewidth}
    ax.add_patch(Rectangle((x, y), width, height, **look))


def table(ax, left, top, rows, size):
    """左上が (left, top) の、行と列の番号のついた、ます目の表。1行なら、番号だけ。"""
    for j, row in enumerate(rows):
        for i, number in enumerate(row):
            x, y = left + i * size, top - (j + 1) * size
            box(ax, x, y, size, size, BLUE, linewidth=2)
            write(ax, x + size / 2, y + size / 2, number, 15)
            if j == 0:
                write(ax, x + size / 2, top + 0.2, f"列{i}" if len(rows) > 1 else i, 14)
        if len(rows) > 1:
            write(ax, left - 0.4, y + size / 2, f"行{j}", 14)


def array_axes():
    """2行3列の配列の、行と列の番号と、2つの軸。"""
    figure, ax = canvas(6.4, 3)
    table(ax, 2.3, 2.1, [[1, 2, 3], [4, 5, 6]], 0.8)
    axis(ax, (1.3, 2.1), (1.3, 0.5), (0.7, 1.3), "軸0")
    axis(ax, (2.3, 2.65), (4.7, 2.65), (5.2, 2.65), "軸1")
    return figure


def perceptron():
    """入力、重み（青）、バイアス（オレンジ）、活性化関数、予測（緑）のつながり。"""
    figure, ax = canvas(8, 3.2)
    for i, y in enumerate((2.5, 1.5)):
        node(ax, 1.2, y, f"$x_{{j{i}}}$")
        write(ax, 0.4, y, f"入力{i}", 13)
        arrow(ax, (1.62, y), (3.6, 1.75 if i == 0 else 1.5))
        write(ax, 2.6, 2.45 - 0.74 * i, f"× 重み $w_{i}$", 14, BLUE)
    arrow(ax, (1.62, 0.6), (3.6, 1.25), ORANGE)
    write(ax, 1.5, 0.45, "＋ バイアス $b$", 14, ORANGE)
    node(ax, 4.02, 1.5, "$z_j$")
    arrow(ax, (4.44, 1.5), (5.25, 1.5))
    box(ax, 5.25, 1.1, 0.9, 0.8)
    write(ax, 5.7, 1.5, "$f$")
    arrow(ax, (6.15, 1.5), (6.95, 1.5))
    node(ax, 7.37, 1.5, r"$\hat{y}_j$", GREEN)
    labels(ax, 2.2, {4.02: "足した値", 5.7: "活性化関数", 7.37: "予測"})
    return figure


def shape_boxes():
    """形状 (4,) と (4, 1) の配列を、箱で比べる。"""
    figure, ax = canvas(6.6, 3.1)
    table(ax, 0.8, 1.7, [[10, 20, 30, 40]], 0.55)
    axis(ax, (0.8, 2.25), (3, 2.25), (0.4, 2.25), "軸0")
    table(ax, 4.9, 2.35, [[10], [20], [30], [40]], 0.55)
    axis(ax, (4.15, 2.35), (4.15, 0.15), (3.75, 1.3), "軸0")
    axis(ax, (4.9, 2.85), (5.7, 2.85), (6.1, 2.85), "軸1")
    labels(ax, 0.6, {1.9: "形状 (4,)　軸は1つ", 6.02: "形状 (4, 1)\n軸は2つ"}, 15)
    return figure


def loss_valley():
    """損失の谷と、勾配と反対の向き。"""
    picture = plot(7.2, 3.4)
    ax = picture.subplots()
    bias = np.linspace(-4, 4, 201)
    ax.plot(bias, bias**2 + 2, color=BLUE, linewidth=3)
    ax.plot([-3], [11], "o", color=ORANGE, markersize=14)
    arrow(ax, (-2.75, 10.2), (-1.5, 5.2), ORANGE)
    write(ax, -2.6, 11.9, "傾きは負（右下がり）", 14, align="left")
    write(ax, -1.9, 8.7, "増やすと、損失が減る", 14, align="left")
    write(ax, 0, 0.9, "損失がいちばん小さい", 14)
    ax.set(xlabel="バイアス", ylabel="損失", xticks=[], yticks=[], ylim=(0, 18))
    return picture


def gradient_pushes():
    """4つのサンプルが、3つのパラメータをどちらへどれだけ動かそうとするか（-差×入力）と、その平均。"""
    np.random.seed(12345)
    x, y_true = helpers.truth_table("AND")
    error = helpers.predict(helpers.create_perceptron(), helpers.linear_activation, x) - y_true
    figure, ax = canvas(8.4, 3.7)
    for j, name in enumerate(("[0, 0]", "[0, 1]", "[1, 0]", "[1, 1]", "平均")):
        write(ax, 0.55, 2.7 - 0.55 * j, name, 14)
    for i, (name, inputs) in enumerate((("重み0", x[:, 0]), ("重み1", x[:, 1]), ("バイアス", np.ones(4)))):
        middle = 2.2 + 2.45 * i
        ax.plot([middle, middle], [0.2, 3], ":", color=BLACK, linewidth=1)
        write(ax, middle, 3.45, name, 16)
        write(ax, middle, 3.15, "減らす ← → 増やす", 12)
        pushes = -error * inputs
        for j, push in enumerate([*pushes, pushes.mean()]):
            y, color = 2.7 - 0.55 * j, BLACK if j == 4 else ORANGE if push > 0 else BLUE
            if push == 0:
                ax.plot(middle, y, "o", color=BLACK, markersize=5)
            elif abs(push) < 0.5:  # 短いので、矢の先だけ
                ax.plot(middle + 0.21 * push + 0.04, y, ">" if push > 0 else "<", color=color, markersize=9)
            else:
                arrow(ax, (middle, y), (middle + 0.21 * push, y), color)
    ax.plot([0.1, 8.3], [0.78, 0.78], color=BLACK, linewidth=1)
    return figure


def learning_rate():
    """学習率が小さすぎるとき、よいとき、大きすぎるときの、谷の上の4歩。"""
    picture = plot(7.2, 2.6)
    parameter = np.linspace(-3, 3, 121)
    steps = {"小さすぎる": (-2.6, 0.1), "よい": (-2.6, 0.6), "大きすぎる": (-1.2, 2.25)}
    for ax, (name, (start, rate)) in zip(picture.subplots(1, 3), steps.items()):
        at = start * (1 - rate) ** np.arange(5)
        ax.plot(parameter, parameter**2, color=BLUE, linewidth=2)
        for here, there in zip(at, at[1:]):
            arrow(ax, (here, here**2), (there, there**2), ORANGE)
        ax.plot(at, at**2, "o", color=ORANGE, markersize=6)
        ax.set(title=name, xlabel="パラメータ", xticks=[], yticks=[], ylim=(-0.6, 9.2))
    picture.axes[0].set_ylabel("損失")
    return picture


def broadcasting():
    """ブロードキャストの規則：右端をそろえる。"""
    figure, ax = canvas(8, 3.4)
    for left, name, second, verdict, color in ((0.4, "error", "14", "2と4：エラー", ORANGE),
                                               (4.4, "error_column", "41", "2と1、4と4：計算できる", GREEN)):
        for y, array, numbers in ((2.6, "x", "42"), (1.7, name, second)):
            write(ax, left + 1.5, y, array, 14, align="right")
            for i, number in enumerate(numbers):
                added = array == "error" and i == 0  # 足りないところに、1を補う
                look = (BLACK, ":") if added else (color, "-")
                box(ax, left + 1.75 + 0.8 * i, y - 0.32, 0.64, 0.64, *look)
                write(ax, left + 2.07 + 0.8 * i, y, number)
        write(ax, left + 2.87, 3.2, "右端", 13)
        write(ax, left + 1.8, 0.75, verdict, 16, color)
    write(ax, 4, 0.2, "右端をそろえる。点線の1は、補った1", 14)
    return figure


def two_layers():
    """ORとNANDの出力をANDに入れると、XORになる。"""
    figure, ax = canvas(8, 3.2)
    inputs(ax, (2.3, 0.9), 3.1)
    for y, name in ((2.3, "OR"), (0.9, "NAND")):
        box(ax, 3.1, y - 0.38, 1.3, 0.76)
        write(ax, 3.75, y, name)
        arrow(ax, (4.4, y), (5.5, 1.75 if name == "OR" else 1.45))
    box(ax, 5.5, 1.22, 1.1, 0.76, GREEN)
    write(ax, 6.05, 1.6, "AND")
    arrow(ax, (6.6, 1.6), (7.05, 1.6))
    write(ax, 7.5, 1.6, "XOR")
    labels(ax, 3, {1: "入力", 3.75: "1層目", 6.05: "2層目"})
    return figure


def network():
    """2つの入力、隠れ層の2つのパーセプトロン、最後の1つのパーセプトロンのつながり。"""
    figure, ax = canvas(7.4, 3.2)
    inputs(ax, (2.2, 0.8), 3.5)
    for i, y in enumerate((2.2, 0.8)):
        node(ax, 3.92, y, f"$h_{i}$")
        arrow(ax, (4.34, y), (6.02, 1.65 if i == 0 else 1.35))
    node(ax, 6.44, 1.5, r"$\hat{y}_j$", GREEN)
    labels(ax, 2.95, {1: "入力", 3.92: "1層目（隠れ層）", 6.44: "2層目（予測）"})
    labels(ax, 0.15, {2.45: "重み4つ", 5.2: "重み2つ"}, 13, BLUE)
    labels(ax, 0.15, {3.92: "バイアス2つ", 6.6: "バイアス1つ"}, 13, ORANGE)
    return figure


def gates():
    """ANDとORの4つの点と、それを分ける直線。"""
    picture = plot(8, 3.6)
    for ax, (gate, line) in zip(picture.subplots(1, 2), (("AND", 1.5), ("OR", 0.5))):
        x, y_true = helpers.truth_table(gate)
        ax.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), xlabel="入力0", ylabel="入力1", title=gate)
        ax.locator_params(nbins=6, integer=True)
        for answer, color, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
            chosen = x[y_true == answer]
            ax.plot(*chosen.T, marker, color=color, markersize=14, label=f"正解が{answer}")
            for point in chosen:
                write(ax, *point, str(answer), 12, "white")
        ax.plot([-0.5, 1.5], [line + 0.5, line - 1.5], color=BLACK, linewidth=2)
    return picture


def line_moves():
    """バイアスだけ、重み0だけを変えたときの、出力が0.5になる線の動き。"""
    picture = plot(6, 3)
    left, right = picture.subplots(1, 2)
    across, looks = np.array([-0.5, 2]), ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."))
    for b, w0, (color, dash) in zip((-0.5, -1.5, -2.5), (4, 2, 1), looks):
        look = {"color": color, "linestyle": dash, "linewidth": 2}
        left.plot(across, (0.5 - b - 4 * across) / 2, label=f"$b=${b}", **look)
        right.plot(across, (0.5 + 0.5 - w0 * across) / 2, label=f"$w_0=${w0}", **look)
    right.plot(0, 0.5, "o", color=BLACK, markersize=8)
    for ax, title in ((left, "バイアスだけを変える"), (right, "重み0だけを変える")):
        ax.axhline(0, color=BLACK, linewidth=1)
        ax.axvline(0, color=BLACK, linewidth=1)
        ax.set(xlim=(-0.3, 1.5), ylim=(-0.3, 1.8), xlabel="入力0", ylabel="入力1", title=title)
        ax.legend(loc="upper right")
    return picture


def activation(z, output, name):
    """活性化関数のグラフの図と軸。横軸は z、縦軸は f(z)。"""
    picture = plot(7.2, 3.3)
    ax = picture.subplots()
    ax.plot(z, output, color=BLUE, linewidth=3)
    ax.set_title(name)
    ax.set(xlabel="$z$（重みを掛けて足し、バイアスを足した値）", ylabel="$f(z)$", ylim=(-0.1, 1.1))
    ax.grid(alpha=0.3)
    return picture, ax


def sigmoid():
    z = np.linspace(-6, 6, 241)
    return activation(z, helpers.sigmoid_activation(z), "シグモイド")[0]


def step():
    """ステップ関数。z = 0.5 での値は1なので、そこに塗りつぶした丸、0には中が白い丸をかく。"""
    z = np.array([-6, np.nextafter(0.5, 0), np.nan, 0.5, 6])  # nan のところで線が切れる
    picture, ax = activation(z, helpers.step_activation(z), "ステップ関数")
    ax.plot(0.5, 1, "o", color=BLUE, markersize=10)
    ax.plot(0.5, 0, "o", color=BLUE, markersize=10, markerfacecolor="white", markeredgewidth=2)
    ax.set_xticks([-6, -4, -2, 0, 0.5, 2, 4, 6], ["-6", "-4", "-2", "0", "0.5", "2", "4", "6"])
    return picture


IMAGES = (array_axes, broadcasting, gates, gradient_pushes, learning_rate, line_moves, loss_valley,
          network, perceptron, shape_boxes, sigmoid, step, two_layers)


def draw(folder):
    """200 dpi、16色のPNG画像にする。同じバージョンの matplotlib なら、何度かいても1バイトも変わらない。"""
    with style(), matplotlib.rc_context({"text.parse_math": True}):  # 絵には $x_0$ のような式がある
        for make in IMAGES:
            drawn = io.BytesIO()
            make().savefig(drawn, format="png", dpi=200)
            Image.open(drawn).convert("RGB").quantize(16).save(folder / f"{make.__name__}.png", optimize=True)


if __name__ == "__main__":
    draw(Path(__file__).resolve().parent)
