"""Each sentence of claims.py stands where it is said to, and is true there."""

import contextlib
import functools
import io
import os
import warnings

import claims
import numpy as np
import pytest
from course import CELLS, NOTEBOOKS, ROOT

import perceptron_helpers as helpers

TOOLS = {name: value for name, value in vars(claims).items() if not name.startswith("_")}


def runs(cell):
    """Is it a cell to run here? Not the intended error, nor what judges a student's answers."""
    judges = cell.source.startswith(("check(", "progress("))
    return cell.cell_type == "code" and "raises-exception" not in cell.metadata.get("tags", []) and not judges


@functools.cache
def verdicts(lesson):
    """{(cell, expression): its value, or the error} of one lesson, run from the top."""
    notebook = next(notebook for name, notebook in NOTEBOOKS.items() if int(name[:2]) == lesson)
    space, found, home = {"np": np}, {}, os.getcwd()
    os.chdir(ROOT / "notebooks")
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell in notebook.cells:
            if runs(cell):
                exec(cell.source, space)
            for where, _, expression in claims.CLAIMS:
                if where == cell.id:
                    names = {**vars(helpers), **TOOLS, **space}
                    try:
                        found[where, expression] = eval(expression, names)
                    except Exception as error:
                        found[where, expression] = error
    os.chdir(home)
    return found


NAMES = [f"{where}-{sentence[:20]}" for where, sentence, _ in claims.CLAIMS]


@pytest.mark.parametrize("where, sentence, expression", claims.CLAIMS, ids=NAMES)
def test_a_sentence_stands_there_and_is_true(where, sentence, expression):
    assert sentence in CELLS[where].source
    value = verdicts(int(where[1]))[where, expression]
    assert value is True or value is np.True_, value
