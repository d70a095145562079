"""スライダーで動かす図。"""

import re
import unicodedata

import ipywidgets as widgets
import numpy as np

import perceptron_helpers as helpers

from .boundary import as_arrays, decimals, draw_plane, draw_samples, marks
from .curves import LARGEST, draw_losses, plot_losses
from .figure import BLACK, FRAME, GREEN, LINES, Pane, Picture, address, style

X, AND = helpers.truth_table("AND")
SAMPLES = [f"[{a:.0f}, {b:.0f}]" for a, b in X]
# カーネルにつながっていない部品は消し、どうするかを書く。still は、動くものの奥に置く図のアドレス。
LOOK = """<style>
.{name} img {{ width: auto; max-height: 55vh; background: url("{still}") 0 0 / 100% 100%; }}
.{name} .widget-html-content {{ line-height: 1.5; }}
.lesson-gone, .jupyter-widgets-disconnected .lesson-controls {{ display: none; }}
.jupyter-widgets-disconnected .lesson-gone {{ display: block; font-weight: bold; }}
:is(.lesson-live, .lesson-live *).jupyter-widgets-disconnected::before {{ content: none; }}</style>
<div class="lesson-gone" role="alert">この図は、もう動きません。このセルをもう一度実行しましょう。</div>"""
# セルを実行して次のセルに進んだら、図の全体が見えるところまで、画面を戻す
SHOW = """onload="if (this.closest('.jp-Cell:has(+ .jp-mod-active)'))
    this.closest('.lesson-live').scrollIntoView({block: 'nearest'})" """
DONE = '。<b style="color: #00533A; background: #D9F2E6; padding: 0 4px">できました！</b>'


class LivePicture:
    """picture と、その右の部品 rows。draw(controls の値...) は、動くものをかき、代替テキストと説明を返す。"""

    def __init__(self, picture, draw, controls, rows):
        self.picture, self.draw, self.controls = picture, draw, controls
        name = f"lesson-{id(self)}"
        look = widgets.HTML(LOOK.format(name=name, still=address(picture.svg)))
        self.output, self.told = widgets.HTML(), widgets.HTML()
        start = [control.value for control in controls]

        def reset(button):
            for control, value in zip(controls, start):
                control.value = value

        button = widgets.Button(description="最初に戻す", icon="undo")
        button.on_click(reset)
        beside = widgets.VBox([*rows, button, self.told], layout={"flex": "1 1 18rem"})
        beside.add_class("lesson-controls")
        self.box = widgets.HBox([look, self.output, beside], layout={"flex_flow": "row wrap"})
        self.box.add_class("lesson-live").add_class(name)
        for control in controls:
            control.observe(self.redraw, "value")
        self.redraw()

    def redraw(self, change=None):
        """部品の今の値で、動くものと説明をかき直す。"""
        self.picture.panes.clear()
        with np.errstate(over="ignore", invalid="ignore"):
            self.picture.alt, caption = self.draw(*(control.value for control in self.controls))
        svg = self.picture.svg.partition(FRAME)[0] + self.picture.behind() + "</svg>"
        self.output.value, self.told.value = self.picture.html(svg, SHOW), caption

    def _repr_mimebundle_(self, include=None, exclude=None):
        """動かせないところ（GitHub、印刷、スライド）では、今の図だけが表示される。"""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        return {"application/vnd.jupyter.widget-view+json": view, **self.picture._repr_mimebundle_()}


def with_box(slider):
    """slider と、数を打ち込む欄。全角の数字も読む。"""
    slider.readout, slider.layout = False, {"width": "auto", "flex": "1 1 200px", "max_width": "440px"}
    box = widgets.Text(continuous_update=False, placeholder=slider.description, layout={"width": "76px"})
    answer = widgets.HTML()

    def show(change=None):
        box.value = format(slider.value, slider.readout_format)

    def read(change):
        typed = unicodedata.normalize("NFKC", box.value).replace("−", "-").strip()
        if typed != format(slider.value, slider.readout_format):
            number = re.fullmatch(r"[-+]?\d+(\.\d*)?|[-+]?\.\d+", typed)
            answer.value = "" if number else "0.5 のように、数を1つ書きましょう。"
            slider.value = float(typed) if number else slider.value  # 範囲の外なら、端の値になる
        show()

    show()
    slider.observe(show, "value")
    box.observe(read, "value")
    return widgets.HBox([slider, box, answer], layout={"flex_flow": "row wrap"})


def table(*rows):
    """行のリストから作る、HTMLの表。"""
    start = '<td style="padding: 2px 6px; text-align: center; white-space: nowrap">'
    return "<table>" + "".join(f"<tr>{''.join(start + cell for cell in row)}" for row in rows) + "</table>"


def told(outputs):
    """AND などの4つのサンプルと、その出力の文。"""
    return "、".join(f"{sample} で {output}" for sample, output in zip(SAMPLES, outputs))


