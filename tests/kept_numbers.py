"""All numbers of the lessons' text, code and slides, and of the solutions' answers, kept cell by cell in kept_numbers.json:
python tests/kept_numbers.py

test_notebooks.py and test_solutions.py compare them, so that no number changes unseen, not even one that no output shows.
After a change on purpose, run this and look at git diff.
"""

import json
import re
from pathlib import Path

import nbformat

KEPT = Path(__file__).with_suffix(".json")
ROOT = Path(__file__).resolve().parents[1]


def numbers_in(cells):
    """{cell id: its numbers}"""
    return {cell.id: " ".join(re.findall(r"\d+(?:\.\d+)?", "\n".join([cell.source, *cell.metadata.get("slideshow", {}).get("text", [])])))
            for cell in cells}


def answers(solution):
    return [cell for cell in solution.cells if re.fullmatch(r"l\d-ex\d", cell.id)]


if __name__ == "__main__":
    kept = {path.stem: numbers_in(nbformat.read(path, as_version=4).cells) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    kept["answers"] = {}
    for path in sorted((ROOT / "classroom").glob("*.ipynb")):
        kept["answers"] |= numbers_in(answers(nbformat.read(path, as_version=4)))
    KEPT.write_bytes((json.dumps(kept, indent=1) + "\n").encode("utf-8"))
