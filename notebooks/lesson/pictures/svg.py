"""SVGの図の部品：軸のついた四角、線、点、文字、凡例。位置と大きさの単位はポイント。"""

import html
import math
import unicodedata

import numpy as np

# 色の見え方が違う人にも区別しやすい、Okabe–Ito の色。色だけでなく、形と文字でも区別する。
BLUE, ORANGE, GREEN, BLACK, PURPLE = "#0072B2", "#D55E00", "#009E73", "#000000", "#CC79A7"
LINES = [(BLUE, "none"), (ORANGE, "8 4"), (GREEN, "9 3 2 3"), (BLACK, "2 4"), (PURPLE, "16 4")]
SIZE = 13  # 文字の大きさ
FONTS = "IPAexGothic,'Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif"
# SVGを画像のアドレスの中に書くための置き換え。base64 より短く、改行のない1行になる。
IN_ADDRESS = {"%": "%25", "'": "%22", '"': "'", "#": "%23", "<": "%3C", ">": "%3E", "&": "%26", "\n": " "}


class Picture:
    """代替テキスト alt を持つ図。セルの最後に書くと表示される。parts はSVGの要素。"""

    def __init__(self, width, height, parts, alt):
        self.alt = alt
        ground = tag("rect", width="100%", height="100%", fill="white", stroke="#bbb")
        size = {"width": f"{width}pt", "height": f"{height}pt", "viewBox": f"0 0 {width} {height}"}
        self.svg = tag("svg", ground + "".join(parts), **size, xmlns="http://www.w3.org/2000/svg",
                       font_family=FONTS, font_size=SIZE)

    def html(self):
        """図を、代替テキストとともに表示するHTML。"""
        address = "data:image/svg+xml;charset=utf-8," + self.svg.translate(str.maketrans(IN_ADDRESS))
        return f'<img alt="{html.escape(self.alt)}" style="max-width: 100%" src="{address}">'

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": self.alt, "text/html": self.html()}


def tag(name, content="", **attributes):
    """SVGの要素1つ。属性の名前の _ は - にする。"""
    written = "".join(f' {key.replace("_", "-")}="{short(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>"


def short(value):
    """属性の値。数なら、小数第1位まで。"""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def width_of(text):
    """文字列の、およその幅。全角の文字は1文字分、半角の文字は0.6文字分とする。"""
    return SIZE * sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.6 for sign in text)


def write(x, y, text, room=math.inf, anchor="middle", **attributes):
    """(x, y) にかく1行の文字。幅が room に入らないときは、縮める。"""
    if width_of(text) > room:
        attributes.update(textLength=room, lengthAdjust="spacingAndGlyphs")
    return tag("text", html.escape(text, quote=False), x=x, y=y + 4.5, text_anchor=anchor, **attributes)


def mark(x, y, answer, radius):
    """サンプルの印。answer が1ならオレンジの四角、0なら青い丸。"""
    if answer:
        return tag("rect", x=x - radius, y=y - radius, width=2 * radius, height=2 * radius, fill=ORANGE)
    return tag("circle", cx=x, cy=y, r=radius, fill=BLUE)


def path(points, color=BLACK, dash="none", width=2):
    """点の配列（形状 (n, 2)）をつなぐ線。"""
    d = "M" + "L".join(f"{short(x)} {short(y)}" for x, y in points)
    return tag("path", d=d, fill="none", stroke=color, stroke_width=width, stroke_dasharray=dash)


def legend(entries, width, top):
    """凡例と、その下の端。entries は (原点にかいた印, 名前) のリスト。1行に入らなければ、次の行に続ける。"""
    parts, x, y = [], 4, top + 12
    for drawn, name in entries:
        needed = min(width_of(name) + 36, width - 4)
        if x + needed > width:
            x, y = 4, y + 20
        parts += [tag("g", drawn, transform=f"translate({short(x + 16)} {short(y)})"),
                  write(x + 30, y, name, needed - 30, "start")]
        x += needed
    return parts, y + 12


class Axes:
    """軸、目盛り、題（行のリスト）のついた四角。parts は、四角の中にかくもの（はみ出した部分は見えない）。

    box は図の中の (左, 上, 幅, 高さ)、across と up は両端の値。log なら縦軸は対数、whole なら目盛りは整数。
    """

    def __init__(self, box, across, up, names, title=(), log=False, whole=False):
        self.across, self.up, self.names, self.title, self.log, self.parts = across, up, names, title, log, []
        left, top, width, height = box
        self.top, self.height = top + 17 * len(title) + 12, height - 17 * len(title) - 58
        rows = powers_of_ten(*up) if log else round_numbers(*up, self.height / 30, whole)
        self.margin = max(width_of(f"{value:,.12g}") for value in rows) + 12  # 縦軸の数の幅
        self.left, self.width = left + self.margin + 24, width - self.margin - 38
        columns = round_numbers(*across, self.width / 45, whole)
        self.columns = [(self.place([(value, up[1])])[0, 0], f"{value:,.12g}") for value in columns]
        self.rows = [(self.place([(across[0], value)])[0, 1], f"{value:,.12g}") for value in rows]

    def place(self, points):
        """値の配列 points（形状 (n, 2)）の、四角の中での位置。"""
        x, y = np.asarray(points, dtype=float).reshape(-1, 2).T
        low, high = self.up
        if self.log:
            y, low, high = np.log10(y), math.log10(low), math.log10(high)
        right = (x - self.across[0]) / (self.across[1] - self.across[0])
        return np.stack([self.width * right, self.height * (high - y) / (high - low)], axis=1)

    def svg(self):
        """目盛りの線と文字、その上に四角と、中のもの。"""
        box = {"x": self.left, "y": self.top, "width": self.width, "height": self.height}
        parts, middle, bottom = [], self.left + self.width / 2, self.top + self.height
        for x, number in self.columns:
            parts.append(path([(self.left + x, self.top), (self.left + x, bottom + 4)], "#ccc", width=1))
            parts.append(write(self.left + x, bottom + 14, number))
        for y, number in self.rows:
            line = [(self.left - 4, self.top + y), (self.left + self.width, self.top + y)]
            parts += [path(line, "#ccc", width=1), write(self.left - 7, self.top + y, number, anchor="end")]
        for k, line in enumerate(reversed(self.title)):
            parts.append(write(middle, self.top - 14 - 17 * k, line, self.width + 60))
        turned = f"translate({self.left - self.margin - 12:.1f} {self.top + self.height / 2:.1f}) rotate(-90)"
        parts += [write(middle, bottom + 34, self.names[0], self.width + 50),
                  write(0, 0, self.names[1], self.height + 40, transform=turned),
                  tag("svg", "".join(self.parts), **box), tag("rect", fill="none", stroke=BLACK, **box)]
        return "".join(parts)


def round_numbers(low, high, most, whole):
    """low から high までの、きりのよい、およそ most 個までの目盛り。whole なら、2つ以上あれば整数だけ。"""
    least = (high - low) / most
    power = 10.0 ** math.floor(math.log10(least))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= least)
    if whole and math.floor(high) > math.ceil(low):
        step = max(step, 1)
    return [round(k * step, 12) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def powers_of_ten(low, high):
    """low から high までの 10の累乗（なければ、きりのよい数）。多ければ、100倍や1000倍ごとにする。"""
    first, last = math.ceil(math.log10(low)), math.floor(math.log10(high))
    step = 1 + (last - first) // 5
    powers = [10.0**power for power in range(first, last + 1) if power % step == 0]
    return powers or round_numbers(low, high, 3, False)
