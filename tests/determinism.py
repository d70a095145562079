"""Every execution of a lesson gives the same notebook, byte for byte: python tests/determinism.py [executions]  (default 20; about 15 minutes)

Each lesson is executed so many times as it stands, and once in each of SURROUNDINGS; the normalised notebooks are compared.
"""

import difflib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
SURROUNDINGS = [
    {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},  # ASCII alone
    {"TZ": "Pacific/Kiritimati"}, {"TZ": "America/Anchorage"}, {"COLUMNS": "40"}, {"COLUMNS": "200"},
    {"PYTHONHASHSEED": "0"}, {"PYTHONHASHSEED": "1"}, {"OPENBLAS_NUM_THREADS": "1"}, {"OPENBLAS_NUM_THREADS": "8"},
    {"folder": "デスクトップ/授業 1"},
]


def executed(name, folder="course", **environment):
    """The bytes of the lesson after refresh.py has executed it in a fresh copy of the course."""
    with tempfile.TemporaryDirectory() as temporary:
        course = Path(temporary) / folder
        shutil.copytree(ROOT / "notebooks", course / "notebooks", ignore=shutil.ignore_patterns("*.ipynb", "__pycache__"))
        shutil.copy(ROOT / "perceptron_helpers.py", course)
        lesson = course / "notebooks" / name
        notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
        for cell in notebook.cells:  # nothing may be left of the stored outputs, but those that cannot repeat
            if cell.cell_type == "code" and "nbval-ignore-output" not in cell.metadata.get("tags", []):
                cell.outputs = []
        nbformat.write(notebook, lesson)
        subprocess.run([sys.executable, ROOT / "teacher/refresh.py", lesson], check=True, capture_output=True,
                       timeout=300, env={**os.environ, "PYTHONPATH": str(course), **environment})
        return lesson.read_bytes()


def main(times):
    compared, different = 0, 0
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        first = executed(path.name)
        runs = [{}] * (times - 1) + SURROUNDINGS
        for surroundings in runs:
            again = executed(path.name, **surroundings)
            compared += 1
            if again != first:
                different += 1
                print(path.name, surroundings, *difflib.unified_diff(first.decode().splitlines(), again.decode().splitlines(), lineterm="", n=0), sep="\n")
        stored = "as stored" if first == path.read_bytes() else "another matplotlib or Python than the stored one?"
        print(f"{path.name}: {len(runs) + 1} executions, {hashlib.sha256(first).hexdigest()[:12]}, {stored}", flush=True)
    print(f"{compared + 5} executions, {different} different")
    return different


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20) > 0)
