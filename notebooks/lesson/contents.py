"""教材の中身：どのファイルがレッスンで、どのセルが練習か。原本はどこにあるか。"""

import re
import sys
from pathlib import Path

LESSONS = ("01_numpy_basics", "02_building_the_perceptron", "03_shape_error_and_reshape",
           "04_linear_vs_sigmoid", "05_and_then_or", "06_two_layers", "07_real_data")


def lesson_files(folder):
    """folder にあるレッスンのノートブック。番号の順で、ほかのノートブックは入らない。"""
    return [path for name in LESSONS if (path := Path(folder) / f"{name}.ipynb").is_file()]


def exercise_cells(cells):
    """{練習の番号: (答えのセル, 答え合わせのセル)}。check("5-1") の1行のセルと、その上のコードのセル。"""
    codes = [cell for cell in cells if cell["cell_type"] == "code"]
    called = [re.fullmatch(r'check\("(\d-\d+)"\)', "".join(cell["source"]).strip()) for cell in codes]
    return {found[1]: (codes[place - 1], codes[place]) for place, found in enumerate(called) if found}


def originals():
    """レッスンの原本。この lesson フォルダーの中の originals か、pip install が置いた share にある。"""
    return (lesson_files(Path(__file__).parent / "originals")
            or lesson_files(Path(sys.prefix) / "share/perceptron-lessons"))
