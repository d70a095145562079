"""レッスンの図と、スライダーで動かす図。

どの図も SVG なので、拡大しても文字と線がぼやけない。代替テキスト alt は、図と同じ値から作る。
"""

import functools
import html
import io
import re
import threading

import ipywidgets as widgets
import matplotlib
import numpy as np
from contourpy import contour_generator
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

import perceptron_helpers as helpers

try:
    import matplotlib_fontja  # noqa: F401  IPAexゴシックを matplotlib に加える
except ImportError:  # なければ、そのコンピュータにある日本語フォントを使う
    pass

STYLE = {
    "font.family": "sans-serif",
    "font.size": 13,
    "axes.titlesize": 13,
    "legend.fontsize": 12,
    "font.sans-serif": ["IPAexGothic", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "Meiryo",
                        "DejaVu Sans"],  # 最後のものは、matplotlib に必ずある
    "svg.fonttype": "none",
    "svg.hashsalt": "lesson",  # 文字は文字のまま、何度かいても同じファイルになる
}
matplotlib.rcParams.update(STYLE)

NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))  # 日付などを入れない

# 色の見え方が違う人にも区別しやすい、Okabe–Ito の色。色だけでなく、形と文字でも区別する。
BLUE, ORANGE, GREEN, BLACK, PURPLE = "#0072B2", "#D55E00", "#009E73", "#000000", "#CC79A7"
LINES = [(BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (BLACK, ":"), (PURPLE, (0, (8, 2)))]
# 出力0は青、1はオレンジ、0.5に近いほど薄い。0.5のところで色が変わるので、どちらの側か必ず分かる。
SHADES = LinearSegmentedColormap.from_list(
    "output", [(0, "#7FB8D8"), (0.5, "#E3EFF6"), (0.5, "#FBE9DC"), (1, "#EAAE7F")]
)


# ---------- 動かない図 ----------


def style():
    """文字の設定。plt.style.use や rcdefaults のあとでも、この中では日本語の文字で図がかける。"""
    return matplotlib.rc_context({**matplotlib.rcParamsDefault, **STYLE})


LONG_NUMBER = re.compile(r"(\d\d\.\d)\d{4,}")  # 1桁の数は倍率のこともあるので、そのまま
UNUSED = re.compile(r' id="[a-z\d.]+_\d+"|<!--.*?-->')  # どこからも指されない名前と、コメント
# SVGを画像のアドレスの中に書くための置き換え。base64 より短く、改行のない1行になる。
IN_ADDRESS = [("%", "%25"), ("'", "%22"), ('"', "'"), ("#", "%23"), ("<", "%3C"), (">", "%3E"), ("&", "%26"),
              ("\n", " ")]


def image_tag(svg, alt):
    """SVG画像を、代替テキスト alt とともに表示するHTML。使わないものと、座標の細かい桁を除く。"""
    data = UNUSED.sub("", LONG_NUMBER.sub(r"\1", svg))
    for sign, code in IN_ADDRESS:
        data = data.replace(sign, code)
    address = f"data:image/svg+xml;charset=utf-8,{data}"
    return f'<img alt="{html.escape(alt)}" style="max-width: 100%" src="{address}">'


class Picture(Figure):
    """代替テキスト alt を持つ図。セルの最後に書くと表示される。plt の図と違い、閉じなくてよい。"""

    alt = ""

    def __init__(self, width, height):
        super().__init__(figsize=(width, height), dpi=72, layout="constrained")

    def svg(self):
        """図の全体のSVG。"""
        text = io.StringIO()
        with style():
            self.savefig(text, format="svg", metadata=NO_METADATA)
        return text.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": self.alt, "text/html": image_tag(self.svg(), self.alt)}


def plot_losses(histories, log_scale=False):
    """損失曲線の図。histories は {名前: 損失の配列（形状 (epochs,)）}。"""
    with style():
        picture = Picture(6.4, 4)
        ax = picture.subplots()
        for (name, history), (color, line) in zip(histories.items(), LINES * len(histories)):
            epochs = range(1, len(history) + 1)
            ax.plot(epochs, np.minimum(history, 1e100), linestyle=line, color=color, linewidth=2, label=name)
        ax.set(xlabel="エポック", ylabel="損失", yscale="log" if log_scale else "linear")
        ax.minorticks_off()
        ax.locator_params(axis="x", nbins=5)
        ax.yaxis.set_major_formatter("{x:,.12g}")
        ax.grid(alpha=0.3)
        legend = picture.legend(loc="outside upper center", ncols=2, frameon=False)
        show_as_written(legend.get_texts())
    picture.alt = "損失曲線。横軸はエポック、縦軸は損失。" + "".join(
        f"{name}: {len(history)} エポックで {history[0]:.4f} から {history[-1]:.4f} へ。"
        for name, history in histories.items()
    )
    return picture


def plot_boundaries(perceptrons, x, y_true, names=("入力0（x[j, 0]）", "入力1（x[j, 1]）")):
    """出力の濃淡と決定境界（出力が0.5になる線）の図。perceptrons は {題: (model, activation)}。

    x は形状 (m, 2)、y_true は形状 (m,)。正解が1のサンプルはオレンジの四角、0は青い丸。
    names は横軸と縦軸の名前。
    """
    with style():
        picture = Picture(4.4 * len(perceptrons), 4.6)
        axes = picture.subplots(1, len(perceptrons), squeeze=False)[0]
        picture.alt = "決定境界の図。横軸は {}、縦軸は {}。".format(*map(short_name, names))
        for ax, (title, (model, activation)) in zip(axes, perceptrons.items()):
            draw_plane(ax, x, names)
            draw_output(ax, model, activation)
            draw_samples(ax, x, y_true)
            y_pred = helpers.predict(model, activation, x)
            right = marks(y_pred, y_true).count("○")
            show_as_written([ax.set_title(f"{title}\n合っている点 {right} / {len(x)}")])
            picture.alt += (
                f"{title}: 合っている点 {right} / {len(x)}、予測は "
                + "、".join(f"({a:g}, {b:g}) で {value}" for (a, b), value in zip(x, decimals(y_pred, 2)))
                + "。"
            )
        line = Line2D([], [], color=BLACK, linewidth=2, label="決定境界（出力 0.5）")
        picture.legend(
            handles=[*axes[0].get_legend_handles_labels()[0], line],
            loc="outside lower center",
            ncols=3,
            frameon=False,
            columnspacing=0.8,
            handletextpad=0.2,
        )
    return picture


def plot_measurements(x, y_true, kinds, names, model=None):
    """測定値の図。x は形状 (m, 2)、y_true は形状 (m,)、kinds は正解が0のものと1のものの名前。

    names は横軸と縦軸の名前。シグモイドの model を渡すと、決定境界をかき、間違えた点を黒い丸で囲む。
    """
    with style():
        picture = Picture(6.4, 4.8)
        ax = picture.subplots()
        margin = 0.06 * np.ptp(x, axis=0)
        (left, bottom), (right, top) = x.min(axis=0) - margin, x.max(axis=0) + margin
        ax.set(xlim=(left, right), ylim=(bottom, top), xlabel=names[0], ylabel=names[1])
        picture.alt = "測定値の図。横軸は {}、縦軸は {}。".format(*names)
        for answer, color, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
            chosen = x[(y_true >= 0.5) == answer]
            ax.plot(*chosen.T, marker, color=color, markersize=6, markeredgewidth=0, label=kinds[answer])
            middle = "、".join(decimals(chosen.mean(axis=0), 2)) if len(chosen) else "なし"
            picture.alt += f"{kinds[answer]}は {len(chosen)} 点、平均は ({middle})。"
        if model:
            draw_output(ax, model, helpers.sigmoid_activation, points=61)
            ax.plot([], [], color=BLACK, linewidth=2, label="決定境界")
            right = marks(helpers.predict(model, helpers.sigmoid_activation, x), y_true)
            wrong = x[np.array(right) == "×"]
            ax.plot(*wrong.T, "o", color="none", markeredgecolor=BLACK, markersize=15, label="間違えた点")
            picture.alt += f"合っている点 {right.count('○')} / {len(x)}。" + "".join(
                f"間違えた点は ({a}, {b})。" for a, b in (decimals(point, 2) for point in wrong)
            )
        legend = picture.legend(loc="outside upper center", ncols=4, frameon=False, columnspacing=1)
        show_as_written(legend.get_texts())
    return picture


def short_name(name):
    """軸の名前のうち、代替テキストに使う部分：入力0（x[j, 0]）なら x[j, 0]。"""
    return name.partition("（")[2].rstrip("）") or name


def show_as_written(texts):
    """名前の中の $ を、数式の印ではなく、文字として表示する。"""
    for text in texts:
        text.set_parse_math(False)


def decimals(values, digits):
    """小数第 digits 位までの文字列のリスト。-0.00 は 0.00 とする。"""
    return [f"{value:.{digits}f}" for value in np.round(values, digits) + 0.0]


def marks(y_pred, y_true):
    """予測を「0.5以上なら1」とみなして、正解と同じなら ○、違えば ×。"""
    return ["○" if right else "×" for right in (y_pred >= 0.5) == (y_true >= 0.5)]


def draw_plane(ax, x, names=("入力0（x[j, 0]）", "入力1（x[j, 1]）")):
    """x（形状 (m, 2)）がすべて入るように、軸の範囲と名前を決める。"""
    margin = np.maximum(0.5, 0.1 * np.ptp(x, axis=0))
    (left, bottom), (right, top) = x.min(axis=0) - margin, x.max(axis=0) + margin
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel=names[0], ylabel=names[1])
    ax.locator_params(nbins=6, integer=True)


