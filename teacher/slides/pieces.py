"""スライドの部分：本文の一部、コード、結果、流れ図、配列の箱を、HTMLにする。"""

import base64
import html
import json
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import mistune
from latex2mathml.converter import convert
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = 72  # コードの1行。日本語の文字は2つに数える
WIDE = 1.9  # 横が縦のこの倍数より長い図は、横いっぱいに置く

MATH = re.compile(r"(`[^`\n]*`)|\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
PARTS = {"table": r"(?:^\|.*\n?)+", "formula": r"\$\$(?s:.+?)\$\$", "picture": r"!\[[^\]]*\]\([^)]*\)"}

# 重み w、バイアス b、予測 ŷ は、式でもコードでも絵でも同じ色にする（slides.css の --w、--b、--y）
IN_MATH = {
    "w": re.compile(r"<mi>([wW])</mi>"),
    "b": re.compile(r"<mi>(b)</mi>"),
    "y": re.compile(r'<mover accent="true">(.*?</mover>)'),
}
IN_CODE = {
    "w": re.compile(r"(?:d_|second_)?weights?\w*|[wW]\d?"),
    "b": re.compile(r"(?:d_)?bias\w*|b\d?"),
    "y": re.compile(r"y_pred\w*|y_bad"),
}


class Renderer(mistune.HTMLRenderer):
    def image(self, text, url, title=None):
        """images/ の絵を、文章の中に入れる。"""
        data = base64.b64encode((ROOT / "images" / Path(url).name).read_bytes()).decode("ascii")
        return f'<img alt="{html.escape(text)}" src="data:image/png;base64,{data}">'

    def link(self, text, url, title=None):
        """ノートブックは、スライドからは開けない。文字だけにする。"""
        return super().link(text, url, title) if url.startswith("http") else text


markdown = mistune.create_markdown(renderer=Renderer(escape=False), plugins=["table"])


def formula(latex, display):
    """式を、ブラウザーがそのまま表示できるMathMLにする。display は "block" か "inline"。"""
    made = convert(latex, display=display)
    for role, pattern in IN_MATH.items():
        made = pattern.sub(lambda m, role=role: m[0].replace(">", f' class="{role}">', 1), made)
    return made


def mathml(found):
    """$…$ と $$…$$ をMathMLにする。`…` の中は、そのまま返す。"""
    code, block, inline = found.groups()
    return code or formula(block or inline, "block" if block else "inline")


def to_html(text):
    """マークダウンをHTMLにする。"""
    return markdown(MATH.sub(mathml, text))


def figure(picture):
    """図を置く場所。横長なら wide。picture は <img …> で、PNGかSVG。"""
    return f'<div class="figure{" wide" if ratio(picture) > WIDE else ""}">{picture}</div>'


def ratio(picture):
    """図の横の長さ÷縦の長さ。"""
    png = re.search(r'src="data:image/png;base64,([^"]*)', picture)
    if png:
        head = base64.b64decode(png[1][:64])
        return int.from_bytes(head[16:20], "big") / int.from_bytes(head[20:24], "big")
    width, height = re.search(r"""viewBox=["']\S+ \S+ (\S+) ([^"']+)""", unquote(picture)).groups()
    return float(width) / float(height)


def text_part(source, part):
    """本文のセルから、見出しを除いた全体か、part で選んだ一部を取り出す。なければ空。"""
    if not part:
        return re.sub(r"\A(?:#+ .*\n+)*", "", source)
    kind, _, number = part.partition(" ")
    if kind in PARTS and (number or "1").isdigit():
        return "".join(re.findall(PARTS[kind], source, flags=re.MULTILINE)[int(number or 1) - 1 :][:1])
    name = re.escape(part)
    start = rf"^(?:#+ {name}.*\n|(?=\*\*{name})|(?=<details><summary>{name}))"
    found = re.search(start + r"(?s:(.+?))(?=^#|^\*\*|\Z)", source, flags=re.MULTILINE)
    return found[1] if found else ""


def columns(text):
    """等幅の文字での幅。日本語の文字は2つに数える。"""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def break_line(line):
    """72桁を超える行を、かっこの中のコンマの後で2行にする。続きは、開いたかっこの中にそろえる。"""
    if columns(line) <= COLUMNS:
        return line
    opened, cuts = [], []
    for k, sign in enumerate(line):
        if sign in "([{":
            opened.append(k + 1)
        elif sign in ")]}":
            opened.pop()
        elif opened and line[k - 1 : k + 1] == ", " and columns(line[:k]) <= COLUMNS:
            cuts.append((k, opened[-1]))
    if not cuts:
        raise ValueError(f"{COLUMNS}桁に収まりません：{line}")
    end, indent = cuts[-1]
    return line[:end] + "\n" + break_line(" " * indent + line[end + 1 :])


def color_names(line):
    """重み、バイアス、予測の名前に、その色の印を付ける。"""

    def color(found):
        name = html.unescape(found[2]).strip("\"'")
        roles = [role for role, pattern in IN_CODE.items() if pattern.fullmatch(name)]
        return found[0].replace('class="', f'class="{roles[0]} ') if roles else found[0]

    return re.sub(r'<span class="(n|s2)">([^<]*)</span>', color, line)


def code_html(cell, marks=(), step=0):
    """コード。marks の言葉を含む行に印を付ける。1つなら最初から、いくつかなら step から順に移る。"""
    source = "\n".join(map(break_line, cell["source"].split("\n")))
    shown = highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).rstrip("\n").split("\n")
    lines = []
    for plain, line in zip(source.split("\n"), shown):
        kind = "line"
        for k, mark in enumerate(marks):
            if mark in plain:
                moves = f' fragment custom" data-fragment-index="{step + k}' if len(marks) > 1 else ""
                kind = f"line mark{moves}"
        lines.append(f'<span class="{kind}">{color_names(line)}</span>')
    number = cell["execution_count"]
    return (
        f'<div class="code"><span class="prompt">[{number}]</span>'
        f'<pre class="{size(source)}">{"<br>".join(lines)}</pre></div>'
    )


