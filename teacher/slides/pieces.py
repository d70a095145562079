"""スライドとプリントの部分：文章、コード、結果、曲線、流れ図、配列の箱、パーセプトロンの図を、HTMLにする。"""

import html
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import mistune
import numpy as np
from latex2mathml.converter import convert
from page import picture
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from slides.live import NUMBERS

from lesson.pictures import plot_losses

HERE = Path(__file__).resolve().parent
PICTURES = {".png": HERE.parents[1] / "images", ".svg": HERE.parent / "paper"}
MATH = re.compile(r"(`[^`\n]*`)|\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
PARTS = {  # 本文のセルから取り出すもの
    "": r"\A(?:#.*\n+)*((?s:.*))",
    "table": r"((?:^\|.*\n?)+)",
    "formula": r"(\$\$(?s:.+?)\$\$)",
    "picture": r"(!\[.*\]\(.*\))",
}
# 重み w、バイアス b、予測 ŷ は、式でもコードでも絵でも同じ色にする（slides.css の --w、--b、--y）
COLORED = {  # 式の中の印と、コードの中の名前
    "w": (r"<mi(?=>[wW]<)", r"(?:d_|second_)?weights?\w*|[wW]\d?"),
    "b": (r"<mi(?=>b<)", r"(?:d_)?bias\w*|b\d?"),
    "y": (r'<mover(?= accent="true">)', r"y_pred\w*|y_bad"),
}


class Renderer(mistune.HTMLRenderer):
    def image(self, text, url, title=None):
        """images/ の絵か、プリントの図を、中に入れる。"""
        path = Path(url)
        return picture(PICTURES[path.suffix] / path.name, text)

    def link(self, text, url, title=None):
        """ノートブックは、スライドからは開けない。文字だけにする。"""
        return super().link(text, url, title) if url.startswith("http") else text


markdown = mistune.create_markdown(renderer=Renderer(escape=False), plugins=["table"])


def formula(latex, display):
    """式を、ブラウザーがそのまま表示できるMathMLにする。display は "block" か "inline"。"""
    made = convert(latex, display=display)
    for role, (start, _) in COLORED.items():
        made = re.sub(start, rf'\g<0> class="{role}"', made)
    return made


def mathml(found):
    """$…$ と $$…$$ をMathMLにする。`…` の中は、そのまま返す。"""
    code, block, inline = found.groups()
    return code or formula(block or inline, "block" if block else "inline")


def to_html(text):
    """マークダウンをHTMLにする。"""
    return markdown(MATH.sub(mathml, text))


def text_part(source, part):
    """本文のセルの、見出しより後の全部か、一部（PARTS か、part で始まる見出しか太字の部分）。"""
    named = rf"^(?:#+ {re.escape(part)}.*\n|(?=\*\*{re.escape(part)}))((?s:.+?))(?=^#|^\*\*|\Z)"
    return re.findall(PARTS.get(part, named), source, flags=re.MULTILINE)[0]


def code_html(cell, marks):
    """コード。marks の言葉を含む行に印を付ける。いくつかあれば、操作のたびに次の印へ移る。"""
    lines = enumerate(cell["source"].split("\n"), 1)
    marked = [(number, k) for number, line in lines for k, mark in enumerate(marks) if mark in line]
    formatter = HtmlFormatter(nowrap=True, hl_lines=[number for number, _ in marked])
    shown = highlight(cell["source"], PythonLexer(), formatter)
    for role, (_, names) in COLORED.items():
        shown = re.sub(rf'<span class="n(?=">(?:{names})<)', rf"\g<0> {role}", shown)
    for _, k in marked if len(marks) > 1 else ():
        shown = shown.replace('"hll"', f'"hll fragment custom" data-fragment-index="{k}"', 1)
    number = f'<span class="prompt">[{cell["execution_count"]}]</span>'
    return f'<div class="code">{number}<pre>{shown}</pre></div>'


def output_html(output):
    """セルの結果。図があれば図だけ、エラーは一番下の行だけ。途中の損失は除き、小数は第3位までに丸める。"""
    data = output.get("data", {})
    drawn = re.search(r"<img [^>]*>", data.get("text/html", ""))
    if drawn:
        return f"<p>{drawn[0]}</p>"
    if output["output_type"] == "error":
        return f'<pre class="error">{html.escape(output["ename"] + ": " + output["evalue"])}</pre>'
    text = re.sub(r"^エポック .*\n", "", output["text"] or data["text/plain"], flags=re.MULTILINE).rstrip()
    text = re.sub(r"-?\d+\.\d{5,}", lambda found: f"{float(found[0]):.3f}", text)
    return f'<pre class="output">{html.escape(text)}</pre>'


def readable(drawn):
    """lesson.pictures の図を、後ろの席から読める大きさの文字で置く。"""
    for text in drawn.figure.findobj(lambda part: hasattr(part, "set_fontsize")):
        text.set_fontsize(17)
    return f"<p>{drawn.html()}</p>"


def losses(history):
    """全てのエポックの損失曲線。最初と最後の損失と、途中にあれば最大の損失を書く。"""
    history = np.array(history)
    peak, end = int(history.argmax()), len(history) - 1
    drawn = plot_losses({"損失": history})
    ax = drawn.axes[0]
    ax.set(xlim=(0, None), ylim=(0, 1.18 * history.max()))
    for epoch in {0, peak, end}:
        name = f"エポック {epoch + 1} で最大 " if epoch == peak > 0 else ""
        side, shift = ("right", 0) if epoch == end else ("left", 6)
        place = {"ha": side, "xytext": (shift, -24 if epoch < peak else 8), "textcoords": "offset points"}
        ax.annotate(f"{name}{history[epoch]:.3g}", (epoch + 1, history[epoch]), **place)
    return readable(drawn)


def curves(_):
    """予測を横軸にした、正解が1のサンプルの2つの損失の曲線。"""
    p = np.linspace(0.005, 0.995, 199)
    drawn = plot_losses({"交差エントロピー": -np.log(p), "差の2乗": (1 - p) ** 2})
    for line in drawn.axes[0].lines:
        line.set_xdata(p)
    drawn.axes[0].set(xlim=(0, 1), xlabel="予測", ylabel="損失（正解は1）")
    drawn.alt = "正解が1のときの損失。横軸は予測。予測が0に近いほど、交差エントロピーは際限なく大きくなる。"
    return readable(drawn)


def flow(text):
    """流れ図：「予測 → 損失 → *勾配 → 更新」。* の付いた箱を目立たせる。"""
    shown = "<i>→</i>".join(f"<div>{to_html(item.strip())}</div>" for item in text.split("→"))
    shown = shown.replace("<div><p>*", '<div class="now"><p>')
    return f'<div class="flow">{shown}</div>'


def boxes(text):
    """配列の箱：「[[1, 2], [3, 4]] row 0 | → | [1, 2]」。row 0、col 1、cell 1 0 のところを目立たせる。"""
    shown = ""
    for item in text.split(" | "):
        array = re.fullmatch(r"(\[.*\])(.*)", item.strip())
        part = array_html(json.loads(array[1]), array[2].strip()) if array else to_html(item.strip())
        shown += f"<div>{part}</div>"
    return f'<div class="boxes">{shown}</div>'


def array_html(numbers, marked):
    """配列1つの箱と、その下の形状。軸が1つの配列は、横1列に描く。"""
    table = f"<caption><code>{np.shape(numbers)}</code></caption>"
    for r, row in enumerate(np.atleast_2d(numbers)):
        table += "<tr>"
        for c, number in enumerate(row):
            now = "now" if marked in (f"row {r}", f"col {c}", f"cell {r} {c}") else ""
            table += f'<td class="{now}">{number}</td>'
    return f"<table>{table}</table>"


def perceptron(lesson):
    """パーセプトロンの図。レッスンごとに部分が増え、そのレッスンで加わった部分が目立つ。"""
    shown, told = "", ["パーセプトロンの図"]
    for part in ElementTree.parse(HERE / "perceptron.svg").getroot():
        first, last = part.get("data-lessons").split("-")
        if first <= lesson <= last:
            part.set("class", "new" if part.get("data-new") == lesson else "")
            shown += ElementTree.tostring(part, encoding="unicode")
            told += [part.get("data-alt")] if part.get("data-alt") else []
    shape = {"1": "-20 30 980 300", "2": "-20 30 920 380"}.get(lesson, "-20 20 1180 420")
    drawn = f'<svg viewBox="{shape}" role="img" aria-label="{"。".join(told)}">{shown}</svg>'
    return f'<p class="figure wide diagram">{drawn}</p>'


def live(text):
    """動かせる図（live.js）と、その数と、初めの値：「valley {"rate": 0.2}」。"""
    name, _, start = text.partition(" ")
    given = html.escape(json.dumps(NUMBERS[name]()))
    data = f'data-live="{name}" data-given="{given}" data-start="{html.escape(start or "{}")}"'
    return f'<div><div class="live" {data}></div></div>'