def draw_output(ax, model, activation, points=81):
    """出力の濃淡と決定境界を、ax にかく。かいたもののリストを返す。"""
    across, up = np.linspace(*ax.get_xlim(), points), np.linspace(*ax.get_ylim(), points)
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    output = helpers.predict(model, activation, grid).reshape(points, points)
    shades = ax.imshow(
        output,
        cmap=SHADES,
        vmin=0,
        vmax=1,
        origin="lower",
        aspect="auto",
        interpolation="none",
        extent=(*ax.get_xlim(), *ax.get_ylim()),
    )
    coarse = slice(None, None, 2)  # 線は、半分の点からでも同じに見える
    lines = contour_generator(across[coarse], up[coarse], output[coarse, coarse]).lines(0.5)
    return [shades, *(line for points in lines for line in ax.plot(*points.T, color=BLACK, linewidth=2))]


def draw_samples(ax, x, y_true):
    """正解が1のサンプルをオレンジの四角、0を青い丸で、ax にかく。かいたもののリストを返す。"""
    drawn = []
    for answer, color, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
        chosen = x[(y_true >= 0.5) == answer].T
        drawn += ax.plot(*chosen, marker, color=color, markersize=14, label=f"正解が{answer}")
        drawn += ax.plot(
            *chosen, marker=f"${answer}$", linestyle="", color="white", markersize=9, markeredgewidth=0
        )
    return drawn


