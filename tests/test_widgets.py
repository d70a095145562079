"""lesson_widgets: what a slider changes in the picture, for fixed values; a broken model; two threads."""

import re
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import perceptron_helpers as helpers

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "notebooks"))
from lesson_widgets import move_perceptron  # noqa: E402


def model(w0, w1, bias):
    return {"weights": np.array([w0, w1], dtype=float), "bias": np.array([bias], dtype=float)}


def alt(live):
    return re.search(r'<img alt="([^"]*)"', live.picture.value).group(1)


def set_values(live, *values):
    for control, value in zip(live.controls, values):
        control.value = value


def test_it_starts_with_the_given_model():
    live = move_perceptron(model(1.0, 2.0, -0.5))
    assert [control.value for control in live.controls] == ["AND", 1.0, 2.0, -0.5]
    assert [control.description for control in live.controls] == ["規則", "重み0", "重み1", "バイアス"]
    assert "(1, 1) で 2.5" in alt(live)


@pytest.mark.parametrize("gate, w0, w1, bias, right, outputs", [
    ("AND", 1.0, 1.0, -1.0, 4, [-1.0, 0.0, 0.0, 1.0]), ("AND", 1.0, 1.0, 0.0, 2, [0.0, 1.0, 1.0, 2.0]),
    ("OR", 1.0, 1.0, 0.0, 4, [0.0, 1.0, 1.0, 2.0]), ("NAND", -1.0, -1.0, 2.0, 4, [2.0, 1.0, 1.0, 0.0]),
    ("XOR", 1.0, -1.0, 0.0, 3, [0.0, -1.0, 1.0, 0.0])])
def test_moving_changes_line_shading_points_and_table(gate, w0, w1, bias, right, outputs):
    live = move_perceptron(model(0.0, 0.0, 0.0))
    before = live.picture.value
    set_values(live, gate, w0, w1, bias)
    shade, line, zeros, ones, *numbers = live.moving
    assert shade.get_array()[-1, -1] == pytest.approx(1.5 * (w0 + w1) + bias)
    for x, y in line.get_xydata():
        assert w0 * x + w1 * y + bias == pytest.approx(0.5)
    y_true = helpers.truth_table(gate)[1]
    assert len(zeros.get_xydata()) == (y_true == 0).sum() and len(ones.get_xydata()) == (y_true == 1).sum()
    assert [number.get_text() for number in numbers] == [f"{answer:.0f}" for answer in y_true]
    assert f"{gate}：4つのうち {right} つ合っています" in alt(live)
    assert re.findall(r"<td>(-?\d\.\d)</td>", live.picture.value) == [f"{value:.1f}" for value in outputs]
    assert live.picture.value.count("○") == right and ("できました" in live.picture.value) == (right == 4)
    assert live.picture.value.split("base64,")[1] != before.split("base64,")[1]


def test_no_weights_no_line():
    live = move_perceptron(model(0.0, 0.0, 1.0))
    assert live.moving[1].get_xydata().size == 0


def test_a_broken_model_is_explained():
    for broken in (model(np.nan, 1.0, 1.0), {"weights": np.ones(2)}, None, {"weights": np.ones((2, 1)), "bias": np.ones(1)}):
        with pytest.raises((TypeError, ValueError), match="必要なもの"):
            move_perceptron(broken)


def test_two_threads_may_move_it_at_once():
    live = move_perceptron(model(0.0, 0.0, 0.0))

    def move(control):
        for step in range(30):
            live.controls[control].value = step / 10

    threads = [threading.Thread(target=move, args=(control,)) for control in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = live.picture.value
    live.redraw()
    assert live.picture.value == last and "(1, 1) で 8.7" in alt(live)


def test_it_says_what_it_is_where_nothing_is_live():
    assert "スライダーで動かす図" in repr(move_perceptron(model(0.0, 0.0, 0.0)))
