"""teacher/classroom/marking: from the lesson to the marks and the feedback.

Skipped without the extra "nbgrader".
"""

import csv
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from course import ROOT
from publish.solutions import answers_of

from lesson.exercises import EXERCISES

pytest.importorskip("nbgrader", reason="the extra 'nbgrader' is not installed")
sys.path.insert(0, str(ROOT / "teacher/classroom/marking"))
import marks  # noqa: E402

LESSON = "05_and_then_or.ipynb"
ANSWERS = {  # one right, one that leaves the answer for AND, one not given
    "l5-ex1": answers_of(ROOT / "notebooks" / LESSON)["l5-ex1"],
    "l5-ex2": "model_nand = create_perceptron()\ny_true_nand = y_true_and\n"
    "history_nand = np.zeros(3)\ny_pred_nand = np.zeros(4)",
}


def nbgrader(course, *arguments):
    """Run nbgrader; it calls alembic by its name."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", *arguments]
    subprocess.run(command, cwd=course, env={**os.environ, "PATH": path}, check=True)


def test_every_check_is_an_exercise_with_an_answer():
    found = {number: pair for lesson in marks.LESSONS for number, pair in marks.exercises(lesson).items()}
    assert list(found) == list(EXERCISES)
    assert all(answer and check == f"{answer}-check" for answer, check in found.values())


def test_from_the_lesson_to_the_marks(tmp_path):
    course, homes = tmp_path / "採点", tmp_path / "home"
    course.mkdir()
    marks.prepare(course)
    nbgrader(course, "generate_assignment", "lesson5")
    released = nbformat.read(course / "release/lesson5" / LESSON, as_version=4)
    original = nbformat.read(ROOT / "notebooks" / LESSON, as_version=4)
    assert [cell.source for cell in released.cells] == [cell.source for cell in original.cells]
    for name, answers in (("aoi", ANSWERS), ("ren", {})):
        work = homes / f"jupyter-{name}/lessons/notebooks"
        work.mkdir(parents=True)
        notebook = nbformat.read(ROOT / "notebooks" / LESSON, as_version=4)
        for cell in notebook.cells:
            cell.source = answers.get(cell.id, cell.source)
        nbformat.write(notebook, work / LESSON)
    (homes / "jupyter-mei/lessons/notebooks").mkdir(parents=True)
    (homes / "jupyter-mei/lessons/notebooks" / LESSON).write_text("こわれたファイル", encoding="utf-8")
    marks.collect(course, homes)
    nbgrader(course, "autograde", "lesson5")
    nbgrader(course, "generate_feedback", "lesson5")
    nbgrader(course, "export")
    with (course / "grades.csv").open(encoding="utf-8") as table:
        scores = {
            row["student_id"]: float(row["score"])
            for row in csv.DictReader(table)
            if row["assignment"] == "lesson5"
        }
    assert scores == {"aoi": 1, "ren": 0}
    feedback = (course / "feedback/aoi/lesson5" / LESSON).with_suffix(".html").read_text(encoding="utf-8")
    assert "合計：1 点（4 点満点）" in feedback
    assert feedback.count("できました（1 / 1 点）") == 1
    assert feedback.count("まだです（0 / 1 点）") == 3
    assert "正解が AND のままです" in feedback
