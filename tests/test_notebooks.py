"""The lessons: nothing is compared in vain, the course's figures stand, all parts agree.

nbval compares the outputs themselves; these tests see to it that it has something to compare.
"""

import ast
import json
import re
import statistics
from collections import Counter

import nbformat
import numpy as np
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
    section_numbers,
    sections,
    text_of,
)
from refresh import normalise

import perceptron_helpers as helpers

TAGS = {"nbval-ignore-output", "raises-exception"}
PRINTS = re.compile(r"^(print|check|progress|fit_epochs|train\w*|learn|move_\w+|replay_training|plot_\w+)$")

# Numbers in the prose that are no result of their section, and where they come from.
GIVEN = {
    "2.718": "the number e",
    "710": "where np.exp overflows",
    "1958": "a year",
    "2014": "a year",
    "8.8e-03": "the notation itself",
    "0.0088": "the same number",
    "0.5": "the threshold, everywhere",
    "12345": "the seed, everywhere",
    "100": "an imagined number of samples",
    "l5-text-31 0.09": "an imagined loss, worked out in the answer",
    "l5-text-31 0.16": "an imagined loss, worked out in the answer",
    "l5-text-31 0.6": "an imagined difference",
    "l5-text-31 0.4": "an imagined difference",
    "l6-text-08 0.25": "0.5 × 0.5, worked out there",
    "l4-replay-question 300": "an epoch to look at, named in the question",
}


@pytest.fixture(params=NOTEBOOKS)
def name(request):
    return request.param


@pytest.fixture
def notebook(name):
    return NOTEBOOKS[name]


# ---------- nothing is compared in vain ----------


def test_execution_counts_are_sequential(notebook):
    assert [cell.execution_count for cell in cells(notebook, "code")] == list(
        range(1, len(cells(notebook, "code")) + 1)
    )


