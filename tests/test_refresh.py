"""teacher/refresh.py: a lesson is executed anew, and only what cannot repeat keeps its old output."""

import nbformat
import pytest
import refresh
from course import PATHS, slow
from nbclient.exceptions import CellExecutionError

IGNORED = {"tags": ["nbval-ignore-output"], "reason": "another time at every run"}
OLD = nbformat.v4.new_output("stream", text="old\n")
VALUE = nbformat.v4.new_output("execute_result", {"text/plain": "1234"}, execution_count=99)


def code(name, source, *outputs, **metadata):
    outputs = [nbformat.from_dict(output) for output in outputs]
    return nbformat.v4.new_code_cell(source, id=name, execution_count=99, outputs=outputs, metadata=metadata)


def stored(path):
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


def shown(cell):
    return [output.get("text") or output.data["text/plain"] for output in cell.outputs]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A lesson with old outputs, in a folder with a Japanese name, refreshed."""
    path = tmp_path_factory.mktemp("授業 1") / "lesson.ipynb"
    (path.parent / "beside.txt").write_text("beside", encoding="utf-8")
    cells = [
        nbformat.v4.new_markdown_cell("文", id="text"),
        code("changed", "print(1 + 1)\nprint(3)", OLD),
        code("silent", "x = 3", OLD),
        code("beside", "open('beside.txt').read()"),
        code("kept", "import time\ntime.time_ns()", VALUE, **IGNORED),
        code("first", "print(x)", **IGNORED),
        code("error", "1 / 0", tags=["raises-exception"], reason="on purpose"),
        code("width", "import os\nprint(os.environ['COLUMNS'])"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    refresh.refresh(path)
    return path


def test_old_outputs_give_way_to_those_of_its_own_folder_and_what_cannot_repeat_is_kept(path):
    cells = stored(path)
    assert shown(cells["changed"]) == ["2\n3\n"] and shown(cells["silent"]) == []
    assert shown(cells["beside"]) == ["'beside'"] and shown(cells["width"]) == ["80\n"]
    assert shown(cells["kept"]) == ["1234"] and shown(cells["first"]) == ["3\n"]
    assert cells["error"].outputs[0].ename == "ZeroDivisionError"
    assert cells["kept"].outputs[0].execution_count == cells["kept"].execution_count == 4


def test_a_second_time_changes_nothing_and_unlocking_only_the_lock(path):
    before = path.read_bytes()
    assert stored(path)["text"].metadata == refresh.LOCK
    refresh.unlock(path)
    assert stored(path)["text"].metadata == {}
    assert shown(stored(path)["kept"]) == ["1234"]
    refresh.refresh(path)
    assert path.read_bytes() == before


@slow
def test_an_error_that_is_not_meant_stops_and_leaves_the_file(tmp_path):
    path, cells = tmp_path / "lesson.ipynb", [code("wrong", "undefined", OLD)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    with pytest.raises(CellExecutionError, match="undefined"):
        refresh.refresh(path)
    assert shown(stored(path)["wrong"]) == ["old\n"]


def test_a_foreign_or_a_broken_file_is_refused_in_one_line_that_names_it_and_the_cure(tmp_path, monkeypatch):
    path = tmp_path / "other.ipynb"
    path.write_text("<<<<<<< HEAD", encoding="utf-8")
    with pytest.raises(SystemExit, match="other.ipynb はこの教材のレッスンではありません。.*書きましょう。$"):
        refresh.main([str(PATHS[0]), str(path)])
    monkeypatch.setattr(refresh, "LESSONS", [path])
    with pytest.raises(SystemExit, match="other.ipynb をノートブックとして読めません。.*元に戻しましょう。$"):
        refresh.main([])
    assert path.read_text(encoding="utf-8") == "<<<<<<< HEAD"


def test_sections_are_numbered_in_their_order_and_references_follow_in_every_file(tmp_path, monkeypatch):
    lesson, page = tmp_path / "02.ipynb", tmp_path / "teacher/guide.md"
    page.parent.mkdir()
    text = nbformat.v4.new_markdown_cell("## 2.2 直線\n## 2.0 新しい節\n## 2.1 予測\n2.2節と3.1節、値 2.1")
    nbformat.write(nbformat.v4.new_notebook(cells=[text]), lesson)
    page.write_text("## 2.1 予測\n2.2節、2.1節", encoding="utf-8")
    monkeypatch.setattr(refresh, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(refresh, "LESSONS", [lesson])
    refresh.renumber()
    (cell,) = stored(lesson).values()
    assert cell.source == "## 2.1 直線\n## 2.2 新しい節\n## 2.3 予測\n2.1節と3.1節、値 2.1"
    assert page.read_text(encoding="utf-8") == "## 2.3 予測\n2.1節、2.3節"
