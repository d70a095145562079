"""The solution notebooks, built from the lessons and teacher/answers/.

Every check succeeds, and all else is the lesson's. They are built once for all tests here. Then nbval
executes them again and compares each cell: those of the exercises with what the build stored, all others
with what the lesson stores.
"""

import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import nbformat
import pytest
from course import PATHS, REFERENCE, ROOT, cells, is_stub, text_of
from publish.solutions import answers_of, build, filled_in, is_exercise, name_of
from refresh import save
from test_notebooks import test_every_printing_cell_has_stored_output as every_printing_cell_has_stored_output

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


def as_the_lesson(lesson, solution):
    """The solution with the stored outputs of the lesson, except in the exercises: what nbval shall find."""
    wanted = filled_in(lesson, {cell.id: cell.source for cell in solution.cells})
    for cell, own in zip(wanted.cells, solution.cells, strict=True):
        if cell.cell_type == "code" and is_exercise(cell):
            cell.outputs = own.outputs
    return wanted


def an_ordinary_cell_and_a_check(notebook):
    """The places, among the code cells, of one that is compared with the lesson and of one that is not."""
    code = cells(notebook, "code")
    ordinary = next(place for place, cell in enumerate(code) if cell.outputs and not is_exercise(cell))
    check = next(place for place, cell in enumerate(code) if cell.outputs and is_exercise(cell))
    return [ordinary, check]


def run_nbval(folder, names):
    """Strict nbval by the settings of this course.

    {name: {True: places of the cells that passed, False: of the others}}
    """
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        ROOT / "pyproject.toml",
        "--rootdir",
        folder,
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        f"--junitxml={folder / 'nbval.xml'}",
        *(folder / name for name in names),
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    places = {name: {True: [], False: []} for name in names}
    for case in ElementTree.parse(folder / "nbval.xml").iter("testcase"):
        place = int(case.get("name").removeprefix("Cell "))
        places[case.get("classname")][len(case) == 0].append(place)
    return places


@pytest.fixture(scope="module")
def verdicts(built):
    """Of nbval on each solution, and on one with two other outputs planted in it."""
    names = {path: f"nbval_{path.name}" for path in PATHS}
    for lesson, name in names.items():
        both = (nbformat.read(path, as_version=4) for path in (lesson, built / name_of(lesson)))
        save(as_the_lesson(*both), built / name)
    faulty = nbformat.read(built / names[PATHS[0]], as_version=4)
    for place in an_ordinary_cell_and_a_check(faulty):
        cells(faulty, "code")[place].outputs[0].text = "another output\n"
    save(faulty, built / "nbval_faulty.ipynb")
    verdicts = run_nbval(built, [*names.values(), "nbval_faulty.ipynb"])
    for path in built.glob("nbval_*.ipynb"):
        path.unlink()
    return verdicts


# ---------- the answers ----------


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_exercise_has_its_answer_and_the_answer_keeps_the_comments(path):
    stubs = {cell.id: cell.source for cell in filter(is_stub, nbformat.read(path, as_version=4).cells)}
    answers = answers_of(path)
    assert list(answers) == list(stubs)
    for cell_id, stub in stubs.items():
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
            answer = answers_of(PATHS[int(lesson) - 1])[f"l{lesson}-ex{exercise}"]
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
    before, after = (
        [cell for cell in cells(notebook, "code") if is_exercise(cell) and not is_stub(cell)]
        for notebook in pair
    )
    assert len(before) == len(after) == len(list(filter(is_stub, pair[0].cells))) >= 3
    for lesson, solution in zip(before, after, strict=True):
        assert "まだです" in lesson.outputs[0].text
        assert solution.source == f'check("{solution.id[1]}-{solution.id[5]}")'
        assert "できました" in solution.outputs[0].text


def test_all_but_the_exercises_is_the_lessons(pair):
    """What is stored; nbval executes it again, below, and compares more strictly."""
    for before, after in zip(*(notebook.cells for notebook in pair), strict=True):
        assert (before.id, before.cell_type, before.metadata) == (after.id, after.cell_type, after.metadata)
        if before.cell_type == "code" and not is_stub(before):
            assert before.source == after.source
        if before.cell_type == "code" and not is_exercise(before):
            assert text_of(before) == text_of(after), before.id


def test_every_link_to_another_lesson_leads_to_its_solution(pair, built):
    text = "\n".join(cell.source for cell in pair[1].cells if cell.cell_type == "markdown")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert any("解答.ipynb" in link for link in links)
    assert [link for link in links if not (built / link).exists()] == []


def test_nbval_finds_the_lessons_outputs_in_the_solution(pair, verdicts, request):
    every_place = list(range(len(cells(pair[1], "code"))))
    assert verdicts[f"nbval_{request.node.callspec.id}.ipynb"] == {True: every_place, False: []}


def test_nbval_has_something_to_compare(pair):
    every_printing_cell_has_stored_output(as_the_lesson(*pair))


def test_nbval_would_see_another_output(built, verdicts):
    solution = nbformat.read(built / name_of(PATHS[0]), as_version=4)
    assert verdicts["nbval_faulty.ipynb"][False] == an_ordinary_cell_and_a_check(solution)


def test_the_courses_figures_for_or_appear_in_the_students_own_training(built):
    solution = nbformat.read(built / name_of(OR_LESSON), as_version=4)
    cell = next(cell for cell in solution.cells if cell.id == "l5-ex1")
    assert f"np.array({STEPS[39]['values']}, dtype=float)" in cell.source
    assert f"エポック     1  損失 {STEPS[40]['first_losses'][0]:.6f}" in cell.outputs[0].text
    assert cell.outputs[0].text.endswith(STEPS[41]["prints"] + "\n")
