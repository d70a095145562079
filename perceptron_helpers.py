"""レッスンで共通に使う関数：パーセプトロンの計算と、図。

モデルは辞書です。model["weights"] は形状 (n,) の重み、model["bias"] は形状 (1,) のバイアス。
m はサンプルの数、n は入力の数（ANDやORでは m = 4, n = 2）。数はすべて float64 で、単位はありません。
計算の関数は、引数が使えないときに TypeError（種類の間違い）か ValueError（形状や値の間違い）を、
日本語の説明をつけて出します。このときモデルは変わりません。
"""

import base64
import functools
import html
import inspect
import io
import math
import numbers
import sys
import threading

import matplotlib
import numpy as np
from contourpy import contour_generator
from matplotlib.artist import setp
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from PIL import Image

try:
    import matplotlib_fontja  # noqa: F401  読みこむと、図の文字がIPAexゴシックになる
except ImportError:  # フォントのパッケージがないときは、そのコンピュータにある日本語フォントを使う
    matplotlib.rcParams["font.sans-serif"] = [
        "IPAexGothic", "Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "Meiryo",
        "MS Gothic", "TakaoGothic", "VL Gothic", *matplotlib.rcParams["font.sans-serif"]]
matplotlib.rcParams["font.size"] = 13

# ---------- 引数を調べる（計算の中身は、この下の「データとモデル」から） ----------

_state = threading.local()
_LARGEST = 1e150  # これより大きい数は、2乗すると大きすぎて、計算できなくなる


def require(ok, error, name, value, need, fix):
    """ok でなければ、何が渡され、何が必要で、どう直すかを伝えて止める。"""
    if not ok:
        got = "...（まだ書きかえていません）" if value is ... else f"{type(value).__name__} の {repr(value):.40}"
        if isinstance(value, np.ndarray):
            broken = "、nan か inf か、大きすぎる数を含む" if value.dtype.kind == "f" and not (np.abs(value) <= _LARGEST).all() else ""
            got = f"形状 {value.shape} で {value.dtype} の配列{broken}"
        raise error(f"{name} が使えません。渡されたもの: {got}。必要なもの: {need}。直し方: {fix}")


def _check_array(name, value, shape, fix, largest=sys.float_info.max):
    """value が、形状 shape の、数の配列か調べる（shape の中の文字は、1以上の好きな大きさ）。"""
    is_array = type(value) is np.ndarray and value.dtype.kind in "if"
    fits = is_array and value.ndim == len(shape) and value.size > 0 and all(
        want in ("m", "n", size) for want, size in zip(shape, value.shape))
    if fits and (np.abs(value) <= largest).all():
        return
    need = f"形状 {shape} の数の配列".replace("'", "")
    how = ".astype(float) を付けて、数の配列に" if isinstance(value, np.ndarray) else "np.array(...) で、数だけの配列に"
    require(is_array, TypeError, name, value, need, f"{how}しましょう。{fix}")
    require(fits, ValueError, name, value, need, fix)
    require(False, ValueError, name, value, need, "それを作った計算を見直しましょう。発散したモデルは、create_perceptron() で作り直します。")


def _check_number(name, value, kind, low, high, need, fix):
    """value が、kind の種類の、low より大きく high 以下の数か調べる。"""
    is_number = isinstance(value, kind) and not isinstance(value, bool)
    require(is_number, TypeError, name, value, need, fix)
    require(low < value <= high, ValueError, name, value, need, fix)


def _takes(function, count):
    """function が、引数 count 個で呼べるか。"""
    try:
        inspect.signature(function).bind(*range(count))
    except TypeError:  # 関数でないか、引数の数がちがう
        return False
    except ValueError:  # NumPyの一部の関数のように、引数を調べられない
        return True
    return True


