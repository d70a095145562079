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

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
LESSONS = lesson_files(NOTEBOOKS)
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LOCK = {"editable": False, "deletable": False}
KEPT = ("jupyter", "reason", "tags")  # ほかのセルのメタデータ（実行時刻など）は消す
HEADING = re.compile(r"^## (\d\.\d)(?= )", flags=re.MULTILINE)
NAMING_SECTIONS = ("perceptron_helpers.py", "notebooks/lesson/**/*.py", "teacher/**/*.md", "tests/claims.py")


def read(path):
    """path のノートブック。読めなければ、どのファイルをどう直すかを言って止まる。"""
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError):
        sys.exit(f"{path} をノートブックとして読めません。git の競合の印などを消すか、元に戻しましょう。")


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


def new_numbers(texts):
    """{節の今の番号: 並び順の番号}。texts は、全レッスンの本文を順に並べたもの。"""
    found, count = {}, Counter()
    for number in HEADING.findall("\n".join(texts)):
        count[number[0]] += 1
        found[number] = f"{number[0]}.{count[number[0]]}"
    return found


def renumbered_text(text, numbers):
    """見出しと「2.3節」の番号を、numbers に合わせた文。"""
    text = HEADING.sub(lambda found: f"## {numbers.get(found[1], found[1])}", text)
    return re.sub(r"\d\.\d(?=節)", lambda found: numbers.get(found[0], found[0]), text)


def renumber():
    """節の番号を並び順に振り直し、それを指す全てのファイルを書き換える。"""
    lessons = [read(path) for path in LESSONS]
    texts = [cell for lesson in lessons for cell in lesson.cells if cell.cell_type == "markdown"]
    numbers = new_numbers(cell.source for cell in texts)
    if all(old == new for old, new in numbers.items()):
        return
    for cell in texts:
        cell.source = renumbered_text(cell.source, numbers)
    for path, lesson in zip(LESSONS, lessons):
        save(lesson, path)
    for path in (path for pattern in NAMING_SECTIONS for path in NOTEBOOKS.parent.glob(pattern)):
        text = renumbered_text(path.read_text(encoding="utf-8"), numbers)
        path.write_text(text, encoding="utf-8", newline="\n")


def refresh(path):
    """path のレッスンを実行し直して、保存する。"""
    save(execute(read(path), path.parent), path)


def unlock(path):
    """path のセルの鍵を外す。次に実行し直すと、また鍵がかかる。"""
    notebook = read(path)
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key not in LOCK}
    save(notebook, path)


def main(arguments):
    """名前を書いたレッスン（書かなければ、すべてのレッスン）を実行し直す。--unlock なら、鍵を外す。"""
    paths = [Path(name).resolve() for name in arguments if name != "--unlock"] or LESSONS
    for path in set(paths) - set(LESSONS):
        sys.exit(f"{path} はこの教材のレッスンではありません。notebooks/ にあるレッスンを書きましょう。")
    if "--unlock" not in arguments:
        renumber()
    for path in paths:
        (unlock if "--unlock" in arguments else refresh)(path)
        print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
