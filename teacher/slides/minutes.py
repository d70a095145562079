"""時間の配分：guide.md の表から、スライド1枚に使う秒を決める。分を書くのは、あの表だけ。"""

import re
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[1] / "guide.md"


def rows(plan):
    """計画（6×50、2×90、1×90）の表の行：[(分, 扱う節など), …]。6×50では、行の前にレッスンの番号を足す。"""
    guide = GUIDE.read_text(encoding="utf-8")
    if plan != "6×50":
        number, minutes = plan.split("×")[0], plan.split("×")[1]
        part = guide.partition(f"\n## {minutes}分×{number}回")[2].partition("\n## ")[0]
        return read(part, r"^\| (\d+)–(\d+) \| [^|]* \| ([^|]*) \|", "")
    pages = re.findall(r"^## レッスン(\d)(.*?)(?=^## )", guide, flags=re.DOTALL | re.MULTILINE)
    found = [read(page, r"^\| (\d+)–(\d+) \| ([^|]*) \|", f"{lesson} ") for lesson, page in pages]
    return [row for page in found for row in page]


def read(text, pattern, before):
    """text の表の行：[(分, 前に before を付けた、扱う節など), …]。"""
    found = re.findall(pattern, text, flags=re.MULTILINE)
    return [(int(end) - int(start), before + what) for start, end, what in found]


def covers(what, lesson, label):
    """表の行（「1.1–1.3」「1 やってみよう」など）が、レッスンの label（「1.2」「やってみよう」など）を扱うか。"""
    if not label[0].isdigit():
        return f"{lesson} {label}" in what
    ranges = re.findall(r"(\d\.\d)(?:–(\d\.\d))?", what)
    return any(first <= label <= (last or first) for first, last in ranges)


def seconds(plan, lesson, labels):
    """1枚ずつの秒。行の時間を、その行が扱うスライドで等分する。どの行も扱わなければ0。"""
    found = [0.0] * len(labels)
    for minutes, what in rows(plan):
        minutes /= len(set(re.findall(r"(?<![\d.])([1-7])(?:\.\d| )", what))) or 1  # 2つのレッスンの確認問題など
        inside = [k for k, label in enumerate(labels) if covers(what, lesson, label)]
        for k in inside:
            found[k] += 60 * minutes / len(inside)
    return found
