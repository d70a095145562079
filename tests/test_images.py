"""images/, read as drawn: where words stand, where arrows point, what lines divide."""

import re
import sys
import warnings

import matplotlib
import numpy as np
import pytest
from course import PATHS, ROOT
from PIL import Image

import perceptron_helpers as helpers

sys.path.insert(0, str(ROOT / "images"))
import draw_images  # noqa: E402

BLUE, ORANGE, GREEN = "#0072B2", "#D55E00", "#009E73"
X, _ = helpers.truth_table("AND")


def colour(artist):
    return matplotlib.colors.to_hex(artist.get_color()).upper()


def words(ax, pattern=""):
    """The words that match, from left to right and from top to bottom: [(text, place, colour)]"""
    found = [text for text in ax.texts if re.search(pattern, text.get_text())]
    ordered = sorted(found, key=lambda text: (text.get_position()[0], -text.get_position()[1]))
    return [(text.get_text(), np.array(text.get_position()), colour(text)) for text in ordered]


def word_at(ax, place, pattern=""):
    """The word that stands nearest to a place."""
    return min(words(ax, pattern), key=lambda word: np.hypot(*(word[1] - place)))[0]


def arrows(ax):
    """[(start, end, colour)]"""
    return [(*map(np.array, arrow._posA_posB), matplotlib.colors.to_hex(arrow.get_edgecolor()).upper())
            for arrow in ax.patches if hasattr(arrow, "_posA_posB")]


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*[Gg]lyph.*")  # a character that the font does not have
        draw_images.draw(folder)
    return folder


@pytest.mark.parametrize("name", draw_images.IMAGES)
def test_the_stored_image_is_what_the_script_draws_and_a_lesson_shows_it(redrawn, name):
    made, stored = (Image.open(folder / name) for folder in (redrawn, ROOT / "images"))
    assert made.size == stored.size
    if matplotlib.__version__.startswith("3.11.") and sys.platform == "linux":  # others draw text differently
        assert made.convert("RGB").tobytes() == stored.convert("RGB").tobytes()
    lessons = "".join(path.read_text(encoding="utf-8") for path in PATHS)
    assert f"../images/{name}" in lessons


def test_axis_0_points_down_and_axis_1_to_the_right():
    for start, end, color in arrows(*draw_images.array_axes().axes):
        down = end[1] < start[1]
        name = word_at(*draw_images.array_axes().axes, (start + end) / 2, "軸[01]$")
        assert (name, color) == (("軸0", ORANGE) if down else ("軸1", GREEN))


def test_boxes_hold_their_shape_and_axes():
    """(4,) is written below the boxes in a row, with one axis along it; (4, 1) below those in a column."""
    (ax,) = draw_images.shape_boxes().axes
    for shape, place, _ in words(ax, "形状"):
        near = [at for _, at, _ in words(ax, "^[1-4]0$") if abs(at[0] - place[0]) < 1.5]
        flat = len({round(at[1], 3) for at in near}) == 1
        assert len(near) == 4 and ("(4,)" in shape, "軸は1つ" in shape) == (flat, flat)
    names = [(word_at(ax, (start + end) / 2, "軸[01]$"), end[0] > start[0]) for start, end, _ in arrows(ax)]
    assert names == [("軸0", True), ("軸0", False), ("軸1", True)]


def test_each_weight_stands_at_the_arrow_of_its_own_input():
    (ax,) = draw_images.perceptron().axes
    for start, end, _ in arrows(ax)[:2]:
        source = word_at(ax, start, "x_")
        assert word_at(ax, (start + end) / 2, "重み") == f"× 重み $w_{source[-3]}$"
        assert word_at(ax, start - (0.8, 0), "^入力") == f"入力{source[-3]}"
    start, _, color = arrows(ax)[2]
    assert color == ORANGE == words(ax, "バイアス")[0][2] and start[1] < 1
    assert [word for word, *_ in words(ax, "^足した|^活性|^予測")] == ["足した値", "活性化関数", "予測"]


def test_the_gates_named_in_the_boxes_make_xor():
    (ax,) = draw_images.two_layers().axes
    gates = [word for word, *_ in words(ax, "^(OR|NAND|AND|XOR)$")]
    assert gates == ["OR", "NAND", "AND", "XOR"]  # from left to right
    first, second = (np.array(helpers.GATES[gate]) for gate in gates[:2])
    assert [helpers.GATES[gates[2]][2 * a + b] for a, b in zip(first, second)] == helpers.GATES[gates[3]]
    into = [word_at(ax, end, "^(OR|NAND|AND|XOR)$") for _, end, _ in arrows(ax)]
    assert sorted(into) == sorted(["OR"] * 2 + ["NAND"] * 2 + ["AND"] * 2 + ["XOR"])


