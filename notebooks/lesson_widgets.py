"""スライダーで動かす図。

動かないもの（軸や目盛り）は1度だけかいて、とっておく。スライダーが動いたら、その上に、動くものだけをかく
（全部をかき直すより、ずっと速い）。
"""

import threading

import ipywidgets as widgets
import numpy as np
from matplotlib.artist import setp
from matplotlib.backends.backend_agg import FigureCanvasAgg

import perceptron_helpers as helpers


class LivePicture(widgets.VBox):
    """操作する部品 controls の下に、図 picture と、その説明をならべたもの。

    部品の値が変わると update(部品の値...) が呼ばれる。update は、動くもの（濃淡、線、点）を picture の軸にかき、
    (代替テキスト, 説明のHTML) を返す。かいたものは、次に動くときに消える。front は、動くものより手前に見せるもの。
    """

    def __init__(self, picture, front, update, *controls):
        self.axes, self.front, self.update, self.controls = picture.axes, front, update, controls
        self.lock = threading.Lock()  # セルの実行中は、別のスレッドから呼ばれることがある
        self.fixed = set(self.drawn())
        setp(front, animated=True)
        self.canvas = FigureCanvasAgg(picture)
        self.canvas.draw()
        self.still = self.canvas.copy_from_bbox(picture.bbox)
        self.output = widgets.HTML()
        super().__init__([*controls, self.output])
        for control in controls:
            control.observe(self.redraw, "value")
        self.redraw()

    def drawn(self):
        """軸の中にかいてある、濃淡と、線や点（奥から順に）。"""
        return [artist for ax in self.axes for artist in (*ax.collections, *ax.lines)]

    def moving(self):
        return [artist for artist in self.drawn() if artist not in self.fixed]

    def redraw(self, change=None):
        """いまの値で、動くものをかき直す。"""
        with self.lock:
            for artist in self.moving():
                artist.remove()
            self.alt, caption = self.update(*(control.value for control in self.controls))
            self.canvas.restore_region(self.still)
            for artist in (*self.moving(), *self.front):
                artist.axes.draw_artist(artist)
            image = helpers.image_tag(helpers.png_of(self.canvas, compress_level=1), self.alt)
            self.output.value = (f'<div style="display: flex; flex-wrap: wrap; align-items: center; gap: 0 16px">{image}'
                                 f'<div style="line-height: 1.6; min-width: 280px">{caption}</div></div>')

    def _repr_mimebundle_(self, **kwargs):
        """動かせないところ（GitHub、印刷、スライド）では、かわりに、いまの図が表示される。"""
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": self.alt,
                "text/html": helpers.image_tag(helpers.png_of(self.canvas), self.alt)}


def table(*rows):
    """行のならびから作る、HTMLの表。"""
    cells = [f"<tr>{''.join(f'<td>{value}</td>' for value in row)}</tr>" for row in rows]
    return f'<table cellpadding="6" style="text-align: center">{"".join(cells)}</table>'


def read(y_pred, y_true):
    """予測を「0.5以上なら1」と読んで、合っていれば ○、ちがえば ×。"""
    return ["○" if right else "×" for right in (y_pred >= 0.5) == (y_true >= 0.5)]


@helpers.checked
def record(model, activation, learning_rate, x, y_true, epochs):
    """model の写しを学習させ、エポックごとの（更新前の）モデルと損失を記録する。"""
    now, models, losses = dict(model), [], []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(epochs):
            models.append(dict(now))
            losses.append(helpers.fit(now, activation, helpers.mean_squared_error, helpers.mse_gradient, learning_rate, x, y_true))
    return models, losses


def move_perceptron(model):
    """重みとバイアスをスライダーで動かす、線形のパーセプトロン。最初の値は model（形状 (2,) の重み、(1,) のバイアス）。"""
    gates = widgets.ToggleButtons(options=["AND", "OR", "NAND", "XOR"], description="規則", style={"button_width": "70px"})
    x, _ = helpers.truth_table("AND")
    helpers.predict(model, helpers.linear_activation, x)  # model が使えないときは、ここで日本語の説明が出る
    picture = helpers.Picture(figsize=(4.4, 3.8))
    ax = picture.add_axes([0.15, 0.16, 0.82, 0.81])
    points = {gate: helpers.draw_samples(ax, *helpers.truth_table(gate)) for gate in gates.options}
    front = sum(points.values(), [])

    def update(gate, w0, w1, bias):
        now, y_true = {"weights": np.array([w0, w1]), "bias": np.array([bias])}, helpers.truth_table(gate)[1]
        y_pred = np.round(helpers.draw_output(ax, now, helpers.linear_activation, x), 6) + 0.0
        setp(front, visible=False)
        setp(points[gate], visible=True)
        marks = read(y_pred, y_true)
        rows = [(f"[{a:.0f}, {b:.0f}]", f"{want:.0f}", f"{value:.1f}", f"{value >= 0.5:d}", right)
                for (a, b), want, value, right in zip(x, y_true, y_pred, marks)]
        verdict = f"{gate}：4つのうち {marks.count('○')} つ合っています" + ("。できました！" if "×" not in marks else "")
        alt = (f"スライダーで動かす図。重み {w0:.1f} と {w1:.1f}、バイアス {bias:.1f} の決定境界。出力は "
               + "、".join(f"{row[0]} で {row[2]}" for row in rows) + f"。{verdict}。")
        return alt, f"<b>{verdict}</b>" + table(("入力", f"{gate}の正解", "出力", "読み", ""), *rows)

    values = zip(("重み0", "重み1", "バイアス"), (*model["weights"], *model["bias"]))
    return LivePicture(picture, front, update, gates, *(
        widgets.FloatSlider(value, min=min(-6, value), max=max(6, value), step=0.1, description=name, readout_format=".1f", layout={"width": "440px"})
        for name, value in values))


