"""授業で映すスライドを作る： python teacher/slides/build.py [フォルダー] [--plan 2x90] [--pdf]

スライドの文章（このフォルダーの 01_numpy_basics.md など）と、同じ名前のノートブックから、レッスンごとに1つの
HTMLファイルを作る。書き方は teacher/guide.md の「付録：スライドの書き方」にある。
"""

import argparse
import base64
import functools
import html
import json
import re
import sys
from importlib.resources import files
from pathlib import Path
from string import Template

from pygments.formatters import HtmlFormatter

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent), str(ROOT), str(ROOT / "notebooks")]
from publish.pdf import print_pdfs  # noqa: E402
from school import school  # noqa: E402
from slides import pieces  # noqa: E402
from slides.live import NUMBERS, cells_of, run_lesson  # noqa: E402
from slides.minutes import seconds  # noqa: E402

REVEAL = files("pyreveal") / "revealjs" / "dist"
DIRECTIVE = re.compile(r"^(\+\+\+|\{\{.*\}\})$", re.MULTILINE)
ANSWER = re.compile(r"<details><summary>答え</summary>(.*?)</details>", re.DOTALL)
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
PICTURE = re.compile(r"^(!\[.*\]\(.*\))$", re.MULTILINE)
DRAWN = {"flow": pieces.flow, "boxes": pieces.boxes, "perceptron": pieces.perceptron, "curves": pieces.curves}


class Slide:
    """1枚のスライド。add で上から順に部分を足す。step は、足す部分が何回目の操作で出るか（0は最初から）。"""

    def __init__(self, cells, place):
        self.cells, self.place = cells, place
        self.parts, self.prompts, self.step = [], {}, 0

    def add(self, part):
        asks = " ask" if re.search(r"<strong>(予想|問|練習)", part) else ""
        fragment = f'{asks} fragment" data-fragment-index="{self.step}' if self.step else ""
        if part.strip():
            self.parts.append(f'<div class="part{fragment}">{part}</div>')

    def add_text(self, text):
        """文章と絵。折りたたまれた「答え」は次の操作で出し、ほかの折りたたみは出さない。"""
        for k, piece in enumerate(ANSWER.split(text)):
            self.step += k % 2
            for block in PICTURE.split(FOLDED.sub("", piece)):
                shown = pieces.to_html(block)
                if PICTURE.fullmatch(block):
                    shown = pieces.figure(re.search("<img.*>", shown)[0])
                self.add(f'<div class="answer">{shown}</div>' if k % 2 and shown.strip() else shown)

    def add_directive(self, directive):
        """{{…}} の1つ。"""
        name, _, rest = directive.partition(" ")
        picture, _, start = rest.partition(" ")
        if name in DRAWN:
            self.add(DRAWN[name](rest))
        elif name == "live" and picture in NUMBERS:
            given = html.escape(json.dumps(NUMBERS[picture]()))
            data = f'data-live="{picture}" data-given="{given}" data-start="{html.escape(start or "{}")}"'
            self.add(f'<div class="live" {data}></div>')
        else:
            part, *marks = [text.strip() for text in f" {rest}".split(" > ")]
            self.add_cell(self.cells.get(name, {"cell_type": "", "source": ""}), part, marks, directive)

    def add_cell(self, cell, part, marks, directive):
        """ノートブックのセルか、その一部。なければ、知らせて止まる。"""
        missing = [mark for mark in marks if mark not in cell["source"]]
        is_code, shows_output = cell["cell_type"] == "code", part in ("", "output")
        text = "" if is_code else pieces.text_part(cell["source"], part)
        trains = is_code and part.startswith("losses")
        curve = run_lesson(self.place[:2], cell["id"])[1][cell["id"]] if trains else []
        held = cell.get("outputs") if shows_output else part == "code" or curve
        if missing or not (held if is_code else text.strip()):
            wanted = (missing or [part or "保存された出力"])[0]
            told = "ノートブックに、このidのセルか、その中の"
            sys.exit(f"{self.place}：{{{{{directive}}}}} … {told}「{wanted}」がありません。")
        if not is_code:
            return self.add_text(text)
        self.prompts[f"　セル [{cell['execution_count']}]"] = None
        if part in ("", "code"):
            self.add(pieces.code_html(cell, marks, self.step + 1))
            self.step += len(marks) if len(marks) > 1 else 0
        self.step += part != "code"
        if curve:
            self.add(pieces.losses(curve, int(part[6:] or 3)))
        for output in cell["outputs"] if shows_output else ():
            self.add(pieces.output_html(output))

    def body(self):
        """図が1つと文章なら、図を左、文章を右に置く。横長の図と、図のないものは、上から下へ並べる。"""
        figures = [part for part in self.parts if '<div class="figure">' in part]
        if len(figures) != 1 or len(self.parts) == 1 or any("<pre" in part for part in self.parts):
            return f'<div class="body">{"".join(self.parts)}</div>'
        rest = "".join(part for part in self.parts if part is not figures[0])
        return f'<div class="body two">{figures[0]}<div class="text">{rest}</div></div>'


