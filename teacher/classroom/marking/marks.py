"""「やってみよう」を nbgrader で採点する準備。使い方は、同じフォルダーの README.md。

レッスンは変えない。写しのほうの check(...) のセルを採点するセル、その前の ... のあるセルを答えのセルとする。
"""

import re
import shutil
import sys
from pathlib import Path

import nbformat

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parents[2] / "notebooks"
LESSONS = {f"lesson{int(path.name[:2])}": path for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))}

# 採点のときだけ加わり、生徒には配られないテスト。判定は、生徒が見るものと同じ check の文字
TEST = """
### BEGIN HIDDEN TESTS
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()) as verdict:
    {check}
assert "できました" in verdict.getvalue(), verdict.getvalue()
### END HIDDEN TESTS"""


def exercises(lesson):
    """レッスンの練習：{練習の番号: (答えのセルのid, 答え合わせのセルのid)}。"""
    found, stub = {}, None
    for cell in nbformat.read(LESSONS[lesson], as_version=4).cells:
        if cell.cell_type == "code":
            number = re.match(r'check\("(\d-\d)"', cell.source)
            if number:
                found[number.group(1)] = stub, cell.id
            elif re.search(r"(= |return )\.\.\.", cell.source):
                stub = cell.id
    return found


def mark(notebook, lesson, hidden_tests=False):
    """notebook の練習のセルに、nbgrader の印を付ける。"""
    cells = {cell.id: cell for cell in notebook.cells}
    for answer, check in exercises(lesson).values():
        for cell_id, graded in ((answer, False), (check, True)):
            if cell_id in cells:
                kind = {"points": 1} if graded else {}
                cells[cell_id].metadata["nbgrader"] = {
                    "grade_id": cell_id,
                    "grade": graded,
                    "solution": not graded,
                    "locked": graded,
                    "task": False,
                    "schema_version": 3,
                    **kind,
                }
        if hidden_tests:
            cells[check].source += TEST.format(check=cells[check].source)
    return notebook


def prepare(course):
    """採点のもとになる source/ と、nbgrader の設定を course に作る。"""
    for lesson, path in LESSONS.items():
        folder = course / "source" / lesson
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(mark(nbformat.read(path, as_version=4), lesson, hidden_tests=True), folder / path.name)
        shutil.copytree(
            NOTEBOOKS,
            folder,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("*.ipynb", ".*", "__pycache__"),
        )
    shutil.copy(HERE / "nbgrader_config.py", course)
    shutil.copytree(HERE / "templates", course / "templates", dirs_exist_ok=True)


def collect(course, homes):
    """生徒のホームにあるレッスンを submitted/ に集める。"""
    for lesson, path in LESSONS.items():
        for work in sorted(homes.glob(f"jupyter-*/lessons/notebooks/{path.name}")):
            name = work.relative_to(homes).parts[0].removeprefix("jupyter-")
            folder = course / "submitted" / name / lesson
            try:
                if not work.resolve().is_relative_to(homes.resolve() / f"jupyter-{name}"):
                    raise ValueError("ホームの外を指しています。")
                notebook = mark(nbformat.read(work, as_version=4), lesson)
            except Exception as error:  # 生徒のファイルには、何が入っているかわからない
                print(f"{name} の {path.name} は読めないので、集めません：{error}")
                continue
            folder.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, folder / path.name)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("prepare", "collect"):
        sys.exit(
            "使い方： python marks.py prepare 採点のフォルダー\n"
            "または： python marks.py collect 採点のフォルダー"
        )
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]))
    else:
        collect(Path(sys.argv[2]), Path("/home"))
