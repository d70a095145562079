"""スライドとプリントの部分：文章、コード、結果、曲線、流れ図、配列の箱、パーセプトロンの図を、HTMLにする。"""

import base64
import html
import json
import re
from pathlib import Path
from string import Template
from urllib.parse import unquote

import mistune
import numpy as np
from latex2mathml.converter import convert
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from lesson.pictures import plot_losses

HERE = Path(__file__).resolve().parent
WIDE = 2.15  # 横が縦のこの倍数より長い図は、横いっぱいに置く

MATH = re.compile(r"(`[^`\n]*`)|\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
PARTS = {"table": r"(?:^\|.*\n?)+", "formula": r"\$\$(?s:.+?)\$\$", "picture": r"!\[[^\]]*\]\([^)]*\)"}

# 重み w、バイアス b、予測 ŷ は、式でもコードでも絵でも同じ色にする（slides.css の --w、--b、--y）
IN_MATH = {"w": r"<mi(>[wW]<)", "b": r"<mi(>b<)", "y": r'<mover accent="true"(>)'}
IN_CODE = {
    "w": r"(?:d_|second_)?weights?\w*|[wW]\d?",
    "b": r"(?:d_)?bias\w*|b\d?",
    "y": r"y_pred\w*|y_bad",
}


class Renderer(mistune.HTMLRenderer):
    def image(self, text, url, title=None):
        """images/ の絵を、文章の中に入れる。"""
        data = base64.b64encode((HERE.parents[1] / "images" / Path(url).name).read_bytes()).decode("ascii")
        return f'<img alt="{html.escape(text)}" src="data:image/png;base64,{data}">'

    def link(self, text, url, title=None):
        """ノートブックは、スライドからは開けない。文字だけにする。"""
        return super().link(text, url, title) if url.startswith("http") else text


markdown = mistune.create_markdown(renderer=Renderer(escape=False), plugins=["table"])


def formula(latex, display):
    """式を、ブラウザーがそのまま表示できるMathMLにする。display は "block" か "inline"。"""
    made = convert(latex, display=display)
    for role, pattern in IN_MATH.items():
        made = re.sub(pattern, lambda m, role=role: f'{m[0][: -len(m[1])]} class="{role}"{m[1]}', made)
    return made


def mathml(found):
    """$…$ と $$…$$ をMathMLにする。`…` の中は、そのまま返す。"""
    code, block, inline = found.groups()
    return code or formula(block or inline, "block" if block else "inline")


def to_html(text):
    """マークダウンをHTMLにする。"""
    return markdown(MATH.sub(mathml, text))


def without_p(text):
    """1行のマークダウンを、段落にしないでHTMLにする。"""
    return re.sub(r"\A<p>|</p>\s*\Z", "", to_html(text.strip()))


def figure(picture):
    """<img …> の図を置く場所。横長なら wide。図は、PNGかSVG。"""
    png = re.search(r'src="data:image/png;base64,([^"]{64})', picture)
    if png:
        head = base64.b64decode(png[1])
        width, height = (int.from_bytes(head[k : k + 4], "big") for k in (16, 20))
    else:
        shape = re.search("viewBox=.[^ ]* [^ ]* ([^ ]*) ([0-9.]*)", unquote(picture))
        width, height = map(float, shape.groups())
    return f'<div class="figure{" wide" if width / height > WIDE else ""}">{picture}</div>'


def text_part(source, part):
    """本文のセルから、見出しを除いた全体か、part で選んだ一部を取り出す。なければ空。"""
    if not part:
        return re.sub(r"\A(?:#+ .*\n+)*", "", source)
    name = re.escape(part)
    start = rf"^(?:#+ {name}.*\n|(?=\*\*{name})|(?=<details><summary>{name}))"
    pattern = PARTS.get(part, start + r"(?s:.+?)(?=^#|^\*\*|\Z)")
    found = re.search(pattern, source, flags=re.MULTILINE)
    return re.sub(r"\A#.*\n", "", found[0]) if found else ""


def color_names(line):
    """重み、バイアス、予測の名前に、その色の印を付ける。"""
    for role, pattern in IN_CODE.items():
        name = rf'<span class="(n|s2)">((?:&quot;)?(?:{pattern})(?:&quot;)?)</span>'
        line = re.sub(name, rf'<span class="{role} \1">\2</span>', line)
    return line


def code_html(cell, marks, step):
    """コード。marks の言葉を含む行に印を付ける。1つなら最初から、いくつかなら step から順に移る。"""
    shown = highlight(cell["source"], PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    lines = []
    for plain, line in zip(cell["source"].split("\n"), shown.split("\n")):
        mark = next((k for k, mark in enumerate(marks) if mark in plain), None)
        moves = f' fragment custom" data-fragment-index="{step + (mark or 0)}' if len(marks) > 1 else ""
        kind = "line" if mark is None else f"line mark{moves}"
        lines.append(f'<span class="{kind}">{color_names(line)}</span>')
    number = f'<span class="prompt">[{cell["execution_count"]}]</span>'
    return f'<div class="code">{number}<pre>{"<br>".join(lines)}</pre></div>'


def output_html(output):
    """セルの結果。図があれば図だけ、エラーは一番下の行だけを映す。小数は、第3位までに丸める。

    途中の損失は、losses の曲線で見せる。
    """
    data = output.get("data", {})
    picture = re.search(r"<img [^>]*>", data.get("text/html", ""))
    if picture:
        alt, source = (re.search(rf'{name}="([^"]*)"', picture[0])[1] for name in ("alt", "src"))
        return figure(f'<img alt="{alt}" src="{source}">')
    if output["output_type"] == "error":
        return f'<pre class="error">{html.escape(output["ename"] + ": " + output["evalue"])}</pre>'
    text = re.sub(r"^エポック .*\n", "", output["text"] or data["text/plain"], flags=re.MULTILINE).rstrip()
    text = re.sub(r"-?\d+\.\d{5,}", lambda found: f"{float(found[0]):.3f}", text)
    return f'<pre class="output">{html.escape(text)}</pre>'


def losses(history, digits):
    """全てのエポックの損失曲線。最初と最後の損失と、途中にあれば最大の損失を書く。"""
    history = np.array(history)
    peak, end = int(history.argmax()), len(history) - 1
    picture = plot_losses({"損失": history})
    ax = picture.axes[0]
    ax.set(xlim=(0, None), ylim=(0, 1.18 * history.max()))
    for epoch in {0, peak, end}:
        name = f"エポック {epoch + 1} で最大 " if epoch == peak > 0 else ""
        side, shift = ("right", 0) if epoch == end else ("left", 6)
        place = {"ha": side, "xytext": (shift, -24 if epoch < peak else 8), "textcoords": "offset points"}
        ax.annotate(f"{name}{history[epoch]:.{digits}f}", (epoch + 1, history[epoch]), **place)
    return picture_html(picture, picture.alt)


def picture_html(picture, alt):
    """lesson.pictures の図を、後ろの席から読める大きさの文字で置く。"""
    for text in picture.figure.findobj(lambda part: hasattr(part, "set_fontsize")):
        text.set_fontsize(17)
    source = re.search('src="([^"]*)"', picture._repr_mimebundle_()["text/html"])[1]
    return figure(f'<img alt="{html.escape(alt)}" src="{source}">')


def curves(name):
    """予測を横軸にした曲線：正解が1のサンプルの2つの損失（losses）か、シグモイドの傾き（slope）。"""
    p = np.linspace(0.005, 0.995, 199)
    made = {
        "losses": {"交差エントロピー": -np.log(p), "差の2乗": (1 - p) ** 2},
        "slope": {"シグモイドの傾き": p * (1 - p)},
    }[name]
    picture = plot_losses(made)
    for line in picture.axes[0].lines:
        line.set_xdata(p)
    picture.axes[0].set(xlim=(0, 1), xlabel="予測", ylabel="損失（正解は1）" if name == "losses" else "傾き")
    told = "、".join(f"{name}は {values[len(p) // 2]:.2f}" for name, values in made.items())
    return picture_html(picture, f"予測を横軸にした曲線。予測が 0.5 のとき、{told}。")


def flow(text):
    """流れ図：「予測 → 損失 → *勾配 → 更新」。* の付いた箱を目立たせる。"""
    shown = [f"<span>{without_p(item)}</span>" for item in text.split("→")]
    steps = "<i>→</i>".join(shown).replace("<span>*", '<span class="now">')
    return f'<div class="flow">{steps}</div>'


def boxes(text):
    """配列の箱：「[[1, 2], [3, 4]] row 0 | → | [1, 2]」。row 0、col 1、cell 1 0 のところを目立たせる。"""
    shown = ""
    for item in text.split(" | "):
        array = re.fullmatch(r"(\[.*\]) ?(\w+)? ?([\d ]*)", item.strip())
        part = array_html(json.loads(array[1]), array[2], array[3].split()) if array else without_p(item)
        shown += f"<div>{part}</div>"
    return f'<div class="boxes">{shown}</div>'


def array_html(numbers, kind, at):
    """配列1つの箱と、その下の形状。軸が1つの配列は、横1列に描く。"""
    rows = numbers if isinstance(numbers[0], list) else [numbers]
    lines = ""
    for r, row in enumerate(rows):
        lines += "<tr>"
        for c, number in enumerate(row):
            place = {"row": [str(r)], "col": [str(c)], "cell": [str(r), str(c)]}.get(kind)
            lines += f'<td class="{"now" if place == at else ""}">{number}</td>'
        lines += "</tr>"
    return f"<table><caption><code>{np.shape(numbers)}</code></caption>{lines}</table>"


def perceptron(lesson):
    """パーセプトロンの図。レッスンごとに部分が増え、そのレッスンで加わった部分が目立つ。"""
    told = ["パーセプトロンの図"]

    def group(found):
        first, last, added, alt = found.groups()
        if not first <= lesson <= last:
            return '<g display="none"'
        told.append(alt)
        return f'<g class="{"new" if first == lesson == added else ""}"'

    drawn = (HERE / "perceptron.svg").read_text(encoding="utf-8")
    drawn = re.sub(r'<g data-lessons="(\d)-(\d)" data-new="(\d)" data-alt="([^"]*)"', group, drawn)
    shape = {"1": "-20 30 980 300", "2": "-20 30 920 380"}.get(lesson, "-20 20 1180 420")
    drawn = Template(drawn).substitute(shape=shape, alt="。".join(filter(None, told)))
    return f'<div class="figure wide diagram">{drawn}</div>'
