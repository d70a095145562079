"""The form of the notebooks, and the agreement of prose, stored outputs, the course's figures and the helper.

nbval compares the outputs themselves; these tests see to it that it has something to compare.
"""

import ast
import json
import re
import statistics
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from jupyterlab_server import translation_utils
from kept_numbers import KEPT, numbers_in

import perceptron_helpers as helpers

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "teacher"))
from refresh import normalise  # noqa: E402

PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in PATHS}
REFERENCE = json.loads(Path(__file__).with_name("seed_steps.json").read_text(encoding="utf-8"))
TAGS = {"nbval-ignore-output", "raises-exception"}
PRINTS = re.compile(r"^(print|check|fit_epochs|train|try_rate|move_\w+|replay_training|plot_\w+)$")
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")

# Numbers in the prose that are not results of the notebook, and why.
GIVEN = {
    "02_building_the_perceptron": {
        "-0.5": "bounds in a hint; test_exercises.py tries them", "-1.5": "bounds in a hint; test_exercises.py tries them",
        "1958": "a year", "-1.0": "weights in a hint; test_exercises.py tries them", "100": "an imagined number of samples"},
    "04_linear_vs_sigmoid": {
        "2.718": "the number e", "8.8": "explains the notation 8.8e-03", "-710": "where np.exp overflows; test_numbers_given_in_lesson_4 tries it",
        "1.2": "a learning rate; test_exercises.py tries it", "1.3": "a learning rate to try",
        "0.005": "the aim of an exercise; stands in its stub", "0.9": "the aim of an exercise",
        "2.1": "values to try", "2.2": "values to try", "2.3": "values to try", "1000": "a number of epochs", "1958": "a year"},
}


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def text_of(cell):
    """All that a code cell shows, as text: streams, plain text, alternative texts, errors."""
    shown = []
    for output in cell.outputs:
        if output.output_type == "error":
            shown.append(f"{output.ename}: {output.evalue}")
        else:
            shown.append(output.text if output.output_type == "stream" else output.data["text/plain"])
    return "".join(shown).rstrip("\n")


def cell_of_step(n):
    found = [cell for notebook in NOTEBOOKS.values() for cell in notebook.cells if cell.id == f"step-{n:02d}"]
    assert len(found) == 1
    return found[0]


@pytest.fixture(params=NOTEBOOKS)
def name(request):
    return request.param


@pytest.fixture
def notebook(name):
    return NOTEBOOKS[name]


# ---------- nothing is compared in vain ----------

def test_there_are_five_lessons():
    assert [path.name[:2] for path in PATHS] == ["01", "02", "03", "04", "05"]


def test_execution_counts_are_sequential(notebook):
    assert [cell.execution_count for cell in cells(notebook, "code")] == list(range(1, len(cells(notebook, "code")) + 1))


def prints(cell):
    """Does running the cell show anything? Calls inside a function it only defines do not count."""
    tree = ast.parse(cell.source)
    tree.body = [node for node in tree.body if not isinstance(node, ast.FunctionDef)]
    calls = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
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


def test_cell_ids_are_kept_and_unique():
    ids = [cell.id for notebook in NOTEBOOKS.values() for cell in notebook.cells]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"step-\d\d|l[1-5]-[a-z0-9-]+", id) for id in ids)


def test_stored_size():
    pictures = list((ROOT / "images").glob("*.png"))
    assert sum(path.stat().st_size for path in PATHS + pictures) <= 400_000


# ---------- the course's figures ----------

def test_the_42_steps_stand_in_their_lessons_in_order():
    found = [(int(cell.id[5:]), int(name[:2])) for name, notebook in NOTEBOOKS.items()
             for cell in notebook.cells if cell.id.startswith("step-")]
    assert found == [(step["n"], step["lesson"]) for step in REFERENCE["steps"]]


@pytest.mark.parametrize("step", [step for step in REFERENCE["steps"] if step.keys() - {"n", "lesson"}],
                         ids=lambda step: f"step{step['n']}")
def test_a_step_shows_its_figures(step):
    cell = cell_of_step(step["n"])
    shown = text_of(cell)
    if "prints" in step:
        assert shown == step["prints"] or shown.startswith(step["prints"] + "\n")
    if "loss" in step:
        assert f"{step['loss']:.6f}" in shown
    if "first_losses" in step:
        assert " ".join(f"{loss:.6f}" for loss in step["first_losses"]) in shown
    if "values" in step:
        assert f"np.array({step['values']}, dtype=float)" in cell.source
    if "raises" in step:
        assert shown == step["raises"]


