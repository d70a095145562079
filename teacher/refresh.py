"""すべてのレッスンを実行し直し、同じ形にそろえて保存する： python teacher/refresh.py [レッスン ...]

2回実行しても、2回目は何も変わらない。変わったところだけが git diff に出る。
本文のセルと答え合わせのセルには鍵をかけ、学ぶ人が誤って書き換えたり消したりしないようにする。
書き換えるときは、先に鍵を外す： python teacher/refresh.py --unlock [レッスン ...]
節を動かしたり加えたり（見出しは「## 2.0 題」でよい）した後は、見出しの番号が並び順になり、「2.3節」のような
参照も、どのファイルでも自動で書き換わる。
"""

import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from lesson.contents import exercise_cells, lesson_files

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LOCK = {"editable": False, "deletable": False}
KEPT = ("jupyter", "reason", "tags")  # ほかのセルのメタデータ（実行時刻など）は消す
HEADING = re.compile(r"^## (\d\.\d)(?= )", flags=re.MULTILINE)
NAMING_SECTIONS = ("perceptron_helpers.py", "notebooks/lesson/**/*.py", "teacher/**/*.md")


def normalise(notebook):
    """環境や時刻によって変わるものを、ノートブックから取りのぞく。"""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    checks = [check for _, check in exercise_cells(notebook.cells).values()]
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in KEPT if key in cell.metadata}
        if cell.cell_type == "markdown" or cell in checks:
            cell.metadata.update(LOCK)
        if cell.cell_type == "code":
            cell.outputs = join_streams(cell.outputs)
            for output in cell.outputs:  # 動く部品のidは毎回変わり、実行しなければ役に立たない
                output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return notebook


def join_streams(outputs):
    """続けて表示された文字は、届いた回数にかかわらず、1つの出力にまとめる。"""
    joined = []
    for output in outputs:
        before = joined[-1] if joined else None
        if before and output.output_type == "stream" == before.output_type and output.name == before.name:
            before.text += output.text
        else:
            joined.append(output)
    return joined


def execute(notebook, folder):
    """folder の中で実行した、保存できる形のノートブック。

    繰り返せない出力（nbval-ignore-output）は、前のものを残す。
    """
    kept = {
        cell.id: cell.outputs
        for cell in notebook.cells
        if "nbval-ignore-output" in cell.metadata.get("tags", []) and cell.outputs
    }
    client = NotebookClient(
        notebook, timeout=120, record_timing=False, resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env={**os.environ, "COLUMNS": "80"})  # エラーの表示の幅が、画面の幅で変わらないように
    for cell in notebook.cells:
        if cell.id in kept:
            cell.outputs = [renumbered(output, cell.execution_count) for output in kept[cell.id]]
    return normalise(notebook)


def renumbered(output, count):
    """出力の番号（Out[3] の3）を、セルの番号に合わせる。"""
    if output.output_type == "execute_result":
        output.execution_count = count
    return output


def save(notebook, path):
    """どのシステムでも同じバイト列になるように保存する。"""
    path.write_bytes((nbformat.writes(notebook) + "\n").encode("utf-8"))


def new_numbers(texts):
    """{節の今の番号: 並び順の番号}。texts は、全レッスンの本文を順に並べたもの。"""
    found, count = {}, {}
    for number in HEADING.findall("\n".join(texts)):
        lesson = number[0]
        count[lesson] = count.get(lesson, 0) + 1
        found[number] = f"{lesson}.{count[lesson]}"
    return found


def renumbered_text(text, numbers):
    """見出しと「2.3節」の番号を、numbers に合わせた文。"""
    text = HEADING.sub(lambda found: f"## {numbers.get(found[1], found[1])}", text)
    return re.sub(r"\d\.\d(?=節)", lambda found: numbers.get(found[0], found[0]), text)


def renumber():
    """節の番号を並び順に振り直し、それを指す全てのファイルを書き換える。"""
    lessons = {path: nbformat.read(path, as_version=4) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    texts = [cell for lesson in lessons.values() for cell in lesson.cells if cell.cell_type == "markdown"]
    numbers = new_numbers(cell.source for cell in texts)
    if all(old == new for old, new in numbers.items()):
        return
    for cell in texts:
        cell.source = renumbered_text(cell.source, numbers)
    for path, lesson in lessons.items():
        save(lesson, path)
    for path in (path for pattern in NAMING_SECTIONS for path in NOTEBOOKS.parent.glob(pattern)):
        text = path.read_text(encoding="utf-8")
        path.write_text(renumbered_text(text, numbers), encoding="utf-8", newline="\n")


def refresh(path):
    """path のレッスンを実行し直して、保存する。"""
    save(execute(nbformat.read(path, as_version=4), path.parent), path)


def unlock(path):
    """path のセルの鍵を外す。次に実行し直すと、また鍵がかかる。"""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for key in LOCK:
            cell.metadata.pop(key, None)
    save(notebook, path)


def main(arguments):
    """名前を書いたレッスン（書かなければ、すべてのレッスン）を実行し直す。--unlock なら、鍵を外す。"""
    change = unlock if "--unlock" in arguments else refresh
    if change is refresh:
        renumber()
    names = [name for name in arguments if name != "--unlock"]
    for path in [Path(name).resolve() for name in names] or lesson_files(NOTEBOOKS):
        change(path)
        print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