# ---------- スライダーで動かす図 ----------


class LivePicture(widgets.VBox):
    """操作する部品 controls の下に、図と、その説明を並べたもの。

    動かないものは picture に1度だけかいておく。部品の値が変わると update(部品の値...) が呼ばれ、
    (動くもののリスト, その手前に残すもののリスト, 代替テキスト, 説明のHTML) を返す。
    動くものは次に動くときに消える。どちらも、picture の線や文字の奥にかく。
    """

    def __init__(self, picture, controls, update, rows, beside=True):
        self.picture, self.controls, self.update, self.beside = picture, controls, update, beside
        self.lock = threading.Lock()  # セルの実行中は、別のスレッドから呼ばれることがある
        for ax in picture.axes:
            ax.patch.set_visible(False)
        picture.patch.set_visible(False)
        self.still = inner(picture.svg())
        picture.set_layout_engine("none")  # 軸の位置を、もう変えない
        self.output = widgets.HTML()
        super().__init__([*rows, self.output])
        for control in controls:
            control.observe(self.redraw, "value")
        self.redraw()

    def redraw(self, change=None):
        """部品のいまの値で、図と説明を作り直す。"""
        with self.lock:
            moving, kept, self.alt, caption = self.update(*(control.value for control in self.controls))
            width, height = self.picture.get_size_inches() * 72
            text = io.StringIO()
            renderer = RendererSVG(width, height, text, metadata=NO_METADATA)
            for artist in (*moving, *kept):
                artist.draw(renderer)
            for artist in moving:
                artist.remove()
            renderer.finalize()
            self.svg = (
                f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
                f'width="{width:g}pt" height="{height:g}pt" viewBox="0 0 {width:g} {height:g}">'
                f'<rect width="100%" height="100%" fill="white"/>{inner(text.getvalue())}{self.still}</svg>'
            )
            direction = "row" if self.beside else "column"
            self.output.value = (
                f'<div style="display: flex; flex-direction: {direction}; gap: 4px 12px; line-height: 1.5">'
                f'<div style="flex: 0 1 auto; min-width: 150px">{image_tag(self.svg, self.alt)}</div>'
                f'<div style="flex: none">{caption}</div></div>'
            )

    def _repr_mimebundle_(self, **kwargs):
        """動かせないところ（GitHub、印刷、スライド）では、代わりに、いまの図が表示される。"""
        return {
            **super()._repr_mimebundle_(**kwargs),
            "text/plain": self.alt,
            "text/html": image_tag(self.svg, self.alt),
        }


