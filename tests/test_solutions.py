"""The solutions, each as one file, run once: in an empty folder and home, with five packages and no network.

Every check succeeds, and every other cell shows what the lesson stores.
"""

import os
import re

import nbformat
import pytest
from course import NOTEBOOKS, PATHS, ROOT, compared, slow
from nbclient import NotebookClient
from publish.one_file import one_file
from publish.solutions import answers_of, filled_in

from lesson.contents import exercise_cells

WHERE = "print(lesson.__file__, sorted(pathlib.Path().iterdir()))"
AGAIN = "pathlib.Path('penguins.csv').write_text('mine')\n{}\nprint(pathlib.Path('penguins.csv').read_text())"
ACTIVATIONS = {"sigmoid_activation": "シグモイド", "linear_activation": "線形", "step_activation": "ステップ"}
EMPTY = ("HOME", "MPLCONFIGDIR", "IPYTHONDIR", "XDG_CACHE_HOME")
QUICK = [path if path.name[:2] == "07" else pytest.param(path, marks=slow) for path in PATHS]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_exercise_has_its_answer_which_uses_the_activation_that_it_asks_for(path):
    lesson, answers = NOTEBOOKS[path.stem].cells, answers_of(path)
    text, exercises = "\n".join(cell.source for cell in lesson), exercise_cells(lesson)
    assert answers.keys() == {stub.id for stub, _ in exercises.values()}
    for number, (stub, _) in exercises.items():
        assert "..." in stub.source and "..." not in answers[stub.id], number
        task = text.partition(f"### 練習 {number}")[2].partition("<details>")[0]
        used = {word for code, word in ACTIVATIONS.items() if code in answers[stub.id]}
        assert not used or {word for word in ACTIVATIONS.values() if word in task} <= used, number


@pytest.fixture(scope="module", params=QUICK, ids=[path.stem for path in PATHS])
def ran(request, tmp_path_factory):
    """A lesson's cells, and those of its solution by id, after it ran as one file where nothing else is."""
    notebook = one_file(filled_in(request.param))
    added = {"where": WHERE, "refused": "import pytest", "again": AGAIN.format(notebook.cells[1].source)}
    notebook.cells += [nbformat.v4.new_code_cell(source, id=name) for name, source in added.items()]
    empty = {name: str(tmp_path_factory.mktemp("山田 太郎")) for name in EMPTY}
    empty["PYTHONPATH"] = os.pathsep.join([str(ROOT / "tests/bare"), os.environ["PYTHONPATH"]])
    where = {"metadata": {"path": tmp_path_factory.mktemp("空 1")}}
    client = NotebookClient(notebook, timeout=120, allow_errors=True, resources=where)
    client.execute(env={**os.environ, **empty, "COLUMNS": "80"})
    return NOTEBOOKS[request.param.stem].cells, {cell.id: cell for cell in notebook.cells}


def test_every_check_succeeds_and_all_else_shows_what_the_lesson_stores_and_nothing_on_stderr(ran):
    lesson, solution = ran
    changed = exercise_cells(lesson).values()
    assert len(changed) >= 3
    for _, check in changed:
        assert "まだです" in check.outputs[0].text, check.id
        assert "できました" in solution[check.id].outputs[0].text, check.id
    for cell in lesson:
        free = "nbval-ignore-output" in cell.metadata.get("tags", []) or cell.source.startswith("progress(")
        if cell.cell_type == "code" and not free and not any(cell in pair for pair in changed):
            assert compared(solution[cell.id].outputs) == compared(cell.outputs), cell.id
    for cell in solution.values():
        assert not any(output.get("name") == "stderr" for output in cell.get("outputs", [])), cell.id


def test_it_ran_with_what_it_carries_alone_and_keeps_the_students_own_csv(ran):
    _, solution = ran
    where = solution["where"].outputs[0].text
    assert str(ROOT) not in where and "perceptron-" in where
    assert solution["refused"].outputs[0].ename == "ModuleNotFoundError"
    assert "".join(output.text for output in solution["again"].outputs) == "mine\n"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_one_file_is_small_and_points_at_no_other_file(path):
    notebook = one_file(nbformat.read(path, as_version=4))
    nbformat.validate(notebook)
    assert len(nbformat.writes(notebook).encode("utf-8")) <= 300_000
    text = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not re.search(r"\]\((?!data:image/png;base64,|https://)", text)
