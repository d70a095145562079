"""teacher/publish/: what a student gets, by every way, is the student's half."""

import os
import re
import shutil
import subprocess
import zipfile

import pytest
from course import NOTEBOOKS, ROOT
from hand_out import STEPS, main
from publish import student

FOREIGN = re.compile(r"teacher|answer|解答|guide|slides|publish|test|/\.(?!jupyter)|__pycache__|checkpoint")
HAS_GIT = (ROOT / ".git").exists() and shutil.which("git")
pytestmark = pytest.mark.skipif(not HAS_GIT, reason="no git repository")


def test_what_holds_answers_or_notes_is_built_for_the_teacher_alone():
    secret = ("paper.build:write_papers", "publish.solutions:build", "slides.build:write_decks")
    places = {function: place.split("/")[0] for _, place, function in STEPS}
    assert [places[function] for function in secret] == ["先生"] * 3


def test_a_student_gets_every_lesson_with_its_pictures_files_to_start_and_nothing_of_the_teachers(tmp_path):
    student.build(tmp_path)
    handed_out = zipfile.ZipFile(tmp_path / "student.zip")
    names = handed_out.namelist()
    assert [name for name in names if FOREIGN.search(name) or not name.startswith("perceptron/")] == []
    for name, notebook in NOTEBOOKS.items():
        assert f"perceptron/notebooks/{name}.ipynb" in names
        shown = re.findall(r"\.\./(images/\w+\.png)", "".join(cell.source for cell in notebook.cells))
        assert shown and {f"perceptron/{picture}" for picture in shown} < set(names)
    assert handed_out.getinfo("perceptron/start_mac_linux.command").external_attr >> 16 & 0o111 == 0o111
    windows = handed_out.read("perceptron/start_windows.bat").decode("utf-8")
    assert windows.count("\n") == windows.count("\r\n")
    assert windows.partition("chcp 65001 >nul")[0].isascii()  # the code page before any Japanese
    assert set(re.findall(r"goto (\w+)", windows)) == set(re.findall(r"^:(\w+)", windows, flags=re.M))


ASKED = "mkdir -p .venv/bin; printf '#!/bin/sh\\n%s\\n' '{}' > .venv/bin/python; chmod +x .venv/bin/python"
WORKS = ASKED.format('echo "$@" >> asked')
INSTALL, LAB = "-m pip install -r requirements.txt\n", "-m jupyter lab\n"
FROM_WHEELS = "-m pip install --no-index --find-links wheels -r requirements.txt\n"


CLICKS = [  # python3, what is there already; how it ends, its last words, what it asked of the new Python
    (None, "", 1, "Pythonがないか、古すぎます", ""),
    ("exit 1", "", 1, "Pythonがないか、古すぎます", ""),
    (ASKED.format("exit 1"), "", 1, "ダウンロードできません", ""),
    (WORKS, "", 0, "JupyterLabを開きます", INSTALL + LAB),
    (WORKS, "wheels", 0, "JupyterLabを開きます", FROM_WHEELS + LAB),
    (WORKS, ".venv/ready", 0, "JupyterLabを開きます", LAB),
]


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
@pytest.mark.parametrize(("python3", "there", "code", "told", "asked"), CLICKS)
def test_a_double_click_installs_once_or_says_what_is_missing(tmp_path, python3, there, code, told, asked):
    """In a folder with a Japanese name; python3 is a stub, or is not there."""
    start, tools = tmp_path / "生徒 の机/start_mac_linux.command", tmp_path / "tools"
    (start.parent / there).mkdir(parents=True)
    tools.mkdir()
    shutil.copy(ROOT / "teacher/publish/start" / start.name, start)
    for name in ("sh", "dirname", "mkdir", "chmod", "touch"):
        (tools / name).symlink_to(shutil.which(name))
    if python3:
        (tools / "python3").write_text(f"#!/bin/sh\n{python3}\n", encoding="utf-8")
        (tools / "python3").chmod(0o755)
    result = subprocess.run([start], env={"PATH": tools}, stdin=subprocess.DEVNULL, capture_output=True)
    file = start.with_name("asked")
    assert (result.returncode, file.read_text() if file.exists() else "") == (code, asked)
    assert start.with_name(".venv").joinpath("ready").exists() == (code == 0)
    assert told in result.stdout.decode().splitlines()[-1]


def test_a_step_that_fails_takes_no_other_with_it_and_is_told_at_the_end(tmp_path, capsys):
    steps = [("本", "1", "no_such_package:build"), ("紙", "2", "sys:exit"), ("机", "3", "os:rmdir")]
    with pytest.raises(SystemExit) as end:
        main(tmp_path, steps)
    assert end.value.code == 1 and not (tmp_path / "3").exists()
    told = capsys.readouterr().out
    assert "本：部品 no_such_package がありません" in told and f"紙：{tmp_path / '2'}\n" in told