def _check_arguments(given):
    """引数の名前ごとに中身を調べる。given は {引数の名前: 値}。"""
    m, n = "m", 2 if {"ax", "perceptrons"} & given.keys() else "n"  # 図にかけるのは、入力が2つのときだけ
    order = f"引数の順番（{', '.join(name for name in given if name != 'ax')}）も確かめましょう。"
    for name, count in (("activation", 1), ("loss", 2), ("gradient", 3)):
        require(name not in given or _takes(given[name], count), TypeError, name, given.get(name), f"引数が{count}つの関数",
                 f"関数の名前を、かっこを付けずに書きましょう。自分で作った関数なら、引数を{count}つにしましょう。" + order)
    if "model" in given:
        model = given["model"]
        require(isinstance(model, dict) and {"weights", "bias"} <= model.keys(), TypeError, "model", model,
                 '"weights" と "bias" の入った辞書', "create_perceptron() で作ったモデルの名前を、引用符を付けずに書きましょう。")
        _check_array('model["weights"]', model["weights"], (n,), "np.array([1.0, 1.0]) のように、数をならべましょう。")
        _check_array('model["bias"]', model["bias"], (1,), "np.array([0.5]) のように、数を1つ入れましょう。")
        n = len(model["weights"])
    if list(given) == ["x"]:  # 活性化関数の x は、数か、好きな形状の配列
        x, fix = given["x"], "np.array([-1.0, 0.0, 1.0]) のように、計算できる数をならべましょう。"
        is_numbers = isinstance(x, (np.ndarray, numbers.Real)) and np.asarray(x).dtype.kind in "if"
        require(is_numbers, TypeError, "x", x, "数か、数の配列", fix)
        require(not np.isnan(x).any(), ValueError, "x", x, "数か、数の配列", fix)
    elif "x" in given:
        _check_array("x", given["x"], (m, n), "1行に1サンプル、1列に1つの入力をならべましょう。" + order, _LARGEST)
        m = len(given["x"])
    for name in [name for name in ("y_true", "y_pred") if name in given]:
        _check_array(name, given[name], (m,), f"(m, 1) なら {name}.reshape(len({name})) で直せます。サンプルの数は、x、y_true、y_pred でそろえましょう。",
                     _LARGEST)
        m = len(given[name])
    if "learning_rate" in given:
        _check_number("learning_rate", given["learning_rate"], numbers.Real, 0, sys.float_info.max, "0より大きい数",
                      "0.01 のように、引用符や角かっこを付けずに、数を1つ書きましょう。" + order)
    if "epochs" in given:
        _check_number("epochs", given["epochs"], numbers.Integral, 0, 1_000_000, "1以上、100万以下の整数",
                      "5000 のように、小数点や引用符を付けずに書きましょう。" + order)
    if "perceptrons" in given:
        fix = '{"AND": (model, sigmoid_activation)} のように書きましょう。' + order
        is_dict = isinstance(given["perceptrons"], dict) and len(given["perceptrons"]) > 0
        require(is_dict, TypeError, "perceptrons", given["perceptrons"], "{名前: (model, activation)} の辞書", fix)
        for pair in given["perceptrons"].values():
            require(isinstance(pair, tuple) and len(pair) == 2, TypeError, "perceptrons", pair, "(model, activation) の組", fix)
            _check_arguments({"ax": None, "model": pair[0], "activation": pair[1], "x": given["x"]})
    if {"model", "activation"} <= given.keys():
        with np.errstate(all="ignore"):  # 警告は、このあと本当に計算するときに出る
            _check_functions(**given)


def _check_functions(model, activation, x, loss=None, y_true=None, gradient=None, **_):
    """渡された関数を1回ためして、結果の形状を調べる。"""
    y_pred = activation(x @ model["weights"] + model["bias"])
    _check_array("activation の結果", y_pred, (len(x),), "活性化関数の return を見直しましょう。")
    if loss is not None:
        _check_number("loss の結果", loss(y_true, y_pred), numbers.Real, -np.inf, sys.float_info.max, "損失（計算できる大きさの数1つ）",
                      "損失関数を見直しましょう。")
    if gradient is not None:
        parts, fix = gradient(x, y_true, y_pred), "勾配の関数の return を見直しましょう。"
        require(isinstance(parts, tuple) and len(parts) == 2, TypeError, "gradient の結果", parts, "重みの勾配とバイアスの勾配の組", fix)
        _check_array("gradient の結果の、重みの勾配", parts[0], (x.shape[1],), fix)
        _check_array("gradient の結果の、バイアスの勾配", parts[1], (1,), fix)


def checked(function):
    """function の入口で引数を調べる。ほかの関数の計算の中から呼ばれたときは、もう調べない。"""
    names = list(inspect.signature(function).parameters)

    @functools.wraps(function)
    def entry(*args, **kwargs):
        if getattr(_state, "inside", False):
            return function(*args, **kwargs)
        given = {**dict(zip(names, args)), **kwargs}
        if len(args) + len(kwargs) != len(names) or set(given) != set(names):
            kinds = [type(value).__name__ for value in args] + [f"{name}={type(value).__name__}" for name, value in kwargs.items()]
            fix = "" if kinds else f"ほかの関数に渡すときは、かっこを付けずに {function.__name__} と書きます。"
            raise TypeError(f"{function.__name__} には {', '.join(names)} の {len(names)} 個を、この順に渡します。"
                            f"渡されたのは {len(kinds)} 個です（{'、'.join(kinds) or 'なし'}）。{fix}")
        _check_arguments(given)
        _state.inside = True
        try:
            return function(*args, **kwargs)
        finally:
            _state.inside = False
    return entry


