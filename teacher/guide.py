"""指導の手引き guide.md の、ほかから決まる所を書き直す： python teacher/guide.py

確認問題の答えはレッスンから、練習の答えは teacher/answers/ から、スライドの番号は teacher/slides/ から作る。
"""

import re
from pathlib import Path

from slides.build import GUIDE, read_slides
from slides.live import cells_of

HERE = Path(__file__).resolve().parent
ANSWER = re.compile(r"\*\*(問\d)\*\*　(?:（(▲)）)?.*?<summary>答え</summary>\s*(.*?)\s*</details>", re.S)


def answers(lesson):
    """確認問題の答えと、練習の解答例。"""
    text = "\n".join(cell["source"] for cell in cells_of(f"0{lesson}").values())
    told = "**確認問題の答え**\n\n"
    for name, hard, answer in ANSWER.findall(text.partition("## 確認問題")[2]):
        told += f"- {name}{' ▲' if hard else ''}：{answer.replace(chr(10), '')}\n"
    path, exercises = f"teacher/answers/0{lesson}.py", []
    sheet = (HERE.parent / path).read_text(encoding="utf-8")
    for number, code in re.findall(r"^# %% l\d-ex(\d)\n((?:.*\n)*?)(?=# %%|\Z)", sheet, flags=re.M):
        lines = re.findall(r"^ *(?!#)(\S.*?)(?: +#.*)?$", code, flags=re.MULTILINE)
        lines = lines if len(lines) <= 4 else [path]
        exercises.append(f"{lesson}-{number} " + "、".join(f"`{line}`" for line in lines))
    return f"{told}- 練習の解答例：{'　／　'.join(exercises)}\n"


def with_numbers(page, lesson):
    """学習指導案の表の「スライド」の列に、その行の最初の節から、次の行の前までの番号を入れる。"""
    slides = read_slides(next((HERE / "slides").glob(f"0{lesson}_*.md")))
    firsts = {}  # {見出しの最初の3字（「1.1」「やって」など）: 最初のスライドの番号}
    for number, (heading, _) in enumerate(slides, 1):
        firsts.setdefault((heading or "はじめ")[:3], number)
    rows = re.compile(r"^\| (\d+–\d+) \| ((...)[^|]*) \|[^|]*\|", flags=re.MULTILINE)
    starts = [firsts[key] for _, _, key in rows.findall(page) if key in firsts] + [len(slides) + 1]

    def row(found):
        first = firsts.get(found[3], 0)
        last = min(start for start in starts if start > first) - 1
        numbers = f"{first}–{last}" if first < last else f"{first}"
        return f"| {found[1]} | {found[2]} | {numbers if first else '–'} |"

    return rows.sub(row, page)


def filled_in(guide):
    """手引きの文章に、答えとスライドの番号を入れたもの。"""

    def page(found):
        before, mark, after = re.split(r"(<!-- 答え \d -->\n).*(?=<!-- /答え -->)", found[0], flags=re.DOTALL)
        return with_numbers(before, found[1]) + mark + answers(found[1]) + after

    return re.sub(r"^## レッスン(\d).*?(?=^## )", page, guide, flags=re.DOTALL | re.MULTILINE)


if __name__ == "__main__":
    GUIDE.write_text(filled_in(GUIDE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
