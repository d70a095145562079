"""どの図にも共通の、色（どの人にも区別しやすい Okabe–Ito の色）、文字、形。"""

import contextlib
import functools
import html
import io
import re

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
        self.panes = []  # 奥に見えるもの（moving.py の Pane）
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
