"""Python loads this file by its name at its start: only these packages, and what they need, are there.

And matplotlib says at once, not after five seconds, that it makes its list of fonts: a slow machine.
"""

import re
import runpy
import sys
import threading
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

PACKAGES = ("numpy", "matplotlib", "ipywidgets", "ipython", "ipykernel")


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def with_what_they_need(names):
    found, todo = set(), list(names)
    while todo:
        name = plain(todo.pop())
        if name not in found:
            found.add(name)
            try:
                needed = requires(name) or []
            except PackageNotFoundError:
                needed = []
            todo += [re.match(r"[\w.-]+", line)[0] for line in needed if "extra ==" not in line]
    return found


class OnlyThese:
    """A finder before all others: refuses the modules of other installed packages."""

    distributions = packages_distributions()
    allowed = with_what_they_need(PACKAGES)

    def find_spec(self, name, path=None, target=None):
        of = self.distributions.get(name.partition(".")[0])
        if of and not self.allowed.intersection(map(plain, of)):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


class AtOnce(threading.Timer):
    def __init__(self, interval, function, *rest, **named):
        super().__init__(0 if interval == 5 else interval, function, *rest, **named)


threading.Timer = AtOnce
# the finder of "pip install -e" knows the lesson package of this folder
sys.meta_path[:] = [
    finder for finder in sys.meta_path if "editables" not in getattr(finder, "__module__", "")
]
sys.meta_path.insert(0, OnlyThese())
runpy.run_path(str(Path(__file__).parents[1] / "offline" / "sitecustomize.py"))
