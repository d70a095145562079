"""teacher/publish/: what a student gets, by every way, is the student's half."""

import os
import re
import shutil
import subprocess
import zipfile

import pytest
from course import NOTEBOOKS, ROOT
from publish import build, student

FOREIGN = re.compile(
    r"teacher|answer|解答|guide|slides|publish|test|\.ci|\.git|\.venv|__pycache__|checkpoint"
)
HAS_GIT = (ROOT / ".git").exists() and shutil.which("git")
pytestmark = pytest.mark.skipif(not HAS_GIT, reason="no git repository")
needs_sh = pytest.mark.skipif(os.name == "nt", reason="a shell script")


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("student")
    student.build(folder)
    return zipfile.ZipFile(folder / "student.zip")


def test_what_holds_answers_or_notes_is_built_for_the_teacher_alone():
    secret = ("paper.build:write_papers", "publish.solutions:build", "slides.build:write_decks")
    places = {function: place.split("/")[0] for _, place, function in build.STEPS}
    assert [places[function] for function in secret] == ["先生"] * 3


def test_a_student_gets_every_lesson_with_its_pictures_and_nothing_of_the_teachers(handed_out):
    names = handed_out.namelist()
    assert [name for name in names if FOREIGN.search(name) or not name.startswith("perceptron/")] == []
    for name, notebook in NOTEBOOKS.items():
        assert f"perceptron/notebooks/{name}.ipynb" in names
        shown = re.findall(r"\.\./(images/\w+\.png)", "".join(cell.source for cell in notebook.cells))
        assert shown and {f"perceptron/{picture}" for picture in shown} < set(names)


@pytest.mark.parametrize("name", ["start_windows.bat", "start_mac_linux.command"])
def test_a_start_file_may_be_executed(handed_out, name):
    assert handed_out.getinfo(f"perceptron/{name}").external_attr >> 16 & 0o111 == 0o111


def test_the_windows_file_is_one_for_windows_and_sets_the_code_page_before_any_japanese(handed_out):
    data = handed_out.read("perceptron/start_windows.bat").decode("utf-8")
    assert data.count("\n") == data.count("\r\n")
    assert data.partition("chcp 65001 >nul")[0].isascii()
    assert set(re.findall(r"goto (\w+)", data)) == set(re.findall(r"^:(\w+)", data, flags=re.MULTILINE))


ASKED = "mkdir -p .venv/bin; printf '#!/bin/sh\\n%s\\n' '{}' > .venv/bin/python; chmod +x .venv/bin/python"
WORKS = ASKED.format('echo "$@" >> asked')
MISSING = [(None, "ありません"), ("exit 1", "古すぎます"), (ASKED.format("exit 1"), "ダウンロードできません")]
INSTALL, LAB = "-m pip install -r requirements.txt\n", "-m jupyter lab\n"


@pytest.fixture
def double_click(tmp_path):
    """Run the start file in a folder with a Japanese name; python3 is a stub, or is not there."""
    start, tools = tmp_path / "生徒 の机/start_mac_linux.command", tmp_path / "tools"
    start.parent.mkdir()
    tools.mkdir()
    shutil.copy(ROOT / "teacher/publish/start" / start.name, start)
    start.chmod(0o755)
    for name in ("sh", "dirname", "mkdir", "chmod", "touch"):
        (tools / name).symlink_to(shutil.which(name))

    def run(python, wheels=False):
        if wheels:
            (start.parent / "wheels").mkdir()
        if python:
            (tools / "python3").write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
            (tools / "python3").chmod(0o755)
        result = subprocess.run([start], env={"PATH": tools}, stdin=subprocess.DEVNULL, capture_output=True)
        asked = start.with_name("asked")
        return result.returncode, result.stdout.decode(), asked.read_text() if asked.exists() else ""

    return run


@needs_sh
@pytest.mark.parametrize(("python", "told"), MISSING)
def test_a_double_click_tells_in_japanese_what_is_missing(double_click, python, told):
    code, said, _ = double_click(python)
    assert code == 1 and told in said.splitlines()[-1]


@needs_sh
def test_a_double_click_installs_once_and_opens_jupyterlab(double_click):
    assert double_click(WORKS)[::2] == (0, INSTALL + LAB)
    code, said, asked = double_click(WORKS)
    assert (code, asked) == (0, INSTALL + LAB + LAB) and "[2/3]" not in said


@needs_sh
def test_a_folder_of_wheels_is_used_without_a_network(double_click):
    install = "-m pip install --no-index --find-links wheels -r requirements.txt\n"
    assert double_click(WORKS, wheels=True)[::2] == (0, install + LAB)


def test_a_step_that_fails_takes_no_other_with_it_and_is_told_at_the_end(tmp_path, capsys):
    steps = [("本", "1", "no_such_package:build"), ("紙", "2", "sys:exit"), ("机", "3", "os:rmdir")]
    with pytest.raises(SystemExit) as end:
        build.main(tmp_path, steps)
    assert end.value.code == 1 and not (tmp_path / "3").exists()
    told = capsys.readouterr().out
    assert "本：部品 no_such_package がありません" in told and f"紙：{tmp_path / '2'}\n" in told
