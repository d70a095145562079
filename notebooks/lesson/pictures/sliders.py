"""スライダーで動かす図。"""

import re
import threading
import unicodedata

import ipywidgets as widgets
import numpy as np

import perceptron_helpers as helpers

from .boundary import decimals, draw_output, draw_samples, marks, plane
from .curves import draw_losses, losses_alt, losses_axes, losses_legend
from .svg import BLACK, GREEN, LINES, Axes, Picture, path, tag

# カーネルにつながっていない部品には、JupyterLab が jupyter-widgets-disconnected という印をつける。
# そのときは、動かせるように見える部品と「できました！」を消し、どうすればよいかを書く。
GONE = """<style>
.lesson-gone { display: none; font-weight: bold; }
.jupyter-widgets-disconnected .lesson-gone { display: block; }
.jupyter-widgets-disconnected .lesson-told, .jupyter-widgets-disconnected .lesson-controls { display: none; }
.lesson-live.jupyter-widgets-disconnected::before,
.lesson-live .jupyter-widgets-disconnected::before { content: none; }
</style>
<div class="lesson-gone" role="alert">この図は、もう動きません。このセルをもう一度実行しましょう。</div>"""
DONE = '。<b style="color: #00533A; background: #D9F2E6; padding: 0 4px">できました！</b>'


class LivePicture:
    """操作する部品 controls の下に、図と説明を並べたもの。draw(部品の値...) は、図と、説明のHTMLを返す。"""

    def __init__(self, draw, controls, extra=(), beside=False):
        self.draw, self.controls, self.narrowest = draw, controls, "220px" if beside else "100%"
        self.lock = threading.Lock()  # セルの実行中は、別のスレッドから呼ばれることがある
        self.start = [control.value for control in controls]
        reset = widgets.Button(description="最初に戻す", tooltip="最初の値に戻す", icon="undo")
        reset.on_click(self.reset)
        rows = [with_box(control) if hasattr(control, "readout_format") else control for control in controls]
        rows[-1].children += (reset,)
        above, self.output = widgets.VBox([*extra, *rows]), widgets.HTML()
        above.add_class("lesson-controls")
        self.box = widgets.VBox([widgets.HTML(GONE), above, self.output])
        self.box.add_class("lesson-live")
        for control in controls:
            control.observe(self.redraw, "value")
        self.redraw()

    def reset(self, button):
        """部品を最初の値に戻す。"""
        for control, value in zip(self.controls, self.start):
            control.value = value

    def redraw(self, change=None):
        """部品の今の値で、図と説明をかき直す。"""
        with self.lock:
            self.picture, caption = self.draw(*(control.value for control in self.controls))
            self.output.value = (
                '<div style="display: flex; flex-wrap: wrap; gap: 4px 12px; line-height: 1.5">'
                f'<div style="flex: 1 1 {self.narrowest}; max-width: max-content">{self.picture.html()}</div>'
                f'<div class="lesson-told" style="max-width: 100%; overflow-x: auto">{caption}</div></div>')

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
    start = '<td style="padding: 2px 6px; text-align: center">'
    return "<table>" + "".join(f"<tr>{''.join(start + cell for cell in row)}" for row in rows) + "</table>"


