"""The one-file notebooks: in an empty folder, with four packages and no network, they show what is stored."""

import json
import os
import re

import nbformat
import pytest
from course import NOTEBOOKS, ROOT, compared
from nbclient import NotebookClient
from publish import lite, one_file

WHERE = "import sys; print(lesson.__file__, 'nbformat' in sys.modules, sorted(pathlib.Path().iterdir()))"
REFUSED = "import mistune"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    one_file.build(folder)
    return {path.stem: path for path in (folder / "one-file").glob("*.ipynb")}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_shows_the_stored_outputs_in_an_empty_folder_with_four_packages(made, name, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests" / "bare"), prepend=os.pathsep)
    notebook = nbformat.read(made[name], as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in (WHERE, REFUSED)]
    NotebookClient(notebook, allow_errors=True, resources={"metadata": {"path": tmp_path}}).execute()
    *cells, where, refused = notebook.cells
    stored = {cell.id: compared(cell.get("outputs", [])) for cell in NOTEBOOKS[name].cells}
    shown = {cell.id: compared(cell.get("outputs", [])) for cell in cells}
    free = {cell.id for cell in cells if "nbval-ignore-output" in cell.metadata.get("tags", [])}
    assert shown.pop("setup") == {}
    assert {cell: shown[cell] for cell in stored if shown[cell] != stored[cell] and cell not in free} == {}
    assert str(ROOT) not in where.outputs[0].text
    assert "perceptron-" in where.outputs[0].text
    assert refused.outputs[0].ename == "ModuleNotFoundError"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_is_one_small_file_that_points_at_no_other(made, name):
    notebook = nbformat.read(made[name], as_version=4)
    nbformat.validate(notebook)
    assert made[name].stat().st_size <= 350_000  # its own original in it, for restore()
    text = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not re.search(r"\]\((?!data:image/png;base64,|https://)", text)
    own = "".join(cell.source for cell in NOTEBOOKS[name].cells)
    assert text.count("data:image/png;base64,") == own.count("../images/")


def test_the_first_code_cell_says_what_it_is_and_is_folded(made):
    for path in made.values():
        setup = nbformat.read(path, as_version=4).cells[1]
        assert setup.source.startswith("#@title 準備：最初に実行します\n# このセルには、教材の道具")
        assert setup.metadata.jupyter.source_hidden
        assert setup.metadata.cellView == "form"


def test_in_the_browser_they_open_with_pyodides_kernel_in_japanese(made, tmp_path):
    lite.write_contents(next(iter(made.values())).parents[1], tmp_path)
    opened = [nbformat.read(path, as_version=4) for path in (tmp_path / "contents").iterdir()]
    assert [notebook.metadata.kernelspec.name for notebook in opened] == ["python"] * len(NOTEBOOKS)
    settings = json.loads((tmp_path / "overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/translation-extension:plugin"] == {"locale": "ja_JP"}
