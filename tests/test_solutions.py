"""The solution notebooks in classroom/: the lessons with filled stubs, and every check succeeds.

nbval re-executes them; these tests see to it that they are the students' lessons.
"""

import json
import sys
from pathlib import Path

import nbformat
import pytest
import test_notebooks
from kept_numbers import KEPT, answers, numbers_in

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))
from refresh import is_stub, normalise, solution_of  # noqa: E402

LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def shown(cell):
    """The outputs of a cell without the bytes of its pictures, which differ between matplotlib versions."""
    return json.dumps([{**output, "data": output.get("data", {}).get("text/plain"), "traceback": None}
                       for output in cell.get("outputs", [])])


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def pair(request):
    return [nbformat.read(folder / request.param.name, as_version=4) for folder in (ROOT / "notebooks", ROOT / "classroom")]


def test_every_lesson_has_its_solution():
    assert [path.name for path in LESSONS] == sorted(path.name for path in (ROOT / "classroom").glob("*.ipynb"))


def test_they_differ_in_the_stubs_alone(pair):
    lesson, solution = pair
    wanted = solution_of(lesson, solution)
    assert solution.metadata == wanted.metadata
    assert [(cell.id, cell.cell_type, cell.metadata, cell.source) for cell in solution.cells] == [
        (cell.id, cell.cell_type, cell.metadata, cell.source) for cell in wanted.cells], "run notebooks/refresh.py"
    for before, after in zip(lesson.cells, solution.cells):
        if is_stub(before):
            assert "..." in before.source and "..." not in after.source, before.id
        else:
            assert before.id.endswith("-check") or shown(before) == shown(after), before.id


def test_every_check_succeeds(pair):
    checks = [[cell for cell in notebook.cells if cell.id.endswith("-check") and "-ex" in cell.id] for notebook in pair]
    assert len(checks[0]) == len(checks[1]) >= 3
    assert all("まだです" in cell.outputs[0].text for cell in checks[0])
    assert all(cell.source == f'check("{cell.id[1]}-{cell.id[5]}")' and "できました" in cell.outputs[0].text for cell in checks[1])


def test_every_printing_cell_has_stored_output(pair):
    test_notebooks.test_every_printing_cell_has_stored_output(pair[1])


def test_no_number_of_an_answer_changes_unseen(pair):
    now = numbers_in(answers(pair[1]))
    kept = json.loads(KEPT.read_text(encoding="utf-8"))["answers"]
    assert now == {id: kept.get(id) for id in now}, "are they right? then run tests/kept_numbers.py"


def test_the_courses_figures_for_or_appear_in_the_students_own_training():
    steps = {step["n"]: step for step in json.loads(Path(__file__).with_name("seed_steps.json").read_text(encoding="utf-8"))["steps"]}
    solution = nbformat.read(ROOT / "classroom" / LESSONS[4].name, as_version=4)
    cell = next(cell for cell in solution.cells if cell.id == "l5-ex1")
    assert f"np.array({steps[39]['values']}, dtype=float)" in cell.source
    assert f"エポック     1  損失 {steps[40]['first_losses'][0]:.6f}" in cell.outputs[0].text
    assert cell.outputs[0].text.endswith(steps[41]["prints"] + "\n")


def test_the_files_are_normalised(pair):
    for notebook in pair:
        assert notebook == normalise(nbformat.from_dict(json.loads(json.dumps(notebook))))
