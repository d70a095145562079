"""A lesson's code cells, run one after the other in this process (no kernel), and compared with their stored outputs as nbval does."""

import ast
import contextlib
import io
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))
import exercise_checks  # noqa: E402

COMPARED = ("text", "ename", "evalue", "text/plain", "text/html")


def read(folder):
    return {path.stem: nbformat.read(path, as_version=4) for path in sorted((ROOT / folder).glob("*.ipynb"))}


def copied(names):
    """The names, with copies of the models, since training changes them."""
    return {name: dict(value) if isinstance(value, dict) and "weights" in value else value for name, value in names.items()}


class Session:
    """What stands for the kernel: the names, the random numbers, NumPy's print options, and what the checks ask of IPython."""

    def __enter__(self):
        self.space, self.shell = {}, SimpleNamespace(last_execution_result=None)
        self.outside = exercise_checks.get_ipython, np.get_printoptions()
        exercise_checks.get_ipython = lambda: self.shell
        return self

    def __exit__(self, *_):
        exercise_checks.get_ipython = self.outside[0]
        np.set_printoptions(**self.outside[1])

    def save(self):
        """The present state; lists and dictionaries that a cell fills are made in the same cell, so copies of the models are enough."""
        return copied(self.space), np.random.get_state(), np.get_printoptions(), self.shell.last_execution_result

    def load(self, saved):
        names, random, options, self.shell.last_execution_result = saved
        self.space.clear()
        self.space.update(copied(names))
        np.random.set_state(random)
        np.set_printoptions(**options)

    def run(self, source):
        """Run one cell; its outputs, as a notebook stores them."""
        printed, outputs, error = io.StringIO(), [], None
        try:
            tree = ast.parse(source)
            last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            with contextlib.redirect_stdout(printed), warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                exec(compile(tree, "<cell>", "exec"), self.space)
                value = last and eval(compile(last, "<cell>", "eval"), self.space)
            if value is not None:
                data = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {"text/plain": repr(value)}
                outputs = [nbformat.v4.new_output("execute_result", data)]
            outputs += [nbformat.v4.new_output("stream", name="stderr", text=str(warning.message)) for warning in warned]
        except Exception as raised:
            error = raised
            outputs = [nbformat.v4.new_output("error", ename=type(error).__name__, evalue=str(error))]
        self.shell.last_execution_result = SimpleNamespace(
            error_before_exec=None, error_in_exec=error, info=SimpleNamespace(raw_cell=source))
        return [nbformat.v4.new_output("stream", text=printed.getvalue())] * bool(printed.getvalue()) + outputs


def run(notebook):
    """(cell, what running it shows) for each code cell."""
    with Session() as session:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                yield cell, session.run(cell.source)


def compared(outputs):
    """What nbval compares, by kind; pictures with their bytes, which it leaves out (test_images.py compares them)."""
    flat = [{**output, **output.get("data", {})} for output in outputs]
    return {kind: [output[kind] for output in flat if kind in output] for kind in COMPARED}


def agrees(cell, outputs):
    """Does nbval pass the cell? Of one that has no stored outputs, or the tag nbval-ignore-output, it only asks that there be no error."""
    tags = cell.metadata.get("tags", [])
    if any("ename" in output for output in outputs) and "raises-exception" not in tags:
        return False
    return not cell.outputs or "nbval-ignore-output" in tags or compared(cell.outputs) == compared(outputs)
