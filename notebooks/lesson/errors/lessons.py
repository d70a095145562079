"""名前を作るのは、どのレッスンの、どの節のセルか。"""

import ast
import functools
import json
import os
import re
from pathlib import Path

from ..contents import outlines


@functools.lru_cache(maxsize=4)
def cells(here):
    """レッスンのコードのセル：[(レッスンの番号, 節, ソース)]。"""
    found = []
    for path in [*sorted(here.glob("0[1-9]_*.ipynb")), *outlines()]:
        number, section, count = path.name[1], "", 0
        try:
            notebook = json.loads(path.read_text(encoding="utf-8-sig"))["cells"]
            parts = [(cell["cell_type"] == "code", "".join(cell["source"])) for cell in notebook]
        except (OSError, ValueError, LookupError, TypeError, AttributeError):  # レッスンではないファイルなど
            continue
        for code, source in parts if parts and re.match(rf"#\D*{number}\b", parts[0][1]) else []:
            heading = re.match(r"#+ (?:(\d\.\d)|やってみよう)", source)
            if heading and not code:
                section = f"{heading[1]}節" if heading[1] else "「やってみよう」"
            count += code
            start = "最初" if count == 1 else f"上から{count}番目のコード"
            found += [(number, section or start, source)] * code
    return found


def stored(source):
    """セル source が作る名前と、その行：{名前: 行}。関数の中だけの名前は除く。"""
    try:
        parts = ast.parse(re.sub(r"^[ \t]*[%!].*", "", source, flags=re.M)).body
    except SyntaxError:  # 書き換えられたセル
        return {}
    names = {}
    for part in parts:
        for node in [part] if isinstance(part, ast.FunctionDef) else ast.walk(part):
            name = isinstance(getattr(node, "ctx", None), ast.Store) and getattr(node, "id", "")
            name = getattr(node, "asname", None) or getattr(node, "name", name)
            names.setdefault(name or "", getattr(node, "lineno", 0))
    return names


@functools.lru_cache(maxsize=4)
def made_names(here):
    """{レッスンの番号: {名前: 節}}。"""
    names = {}
    for number, section, source in cells(here):
        for name in stored(source):
            names.setdefault(number, {}).setdefault(name, section)
    return names


def open_lesson(space):
    """開いているレッスンの番号。分からなければ ""。"""
    path = os.environ.get("JPY_SESSION_NAME") or str(space.get("__vsc_ipynb_file__", ""))
    return "".join(re.findall(r"^0([1-9])_", Path(path).name))
