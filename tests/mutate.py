"""Mutants of perceptron_helpers.py, made and tried by cosmic-ray in a copy of this folder (.mutation/): python tests/mutate.py

About an hour and a half. Stopped and started again, it goes on; delete .mutation/ to begin anew.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import TestOutcome

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / ".mutation"
SESSION = COPY / "session.sqlite"

# Survivors that no test can kill: what stands in the mutated line, and why it makes no difference.
EQUIVALENT = {
    "np.minimum(history, 1e+100)": "1e100 with 1 added or taken away is the same number",
    "name is not 'ax'": "Python keeps one object of each short name",
    'value.dtype.kind is "f"': "Python keeps one object of each one-letter string",
    "value.ndim is len(shape)": "Python keeps one object of each small number",
    "len(args) + len(kwargs) is not len(names)": "Python keeps one object of each small number",
    "type(value) == np.ndarray": "types are equal if they are the same",
    "_LARGEST = 1e+150": "1e150 with 1 added or taken away is the same number",
    "value.size != 0": "a size is never negative",
    "len(histories) != 0": "a length is never negative",
    "len(history) != 0": "a length is never negative",
    'len(given["perceptrons"]) != 0': "a length is never negative",
    '{"model", "activation"} < given.keys()': "a function that takes both takes x, too",
    "len(args) + len(kwargs) > len(names)": "fewer arguments than names: then the names differ, too",
    "(0 <= y_pred) * (y_pred <= 1)": "of booleans, product and & are the same",
    "activation(np.array([float(point)]))[ -1]": "the first of one is the last",
    "squeeze=False)[ -1]": "the first of one row is the last",
    "ncols= 4": "room for a fourth entry, where there are three",
    "[*axes[ -1].get_legend": "all panels show the same samples with the same labels",
    "grid.reshape(- 2, 2)": "NumPy takes every negative length for -1",
    "grid.reshape(~1, 2)": "NumPy takes every negative length for -1",
    "autolim=True": "draw_samples sets the limits; False saves the time to find others",
}


def cosmic_ray(*arguments):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # for the "python" of the test command
    subprocess.run(["cosmic-ray", *arguments], cwd=COPY, check=True, env={**os.environ, "PATH": path})


def added(diff):
    return "\n".join(line for line in diff.splitlines() if line.startswith("+"))


def main():
    shutil.copytree(ROOT, COPY, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*", "__pycache__", "build"))
    cosmic_ray("baseline", "pyproject.toml")
    if not SESSION.exists():
        cosmic_ray("init", "pyproject.toml", SESSION.name)
    cosmic_ray("exec", "pyproject.toml", SESSION.name)
    with use_db(SESSION) as session:
        results = [result for _, result in session.completed_work_items]
    survived = [added(result.diff) for result in results if result.test_outcome != TestOutcome.KILLED]
    unknown = [lines for lines in survived if not any(part in lines for part in EQUIVALENT)]
    print(*unknown, sep="\n\n")
    print(f"{len(results)} mutants: {len(results) - len(survived)} killed, {len(survived) - len(unknown)} equivalent, {len(unknown)} survived")
    return len(unknown)


if __name__ == "__main__":
    sys.exit(main())
