"""images/ の絵をすべてかき直す： python images/draw_images.py"""

import io
import itertools
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle
from PIL import Image

import perceptron_helpers as helpers
from lesson.pictures.boundary import draw_plane
from lesson.pictures.figure import BLACK, BLUE, GREEN, LINES, MARKS, ORANGE, style


def plot(width, height, columns=1):
    """軸のある図と、横に並ぶ columns 個の軸。"""
    figure = Figure(figsize=(width, height), dpi=72, layout="constrained")
    return figure, figure.subplots(1, columns)


def canvas(width, height):
    """軸のない、1単位が1インチの図。"""
    figure = Figure(figsize=(width, height), dpi=72)
    ax = figure.add_axes([0, 0, 1, 1], xlim=(0, width), ylim=(0, height))
    ax.axis("off")
    return figure, ax


def write(ax, x, y, text, size=16, color=BLACK, align="center"):
    ax.text(x, y, text, fontsize=size, color=color, ha=align, va="center")


def arrow(ax, start, end, color=BLACK, gap=0):
    """矢印。両端を、gap ポイントだけ短くする。"""
    look = {"arrowstyle": "-|>", "mutation_scale": 20, "linewidth": 2, "shrinkA": gap, "shrinkB": gap}
    ax.add_patch(FancyArrowPatch(start, end, color=color, **look))


def box(ax, x, y, text, size=0.84, color=BLACK, linewidth=3, kind=Rectangle, linestyle="-"):
    """(x, y) を真ん中とする箱と、その中の文字。"""
    place = ((x, y), size / 2) if kind is Circle else ((x - size / 2, y - size / 2), size, size)
    look = {"facecolor": "white", "edgecolor": color, "linewidth": linewidth, "linestyle": linestyle}
    ax.add_patch(kind(*place, **look))
    write(ax, x, y, text)


def axis(ax, start, end, place, name):
    """配列の軸の向きの矢印と、その名前。軸0はオレンジ、軸1は緑。"""
    color = ORANGE if name == "軸0" else GREEN
    arrow(ax, start, end, color)
    write(ax, *place, name, 16, color)


def table(ax, left, top, rows, size, row_name="行", column_name="列"):
    """左上が (left, top) の、行と列の番号のついた、ます目の表。"""
    for (j, i), number in np.ndenumerate(rows):
        x, y = left + (i + 0.5) * size, top - (j + 0.5) * size
        box(ax, x, y, number, size, BLUE, linewidth=2)
        if i == 0 and row_name:
            write(ax, left - 0.4, y, f"{row_name}{j}", 14)
        if j == 0:
            write(ax, x, top + 0.2, f"{column_name}{i}", 14)


def layers(width, columns, titles):
    """左から右へ並ぶ列。隣の列とは、全部が矢印でつながる。columns は {横の位置: {文字: 高さ}}。"""
    figure, ax = canvas(width, 3.2)
    places = [[(x, y) for y in column.values()] for x, column in columns.items()]
    for left, right in itertools.pairwise(places):
        for start, end in itertools.product(left, right):
            arrow(ax, start, end, gap=31)
    for (x, column), title in zip(columns.items(), titles):
        write(ax, x, 3, title, 14)
        for text, y in column.items():
            kind = Circle if "_" in text else Rectangle  # 数は丸、関数と規則は四角
            box(ax, x, y, text, color=GREEN if x == max(columns) else BLACK, kind=kind)
    return figure, ax


def array_axes():
    """2行3列の配列の、行と列の番号と、2つの軸。"""
    figure, ax = canvas(6.4, 3)
    table(ax, 2.3, 2.1, [[1, 2, 3], [4, 5, 6]], 0.8)
    axis(ax, (1.3, 2.1), (1.3, 0.5), (0.7, 1.3), "軸0")
    axis(ax, (2.3, 2.65), (4.7, 2.65), (5.2, 2.65), "軸1")
    return figure


def perceptron():
    """入力、重み（青）、バイアス（オレンジ）、活性化関数、予測（緑）のつながり。"""
    columns = {1.2: {"$x_{j0}$": 2.3, "$x_{j1}$": 1.3}, 4.02: {"$z_j$": 1.3}, 5.7: {"$f$": 1.3},
               7.37: {r"$\hat{y}_j$": 1.3}}
    figure, ax = layers(8, columns, ("入力", "足した値", "活性化関数", "予測"))
    for i, y in enumerate((2.3, 1.3)):
        write(ax, 0.4, y, f"入力{i}", 13)
        write(ax, 2.6, 2.13 - 0.65 * i, f"× 重み $w_{i}$", 14, BLUE)
    arrow(ax, (1.62, 0.5), (3.62, 1.05), ORANGE)
    write(ax, 1.5, 0.35, "＋ バイアス $b$", 14, ORANGE)
    return figure


