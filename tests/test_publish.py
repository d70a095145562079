"""teacher/publish/: what a student gets, by every way, is the student's half.

No answer, no test, nothing of the teacher's.
"""

import os
import re
import shutil
import subprocess
import zipfile

import nbformat
import pytest
from course import ROOT
from publish import build, solutions, student

FOREIGN = re.compile(
    r"teacher|answer|解答|guide|slides|publish|refresh|test|"
    r"\.ci|\.git|\.venv|__pycache__|checkpoint"
)

ALL_STEPS = build.STEPS
HAS_GIT = (ROOT / ".git").exists() and shutil.which("git")
pytestmark = pytest.mark.skipif(not HAS_GIT, reason="no git repository")


# ---------- the folder for a student ----------


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """The student's folder, unpacked: {path in it: file}."""
    folder = tmp_path_factory.mktemp("student")
    student.build(folder)
    zipfile.ZipFile(folder / "student.zip").extractall(folder)
    top = folder / "perceptron"
    return {path.relative_to(top).as_posix(): path for path in top.rglob("*") if path.is_file()}


def test_a_student_gets_these_and_nothing_else(handed_out):
    assert set(student.STUDENT) == {
        "LICENSE",
        "README.md",
        "images",
        "notebooks",
        "perceptron_helpers.py",
        "pyproject.toml",
        "requirements.txt",
    }
    starts = {"start_mac_linux.command", "start_windows.bat"}
    assert {name.split("/")[0] for name in handed_out} == set(student.STUDENT) | starts
    assert [name for name in handed_out if FOREIGN.search(name)] == []


# ---------- the files that start it by a double click ----------

FAILS = "printf '#!/bin/sh\\nexit 1\\n' > .venv/bin/python"
ASKED = "printf '#!/bin/sh\\necho \"$@\" >> asked\\n' > .venv/bin/python"
STUBS = {
    "old": "exit 1",
    "no network": f"mkdir -p .venv/bin; {FAILS}; chmod +x .venv/bin/*",
    "works": f"mkdir -p .venv/bin; {ASKED}; chmod +x .venv/bin/*",
}
needs_sh = pytest.mark.skipif(os.name == "nt", reason="a shell script")


@pytest.fixture
def double_click(tmp_path):
    """Run the start file in a folder with a Japanese name; python3 is a stub, or is not there."""
    folder, tools = tmp_path / "生徒 の机", tmp_path / "tools"
    folder.mkdir()
    tools.mkdir()
    for name, text in student.start_files().items():
        (folder / name).write_bytes(text)
        (folder / name).chmod(0o755)
    for name in ("sh", "dirname", "mkdir", "chmod", "touch", "cp"):
        (tools / name).symlink_to(shutil.which(name))

    def run(python, *folders):
        if python:
            (tools / "python3").write_text(f"#!/bin/sh\n{STUBS[python]}\n", encoding="utf-8")
            (tools / "python3").chmod(0o755)
        for name in folders:
            (folder / name).mkdir()
        start, path = str(folder / "start_mac_linux.command"), {"PATH": str(tools)}
        result = subprocess.run([start], env=path, stdin=subprocess.DEVNULL, capture_output=True)
        asked = folder / "asked"
        return result.returncode, result.stdout.decode(), asked.read_text() if asked.exists() else ""

    return run


@needs_sh
@pytest.mark.parametrize(
    ("python", "told"),
    [
        (None, "Pythonがありません"),
        ("old", "3.10以上が必要です"),
        ("no network", "部品をダウンロードできません"),
    ],
)
def test_a_double_click_tells_in_japanese_what_is_missing(double_click, python, told):
    code, said, _ = double_click(python)
    assert code == 1
    assert told in said


@needs_sh
def test_a_double_click_installs_once_and_opens_jupyterlab(double_click):
    code, said, asked = double_click("works")
    assert (code, asked) == (0, "-m pip install -r requirements.txt\n-m jupyter lab\n")
    assert [said.count(f"[{step}/3]") for step in (1, 2, 3)] == [1, 1, 1]
    code, said, asked = double_click("works")
    assert (code, asked.count("-m jupyter lab"), asked.count("pip")) == (0, 2, 1)
    assert [said.count(f"[{step}/3]") for step in (1, 2, 3)] == [0, 0, 1]


@needs_sh
def test_a_folder_of_wheels_is_used_without_a_network(double_click):
    code, _, asked = double_click("works", "wheels")
    assert code == 0
    assert asked == "-m pip install --no-index --find-links wheels -r requirements.txt\n-m jupyter lab\n"