def size(text):
    """短いコードと結果は、後ろの席からも読めるように大きくする。"""
    lines = text.split("\n")
    return "large" if len(lines) <= 9 and max(map(columns, lines)) <= 56 else ""


def output_html(output):
    """セルの結果。図があれば図だけ、エラーはいちばん下の行だけを映す。"""
    data = output.get("data", {})
    picture = re.search(r"<img [^>]*>", data.get("text/html", ""))
    if picture:
        alt, source = (re.search(rf'{name}="([^"]*)"', picture[0])[1] for name in ("alt", "src"))
        return figure(f'<img alt="{alt}" src="{source}">')
    if output["output_type"] == "error":
        return f'<pre class="error">{html.escape(output["ename"] + ": " + output["evalue"])}</pre>'
    text = (output.get("text") or data["text/plain"]).rstrip()
    return f'<pre class="output {size(text)}">{html.escape(text)}</pre>'


def series(outputs):
    """表示された「エポック 100  損失 0.25」の並び：[(名前, [(エポック, 損失), …]), …]。"""
    found, name = [], ""
    for line in "".join(output.get("text", "") for output in outputs).splitlines():
        row = re.fullmatch(r"エポック +(\d+)  損失 ([\d.]+)", line)
        if row and row[1] == "1":
            found.append((name, []))
        if row:
            found[-1][1].append((int(row[1]), row[2]))
        name = "" if row else line
    return found


def losses(outputs):
    """表示された損失を、折れ線の図にする。点は表示された値で、最初と最後の値を書く。"""
    found = series(outputs)
    first, (last, _) = found[0][1][0][1], found[0][1][-1]
    top = max(float(loss) for _, points in found for _, loss in points)
    drawn = told = ""
    for (name, points), (color, dash) in zip(found, (("#0072b2", ""), ("#d55e00", "14 8"))):
        at = [
            (f"{150 + 460 * epoch / last:.0f}", f"{340 - 280 * float(loss) / top:.0f}")
            for epoch, loss in points
        ]
        line = " ".join(map(",".join, at))
        drawn += f'<polyline points="{line}" fill="none" stroke="{color}" stroke-dasharray="{dash}"/>'
        drawn += "".join(f'<circle cx="{x}" cy="{y}" r="7" fill="{color}"/>' for x, y in at)
        drawn += f'<text x="626" y="{int(at[-1][1]) + 8}" fill="{color}">{points[-1][1]} {name}</text>'
        told += f"{name} エポック1で{points[0][1]}、エポック{last}で{points[-1][1]}。"
    return (
        '<div class="figure wide"><svg class="losses" viewBox="0 0 1000 400" role="img" '
        f'aria-label="表示された損失を結んだ折れ線。{told}">'
        f'<path d="M150 20 V340 H640" fill="none" stroke="#1a1a1a"/>{drawn}'
        f'<text x="138" y="{350 - 280 * float(first) / top:.0f}" text-anchor="end">{first}</text>'
        f'<text x="138" y="350" text-anchor="end">0</text><text x="166" y="32">損失</text>'
        f'<text x="380" y="385" text-anchor="middle">エポック</text>'
        f'<text x="610" y="385" text-anchor="middle">{last}</text></svg></div>'
    )


def without_p(text):
    """1行のマークダウンを、段落にしないでHTMLにする。"""
    return re.sub(r"\A<p>|</p>\s*\Z", "", to_html(text))


def flow(text):
    """流れ図：「予測 → 損失 → *勾配 → 更新」。* の付いた箱を目立たせる。"""
    shown = []
    for item in text.split("→"):
        kind = ' class="now"' if item.strip().startswith("*") else ""
        shown.append(f"<span{kind}>{without_p(item.strip().lstrip('*'))}</span>")
    return f'<div class="flow">{"<i>→</i>".join(shown)}</div>'


def boxes(text):
    """配列の箱：「[[1, 2], [3, 4]] row 0 | → | [1, 2]」。row 0、col 1、cell 1 0 のところを目立たせる。"""
    shown = []
    for item in text.split(" | "):
        array = re.fullmatch(r"(\[.*\]) ?(\w+)? ?([\d ]*)", item.strip())
        shown.append(
            array_html(json.loads(array[1]), array[2], array[3].split()) if array else without_p(item)
        )
    return f'<div class="boxes">{"".join(f"<div>{part}</div>" for part in shown)}</div>'


def array_html(numbers, kind, at):
    """配列1つの箱と、その下の形状。軸が1つの配列は、横1列に描く。"""
    rows = numbers if isinstance(numbers[0], list) else [numbers]
    lines = ""
    for r, row in enumerate(rows):
        lines += "<tr>"
        for c, number in enumerate(row):
            place = {"row": [str(r)], "col": [str(c)], "cell": [str(r), str(c)]}.get(kind)
            lines += f'<td class="{"now" if place == at else ""}">{number}</td>'
    shape = (len(rows), len(rows[0])) if rows is numbers else (len(numbers),)
    return f"<table><caption><code>{shape}</code></caption>{lines}</table>"
