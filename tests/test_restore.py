"""restore(3) gives the original of a lesson back beside the student's file, and touches nothing else."""

import sys

import pytest
from course import PATHS

from lesson.restore import restore

LESSON = "03_shape_error_and_reshape.ipynb"
MODULE = sys.modules["lesson.restore"]


@pytest.fixture
def student(tmp_path, monkeypatch):
    """The folder of a student who has written into lesson 3."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / LESSON).write_text("the student's", encoding="utf-8")
    return tmp_path


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.ipynb")}


def test_the_installation_holds_the_lessons():
    assert [path.name for path in sorted(MODULE.ORIGINALS.glob("0*.ipynb"))] == [path.name for path in PATHS]
    assert (MODULE.ORIGINALS / "penguins.csv").is_file()  # lesson 7 reads it


def test_the_original_comes_back_under_a_new_name_each_time(student, capsys):
    before = contents(student)
    for name in ("03_はじめから.ipynb", "03_はじめから2.ipynb", "03_はじめから3.ipynb"):
        restore(3)
        assert capsys.readouterr().out.startswith(f"{name} を作りました。")
        before[name] = (MODULE.ORIGINALS / LESSON).read_bytes()
        assert contents(student) == before


@pytest.mark.parametrize("number", [0, 99, -3, "3", LESSON, 3.5, None, [3]])
def test_a_wrong_number_is_told_in_one_line_and_makes_no_file(student, capsys, number):
    before = contents(student)
    restore(number)
    assert (
        capsys.readouterr().out
        == f"レッスンの番号は 1〜{len(PATHS)} です。レッスン3なら restore(3) と書きましょう。\n"
    )
    assert contents(student) == before


def test_missing_originals_are_told_in_one_line(student, capsys, monkeypatch):
    monkeypatch.setattr(MODULE, "ORIGINALS", student / "none")
    restore(3)
    assert (
        capsys.readouterr().out == "レッスンの原本が見つかりません。教材をもう一度ダウンロードしましょう。\n"
    )
    assert contents(student).keys() == {LESSON}
