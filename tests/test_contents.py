"""contents.py says what is a lesson and an exercise; restore(3) gives an original back and nothing else."""

import nbformat
import pytest
from course import PATHS, ROOT
from publish.one_file import outline

from lesson import contents
from lesson.errors.lessons import made_names
from lesson.restore import restore

LESSON = "03_shape_error_and_reshape.ipynb"


def test_the_original_comes_back_under_a_new_name_each_time(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written = {LESSON: b"the student's"}
    (tmp_path / LESSON).write_bytes(written[LESSON])
    (original,) = (path for path in contents.originals() if path.name == LESSON)
    for name in ("03_はじめから.ipynb", "03_はじめから2.ipynb", "03_はじめから3.ipynb"):
        restore(3)
        assert capsys.readouterr().out.startswith(f"{name} を作りました。")
        written[name] = original.read_bytes()
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == written


@pytest.mark.parametrize("number", [0, 99, -3, "3", LESSON, 3.5, None, [3], 3])
def test_what_has_no_original_is_told_in_one_line_and_makes_no_file(tmp_path, capsys, monkeypatch, number):
    monkeypatch.chdir(tmp_path)
    if number == 3:
        monkeypatch.setattr(contents.sys, "prefix", str(tmp_path))
    restore(number)
    assert capsys.readouterr().out.startswith("原本が見つかりません。番号を確かめるか")
    assert list(tmp_path.iterdir()) == []


def test_a_one_file_notebook_knows_the_sections_that_make_a_name(tmp_path):
    """From headings and code alone, as from the lessons themselves."""
    for path in PATHS:
        (tmp_path / path.name).write_text(outline(path), encoding="utf-8")
    alone, whole = made_names(tmp_path), made_names(ROOT / "notebooks")
    assert alone == whole and whole["2"]["model"].endswith("節")


def test_the_installation_holds_the_lessons_and_their_data():
    assert [path.name for path in contents.originals()] == [path.name for path in PATHS]
    assert contents.originals()[0].with_name("penguins.csv").is_file()


def test_an_exercise_is_the_cell_above_its_check_whatever_the_ids_are():
    lesson = nbformat.read(PATHS[6], as_version=4)
    before = contents.exercise_cells(lesson.cells)
    stub, check = map(nbformat.v4.new_code_cell, ("petals = ...", 'check("7-9")\n'))
    place = lesson.cells.index(before["7-1"][1]) + 1
    lesson.cells[place:place] = [stub, nbformat.v4.new_markdown_cell("check it"), check]
    found = contents.exercise_cells(lesson.cells)
    assert found == {**before, "7-9": (stub, check)} and list(found)[1] == "7-9"
