"""授業で映すスライドを作る： python teacher/hand_out.py slides

スライドの文章（このフォルダーの 01_numpy_basics.md など）と、同じ名前のノートブックから、レッスンごとに1つの
HTMLファイルと、PDFを作る。書き方は teacher/guide.md の「付録：スライドの書き方」にある。
"""

import html
import re
import sys
from importlib.resources import files
from pathlib import Path

from page import page, school_html
from publish.pdf import print_pdfs
from pygments.formatters import HtmlFormatter
from slides import pieces
from slides.live import cells_of, run_lesson

HERE = Path(__file__).resolve().parent
GUIDE = HERE.parent / "guide.md"
REVEAL = files("pyreveal") / "revealjs" / "dist"
STEP = "<p>+++</p>"  # 文章の +++ の行：ここから下は、次の操作で出す
ANSWER = re.compile(r"<details><summary>答え</summary>(.*?)</details>", re.DOTALL)
DRAWN = (pieces.flow, pieces.boxes, pieces.perceptron, pieces.curves, pieces.live)


def text_html(text):
    """文章。折りたたまれた「答え」は、次の操作で出す。予想と問いには、配布用のPDFにも出す印を付ける。"""
    text = ANSWER.sub(r"\n\n+++\n\n<div class='answer'>\n\n\1\n\n</div>\n\n", text)
    return re.sub("<strong>(?=予想|問|練習)", '<strong class="ask">', pieces.to_html(text))


def cell_html(lesson, name, rest):
    """ノートブックのセルか、その一部。ないものは LookupError か ValueError。"""
    cell = cells_of(lesson)[name]
    part, *marks = [text.strip() for text in f" {rest}".split(" > ")]
    if cell["cell_type"] == "markdown":
        return text_html(pieces.text_part(cell["source"], part))
    if part == "losses":
        return STEP + pieces.losses(run_lesson(lesson, name)[1][name])
    if any(mark not in cell["source"] for mark in marks) or (part != "code" and not cell["outputs"]):
        raise LookupError(rest)
    code = pieces.code_html(cell, marks)
    outputs = STEP + "".join(map(pieces.output_html, cell["outputs"]))
    return {"": code + outputs, "code": code, "output": outputs}[part]


def directive_html(text, lesson):
    """{{…}} の1つ：図か、ノートブックのセル。"""
    name, _, rest = text.partition(" ")
    drawn = {draw.__name__: draw for draw in DRAWN}
    return drawn[name](rest) if name in drawn else cell_html(lesson, name, rest)


def slide_html(text, lesson, where):
    """1枚のスライドの HTML。where は左下に出す言葉。"""
    text, _, notes = text.strip().partition("\nNote:\n")
    title, _, text = text.partition("\n")
    shown = ""
    for k, piece in enumerate(re.split(r"^\{\{(.*)\}\}$", text, flags=re.MULTILINE)):
        try:
            shown += directive_html(piece, lesson) if k % 2 else text_html(piece)
        except (LookupError, ValueError):
            sys.exit(f"スライド {where}：{{{{{piece}}}}} を作れません。idと書き方を見直しましょう。")
    first, *steps = shown.split(STEP)
    steps = [f'<div class="fragment">{step}</div>' for step in steps if step.strip()]
    named = re.findall(r"^\{\{([\w-]+)", text, flags=re.MULTILINE)
    numbers = [cells_of(lesson).get(name, {}).get("execution_count") for name in named]
    where += "".join(f"　セル [{number}]" for number in dict.fromkeys(filter(None, numbers)))
    return (
        f'<section><div class="page">{pieces.to_html(title)}'
        f'<div class="body">{first}{"".join(steps)}</div></div>'
        f'<p class="where">{html.escape(where)}</p>'
        f'<aside class="notes">{pieces.to_html(notes)}</aside></section>'
    )


def read_slides(path):
    """1つのファイルの [(見出し, [1枚, その下のくわしい1枚, …]), …]。見出しのない1枚は、前の続き。"""
    heading, found = "", []
    for column in re.split(r"^---$", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        title = re.match(r"\s*## (.*)", column)
        heading = title[1].replace("`", "") if title else heading
        found.append((heading, re.split(r"^--$", column, flags=re.MULTILINE)))
    return found


def seconds(lesson):
    """{スライドの番号: 使う秒}。手引きの表の行の時間を、その行のスライドで等分する。"""
    table = GUIDE.read_text(encoding="utf-8").split(f"\n## レッスン{lesson}")[1].split("\n## ")[0]
    found = {}
    row = r"^\| (\d+)–(\d+) \|[^|]*\| (\d+)–?(\d*) \|"
    for start, end, first, last in re.findall(row, table, flags=re.MULTILINE):
        numbers = range(int(first), int(last or first) + 1)
        found |= {number: 60 * (int(end) - int(start)) / len(numbers) for number in numbers}
    return found


def deck_html(path):
    """1つのファイルの全部のスライド。"""
    slides, lesson, shown = read_slides(path), path.stem[1], ""
    times = seconds(lesson)
    for number, (heading, column) in enumerate(slides, 1):
        where = f"{number} / {len(slides)}　ノートブック　{heading or f'レッスン{lesson}'}"
        parts = [slide_html(text, f"0{lesson}", where) for text in column]
        shown += f'<section data-timing="{times.get(number, 0)}">{"".join(parts)}</section>\n'
    return shown.replace('<p class="where">', f'<p class="school">{school_html()}</p><p class="where">', 1)


def deck_page(slides, kind=""):
    """スライドのHTMLファイル。印刷するもの（kind が print か print handout）には、reveal.js を入れない。"""
    styles, scripts = [HERE / "slides.css", HERE / "live.css"], [HERE / "live.js", HERE / "deck.js"]
    if not kind:
        styles, scripts = [REVEAL / "reveal.css", *styles], [REVEAL / "reveal.js", *scripts]
    css, js = ("\n".join(path.read_text(encoding="utf-8") for path in paths) for paths in (styles, scripts))
    css = HtmlFormatter().get_style_defs(".code") + css
    title = re.search("<h1>(.*?)</h1>", slides)[1]
    body = f'<div class="reveal {kind}"><div class="slides">{slides}</div></div><script>{js}</script>'
    return page(title, css, body, kind)


def write_decks(folder):
    """slides/：すべてのスライドのHTMLと、そのPDFと、答えのない配布用のPDF。"""
    folder.mkdir(parents=True, exist_ok=True)
    printed = {}
    for path in sorted(HERE.glob("0*.md")):
        slides, made = deck_html(path), folder / path.stem
        Path(f"{made}.html").write_text(deck_page(slides), encoding="utf-8", newline="\n")
        printed[f"{made}.pdf"] = deck_page(slides, "print")
        printed[f"{made}_配布用.pdf"] = deck_page(slides, "print handout")
    print_pdfs(printed)
