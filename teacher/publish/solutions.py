"""解答のノートブック：レッスンの「やってみよう」に、teacher/answers/ の答えを書きこんで、実行したもの。"""

import re
import shutil

import nbformat
from publish.common import LESSONS, ROOT
from refresh import execute, save


def answers_of(lesson):
    """レッスンの答え：{セルのid: 書きこむ答え}。"""
    sheet = ROOT / "teacher/answers" / f"{lesson.name[:2]}.py"
    _, *parts = re.split(r"^# %% (\S+)\n", sheet.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], (source.strip() for source in parts[1::2]), strict=True))


def filled_in(lesson):
    """レッスンのノートブックに、答えを書きこんだもの（実行する前）。"""
    solution, answers = nbformat.read(lesson, as_version=4), answers_of(lesson)
    for cell in solution.cells:
        cell.source = answers.get(cell.id, cell.source)
        if cell.cell_type == "markdown":  # ほかのレッスンへのリンクは、その解答へ
            cell.source = re.sub(r"\((\d\d_\w+)\.ipynb\)", r"(\1_解答.ipynb)", cell.source)
    solution.cells[0].source = solution.cells[0].source.replace("# ", "# 解答：", 1)
    return solution


def build(folder):
    """solutions/：実行した解答のノートブックと、それが使う絵と道具。"""
    ignored = shutil.ignore_patterns("*.ipynb", ".*", "__pycache__")
    for name in ("images", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True, ignore=ignored)
    for lesson in LESSONS:
        path = folder / "notebooks" / f"{lesson.stem}_解答.ipynb"
        save(execute(filled_in(lesson), path.parent), path)
