"""Python loads this file by its name at its start: only these packages, and what they need, are there.

And matplotlib says at once, not after five seconds, that it makes its list of fonts: a slow machine.
"""

import contextlib
import re
import runpy
import sys
import threading
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

allowed, needed = set(), ["numpy", "matplotlib", "ipywidgets", "ipython", "ipykernel"]
while needed:
    package = re.sub(r"[-_.]+", "-", needed.pop()).lower()
    if package not in allowed:
        allowed.add(package)
        with contextlib.suppress(PackageNotFoundError):
            lines = [line for line in requires(package) or [] if "extra ==" not in line]
            needed += [re.match(r"[\w.-]+", line)[0] for line in lines]
for module, packages in packages_distributions().items():
    if not allowed & {re.sub(r"[-_.]+", "-", package).lower() for package in packages}:
        sys.modules[module] = None  # an import of it fails


class AtOnce(threading.Timer):
    def __init__(self, interval, *rest, **named):
        super().__init__(0 if interval == 5 else interval, *rest, **named)


threading.Timer = AtOnce
# the finder of "pip install -e" knows the lesson package of this folder
sys.meta_path[:] = [one for one in sys.meta_path if "editables" not in getattr(one, "__module__", "")]
runpy.run_path(str(Path(__file__).parents[1] / "offline" / "sitecustomize.py"))
