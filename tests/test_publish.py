"""teacher/publish/: what a student gets, by every way, is the student's half.

No answer, no test, nothing of the teacher's.
"""

import re
import shutil
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
SETTINGS = {f"teacher/classroom/{name}" for name in ("jupyter", "jupyter_server_config.py", "not_loaded")}

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
    assert {name.split("/")[0] for name in handed_out} == set(student.STUDENT)
    assert [name for name in handed_out if FOREIGN.search(name)] == []


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
        for stub in filter(solutions.is_stub, nbformat.read(lesson, as_version=4).cells):
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
