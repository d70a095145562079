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

CLASSROOM = ROOT / "teacher/classroom"
FOREIGN = re.compile(
    r"teacher|answer|解答|guide|slides|classroom|publish|refresh|test|"
    r"\.ci|\.git|\.venv|__pycache__|checkpoint"
)
SETTINGS = {f"teacher/classroom/{name}" for name in ("jupyter", "jupyter_server_config.py", "singleuser.py")}

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
ASKED = (
    "printf '#!/bin/sh\\necho \"$@\" >> asked\\n' > .venv/bin/python; cp .venv/bin/python .venv/bin/jupyter"
)
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
    assert double_click("works")[::2] == (0, "-m pip install --quiet -r requirements.txt\nlab\n")
    assert double_click("works")[::2] == (0, "-m pip install --quiet -r requirements.txt\nlab\nlab\n")


@needs_sh
def test_a_folder_of_wheels_is_used_without_a_network(double_click):
    code, _, asked = double_click("works", "wheels")
    assert code == 0
    assert asked == "-m pip install --quiet --no-index --find-links wheels -r requirements.txt\nlab\n"


def test_the_windows_file_has_windows_line_ends_and_every_place_it_goes_to(handed_out):
    text = handed_out["start_windows.bat"].read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n")
    lines = text.decode("utf-8").split("\r\n")
    places = {line[1:] for line in lines if line.startswith(":")}
    assert {line.split("goto ")[1] for line in lines if "goto " in line} <= places


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


# ---------- the repository from which the hub, Kubernetes and Binder take it ----------


def commit(course, message):
    student.git("-C", course, "add", "--all")
    student.git(*student.AUTHOR, "-C", course, "commit", "-m", message)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A small course with both halves."""
    course = tmp_path / "授業 1"
    for name in (
        *(f"{name}/x.txt" for name in ("images", "notebooks", "teacher/answers", "tests")),
        *(name for name in student.STUDENT if name not in ("images", "notebooks")),
    ):
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text(f"{name}, the first\n", encoding="utf-8")
    student.git("init", "--initial-branch=work", course)
    commit(course, "First")
    monkeypatch.setattr(student, "ROOT", course)
    return course


def test_the_repository_holds_the_students_half_alone(course, tmp_path):
    repository = tmp_path / "lessons.git"
    student.update_repository(repository)
    files = student.git("--git-dir", repository, "ls-tree", "-r", "--name-only", "main").splitlines()
    assert {name.split("/")[0] for name in files} == set(student.STUDENT)
    assert len(files) == len(student.STUDENT)
    answer = student.git("-C", course, "rev-parse", "HEAD:teacher/answers/x.txt")
    objects = student.git("--git-dir", repository, "cat-file", "--batch-check", "--batch-all-objects")
    assert student.git("-C", course, "rev-parse", "HEAD:LICENSE") in objects
    assert answer not in objects


def test_the_repository_follows_what_is_committed(course, tmp_path):
    repository = tmp_path / "lessons.git"
    student.update_repository(repository)
    first = student.git("--git-dir", repository, "rev-parse", "main")
    (course / "teacher/answers/x.txt").write_text("another answer\n", encoding="utf-8")
    commit(course, "Of no concern to students")
    student.update_repository(repository)
    assert student.git("--git-dir", repository, "rev-parse", "main") == first
    (course / "images/x.txt").unlink()
    (course / "images/y.txt").write_text("new\n", encoding="utf-8")
    commit(course, "Another picture")
    (course / "notebooks/x.txt").write_text("not yet committed\n", encoding="utf-8")
    student.update_repository(repository)
    assert student.git("--git-dir", repository, "rev-parse", "main^") == first
    changed = student.git("--git-dir", repository, "diff", "--no-renames", "--name-status", "main^", "main")
    assert changed.split() == ["D", "images/x.txt", "A", "images/y.txt"]
    kept = student.git("--git-dir", repository, "show", "main:notebooks/x.txt")
    assert kept == "notebooks/x.txt, the first"


def test_a_course_without_git_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(student, "ROOT", tmp_path)
    with pytest.raises(RuntimeError, match="git clone"):
        student.archive(tmp_path / "student.zip")


# ---------- the ways ----------


def test_an_image_is_built_from_the_students_half_and_the_settings_alone():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[1] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == {*student.STUDENT, *SETTINGS}
    dockerfile = (CLASSROOM / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (.*) \S+$", dockerfile, flags=re.MULTILINE)
    assert set(" ".join(copied).split()) == {*student.STUDENT, *SETTINGS}


@pytest.mark.parametrize("name", ["jupyterhub_config.py", "values.yaml"])
def test_students_pull_from_the_repository_of_their_half(name):
    pulled = re.findall(r"gitpuller (.*?) main", (CLASSROOM / name).read_text(encoding="utf-8"))
    assert pulled in (["file://{LESSONS}"], ["https://git.example.com/lessons.git"])


def test_one_command_builds_everything_into_one_ignored_folder(tmp_path, monkeypatch):
    made = []
    monkeypatch.setattr(build, "BUILDERS", (made.append,))
    build.main(tmp_path / "new")
    assert made == [tmp_path / "new"]
    assert made[0].is_dir()
    assert "build/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
