"""How fast the sliders are, as ratios, on a quiet machine with the extra "browser": tests/benchmark.py"""

import statistics
import tempfile
from pathlib import Path

import nbformat
from lab import chromium, close_everything, open_lesson, run_all, serve, start

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
    ax.plot(*x[y_true == 0].T, "o", *x[y_true == 1].T, "s", markersize=14)
    ax.set(xlabel="x0", ylabel="x1", xticks=[0, 1], yticks=[0, 1])
    plt.show()

ipywidgets.interact(fresh_figure, w0=(-6.0, 6.0), w1=(-6.0, 6.0), bias=(-6.0, 6.0));
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
    output.addEventListener('keydown', () => keys.push(performance.now()), true);
    new MutationObserver(() => {
        if (source() && source() !== last) { last = source(); pictures.push(performance.now()); }
    }).observe(output, {subtree: true, childList: true, attributes: true});
    output.querySelector('.noUi-handle').focus();
}"""


def press(page, keys):
    """The milliseconds from the last of these keys to the last new picture."""
    page.evaluate("keys = []; pictures = []")
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function("pictures.length > 0")
    page.wait_for_timeout(1500 if len(keys) > 1 else 150)
    return page.evaluate("pictures.at(-1) - keys.at(-1)")


def sliders():
    """From a key to the new picture, in one page with the same figure drawn by `interact`."""
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in (SETUP, *WAYS.values())]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    with tempfile.TemporaryDirectory() as name, chromium() as browser, serve(Path(name)) as address:
        nbformat.write(notebook, Path(name) / "notebooks/widgets.ipynb")
        page = start(browser, address)
        close_everything(page)
        open_lesson(page, "widgets.ipynb")
        run_all(page)
        page.wait_for_function(
            f"document.querySelectorAll('.jp-CodeCell:has(img):has(.noUi-handle)').length == {len(WAYS)}"
        )
        usual = None
        for cell, way in enumerate(WAYS, start=1):
            page.evaluate(WATCH, cell)
            one = statistics.median(press(page, [key]) for key in ["ArrowRight", "ArrowLeft"] * 15)
            many = statistics.median(press(page, [key] * 30) for key in ["ArrowRight", "ArrowLeft"] * 2)
            usual = usual or one
            print(f"{way:25s} one key / interact {one / usual:5.2f}  30 fast keys / one {many / one:5.2f}")


if __name__ == "__main__":
    sliders()
