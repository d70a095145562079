"""どの図にも共通の、色（どの人にも区別しやすい Okabe–Ito の色）、文字、形と、枠の中にかくもの。"""

import base64
import contextlib
import functools
import html
import io
import re

import numpy as np

import perceptron_helpers as helpers

BLUE, ORANGE, GREEN, BLACK, PURPLE = "#0072B2", "#D55E00", "#009E73", "#000000", "#CC79A7"
LINES = [(BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (BLACK, ":"), (PURPLE, (0, (8, 2)))]
MARKS = [(BLUE, "o"), (ORANGE, "s")]  # 正解が0のサンプルは丸、1は四角
# 出力が 0、0.5のすぐ下、0.5、1 の濃淡（赤、緑、青）。0.5のところで色が変わるので、どちらの側か必ず分かる。
SHADES = [(127, 184, 216), (227, 239, 246), (251, 233, 220), (234, 174, 127)]
STYLE = {
    "font.family": "sans-serif", "font.size": 13, "axes.titlesize": 13, "legend.fontsize": 12,
    "font.sans-serif": ["IPAexGothic", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "Meiryo",
                        "DejaVu Sans"],  # 最後のものは、matplotlib に必ずある
    "text.parse_math": False,  # 名前の中の $ も、そのまま表示する
    "axes.facecolor": "none",  # スライダーで動くものが、奥に見える
    "legend.frameon": False, "legend.columnspacing": 0.8, "legend.handletextpad": 0.3,
    "figure.constrained_layout.w_pad": 0.08, "figure.constrained_layout.h_pad": 0.08,
    "svg.fonttype": "none", "svg.hashsalt": "lesson",  # 文字は文字のまま、何度かいても同じファイルになる
}
POINTS = 61  # 濃淡と決定境界を計算する点の数（縦と横）
UNUSED = re.compile(r' id="(?!axes|[xy]tick)[a-z\d.]+_\d+"|<!--.*?-->|<metadata>.*?</metadata>', re.DOTALL)
FRAME = '<rect width="100%" height="100%" fill="white" stroke="#bbb"/>'  # 白い地とふち
IN_ADDRESS = {"%": "%25", "'": "%22", '"': "'", "#": "%23", "<": "%3C", ">": "%3E", "&": "%26", "\n": " "}


@contextlib.contextmanager
def style():
    """文字の設定。plt.style.use や rcdefaults のあとでも、この中では日本語の文字で図がかける。"""
    import matplotlib.style
    with contextlib.suppress(ImportError):  # なければ、そのコンピュータにある日本語フォントを使う
        import matplotlib_fontja  # noqa: F401  IPAexゴシックを matplotlib に加える
    with matplotlib.style.context(["default", STYLE]):
        yield


class Picture:
    """横に並べた columns 個の axes に matplotlib でかく、代替テキスト alt を持つ図。大きさはインチ。"""

    def __init__(self, width, height, columns=1):
        from matplotlib.figure import Figure
        self.figure, self.alt = Figure((width, height), dpi=72, layout="constrained", frameon=False), ""
        self.panes = []  # 奥に見えるもの（Pane）
        self.axes = self.figure.subplots(1, columns, squeeze=False)[0]

    @functools.cached_property
    def svg(self):
        """panes のない図のSVG。1度だけかく。使わないものと、10以上の数の細かい桁を除く。"""
        text = io.StringIO()
        with style():
            self.figure.savefig(text, format="svg")
        svg = UNUSED.sub("", re.sub(r"(\d\d\.\d)\d{4,}", r"\1", text.getvalue()))
        return re.sub("<svg.*?>", rf"\g<0>{FRAME}", svg[svg.index("<svg"):], count=1, flags=re.DOTALL)

    def behind(self):
        """panes のSVG。"""
        return "".join(pane.svg() for pane in self.panes)

    def html(self, svg=None, more=""):
        """図（か、渡された svg）を代替テキストとともに表示するHTML。大きさが先にわかり、画面が動かない。"""
        svg = svg or self.svg.replace(FRAME, FRAME + self.behind())
        width, height = (f"{points / 0.75:.0f}" for points in self.figure.bbox.size)
        return (f'<img alt="{html.escape(self.alt)}" width="{width}" height="{height}" {more}'
                f'style="max-width: 100%; height: auto" src="{address(svg)}">')

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": self.alt, "text/html": self.html()}


def address(svg):
    """svg のアドレス。base64 より短い形で、アドレスの中に書く。"""
    for sign, code in IN_ADDRESS.items():  # str.translate より、ずっと速い
        svg = svg.replace(sign, code)
    return "data:image/svg+xml;charset=utf-8," + svg


class Pane:
    """図 picture の軸 ax の枠の中。parts は、そこに短いSVGでかくもの（はみ出した部分は見えない）。

    スライダーでは、ここだけを動かす。"""

    def __init__(self, picture, ax):
        self.ax, self.parts = ax, []
        self.box = picture.svg and ax.get_window_extent()  # 枠の位置は、図をかくと決まる
        picture.panes.append(self)

    def place(self, points):
        """値の配列 points（形状 (n, 2)）の、枠の左上から右と下に測った位置（ポイント）。"""
        right, up = (self.ax.transData.transform(points) - self.box.min).T
        return np.stack([right, self.box.height - up], axis=1).round(2)

    def svg(self):
        """枠の位置に置いた、中のもの。"""
        return (f'<svg x="{self.box.x0:.2f}" y="{self.ax.figure.bbox.height - self.box.y1:.2f}" '
                f'width="{self.box.width:.2f}" height="{self.box.height:.2f}">{"".join(self.parts)}</svg>')

    def line(self, points, color=BLACK, width=2, dash="none"):
        """値の配列 points（形状 (n, 2)）をつなぐ線をかく。"""
        d = "L".join(f"{x} {y}" for x, y in self.place(points))
        self.parts.append(f'<path d="M{d}" fill="none" stroke="{color}" stroke-width="{width}" '
                          f'stroke-dasharray="{dash}"/>')

    def marks(self, points, color, marker="o", radius=7.5, text=""):
        """値の配列 points（形状 (n, 2)）の位置に、丸か四角をかき、中に text を書く。"""
        size, corner = 2 * radius, radius if marker == "o" else 0
        for x, y in self.place(points):
            self.parts.append(f'<rect x="{x - radius}" y="{y - radius}" width="{size}" height="{size}" '
                              f'rx="{corner}" fill="{color}"/><text x="{x}" y="{y + 4.5}" '
                              f'style="font: 13px sans-serif; text-anchor: middle; fill: #fff">{text}</text>')

    def samples(self, points, y_true):
        """正解が1のサンプルをオレンジの四角、0を青い丸でかき、中に正解を書く。"""
        for answer, look in enumerate(MARKS):
            self.marks(points[(y_true >= 0.5) == answer], *look, text=answer)

    def output(self, model, activation):
        """出力の濃淡と決定境界をかく。"""
        from contourpy import contour_generator
        from PIL import Image
        across, up = np.linspace(*self.ax.get_xlim(), POINTS), np.linspace(*self.ax.get_ylim(), POINTS)
        grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
        output = np.nan_to_num(helpers.predict(model, activation, grid)).clip(-1e9, 1e9)
        output, image = output.reshape(POINTS, POINTS), io.BytesIO()
        colors = [np.interp(output[::-1], (0, 0.5, 0.5, 1), color) for color in zip(*SHADES)]
        Image.fromarray(np.stack(colors, axis=-1).astype(np.uint8)).save(image, "png", compress_level=1)
        source = "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()
        width, height = self.box.size / (POINTS - 1)  # 1つの点の大きさ
        self.parts.append(f'<image width="{POINTS}" height="{POINTS}" xlink:href="{source}" '
                          f'transform="matrix({width} 0 0 {height} {-width / 2} {-height / 2})"/>')
        for line in contour_generator(across, up, output).lines(0.5):
            self.line(line)
