"""授業で映すスライドを作る： python teacher/slides/build.py [フォルダー]

スライドの文章（このフォルダーの 01_numpy_basics.md など）と、同じ名前のノートブックから、レッスンごとに1つの
HTMLファイルを作る。書き方は teacher/guide.md の「スライドを直す」にある。ここでは何も計算し直さない。
"""

import base64
import html
import json
import re
import sys
from importlib.resources import files
from pathlib import Path
from string import Template

import mistune
from latex2mathml.converter import convert
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REVEAL = files("pyreveal") / "revealjs" / "dist"

DIRECTIVE = re.compile(r"^\{\{([^}]*)\}\}$", re.MULTILINE)
MATH = re.compile(r"(`[^`\n]*`)|\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
DETAILS = re.compile(r"<details><summary>(.*?)</summary>(.*?)</details>", re.DOTALL)
ANSWER = re.compile(r"<details><summary>答え</summary>(.*?)</details>", re.DOTALL)
PARTS = {"table": r"(?:^\|.*\n?)+", "formula": r"\$\$(?s:.+?)\$\$", "picture": r"!\[[^\]]*\]\([^)]*\)"}


class Renderer(mistune.HTMLRenderer):
    def image(self, text, url, title=None):
        """images/ の絵を、文章の中に入れる。"""
        data = base64.b64encode((ROOT / "images" / Path(url).name).read_bytes()).decode("ascii")
        return f'<img alt="{html.escape(text)}" src="data:image/png;base64,{data}">'

    def link(self, text, url, title=None):
        """ノートブックは、スライドからは開けない。文字だけにする。"""
        return super().link(text, url, title) if url.startswith("http") else text


markdown = mistune.create_markdown(renderer=Renderer(escape=False), plugins=["table"])


def to_html(text):
    """マークダウンをHTMLにする。$…$ と $$…$$ は、ブラウザーがそのまま表示できるMathMLにする。"""

    def mathml(found):
        code, block, inline = found.groups()
        return code or convert(block or inline, display="block" if block else "inline")

    return markdown(MATH.sub(mathml, text))


def as_notes(text):
    """発表者ノートにする文章。折りたたみは開き、絵と「予想」は除いて、見出しは太字にする。"""
    text = re.sub(PARTS["picture"] + r"|^\*\*予想\*\*(?s:.*?)(?=^\*\*|\Z)", "", text, flags=re.MULTILINE)
    return re.sub(r"^#+ (.*)$", r"**\1**", DETAILS.sub(r"**\1**\2", text), flags=re.MULTILINE)


def part_of_text(source, part):
    """本文のセルから、見出しを除いた全体か、part で選んだ一部を取り出す。"""
    if not part:
        return re.sub(r"\A(?:#+ .*\n+)*", "", source)
    kind, _, number = part.partition(" ")
    if kind in PARTS and (number or "1").isdigit():
        return "".join(re.findall(PARTS[kind], source, flags=re.MULTILINE)[int(number or 1) - 1 :][:1])
    name = re.escape(part)
    start = rf"^(?:#+ {name}.*\n|(?=\*\*{name})|(?=<details><summary>{name}))"
    found = re.search(start + r"(?s:(.+?))(?=^#|^\*\*|\Z)", source, flags=re.MULTILINE)
    return found[1] if found else ""


def output_html(output):
    """結果は、次の操作で出るようにする。図があれば図だけ、エラーはいちばん下の行だけを映す。"""
    data = output.get("data", {})
    picture = re.search(r"<img [^>]*>", "".join(data.get("text/html", "")))
    if picture:
        alt, source = (re.search(rf'{name}="([^"]*)"', picture[0])[1] for name in ("alt", "src"))
        return f'<div class="fragment figure"><img alt="{alt}" src="{source}"></div>'
    if output["output_type"] == "error":
        return f'<pre class="fragment error">{html.escape(output["ename"] + ": " + output["evalue"])}</pre>'
    text = "".join(output.get("text") or data["text/plain"])
    return f'<pre class="fragment output">{html.escape(text)}</pre>'


def part_of_code(cell, part):
    """コードのセルの HTML。part が空ならコードと結果、"code" か "output" なら、その一方。"""
    source = highlight("".join(cell["source"]), PythonLexer(), HtmlFormatter())
    code = f'<div class="code"><span class="prompt">[{cell["execution_count"]}]</span>{source}</div>'
    results = "".join(output_html(output) for output in cell["outputs"])
    return {"": results and code + results, "code": code, "output": results}.get(part, "")


def find(directive, cells, place):
    """{{…}} が指す (本文の文章, コードのセルのHTML) の、どちらか。なければ、知らせて止まる。"""
    name, _, part = directive.strip().partition(" ")
    if name not in cells:
        sys.exit(f"{place}：{{{{{directive}}}}} … このidのセルは、ノートブックにありません。")
    is_code = cells[name]["cell_type"] == "code"
    found = part_of_code(cells[name], part) if is_code else part_of_text("".join(cells[name]["source"]), part)
    if not found.strip():
        sys.exit(f"{place}：{{{{{directive}}}}} … このセルに「{part or '保存された出力'}」がありません。")
    return ("", found) if is_code else (found, "")


def slide_html(slide, where, cells, place):
    """1枚のスライド。折りたたみのうち「答え」は次の操作で出るようにし、ほかはノートに移す。"""
    body, _, notes = slide.partition("\nNote:\n")
    notes = DIRECTIVE.sub(lambda found: find(found[1], cells, place)[0], notes)
    shown, end = "", ""
    for piece in re.split(r"^(\+\+\+|\{\{[^}]*\}\})$", body, flags=re.MULTILINE):
        text, code = find(piece.strip("{}"), cells, place) if piece.startswith("{{") else (piece, "")
        if piece == "+++":
            text, code, end = "", end + '<div class="fragment">', "</div>"
        text = ANSWER.sub(r'<div class="fragment answer">\1</div>', text)
        notes += "".join(f"\n\n{details[0]}" for details in DETAILS.finditer(text))
        shown += to_html(DETAILS.sub("", text)) + code
    return (
        f'<section>{shown}{end}<p class="where">ノートブック　{html.escape(where)}</p>'
        f'<aside class="notes">{to_html(as_notes(notes))}</aside></section>'
    )


def deck_html(path):
    """1つのファイルの、題と、全部のスライド。見出し「# 」か「## 」で始まる1枚は右へ、ほかは下へ進む。"""
    deck = re.sub(r"[ \t]+$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    notebook = json.loads((ROOT / "notebooks" / f"{path.stem}.ipynb").read_text(encoding="utf-8"))
    cells, shown, where = {cell["id"]: cell for cell in notebook["cells"]}, "", ""
    for number, slide in enumerate(re.split(r"^---$", deck, flags=re.MULTILINE), 1):
        heading = re.match(r"\s*##? (.*)", slide)
        if heading:
            where = heading[1].replace("`", "")
            shown += "</section>\n<section>" if shown else "<section>"
        shown += slide_html(slide, where, cells, f"{path.name} の {number} 枚目（{where}）を作れません")
    return deck.splitlines()[0].lstrip("# "), f"{shown}</section>"


def build(folder):
    """すべてのスライドを folder に作り、ファイルのリストを返す。"""
    page = Template((HERE / "template.html").read_text(encoding="utf-8"))
    parts = {
        "css": HERE / "slides.css",
        "reveal_css": REVEAL / "reveal.css",
        "reveal_js": REVEAL / "reveal.js",
        "notes_js": REVEAL / "plugin/notes.js",
    }
    parts = {name: path.read_text(encoding="utf-8") for name, path in parts.items()}
    folder.mkdir(parents=True, exist_ok=True)
    made = {folder / f"{path.stem}.html": deck_html(path) for path in sorted(HERE.glob("*.md"))}
    for path, (title, slides) in made.items():
        path.write_bytes(page.substitute(parts, title=title, slides=slides).encode("utf-8"))
    return list(made)


if __name__ == "__main__":
    print(*build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "build"), sep="\n")