def move_perceptron(model):
    """重みとバイアスをスライダーで動かす、線形のパーセプトロン。最初の値は model（重み2つ、バイアス1つ）。"""
    with style():
        picture = Picture(4.4, 3.8)
        (ax,) = picture.axes
        draw_plane(ax, X)

    def draw(gate, *values):
        w0, w1, bias = (round(value, 1) + 0.0 for value in values)
        now, y_true = {"weights": np.array([w0, w1]), "bias": np.array([bias])}, helpers.truth_table(gate)[1]
        y_pred = draw_samples(picture, ax, now, helpers.linear_activation, X, y_true)
        outputs, right = decimals(y_pred, 1), marks(y_pred, y_true)
        seen = abs(bias - 0.5 + (w0 + w1) / 2) < abs(w0) + abs(w1)  # 枠は、(0.5, 0.5) から縦と横に1まで
        verdict = f"{gate}：4つのうち {right.count('○')} つ合っています"
        alt = (f"スライダーで動かす図。重み {w0:.1f} と {w1:.1f}、バイアス {bias:.1f} の決定境界。"
               f"出力は {told(outputs)}。{verdict}{'' if '×' in right else '。できました！'}。")
        name = {"AND": "hand_", "NAND": "nand_"}.get(gate, "")  # 練習 2-1、2-3 のセルにコピーできる2行
        lines = f"{name}weights = [{w0:.1f}, {w1:.1f}]<br>{name}bias = {bias:.1f}"
        rows = zip(SAMPLES, decimals(y_true, 0), outputs, decimals(y_pred >= 0.5, 0), right)
        caption = (f"<b>{verdict}</b>{'' if '×' in right else DONE}"
                   + table(("入力", f"{gate}の正解", "出力", "0か1", ""), *rows)
                   + ("" if seen else "<div>決定境界は、図の外にあります。</div>")
                   + f'今の値：<br><code style="user-select: all">{lines}</code>')
        return alt, caption

    gates = widgets.ToggleButtons(options=[*helpers.GATES], description="規則",
                                  style={"button_width": "64px"}, layout={"width": "auto"})
    start = zip(("重み0", "重み1", "バイアス"), (*model["weights"], *model["bias"]))
    sliders = [widgets.FloatSlider(value, min=min(-6, value), max=max(6, value), step=0.1, description=name,
                                   readout_format=".1f") for name, value in start]
    return LivePicture(picture, draw, [gates, *sliders], [gates, *map(with_box, sliders)])


def move_steepness(model):
    """model（シグモイド）の重みとバイアスを、スライダーでまとめて何倍かにする。線と側と急さが見える。"""
    z = helpers.predict(model, helpers.linear_activation, X)
    far = np.abs(z).max() + 0.5
    across = np.linspace(-far, far, 61)
    with style():
        picture = Picture(8.6, 3.2, 2)
        plane, curve = picture.axes
        draw_plane(plane, X)
        curve.axhline(0.5, color=BLACK, linewidth=1)
        curve.set(xlim=(-far, far), ylim=(-0.1, 1.1), xlabel="1倍のときの z", ylabel="出力")

    def draw(times):
        times = round(times, 1) + 0.0
        now = {name: times * np.asarray(values) for name, values in model.items()}
        y_pred = draw_samples(picture, plane, now, helpers.sigmoid_activation, X, AND)
        outputs, pane = decimals(y_pred, 2), Pane(picture, curve)
        pane.line(np.stack([across, helpers.sigmoid_activation(times * across)], axis=1), GREEN, width=3)
        pane.samples(np.stack([z, y_pred], axis=1), AND)
        alt = f"スライダーで動かす図。重みとバイアスを {times:.1f} 倍したシグモイドの出力は {told(outputs)}。"
        values = f"weights = [{', '.join(decimals(now['weights'], 1))}]、bias = {decimals(now['bias'], 1)[0]}"
        row = ("出力", *map(" ".join, zip(outputs, marks(y_pred, AND))))
        return alt, values + table((f"{times:.1f} 倍", *SAMPLES), row)

    slider = widgets.FloatSlider(1.0, min=-10, max=10, step=0.5, description="何倍", readout_format=".1f")
    return LivePicture(picture, draw, [slider], [with_box(slider)])


def record(model, activation, learning_rate, x, y_true, epochs):
    """model のコピーを学習させ、エポックごとの（更新前の）モデルと損失を記録する。"""
    now, models, losses = dict(model), [], []
    training = helpers.mean_squared_error, helpers.mse_gradient, learning_rate, x, y_true
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(epochs):
            models.append(dict(now))
            losses.append(helpers.fit(now, activation, *training))
    return models, np.array(losses)


