"""時間の配分：guide.md の表から、スライド1枚に使う秒を決める。分を書くのは、あの表だけ。"""

import re
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[1] / "guide.md"


def rows(plan):
    """計画（6×50、2×90、1×90）の表の行：[(分, 「1 1.1–1.3 …」のような、レッスンの番号と扱う節), …]。"""
    number, minutes = plan.split("×")
    title = r"レッスン(\d)" if plan == "6×50" else f"{minutes}分×{number}回()"
    pages = re.findall(
        rf"^## {title}(.*?)(?=^## )", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return [
        (int(end) - int(start), f"{lesson} {what}".partition("：")[0])
        for lesson, page in pages
        for start, end, what in re.findall(r"^\| (\d+)–(\d+) \| ([^|]*) \|", page, re.MULTILINE)
    ]


def covers(what, lesson, label):
    """表の行が、レッスンの label（「1.2」「やってみよう」など）を扱うか。"""
    if not label[0].isdigit():
        return f"{lesson} {label}" in what
    ranges = re.findall(r"(\d\.\d)(?:–(\d\.\d))?", what)
    return any(first <= label <= (last or first) for first, last in ranges)


def seconds(plan, lesson, labels):
    """1枚ずつの秒。行の時間を、その行が扱うレッスンとスライドで等分する。どの行も扱わなければ0。"""
    found = [0.0] * len(labels)
    for minutes, what in rows(plan):
        lessons = len(set(re.findall(r"(?<![\d.])([1-7])(?:\.\d| )", what))) or 1  # 確認問題は2つのことがある
        inside = [k for k, label in enumerate(labels) if covers(what, lesson, label)]
        for k in inside:
            found[k] += 60 * minutes / lessons / len(inside)
    return found
