"""README.md against the repository: links, commands, paths, versions, titles."""

import re
import sys

import pytest
from course import NOTEBOOKS, PATHS, ROOT
from publish.student import STUDENT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TEACHERS = {
    name: (ROOT / "teacher" / name).read_text(encoding="utf-8") for name in ("README.md", "classroom.md")
}
WORKFLOW = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")


def project():
    if sys.version_info < (3, 11):
        pytest.skip("tomllib is new in Python 3.11")
    import tomllib

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_link_of_the_learners_page_leads_to_what_a_learner_has():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links and [link for link in links if not (ROOT / link).exists()] == []
    assert {link.split("/")[0] for link in links} <= set(STUDENT)
    named = re.findall(r"(?<![\w/])(?:\.ci|\.github|teacher|tests|findings)/", README)
    assert named == []


@pytest.mark.parametrize("name", TEACHERS)
def test_every_link_and_path_of_the_teachers_pages_exists(name):
    text = TEACHERS[name]
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    paths = re.findall(r"(?<![\w/])(?:\.ci|\.github|images|notebooks|teacher|tests)/[\w./-]*\w", text)
    assert links and [link for link in links if not (ROOT / "teacher" / link).exists()] == []
    assert paths and [path for path in paths if not (ROOT / path).exists()] == []
    assert len(text.splitlines()) <= 120


def test_the_table_shows_each_lesson_by_its_title_in_order():
    rows = re.findall(r"^\| \[(.*?)\]\(\S*?(0\d_\w+)\.(?:ipynb|html)\)", README, flags=re.M)
    titles = [notebook.cells[0].source.splitlines()[0] for notebook in NOTEBOOKS.values()]
    assert rows == [(title.removeprefix("# "), path.stem) for title, path in zip(titles, PATHS)]


@pytest.mark.parametrize("name", ["test.yml", "publish.yml"])
def test_a_workflow_uses_actions_at_full_commits_and_runs_files_that_exist(name):
    text = (ROOT / ".github/workflows" / name).read_text(encoding="utf-8")
    assert "permissions:\n  contents: read\n" in text
    assert re.findall(r"uses: (?!\S+@[0-9a-f]{40}  # v)", text) == []
    named = re.findall(r"(?<![\w/])(?:\.ci|\.github|teacher)/[\w./-]+\w", text)
    assert named and [path for path in named if not (ROOT / path).exists()] == []


def test_the_python_versions_are_those_that_are_tested():
    tested = re.findall(r'"(3\.\d+)"', re.search(r"python: \[(.*)\]", WORKFLOW)[1])
    assert f"Python {tested[0]}〜{tested[-1]} が必要" in README
    assert project()["requires-python"] == f">={tested[0]}"


def test_the_extras_that_are_installed_exist():
    wanted = re.findall(r"-e '\.\[([\w,]+)\]'", TEACHERS["README.md"] + (ROOT / ".ci/run").read_text())
    assert wanted and set(",".join(wanted).split(",")) <= project()["optional-dependencies"].keys()


def test_ci_runs_the_test_command_and_no_other():
    commands = re.findall(
        r"^```bash\n(.*?)\n```", TEACHERS["README.md"].partition("## テスト")[2], flags=re.M | re.S
    )
    run = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert commands[0] in run and [line for line in run if "-m pytest" in line] == [commands[0]]
    assert run.index(".ci/stripped") < run.index(commands[0])
