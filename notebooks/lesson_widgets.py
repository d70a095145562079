"""スライダーで動かす図。

図は1度だけかいて、とっておく。スライダーが動いたら、動くものだけをかき直す（全部をかき直すより、ずっと速い）。
"""

import base64
import html
import io
import threading

import ipywidgets as widgets
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

import perceptron_helpers as helpers


class LivePicture(widgets.VBox):
    """操作する部品の下に、図と、図の説明を、横にならべたもの。

    picture は図、moving はその中の動くもの（奥から順に）、controls は操作する部品。
    部品の値が変わると update(部品の値...) が呼ばれる。update は moving を動かし、(代替テキスト, 説明のHTML) を返す。
    """

    def __init__(self, picture, moving, update, *controls):
        self.canvas, self.moving, self.update, self.controls = FigureCanvasAgg(picture), moving, update, controls
        self.lock = threading.Lock()  # セルの実行中は、別のスレッドから呼ばれることがある
        for artist in moving:
            artist.set_animated(True)
        self.canvas.draw()
        self.still = self.canvas.copy_from_bbox(picture.bbox)
        self.picture = widgets.HTML()
        super().__init__([*controls, self.picture])
        for control in controls:
            control.observe(self.redraw, "value")
        self.redraw()

    def __repr__(self):
        return "スライダーで動かす図（セルを実行すると表示されます）"

    def redraw(self, change=None):
        """いまの値で、動くものだけをかき直す。"""
        with self.lock:
            alt, caption = self.update(*(control.value for control in self.controls))
            self.canvas.restore_region(self.still)
            for artist in self.moving:
                artist.axes.draw_artist(artist)
            png = io.BytesIO()
            Image.fromarray(np.asarray(self.canvas.buffer_rgba())).convert("RGB").save(png, "png", compress_level=1)
            data = base64.b64encode(png.getvalue()).decode("ascii")
            width, height = self.canvas.get_width_height()
            self.picture.value = (f'<div style="display: flex; align-items: center; gap: 16px"><img alt="{html.escape(alt)}" '
                                  f'width="{width}" height="{height}" src="data:image/png;base64,{data}">'
                                  f'<div style="width: 300px; line-height: 1.8">{caption}</div></div>')


def slider(name, value):
    return widgets.FloatSlider(value, min=-6, max=6, step=0.1, description=name, readout_format=".1f",
                               layout=widgets.Layout(width="440px"))


def move_perceptron(model):
    """重みとバイアスをスライダーで動かす、線形のパーセプトロン。最初の値は model（形状 (2,) の重み、(1,) のバイアス）。"""
    x, _ = helpers.truth_table("AND")
    helpers.predict(model, helpers.linear_activation, x)  # model が使えないときは、ここで日本語の説明が出る
    picture = helpers.Picture(figsize=(4.4, 3.8))
    ax = picture.add_axes([0.15, 0.16, 0.82, 0.81])
    ax.set(xlabel="入力0（x[j, 0]）", ylabel="入力1（x[j, 1]）", xticks=[0, 1], yticks=[0, 1], xlim=(-0.5, 1.5), ylim=(-0.5, 1.5))
    ticks = np.linspace(-0.5, 1.5, 41)
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    shade = ax.imshow(np.zeros((41, 41)), extent=(-0.5, 1.5, -0.5, 1.5), origin="lower", cmap=helpers._SHADES.resampled(10),
                      vmin=0, vmax=1, interpolation="bilinear", interpolation_stage="data", aspect="auto")
    line, = ax.plot([], [], color="black", linewidth=2)
    points = [ax.plot(*x.T, "none")[0] for _ in range(2)]
    for marks, color, shape in zip(points, (helpers._BLUE, helpers._ORANGE), "os"):
        marks.set(color=color, marker=shape, markersize=16, linestyle="none")
    numbers = [ax.annotate("", point, color="white", ha="center", va="center", fontsize=12) for point in x]

    def update(gate, w0, w1, bias):
        now = {"weights": np.array([w0, w1]), "bias": np.array([bias])}
        y_true = helpers.truth_table(gate)[1]
        y_pred = np.round(helpers.predict(now, helpers.linear_activation, x), 6)
        shade.set_data(grid @ now["weights"] + bias)
        line.set_data(boundary(w0, w1, bias - 0.5))
        for answer, marks in enumerate(points):
            marks.set_data(*x[y_true == answer].T)
        for number, answer in zip(numbers, y_true):
            number.set_text(f"{answer:.0f}")
        right = (y_pred >= 0.5) == (y_true == 1)
        rows = "".join(f"<tr><td>[{a:.0f}, {b:.0f}]</td><td>{want:.0f}</td><td>{value:.1f}</td><td>{value >= 0.5:d}</td>"
                       f"<td>{'○' if ok else '×'}</td></tr>" for (a, b), want, value, ok in zip(x, y_true, y_pred, right))
        table = f"<table cellpadding=6 style='text-align: center'><tr><th>入力</th><th>{gate}の正解</th><th>出力</th><th>読み</th><th></th></tr>{rows}</table>"
        verdict = f"{gate}：4つのうち {right.sum()} つ合っています" + ("。できました！" if right.all() else "")
        alt = (f"重み {w0:.1f} と {w1:.1f}、バイアス {bias:.1f} の決定境界。出力は "
               + "、".join(f"({a:.0f}, {b:.0f}) で {value:.1f}" for (a, b), value in zip(x, y_pred)) + f"。{verdict}。")
        return alt, f"<p><b>{verdict}</b></p>{table}"

    gates = widgets.ToggleButtons(options=["AND", "OR", "NAND", "XOR"], description="規則", style={"button_width": "70px"})
    return LivePicture(picture, [shade, line, *points, *numbers], update, gates, slider("重み0", model["weights"][0]),
                       slider("重み1", model["weights"][1]), slider("バイアス", model["bias"][0]))


def boundary(w0, w1, constant):
    """直線 w0 x + w1 y + constant = 0 の、図の中を通る2点の (x, y)。重みが両方とも0なら、線はない。"""
    if w0 == w1 == 0:
        return [], []
    normal = np.array([w0, w1]) / np.hypot(w0, w1)
    middle = -constant / np.hypot(w0, w1) * normal
    ends = middle + np.outer([-100, 100], [-normal[1], normal[0]])
    return ends[:, 0], ends[:, 1]