def shape_boxes():
    """形状 (4,) と (4, 1) の配列を、箱で比べる。"""
    figure, ax = canvas(6.6, 3.1)
    table(ax, 0.8, 1.7, [[10, 20, 30, 40]], 0.55, row_name="", column_name="")
    axis(ax, (0.8, 2.25), (3, 2.25), (0.4, 2.25), "軸0")
    table(ax, 4.9, 2.35, [[10], [20], [30], [40]], 0.55)
    axis(ax, (4.15, 2.35), (4.15, 0.15), (3.75, 1.3), "軸0")
    axis(ax, (4.9, 2.85), (5.7, 2.85), (6.1, 2.85), "軸1")
    write(ax, 1.9, 0.6, "形状 (4,)　軸は1つ", 15)
    write(ax, 6.02, 0.6, "形状 (4, 1)\n軸は2つ", 15)
    return figure


def loss_valley():
    """損失の谷と、勾配と反対の向き。"""
    figure, ax = plot(7.2, 3.4)
    bias = np.linspace(-4, 4, 201)
    ax.plot(bias, bias**2 + 2, color=BLUE, linewidth=3)
    ax.plot([-3], [11], "o", color=ORANGE, markersize=14)
    arrow(ax, (-2.75, 10.2), (-1.5, 5.2), ORANGE)
    write(ax, -2.6, 11.9, "傾きは負（右下がり）", 14, align="left")
    write(ax, -1.9, 8.7, "増やすと、損失が減る", 14, align="left")
    write(ax, 0, 0.9, "損失がいちばん小さい", 14)
    ax.set(xlabel="バイアス", ylabel="損失", xticks=[], yticks=[], ylim=(0, 18))
    return figure


def gradient_pushes():
    """4つのサンプルが、3つのパラメータをどちらへどれだけ動かそうとするか（-差×入力）と、その平均。"""
    np.random.seed(12345)
    x, y_true = helpers.truth_table("AND")
    error = helpers.predict(helpers.create_perceptron(), helpers.linear_activation, x) - y_true
    pushes = -error[:, np.newaxis] * np.insert(x, 2, 1, axis=1)  # バイアスの入力は、いつも1
    figure, ax = canvas(8.4, 3.7)
    for i, name in enumerate(("重み0", "重み1", "バイアス")):
        middle = 2.2 + 2.45 * i
        ax.plot([middle, middle], [0.2, 3], ":", color=BLACK, linewidth=1)
        write(ax, middle, 3.45, name, 16)
        write(ax, middle, 3.15, "減らす ← → 増やす", 12)
        for j, push in enumerate([*pushes[:, i], pushes[:, i].mean()]):
            color = BLACK if j == 4 or push == 0 else ORANGE if push > 0 else BLUE
            ax.plot([middle, middle + 0.21 * push], [2.7 - 0.55 * j] * 2, color=color, linewidth=2,
                    marker="o" if push == 0 else ">" if push > 0 else "<", markersize=8, markevery=[1])
    for j, name in enumerate(("[0, 0]", "[0, 1]", "[1, 0]", "[1, 1]", "平均")):
        write(ax, 0.55, 2.7 - 0.55 * j, name, 14)
    ax.plot([0.1, 8.3], [0.78, 0.78], color=BLACK, linewidth=1)
    return figure


def learning_rate():
    """学習率が小さすぎるとき、よいとき、大きすぎるときの、谷の上の4歩。"""
    figure, axes = plot(7.2, 2.6, 3)
    parameter = np.linspace(-3, 3, 121)
    steps = {"小さすぎる": (-2.6, 0.1), "よい": (-2.6, 0.6), "大きすぎる": (-1.2, 2.25)}
    for ax, (name, (start, rate)) in zip(axes, steps.items()):
        at = start * (1 - rate) ** np.arange(5)
        ax.plot(parameter, parameter**2, color=BLUE, linewidth=2)
        for here, there in itertools.pairwise(at):
            arrow(ax, (here, here**2), (there, there**2), ORANGE)
        ax.plot(at, at**2, "o", color=ORANGE, markersize=6)
        ax.set(title=name, xlabel="パラメータ", xticks=[], yticks=[], ylim=(-0.6, 9.2))
    axes[0].set_ylabel("損失")
    return figure


def broadcasting():
    """ブロードキャストの規則：右端をそろえる。"""
    figure, ax = canvas(8, 3.4)
    for left, name, second, verdict, color in ((0.4, "error", "14", "2と4：エラー", ORANGE),
                                               (4.4, "error_column", "41", "2と1、4と4：計算できる", GREEN)):
        for y, array, numbers in ((2.6, "x", "42"), (1.7, name, second)):
            write(ax, left + 1.5, y, array, 14, align="right")
            for i, number in enumerate(numbers):
                added = array == "error" and i == 0  # 足りないところに、1を補う
                box(ax, left + 2.07 + 0.8 * i, y, number, 0.64, BLACK if added else color,
                    linestyle=":" if added else "-")
        write(ax, left + 2.87, 3.2, "右端", 13)
        write(ax, left + 1.8, 0.75, verdict, 16, color)
    write(ax, 4, 0.2, "右端をそろえる。点線の1は、補った1", 14)
    return figure


