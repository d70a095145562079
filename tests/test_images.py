"""images/, read as drawn: where words stand, where arrows point, what lines divide."""

import re
import sys

import draw_images
import matplotlib
import numpy as np
import pytest
from course import ROOT
from PIL import Image

import perceptron_helpers as helpers

X, AND = helpers.truth_table("AND")
GATE = "^(OR|NAND|AND|XOR)$"
RIGHT, DOWN = (1, 0), (0, -1)


def words(ax, pattern=""):
    """The words that match, from left to right and from top to bottom: [(text, place)]"""
    found = [(text.get_text(), np.array(text.get_position())) for text in ax.texts]
    ordered = sorted(found, key=lambda word: (word[1][0], -word[1][1]))
    return [(text, place) for text, place in ordered if re.search(pattern, text)]


def word_at(ax, place, pattern=""):
    """The word that stands nearest to a place."""
    return min(words(ax, pattern), key=lambda word: np.hypot(*(word[1] - place)))[0]


def arrows(ax):
    return [tuple(map(np.array, arrow._posA_posB)) for arrow in ax.patches if hasattr(arrow, "_posA_posB")]


@pytest.mark.filterwarnings("error:.*[Gg]lyph")  # a character that the font does not have
def test_the_stored_images_are_what_the_script_draws(tmp_path):
    draw_images.draw(tmp_path)
    for path in tmp_path.iterdir():
        made, stored = Image.open(path), Image.open(ROOT / "images" / path.name)
        assert made.size == stored.size
        if matplotlib.__version__.startswith("3.11.") and sys.platform == "linux":  # else text differs
            assert made.convert("RGB").tobytes() == stored.convert("RGB").tobytes(), path.name


@pytest.mark.parametrize("image, axes", [
    (draw_images.array_axes, [("軸0", DOWN), ("軸1", RIGHT)]),
    (draw_images.shape_boxes, [("軸0", RIGHT), ("軸0", DOWN), ("軸1", RIGHT)])])
def test_each_axis_is_named_at_its_arrow(image, axes):
    (ax,) = image().axes
    assert axes == [(word_at(ax, (start + end) / 2, "軸[01]$"), tuple(np.sign(end - start)))
                    for start, end in arrows(ax)]
    for shape, place in words(ax, "形状"):
        flat = len({at[1] for _, at in words(ax, "^[1-4]0$") if abs(at[0] - place[0]) < 1.5}) == 1
        assert ("(4,)" in shape, "軸は1つ" in shape) == (flat, flat)


def test_each_weight_stands_at_the_arrow_of_its_own_input():
    (ax,) = draw_images.perceptron().axes
    for start, end in arrows(ax)[:2]:
        source = word_at(ax, start, "x_")
        assert word_at(ax, (2 * start + end) / 3, "重み") == f"× 重み $w_{source[-3]}$"
        assert word_at(ax, start - (0.8, 0), "^入力.") == f"入力{source[-3]}"
    assert [word for word, _ in words(ax, "^足した|^活性|^予測")] == ["足した値", "活性化関数", "予測"]


def test_the_gates_named_in_the_boxes_make_xor_and_the_numbers_of_weights_are_those_of_arrows():
    (ax,) = draw_images.two_layers().axes
    gates = [word for word, _ in words(ax, GATE)]
    first, second, last, result = (helpers.GATES[gate] for gate in gates)  # from left to right
    assert [last[2 * a + b] for a, b in zip(first, second)] == result == helpers.GATES["XOR"]
    into = [word_at(ax, end, GATE) for _, end in arrows(ax)]
    assert sorted(into) == sorted([*gates[:3], *gates])
    (ax,) = draw_images.network().axes
    for word, at in words(ax, "^重み"):
        assert word == f"重み{sum(start[0] < at[0] < end[0] for start, end in arrows(ax))}つ"