def prints(cell):
    """Does running the cell show anything? Calls inside a function it only defines do not count."""
    tree = ast.parse(cell.source)
    tree.body = [node for node in tree.body if not isinstance(node, ast.FunctionDef)]
    calls = [
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    return any(PRINTS.match(call) for call in calls)


def test_every_printing_cell_has_stored_output(notebook):
    for cell in cells(notebook, "code"):
        raises = "raises-exception" in cell.metadata.get("tags", [])
        assert bool(text_of(cell)) == (prints(cell) or raises), cell.id


def test_only_tagged_cells_with_a_reason_are_excepted(notebook):
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", []))
        assert tags <= TAGS and bool(tags) == bool(cell.metadata.get("reason")), cell.id
        assert "NBVAL" not in cell.source
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        assert bool(errors) == ("raises-exception" in tags), cell.id


def test_no_warning_is_stored(notebook):
    for cell in cells(notebook, "code"):
        assert not any(output.get("name") == "stderr" for output in cell.outputs), cell.id
        assert "Warning" not in text_of(cell), cell.id


def test_the_file_is_normalised(name, notebook):
    stored = (ROOT / "notebooks" / f"{name}.ipynb").read_bytes()
    again = normalise(nbformat.from_dict(json.loads(json.dumps(notebook))))
    assert stored == (nbformat.writes(again) + "\n").encode("utf-8")
    assert b"/ipykernel_" not in stored and b"\r" not in stored


def test_cell_ids_are_unique_and_say_their_lesson():
    ids = [(name, cell.id) for name, notebook in NOTEBOOKS.items() for cell in notebook.cells]
    assert len(ids) == len(CELLS)
    assert all(re.fullmatch(rf"step-\d\d|l{int(name[:2])}-[a-z0-9-]+", id) for name, id in ids)


def test_numbered_texts_stand_in_their_order(notebook):
    """An explanation that has changed places with another would stand under the wrong result."""
    numbers = [cell.id for cell in notebook.cells if re.fullmatch(r"l\d-text-\d\d", cell.id)]
    assert numbers == sorted(numbers)


def test_text_and_check_cells_are_locked_and_code_cells_are_not(notebook):
    for cell in notebook.cells:
        locked = cell.cell_type == "markdown" or cell.source.startswith('check("')
        assert [cell.metadata.get(key, True) for key in ("editable", "deletable")] == [not locked] * 2, (
            cell.id
        )


def test_stored_size():
    pictures = list((ROOT / "images").glob("*.png"))
    assert sum(path.stat().st_size for path in PATHS + pictures) <= 700_000


# ---------- the course's figures ----------


def test_the_42_steps_stand_in_their_lessons_in_order():
    found = [
        (int(cell.id[5:]), int(name[:2]))
        for name, notebook in NOTEBOOKS.items()
        for cell in notebook.cells
        if cell.id.startswith("step-")
    ]
    assert found == [(step["n"], step["lesson"]) for step in REFERENCE["steps"]]


@pytest.mark.parametrize(
    "step",
    [step for step in REFERENCE["steps"] if step.keys() - {"n", "lesson"}],
    ids=lambda step: f"step{step['n']}",
)
def test_a_step_shows_its_figures(step):
    cell = CELLS[f"step-{step['n']:02d}"]
    shown = text_of(cell)
    assert (shown + "\n").startswith(step.get("prints", shown) + "\n")
    assert f"{step.get('loss', 0):.6f}" in shown or "loss" not in step
    assert " ".join(f"{loss:.6f}" for loss in step.get("first_losses", [])) in shown
    assert f"np.array({step.get('values')}, dtype=float)" in cell.source or "values" not in step
    assert shown == step.get("raises", shown)


# ---------- what a lesson defines and writes is what the helper does ----------

DEFINED = [
    (node, cell)
    for cell in CELLS.values()
    if cell.cell_type == "code" and cell not in STUBS.values()
    for node in ast.parse(cell.source).body
    if isinstance(node, ast.FunctionDef) and hasattr(helpers, node.name)
]


def call(function_name, function):
    """The result of a function on fixed data; the same for the lesson's function and for the helper's."""
    np.random.seed(1)
    model = helpers.create_perceptron()
    x, y_true = helpers.truth_table("OR")
    y_pred = helpers.predict(model, helpers.sigmoid_activation, x)
    training = (
        model,
        helpers.sigmoid_activation,
        helpers.mean_squared_error,
        helpers.mse_gradient,
        0.1,
        x,
        y_true,
    )
    arguments = {
        "create_perceptron": (),
        "predict": (model, helpers.sigmoid_activation, x),
        "linear_activation": (y_pred,),
        "sigmoid_activation": (np.linspace(-30, 30, 61),),
        "step_activation": (np.linspace(-2, 2, 41),),
        "mean_squared_error": (y_true, y_pred),
        "mse_gradient": (x, y_true, y_pred),
        "fit": training,
        "fit_epochs": (*training, 20),
        "truth_table": ("OR",),
        "binary_cross_entropy": (y_true, y_pred),
        "numerical_gradient": (model, helpers.sigmoid_activation, helpers.mean_squared_error, x, y_true),
    }[function_name]
    result = function(*arguments)
    flat = (
        list(result.values())
        if isinstance(result, dict)
        else list(result)
        if isinstance(result, tuple)
        else [result]
    )
    return flat + [model["weights"], model["bias"]]


@pytest.mark.parametrize("node, cell", DEFINED, ids=[f"{node.name}-{cell.id}" for node, cell in DEFINED])
def test_a_lessons_function_does_what_the_helpers_does(node, cell):
    space = {**vars(helpers), "np": np}
    exec(cell.source, space)
    if cell.id == "step-21":  # the first gradient, which has to fail
        with pytest.raises(ValueError, match="could not be broadcast"):
            call(node.name, space[node.name])
        return
    for got, wanted in zip(
        call(node.name, space[node.name]), call(node.name, getattr(helpers, node.name)), strict=True
    ):
        assert np.shape(got) == np.shape(wanted)
        np.testing.assert_allclose(
            got, wanted, rtol=1e-12, atol=1e-9 if node.name == "numerical_gradient" else 0
        )


def test_the_repaired_gradient_differs_in_the_reshape_alone():
    repaired = CELLS["step-26"].source.replace("    m = len(x)\n", "").replace(".reshape(m, 1)", "")
    assert repaired == CELLS["step-21"].source


# Each formula of the lessons, as it is written there, and what the helper (or arithmetic) makes of it.
Y, P, W, B, XS = (
    np.array([0.0, 1, 1]),
    np.array([0.2, 0.7, 0.4]),
    np.array([2.0, -3.0]),
    0.5,
    np.array([[1.0, 2], [3, 4], [0, 1]]),
)
MODEL = {"weights": W, "bias": np.array([B])}
M, Z = 3, XS @ W + B
S = 1 / (1 + np.exp(-Z))
FORMULAS = [
    (
        r"z_j = \sum_i x_{ji}\, w_i + b, \qquad \hat y_j = f(z_j)",
        [sum(row[i] * W[i] for i in range(2)) + B for row in XS],
        helpers.predict(MODEL, helpers.linear_activation, XS),
    ),
    (
        r"L = \frac{1}{m}\sum_j (\hat y_j - y_j)^2",
        sum((P[j] - Y[j]) ** 2 for j in range(M)) / M,
        helpers.mean_squared_error(Y, P),
    ),
    (
        r"\frac1m\sum_j(\hat y_j-y_j)\,x_{ji}",
        [sum((P[j] - Y[j]) * XS[j, i] for j in range(M)) / M for i in range(2)],
        helpers.mse_gradient(XS, Y, P)[0],
    ),
    (
        r"\frac1m\sum_j(\hat y_j-y_j)\quad\text{（バイアス } b \text{）}",
        [sum(P[j] - Y[j] for j in range(M)) / M],
        helpers.mse_gradient(XS, Y, P)[1],
    ),
    (
        r"f(z)=\begin{cases}1 & (z \ge 0.5)\\ 0 & (z < 0.5)\end{cases}",
        [1 if z >= 0.5 else 0 for z in (-1, 0.49, 0.5, 2)],
        helpers.step_activation(np.array([-1, 0.49, 0.5, 2])),
    ),
    (r"f(z)=\frac{1}{1+e^{-z}}", S, helpers.sigmoid_activation(Z)),
    (
        r"L=-\frac1m\sum_j\bigl(y_j\log\hat y_j+(1-y_j)\log(1-\hat y_j)\bigr)",
        -sum(Y[j] * np.log(P[j]) + (1 - Y[j]) * np.log(1 - P[j]) for j in range(M)) / M,
        helpers.binary_cross_entropy(Y, P),
    ),
    (
        r"\frac1m\sum_j(\hat y_j-y_j)\,\hat y_j(1-\hat y_j)\,x_{ji}",
        [sum((S[j] - Y[j]) * S[j] * (1 - S[j]) * XS[j, i] for j in range(M)) / M for i in range(2)],
        helpers.numerical_gradient(
            MODEL, helpers.sigmoid_activation, lambda y, p: helpers.mean_squared_error(y, p) / 2, XS, Y
        )[0],
    ),
    (
        r"2(x_{j0}+3x_{j1}+0.5)+(2x_{j0}-x_{j1}-1)+3=4x_{j0}+5x_{j1}+3",
        [2 * (a + 3 * b + 0.5) + (2 * a - b - 1) + 3 for a, b in XS],
        helpers.predict({"weights": [4, 5], "bias": [3]}, helpers.linear_activation, XS),
    ),
]


def test_every_displayed_formula_is_in_the_table():
    prose = "\n".join(cell.source for cell in CELLS.values() if cell.cell_type == "markdown")
    displayed = re.findall(r"\$\$(.*?)\$\$", prose, flags=re.S)
    # test_an_update_goes_against_the_gradient
    update = r"w_i \leftarrow w_i - \eta\, g_i, \qquad b \leftarrow b - \eta\, g_b"
    unknown = [
        formula
        for formula in displayed
        if formula != update and not any(known in formula for known, _, _ in FORMULAS)
    ]
    assert unknown == [] and update in displayed


@pytest.mark.parametrize("formula, value, helpers_value", FORMULAS, ids=range(len(FORMULAS)))
def test_a_formula_of_the_lessons_is_what_the_helper_computes(formula, value, helpers_value):
    assert any(formula in cell.source for cell in CELLS.values() if cell.cell_type == "markdown")
    np.testing.assert_allclose(value, helpers_value, rtol=1e-6)


def test_an_update_goes_against_the_gradient():
    model, eta = {"weights": W.copy(), "bias": np.array([B])}, 0.1
    g_w, g_b = helpers.mse_gradient(XS, Y, Z)
    helpers.fit(
        model, helpers.linear_activation, helpers.mean_squared_error, helpers.mse_gradient, eta, XS, Y
    )
    assert model["weights"].tolist() == (W - eta * g_w).tolist()
    assert model["bias"].tolist() == (B - eta * g_b).tolist()


# ---------- prose ----------


def running_text(cell):
    """A text cell without links, pictures, headings, HTML tags, code blocks and references to sections."""
    text = re.sub(r"```.*?```|^#+ [^\n]*$", "", cell.source, flags=re.S | re.M)
    return re.sub(r"!?\[[^\]]*\]\([^)]*\)|<[^>]*>|\d\.\d節|練習 \d-\d|\\text\{[^}]*\}", "", text)


def test_results_in_the_prose_stand_in_an_output_or_in_code_of_their_section_or_of_one_they_name(
    name, notebook
):
    """Decimals and integers of three digits or more; smaller integers count things.

    The numbers of an exercise are its question's own: test_exercises.py computes with them.
    """
    by_section = {
        heading: {
            abs(number)
            for cell in part
            if cell.cell_type == "code"
            for number in numbers_in(cell.source + "\n" + text_of(cell))
        }
        for heading, part in sections(notebook).items()
    }
    everything = set().union(*by_section.values())
    missing = []
    for heading, part in sections(notebook).items():
        numbered = re.match(r"\d\.\d", heading)
        for cell in part:
            if cell.cell_type == "code" or "### 練習" in cell.source:
                continue
            named = [
                by_section[other]
                for other in by_section
                for number in re.findall(r"\d\.\d(?=節)", cell.source)
                if other.startswith(number)
            ]
            known = set().union(by_section[heading], *named) if numbered else everything
            missing += [
                f"{cell.id}: {number}"
                for number in NUMBER.findall(running_text(cell))
                if ("." in number or len(number.lstrip("-")) >= 3)
                and abs(float(number)) not in known
                and not {number.lstrip("-"), f"{cell.id} {number}"} & GIVEN.keys()
            ]
    assert missing == [], missing


def test_sections_exercises_lessons_and_files_that_are_named_exist(name, notebook):
    text = "\n".join(cell.source for cell in cells(notebook, "markdown"))
    assert set(re.findall(r"(\d\.\d)節", text)) | set(re.findall(r"練習 (\d-\d)", text)) <= section_numbers()
    assert {int(number) for number in re.findall(r"レッスン(\d)", text)} <= {
        int(path.name[:2]) for path in PATHS
    }
    for target in re.findall(r"\]\(([^)#]*)\)", text):
        assert (ROOT / "notebooks" / target).is_file(), target
    neighbours = {path.name for path in PATHS if abs(int(path.name[:2]) - int(name[:2])) == 1}
    assert neighbours <= set(re.findall(r"\]\(([^)]*)\)", text))


def rare_words():
    """{section: its words that stand in at most a third of all sections}, such as シグモイド or reshape."""
    words = {}
    for notebook in NOTEBOOKS.values():
        for heading, part in sections(notebook).items():
            if re.match(r"\d\.\d ", heading):
                text = "\n".join(cell.source for cell in part)
                text += "\n".join(text_of(cell) for cell in part if cell.cell_type == "code")
                words[heading[:3]] = set(WORD.findall(heading + text))
    often = Counter(word for found in words.values() for word in found)
    return {number: {w for w in found if often[w] <= len(words) / 3} for number, found in words.items()}


WORD = re.compile(r"[a-z_]{3,}|[ァ-ヴー]{2,}|[一-龠]{2,}|\d+\.\d+(?!節)")
ANYWHERE = {
    "and",
    "最初",
    "理由",
    "名前",
    "順番",
    "セル",
}  # words that say nothing of what a section is about


def test_a_sentence_that_names_a_section_speaks_of_what_is_there(notebook):
    rare = rare_words()
    known = set().union(*rare.values()) - ANYWHERE
    for cell in cells(notebook, "markdown"):
        for sentence in re.split(r"(?<=。)|\n", cell.source):
            about = set(WORD.findall(re.sub(r"\d\.\d節", "", sentence))) & known
            named = [rare[number] for number in re.findall(r"\d\.\d(?=節)", sentence)]
            assert not (about and named) or about & set().union(*named), (cell.id, sentence)


def test_names_in_the_prose_are_names_of_the_code():
    """`model_or` in a sentence is a name that some lesson's code, or the helper, has."""
    code = "\n".join(cell.source + text_of(cell) for cell in CELLS.values() if cell.cell_type == "code")
    code += "".join(
        (ROOT / path).read_text(encoding="utf-8")
        for path in ("perceptron_helpers.py", "notebooks/lesson/__init__.py")
    )
    known = set(re.findall(r"\w+", code)) | {"and"}
    for cell in (cell for cell in CELLS.values() if cell.cell_type == "markdown"):
        for piece in re.findall(r"`([A-Za-z_][\w.]*)`", cell.source):
            assert set(piece.split(".")) - {"py"} <= known, (cell.id, piece)


def test_terms():
    text = {name: "\n".join(cell.source for cell in notebook.cells) for name, notebook in NOTEBOOKS.items()}
    whole = "\n".join(text.values())
    assert whole.count("荷重") == 1 and "重み（荷重）" in text["02_building_the_perceptron"]
    without_pictures = re.sub(r"!\[[^\]]*\]", "", whole)
    assert without_pictures.index("重み") == without_pictures.index("重み（荷重）")
    for wrong in ("推定", "ウェイト", "シェイプ", "活性関数", "教師データ", "決定領域", "学習データ"):
        assert wrong not in whole, wrong


def test_headings_in_order(name, notebook):
    text = "\n".join(
        re.sub(r"```.*?```", "", cell.source, flags=re.S) for cell in cells(notebook, "markdown")
    )
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.M)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    assert notebook.cells[0].source.startswith(f"# {int(name[:2])}. ")
    headings = re.findall(r"^## (.*)$", text, flags=re.M)
    assert headings[0] == "できるようになること" and headings[-2:] == ["まとめ", "確認問題"]
    numbered = [heading.split()[0] for heading in headings if heading[0].isdigit()]
    assert numbered == [f"{int(name[:2])}.{k}" for k in range(1, len(numbered) + 1)]


