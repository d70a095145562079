"""All numbers of the lessons' text, code and slides, and of the solutions' answers, kept cell by cell in kept_numbers.json:
python tests/kept_numbers.py

test_notebooks.py and test_solutions.py compare them, so that no number changes unseen, not even one that no output shows.
After a change on purpose, run this and look at git diff.
"""

import json
import re
import sys
from pathlib import Path

import nbformat

KEPT = Path(__file__).with_suffix(".json")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "teacher"))
from publish.solutions import LESSONS, answers_of, filled_in, is_stub  # noqa: E402


def numbers_in(cells):
    """{cell id: its numbers}"""
    return {cell.id: " ".join(re.findall(r"\d+(?:\.\d+)?", "\n".join([cell.source, *cell.metadata.get("slideshow", {}).get("text", [])])))
            for cell in cells}


if __name__ == "__main__":
    kept = {path.stem: numbers_in(nbformat.read(path, as_version=4).cells) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    kept["answers"] = {}
    for path in LESSONS:
        solution = filled_in(nbformat.read(path, as_version=4), answers_of(path))
        kept["answers"] |= numbers_in(filter(is_stub, solution.cells))
    KEPT.write_bytes((json.dumps(kept, indent=1) + "\n").encode("utf-8"))