def two_layers():
    """ORとNANDの出力をANDに入れると、XORになる。"""
    columns = {1: {"$x_{j0}$": 2.2, "$x_{j1}$": 0.8}, 3.75: {"OR": 2.2, "NAND": 0.8}, 6.05: {"AND": 1.5}}
    figure, ax = layers(8, columns, ("入力", "1層目", "2層目"))
    arrow(ax, (6.47, 1.5), (7.05, 1.5))
    write(ax, 7.5, 1.5, "XOR")
    return figure


def network():
    """2つの入力、隠れ層の2つのパーセプトロン、最後の1つのパーセプトロンのつながり。"""
    columns = {1: {"$x_{j0}$": 2.2, "$x_{j1}$": 0.8}, 3.92: {"$h_0$": 2.2, "$h_1$": 0.8},
               6.44: {r"$\hat{y}_j$": 1.5}}
    figure, ax = layers(7.4, columns, ("入力", "1層目（隠れ層）", "2層目（予測）"))
    for x, text, color in ((2.45, "重み4つ", BLUE), (3.92, "バイアス2つ", ORANGE),
                           (5.2, "重み2つ", BLUE), (6.6, "バイアス1つ", ORANGE)):
        write(ax, x, 0.15, text, 13, color)
    return figure


def gates():
    """ANDとORの4つの点と、それを分ける直線。"""
    figure, axes = plot(8, 3.6, 2)
    for ax, (gate, line) in zip(axes, (("AND", 1.5), ("OR", 0.5))):
        x, y_true = helpers.truth_table(gate)
        draw_plane(ax, x, ("入力0", "入力1"))
        ax.set_title(gate)
        for point, answer in zip(x, y_true.astype(int)):
            color, marker = MARKS[answer]
            ax.plot(*point, marker, color=color, markersize=14)
            write(ax, *point, answer, 12, "white")
        ax.plot([-0.5, 1.5], [line + 0.5, line - 1.5], color=BLACK, linewidth=2)
    return figure


def line_moves():
    """バイアスだけ、重み0だけを変えたときの、出力が0.5になる線の動き。"""
    figure, (left, right) = plot(6, 3, 2)
    across = np.array([-0.5, 2])
    for b, w0, (color, dash) in zip((-0.5, -1.5, -2.5), (4, 2, 1), LINES):
        look = {"color": color, "linestyle": dash, "linewidth": 2}
        left.plot(across, (0.5 - b - 4 * across) / 2, label=f"$b=${b}", **look)
        right.plot(across, (0.5 + 0.5 - w0 * across) / 2, label=f"$w_0=${w0}", **look)
    right.plot(0, 0.5, "o", color=BLACK, markersize=8)
    for ax, title in ((left, "バイアスだけを変える"), (right, "重み0だけを変える")):
        ax.axhline(0, color=BLACK, linewidth=1)
        ax.axvline(0, color=BLACK, linewidth=1)
        ax.set(xlim=(-0.3, 1.5), ylim=(-0.3, 1.8), xlabel="入力0", ylabel="入力1", title=title)
        ax.legend(loc="upper right")
    return figure


def activation(z, output, name):
    """活性化関数のグラフの図と軸。横軸は z、縦軸は f(z)。"""
    figure, ax = plot(7.2, 3.3)
    ax.plot(z, output, color=BLUE, linewidth=3)
    ax.set(title=name, xlabel="$z$（重みを掛けて足し、バイアスを足した値）", ylabel="$f(z)$")
    ax.set_ylim(-0.1, 1.1)
    ax.grid(alpha=0.3)
    return figure, ax


def sigmoid():
    z = np.linspace(-6, 6, 241)
    return activation(z, helpers.sigmoid_activation(z), "シグモイド")[0]


def step():
    """ステップ関数。z = 0.5 での値は1なので、そこに塗りつぶした丸、0には中が白い丸をかく。"""
    z = np.array([-6, np.nextafter(0.5, 0), np.nan, 0.5, 6])  # nan のところで線が切れる
    figure, ax = activation(z, helpers.step_activation(z), "ステップ関数")
    for value, inside in ((1, BLUE), (0, "white")):
        ax.plot(0.5, value, "o", color=BLUE, markersize=10, markerfacecolor=inside, markeredgewidth=2)
    ax.set_xticks([-6, -4, -2, 0, 0.5, 2, 4, 6], ["-6", "-4", "-2", "0", "0.5", "2", "4", "6"])
    return figure


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
