"""Every kernel that the tests start, nbval's too, runs without a network (offline/sitecustomize.py)."""

import os
from pathlib import Path

import pytest

os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(Path(__file__).parent / "offline"), os.environ.get("PYTHONPATH")])
)


@pytest.fixture(scope="module")
def aoi(hub):
    """A student with a running server, in the tests of teacher/classroom/."""
    from test_classroom import enter

    return enter(hub, "aoi")


@pytest.fixture(scope="module")
def ren(hub):
    """Another one."""
    from test_classroom import enter

    return enter(hub, "ren")