def test_frame(notebook):
    text = "\n".join(cell.source for cell in cells(notebook, "markdown"))
    for part in ("**前提**", "**所要時間**", "やってみよう", "**予想**", "**説明**", "**問3**"):
        assert part in text, part
    for cell in cells(notebook, "markdown"):
        assert (
            cell.source.count("<details>")
            == cell.source.count("</details>")
            == cell.source.count("<summary>")
        ), cell.id


def test_a_question_is_followed_by_a_run_and_an_answer_by_its_check(notebook):
    for cell, after in zip(notebook.cells, [*notebook.cells[1:], None]):
        if re.search(r"\*\*予想\*\*　[^#]*$", cell.source):
            assert after.cell_type == "code", cell.id
            if after.outputs:  # what answers the question is folded until the student runs it
                assert after.metadata.get("jupyter") == {"outputs_hidden": True}, after.id
        if re.match(r"l\d-ex\d+$", cell.id):
            assert after.id == f"{cell.id}-check" and cell in STUBS.values()


def test_code_cells_are_short(notebook):
    written = [cell for cell in cells(notebook, "code") if not re.match("check|progress", cell.source)]
    lengths = [len(cell.source.splitlines()) for cell in written]
    assert 3 <= statistics.median(lengths) <= 5
    for cell, length in zip(written, lengths):
        assert length <= 12 or cell.source.startswith("def "), cell.id
        assert max(map(len, cell.source.splitlines())) <= 88, cell.id


