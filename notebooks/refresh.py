"""すべてのノートブックを実行し直し、同じ形にそろえて保存する： python notebooks/refresh.py

2回実行しても、2回目は何も変わらない。変わったところだけが git diff に出る。
本文のセルと答え合わせのセルには鍵をかけ、学ぶ人が誤って書き換えたり消したりしないようにする。
書き換えるときは、先に鍵を外す： python notebooks/refresh.py --unlock
classroom/ の解答も、ここから作り直す。解答が自分で持つのは、練習の答えのセルだけで、ほかのセルはレッスンの写し。
"""

import copy
import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
SOLUTIONS = HERE.parent / "classroom"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LOCK = {"editable": False, "deletable": False}
KEPT = ("jupyter", "reason", "tags")  # ほかのセルのメタデータ（実行時刻など）は消す


def normalise(notebook):
    """環境や時刻によって変わるものを、ノートブックから取りのぞく。"""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in KEPT if key in cell.metadata}
        if is_locked(cell):
            cell.metadata.update(LOCK)
        if cell.cell_type == "code":
            cell.outputs = join_streams(cell.outputs)
            for output in cell.outputs:  # 動く部品のidは毎回変わり、実行しなければ役に立たない
                output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return notebook


def is_locked(cell):
    """鍵をかけるセル（本文と、id が l5-ex1-check のような答え合わせ）か。"""
    return cell.cell_type == "markdown" or re.fullmatch(r"l\d-ex\d-check", cell.id) is not None


def join_streams(outputs):
    """続けて表示された文字は、届いた回数にかかわらず、1つの出力にまとめる。"""
    joined = []
    for output in outputs:
        if joined and output.output_type == "stream" == joined[-1].output_type and output.name == joined[-1].name:
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def is_stub(cell):
    """練習の答えのセル（id が l5-ex1 のような形）か。"""
    return re.fullmatch(r"l\d-ex\d", cell.id)


def solution_of(lesson, old):
    """レッスンの写しに、いまの解答の、練習の答えのセルを入れたもの。"""
    answers = {cell.id: cell.source for cell in old.cells if is_stub(cell)}
    solution = copy.deepcopy(lesson)
    for cell in filter(is_stub, solution.cells):
        cell.source = answers.get(cell.id, cell.source)
    return solution


def execute_and_save(notebook, path):
    """実行して path に保存する。くり返せない出力（nbval-ignore-output）は、前のものを残す。"""
    kept = {cell.id: cell.outputs for cell in notebook.cells
            if "nbval-ignore-output" in cell.metadata.get("tags", []) and cell.outputs}
    NotebookClient(notebook, timeout=120, record_timing=False,
                   resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in notebook.cells:
        if cell.id in kept:
            cell.outputs = kept[cell.id]
    path.write_bytes((nbformat.writes(normalise(notebook)) + "\n").encode("utf-8"))


def refresh(path):
    """path のレッスンと、その解答を、実行し直す。"""
    lesson = nbformat.read(path, as_version=4)
    execute_and_save(lesson, path)
    solution = SOLUTIONS / path.name
    if solution.exists():
        execute_and_save(solution_of(lesson, nbformat.read(solution, as_version=4)), solution)


def unlock(path):
    """path のセルの鍵を外す。次に実行し直すと、また鍵がかかる。"""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for key in LOCK:
            cell.metadata.pop(key, None)
    path.write_bytes((nbformat.writes(notebook) + "\n").encode("utf-8"))


def main(arguments):
    os.environ["COLUMNS"] = "80"  # エラーの表示の幅。画面の幅で変わらないように、決めておく
    change = unlock if "--unlock" in arguments else refresh
    names = [name for name in arguments if name != "--unlock"]
    for path in [Path(name).resolve() for name in names] or sorted(HERE.glob("*.ipynb")):
        change(path)
        print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
