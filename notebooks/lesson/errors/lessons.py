"""名前を作るのは、どのレッスンの、どの節のセルか。"""

import functools
import json
import os
import re
import symtable
from pathlib import Path

from ..contents import lesson_files, originals

OUTLINES = Path(__file__).parents[1] / "outlines"  # 1つのファイルのノートブックが持つ、節の題とコード


@functools.lru_cache(maxsize=4)
def cells(here):
    """レッスンのコードのセル：[(レッスンの番号, 節, ソース)]。"""
    found = []
    for path in [*lesson_files(here), *(originals() or lesson_files(OUTLINES))]:
        section, count = "", 0
        try:
            notebook = json.loads(path.read_text(encoding="utf-8-sig"))["cells"]
            parts = [(cell["cell_type"] == "code", "".join(cell["source"])) for cell in notebook]
        except (OSError, ValueError, LookupError, TypeError):  # 壊れたファイル
            continue
        for code, source in parts:
            heading = re.match(r"#+ (?:(\d\.\d)|やってみよう)", source)
            if heading and not code:
                section = f"{heading[1]}節" if heading[1] else "「やってみよう」"
            count += code
            found += [(path.name[1], section or f"上から{count}番目のコード", source)] * code
    return found


def stored(source):
    """セル source が作る名前。関数の中だけの名前は除く。"""
    try:
        table = symtable.symtable(re.sub(r"^[ \t]*[%!].*", "", source, flags=re.M), "", "exec")
    except SyntaxError:  # 書き換えられたセル
        return []
    return [name.get_name() for name in table.get_symbols() if name.is_assigned() or name.is_imported()]


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
