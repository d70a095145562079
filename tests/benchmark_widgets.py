"""Print how fast the sliders answer in a real browser, against `interact` in the same page and run:

    python tests/benchmark_widgets.py

It asserts nothing. Needs Chromium and the extra "browser"; run it on a quiet machine.
"""

import statistics
import tempfile
from pathlib import Path

import nbformat
import psutil
from lab import CHROMIUM, QUIET, open_lesson, run_all, serve, start
from playwright.sync_api import sync_playwright

SETUP = """
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
from lesson.pictures import *
from lesson.pictures.figure import BLUE, ORANGE
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
        ax.plot(*sample, "s" if answer else "o", color=ORANGE if answer else BLUE, markersize=14)
        ax.annotate(f"{answer:.0f}", sample, color="white", ha="center", va="center", fontsize=12)
    ax.set(xlabel="入力0（x[j, 0]）", ylabel="入力1（x[j, 1]）", xticks=[0, 1], yticks=[0, 1])
    ax.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5))
    plt.show()

ipywidgets.interact(fresh_figure, **{name: ipywidgets.FloatSlider(value, min=-6, max=6, step=0.1)
                                     for name, value in zip(("w0", "w1", "bias"), (4.3, -1.8, 0.0))});
"""
WAYS = {  # name: the cell that shows it
    "interact, fresh figure": INTERACT,
    "lesson 2, weights": "move_perceptron(model)",
    "lesson 4, replay": """
activations = {"線形": linear_activation, "シグモイド": sigmoid_activation}
film = replay_training(model, activations, 0.1, x, y_true, 500)
film.controls[0].value = 250
film""",
    "lesson 4, learning rate": """
rates = {"小さすぎる": 0.001, "よい": 0.5, "大きすぎる": 1.4}
move_learning_rate(model, rates, x, y_true, 30)""",
}

WATCH = """cell => {
    window.keys = []; window.pictures = [];
    const output = document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell')[cell];
    let last = output.querySelector('img').src;
    output.addEventListener('keydown', () => window.keys.push(performance.now()), true);
    new MutationObserver(() => {
        const image = output.querySelector('img');
        if (image && image.src !== last) { last = image.src; window.pictures.push(performance.now()); }
    }).observe(output, {subtree: true, childList: true, attributes: true});
    const handles = output.querySelectorAll('.noUi-handle');
    handles[handles.length - 1].scrollIntoView({block: 'center'});
    handles[handles.length - 1].focus();
}"""


def move(page, key, pause):
    """Press a key; the milliseconds until the next new picture is in the page."""
    page.evaluate("keys = []; pictures = []")
    page.keyboard.press(key)
    page.wait_for_function("pictures.length > 0")
    page.wait_for_timeout(pause)
    return page.evaluate("pictures[0] - keys[0]")


def lag(page, key):
    """Press a key 30 times at once; the milliseconds from the last press to the last picture."""
    page.evaluate("keys = []; pictures = []")
    for _ in range(30):
        page.keyboard.press(key)
    page.wait_for_timeout(1500)
    return page.evaluate("pictures[pictures.length - 1] - keys[keys.length - 1]")


def kernel_megabytes():
    kernels = [
        child
        for child in psutil.Process().children(recursive=True)
        if "ipykernel_launcher" in child.cmdline()
    ]
    return sum(kernel.memory_info().rss for kernel in kernels) / 2**20


def main():
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source.strip()) for source in (SETUP, *WAYS.values())],
            metadata={
                "kernelspec": {
                    "name": "python3",
                    "display_name": "Python 3 (ipykernel)",
                    "language": "python",
                }
            },
        )
        nbformat.write(notebook, Path(folder) / "notebooks/widgets.ipynb")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = start(browser, address)
        open_lesson(page, "widgets.ipynb")
        run_all(page)
        page.wait_for_function(
            "n => document.querySelectorAll('.jp-OutputArea-output img').length === n", arg=len(WAYS)
        )
        page.wait_for_timeout(3000)
        print(
            f"{'ms from keydown to new picture':30s} median    p95   / interact"
            "   after 30 fast moves   MB by 500 moves"
        )
        baseline = None
        for cell, name in enumerate(WAYS, start=1):
            page.evaluate(WATCH, cell)
            for key in ["ArrowLeft"] * 5:  # warm up
                move(page, key, 200)
            times = [move(page, "ArrowLeft" if k % 40 < 20 else "ArrowRight", 80) for k in range(80)]
            median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            baseline = baseline or median
            behind = statistics.median(lag(page, key) for key in ("ArrowLeft", "ArrowRight", "ArrowLeft"))
            before = kernel_megabytes()
            for k in range(500):
                page.keyboard.press("ArrowRight" if k % 100 < 50 else "ArrowLeft")
            page.wait_for_timeout(2000)
            print(
                f"{name:30s} {median:6.1f} {p95:6.1f} {median / baseline:12.2f} {behind:21.1f}"
                f" {kernel_megabytes() - before:17.1f}"
            )


if __name__ == "__main__":
    main()