def test_the_lines_of_the_gates_divide_their_points():
    for ax in draw_images.gates().axes:
        answers = helpers.GATES[ax.get_title()]
        assert {(word, *at) for word, at in words(ax)} == {(str(a), *row) for a, row in zip(answers, X)}
        *points, line = ax.lines
        assert [point.get_marker() for point in points] == ["os"[answer] for answer in answers]
        (a, b), (c, d) = line.get_xydata()
        assert [(c - a) * (y - b) > (d - b) * (x - a) for x, y in X] == [answer == 1 for answer in answers]
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("入力0", "入力1")


def test_the_lines_that_move_are_those_of_their_parameters():
    for ax, name in zip(draw_images.line_moves().axes, ("バイアス", "重み0")):
        for line in ax.lines[:3]:
            number = float(re.search(r"-?[\d.]+$", line.get_label())[0])
            w0, bias = (4, number) if "b" in line.get_label() else (number, -0.5)
            np.testing.assert_allclose(line.get_xydata() @ (w0, 2) + bias, 0.5)
            assert name in ax.get_title() and (name == "バイアス") == ("b" in line.get_label())
    ((across, up),) = ax.lines[3].get_xydata()  # the dot marks the pivot
    assert all(np.isclose(np.interp(across, *line.get_xydata().T), up) for line in ax.lines[:3])


def test_the_dots_mark_the_value_at_the_step():
    _, filled, hollow = draw_images.step().axes[0].lines
    assert filled.get_xydata().tolist() == [[0.5, helpers.step_activation(0.5)]]
    assert hollow.get_markerfacecolor() == "white" != filled.get_markerfacecolor()


def test_arrows_of_the_gradient_and_of_the_rates_point_where_they_say():
    np.random.seed(12345)
    error = helpers.predict(helpers.create_perceptron(), helpers.linear_activation, X) - AND
    (ax,) = draw_images.gradient_pushes().axes
    for name, inputs in {"重み0": X[:, 0], "重み1": X[:, 1], "バイアス": np.ones(4)}.items():
        [(_, place)] = words(ax, name)
        assert word_at(ax, place - (0, 0.3)) == "減らす ← → 増やす"
        mine = [line for line in ax.lines if line.get_xdata()[0] == place[0] and line.get_markevery()]
        pushes = [*(-error * inputs), np.mean(-error * inputs)]
        np.testing.assert_allclose([np.diff(line.get_xdata())[0] for line in mine], 0.21 * np.array(pushes))
        assert [line.get_marker() for line in mine] == ["o><"[int(np.sign(push))] for push in pushes], name
        rows = [word_at(ax, (0.55, line.get_ydata()[0])) for line in mine]
        assert rows == ["[0, 0]", "[0, 1]", "[1, 0]", "[1, 1]", "平均"]
    for ax, down in zip(draw_images.learning_rate().axes, (True, True, False)):
        at, loss = ax.lines[-1].get_data()
        assert ((np.diff(loss) < 0) == down).all() and (np.ptp(np.sign(at)) == 0) == down, ax.get_title()
    (ax,) = draw_images.loss_valley().axes
    curve, ball = ax.lines
    ((start, end),), ((at, height),) = arrows(ax), ball.get_xydata()
    bottom = curve.get_xdata()[curve.get_ydata().argmin()]
    assert at < start[0] < end[0] < bottom and height > start[1] > end[1]
    assert words(ax, "^傾きは負") and words(ax, "^増やすと、損失が減る")  # right of the ball, and down


def test_boxes_of_the_broadcasting_are_aligned_from_the_right_and_only_the_dotted_one_is_filled_in():
    (ax,) = draw_images.broadcasting().axes
    for box in ax.patches:
        middle = box.get_center()
        name = word_at(ax, middle - np.array([1, 0]), "^[a-z_]+$")
        row = [word for word, at in words(ax, r"^\d$") if np.all(np.abs(at - middle) < (1, 0.1))]
        assert row == {"x": ["4", "2"], "error": ["1", "4"], "error_column": ["4", "1"]}[name]
        dotted = box.get_linestyle() in (":", "dotted")
        assert dotted == (name == "error" and word_at(ax, middle, r"^\d$") == "1")
