"""The solutions, each as one file, run once: in an empty folder and home, with five packages and no network.

Every check succeeds, and every other cell shows what the lesson stores.
"""

import os
import re

import nbformat
import pytest
from course import NOTEBOOKS, PATHS, REFERENCE, ROOT, compared, slow
from nbclient import NotebookClient
from publish.one_file import one_file
from publish.solutions import answers_of, filled_in, results, stubs

WHERE = "print(lesson.__file__, sorted(pathlib.Path().iterdir()))"
AGAIN = "pathlib.Path('penguins.csv').write_text('mine')\n{}\nprint(pathlib.Path('penguins.csv').read_text())"
STEPS = {step["n"]: step for step in REFERENCE["steps"]}
ACTIVATIONS = {"sigmoid_activation": "シグモイド", "linear_activation": "線形", "step_activation": "ステップ"}
EMPTY = ("HOME", "MPLCONFIGDIR", "IPYTHONDIR", "XDG_CACHE_HOME")
QUICK = [path if path.name[:2] == "07" else pytest.param(path, marks=slow) for path in PATHS]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_exercise_has_its_answer(path):
    notebook, answers = nbformat.read(path, as_version=4), answers_of(path)
    assert answers.keys() == stubs(notebook)
    for cell in [cell for cell in notebook.cells if cell.id in answers]:
        assert "..." in cell.source and "..." not in answers[cell.id], cell.id


@pytest.fixture(scope="module", params=QUICK, ids=[path.stem for path in PATHS])
def ran(request, tmp_path_factory):
    """A lesson, and its solution after it ran as one file, {id: cell}, in a place that has nothing."""
    lesson = nbformat.read(request.param, as_version=4)
    notebook = one_file(filled_in(lesson, answers_of(request.param)))
    added = {"where": WHERE, "refused": "import pytest", "again": AGAIN.format(notebook.cells[1].source)}
    notebook.cells += [nbformat.v4.new_code_cell(source, id=name) for name, source in added.items()]
    empty = {name: str(tmp_path_factory.mktemp("山田 太郎")) for name in EMPTY}
    empty["PYTHONPATH"] = os.pathsep.join([str(ROOT / "tests/bare"), os.environ["PYTHONPATH"]])
    where = {"metadata": {"path": tmp_path_factory.mktemp("空 1")}}
    client = NotebookClient(notebook, timeout=120, allow_errors=True, resources=where)
    client.execute(env={**os.environ, **empty, "COLUMNS": "80"})
    return lesson, {cell.id: cell for cell in notebook.cells}


def test_every_check_succeeds(ran):
    lesson, solution = ran
    checks = [cell for cell in lesson.cells if re.fullmatch(r"l\d-ex\d-check", cell.id)]
    assert len(checks) == len(stubs(lesson)) >= 3
    for cell in checks:
        assert "まだです" in cell.outputs[0].text, cell.id
        assert "できました" in solution[cell.id].outputs[0].text, cell.id


def test_all_but_the_exercises_shows_what_the_lesson_stores_and_nothing_on_stderr(ran):
    lesson, solution = ran
    for cell in solution.values():
        assert not any(output.get("name") == "stderr" for output in cell.get("outputs", [])), cell.id
    changed = results(lesson)
    for cell in lesson.cells:
        free = "nbval-ignore-output" in cell.metadata.get("tags", [])
        if cell.cell_type == "code" and cell.id not in changed and not free:
            assert compared(solution[cell.id].outputs) == compared(cell.outputs), cell.id


def test_it_ran_with_what_it_carries_alone_and_keeps_the_students_own_csv(ran):
    _, solution = ran
    where = solution["where"].outputs[0].text
    assert str(ROOT) not in where and "perceptron-" in where
    assert solution["refused"].outputs[0].ename == "ModuleNotFoundError"
    assert "".join(output.text for output in solution["again"].outputs) == "mine\n"


def test_the_courses_figures_for_or_appear_in_the_students_own_training(ran):
    _, solution = ran
    if "l5-ex1" in solution:  # only lesson 5 trains OR
        shown = "".join(output.text for output in solution["l5-ex1"].outputs)
        assert f"np.array({STEPS[39]['values']}, dtype=float)" in solution["l5-ex1"].source
        assert f"エポック     1  損失 {STEPS[40]['first_losses'][0]:.6f}" in shown
        assert shown.endswith(STEPS[41]["prints"] + "\n")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_exercise_asks_for_the_activation_that_its_answer_uses(path):
    text = "\n".join(cell.source for cell in NOTEBOOKS[path.stem].cells)
    for cell_id, answer in answers_of(path).items():
        task = text.partition(f"### 練習 {cell_id[1]}-{cell_id[5]}")[2].partition("<details>")[0]
        used = {word for code, word in ACTIVATIONS.items() if code in answer}
        assert not used or {word for word in ACTIVATIONS.values() if word in task} <= used, cell_id


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_one_file_is_small_and_points_at_no_other_file(name):
    notebook = one_file(nbformat.from_dict(NOTEBOOKS[name].copy()))
    nbformat.validate(notebook)
    assert len(nbformat.writes(notebook).encode("utf-8")) <= 300_000
    text = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not re.search(r"\]\((?!data:image/png;base64,|https://)", text)
