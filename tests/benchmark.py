"""Print the times that the course promises, as ratios measured in one run:  python tests/benchmark.py

It asserts nothing. Run it on a quiet machine. The sliders need Chromium and the extra "browser".
"""

import ast
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from jupyter_client.manager import start_new_kernel
from lab import CHROMIUM, QUIET, ROOT, close_everything, open_lesson, run_all, serve, start

from lesson.contents import lesson_files

NOTEBOOKS = ROOT / "notebooks"
EXECUTE = [sys.executable, "-m", "jupyter", "execute"]
SETUP = """
import ipywidgets, matplotlib.pyplot as plt, numpy as np
from lesson.pictures import *
from perceptron_helpers import *
model = {"weights": np.array([4.3, -1.8]), "bias": np.array([0.0])}
x, y_true = truth_table("AND")
"""
# the picture of lesson 2 in the usual way
INTERACT = """
def fresh_figure(w0, w1, bias):
    figure, ax = plt.subplots(figsize=(4.4, 3.8))
    ticks = np.linspace(-0.5, 1.5, 61)
    output = w0 * ticks + w1 * ticks[:, None] + bias
    ax.contourf(ticks, ticks, output, levels=np.linspace(0, 1, 11), cmap="coolwarm", extend="both")
    ax.contour(ticks, ticks, output, levels=[0.5], colors="black", linewidths=2)
    for sample, answer in zip(x, y_true):
        ax.plot(*sample, "s" if answer else "o", markersize=14)
        ax.annotate(f"{answer:.0f}", sample, color="white", ha="center", va="center", fontsize=12)
    ax.set(xlabel="x0", ylabel="x1", xticks=[0, 1], yticks=[0, 1])
    plt.show()

names = {"w0": 4.3, "w1": -1.8, "bias": 0.0}
ipywidgets.interact(fresh_figure, **{name: ipywidgets.FloatSlider(value, min=-6, max=6, step=0.1)
                                     for name, value in names.items()});
"""
ACTIVATIONS = '{"線形": linear_activation, "シグモイド": sigmoid_activation}'
WAYS = {
    "interact, a fresh figure": INTERACT,
    "lesson 2, weights": "move_perceptron(model)",
    "lesson 4, times": "move_steepness(model)",
    "lesson 4, replay": f"replay_training(model, {ACTIVATIONS}, 0.1, x, y_true, 500)",
    "lesson 4, learning rate": 'move_learning_rate(model, {"イ": 0.5, "ウ": 1.4}, x, y_true, 30)',
}
WATCH = """cell => {
    window.keys = []; window.pictures = [];
    const output = document.querySelectorAll('.jp-CodeCell')[cell];
    const source = () => output.querySelector('img')?.src;
    let last = source();
    output.addEventListener('keydown', () => window.keys.push(performance.now()), true);
    new MutationObserver(() => {
        if (source() && source() !== last) { last = source(); window.pictures.push(performance.now()); }
    }).observe(output, {subtree: true, childList: true, attributes: true});
    const handle = output.querySelector('.noUi-handle');
    handle.scrollIntoView({block: 'center'});
    handle.focus();
}"""


def whole_lessons():
    """Each lesson in a process of its own, against a notebook with its imports alone, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        for path in lesson_files(NOTEBOOKS):
            bare = Path(folder) / path.name
            imports = nbformat.v4.new_code_cell(imports_of(nbformat.read(path, as_version=4)))
            nbformat.write(nbformat.v4.new_notebook(cells=[imports]), bare)
            times = [[clock(execute, notebook) for notebook in (path, bare)] for _ in range(3)]
            lesson, alone = map(min, zip(*times))
            print(f"{path.stem + ' / its imports alone':45s} {lesson / alone:5.2f}  (goal: at most 1.2)")


def execute(notebook):
    subprocess.run([*EXECUTE, notebook], check=True, cwd=NOTEBOOKS, capture_output=True)


def imports_of(notebook):
    sources = [ast.parse(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    nodes = [node for source in sources for node in source.body]
    return "\n".join(ast.unparse(node) for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom)))


def press(page, keys):
    """The milliseconds from the last of these keys to the last new picture."""
    page.evaluate("keys = []; pictures = []")
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function("pictures.length > 0")
    page.wait_for_timeout(1500 if len(keys) > 1 else 150)
    return page.evaluate("pictures[pictures.length - 1] - keys[keys.length - 1]")


def sliders():
    """From a key to the new picture, in one page with the same figure drawn by `interact`."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        with serve(Path(folder)) as address:
            cells = [nbformat.v4.new_code_cell(source.strip()) for source in (SETUP, *WAYS.values())]
            kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
            notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
            nbformat.write(notebook, Path(folder) / "notebooks/widgets.ipynb")
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            page = start(browser, address)
            close_everything(page)
            open_lesson(page, "widgets.ipynb")
            run_all(page)
            page.wait_for_function(
                "[...document.querySelectorAll('.jp-CodeCell')].slice(1)"
                ".every(cell => cell.querySelector('img') && cell.querySelector('.noUi-handle'))"
            )
            usual = None
            for cell, name in enumerate(WAYS, start=1):
                page.evaluate(WATCH, cell)
                moves = [press(page, [key]) for key in ["ArrowRight", "ArrowLeft"] * 15]
                one = statistics.median(moves[5:])
                many = statistics.median(press(page, [key] * 30) for key in ("ArrowRight", "ArrowLeft") * 2)
                usual = usual or one
                print(
                    f"{name:30s} one key / interact {one / usual:5.2f}  30 fast keys / one {many / one:5.2f}"
                )


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
                times[-1].append(clock(run, code))
        ours, bare = (1000 * statistics.median(column) for column in zip(*times))
        goal = "ratio at most 1.02" if title == "a cell" else "at most 10 ms more"
        print(f"{title:45s} {ours:8.2f} ms / {bare:8.2f} ms = {ours / bare:5.3f}  (goal: {goal})")
        run(ON)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def clock(function, *arguments):
    """The seconds that the call takes."""
    begin = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - begin


if __name__ == "__main__":
    explanation_times()
    whole_lessons()
    if CHROMIUM:
        sliders()
