"""restore(3) gives the original of a lesson back beside the student's file, and touches nothing that is there."""

import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
sys.path.insert(0, str(NOTEBOOKS))
from lesson import restore  # noqa: E402
from refresh import ORIGINALS, keep_originals, without_outputs  # noqa: E402

LESSON = "03_shape_error_and_reshape.ipynb"
MODULE = sys.modules["lesson.restore"]


@pytest.fixture
def student(tmp_path, monkeypatch):
    """The folder of a student who has written into lesson 3, with the originals of the lessons as they are now."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(MODULE, "ORIGINALS", tmp_path / "originals.zip")
    keep_originals(MODULE.ORIGINALS)
    (tmp_path / LESSON).write_text("the student's", encoding="utf-8")
    return tmp_path


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.ipynb")}


def test_the_original_comes_back_under_a_new_name_each_time(student, capsys):
    before = contents(student)
    for name in ("03_はじめから.ipynb", "03_はじめから2.ipynb", "03_はじめから3.ipynb"):
        restore(3)
        assert capsys.readouterr().out.startswith(f"{name} を作りました。")
        before[name] = without_outputs(NOTEBOOKS / LESSON)
        assert contents(student) == before


@pytest.mark.parametrize("number", [0, 99, -3, "3", LESSON, 3.5, None, [3]])
def test_a_wrong_number_is_told_in_one_line_and_makes_no_file(student, capsys, number):
    before = contents(student)
    restore(number)
    lessons = len(list(NOTEBOOKS.glob("*.ipynb")))
    assert capsys.readouterr().out == f"レッスンの番号は 1〜{lessons} です。レッスン3なら、restore(3) と書きましょう。\n"
    assert contents(student) == before


def test_missing_originals_are_told_in_one_line(student, capsys):
    MODULE.ORIGINALS.unlink()
    restore(3)
    assert "originals.zip" in capsys.readouterr().out
    assert contents(student).keys() == {LESSON}


def test_unchanged_originals_are_not_written_again(student):
    before = MODULE.ORIGINALS.stat().st_mtime_ns
    keep_originals(MODULE.ORIGINALS)
    assert MODULE.ORIGINALS.stat().st_mtime_ns == before


def test_an_original_is_the_lesson_before_anything_is_run():
    lesson, original = nbformat.read(NOTEBOOKS / LESSON, as_version=4), nbformat.reads(without_outputs(NOTEBOOKS / LESSON), 4)
    assert [cell.source for cell in original.cells] == [cell.source for cell in lesson.cells]
    assert [cell.metadata for cell in original.cells] == [cell.metadata for cell in lesson.cells]
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in original.cells)


def test_the_stored_originals_are_the_lessons():
    with zipfile.ZipFile(ORIGINALS) as originals:
        kept = {name: originals.read(name) for name in originals.namelist()}
    assert kept == {path.name: without_outputs(path) for path in NOTEBOOKS.glob("*.ipynb")}, "run notebooks/refresh.py"
