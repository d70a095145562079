"""指導の手引き guide.md の、ほかから決まる所を書き直す： python teacher/guide.py

確認問題の答えはレッスンから、練習の答えは teacher/answers/ から、スライドの番号は teacher/slides/ から作る。
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "notebooks")]
from slides.build import read_slides  # noqa: E402
from slides.live import cells_of  # noqa: E402
from slides.minutes import GUIDE, covers  # noqa: E402

ANSWER = re.compile(r"\*\*(問\d)\*\*　(?:（(▲)）)?.*?<summary>答え</summary>\s*(.*?)\s*</details>", re.S)


def answers(lesson):
    """確認問題の答えと、練習の解答例。"""
    text = "\n".join(cell["source"] for cell in cells_of(f"0{lesson}").values())
    checks = ANSWER.findall(text.partition("## 確認問題")[2])
    told = [f"- {name}{' ▲' if hard else ''}：{text.replace(chr(10), '')}" for name, hard, text in checks]
    sheet = (HERE / f"answers/0{lesson}.py").read_text(encoding="utf-8")
    _, *parts = re.split(r"^# %% l\d-ex(\d)\n", sheet, flags=re.MULTILINE)
    exercises = []
    for number, code in zip(parts[::2], parts[1::2]):
        lines = re.findall(r"^ *(?!#)(\S.*?)(?: +#.*)?$", code, flags=re.MULTILINE)
        lines = lines if len(lines) <= 4 else [f"teacher/answers/0{lesson}.py"]
        told_code = "、".join(f"`{line}`" for line in lines)
        exercises.append(f"{lesson}-{number} {told_code}")
    told.append(f"- 練習の解答例：{'　／　'.join(exercises)}")
    return "**確認問題の答え**\n\n" + "\n".join(told) + "\n"


def with_numbers(page, lesson):
    """学習指導案の表の「スライド」の列に、その行が扱うスライドの番号を入れる。"""
    path = next((HERE / "slides").glob(f"0{lesson}_*.md"))
    labels = [label for label, *_ in read_slides(path)]

    def row(found):
        shown = [
            k
            for k, label in enumerate(labels, 1)
            if covers(f"{lesson} {found[2]}".partition("：")[0], lesson, label)
        ]
        numbers = f"{shown[0]}–{shown[-1]}" if len(shown) > 1 else f"{shown[0]}" if shown else "–"
        return f"| {found[1]} | {found[2]} | {numbers} |"

    return re.sub(r"^\| (\d+–\d+) \| ([^|]*) \|[^|]*\|", row, page, flags=re.MULTILINE)


def filled_in(guide):
    """手引きの文章に、答えとスライドの番号を入れたもの。"""

    def page(found):
        kept = re.sub(r"(<!-- 答え \d -->\n).*?(?=<!-- /答え -->)", r"\1", found[0], flags=re.DOTALL)
        kept = kept.replace("<!-- /答え -->", answers(found[1]) + "<!-- /答え -->")
        return with_numbers(kept, found[1])

    return re.sub(r"^## レッスン(\d).*?(?=^## )", page, guide, flags=re.DOTALL | re.MULTILINE)


if __name__ == "__main__":
    GUIDE.write_bytes(filled_in(GUIDE.read_text(encoding="utf-8")).encode("utf-8"))
