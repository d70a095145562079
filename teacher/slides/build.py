"""授業で映すスライドを作る： python teacher/slides/build.py [フォルダー] [--plan 2x90] [--short] [--pdf]

スライドの文章（このフォルダーの 01_numpy_basics.md など）と、同じ名前のノートブックから、レッスンごとに1つの
HTMLファイルを作る。書き方は teacher/guide.md の「スライドを直す」にある。
"""

import argparse
import base64
import html
import json
import re
import sys
from importlib.resources import files
from pathlib import Path
from string import Template

import nbformat

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent), str(ROOT)]
from publish.pdf import print_pdf  # noqa: E402
from school import school  # noqa: E402
from slides.live import GIVEN  # noqa: E402
from slides.pieces import boxes, code_html, figure, flow, losses, output_html, series, text_part, to_html  # noqa: E402

REVEAL = files("pyreveal") / "revealjs" / "dist"
WITHOUT_REVEAL = {"reveal_css": "", "reveal_js": "", "notes_js": ""}  # 印刷には、スライドを並べるだけでよい
DIRECTIVE = re.compile(r"^(\+\+\+|\{\{.*\}\})$", re.MULTILINE)
ANSWER = re.compile(r"<details><summary>答え</summary>(.*?)</details>", re.DOTALL)
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
PICTURE = re.compile(r"^(!\[.*\]\(.*\))$", re.MULTILINE)


class Slide:
    """1枚のスライド。add で上から順に部分を足す。step は、足す部分が何回目の操作で出るか（0は最初から）。"""

    def __init__(self, cells, place):
        self.cells, self.place = cells, place
        self.parts, self.prompts, self.step = [], [], 0

    def add(self, part):
        fragment = f' fragment" data-fragment-index="{self.step}' if self.step else ""
        if part.strip():
            self.parts.append(f'<div class="part{fragment}">{part}</div>')

    def add_text(self, text):
        """文章と絵。折りたたまれた「答え」は次の操作で出し、ほかの折りたたみは出さない。"""
        for k, piece in enumerate(ANSWER.split(text)):
            self.step += k % 2
            for block in PICTURE.split(FOLDED.sub("", piece)):
                shown = to_html(block)
                if PICTURE.fullmatch(block):
                    shown = figure(re.search("<img.*>", shown)[0])
                self.add(f'<div class="answer">{shown}</div>' if k % 2 and shown.strip() else shown)

    def add_code(self, cell, part, marks):
        """コードと、次の操作で出す結果。印を付ける行がいくつかあれば、印も順に移す。"""
        self.prompts.append(f"[{cell['execution_count']}]")
        if part in ("", "code"):
            self.add(code_html(cell, marks, self.step + 1))
            self.step += len(marks) if len(marks) > 1 else 0
        if part != "code":
            self.step += 1
            shown = [losses(cell["outputs"])] if part == "losses" else map(output_html, cell["outputs"])
            for output in shown:
                self.add(output)

    def add_directive(self, directive):
        """{{…}} の1つ。"""
        name, _, rest = directive.strip().partition(" ")
        if name in ("flow", "boxes"):
            self.add(flow(rest) if name == "flow" else boxes(rest))
        elif name == "live" and rest in GIVEN:
            given = html.escape(json.dumps(GIVEN[rest]()))
            self.add(f'<div class="live" data-live="{rest}" data-given="{given}"></div>')
        else:
            self.add_cell(directive, name, *[text.strip() for text in f" {rest}".split(" > ")])

    def add_cell(self, directive, name, part, *marks):
        """ノートブックのセルか、その一部。なければ、知らせて止まる。"""
        cell = self.cells.get(name, {"cell_type": "", "source": ""})
        source = cell["source"]
        missing = [mark for mark in marks if mark not in source]
        if cell["cell_type"] == "code":
            shown = series(cell["outputs"]) if part == "losses" else cell["outputs"]
            found = part == "code" or (part in ("", "output", "losses") and shown)
        else:
            found = text_part(source, part).strip()
        if missing or not found:
            sys.exit(
                f"{self.place}：{{{{{directive}}}}} … ノートブックに、このidのセルか、その中の"
                f"「{(missing or [part or '保存された出力'])[0]}」がありません。"
            )
        if cell["cell_type"] == "code":
            self.add_code(cell, part, marks)
        else:
            self.add_text(found)

    def body(self):
        """図が1つと文章なら、図を左、文章を右に置く。横長の図と、図のないものは、上から下へ並べる。"""
        figures = [part for part in self.parts if '<div class="figure">' in part]
        if len(figures) != 1 or len(self.parts) == 1:
            return f'<div class="body">{"".join(self.parts)}</div>'
        rest = "".join(part for part in self.parts if part is not figures[0])
        return f'<div class="body two">{figures[0]}<div class="text">{rest}</div></div>'