def move_perceptron(model):
    """重みとバイアスをスライダーで動かす、線形のパーセプトロン。最初の値は model（重み2つ、バイアス1つ）。"""
    x, _ = helpers.truth_table("AND")
    samples = [f"[{a:.0f}, {b:.0f}]" for a, b in x]

    def draw(gate, *values):
        w0, w1, bias = (round(value, 1) + 0.0 for value in values)
        now, y_true = {"weights": np.array([w0, w1]), "bias": np.array([bias])}, helpers.truth_table(gate)[1]
        y_pred = np.round(helpers.predict(now, helpers.linear_activation, x), 6)
        axes = plane((0, 0, 317, 274), x)
        line = draw_output(axes, now, helpers.linear_activation)
        draw_samples(axes, x, y_true)
        outputs, right = decimals(y_pred, 1), marks(y_pred, y_true)
        wanted, zero_or_one = decimals(y_true, 0), decimals(y_pred >= 0.5, 0)
        done = "" if "×" in right else "。できました！"
        verdict = f"{gate}：4つのうち {right.count('○')} つ合っています"
        alt = (f"スライダーで動かす図。重み {w0:.1f} と {w1:.1f}、バイアス {bias:.1f} の決定境界。"
               f"出力は {'、'.join(map(' で '.join, zip(samples, outputs)))}。{verdict}{done}。")
        name = {"AND": "hand_", "NAND": "nand_"}.get(gate, "")  # 練習 2-1、2-3 のセルにコピーできる2行
        lines = f"{name}weights = [{w0:.1f}, {w1:.1f}]<br>{name}bias = {bias:.1f}"
        caption = (f"<b>{verdict}</b>{DONE if done else ''}" + table(
            ("入力", f"{gate}の正解", "出力", "0か1", ""), *zip(samples, wanted, outputs, zero_or_one, right))
            + ("" if line else "<div>決定境界は、図の外にあります。</div>")
            + f'今の値：<br><code style="user-select: all">{lines}</code>')
        return Picture(317, 274, [axes.svg()], alt), caption

    gates = widgets.ToggleButtons(options=[*helpers.GATES], description="規則")
    gates.style.button_width = "64px"
    start = zip(("重み0", "重み1", "バイアス"), (*model["weights"], *model["bias"]))
    sliders = [widgets.FloatSlider(value, min=min(-6, value), max=max(6, value), step=0.1, description=name,
                                   readout_format=".1f") for name, value in start]
    return LivePicture(draw, [gates, *sliders], beside=True)


def move_steepness(model):
    """model（シグモイド）の重みとバイアスを、スライダーでまとめて何倍かにする。線と側と急さが見える。"""
    x, y_true = helpers.truth_table("AND")
    z = helpers.predict(model, helpers.linear_activation, x)
    far = np.abs(z).max() + 0.5
    across = np.linspace(-far, far, 61)
    samples = [f"[{a:.0f}, {b:.0f}]" for a, b in x]

    def draw(times):
        times = round(times, 1) + 0.0
        now = {name: times * values for name, values in model.items()}
        y_pred = helpers.predict(now, helpers.sigmoid_activation, x)
        outputs, left = decimals(y_pred, 2), plane((0, 0, 310, 259), x)
        draw_output(left, now, helpers.sigmoid_activation)
        draw_samples(left, x, y_true)
        right = Axes((310, 0, 309, 259), (-far, far), (-0.1, 1.1), ("1倍のときの z", "出力"))
        curve = np.stack([across, helpers.sigmoid_activation(times * across)], axis=1)
        right.parts += [path(right.place([(-far, 0.5), (far, 0.5)]), width=1),
                        path(right.place(curve), GREEN, width=3)]
        draw_samples(right, np.stack([z, y_pred], axis=1), y_true)
        told = "、".join(map(" で ".join, zip(samples, outputs)))
        alt = f"スライダーで動かす図。重みとバイアスを {times:.1f} 倍したシグモイドの出力は {told}。"
        values = f"weights = [{', '.join(decimals(now['weights'], 1))}]、bias = {decimals(now['bias'], 1)[0]}"
        row = ("出力", *map(" ".join, zip(outputs, marks(y_pred, y_true))))
        return (Picture(619, 259, [left.svg(), right.svg()], alt),
                values + table((f"{times:.1f} 倍", *samples), row))

    slider = widgets.FloatSlider(1.0, min=-10, max=10, step=0.5, description="何倍", readout_format=".1f")
    return LivePicture(draw, [slider])


def record(model, activation, learning_rate, x, y_true, epochs):
    """model のコピーを学習させ、エポックごとの（更新前の）モデルと損失を記録する。"""
    now, models, losses = dict(model), [], []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(epochs):
            models.append(dict(now))
            losses.append(helpers.fit(now, activation, helpers.mean_squared_error, helpers.mse_gradient,
                                      learning_rate, x, y_true))
    return models, np.array(losses)


