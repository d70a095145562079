"""README.md and the teacher's pages against the repository: links, paths, commands, versions."""

import re

import pytest
from course import ROOT
from publish.student import STUDENT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {path: (ROOT / path).read_text(encoding="utf-8") for path in (
    "README.md", "teacher/README.md", "teacher/classroom.md", ".github/workflows/test.yml",
    ".github/workflows/publish.yml", ".ci/run")}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_path_exists_and_the_learners_page_names_only_what_a_learner_has(page):
    links = re.findall(r"\]\(([^)#:]+)\)", PAGES[page])
    paths = re.findall(r"(?<![\w/])(?:\.ci|\.github|images|notebooks|teacher|tests)/[\w./-]*\w", PAGES[page])
    assert links + paths
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert page != "README.md" or {path.split("/")[0] for path in links + paths} <= set(STUDENT)


@pytest.mark.parametrize("system", ["Linux・macOS", "Windows（PowerShell）"])
def test_the_first_command_installs_and_the_second_opens_jupyterlab(system):
    first, second = README.partition(f"**{system}**")[2].split("```")[1].strip().splitlines()[1:]
    assert first.endswith("-m pip install -r requirements.txt") and second.endswith("jupyter lab")


def test_the_python_versions_are_those_that_are_tested():
    versions = re.search(r'python: \["(.*)"\]', PAGES[".github/workflows/test.yml"])[1].split('", "')
    assert f"Python {versions[0]}〜{versions[-1]} が必要" in README
    assert f'requires-python = ">={versions[0]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
