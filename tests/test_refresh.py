"""teacher/refresh.py: a lesson is executed anew, and only what cannot repeat keeps its old output."""

import nbformat
import pytest
import refresh
from course import PATHS
from nbclient.exceptions import CellExecutionError

IGNORED = {"tags": ["nbval-ignore-output"], "reason": "another time at every run"}
CLOCK = "import time\ntime.time_ns()"


def code(cell_id, source, *outputs, **metadata):
    return nbformat.v4.new_code_cell(
        source, id=cell_id, execution_count=99, outputs=list(outputs), metadata=metadata
    )


def printed(text):
    return nbformat.v4.new_output("stream", text=text)


def value(text):
    return nbformat.v4.new_output("execute_result", {"text/plain": text}, execution_count=99)


def stored(path):
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A lesson with old outputs, in a folder with a Japanese name, before it is refreshed."""
    path = tmp_path_factory.mktemp("授業 1") / "lesson.ipynb"
    (path.parent / "beside.txt").write_text("beside", encoding="utf-8")
    cells = [
        nbformat.v4.new_markdown_cell("文", id="text"),
        code("changed", "print(1 + 1)", printed("old\n")),
        code("silent", "x = 3", printed("old\n")),
        code("beside", "open('beside.txt').read()"),
        code("value", "x", value("old")),
        code("kept", CLOCK, value("1234"), **IGNORED),
        code("not-kept", "print(x)", **IGNORED),
        code("error", "1 / 0", **{"tags": ["raises-exception"], "reason": "on purpose"}),
        code("width", "import os\nprint(os.environ['COLUMNS'])"),
    ]
    metadata = {"widgets": {}, "language_info": {"name": "python", "version": "2.7"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return path


@pytest.fixture(scope="module")
def refreshed(path):
    refresh.refresh(path)
    return stored(path)


def test_old_outputs_give_way_to_new_ones(refreshed):
    assert [output.text for output in refreshed["changed"].outputs] == ["2\n"]
    assert refreshed["silent"].outputs == []
    assert [output.data["text/plain"] for output in refreshed["value"].outputs] == ["3"]
    assert refreshed["error"].outputs[0].ename == "ZeroDivisionError"


def test_an_output_that_cannot_repeat_is_kept(refreshed):
    assert [output.data["text/plain"] for output in refreshed["kept"].outputs] == ["1234"]


def test_a_cell_that_cannot_repeat_and_has_no_output_gets_one(refreshed):
    assert [output.text for output in refreshed["not-kept"].outputs] == ["3\n"]


def test_the_cells_are_counted_anew_and_their_outputs_too(refreshed):
    code_cells = [cell for cell in refreshed.values() if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code_cells] == list(range(1, len(code_cells) + 1))
    results = [
        (cell, output) for cell in code_cells for output in cell.outputs if "execution_count" in output
    ]
    assert [cell.id for cell, _ in results] == ["beside", "value", "kept"]
    assert [output.execution_count for _, output in results] == [cell.execution_count for cell, _ in results]


def test_it_runs_in_the_lessons_folder_and_not_at_the_width_of_this_screen(refreshed):
    assert refreshed["beside"].outputs[0].data["text/plain"] == "'beside'"
    assert refreshed["width"].outputs[0].text == "80\n"


def test_what_is_saved_is_normalised(path, refreshed):
    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata == {"kernelspec": refresh.KERNEL, "language_info": {"name": "python"}}
    assert path.read_bytes() == (nbformat.writes(refresh.normalise(notebook)) + "\n").encode("utf-8")


def test_a_lesson_can_be_unlocked_and_is_locked_again(path, refreshed):
    locked = path.read_bytes()
    assert refreshed["text"].metadata == refresh.LOCK
    refresh.unlock(path)
    assert [cell.metadata for cell in stored(path).values() if cell.metadata.keys() & refresh.LOCK] == []
    assert [cell.outputs for cell in stored(path).values() if "outputs" in cell] == [
        cell.outputs for cell in refreshed.values() if "outputs" in cell
    ]
    refresh.refresh(path)
    assert path.read_bytes() == locked


def test_a_second_time_changes_nothing(path, refreshed):
    before = path.read_bytes()
    refresh.refresh(path)
    assert path.read_bytes() == before


def test_an_error_that_is_not_meant_stops_and_leaves_the_file(tmp_path):
    path = tmp_path / "lesson.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[code("wrong", "undefined", printed("old\n"))]), path)
    before = path.read_bytes()
    with pytest.raises(CellExecutionError, match="undefined"):
        refresh.refresh(path)
    assert path.read_bytes() == before


def test_the_command_refreshes_every_lesson_or_the_named_ones(tmp_path, monkeypatch, capsys):
    done, unlocked = [], []
    monkeypatch.setattr(refresh, "refresh", done.append)
    monkeypatch.setattr(refresh, "unlock", unlocked.append)
    refresh.main([])
    assert done == PATHS
    assert capsys.readouterr().out.split() == [path.name for path in done]
    done.clear()
    monkeypatch.chdir(tmp_path)
    refresh.main(["one.ipynb"])
    assert done == [tmp_path / "one.ipynb"]
    assert unlocked == []
    refresh.main(["--unlock", "one.ipynb"])
    assert unlocked == [tmp_path / "one.ipynb"]