# ---------- データとモデル ----------

def truth_table(gate):
    """論理ゲートの真理値表を、入力 x（形状 (4, 2)）と正解 y_true（形状 (4,)）の組で返す。

    gate は "AND", "OR", "NAND", "XOR" のどれか。ほかの名前は ValueError。
    """
    answers = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0], "XOR": [0, 1, 1, 0]}
    require(isinstance(gate, str) and gate in answers, ValueError, "gate", gate,
             " / ".join(answers), 'truth_table("AND") のように書きましょう。')
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    return x, np.array(answers[gate], dtype=float)


def create_perceptron():
    """重み2つとバイアス1つを、-5以上5未満の一様乱数で決めたモデルを返す。"""
    return {"weights": np.random.uniform(-5, 5, size=2), "bias": np.random.uniform(-5, 5, size=1)}


@checked
def predict(model, activation, x):
    """予測 ŷ = f(x·w + b)。x は形状 (m, n)、結果は形状 (m,)。"""
    return activation(x @ model["weights"] + model["bias"])


# ---------- 活性化関数：どれも、配列を受けとり、同じ形状の配列を返す ----------

@checked
def linear_activation(x):
    """線形：入力をそのまま返す。この x は、かけて足した値 z のこと（ほかの活性化関数でも同じ）。"""
    return x


@checked
def step_activation(x):
    """ステップ関数：0.5以上なら1、0.5より小さければ0。"""
    return np.where(x >= 0.5, 1.0, 0.0)


@checked
def sigmoid_activation(x):
    """シグモイド 1 / (1 + e^(-x))。0と1のあいだの値。

    e^(-x) は x = -710 あたりで大きくなりすぎて計算できない。同じ値を、あふれない形
    e^(-log(1 + e^(-x))) で計算する（log(e^a + e^b) を返す np.logaddexp を使う）。
    """
    return np.exp(-np.logaddexp(0, -x))


# ---------- 損失と勾配 ----------

@checked
def mean_squared_error(y_true, y_pred):
    """平均二乗誤差 (1/m) Σ (ŷ - y)²。y_true と y_pred は形状 (m,)、結果は数1つ。"""
    return ((y_pred - y_true) ** 2).sum() / len(y_true)


@checked
def binary_cross_entropy(y_true, y_pred):
    """交差エントロピー -(1/m) Σ (y log ŷ + (1 - y) log(1 - ŷ))。ŷ は0と1のあいだの数。

    ŷ がちょうど0や1のときは log が計算できないので、10^-15 だけ内側の数におきかえる。
    """
    require(((0 <= y_pred) & (y_pred <= 1)).all(), ValueError, "y_pred", y_pred, "0から1までの数の配列",
             "シグモイドの出力を渡しましょう。")
    inside = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -(y_true * np.log(inside) + (1 - y_true) * np.log(1 - inside)).sum() / len(y_true)


@checked
def mse_gradient(x, y_true, y_pred):
    """重みの勾配（形状 (n,)）とバイアスの勾配（形状 (1,)）の組。

    線形のとき、平均二乗誤差の半分 (1/2m) Σ (ŷ - y)² の勾配。
    シグモイドのときは、交差エントロピーの勾配にあたる（レッスン4の「くわしく」。Bishop, PRML, 4.3.2節）。
    """
    m = len(x)
    error = y_pred - y_true
    return (x * error.reshape(m, 1)).sum(axis=0) / m, error.sum(keepdims=True) / m


@checked
def numerical_gradient(model, activation, loss, x, y_true):
    """パラメータを1つずつ少し動かし、損失の変わり方から求めた勾配。mse_gradient と同じ形状の組。"""
    def loss_at(shift):
        moved = {"weights": model["weights"] + shift[:-1], "bias": model["bias"] + shift[-1:]}
        return loss(y_true, predict(moved, activation, x))

    amount = 1e-5
    shifts = amount * np.eye(len(model["weights"]) + 1)
    slopes = np.array([(loss_at(shift) - loss_at(-shift)) / (2 * amount) for shift in shifts])
    return slopes[:-1], slopes[-1:]


# ---------- 学習 ----------

@checked
def fit(model, activation, loss, gradient, learning_rate, x, y_true):
    """モデルを1回だけ更新し、更新する前の損失を返す。"""
    y_pred = predict(model, activation, x)
    loss_before = loss(y_true, y_pred)
    d_weights, d_bias = gradient(x, y_true, y_pred)
    model["weights"] = model["weights"] - learning_rate * d_weights
    model["bias"] = model["bias"] - learning_rate * d_bias
    return loss_before


