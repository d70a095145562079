"""The lessons: nothing is compared in vain, the figures of the course stand, what is written is calculated.

nbval compares the outputs themselves; claims.txt holds the sentences.
"""

import ast
import json
import re
import statistics
import subprocess
import sys

import nbformat
import pytest
from course import (
    CELLS,
    NOTEBOOKS,
    NUMBER,
    PATHS,
    REFERENCE,
    ROOT,
    STUBS,
    cells,
    numbers_in,
    reading,
    section_minutes,
    section_numbers,
    sections,
    text_of,
)
from refresh import normalise
from test_claims import ENTRIES

PRINTS = re.compile(r"^(print|check|progress|fit_epochs|train\w*|learn|move_\w+|replay_training|plot_\w+)$")
MOVING = re.compile(r"\b(?:move_\w+|replay_training)\(")  # cells with sliders

CLAIMED = {
    (place, number) for pairs, _ in ENTRIES for place, words in pairs for number in NUMBER.findall(words)
}
GIVEN = {"0.5", "1958", "2014", "100", "500", "2000"}  # the threshold, two years, imagined numbers


@pytest.fixture(params=NOTEBOOKS)
def name(request):
    return request.param


@pytest.fixture
def notebook(name):
    return NOTEBOOKS[name]


# ---------- nothing is compared in vain ----------


def prints(cell):
    """Does running the cell show anything? Calls inside a function it only defines do not count."""
    body = [node for node in ast.parse(cell.source).body if not isinstance(node, ast.FunctionDef)]
    calls = [node.func for part in body for node in ast.walk(part) if isinstance(node, ast.Call)]
    return any(isinstance(call, ast.Name) and PRINTS.match(call.id) for call in calls)


def test_every_printing_cell_was_run_in_order_and_its_output_stored(notebook):
    for count, cell in enumerate(cells(notebook, "code"), 1):
        raises = "raises-exception" in cell.metadata.get("tags", [])
        assert cell.execution_count == count, cell.id
        assert bool(text_of(cell)) == (prints(cell) or raises), cell.id


def test_only_tagged_cells_with_a_reason_are_excepted(notebook):
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", []))
        assert tags <= {"nbval-ignore-output", "raises-exception"} and "NBVAL" not in cell.source, cell.id
        assert bool(tags) == bool(cell.metadata.get("reason")), cell.id
        kinds = {output.get("name", output.output_type) for output in cell.get("outputs", [])}
        assert ("error" in kinds) == ("raises-exception" in tags) and "stderr" not in kinds, cell.id


def test_the_file_is_normalised(name, notebook):
    stored = (ROOT / "notebooks" / f"{name}.ipynb").read_bytes()
    again = normalise(nbformat.from_dict(json.loads(json.dumps(notebook))))
    assert stored == (nbformat.writes(again) + "\n").encode("utf-8")
    assert b"/ipykernel_" not in stored and b"\r" not in stored


def test_cell_ids_are_unique_and_say_their_lesson():
    ids = [(name, cell.id) for name, notebook in NOTEBOOKS.items() for cell in notebook.cells]
    assert len(ids) == len(CELLS)
    assert all(re.fullmatch(rf"step-\d\d|l{int(name[:2])}-[a-z0-9-]+", id) for name, id in ids)


# ---------- the course's figures ----------


def test_the_42_steps_stand_in_their_lessons_in_order():
    found = [
        (int(cell.id[5:]), int(name[:2]))
        for name, notebook in NOTEBOOKS.items()
        for cell in notebook.cells
        if cell.id.startswith("step-")
    ]
    assert found == [(step["n"], step["lesson"]) for step in REFERENCE["steps"]]


@pytest.mark.parametrize("step", REFERENCE["steps"], ids=lambda step: f"step{step['n']}")
def test_a_step_shows_its_figures(step):
    cell = CELLS[f"step-{step['n']:02d}"]
    shown = text_of(cell)
    assert (shown + "\n").startswith(step.get("prints", shown) + "\n")
    assert f"{step.get('loss', 0):.6f}" in shown or "loss" not in step
    assert " ".join(f"{loss:.6f}" for loss in step.get("first_losses", [])) in shown
    assert f"np.array({step.get('values')}, dtype=float)" in cell.source or "values" not in step
    assert shown == step.get("raises", shown)


