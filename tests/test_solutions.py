"""The solution notebooks, built from the lessons and teacher/answers/, and executed once for all tests here.

Every check succeeds, and every other cell shows what the lesson stores.
"""

import re

import nbformat
import pytest
from course import PATHS, REFERENCE, ROOT, compared
from publish.solutions import answers_of, build, name_of, results, stubs

from lesson.contents import exercise_cells

GUIDE = (ROOT / "teacher/guide.md").read_text(encoding="utf-8")
STEPS = {step["n"]: step for step in REFERENCE["steps"]}
OR_LESSON = next(path for path in PATHS if path.name.startswith("05_"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with the solution notebooks, as a teacher gets them."""
    folder = tmp_path_factory.mktemp("built")
    build(folder)
    return folder / "solutions/notebooks"


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def pair(request, built):
    """A lesson and its solution."""
    return [nbformat.read(path, as_version=4) for path in (request.param, built / name_of(request.param))]


# ---------- the answers ----------


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_exercise_has_its_answer_and_the_answer_keeps_the_comments(path):
    notebook, answers = nbformat.read(path, as_version=4), answers_of(path)
    assert answers.keys() == stubs(notebook)
    for cell_id, stub in [(cell.id, cell.source) for cell in notebook.cells if cell.id in answers]:
        assert "..." in stub, cell_id
        assert "..." not in answers[cell_id], cell_id
        comments = [line for line in stub.splitlines() if line.lstrip().startswith("#")]
        assert [line for line in comments if line not in answers[cell_id].splitlines()] == []


def test_every_answer_sheet_belongs_to_a_lesson():
    sheets = sorted(path.name for path in (ROOT / "teacher/answers").iterdir())
    assert sheets == [f"{path.name[:2]}.py" for path in PATHS]


def test_the_guide_gives_the_same_answers():
    """Every piece of code in the guide's 練習の解答例 stands in the answer to that exercise."""
    found = set()
    for examples in re.findall(r"^\*\*練習の解答例\*\*(.*)$", GUIDE, flags=re.MULTILINE):
        for lesson, exercise, text in re.findall(r"(\d)-(\d)(.*?)(?=、\d-\d|$)", examples):
            path = next(path for path in PATHS if path.name[1] == lesson)
            answer = answers_of(path)[f"l{lesson}-ex{exercise}"]
            for code in re.findall(r"`([^`]+)`", text):
                assert code in answer, (lesson, exercise, code)
            found.add(f"l{lesson}-ex{exercise}")
    assert found == {cell_id for path in PATHS for cell_id in answers_of(path)}


# ---------- the solution notebooks ----------


def test_a_solution_says_what_it_is(built):
    names = sorted(path.name for path in built.glob("*.ipynb"))
    assert names == [f"{path.stem}_解答.ipynb" for path in PATHS]
    for path in PATHS:
        title = nbformat.read(path, as_version=4).cells[0].source.splitlines()[0]
        solution = nbformat.read(built / name_of(path), as_version=4)
        assert solution.cells[0].source.splitlines()[0] == title.replace("# ", "# 解答：", 1)


def test_every_check_succeeds(pair):
    before, after = (exercise_cells(notebook.cells) for notebook in pair)
    assert len(before) == len(after) >= 3
    for number, (_, lesson) in before.items():
        assert "まだです" in lesson.outputs[0].text
        assert "できました" in after[number][1].outputs[0].text


def test_all_but_the_exercises_is_the_lessons_and_shows_what_nbval_expects(pair):
    """The build has executed the solution; its outputs are compared as nbval compares the lesson's."""
    for before, after in zip(*(notebook.cells for notebook in pair), strict=True):
        assert (before.id, before.cell_type, before.metadata) == (after.id, after.cell_type, after.metadata)
        if before.cell_type == "code" and before.id not in stubs(pair[0]):
            assert before.source == after.source
        if before.cell_type == "code" and before.id not in results(pair[0]):
            assert compared(before.outputs) == compared(after.outputs), before.id


def test_every_link_to_another_lesson_leads_to_its_solution(pair, built):
    text = "\n".join(cell.source for cell in pair[1].cells if cell.cell_type == "markdown")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert any("解答.ipynb" in link for link in links)
    assert [link for link in links if not (built / link).exists()] == []


def test_the_courses_figures_for_or_appear_in_the_students_own_training(built):
    solution = nbformat.read(built / name_of(OR_LESSON), as_version=4)
    cell = next(cell for cell in solution.cells if cell.id == "l5-ex1")
    assert f"np.array({STEPS[39]['values']}, dtype=float)" in cell.source
    assert f"エポック     1  損失 {STEPS[40]['first_losses'][0]:.6f}" in cell.outputs[0].text
    assert cell.outputs[0].text.endswith(STEPS[41]["prints"] + "\n")


ACTIVATIONS = {"sigmoid_activation": "シグモイド", "linear_activation": "線形", "step_activation": "ステップ"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_exercise_asks_for_the_activation_that_its_answer_uses(path):
    text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    for cell_id, answer in answers_of(path).items():
        task = text.partition(f"### 練習 {cell_id[1]}-{cell_id[5]}")[2].partition("<details>")[0]
        used = {word for code, word in ACTIVATIONS.items() if code in answer}
        asked = {word for word in ACTIVATIONS.values() if word in task}
        assert not used or asked <= used, cell_id