def inner(svg):
    """SVGのファイルから、<svg …> と </svg> のあいだだけを取り出す。"""
    return svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]


def table(*rows):
    """行のリストから作る、HTMLの表。○ は緑、× は赤に近いオレンジにする。"""

    def cell(value):
        color = {"○": "#00704F", "×": "#B34700"}.get(value[-1:], "inherit")
        return f'<td style="color: {color}; padding: 2px 6px; text-align: center">{value}</td>'

    return "<table>" + "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows) + "</table>"


def reset_button(values, tooltip):
    """部品を最初の値に戻すボタン。values は {部品: 最初の値}。"""

    def reset(button):
        for control, value in values.items():
            control.value = value

    button = widgets.Button(description="最初に戻す", tooltip=tooltip, icon="undo")
    button.on_click(reset)
    return button


def record(model, activation, learning_rate, x, y_true, epochs):
    """model のコピーを学習させ、エポックごとの（更新前の）モデルと損失を記録する。"""
    now, models, losses = dict(model), [], []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(epochs):
            models.append(dict(now))
            losses.append(
                helpers.fit(
                    now,
                    activation,
                    helpers.mean_squared_error,
                    helpers.mse_gradient,
                    learning_rate,
                    x,
                    y_true,
                )
            )
    return models, losses


def move_perceptron(model):
    """重みとバイアスをスライダーで動かす、線形のパーセプトロン。最初の値は model（重み2つ、バイアス1つ）。"""
    x, _ = helpers.truth_table("AND")
    with style():
        picture = Picture(4.4, 3.8)
        ax = picture.subplots()
        draw_plane(ax, x)

    @functools.cache
    def samples(gate):
        return draw_samples(ax, *helpers.truth_table(gate))

    def update(gate, w0, w1, bias):
        now, y_true = {"weights": np.array([w0, w1]), "bias": np.array([bias])}, helpers.truth_table(gate)[1]
        y_pred = np.round(helpers.predict(now, helpers.linear_activation, x), 6)
        shown = draw_output(ax, now, helpers.linear_activation)
        right = marks(y_pred, y_true)
        rows = [
            (f"[{a:.0f}, {b:.0f}]", f"{want:.0f}", value, f"{output >= 0.5:d}", mark)
            for (a, b), want, output, value, mark in zip(x, y_true, y_pred, decimals(y_pred, 1), right)
        ]
        verdict = f"{gate}：4つのうち {right.count('○')} つ合っています"
        done = '。<b style="color: #00704F">できました！</b>' if "×" not in right else ""
        outside = "" if len(shown) > 1 else "<div>決定境界は、図の外にあります。</div>"
        alt = (
            f"スライダーで動かす図。重み {w0:.1f} と {w1:.1f}、バイアス {bias:.1f} の決定境界。出力は "
            + "、".join(f"{row[0]} で {row[2]}" for row in rows)
            + f"。{verdict}{'。できました！' if done else ''}。"
        )
        values = f"weights = [{w0:.1f}, {w1:.1f}]<br>bias = {bias:.1f}"
        return (
            shown,
            samples(gate),
            alt,
            f"<b>{verdict}</b>{done}{table(('入力', f'{gate}の正解', '出力', '0か1', ''), *rows)}"
            f'{outside}いまの値：<br><code style="user-select: all">{values}</code>',
        )

    gates = widgets.ToggleButtons(
        options=list(helpers.GATES),
        description="規則",
        style={"button_width": "64px"},
        tooltips=[f"{gate} の正解と比べる" for gate in helpers.GATES],
    )
    start = dict(zip(("重み0", "重み1", "バイアス"), (*model["weights"], *model["bias"])))
    sliders = [
        widgets.FloatSlider(
            value,
            min=min(-6, value),
            max=max(6, value),
            step=0.1,
            description=name,
            readout_format=".1f",
            layout={"width": "auto", "max_width": "440px"},
        )
        for name, value in start.items()
    ]
    reset = reset_button(dict(zip(sliders, start.values())), "重みとバイアスを、最初の値に戻す")
    return LivePicture(picture, [gates, *sliders], update, [gates, *sliders, reset])