def test_the_windows_file_sets_the_code_page_before_any_japanese_and_finds_either_python(handed_out):
    data = handed_out["start_windows.bat"].read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    lines = data.decode("utf-8").split("\r\n")
    japanese = [number for number, line in enumerate(lines) if not line.isascii()]
    assert lines.index("chcp 65001 >nul") < min(japanese)
    assert lines.index('set "PYTHON=py -3"') < lines.index('if errorlevel 1 set "PYTHON=python"')
    assert not any(line.startswith(("py ", "python ")) for line in lines)
    places = {line[1:] for line in lines if line.startswith(":")}
    assert {line.split("goto ")[1] for line in lines if "goto " in line} <= places


def test_the_windows_file_refuses_a_folder_whose_longest_file_windows_cannot_name(handed_out):
    text = handed_out["start_windows.bat"].read_text(encoding="utf-8")
    longest, limit = re.search(r"最も長い名前が(\d+)文字なので、このフォルダーは(\d+)文字まで", text).groups()
    assert int(limit) + 1 + int(longest) == 259 and f'"%CD:~{limit}%"' in text


@needs_sh
def test_the_start_file_of_the_zip_may_be_executed(tmp_path):
    student.build(tmp_path)
    with zipfile.ZipFile(tmp_path / "student.zip") as made:
        mode = made.getinfo("perceptron/start_mac_linux.command").external_attr >> 16
    assert mode & 0o111 == 0o111


def test_both_start_files_say_the_same(handed_out):
    names = ("start_windows.bat", "start_mac_linux.command")
    said = [
        set(re.findall("[ぁ-ん一-龥ァ-ヶー]{6,}", handed_out[name].read_text(encoding="utf-8")))
        for name in names
    ]
    assert len(said[0] & said[1]) >= 10


def test_the_lessons_and_all_that_they_show_are_there(handed_out):
    lessons = [name for name in handed_out if name.endswith(".ipynb")]
    assert len(lessons) == len(solutions.LESSONS)
    for name in lessons:
        text = "".join(cell.source for cell in nbformat.read(handed_out[name], as_version=4).cells)
        shown = re.findall(r"\.\./(images/\w+\.png)", text)
        assert shown
        assert [image for image in shown if image not in handed_out] == []


def test_no_answer_is_handed_out(handed_out):
    """Neither in a stub nor anywhere else: no line that replaces the ... of a stub."""
    everything = "".join(
        path.read_text(encoding="utf-8") for path in handed_out.values() if path.suffix != ".png"
    )
    hidden = 0
    for lesson in solutions.LESSONS:
        answers = solutions.answers_of(lesson)
        notebook = nbformat.read(lesson, as_version=4)
        for stub in [cell for cell in notebook.cells if cell.id in solutions.stubs(notebook)]:
            names = re.findall(r"^(\w+) = \.\.\.", stub.source, flags=re.MULTILINE)
            lines = [line for line in answers[stub.id].splitlines() if line.split(" = ")[0] in names]
            assert [line for line in lines if line in everything] == []
            hidden += len(lines)
    assert hidden >= 15


def test_a_course_without_git_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(student, "ROOT", tmp_path)
    with pytest.raises(RuntimeError, match="git clone"):
        student.archive(tmp_path / "student.zip")


def test_a_step_that_fails_takes_no_other_with_it_and_is_told_at_the_end(tmp_path, monkeypatch, capsys):
    def without_a_package(folder):
        """一つ目"""
        raise ModuleNotFoundError("No module named 'sphinx'", name="sphinx")

    def without_network(folder):
        """二つ目"""
        raise RuntimeError("ダウンロードできません。")

    def fine(folder):
        """三つ目"""
        (folder / "made").touch()

    monkeypatch.setattr(build, "STEPS", (without_a_package, without_network, fine))
    with pytest.raises(SystemExit) as end:
        build.main(tmp_path / "new")
    assert end.value.code == 1 and (tmp_path / "new" / "made").exists()
    told = capsys.readouterr().out
    assert "sphinx がありません" in told and "二つ目：ダウンロードできません。" in told


def test_the_folder_that_is_built_is_explained_in_it_and_ignored_by_git(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "STEPS", ())
    with pytest.raises(SystemExit) as end:
        build.main(tmp_path)
    assert end.value.code == 0
    told = (tmp_path / "読んでください.txt").read_text(encoding="utf-8")
    named = re.findall(r"[a-z-]+/|生徒/|先生/|student\.zip", "".join(str(step.__doc__) for step in ALL_STEPS))
    assert [name for name in named if name.rstrip("/") not in told and name != "lite/"] == []
    assert "build/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
