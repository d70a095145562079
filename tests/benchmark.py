"""Print the times that the course promises, as ratios measured in one run:  python tests/benchmark.py

A benchmark, not a test: it asserts nothing. Run it on a quiet machine.
"""

import ast
import contextlib
import functools
import io
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import numpy as np
from jupyter_client.manager import start_new_kernel

import perceptron_helpers as helpers

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def seconds(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def compare(title, ours, baseline, repeat, goal):
    """Run both in turn, and print the ratio of the fastest runs."""
    times = [(seconds(ours), seconds(baseline)) for _ in range(repeat)]
    mine, other = (min(column) for column in zip(*times))
    print(f"{title:45s} {mine:8.3f} s / {other:8.3f} s = {mine / other:5.2f}  (goal: at most {goal})")


def python(code, *arguments):
    subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        check=True,
        cwd=NOTEBOOKS,
        stderr=subprocess.DEVNULL,
    )


# ---------- import ----------


def import_times():
    compare(
        "import perceptron_helpers / numpy",
        lambda: python("import perceptron_helpers"),
        lambda: python("import numpy"),
        25,
        1.02,
    )


# ---------- lessons ----------

EXECUTE = """
import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], 4)
nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": "."}}).execute()
"""


def imports_of(notebook):
    """The import statements of a notebook, alone."""
    nodes = [
        node
        for cell in notebook.cells
        if cell.cell_type == "code"
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    return "\n".join(map(ast.unparse, nodes))


def lesson_times():
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(NOTEBOOKS.glob("*.ipynb")):
            source = imports_of(nbformat.read(path, as_version=4))
            bare = Path(folder) / path.name
            nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), bare)
            compare(
                path.stem + " / its imports alone",
                functools.partial(python, EXECUTE, path),
                functools.partial(python, EXECUTE, bare),
                5,
                1.3,
            )


# ---------- training ----------


def reference_training():
    """The reference lesson's own arithmetic: elementwise products, np.mean, a plain sigmoid."""
    x, y_true = helpers.truth_table("AND")
    np.random.seed(12345)
    weights, bias = np.random.uniform(-5, 5, 2), np.random.uniform(-5, 5, 1)
    for _ in range(5000):
        y_pred = 1 / (1 + np.exp(-(np.sum(weights * x, axis=1) + bias)))
        np.mean((y_true - y_pred) ** 2)
        error = y_pred - y_true
        d_weights = np.mean(x * error.reshape(len(x), 1), axis=0)
        d_bias = np.mean(error).reshape(1)
        weights, bias = weights - 0.01 * d_weights, bias - 0.01 * d_bias
    return weights, bias


def our_training():
    np.random.seed(12345)
    model = helpers.create_perceptron()
    with contextlib.redirect_stdout(io.StringIO()):
        helpers.fit_epochs(
            model,
            helpers.sigmoid_activation,
            helpers.mean_squared_error,
            helpers.mse_gradient,
            0.01,
            *helpers.truth_table("AND"),
            5000,
        )
    return model["weights"], model["bias"]


def training_times():
    assert all(np.allclose(a, b, rtol=1e-12) for a, b in zip(our_training(), reference_training()))
    compare("5000 epochs / the reference's arithmetic", our_training, reference_training, 25, 0.6)


# ---------- explanations of errors ----------

SWITCH = """
ours = get_ipython().lesson_explainer
for name, hook in ("pre_run_cell", ours.before_cell), ("post_run_cell", ours.after_cell):
    get_ipython().events.{}(name, hook)
get_ipython().set_custom_exc({})
"""
OFF = SWITCH.format("unregister", "(), None")
ON = SWITCH.format("register", "(Exception,), ours.show_without_ours")


def explanation_times():
    """The median of 200 runs of a cell in one kernel, with the explainer and without, in turn."""
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(NOTEBOOKS))

    def run(code):
        client.execute_interactive(code, store_history=False, output_hook=id, timeout=60)

    run("import numpy as np; x, y = np.ones((4, 2)), np.arange(4.0)")
    for title, code in ("a cell", "a = (x - 1).sum(axis=0)\nprint(a)"), ("an error", "x * y"):
        times = []
        for _ in range(200):
            times.append([])
            for switch in ON, OFF:
                if switch is OFF or len(times) > 1:  # it is on at the start
                    run(switch)
                times[-1].append(seconds(functools.partial(run, code)))
        ours, bare = (1000 * statistics.median(column) for column in zip(*times))
        goal = "ratio at most 1.02" if title == "a cell" else "at most 10 ms more"
        print(f"{title:45s} {ours:8.2f} ms / {bare:8.2f} ms = {ours / bare:5.3f}  (goal: {goal})")
        run(ON)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def kernel_start_times():
    """The kernel's start with the configuration that switches the explainer on, and without any."""
    def start(*arguments):
        manager, client = start_new_kernel(kernel_name="python3", extra_arguments=list(arguments))
        client.stop_channels()
        manager.shutdown_kernel(now=True)

    bare = functools.partial(start, "--InteractiveShellApp.extensions=[]")
    compare("the kernel's start / without the explainer", start, bare, 15, 1.05)


if __name__ == "__main__":
    explanation_times()
    kernel_start_times()
    import_times()
    training_times()
    lesson_times()