def move_steepness(model):
    """model（シグモイド）の重みとバイアスを、スライダーでまとめて何倍かにする。線と側と急さが見える。"""
    x, y_true = helpers.truth_table("AND")
    z = helpers.predict(model, helpers.linear_activation, x)
    far = np.abs(z).max() + 0.5
    across = np.linspace(-far, far, 61)
    with style():
        picture = Picture(8.6, 3.6)
        plane, curve = picture.subplots(1, 2)
        draw_plane(plane, x)
        draw_samples(plane, x, y_true)
        curve.axhline(0.5, color=BLACK, linewidth=1)
        curve.set(xlim=(-far, far), ylim=(-0.1, 1.1), xlabel="1倍のときの z", ylabel="出力")

    def update(times):
        now = {name: times * values for name, values in model.items()}
        y_pred = helpers.predict(now, helpers.sigmoid_activation, x)
        outputs, right = decimals(y_pred, 2), marks(y_pred, y_true)
        output = helpers.sigmoid_activation(times * across)
        samples = [f"[{a:.0f}, {b:.0f}]" for a, b in x]
        told = "、".join(f"{sample} で {output}" for sample, output in zip(samples, outputs))
        weights = ", ".join(decimals(now["weights"], 1))
        values = f"weights = [{weights}]、bias = {decimals(now['bias'], 1)[0]}"
        return (
            draw_output(plane, now, helpers.sigmoid_activation)
            + curve.plot(across, output, color=GREEN, linewidth=3)
            + draw_samples(curve, np.stack([z, y_pred], axis=1), y_true),
            [],
            f"スライダーで動かす図。重みとバイアスを {times:.1f} 倍したシグモイドの出力は {told}。",
            f"{values}{table((f'{times:.1f} 倍', *samples), ('出力', *map(' '.join, zip(outputs, right))))}",
        )

    slider = widgets.FloatSlider(
        1.0, min=-10, max=10, step=0.5, description="何倍", readout_format=".1f", layout={"width": "auto"}
    )
    reset = reset_button({slider: 1.0}, "1倍に戻す")
    return LivePicture(picture, [slider], update, [slider, reset], beside=False)


