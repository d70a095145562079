"""Each sentence of claims.txt stands where it is said to, once, and is true there."""

import contextlib
import io
import os
import re
import warnings

import claims
import numpy as np
import pytest
from course import CELLS, NOTEBOOKS, ROOT

import perceptron_helpers as helpers

TOOLS = {name: value for name, value in vars(claims).items() if not name.startswith("_")}
TABLE = re.sub(r"^#.*\n|^\n", "", (ROOT / "tests/claims.txt").read_text(encoding="utf-8"), flags=re.M)


FILES = (
    *("images/*.py", "notebooks/lesson/pictures/*.py", "notebooks/lesson/exercises/*.py", "teacher/*.py"),
    *("teacher/slides/live.py", "teacher/*.md", "teacher/paper/*.md", "notebooks/lesson/errors/texts/*.txt"),
)


def texts():
    """{place: its text}; claims.txt says what a place is."""
    found = {id: cell.source for id, cell in CELLS.items()}
    for pattern in FILES:
        found |= {path.stem: path.read_text(encoding="utf-8") for path in ROOT.glob(pattern)}
    found["teacher"], found["README"] = found["README"], (ROOT / "README.md").read_text(encoding="utf-8")
    found["forms1"], found["forms6"] = found["test_forms_1-5"], found["test_forms_6-7"]
    found["guide"] = re.sub("<!-- 答え .*?<!-- /答え", "", found["guide"], flags=re.S)  # written by guide.py
    for number, name in enumerate(NOTEBOOKS, 1):
        found[f"deck{number}"] = (ROOT / f"teacher/slides/{name}.md").read_text(encoding="utf-8")
        found[f"sheet{number}"] = found[f"worksheet_{number}"]
        found[f"check{number}"] = found[f"lesson{number}"]
        found[f"guide{number}"] = found["guide"].split(f"\n## レッスン{number}")[1].split("\n## ")[0]
    return found


TEXTS = texts()


def cited(sentences):
    """[(place, words), …] of the lines of an entry; words without a place are in the place before."""
    pairs = []
    for sentence in re.split(" ¦ |\n", sentences.strip()):
        first, _, words = sentence.partition(" ")
        pairs.append((first, words) if first in TEXTS else (pairs[-1][0], sentence))
    return pairs


ENTRIES = [
    (cited(sentences), " ".join(lines.split()))
    for sentences, lines in re.findall(r"^((?:\S.*\n)+)((?: .*\n)+)", TABLE, flags=re.M)
]


def whole(words):
    """The words as a pattern: a number or a gate at an end is not part of another (AND of NAND)."""
    before = r"(?<![\d.])" if words[0].isdigit() else r"(?<![A-Z])" * words[0].isupper()
    return f"{before}{re.escape(words)}" + r"(?!\d|\.\d)" * words[-1].isdigit()


def times(words, text):
    """How often the words stand in the text; those parted by … in order in one slide or row of a table."""
    first, *others = map(whole, words.split("…"))
    found = 0
    for unit in re.split(r"\n---\n|\n(?=\|)", text):
        place = re.search(first, unit)
        for other in others:
            place = place and re.compile(other).search(unit, place.end())
        found += bool(place) if others else len(re.findall(first, unit))
    return found


def runs(cell):
    """Is it a cell to run here? Not the intended error, nor what judges a student's answers."""
    judges = cell.source.startswith(("check(", "progress("))
    return cell.cell_type == "code" and "raises-exception" not in cell.metadata.get("tags", []) and not judges


def value(expression, names):
    try:
        return eval(expression, {**vars(helpers), **TOOLS, **names})
    except Exception as error:
        return error


@pytest.fixture(scope="module")
def values():
    """{expression: its value, or its error}: each lesson is run once, from the top."""
    found, home = {}, os.getcwd()
    os.chdir(ROOT / "notebooks")
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, notebook in enumerate(NOTEBOOKS.values(), 1):
            names, asked = {"np": np}, []
            for cell in notebook.cells:
                if runs(cell):
                    exec(cell.source, names)
                asked += [text for [[place, _], *_], text in ENTRIES if place == cell.id]
                for text in asked:  # until the names are there
                    if isinstance(found.get(text, NameError()), NameError):
                        found[text] = value(text, names)
            ends = {f"{kind}{number}" for kind in ("deck", "guide", "sheet", "check")}
            found |= {text: value(text, names) for [[place, _], *_], text in ENTRIES if place in ends}
        found |= {text: value(text, {}) for _, text in ENTRIES if text not in found}
    os.chdir(home)
    return found


def test_each_sentence_stands_there_once():
    pairs = [pair for pairs, _ in ENTRIES for pair in pairs]
    found = [f"{place} {words}" for place, words in pairs if times(words, TEXTS[place]) != 1]
    assert not found, "\n".join(["changed, or there twice:", *found])


@pytest.mark.parametrize("expression", [text for _, text in ENTRIES])
def test_what_a_sentence_says_is_true(values, expression):
    assert isinstance(values[expression], (bool, np.bool_, np.ndarray)), values[expression]
    assert np.all(values[expression]), expression


def test_every_displayed_formula_is_claimed():
    claimed = [(place, part) for pairs, _ in ENTRIES for place, words in pairs for part in words.split("…")]
    for place, text in TEXTS.items():
        for formula in re.findall(r"\$\$.*?\$\$", text, flags=re.S):
            parts = [part for where, part in claimed if where == place and len(part) > 12]
            assert any(part in formula or formula in part for part in parts), formula
