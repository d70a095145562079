"""すべてのレッスンを実行し直し、同じ形にそろえて保存する： python teacher/refresh.py [レッスン ...]

本文と答え合わせのセルには鍵をかけ、学ぶ人が誤って書き換えたり消したりしないようにする。
書き換えるときは、先に鍵を外す： python teacher/refresh.py --unlock [レッスン ...]
節を動かしたり加えたり（見出しは「## 2.0 題」でよい）した後は、見出しの番号が並び順になり、「2.3節」のような
参照も、どのファイルでも自動で書き換わる。
"""

import os
import re
import sys
from collections import Counter
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from lesson.contents import exercise_cells, lesson_files

ROOT = Path(__file__).resolve().parents[1]
LESSONS = lesson_files(ROOT / "notebooks")
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LOCK = {"editable": False, "deletable": False}
KEPT = ("jupyter", "reason", "tags")  # ほかのセルのメタデータ（実行時刻など）は消す
HEADING = re.compile(r"(?<=## )\d\.\d(?= )")
SECTION = re.compile(rf"{HEADING.pattern}|\d\.\d(?=(?:–\d\.\d)?節)")
NAMING_SECTIONS = ("perceptron_helpers.py", "notebooks/**/*.py", "teacher/**/*.md", "tests/claims.txt")


def normalise(notebook):
    """環境や時刻によって変わるものを、ノートブックから取りのぞく。"""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    checks = [check for _, check in exercise_cells(notebook.cells).values()]
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in KEPT if key in cell.metadata}
        if cell.cell_type == "markdown" or cell in checks:
            cell.metadata.update(LOCK)
        for output in cell.get("outputs", []):  # 動く部品のidは毎回変わり、実行しなければ役に立たない
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
            output.update({"execution_count": cell.execution_count} if "execution_count" in output else {})
    return notebook


def execute(notebook, folder):
    """folder の中で実行した、保存できる形のノートブック。繰り返せない出力は、前のものを残す。"""
    free = [cell for cell in notebook.cells if "nbval-ignore-output" in cell.metadata.get("tags", [])]
    kept = [cell.outputs for cell in free]
    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook, timeout=120, record_timing=False, coalesce_streams=True, resources=where
    )
    client.execute(env={**os.environ, "COLUMNS": "80"})  # エラーの表示の幅が、画面の幅で変わらないように
    for cell, outputs in zip(free, kept):
        cell.outputs = outputs or cell.outputs
    return normalise(notebook)


def save(notebook, path):
    """どのシステムでも同じバイト列になるように保存する。"""
    path.write_bytes((nbformat.writes(notebook) + "\n").encode("utf-8"))


def renumber():
    """節の番号を並び順に振り直し、それを「2.3節」のように指す全てのファイルを書き換える。"""
    numbers, count = {}, Counter()
    for number in HEADING.findall("".join(path.read_text(encoding="utf-8") for path in LESSONS)):
        count[number[0]] += 1
        numbers[number] = f"{number[0]}.{count[number[0]]}"
    for path in [*LESSONS, *(path for pattern in NAMING_SECTIONS for path in ROOT.glob(pattern))]:
        text = path.read_text(encoding="utf-8")
        renumbered = SECTION.sub(lambda found: numbers.get(found[0], found[0]), text)
        if renumbered != text:
            path.write_text(renumbered, encoding="utf-8", newline="\n")


def refresh(path):
    """path のレッスンを実行し直して、保存する。"""
    save(execute(nbformat.read(path, as_version=4), path.parent), path)


def unlock(path):
    """path のセルの鍵を外す。次に実行し直すと、また鍵がかかる。"""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key not in LOCK}
    save(notebook, path)


def main(arguments):
    """名前を書いたレッスン（書かなければ、すべてのレッスン）を実行し直す。--unlock なら、鍵を外す。"""
    paths = [Path(name).resolve() for name in arguments if name != "--unlock"] or LESSONS
    if "--unlock" not in arguments:
        renumber()
    for path in paths:
        print(path.name, flush=True)
        (unlock if "--unlock" in arguments else refresh)(path)


if __name__ == "__main__":
    main(sys.argv[1:])