def test_the_lines_of_the_gates_divide_their_points():
    for ax in draw_images.gates().axes:
        *points, line = ax.lines
        (a, b), (c, d) = line.get_xydata()
        marks = [line for line in points if "正解" in line.get_label()]
        drawn = {(*xy, line.get_label()[-1], colour(line)) for line in marks for xy in line.get_xydata()}
        answers = dict(zip(map(tuple, X.tolist()), helpers.GATES[ax.get_title()]))
        assert drawn == {(*point, str(answer), (BLUE, ORANGE)[answer]) for point, answer in answers.items()}
        above = [(c - a) * (y - b) - (d - b) * (x - a) > 0 for x, y in answers]
        assert above == [answer == 1 for answer in answers.values()]
        assert (ax.get_xlabel(), ax.get_ylabel()) == ("入力0", "入力1")


def test_the_lines_that_move_are_those_of_their_parameters():
    for ax, weights in zip(draw_images.line_moves().axes, ([(4, 2)] * 3, [(4, 2), (2, 2), (1, 2)])):
        for line, w in zip(ax.lines, weights):
            number = float(re.search(r"-?[\d.]+$", line.get_label())[0])
            bias, w0 = (number, w[0]) if "b" in line.get_label() else (-0.5, number)
            np.testing.assert_allclose(line.get_xydata() @ (w0, w[1]) + bias, 0.5)
            assert ("b" in line.get_label()) == ("バイアス" in ax.get_title()) and w0 == w[0]


def test_the_step_has_a_filled_dot_at_one_and_an_open_dot_at_zero():
    graph, filled, hollow = draw_images.step().axes[0].lines
    assert filled.get_xydata().tolist() == [[0.5, 1]] and filled.get_markerfacecolor() == BLUE
    assert hollow.get_xydata().tolist() == [[0.5, 0]] and hollow.get_markerfacecolor() == "white"
    z, output = graph.get_data()
    assert output[z < 0.5].tolist() == [0, 0] and output[z >= 0.5].tolist() == [1, 1]


def test_arrows_of_the_gradient_and_of_the_rates_point_where_they_say():
    np.random.seed(12345)
    x, y_true = helpers.truth_table("AND")
    error = helpers.predict(helpers.create_perceptron(), helpers.linear_activation, x) - y_true
    (ax,) = draw_images.gradient_pushes().axes
    assert {"減らす ←", "→ 増やす"} <= {word for word, *_ in words(ax)}
    for (name, place, _), inputs in zip(words(ax, "^(重み|バイアス)"), (x[:, 0], x[:, 1], np.ones(4))):
        mine = [(start, end) for start, end, _ in arrows(ax) if abs(start[0] - place[0]) < 0.01]
        here = sorted((-start[1], end[0] - start[0]) for start, end in mine)
        pushes = [push for push in [*(-error * inputs), np.mean(-error * inputs)] if abs(push) >= 0.5]
        np.testing.assert_allclose([length for _, length in here], 0.21 * np.array(pushes), err_msg=name)
    for ax, down in zip(draw_images.learning_rate().axes, (True, True, False)):
        losses = ax.lines[-1].get_ydata()
        assert (np.diff(losses) < 0).all() if down else (np.diff(losses) > 0).all(), ax.get_title()
    curve, ball = (ax := draw_images.loss_valley().axes[0]).lines
    (start, end, _), ((at, height),) = arrows(ax)[0], ball.get_xydata()
    bottom = curve.get_xdata()[curve.get_ydata().argmin()]
    assert at < start[0] < end[0] < bottom and height > start[1] > end[1]


def test_boxes_of_the_broadcasting_are_aligned_from_the_right_and_only_the_dotted_one_is_filled_in():
    (ax,) = draw_images.broadcasting().axes
    for box in ax.patches:
        middle = np.array(box.get_xy()) + 0.32
        dotted = box.get_linestyle() in (":", "dotted")
        near = [(word, at - middle) for word, at, _ in words(ax, r"^\d$")]
        row = [word for word, away in near if abs(away[1]) < 0.1 and abs(away[0]) < 1]
        name = word_at(ax, middle - (1, 0), "^[a-z_]+$")
        assert row == {"x": ["4", "2"], "error": ["1", "4"], "error_column": ["4", "1"]}[name]
        assert dotted == (name == "error" and word_at(ax, middle, r"^\d$") == "1")
