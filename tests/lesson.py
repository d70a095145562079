"""A lesson's code cells, run one after the other in this process (no kernel), and compared with their stored outputs as nbval does."""

import ast
import contextlib
import io
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))
import exercise_checks  # noqa: E402

COMPARED = {"text", "ename", "evalue", "text/plain", "text/html"}


def read(folder):
    return {path.stem: nbformat.read(path, as_version=4) for path in sorted((ROOT / folder).glob("*.ipynb"))}


def run_cell(source, space, shell):
    """Run one cell; its outputs, as a notebook stores them."""
    printed, outputs, error = io.StringIO(), [], None
    try:
        tree = ast.parse(source)
        last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, "<cell>", "exec"), space)
            value = last and eval(compile(last, "<cell>", "eval"), space)
        if hasattr(value, "_repr_mimebundle_"):
            outputs = [nbformat.v4.new_output("execute_result", value._repr_mimebundle_())]
        elif value is not None:
            outputs = [nbformat.v4.new_output("execute_result", {"text/plain": repr(value)})]
    except Exception as raised:
        error = raised
        outputs = [nbformat.v4.new_output("error", ename=type(error).__name__, evalue=str(error))]
    shell.last_execution_result = SimpleNamespace(error_before_exec=None, error_in_exec=error, info=SimpleNamespace(raw_cell=source))
    return [nbformat.v4.new_output("stream", text=printed.getvalue())] * bool(printed.getvalue()) + outputs


@contextlib.contextmanager
def a_shell():
    """What the checks ask of IPython."""
    shell, before = SimpleNamespace(last_execution_result=None), exercise_checks.get_ipython
    exercise_checks.get_ipython = lambda: shell
    yield shell
    exercise_checks.get_ipython = before


def run(notebook):
    """(cell, what running it shows) for each code cell."""
    space = {}
    with a_shell() as shell:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                yield cell, run_cell(cell.source, space, shell)


def compared(outputs):
    """What nbval --nbval compares, by kind; pictures with their bytes, which it leaves out."""
    return {key: [{**output, **output.get("data", {})}[key] for output in outputs if key in {**output, **output.get("data", {})}]
            for key in COMPARED}