# ---------- what a lesson defines is what the helper does ----------

DEFINED = [(name, node, cell.source) for name, notebook in NOTEBOOKS.items() for cell in cells(notebook, "code")
           for node in ast.parse(cell.source).body if isinstance(node, ast.FunctionDef) and hasattr(helpers, node.name)]


def call(function_name, function):
    """The result of a function on fixed data; the same for the lesson's function and for the helper's."""
    np.random.seed(1)
    model = helpers.create_perceptron()
    x, y_true = helpers.truth_table("OR")
    y_pred = helpers.predict(model, helpers.sigmoid_activation, x)
    training = (model, helpers.sigmoid_activation, helpers.mean_squared_error, helpers.mse_gradient, 0.1, x, y_true)
    arguments = {
        "create_perceptron": (), "predict": (model, helpers.sigmoid_activation, x), "linear_activation": (y_pred,),
        "sigmoid_activation": (np.linspace(-30, 30, 61),), "mean_squared_error": (y_true, y_pred),
        "mse_gradient": (x, y_true, y_pred), "fit": training, "fit_epochs": (*training, 20),
        "numerical_gradient": (model, helpers.sigmoid_activation, helpers.mean_squared_error, x, y_true)}[function_name]
    result = function(*arguments)
    flat = list(result.values()) if isinstance(result, dict) else list(result) if isinstance(result, tuple) else [result]
    return flat + [model["weights"], model["bias"]]


def test_the_lessons_define_these_functions():
    assert sorted({node.name for _, node, _ in DEFINED}) == [
        "create_perceptron", "fit", "fit_epochs", "linear_activation", "mean_squared_error", "mse_gradient",
        "numerical_gradient", "predict", "sigmoid_activation"]


@pytest.mark.parametrize("lesson, node, source", DEFINED, ids=[f"{node.name}-{k}" for k, (_, node, _) in enumerate(DEFINED)])
def test_a_lessons_function_does_what_the_helpers_does(lesson, node, source):
    space = {**vars(helpers), "np": np}
    space.update({name: getattr(function, "__wrapped__", function) for name, function in vars(helpers).items()
                  if callable(function)})  # the lessons' functions call one another without the helper's checks
    exec(source, space)
    if node.name == "mse_gradient" and "reshape" not in source:  # the first version, which has to fail
        with pytest.raises(ValueError, match="could not be broadcast"):
            call(node.name, space[node.name])
        return
    for got, wanted in zip(call(node.name, space[node.name]), call(node.name, getattr(helpers, node.name)), strict=True):
        assert np.shape(got) == np.shape(wanted)
        np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-9 if node.name == "numerical_gradient" else 0)


# ---------- prose ----------

def prose(notebook):
    """The running text of a lesson, without links, pictures, headings, HTML tags and references to sections."""
    text = "\n".join(cell.source for cell in cells(notebook, "markdown"))
    text = re.sub(r"^#+ .*$|^>? ?\*\*次のレッスン\*\*.*$", "", text, flags=re.M)
    return re.sub(r"!?\[[^\]]*\]\([^)]*\)|<[^>]*>|\d\.\d+節|\\text\{[^}]*\}", "", text)


def results_in(text):
    """Decimals and integers of three digits or more; smaller integers are counts and indices."""
    for found in NUMBER.findall(text):
        if "." in found or "e" in found or len(found.lstrip("-")) >= 3:
            yield found


def test_numbers_in_the_prose_stand_in_outputs_or_code(name, notebook):
    code = cells(notebook, "code")
    known = {float(number) for cell in code for number in NUMBER.findall(text_of(cell)) + NUMBER.findall(cell.source)}
    missing = [number for number in results_in(prose(notebook))
               if float(number) not in known and number not in GIVEN.get(name, {})]
    assert missing == []


def test_no_number_changes_unseen(name, notebook):
    """Small integers count things, and no output can tell whether they are right: a reader has to, in the diff of kept_numbers.json."""
    kept, now = json.loads(KEPT.read_text(encoding="utf-8"))[name], numbers_in(notebook.cells)
    changed = {id: (kept.get(id), now.get(id)) for id in kept.keys() | now.keys() if kept.get(id) != now.get(id)}
    assert changed == {}, "are they right? then run tests/kept_numbers.py"