def replay_training(model, activations, learning_rate, x, y_true, epochs):
    """model から始めた学習の記録を、エポックのスライダーで再生する。activations は {名前: 活性化関数}。"""
    records = {name: record(model, activation, learning_rate, x, y_true, epochs)
               for name, activation in activations.items()}
    histories = {name: losses for name, (_, losses) in records.items()}
    width, samples = 210 * (len(records) + 1), [f"[{', '.join(f'{value:g}' for value in row)}]" for row in x]

    def draw(epoch):
        parts, bottom = losses_legend(histories, width, 229)
        curves = losses_axes((width - 210, 0, 210, 229), histories, log_scale=True, title=["損失曲線"])
        rows, alt = [], f"スライダーで動かす図。学習の再生、エポック {epoch}。"
        for k, (name, (models, losses)) in enumerate(records.items()):
            now, loss = models[epoch - 1], losses[epoch - 1]
            y_pred = helpers.predict(now, activations[name], x)
            outputs, right = decimals(y_pred, 2), marks(y_pred, y_true)
            axes = plane((210 * k, 0, 210, 229), x, title=[name])
            draw_output(axes, now, activations[name])
            draw_samples(axes, x, y_true)
            ((across, up),) = curves.place([(epoch, np.clip(loss, *curves.up))])
            curves.parts.append(tag("circle", cx=across, cy=up, r=5.5, fill=LINES[k % len(LINES)][0]))
            parts.append(axes.svg())
            rows.append((name, f"{loss:.4f}", *map(" ".join, zip(outputs, right))))
            alt += (f"{name}: 損失 {loss:.4f}、予測 {'、'.join(outputs)}、"
                    f"合っている点 {right.count('○')} / {len(x)}。")
        caption = table((f"エポック {epoch}", "損失", *samples), *rows)
        return Picture(width, bottom, [*parts, curves.svg()], alt), caption

    slider = widgets.IntSlider(1, min=1, max=epochs, description="エポック")
    return LivePicture(draw, [slider], [film_buttons(slider)])


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

    def losses(learning_rate):
        return record(model, helpers.linear_activation, learning_rate, x, y_true, epochs)[1]

    histories = {f"{rate:g}（{name}）": losses(rate) for name, rate in rates.items()}
    best = min(histories, key=lambda name: histories[name][-1])

    def draw(value):
        rate = float(f"{value:.3g}")
        history = losses(rate)
        parts, top = losses_legend(histories, 461, 4)
        axes = losses_axes((0, top, 461, 288 - top), histories, log_scale=True, up=(0.03, 3e6))
        draw_losses(axes, history, BLACK, "2 5", 4)
        told = compared(history, histories[best], best)
        last = f"{history[-1]:.4f}" if history[-1] < 1e6 else "100万より大きい数"
        result = f"{epochs}エポックで、損失は {history[0]:.4f} から {last} になりました。"
        alt = f"スライダーで動かす図。{losses_alt(histories)}黒い点線は学習率 {rate:g}。{result}{told}"
        picture = Picture(461, 288, [*parts, axes.svg()], alt)
        return picture, f"<b>{told}</b><br>黒い点線：学習率 {rate:g}<br>{result}"

    start = np.log10(0.03)  # 部品は min から step ずつ動くので、0.03 がちょうど通る所になるようにする
    slider = widgets.FloatLogSlider(0.03, min=start - 1.5, max=start + 2, step=0.05, description="学習率")
    return LivePicture(draw, [slider])


def compared(history, best, name):
    """損失 history を、最後の損失が最も小さい曲線 best（名前は name）と比べた結果。"""
    if not history[-1] <= 1.01 * min(history):
        return "大きすぎます。損失が、途中から増えていきます（発散）。"
    if history[-1] == best[-1]:
        return f"{name}と同じです。"
    return f"{name}より{'速く' if history[-1] < best[-1] else '遅く'}減りました。"
