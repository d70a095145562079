"""GitHub runs the same matrix as .ci/matrix, reads the repository and no more, and takes every action at one commit."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORKFLOW = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
MATRIX = (ROOT / ".ci/matrix").read_text(encoding="utf-8")


def words(pattern, text):
    return re.findall(r"[\w.-]+", re.search(pattern, text)[1])


def test_both_matrices_are_the_same():
    assert words(r"python: \[(.*)\]", WORKFLOW) == words(r"for python in (.*);", MATRIX)
    assert words(r"resolution: \[(.*)\]", WORKFLOW) == words(r"for resolution in (.*);", MATRIX)
    assert words(r"os: \[(.*)\]", WORKFLOW) == ["ubuntu-latest", "windows-latest", "macos-latest"]


def test_the_workflow_may_read_the_repository_and_no_more():
    assert re.findall(r"permissions:.*(?:\n +.*: (?:read|write|none).*)*", WORKFLOW) == ["permissions:\n  contents: read"]
    assert WORKFLOW.count("actions/checkout@") == WORKFLOW.count("persist-credentials: false")


def test_every_action_is_taken_at_one_commit():
    actions = re.findall(r"uses: (.*)", WORKFLOW)
    assert actions and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}  # v[\d.]+", action) for action in actions)