def replay_training(model, activations, learning_rate, x, y_true, epochs):
    """model から始めた学習の記録を、エポックのスライダーで再生する。activations は {名前: 活性化関数} で、2つ。"""
    helpers.require(isinstance(activations, dict) and len(activations) == 2, TypeError, "activations", activations, "{名前: 活性化関数} の辞書（2つ）",
                    '{"線形": linear_activation, "シグモイド": sigmoid_activation} のように書きましょう。')
    records = {name: record(model, activation, learning_rate, x, y_true, epochs) for name, activation in activations.items()}
    helpers.require(max(loss for _, losses in records.values() for loss in losses) < 1e6, ValueError, "learning_rate", learning_rate,
                    "損失が100万をこえない学習率（これでは発散します）", "もっと小さい数にしましょう。")
    picture = helpers.Picture(figsize=(8.4, 3.2))
    axes = [picture.add_axes([left, 0.2, 0.235, 0.67], title=title)
            for left, title in zip((0.075, 0.395, 0.755), (*records, "損失曲線"))]
    setp([ax.title for ax in axes], parse_math=False)
    front = [point for ax in axes[:2] for point in helpers.draw_samples(ax, x, y_true)]
    for (name, (_, losses)), color, line in zip(records.items(), (helpers.BLUE, helpers.ORANGE), "-:"):
        axes[2].plot(range(1, epochs + 1), losses, line, color=color, linewidth=2, label=name)
    axes[2].set(xlabel="エポック", ylabel="損失", yscale="log")
    axes[2].yaxis.set_major_formatter("{x:g}")
    setp(axes[2].legend().get_texts(), parse_math=False)

    def update(epoch):
        alt, rows = f"スライダーで動かす図。学習の再生、エポック {epoch}。", []
        for ax, (name, (models, losses)), color in zip(axes, records.items(), (helpers.BLUE, helpers.ORANGE)):
            y_pred = helpers.draw_output(ax, models[epoch - 1], activations[name], x)
            axes[2].plot(epoch, losses[epoch - 1], "o", markersize=11, color=color)
            outputs, marks = [f"{value:.2f}" for value in np.round(y_pred, 2) + 0.0], read(y_pred, y_true)
            rows.append((name, f"{losses[epoch - 1]:.4f}", *map(" ".join, zip(outputs, marks))))
            alt += f"{name}: 損失 {losses[epoch - 1]:.4f}、予測 {'、'.join(outputs)}、合っている点 {marks.count('○')} / {len(x)}。"
        head = [f"[{', '.join(f'{value:g}' for value in sample)}]" for sample in x]
        return alt, table((f"エポック {epoch}", "損失", *head), *rows)

    play = widgets.Play(value=epochs, min=1, max=epochs, step=max(1, epochs // 100), interval=100, repeat=True, show_repeat=False)
    slider = widgets.IntSlider(epochs, min=1, max=epochs, description="エポック", layout={"width": "500px"})
    widgets.jslink((slider, "value"), (play, "value"))  # どちらを動かしても、もう片方も動く
    live = LivePicture(picture, front, update, play)
    live.children = [widgets.HBox([play, slider]), live.output]
    return live


def move_learning_rate(model, x, y_true, epochs):
    """学習率をスライダーで変えて、model（線形）の損失曲線を、決まった3つの学習率とくらべる。"""
    def losses(learning_rate):
        return record(model, helpers.linear_activation, learning_rate, x, y_true, epochs)[1]

    picture = helpers.plot_losses({"0.001（小さすぎる）": losses(0.001), "0.5（よい）": losses(0.5),
                                   "1.4（大きすぎる）": losses(1.4)}, log_scale=True)
    ax, = picture.axes
    ax.set(ylim=(0.03, 3e6))
    ax.legend(loc="center right", bbox_to_anchor=(1, 0.49), labelspacing=0.2)

    def update(learning_rate):
        history = losses(learning_rate)
        ax.plot(range(1, epochs + 1), history, color=helpers.BLACK, linewidth=4, linestyle=":")
        verdict = ("大きすぎます。損失が、途中から増えていきます（発散）。" if history[-1] > 1.01 * min(history) else
                   "小さすぎます。損失は、まだ減っている途中です。" if history[-1] > history[0] / 4 else "よい学習率です。損失が大きく減りました。")
        last = f"{history[-1]:.4f}" if history[-1] < 1e6 else "100万より大きい数"
        result = f"{epochs}エポックで、損失は {history[0]:.4f} から {last} になりました。"
        return (f"スライダーで動かす図。{picture.alt}黒い点線は学習率 {learning_rate:.3f}。{result}{verdict}",
                f"<b>{verdict}</b><br>黒い点線：学習率 {learning_rate:.3f}<br>{result}")

    return LivePicture(picture, [], update, widgets.FloatLogSlider(
        0.03, min=-3, max=0.5, step=0.05, description="学習率", readout_format=".3f", layout={"width": "500px"}))
