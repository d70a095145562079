"""teacher/refresh.py: a lesson is executed anew, and only what cannot repeat keeps its old output."""

import nbformat
import refresh
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

IGNORED = {"tags": ["nbval-ignore-output"], "reason": "another time at every run"}
OLD = new_output("stream", text="old\n")
VALUE = new_output("execute_result", {"text/plain": "1234"}, execution_count=99)
ERROR = {"tags": ["raises-exception"], "reason": "on purpose"}


def stored(path):
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


def shown(cell):
    return [output.get("text") or output.data["text/plain"] for output in cell.outputs]


def test_old_outputs_give_way_to_new_ones_and_what_cannot_repeat_and_a_second_time_change_nothing(tmp_path):
    path = tmp_path / "授業 1/lesson.ipynb"
    path.parent.mkdir()
    path.with_name("beside.txt").write_text("beside", encoding="utf-8")
    written = [
        new_markdown_cell("文", id="text"),
        new_code_cell("print(1 + 1)\nprint(3)", id="changed", outputs=[OLD]),
        new_code_cell("x = 3", id="silent", outputs=[OLD]),
        new_code_cell("open('beside.txt').read()", id="beside"),
        new_code_cell("import time\ntime.time_ns()", id="kept", outputs=[VALUE], metadata=IGNORED),
        new_code_cell("print(x)", id="first", metadata=IGNORED),
        new_code_cell("1 / 0", id="error", metadata=ERROR),
        new_code_cell("import os\nprint(os.environ['COLUMNS'])", id="width"),
    ]
    nbformat.write(new_notebook(cells=written), path)
    refresh.refresh(path)
    cells, before = stored(path), path.read_bytes()
    assert shown(cells["changed"]) == ["2\n3\n"] and shown(cells["silent"]) == []
    assert shown(cells["beside"]) == ["'beside'"] and shown(cells["width"]) == ["80\n"]
    assert shown(cells["kept"]) == ["1234"] and shown(cells["first"]) == ["3\n"]
    assert cells["error"].outputs[0].ename == "ZeroDivisionError"
    assert cells["kept"].outputs[0].execution_count == cells["kept"].execution_count == 4
    assert cells["text"].metadata == refresh.LOCK
    refresh.main(["--unlock", str(path)])
    assert stored(path)["text"].metadata == {} and shown(stored(path)["kept"]) == ["1234"]
    refresh.refresh(path)
    assert path.read_bytes() == before


def test_sections_are_numbered_in_their_order_and_references_follow_in_every_file(tmp_path, monkeypatch):
    lesson, page = tmp_path / "02.ipynb", tmp_path / "teacher/guide.md"
    page.parent.mkdir()
    text = new_markdown_cell("## 2.2 直線\n## 2.0 新しい節\n## 2.1 予測\n2.2節と3.1節、値 2.1", id="text")
    refresh.save(new_notebook(cells=[text]), lesson)
    page.write_text("## 2.1 予測\n2.2節、2.1–2.2節", encoding="utf-8")
    monkeypatch.setattr(refresh, "ROOT", tmp_path)
    monkeypatch.setattr(refresh, "LESSONS", [lesson])
    refresh.renumber()
    assert stored(lesson)["text"].source == "## 2.1 直線\n## 2.2 新しい節\n## 2.3 予測\n2.1節と3.1節、値 2.1"
    assert page.read_text(encoding="utf-8") == "## 2.3 予測\n2.1節、2.3–2.1節"