def test_numbers_given_in_lesson_4():
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(710)) and np.isfinite(np.exp(709))
    assert f"{np.e:.3f}" == "2.718"


def test_terms():
    text = {name: "\n".join(cell.source for cell in notebook.cells) for name, notebook in NOTEBOOKS.items()}
    whole = "\n".join(text.values())
    assert whole.count("荷重") == 1 and "重み（荷重）" in text["02_building_the_perceptron"]
    without_pictures = re.sub(r"!\[[^\]]*\]", "", whole)
    assert without_pictures.index("重み") == without_pictures.index("重み（荷重）")
    assert whole.count("目的関数・誤差関数とも") == whole.count("目的関数") == 1
    for wrong in ("推定", "ウェイト", "シェイプ", "活性関数", "教師データ", "決定領域", "学習データ"):
        assert wrong not in whole, wrong


def test_headings_in_order(name, notebook):
    levels = []
    for cell in cells(notebook, "markdown"):
        levels += [len(marks) for marks in re.findall(r"^(#+) ", cell.source, flags=re.M)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
    assert notebook.cells[0].source.startswith(f"# {int(name[:2])}. ")
    headings = re.findall(r"^## (.*)$", "\n".join(cell.source for cell in cells(notebook, "markdown")), flags=re.M)
    assert headings[0] == "できるようになること" and headings[-2:] == ["まとめ", "確認問題"]
    numbered = [heading.split()[0] for heading in headings if heading[0].isdigit()]
    assert numbered == [f"{int(name[:2])}.{k}" for k in range(1, len(numbered) + 1)]


def test_frame(notebook):
    text = "\n".join(cell.source for cell in cells(notebook, "markdown"))
    for part in ("**前提**", "**所要時間**", "やってみよう", "**予想**", "**説明**", "**問3**"):
        assert part in text, part
    assert text.count("<details>") == text.count("</details>") and text.count("<details>") >= 9


def test_a_question_is_followed_by_a_run_and_an_answer_by_its_check(notebook):
    for cell, after in zip(notebook.cells, [*notebook.cells[1:], None]):
        if re.search(r"\*\*予想\*\*　[^#]*$", cell.source):
            assert after.cell_type == "code", cell.id
        if re.fullmatch(r"l\d-ex\d", cell.id):
            assert (after.id, after.source) == (f"{cell.id}-check", f'check("{cell.id[1]}-{cell.id[5]}")')


def test_the_repaired_gradient_differs_in_the_reshape_alone():
    assert cell_of_step(26).source.replace("    m = len(x)\n", "").replace(".reshape(m, 1)", "") == cell_of_step(21).source


def test_code_cells_are_short(notebook):
    lengths = [len(cell.source.splitlines()) for cell in cells(notebook, "code")]
    assert 3 <= statistics.median(lengths) <= 5
    for cell, length in zip(cells(notebook, "code"), lengths):
        assert length <= 12 or cell.source.startswith("def "), cell.id
        assert max(map(len, cell.source.splitlines())) <= 105, cell.id


def test_every_picture_has_an_alternative_text(notebook):
    for cell in cells(notebook, "markdown"):
        for alt, target in re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", cell.source):
            assert re.search(r"[ぁ-ん]", alt), target
        assert "<img" not in cell.source
    for cell in cells(notebook, "code"):
        for output in cell.outputs:
            assert not any(kind.startswith("image/") for kind in output.get("data", {})), cell.id
            for image in re.findall(r"<img[^>]*>", output.get("data", {}).get("text/html", "")):
                assert re.match(r'<img alt="[^"]*[ぁ-ん]', image), cell.id


def test_links_resolve(name, notebook):
    targets = re.findall(r"\]\(([^)]*)\)", "\n".join(cell.source for cell in cells(notebook, "markdown")))
    for target in targets:
        assert (ROOT / "notebooks" / target).is_file(), target
    neighbours = [path.name for path in PATHS if abs(int(path.name[:2]) - int(name[:2])) == 1]
    assert set(neighbours) <= set(targets)


# ---------- JupyterLab ----------

def test_jupyterlab_is_set_to_japanese():
    installed = Path(sys.prefix) / "etc/jupyter/labconfig/default_setting_overrides.json"
    settings = json.loads(installed.read_text(encoding="utf-8"))
    assert settings["@jupyterlab/translation-extension:plugin"] == {"locale": "ja_JP"}
    assert "ja_JP" in {locale for locale in translation_utils.get_language_packs()[0]}