# ---------- pictures ----------

# What a picture of images/ shows: the word stands in its alternative text and where it is shown.
SHOWS = {
    "array_axes.png": "配列",
    "broadcasting.png": "ブロードキャスト",
    "gates.png": "OR",
    "gradient_pushes.png": "勾配",
    "learning_rate.png": "学習率",
    "line_moves.png": "バイアス",
    "loss_valley.png": "損失",
    "network.png": "層",
    "perceptron.png": "パーセプトロン",
    "shape_boxes.png": "形状",
    "sigmoid.png": "シグモイド",
    "step.png": "ステップ関数",
    "two_layers.png": "層",
}


def test_every_picture_has_an_alternative_text_and_stands_where_it_is_talked_of(notebook):
    for cell in cells(notebook, "markdown"):
        for alt, target in re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", cell.source):
            word = SHOWS[target.removeprefix("../images/")]
            text = re.sub(r"!\[[^\]]*\]", "", cell.source)
            assert word in text and (word in alt or word == "配列" and "行" in alt), target
    for cell in cells(notebook, "code"):
        for output in cell.outputs:
            assert not any(kind.startswith("image/") for kind in output.get("data", {})), cell.id
            for image in re.findall(r"<img[^>]*>", output.get("data", {}).get("text/html", "")):
                assert re.match(r'<img alt="[^"]*[ぁ-ん]', image), cell.id


def test_the_text_after_a_plot_is_about_what_is_plotted(notebook):
    """The names under which a cell plots (線形, OR, …) stand in the text right below or above it."""
    for before, cell, after in zip(notebook.cells, notebook.cells[1:], notebook.cells[2:]):
        if cell.cell_type == "code" and "plot_" in cell.source:
            for word in re.findall(r'"([^"]+)": ?\(', cell.source):
                about = re.sub("のモデル|^2層目の|^手で決めた", "", word)
                assert about in before.source + after.source or about == "最初", (cell.id, word)