def slide_html(text, where, cells, place, pace):
    """1枚のスライドの HTML。ノートの1行目の「2分」は、時計の秒にする（pace は1分の秒数）。"""
    body, _, notes = text.partition("\nNote:\n")
    title = re.match(r"\s*#{1,3} .*\n", body)
    title = title[0] if title else ""
    slide = Slide(cells, place)
    for piece in DIRECTIVE.split(body.removeprefix(title)):
        if piece == "+++":
            slide.step += 1
        elif piece.startswith("{{"):
            slide.add_directive(piece[2:-2])
        else:
            slide.add_text(piece)
    shown = slide.body()
    prompts = "".join(f"　セル {prompt}" for prompt in dict.fromkeys(slide.prompts))
    return (
        f'<section class="{kind(shown)}" data-timing="{round(minutes(notes) * pace)}">'
        f'<div class="page">{to_html(title)}{shown}</div>'
        f'<p class="where">ノートブック　{html.escape(where)}{prompts}</p>'
        f'<aside class="notes">{to_html(notes)}</aside></section>'
    )


def kind(shown):
    """文章だけの問いなら "ask"：大きく、中央に映す。"""
    others = r'<(?:img|pre|table|li)\b|class="(?:live|flow|boxes)'
    return "ask" if re.search("予想|問[1-3]", shown) and not re.search(others, shown) else ""


def minutes(notes):
    """ノートの1行目の分。"""
    return float(re.match(r"\s*(\d+(?:\.5)?)分", notes)[1])


def read_slides(path, short):
    """1つのファイルの [[1枚と、その下のくわしい1枚、…], …]。short なら、▲ の付いたものを除く。"""
    deck = re.sub(r"[ \t]+$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    columns = [
        re.split(r"^--$", column, flags=re.MULTILINE)
        for column in re.split(r"^---$", deck, flags=re.MULTILINE)
    ]
    kept = [
        [slide for slide in column if not (short and re.search(r"^Note:\n+.*▲", slide, flags=re.MULTILINE))]
        for column in columns
    ]
    return [column for column in kept if column]


def clock(slides, plan):
    """この計画でレッスンに使う分：最初の1枚のノートの「時計：50分（6×50）、…」から。なければ None。"""
    found = re.search(rf"^時計：.*?(\d+)分（{plan}）", slides[0][0], flags=re.MULTILINE)
    return int(found[1]) if found else None


def deck_html(path, plan="6×50"):
    """1つのファイルの（題、全部のスライド、時計の分）。この計画で使わないレッスンなら None。"""
    slides = read_slides(path, plan == "1×90")
    total = clock(slides, plan)
    if total is None:
        return None
    notebook = nbformat.read(ROOT / "notebooks" / f"{path.stem}.ipynb", as_version=4)
    cells, shown, where = {cell["id"]: cell for cell in notebook["cells"]}, "", ""
    pace = 60 * total / sum(minutes(slide.partition("\nNote:\n")[2]) for column in slides for slide in column)
    for number, column in enumerate(slides, 1):
        heading = re.match(r"\s*##? (.*)", column[0])
        where = heading[1].replace("`", "") if heading else where
        place = f"{path.name} の {number} 枚目（{where}）を作れません"
        parts = [slide_html(slide, where, cells, place, pace) for slide in column]
        shown += parts[0] if len(parts) == 1 else f"<section>{''.join(parts)}</section>"
    shown = shown.replace(
        '<div class="page">', f'<div class="page"><div class="school">{school_html()}</div>', 1
    )
    return slides[0][0].strip().splitlines()[0].lstrip("# "), shown, total


def build(folder, plan="6×50", pdf=False):
    """すべてのスライドを folder に作り、ファイルのリストを返す。pdf なら、同じ名前のPDFも作る。"""
    page = Template((HERE / "template.html").read_text(encoding="utf-8"))
    parts = {
        "css": HERE / "slides.css",
        "live_css": HERE / "live.css",
        "live_js": HERE / "live.js",
        "reveal_css": REVEAL / "reveal.css",
        "reveal_js": REVEAL / "reveal.js",
        "notes_js": REVEAL / "plugin/notes.js",
    }
    parts = {name: path.read_text(encoding="utf-8") for name, path in parts.items()}
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for path in sorted(HERE.glob("0*.md")):
        deck = deck_html(path, plan)
        if deck:
            title, slides, total = deck
            text = page.substitute(parts, title=title, slides=slides, seconds=total * 60)
            made.append(folder / f"{path.stem}.html")
            made[-1].write_bytes(text.encode("utf-8"))
            if pdf:
                plain = page.substitute({**parts, **WITHOUT_REVEAL}, title=title, slides=slides, seconds=0)
                print_pdf(plain, made[-1].with_suffix(".pdf"))
                made.append(made[-1].with_suffix(".pdf"))
    return made


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
    options.add_argument(
        "--plan", choices=["6x50", "2x90"], default="6x50", help="発表者ノートの時計を合わせる計画"
    )
    options.add_argument("--short", action="store_true", help="1コマ（1×90）の計画で省くスライドを除く")
    options.add_argument("--pdf", action="store_true", help="PDFも作る（ChromeかEdgeかChromiumを使う）")
    given = options.parse_args()
    plan = "1×90" if given.short else given.plan.replace("x", "×")
    print(*build(given.folder, plan, given.pdf), sep="\n")


if __name__ == "__main__":
    main()
