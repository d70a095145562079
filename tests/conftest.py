"""Every kernel that the tests start, nbval's too, runs without a network (offline/sitecustomize.py)."""

import os
from pathlib import Path

os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(Path(__file__).parent / "offline"), os.environ.get("PYTHONPATH")])
)