def replay_training(model, activations, learning_rate, x, y_true, epochs):
    """model から始めた学習の記録を、エポックのスライダーで再生する。activations は {名前: 活性化関数}。"""
    records = {
        name: record(model, activation, learning_rate, x, y_true, epochs)
        for name, activation in activations.items()
    }
    with style():
        picture = Picture(8.6, 3.6)
        *planes, curves = picture.subplots(1, len(records) + 1)
        for ax, name in zip(planes, records):
            draw_plane(ax, x)
            draw_samples(ax, x, y_true)
            show_as_written([ax.set_title(name)])
        for (name, (_, losses)), (color, line) in zip(records.items(), LINES):
            curves.plot(
                range(1, epochs + 1),
                np.minimum(losses, 1e100),
                linestyle=line,
                color=color,
                linewidth=2,
                label=name,
            )
        curves.set(xlabel="エポック", ylabel="損失", yscale="log", title="損失曲線")
        curves.minorticks_off()
        curves.yaxis.set_major_formatter("{x:g}")
        handles = curves.get_legend_handles_labels()[0]
        legend = picture.legend(handles=handles, loc="outside lower right", ncols=2, frameon=False)
        show_as_written(legend.get_texts())

    def update(epoch):
        shown, rows, alt = [], [], f"スライダーで動かす図。学習の再生、エポック {epoch}。"
        for ax, (name, (models, losses)), (color, _) in zip(planes, records.items(), LINES):
            now, loss = models[epoch - 1], losses[epoch - 1]
            y_pred = helpers.predict(now, activations[name], x)
            outputs, right = decimals(y_pred, 2), marks(y_pred, y_true)
            shown += draw_output(ax, now, activations[name], points=61)
            shown += curves.plot(epoch, min(loss, 1e100), "o", markersize=11, color=color)
            rows.append((name, f"{loss:.4f}", *map(" ".join, zip(outputs, right))))
            alt += (
                f"{name}: 損失 {loss:.4f}、予測 {'、'.join(outputs)}、"
                f"合っている点 {right.count('○')} / {len(x)}。"
            )
        samples = [f"[{', '.join(f'{value:g}' for value in sample)}]" for sample in x]
        return shown, [], alt, table((f"エポック {epoch}", "損失", *samples), *rows)

    slider = widgets.IntSlider(
        1, min=1, max=epochs, description="エポック", layout={"width": "auto", "flex": "1 1 200px"}
    )
    return LivePicture(picture, [slider], update, [film_controls(slider)], beside=False)


def film_controls(slider):
    """slider を自動で動かす「再生」と、はじめに戻すボタンを、slider と並べる。"""
    step = max(1, slider.max // 100)
    play = widgets.Play(
        slider.min, min=slider.min, max=slider.max, step=step, interval=100, layout={"display": "none"}
    )
    widgets.link((play, "value"), (slider, "value"))  # カーネルでつなぐ：スライダーが図より先に進まない
    button = widgets.Button(tooltip="学習を再生する、または止める", layout={"width": "100px"})

    def start_or_stop(_):
        if not play.playing and slider.value + step > slider.max:
            slider.value = slider.min
        play.playing = not play.playing

    def show_state(_=None):
        button.description, button.icon = ("止める", "pause") if play.playing else ("再生", "play")

    button.on_click(start_or_stop)
    play.observe(show_state, "playing")
    show_state()
    reset = reset_button({slider: slider.min}, "エポック1に戻す")
    reset.layout.width = "120px"
    return widgets.HBox([play, button, reset, slider], layout={"flex_flow": "row wrap"})


def move_learning_rate(model, rates, x, y_true, epochs):
    """学習率をスライダーで変えて、model（線形）の損失曲線を、rates（{呼び名: 学習率}）の曲線と比べる。"""

    def losses(learning_rate):
        return record(model, helpers.linear_activation, learning_rate, x, y_true, epochs)[1]

    picture = plot_losses(
        {f"{rate:g}（{name}）": losses(rate) for name, rate in rates.items()}, log_scale=True
    )
    (ax,) = picture.axes
    ax.set(ylim=(0.03, 3e6))

    def update(learning_rate):
        history = losses(learning_rate)
        curve = ax.plot(range(1, epochs + 1), np.minimum(history, 1e100), ":", color=BLACK, linewidth=4)
        if not history[-1] <= 1.01 * min(history):
            verdict = "大きすぎます。損失が、途中から増えていきます（発散）。"
        elif history[-1] > history[0] / 4:
            verdict = "小さすぎます。損失は、まだ減っている途中です。"
        else:
            verdict = "よい学習率です。損失が大きく減りました。"
        last = f"{history[-1]:.4f}" if history[-1] < 1e6 else "100万より大きい数"
        result = f"{epochs}エポックで、損失は {history[0]:.4f} から {last} になりました。"
        return (
            curve,
            [],
            f"スライダーで動かす図。{picture.alt}黒い点線は学習率 {learning_rate:.3f}。{result}{verdict}",
            f"<b>{verdict}</b><br>黒い点線：学習率 {learning_rate:.3f}<br>{result}",
        )

    slider = widgets.FloatLogSlider(
        0.03,
        min=-3,
        max=0.5,
        step=0.05,
        description="学習率",
        readout_format=".3f",
        layout={"width": "auto", "max_width": "500px"},
    )
    reset = reset_button({slider: 0.03}, "学習率を0.03に戻す")
    return LivePicture(picture, [slider], update, [slider, reset], beside=False)