# ---------- what a lesson writes is what the helper does ----------


def test_the_repaired_gradient_differs_in_the_reshape_alone():
    repaired = CELLS["step-26"].source.replace("    m = len(x)\n", "").replace(".reshape(m, 1)", "")
    assert repaired == CELLS["step-21"].source


PROSE = "\n".join(cell.source for cell in CELLS.values() if cell.cell_type == "markdown")


def test_calculations_with_numbers_alone_in_the_formulas_within_the_text_are_right():
    formulas = re.findall(r"(?<!\$)\$([^$]+)\$(?!\$)", PROSE)
    plain = [formula.replace(r"\times", "*").replace(r"\div", "/").replace("^", "**") for formula in formulas]
    numeric = re.compile(r"[-+*/().\d\s]+=[-+*/().=\d\s]+")
    found = [formula.split("=") for formula in plain if numeric.fullmatch(formula)]
    assert len(found) >= 5
    for sides in found:
        assert len({round(eval(side), 9) for side in sides}) == 1, sides


def running_text(cell):
    """A text cell without links, pictures, headings, HTML tags, code blocks and references to sections."""
    text = re.sub(r"```.*?```|^#+ [^\n]*$", "", cell.source, flags=re.S | re.M)
    return re.sub(r"!?\[[^\]]*\]\([^)]*\)|<[^>]*>|\d\.\d節|練習 \d-\d|\\text\{[^}]*\}", "", text)


def shown_in(part):
    """The numbers that the code cells of a section write or show."""
    code = [cell for cell in part if cell.cell_type == "code"]
    return {abs(number) for cell in code for number in numbers_in(cell.source + "\n" + text_of(cell))}


SHOWN = {
    heading[:3]: shown_in(part) for lesson in NOTEBOOKS.values() for heading, part in sections(lesson).items()
}


def test_a_result_in_the_prose_is_claimed_or_in_an_output_of_its_section_or_of_one_it_names(
    notebook,
):
    """Decimals and integers of three digits or more; smaller ones count things. Exercises have their own."""
    missing = []
    for heading, part in sections(notebook).items():
        for cell in (cell for cell in part if cell.cell_type == "markdown" and "### 練習" not in cell.source):
            named = {*re.findall(r"\d\.\d(?=節)", cell.source), heading[:3]}
            if not re.match(r"\d\.\d", heading):  # a summary speaks of all sections
                named |= {other[:3] for other in sections(notebook)}
            numbers = set().union(*(SHOWN.get(section, set()) for section in named))
            missing += [
                f"{cell.id} {number}"
                for number in NUMBER.findall(running_text(cell))
                if ("." in number or len(number.lstrip("-")) >= 3) and abs(float(number)) not in numbers
                if (cell.id, number) not in CLAIMED and number not in GIVEN
            ]
    assert missing == []


def test_sections_exercises_names_and_files_in_the_prose_exist():
    assert set(re.findall(r"\d\.\d(?=節)|(?<=練習 )\d-\d", PROSE)) <= section_numbers()
    for target in re.findall(r"\]\(([^)#]*)\)", PROSE):
        assert (ROOT / "notebooks" / target).is_file(), target
    code = "\n".join(cell.source + text_of(cell) for cell in CELLS.values() if cell.cell_type == "code")
    known = set(re.findall(r"\w+", code + "perceptron_helpers lesson restore pictures and if or py"))
    for piece in re.findall(r"`([A-Za-z_][\w.]*)`", PROSE):
        assert set(piece.split(".")) <= known, piece