@checked
def fit_epochs(model, activation, loss, gradient, learning_rate, x, y_true, epochs):
    """fit を epochs 回くりかえし、各回の更新前の損失を、形状 (epochs,) の配列で返す。

    途中の損失を6行まで表示する。損失が計算できないほど大きくなったら（発散）、そう表示してやめる。
    """
    shown = {int(epoch) for epoch in np.linspace(1, epochs, 6)}
    history = []
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in range(1, epochs + 1):
            history.append(fit(model, activation, loss, gradient, learning_rate, x, y_true))
            if not math.isfinite(history[-1]):
                print(f"エポック {epoch}：損失が大きくなりすぎて、計算できません（発散）。モデルを作り直し、学習率を小さくしましょう。")
                break
            if epoch in shown:
                print(f"エポック {epoch:5d}  損失 {history[-1]:.6f}")
    return np.array(history)


# ---------- 図 ----------

# 色は、色の見え方がちがう人にも区別しやすい Okabe–Ito の組から選ぶ。色だけでなく形と文字でも区別する。
BLUE, ORANGE, GREEN, BLACK = "#0072B2", "#D55E00", "#009E73", "#000000"
_LINES = [(BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (BLACK, ":")]
_SHADES = LinearSegmentedColormap.from_list("0to1", ["#7FB8D8", "#FFFFFF", "#EAAE7F"])(np.linspace(0, 1, 12))  # 青から白、オレンジへ


def png_of(canvas, compress_level=6):
    """かき終わった canvas の、64色のPNG画像のバイト列。compress_level は、1が速く、9が小さい。"""
    png, image = io.BytesIO(), Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    colors = image.resize((image.width // 3, image.height // 3), Image.Resampling.NEAREST).quantize(64, Image.Quantize.FASTOCTREE)
    image.quantize(palette=colors, dither=Image.Dither.NONE).save(png, "png", compress_level=compress_level)
    return png.getvalue()


def image_tag(png, alt):
    """PNG画像を、代替テキスト alt とともに表示するHTML。"""
    return f'<img alt="{html.escape(alt)}" style="max-width: 100%" src="data:image/png;base64,{base64.b64encode(png).decode("ascii")}">'


class Picture(Figure):
    """代替テキスト alt を持つ図。セルの最後に書くと表示される。plt の図とちがい、閉じなくてよい。"""

    alt = ""

    def png(self):
        """64色のPNG画像のバイト列。"""
        canvas = FigureCanvasAgg(self)
        canvas.draw()
        return png_of(canvas)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": self.alt, "text/html": image_tag(self.png(), self.alt)}


def plot_losses(histories, log_scale=False):
    """損失曲線。histories は {名前: fit_epochs が返した損失の配列}、4本まで。"""
    fix = '{"線形": history} のように、fit_epochs が返した配列に、名前を付けましょう。'
    require(isinstance(histories, dict) and len(histories) > 0, TypeError, "histories", histories, "{名前: 損失の配列} の辞書", fix)
    for history in histories.values():
        is_curve = isinstance(history, (list, np.ndarray)) and np.iterable(history) and len(history) > 0
        require(is_curve and all(isinstance(loss, float) for loss in history), TypeError, "histories", history, "損失をならべた配列", fix)
    require(len(histories) <= len(_LINES), ValueError, "histories", list(histories), "4本までの損失曲線", "2つの図に分けましょう。")
    picture = Picture(figsize=(6.4, 3.6))
    ax = picture.add_axes([0.19, 0.17, 0.77, 0.79])
    for (name, history), (color, line) in zip(histories.items(), _LINES):
        ax.plot(range(1, len(history) + 1), np.minimum(history, 1e100), line, color=color, linewidth=2, label=name)
    ax.set(xlabel="エポック", ylabel="損失", yscale="log" if log_scale is True else "linear")
    ax.minorticks_off()
    ax.locator_params(axis="x", nbins=5)
    ax.yaxis.set_major_formatter("{x:,.12g}")
    ax.grid(alpha=0.3)
    setp(ax.legend().get_texts(), parse_math=False)  # 名前の中の $ は、数式の印ではない
    picture.alt = "損失曲線。横軸はエポック、縦軸は損失。" + "".join(
        f"{name}: {len(history)} エポックで {history[0]:.4f} から {history[-1]:.4f} へ。"
        for name, history in histories.items())
    return picture


@checked
def plot_activation(activation, name):
    """活性化関数のグラフ。横軸は z、縦軸は f(z)。"""
    picture = Picture(figsize=(6.4, 3.6))
    ax = picture.add_axes([0.12, 0.19, 0.85, 0.7])
    z = np.linspace(-6, 6, 1201)
    output = activation(z.copy())
    _check_array("activation の結果", output, z.shape, "活性化関数の return を見直しましょう。")
    output = output.astype(float)
    output[1:][np.abs(np.diff(output)) > np.ptp(output) / 2] = np.nan  # 高さの半分より大きくとぶところは、線で結ばない
    ax.plot(z, output, color=BLUE, linewidth=3)
    ax.set_title(name, parse_math=False)
    ax.set(xlabel="$z$（重みをかけて足し、バイアスを足した値）", ylabel="$f(z)$")
    ax.grid(alpha=0.3)
    picture.alt = f"{name}のグラフ。横軸は z、縦軸は f(z)。" + "、".join(
        f"f({point}) = {activation(np.array([float(point)]))[0]:.4f}" for point in (-6, 0, 6)) + "。"
    return picture


@checked
def plot_boundaries(perceptrons, x, y_true):
    """出力の濃淡と決定境界（出力が0.5になる線）。perceptrons は {名前: (model, activation)}。

    x は形状 (m, 2)、y_true は形状 (m,) で、正解が1のサンプルをオレンジの四角、0を青い丸でかく。
    """
    picture = Picture(figsize=(4.4 * len(perceptrons), 4.2))
    axes = picture.subplots(1, len(perceptrons), squeeze=False)[0]
    picture.subplots_adjust(left=0.16 / len(perceptrons), right=0.97, bottom=0.25, top=0.91, wspace=0.28)
    picture.alt = "決定境界の図。横軸は x[j, 0]、縦軸は x[j, 1]。"
    for ax, (name, (model, activation)) in zip(axes, perceptrons.items()):
        y_pred = draw_output(ax, model, activation, x)
        draw_samples(ax, x, y_true)
        right = int(((y_pred >= 0.5) == y_true).sum())
        ax.set_title(f"{name}：合っている点 {right} / {len(x)}", parse_math=False)
        picture.alt += f"{name}: 合っている点 {right} / {len(x)}、予測は " + "、".join(
            f"({a:g}, {b:g}) で {value:.2f}" for (a, b), value in zip(x, np.round(y_pred, 2) + 0.0)) + "。"
    line = Line2D([], [], color=BLACK, linewidth=2, label="決定境界（出力 0.5）")
    picture.legend(handles=[*axes[0].get_legend_handles_labels()[0], line], loc="lower center", ncols=3, fontsize=12,
                   frameon=False, columnspacing=0.8, handletextpad=0.2)
    return picture


@checked
def draw_output(ax, model, activation, x):
    """ax に、出力の濃淡と決定境界をかき、x（形状 (m, 2)）の予測（形状 (m,)）を返す。"""
    ticks = np.linspace(x.min() - 0.5, x.max() + 0.5, 61)
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1)
    output = predict(model, activation, grid.reshape(-1, 2)).reshape(61, 61)
    contours, levels = contour_generator(ticks, ticks, output), [-np.inf, *np.linspace(0, 1, 11), np.inf]
    bands = [(band, color) for low, high, color in zip(levels, levels[1:], _SHADES) for band in contours.filled(low, high)[0]]
    ax.add_collection(PolyCollection([band for band, _ in bands], facecolors=[color for _, color in bands], antialiased=False),
                      autolim=False)
    for line in contours.lines(0.5):
        ax.plot(*line.T, color=BLACK, linewidth=2)
    return predict(model, activation, x)


@checked
def draw_samples(ax, x, y_true):
    """ax に、正解が1のサンプルをオレンジの四角、0を青い丸でかき、軸の範囲と名前を決める。かいた点を返す。"""
    require(np.isin(y_true, (0, 1)).all(), ValueError, "y_true", y_true, "0 と 1 だけの配列", "予測ではなく、正解を渡しましょう。")
    points = []
    for answer, color, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
        chosen = x[y_true == answer].T
        points += ax.plot(*chosen, marker, color=color, markersize=14, label=f"正解が{answer}")
        points += ax.plot(*chosen, marker=f"${answer}$", linestyle="", color="white", markersize=9, markeredgewidth=0)
    low, high = x.min() - 0.5, x.max() + 0.5
    whole = np.arange(np.ceil(low), high, np.ceil((high - low) / 10))
    ax.set(xlabel="入力0（x[j, 0]）", ylabel="入力1（x[j, 1]）", xticks=whole, yticks=whole, xlim=(low, high), ylim=(low, high))
    return points
