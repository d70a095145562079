"""Plant faults in the lessons, one at a time, and list those that no test sees: python tests/plant_faults.py [a lesson's name]

Each fault is planted in memory: a digit of an output, of the text, of a slide or of the code is changed; an output, a line of code, the
whole code of a cell or the cell is dropped. It is seen if a cell no longer shows what is stored (nbval; for the pictures test_images.py),
or if a test of test_notebooks.py or test_solutions.py fails. That a file differs from what refresh.py writes, or a lesson from its
solution, does not count. It needs the matplotlib of the stored pictures, and some minutes.
"""

import ast
import contextlib
import copy
import inspect
import io
import re
import sys

import nbformat
import pytest
import test_notebooks
import test_solutions
from lesson import COMPARED, Session, agrees, run
from test_solutions import LESSONS, answers_of, filled_in, is_exercise

# Faults that need not be seen, and why. (None is planted in a traceback: it differs between versions of Python, and nbval leaves it out.)
EXCEPTED = {
    ("step-11", "digit of an output"): "no seed: its numbers are others at every run",
    ("l4-check-start", "line of code dropped"): "start: the same model as in 4.6, made again for those who come back later",
}


def tests_of(module, *given):
    """The tests that take no more than these arguments, and are not parametrised. The form of the file does not count."""
    return [test for name, test in vars(module).items() if name.startswith("test_") and inspect.isfunction(test)
            and "normalised" not in name and "is_the_lessons" not in name and not hasattr(test, "pytestmark")
            and inspect.signature(test).parameters.keys() <= set(given)]


OF_LESSONS, OF_SOLUTIONS = tests_of(test_notebooks, "name", "notebook"), tests_of(test_solutions, "pair")


def the_functions(notebook):
    """test_notebooks.py compares the functions of the lessons with the helper's."""
    for cell in test_notebooks.cells(notebook, "code"):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef) and hasattr(test_notebooks.helpers, node.name):
                test_notebooks.test_a_lessons_function_does_what_the_helpers_does(None, node, cell.source)


def fails(name, notebook, lesson=None):
    """Does a test that runs no cell fail, with this notebook in the place of the lesson (or of its solution)?"""
    given = {"name": name, "notebook": notebook, "pair": [lesson, notebook]}
    before, test_notebooks.NOTEBOOKS[name] = test_notebooks.NOTEBOOKS[name], lesson or notebook
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            for test in OF_SOLUTIONS if lesson else [*OF_LESSONS, the_functions]:
                test(**{key: given[key] for key in inspect.signature(test).parameters})
    except (Exception, pytest.fail.Exception):
        return True
    finally:
        test_notebooks.NOTEBOOKS[name] = before
    return False


# ---------- faults: (kind, the cell with the fault) ----------

def digits(text):
    """The text with one digit changed, for each of its digits."""
    for found in re.finditer(r"\d", text):
        yield text[:found.start()] + str((int(found[0]) + 1) % 10) + text[found.end():]


def changed(cell, path, value):
    """A copy of the cell with another value at this place."""
    place = faulty = copy.deepcopy(cell)
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return faulty


def in_source(cell):
    for text in digits(cell.source):
        yield f"digit of the {'code' if cell.cell_type == 'code' else 'text'}", changed(cell, ["source"], text)
    for k, line in enumerate(cell.metadata.get("slideshow", {}).get("text", [])):
        for text in digits(line):
            yield "digit of a slide", changed(cell, ["metadata", "slideshow", "text", k], text)


def in_outputs(cell):
    for k, output in enumerate(cell.outputs):
        path = ["outputs", k, "data"] if "data" in output else ["outputs", k]
        shown = output.get("data", output)
        for kind in [kind for kind in COMPARED if kind in shown]:
            for text in digits(shown[kind]):
                yield "digit of an output", changed(cell, [*path, kind], text)
        yield "output dropped", changed(cell, ["outputs"], cell.outputs[:k] + cell.outputs[k + 1:])


def in_code(cell):
    lines = cell.source.splitlines()
    for node in ast.walk(ast.parse(cell.source)):
        if isinstance(node, ast.stmt):
            rest = [*lines[:node.lineno - 1], " " * node.col_offset + "pass", *lines[node.end_lineno:]]
            yield "line of code dropped", changed(cell, ["source"], "\n".join(rest))
    yield "code of a cell dropped", changed(cell, ["source"], "")
    yield "cell dropped", None


def put(notebook, index, cell):
    """The notebook with another cell (or none) at this place, and its code cells numbered anew."""
    faulty = copy.copy(notebook)
    faulty.cells = [*notebook.cells[:index], *([cell] if cell else []), *notebook.cells[index + 1:]]
    if not cell:
        faulty.cells = copy.deepcopy(faulty.cells)
        for count, each in enumerate(test_notebooks.cells(faulty, "code"), start=1):
            each.execution_count = count
    return faulty


# ---------- planting ----------

def plant(name, notebook, lesson=None):
    """(kind, cell, seen) for every fault; seen() tells whether a test sees it, and has to be asked at once. In a solution: its own cells."""
    with Session() as session:
        for index, cell in enumerate(notebook.cells):
            own = not lesson or is_exercise(cell)
            code = cell.cell_type == "code"
            before = session.save()
            outputs = session.run(cell.source) if code else []
            after = session.save()

            def differs(faulty):
                session.load(before)
                return any(not agrees(each, session.run(each.source)) for each in faulty.cells[index:] if each.cell_type == "code")

            for kind, faulty in (*in_source(cell), *(in_code(cell) if code else ())) if own else ():
                faulty = put(notebook, index, faulty)
                yield kind, cell, lambda: fails(name, faulty, lesson) or code and differs(faulty)
            for kind, faulty in in_outputs(cell) if own and code else ():
                yield kind, cell, lambda: not agrees(faulty, outputs) or fails(name, put(notebook, index, faulty), lesson)
            session.load(after)


def lessons_and_solutions(paths=LESSONS):
    """(name, notebook) of the lessons, and (name, notebook, lesson) of the solutions."""
    lessons = {path: nbformat.read(path, as_version=4) for path in paths}
    return [*((path.stem, lesson) for path, lesson in lessons.items()),
            *((path.stem, solution_of(lesson, answers_of(path)), lesson) for path, lesson in lessons.items())]


def solution_of(lesson, answers):
    """The solution as it is built, executed in this process."""
    solution = filled_in(lesson, answers)
    for cell, outputs in run(solution):
        if is_exercise(cell):
            cell.outputs = outputs
    return solution


def main(names):
    planted, seen = {}, {}
    for given in lessons_and_solutions():
        if names and given[0] not in names:
            continue
        assert not fails(*given), "without a fault, the tests should pass"
        for kind, cell, is_seen in plant(*given):
            if (cell.id, kind) in EXCEPTED:
                kind = f"{kind} (excepted in {cell.id}: {EXCEPTED[cell.id, kind]})"
            planted[kind] = planted.get(kind, 0) + 1
            caught = is_seen()
            seen[kind] = seen.get(kind, 0) + caught
            if not caught and "excepted" not in kind:
                print(f"not seen in {'the solution of ' if given[2:] else ''}{given[0]}, cell {cell.id}: {kind}", flush=True)
    for kind, count in planted.items():
        print(f"{kind}: {seen[kind]} of {count} seen")


if __name__ == "__main__":
    main(sys.argv[1:])