def replay_training(model, activations, learning_rate, x, y_true, epochs):
    """model から始めた学習の記録を、エポックのスライダーで再生する。activations は {名前: 活性化関数}。"""
    x, y_true = as_arrays(x, y_true)
    records = {name: record(model, activation, learning_rate, x, y_true, epochs)
               for name, activation in activations.items()}
    with style():
        picture = Picture(2.87 * (len(records) + 1), 3.2, len(records) + 1)
        *planes, curves = picture.axes
        for ax, name in zip(planes, records):
            draw_plane(ax, x)
            ax.set_title(name)
        draw_losses(curves, {name: losses for name, (_, losses) in records.items()}, log_scale=True)
        curves.set_title("損失曲線")
        picture.figure.legend(handles=curves.lines, loc="outside lower right", ncols=2)

    def draw(epoch):
        alt, dots = f"スライダーで動かす図。学習の再生、エポック {epoch}。", []
        rows = [(f"エポック {epoch}", "損失", *(f"[{a:g}, {b:g}]" for a, b in x))]
        for ax, (name, (models, losses)) in zip(planes, records.items()):
            loss = losses[epoch - 1]
            y_pred = draw_samples(picture, ax, models[epoch - 1], activations[name], x, y_true)
            outputs, right = decimals(y_pred, 2), marks(y_pred, y_true)
            dots.append((epoch, np.fmin(loss, LARGEST)))
            rows.append((name, f"{loss:.4f}", *map(" ".join, zip(outputs, right))))
            alt += (f"{name}: 損失 {loss:.4f}、予測 {'、'.join(outputs)}、"
                    f"合っている点 {right.count('○')} / {len(x)}。")
        pane = Pane(picture, curves)
        for dot, (color, _) in zip(dots, LINES * len(records)):
            pane.marks([dot], color, radius=5.5)
        return alt, table(*rows)

    slider = widgets.IntSlider(1, min=1, max=epochs, description="エポック")
    return LivePicture(picture, draw, [slider], [film_buttons(slider), with_box(slider)])


def film_buttons(slider):
    """slider を自動で動かす「再生」のボタン。"""
    step = max(1, slider.max // 100)
    play = widgets.Play(value=slider.min, min=slider.min, max=slider.max, step=step, interval=100)
    widgets.link((play, "value"), (slider, "value"))  # カーネルでつなぐ：スライダーが図より先に進まない
    if not hasattr(play, "playing"):  # 古い ipywidgets（Colab）では、Play のボタンをそのまま使う
        return play
    play.layout = {"display": "none"}
    button = widgets.ToggleButton(description="再生", icon="play", tooltip="再生する、または止める")
    widgets.link((play, "playing"), (button, "value"))

    def rewind(change):
        if change.new and slider.value + step > slider.max:
            slider.value = slider.min

    play.observe(rewind, "playing")
    return widgets.HBox([play, button])


def move_learning_rate(model, rates, x, y_true, epochs):
    """学習率をスライダーで変えて、model（線形）の損失曲線を、rates（{呼び名: 学習率}）の曲線と比べる。"""
    x, y_true = as_arrays(x, y_true)

    def history_of(rate):
        return record(model, helpers.linear_activation, rate, x, y_true, epochs)[1]

    histories = {f"{rate:g}（{name}）": history_of(rate) for name, rate in rates.items()}
    best = min(histories, key=lambda name: histories[name][-1])
    picture = plot_losses(histories, log_scale=True)
    shown = picture.alt
    picture.axes[0].set(ylim=(0.03, 3e6))

    def draw(value):
        rate = float(f"{value:.3g}")
        history, pane = history_of(rate), Pane(picture, picture.axes[0])
        pane.line(list(enumerate(np.fmin(history, LARGEST), start=1)), width=4, dash="4 6.6")
        verdict = compared(history, histories[best], best)
        last = f"{history[-1]:.4f}" if history[-1] < 1e6 else "100万より大きい数"
        result = f"{epochs}エポックで、損失は {history[0]:.4f} から {last} になりました。"
        alt = f"スライダーで動かす図。{shown}黒い点線は学習率 {rate:g}。{result}{verdict}"
        return alt, f"<b>{verdict}</b><br>黒い点線：学習率 {rate:g}<br>{result}"

    slider = widgets.FloatLogSlider(0.03, min=np.log10(0.03) - 1.5, max=np.log10(0.03) + 2, step=0.05,
                                    description="学習率")  # min から step ずつ動いて、0.03 をちょうど通る
    return LivePicture(picture, draw, [slider], [with_box(slider)])


def compared(history, best, name):
    """損失 history を、最後の損失が最も小さい曲線 best（名前は name）と比べた結果。"""
    if not history[-1] <= 1.01 * min(history):
        return "大きすぎます。損失が、途中から増えていきます（発散）。"
    speed = {-1: "より速く減りました", 0: "と同じです", 1: "より遅く減りました"}
    return f"{name}{speed[np.sign(history[-1] - best[-1])]}。"