TERMS = (  # the words of the subject, each explained once, in this lesson
    "重み（荷重）2 バイアス2 しきい値2 決定境界2 損失3 勾配3 勾配降下法3 学習率4 機械学習4 教師あり学習4 "
    "線形分離可能5 入力層6 隠れ層6 出力層6 連鎖律6 特徴量7 分類7 テストデータ7 標準化7 正解率7 過学習7 "
    "検証データ7"
).split()


@pytest.mark.parametrize("term", TERMS)
def test_a_word_of_the_subject_is_explained_once_in_its_lesson(term):
    explained = re.compile(rf"\*\*{term[:-1]}\*\*（[a-z]")
    assert [cell.id[1] for cell in CELLS.values() if explained.search(cell.source)] == [term[-1]]


def test_a_question_is_followed_by_a_folded_answer_and_an_exercise_by_its_check(notebook):
    for cell, after in zip(notebook.cells, [*notebook.cells[1:], None]):
        if re.search(r"\*\*予想\*\*　[^#]*$", cell.source):
            assert after.cell_type == "code", cell.id
            assert not after.outputs or after.metadata.jupyter.outputs_hidden, after.id
        if cell in STUBS.values():
            assert after.id == f"{cell.id}-check" and after.source == f'check("{cell.id[1]}-{cell.id[5]}")'
        if MOVING.search(cell.source):  # Shift + Enter must not scroll the sliders away
            assert after.cell_type == "markdown" and reading(after.source) < 60, cell.id
        if cell.metadata.get("jupyter", {}).get("source_hidden"):  # folded, its first line still shows
            assert cell.source.startswith("# "), cell.id


def test_code_is_short_and_every_cell_runs_where_settings_do_not_last(notebook):
    written = [cell for cell in cells(notebook, "code") if not re.match("check|progress", cell.source)]
    lengths = [len(cell.source.splitlines()) for cell in written]
    assert 3 <= statistics.median(lengths) <= 5
    for cell, length in zip(written, lengths):
        assert length <= 12 or cell.source.startswith("def "), cell.id
        assert max(map(len, cell.source.splitlines())) <= 88, cell.id
        assert not re.search(r"np\.(set_printoptions|seterr)\(", cell.source), cell.id


def test_something_happens_within_300_characters_and_a_lesson_takes_30_minutes(name, notebook):
    shows = next(k for k, cell in enumerate(notebook.cells) if cell.get("outputs"))
    assert sum(reading(cell.source) for cell in notebook.cells[:shows] if cell.cell_type == "markdown") <= 300
    minutes = [value for part, value in section_minutes().items() if part[0] == str(int(name[:2]))]
    over = sum(minutes) - 30.05
    assert over <= 0, f"{name}: shorten by {430 * over:.0f} characters that stand outside of what is folded"


def test_every_picture_has_an_alternative_text(notebook):
    for alt in re.findall(r"!\[([^\]]*)\]", "".join(cell.source for cell in cells(notebook, "markdown"))):
        assert re.search("[ぁ-ん]", alt)
    for output in (output for cell in cells(notebook, "code") for output in cell.outputs):
        assert not any(kind.startswith("image/") for kind in output.get("data", {}))
        for image in re.findall(r"<img[^>]*>", output.get("data", {}).get("text/html", "")):
            assert re.match(r'<img alt="[^"]*[ぁ-ん]', image)


def test_the_lessons_and_their_pictures_are_small():
    pictures = list((ROOT / "images").glob("*.png"))
    assert sum(path.stat().st_size for path in PATHS + pictures) <= 700_000


def test_a_python_that_the_tests_start_reaches_this_machine_alone():
    """No lesson opens the network: nbval would see the error."""
    here = "import socket\nserver = socket.create_server(('127.0.0.1', 0))\n"
    here += "socket.create_connection(server.getsockname())\nsocket."
    for call in ("getaddrinfo('example.com', 80)", "socket().connect(('192.0.2.1', 80))"):
        ran = subprocess.run([sys.executable, "-c", here + call], stderr=subprocess.PIPE, text=True)
        assert "PermissionError: a lesson opens the network" in ran.stderr, call
