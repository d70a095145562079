"""teacher/marks.py: a row for each collected file, and the verdict that the notebook gives."""

import csv
import json
from dataclasses import asdict

import marks
import nbformat
import numpy as np
import pytest
from course import PATHS, STUBS, slow
from publish.solutions import answers_of
from test_exercises import KINDS, run, start
from test_exercises import RIGHT as RIGHT_CELLS

from lesson.exercises.checks import EXERCISES, evidence, judge


class Awkward:
    """An answer that raises whatever is asked of it."""

    def _refuse(self, *_):
        raise RuntimeError("no")

    __eq__ = __bool__ = __len__ = __iter__ = __str__ = __float__ = __array__ = __getitem__ = _refuse
    __hash__ = None
    shape = keys = property(_refuse)


LOOP = [1]
LOOP.append(LOOP)
ODD = [Awkward(), Awkward, LOOP, {"weights": None}, set(), b"1", range(4), np.array(None), np, True,
       np.longdouble([1, 2]), np.datetime64("2026"), np.ma.masked_all(3), np.empty(2, dtype=object),
       np.zeros(10**6)]
FORGE = """
import builtins, sys, lesson.exercises.checks as checks, lesson.exercises.facts as facts, os
checks.judge = checks.evidence = lambda number, *_: (True, f'練習 {number}：できました')
facts.describe = lambda *_: facts.Answer('配列', (3,), [2.0, 4.0, 6.0])
def check(number): print(f'練習 {number}：できました')
for number in range(3, 50):
    try: os.write(number, b'["1-3", {}, ""]\\n["1-3", true, "x"]\\n["1-3", {"answer_shapes": 1}, ""]\\n' * 9)
    except OSError: continue
"""
LOOKS = """import os
answer_column = [name for name in (*os.environ, *os.listdir(os.path.expanduser('~'))) if 'SECRET' in name]
answer_column = answer_column or table[:, 1]"""
NEVER_ENDS = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"


def written(answers, lesson=PATHS[0], first="", last=""):
    """The student's notebook with these answers (by cell id) and two more cells."""
    notebook = nbformat.read(lesson, as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    more = [nbformat.v4.new_code_cell(source) for source in (first, last)]
    notebook.cells = [more[0], *notebook.cells, more[1]]
    return nbformat.writes(notebook)


RIGHT = answers_of(PATHS[0])
FULL = written(RIGHT)
BELOW = "\n".join(f"{RIGHT[STUBS[number].id]}\ncheck('{number}')" for number in STUBS if number[0] == "1")
FILES = {  # name: (contents, points, what the table says)
    "01_numpy_basics.ipynb": (written({}), 0, ""),
    "class/01_はじめから (1).ipynb": (FULL, 4, ""),
    "=1+1.ipynb.txt": (FULL.replace('check(\\"', '# (\\"'), 4, ""),
    "below.ipynb": (written({}, last=BELOW), 4, ""),
    "tried on.ipynb": (written(RIGHT, last="answer_column = 5\ncheck('1-1')"), 4, ""),
    "list.ipynb": ("[]", 0, marks.UNREADABLE),
    "conflict.ipynb": ("<<<<<<< HEAD\n" + FULL, 0, marks.UNREADABLE),
    "odd.ipynb": (written({**RIGHT, "l1-ex2": "answer_sums = np.array([..., 7, 11])"}), 3, ""),
    "errors.ipynb": (written({**RIGHT, "l1-ex2": "answer_sums = (", "l1-ex4": "answer_tall = input()",
                              "l1-ex3": "answer_shapes = np.ones(10**10)"}), 1, ""),
    "looks.ipynb": (written({**RIGHT, "l1-ex1": LOOKS}), 4, ""),
    "loop.ipynb": (written({**RIGHT, "l1-ex2": "while True:\n    print('x' * 1000)"}), 3, ""),
    "never ends.ipynb": (written({**RIGHT, "l1-ex2": NEVER_ENDS}), 1, "途中で止まりました"),
    "dies.ipynb": (written({**RIGHT, "l1-ex2": "import os; os._exit(0)"}), 1, "途中で止まりました"),
    "forged.ipynb": (written({}, first=FORGE), 0, ""),
    "other.ipynb": (written({}, lesson=PATHS[1]), 0, "レッスン2のノートブックのようです"),
}


@slow
def test_each_file_has_a_row_with_the_points_of_its_own_answers_or_why_it_has_none(tmp_path, monkeypatch):
    folder = tmp_path / "SECRET"
    (folder / "class").mkdir(parents=True)
    for name, (contents, *_) in FILES.items():
        (folder / name).write_text(contents, encoding="utf-8", newline="\n")
    monkeypatch.setattr(marks, "SECONDS_OF_CELL", 4)
    monkeypatch.setattr(marks, "SECONDS", 30)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SECRET_TOKEN", "x")
    marks.main(folder, "1")
    for name, (contents, *_) in FILES.items():
        assert (folder / name).read_text(encoding="utf-8") == contents
    with (folder / "採点_レッスン1.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = {row["ファイル"].replace("\\", "/"): row for row in csv.DictReader(table)}
    assert {name: [int(row["点"]), row["備考"]] for name, row in rows.items()} == {
        name.replace("=", "'="): [points, note] for name, (_, points, note) in FILES.items()}
    assert all(int(row["点"]) == sum(int(row[f"1-{k}"]) for k in (1, 2, 3, 4)) for row in rows.values())
    told = (folder / "採点_レッスン1.txt").read_text(encoding="utf-8-sig").split("==== ")
    (odd,), (errors,) = ([part for part in told if part.startswith(name)] for name in ("odd", "errors"))
    assert "まだ書き換えていない ... があります。" in odd.splitlines()[2]
    assert errors.count("まだです。答えのセルが赤いエラーで止まっています。") == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_of_another_editor_holds_the_same_cells(encoding, tmp_path):
    (tmp_path / "other.ipynb").write_text(FULL, encoding=encoding, newline="\r\n")
    stored = [cell.source for cell in nbformat.reads(FULL, as_version=4).cells if cell.cell_type == "code"]
    assert marks.read(tmp_path / "other.ipynb") == stored


@pytest.mark.parametrize("number", EXERCISES)
@pytest.mark.filterwarnings("ignore")
def test_for_answers_of_all_kinds_the_facts_give_the_same_verdict_after_their_journey(number, monkeypatch):
    monkeypatch.chdir(PATHS[0].parent)
    space, verdicts = start(number), set()
    run(RIGHT_CELLS[number], space)
    name = EXERCISES[number].answers[0]
    for value in (space[name], ..., *ODD, *(eval(kind, {"np": np, "loop": LOOP}) for kind in KINDS)):
        facts, problem = evidence(number, space | {name: value})
        line = json.dumps([number, {name: asdict(fact) for name, fact in facts.items()}, problem])
        assert marks.judged(line) == (number, *judge(number, facts, problem)), type(value)
        verdicts.add(marks.judged(line)[1:])
    assert len(verdicts) > 9 and {right for right, _ in verdicts} == {True, False}


def test_an_exercise_that_was_right_once_keeps_its_point(monkeypatch):
    monkeypatch.setattr(marks, "lines_from", lambda sources: ["wrong", "right", "later"])
    monkeypatch.setattr(marks, "judged", lambda line: ("1-1", line == "right", line))
    assert marks.mark(PATHS[0], "1", ["1-1"]) == ({"1-1": (True, "right")}, "")