def slide_html(text, cells, place, where, seconds):
    """1枚のスライドの HTML。where は左下に出す言葉。"""
    body, _, notes = text.partition("\nNote:\n")
    title = re.match(r"\s*(?:#{1,3} .*\n)?", body)[0]
    slide = Slide(cells, place)
    for piece in DIRECTIVE.split(body.removeprefix(title)):
        if piece == "+++":
            slide.step += 1
        elif piece.startswith("{{"):
            slide.add_directive(piece[2:-2].strip())
        else:
            slide.add_text(piece)
    return (
        f'<section data-timing="{round(seconds)}">'
        f'<div class="page">{pieces.to_html(title)}{slide.body()}</div>'
        f'<p class="where">{html.escape(where)}{"".join(slide.prompts)}</p>'
        f'<aside class="notes">{pieces.to_html(notes)}</aside></section>'
    )


def read_slides(path):
    """1つのファイルの [(扱う節など, 見出し, [1枚, その下のくわしい1枚, …]), …]。"""
    deck = re.sub(r"[ \t]+$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    label, heading, found = "はじめ", "", []
    for column in re.split(r"^---$", deck, flags=re.MULTILINE):
        title = re.match(r"\s*## (.*)", column)
        if title:
            heading = title[1].replace("`", "")
            number = re.match(r"\d\.\d", heading)
            label = number[0] if number else heading if found and heading == "やってみよう" else label
            label = "確認問題" if heading.startswith(("確認問題", "できるように")) else label
        found.append((label, heading, re.split(r"^--$", column, flags=re.MULTILINE)))
    return found


def deck_html(path, plan="6×50"):
    """1つのファイルの全部のスライド。この計画で使わないレッスンなら空。1×90では、使わない節を除く。"""
    slides, lesson, shown = read_slides(path), path.stem[1], ""
    times = seconds(plan, lesson, [label for label, *_ in slides])
    used = [(*slide, time) for slide, time in zip(slides, times) if time or (any(times) and plan != "1×90")]
    for number, (_, heading, column, time) in enumerate(used, 1):
        place = f"{path.name} の {number} 枚目（{heading}）を作れません"
        where = f"{number} / {len(used)}　ノートブック　{heading or f'レッスン{lesson}'}"
        cells = cells_of(path.stem[:2])
        parts = [slide_html(text, cells, place, where, 0 if k else time) for k, text in enumerate(column)]
        shown += parts[0] if len(parts) == 1 else f"<section>{''.join(parts)}</section>"
    first = f'<div class="page"><div class="school">{school_html()}</div>'
    return shown.replace('<div class="page">', first, 1)


def write_decks(folder, plan="6×50", pdf=False):
    """すべてのスライドを folder に作り、そのリストを返す。pdf なら、PDFと、答えのない配布用のPDFも作る。"""
    read = {path.name: path.read_text(encoding="utf-8") for path in HERE.iterdir() if path.is_file()}
    reveal = {kind: (REVEAL / f"reveal.{kind}").read_text(encoding="utf-8") for kind in ("css", "js")}
    css = HtmlFormatter().get_style_defs(".code") + read["slides.css"] + read["live.css"]
    js = f"</script><script>{read['live.js']}</script><script>{read['deck.js']}"
    page = functools.partial(Template(read["template.html"]).substitute, css=reveal["css"] + css)
    decks = {path.stem: deck_html(path, plan) for path in sorted(HERE.glob("0*.md"))}
    decks = {name: slides for name, slides in decks.items() if slides}
    folder.mkdir(parents=True, exist_ok=True)
    for name, slides in decks.items():
        title = re.search("<h1>(.*?)</h1>", slides)[1]
        text = page(title=title, slides=slides, kind="", js=reveal["js"] + js)
        (folder / f"{name}.html").write_bytes(text.encode("utf-8"))
    if pdf:
        pages = {folder / f"{name}.pdf": slides for name, slides in decks.items()}
        pages |= {folder / f"{name}_配布用.pdf": "" for name in decks}  # deck.js が、同じ順に足す
        page = functools.partial(page, kind="print", css=css, js=js, title="")
        lengths = 2 * [slides.count("<section data-timing") for slides in decks.values()]
        print_pdfs(lambda slides: page(slides=slides), pages, lengths)
    return sorted(folder.glob("0*"))


def school_html():
    """最初の1枚の右下に出す、学校の名前、日付、ロゴ（teacher/school.ini）。"""
    given = school()
    logo = ""
    if given["logo"]:
        data = base64.b64encode(given["logo"].read_bytes()).decode("ascii")
        kind = {".svg": "svg+xml", ".jpg": "jpeg"}.get(given["logo"].suffix, given["logo"].suffix[1:])
        logo = f'<img alt="{html.escape(given["name"])}のロゴ" src="data:image/{kind};base64,{data}">'
    return logo + html.escape("　".join(filter(None, (given["name"], given["date"]))))


def main():
    """コマンドの引数を読み、作ったファイルの名前を表示する。"""
    options = argparse.ArgumentParser(description="授業で映すスライドを作る。")
    options.add_argument("folder", nargs="?", type=Path, default=HERE / "build", help="作る場所")
    options.add_argument("--plan", choices=["6x50", "2x90", "1x90"], default="6x50", help="時計の計画")
    options.add_argument("--pdf", action="store_true", help="PDFも作る（ChromeかEdgeかChromiumを使う）")
    given = options.parse_args()
    print(*write_decks(given.folder, given.plan.replace("x", "×"), given.pdf), sep="\n")


if __name__ == "__main__":
    main()
