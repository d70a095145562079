"""The lessons' pictures and sliders, read back from the drawing; images/, by what each picture says."""

import re
import subprocess
import sys
import threading
import urllib.parse
import warnings
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

import perceptron_helpers as helpers
from lesson import pictures
from lesson.pictures import (
    BLACK,
    BLUE,
    GREEN,
    ORANGE,
    image_tag,
    move_learning_rate,
    move_perceptron,
    move_steepness,
    plot_boundaries,
    plot_losses,
    plot_measurements,
    replay_training,
)

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "images"))
import draw_images  # noqa: E402

X, AND = helpers.truth_table("AND")
ACTIVATIONS = {"線形": helpers.linear_activation, "シグモイド": helpers.sigmoid_activation}
RATES = {"小さすぎる": 0.001, "よい": 0.5, "大きすぎる": 1.4}
# a library that is old may call another that is new by an old name
pytestmark = pytest.mark.filterwarnings("error", "ignore::DeprecationWarning")


def model(w0, w1, bias):
    return {"weights": np.array([w0, w1], dtype=float), "bias": np.array([bias], dtype=float)}


START = model(4.3, -1.8, -3.2)


def svg_of(html):
    return urllib.parse.unquote(re.search(r'src="data:image/svg\+xml;charset=utf-8,([^"]+)"', html)[1])


def test_a_picture_in_an_address_is_the_same_picture():
    """Signs that mean something in HTML or in an address, and quotes within quotes, come through."""
    text = '<text x="98.76543">50% &amp; #1 &lt; 0.0625</text>'
    svg = f"""<svg width="11.123456" height="3.427419" style="font: 12px 'Noto'">{text}</svg>"""
    tag = image_tag(svg, 'これは"図"です')
    assert tag.startswith('<img alt="これは&quot;図&quot;です"') and tag.count('"') == 6
    before, after = ElementTree.fromstring(svg), ElementTree.fromstring(svg_of(tag))
    assert before.find("text").text == after.find("text").text == "50% & #1 < 0.0625"
    assert after.get("style") == before.get("style").replace("'", '"')
    assert (after.get("width"), after.get("height")) == ("11.1", "3.427419")  # small ones may be scales


def texts_of(svg):
    return re.findall(r">([^<>]+)</(?:text|tspan)>", svg)


def boundary_of(ax):
    """The points of the black line, however many pieces it has."""
    return np.concatenate([line.get_xydata() for line in ax.lines if line.get_color() == BLACK])


def sides_of(ax):
    """For each sample drawn: its label, and whether the shading behind it is blue."""
    (shades,) = ax.images
    left, right, bottom, top = shades.get_extent()
    found = []
    for line in ax.lines:
        for a, b in line.get_xydata() if line.get_label().startswith("正解") else []:
            column, row = (
                round((v - low) / (high - low) * 80) for v, low, high in ((a, left, right), (b, bottom, top))
            )
            red, _, blue, _ = shades.to_rgba(shades.get_array())[row, column]
            found.append((line.get_label(), bool(blue > red)))
    return found


# ---------- pictures ----------


def test_loss_curves_show_the_losses_given():
    picture = plot_losses(
        {"線形": np.array([4.0, 2.0, 1.0]), "シグモイド": np.array([3.0, 2.5])}, log_scale=True
    )
    (ax,) = picture.axes
    assert [line.get_xydata().tolist() for line in ax.lines] == [[[1, 4], [2, 2], [3, 1]], [[1, 3], [2, 2.5]]]
    assert [text.get_text() for text in picture.legends[0].get_texts()] == ["線形", "シグモイド"]
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale()) == ("エポック", "損失", "log")
    assert "線形: 3 エポックで 4.0000 から 1.0000 へ" in picture.alt


def test_the_legend_covers_no_curve():
    picture = plot_losses(
        {f"とても長い名前の学習 {k}": np.array([1.0, 1e6]) for k in range(4)}, log_scale=True
    )
    picture.draw_without_rendering()
    legend = picture.legends[0].get_window_extent()
    assert not legend.overlaps(picture.axes[0].get_window_extent())
    assert picture.bbox.fully_contains(legend.x0, legend.y0) and picture.bbox.fully_contains(
        legend.x1, legend.y1
    )


def test_a_history_that_diverged_is_drawn():
    for history in (np.array([10.0, 1e160, np.inf]), np.array([10.0, 1e308])):
        assert "エポック" in texts_of(plot_losses({"発散": history}, log_scale=True).svg())


def test_more_curves_than_looks_are_drawn_all():
    assert len(plot_losses({str(k): np.array([1.0]) for k in range(7)}).axes[0].lines) == 7


@pytest.mark.parametrize(
    "weights, sides",
    [([1.0, 1.0, -1.0], [True, True, True, False]), ([-1.0, -1.0, 2.0], [False, False, False, True])],
)
def test_the_line_is_where_the_output_is_one_half_and_each_side_has_its_colour(weights, sides):
    picture = plot_boundaries({"線形": (model(*weights), helpers.linear_activation)}, X, AND)
    (ax,) = picture.axes
    np.testing.assert_allclose(boundary_of(ax) @ weights[:2] + weights[2], 0.5)
    assert sides_of(ax) == list(zip(["正解が0"] * 3 + ["正解が1"], sides))


def test_just_above_one_half_is_not_white():
    below, above = (to_rgb(pictures.SHADES(value)) for value in (0.49, 0.51))
    assert below[2] > below[0] + 0.05 and above[0] > above[2] + 0.05


def test_title_axes_and_alternative_text_say_what_is_drawn():
    picture = plot_boundaries(
        {"2層目": (model(1, 1, -1), helpers.linear_activation)}, X, AND, names=("ORの出力", "NANDの出力")
    )
    (ax,) = picture.axes
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("ORの出力", "NANDの出力")
    assert ax.get_title() == "2層目\n合っている点 4 / 4"
    assert picture.alt.startswith(
        "決定境界の図。横軸は ORの出力、縦軸は NANDの出力。2層目: 合っている点 4 / 4、"
        "予測は (0, 0) で -1.00、"
    )
    markers = {line.get_label(): line.get_xydata().tolist() for line in ax.lines}
    assert markers["正解が1"] == [[1, 1]] and markers["正解が0"] == [[0, 0], [0, 1], [1, 0]]


def test_one_half_counts_as_one_and_a_small_negative_output_is_shown_as_zero():
    half = plot_boundaries(
        {"半分": (model(0, 0, 0.5), helpers.linear_activation)}, X, helpers.truth_table("OR")[1]
    )
    assert "合っている点 3 / 4" in half.alt
    assert (
        "(0, 0) で 0.00、"
        in plot_boundaries({"小": (model(0, 0, -0.001), helpers.linear_activation)}, X, AND).alt
    )


BIRDS = np.array([[39.0, 3700.0], [46.0, 4200.0], [48.0, 3600.0], [41.0, 3200.0]])
KINDS, AXES = ("アデリー", "ヒゲペンギン"), ("くちばしの長さ（mm）", "体重（g）")


def test_measurements_are_drawn_where_they_were_measured():
    picture = plot_measurements(BIRDS, np.array([0.0, 0, 1, 1]), KINDS, AXES)
    (ax,) = picture.axes
    drawn = {line.get_label(): (line.get_marker(), line.get_xydata().tolist()) for line in ax.lines}
    assert drawn == {"アデリー": ("o", BIRDS[:2].tolist()), "ヒゲペンギン": ("s", BIRDS[2:].tolist())}
    assert {to_rgb(line.get_color()) for line in ax.lines} == {to_rgb(BLUE), to_rgb(ORANGE)}
    assert (ax.get_xlabel(), ax.get_ylabel()) == AXES
    assert [text.get_text() for text in picture.legends[0].get_texts()] == list(KINDS)
    assert picture.alt == (
        "測定値の図。横軸は くちばしの長さ（mm）、縦軸は 体重（g）。"
        "アデリーは 2 点、平均は (42.50、3950.00)。ヒゲペンギンは 2 点、平均は (44.50、3400.00)。"
    )


def test_with_a_model_the_line_is_drawn_and_the_mistakes_are_ringed_and_told():
    x = BIRDS - BIRDS.mean(axis=0)
    picture = plot_measurements(x, np.array([0.0, 0, 1, 1]), KINDS, AXES, model(1, 0, 0))
    (ax,) = picture.axes
    rings = next(line for line in ax.lines if line.get_label() == "間違えた点")
    assert rings.get_xydata().tolist() == x[[1, 3]].tolist()
    line = next(line for line in ax.lines if line.get_color() == BLACK)
    np.testing.assert_allclose(line.get_xdata(), 0, atol=1e-9)
    assert "合っている点 2 / 4。" in picture.alt
    assert picture.alt.endswith("間違えた点は (2.50, 525.00)。間違えた点は (-2.50, -475.00)。")


def test_one_kind_alone_is_drawn_too():
    assert "ヒゲペンギンは 0 点" in plot_measurements(BIRDS, np.zeros(4), KINDS, AXES, model(0, 0, -1)).alt


def test_nothing_is_clipped_and_no_letter_is_small():
    long = {
        "手で決めたモデル、とても長い題": (START, helpers.linear_activation),
        "シグモイド": (START, helpers.sigmoid_activation),
    }
    for picture in (
        plot_boundaries(long, X, AND),
        plot_boundaries({"手で決めたモデル": (START, helpers.linear_activation)}, X, AND),
        plot_losses({"線形": np.array([1234567.0, 0.0625])}),
        plot_measurements(BIRDS, np.array([0.0, 0, 1, 1]), KINDS, AXES, model(0.1, 0, -4.3)),
    ):
        picture.draw_without_rendering()
        for text in picture.findobj(matplotlib.text.Text):
            if text.get_text() and text.get_visible():
                assert text.get_fontsize() >= 12, text
        for ax in picture.axes:
            box = ax.get_tightbbox()
            assert (
                box.x0 >= 0 and box.y0 >= 0 and box.x1 <= picture.bbox.width and box.y1 <= picture.bbox.height
            )


def test_japanese_stays_japanese_after_a_style_is_used():
    for change in (
        lambda: plt.style.use("ggplot"),
        lambda: plt.style.use("dark_background"),
        matplotlib.rcdefaults,
    ):
        with matplotlib.rc_context():
            change()
            picture = plot_losses({"線形": np.array([2.0, 1.0])})
            svg = picture.svg()
        assert "IPAexGothic" in svg and {"エポック", "損失", "線形"} <= set(texts_of(svg))


def test_a_dollar_in_a_name_is_no_formula_and_a_quote_breaks_no_tag():
    picture = plot_boundaries({'"$x$" <b>': (START, helpers.linear_activation)}, X, AND)
    html = picture._repr_mimebundle_()["text/html"]
    assert re.fullmatch(r'<img alt="[^"<>]*" style="[^"]*" src="[^"]*">', html)
    assert any("$x$" in text for text in texts_of(svg_of(html)))


def test_a_picture_is_the_same_file_each_time():
    first, second = (plot_losses({"線形": np.array([4.0, 2.0])})._repr_mimebundle_() for _ in range(2))
    assert first == second and first["text/plain"].startswith("損失曲線。")


# ---------- sliders ----------


def caption(live):
    return re.sub(r"<[^>]*>", " ", live.output.value)


def set_values(live, *values):
    for control, value in zip(live.controls, values):
        control.value = value


@pytest.mark.parametrize(
    "gate, w0, w1, bias, right, outputs",
    [
        ("AND", 1.0, 1.0, -1.0, 4, [-1.0, 0.0, 0.0, 1.0]),
        ("AND", 1.0, 1.0, 0.0, 2, [0.0, 1.0, 1.0, 2.0]),
        ("OR", 1.0, 1.0, 0.0, 4, [0.0, 1.0, 1.0, 2.0]),
        ("NAND", -1.0, -1.0, 2.0, 4, [2.0, 1.0, 1.0, 0.0]),
        ("XOR", 1.0, -1.0, 0.0, 3, [0.0, -1.0, 1.0, 0.0]),
        ("AND", 0.5, 0.0, 0.0, 3, [0.0, 0.0, 0.5, 0.5]),
    ],
)
def test_moving_the_weights_changes_picture_table_and_verdict(gate, w0, w1, bias, right, outputs):
    live = move_perceptron(model(0.0, 0.0, 0.0))
    before = live.svg
    set_values(live, gate, w0, w1, bias)
    shown = caption(live)
    assert live.svg != before and image_tag(live.svg, live.alt) in live.output.value
    told = [(f"{value:.1f}", "1" if value >= 0.5 else "0") for value in outputs]
    assert re.findall(r"(-?\d\.\d) +([01]) +[○×]", shown) == told
    assert shown.count("○") == right == 4 - shown.count("×")
    assert f"{gate}：4つのうち {right} つ合っています" in shown and ("できました！" in shown) == (right == 4)
    assert f"weights = [{w0}, {w1}] bias = {bias}" in re.sub(" +", " ", shown)


def test_each_rule_shows_its_own_points_alone():
    live = move_perceptron(START)
    for gate, answers in helpers.GATES.items():
        live.controls[0].value = gate
        drawn = live.svg.split(live.still)[0]
        counts = [
            len(re.findall(rf"<use [^>]*fill: {color.lower()}; stroke", drawn)) for color in (BLUE, ORANGE)
        ]
        assert counts == [answers.count(0), answers.count(1)], gate


def test_a_line_outside_the_picture_is_said():
    live = move_perceptron(model(1.0, 1.0, -1.0))
    assert "図の外" not in caption(live)
    live.controls[3].value = -6.0
    assert "決定境界は、図の外にあります" in caption(live)


def test_the_reset_button_brings_the_first_values_back():
    live = move_perceptron(model(1.0, 2.0, -0.5))
    set_values(live, "AND", 3.0, 3.0, 3.0)
    live.children[-2].click()
    assert [control.value for control in live.controls[1:]] == [1.0, 2.0, -0.5]
    assert "重み 1.0 と 2.0、バイアス -0.5" in live.alt


def test_sliders_reach_the_parameters_of_the_model():
    assert "重み 20.0 と 20.0、バイアス -10.0" in move_perceptron(model(20.0, 20.0, -10.0)).alt


def output_curve(ax, live):
    """The samples and the curve that the right half of the picture shows, recorded while it is drawn."""
    drawn = []
    keep, ax.plot = (
        ax.plot,
        lambda *points, **look: [drawn.append((points, look)), *keep(*points, **look)][1:],
    )
    live.redraw()
    ax.plot = keep
    curve = next(points for points, look in drawn if look.get("color") == GREEN)
    dots = [np.transpose(points[:2]) for points, look in drawn if "label" in look]
    return curve, np.concatenate(dots)


@pytest.mark.parametrize("times, right", [(1.0, 4), (5.0, 4), (10.0, 4), (-1.0, 0), (-5.0, 0)])
def test_scaling_a_model_keeps_its_line_and_changes_side_and_steepness(times, right):
    first = model(1.0, 1.0, -1.5)
    live = move_steepness(first)
    set_values(live, times)
    scaled = model(times, times, -1.5 * times)
    (curve_z, curve), dots = output_curve(live.picture.axes[1], live)
    np.testing.assert_allclose(curve, 1 / (1 + np.exp(-times * curve_z)))
    outputs = helpers.predict(scaled, helpers.sigmoid_activation, X)
    z = helpers.predict(first, helpers.linear_activation, X)
    np.testing.assert_allclose(dots, np.stack([z, outputs], axis=1))  # the three zeros first, then the one
    told = "、".join(
        f"[{a:.0f}, {b:.0f}] で {value:.2f}" for (a, b), value in zip(X, np.round(outputs, 2) + 0.0)
    )
    assert f"重みとバイアスを {times:.1f} 倍したシグモイドの出力は {told}。" in live.alt
    assert caption(live).count("○") == right == 4 - caption(live).count("×")
    weights = f"weights = [{times:.1f}, {times:.1f}]、bias = {-1.5 * times:.1f}"
    assert weights in caption(live)


def test_no_line_at_zero_times_and_the_way_back_to_one():
    live = move_steepness(model(1.0, 1.0, -1.5))
    once = live.svg
    live.controls[0].value = 0.0
    assert live.alt.count("で 0.50") == 4 and "stroke-width: 2;" not in live.svg.split(live.still)[0]
    live.children[-2].click()
    assert live.svg == once


@pytest.mark.parametrize("epoch", [1, 20, 60])
def test_the_film_shows_the_training_at_an_epoch(capsys, epoch):
    live = replay_training(START, ACTIVATIONS, 0.1, X, AND, 60)
    assert "エポック 1。" in live.alt
    set_values(live, epoch)
    for name, activation in ACTIVATIONS.items():
        trained = dict(START)
        helpers.fit_epochs(
            trained, activation, helpers.mean_squared_error, helpers.mse_gradient, 0.1, X, AND, epoch - 1
        )
        y_pred = helpers.predict(trained, activation, X)
        numbers = "、".join(f"{value:.2f}" for value in np.round(y_pred, 2) + 0.0)
        right = ((y_pred >= 0.5) == AND).sum()
        loss = helpers.mean_squared_error(AND, y_pred)
        assert f"{name}: 損失 {loss:.4f}、予測 {numbers}、合っている点 {right} / 4。" in live.alt
        assert f"{loss:.4f}" in caption(live)
    assert f"エポック {epoch}。" in live.alt and f"エポック {epoch} " in caption(live)
    assert START["weights"].tolist() == [4.3, -1.8]


def test_the_film_plays_to_its_end_and_begins_again():
    live = replay_training(START, ACTIVATIONS, 0.1, X, AND, 60)
    play, button, reset, slider = live.children[0].children
    assert (
        not play.repeat
        and button.description == "再生"
        and re.search("[ぁ-ん]", button.tooltip + reset.tooltip)
    )
    button.click()
    assert play.playing and button.description == "止める"
    play.value = 60
    assert slider.value == 60 and "エポック 60。" in live.alt  # the picture and the slider move together
    play.playing = False
    button.click()
    assert play.playing and slider.value == 1
    slider.value = 30
    assert play.value == 30


@pytest.mark.parametrize(
    "rate, verdict",
    [
        (0.001, "小さすぎます"),
        (0.03, "小さすぎます"),
        (0.5, "よい学習率です"),
        (1.0, "よい学習率です"),
        (1.259, "（発散）"),
        (1.4, "（発散）"),
        (3.162, "（発散）"),
    ],
)
def test_the_learning_rate_is_judged(capsys, rate, verdict):
    live = move_learning_rate(START, RATES, X, AND, 30)
    live.controls[0].value = rate
    wanted = helpers.fit_epochs(
        dict(START),
        helpers.linear_activation,
        helpers.mean_squared_error,
        helpers.mse_gradient,
        rate,
        X,
        AND,
        30,
    )
    assert verdict in live.output.value and verdict in live.alt
    assert (f"{wanted[-1]:.4f}" if wanted[-1] < 1e6 else "100万より大きい数") in live.alt
    assert {"0.001（小さすぎる）", "0.5（よい）", "1.4（大きすぎる）"} <= set(texts_of(live.svg))


def test_a_learning_rate_that_overflows_is_drawn():
    live = move_learning_rate(START, RATES, X, AND, 3000)
    live.controls[0].value = 3.0
    assert "（発散）" in live.alt


def test_two_threads_may_move_it_at_once():
    live = move_perceptron(model(0.0, 0.0, 0.0))

    def move(control):
        for step in range(15):
            live.controls[control].value = step / 10

    threads = [threading.Thread(target=move, args=(control,)) for control in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "[1, 1] で 4.2" in live.alt


def test_moving_leaves_nothing_behind():
    live = move_perceptron(START)
    (ax,) = live.picture.axes
    before = len(ax.get_children())
    for k in range(30):
        live.controls[1].value = 4.2 - k % 2
    assert len(ax.get_children()) == before and plt.get_fignums() == []


def test_where_nothing_is_live_the_picture_stands_alone():
    for live in (
        move_perceptron(START),
        move_steepness(START),
        replay_training(START, ACTIVATIONS, 0.1, X, AND, 9),
        move_learning_rate(START, RATES, X, AND, 9),
    ):
        bundle = live._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        assert bundle["text/plain"] == live.alt and live.alt.startswith("スライダーで動かす図。")
        assert bundle["text/html"] == image_tag(live.svg, live.alt)


# ---------- images/ ----------

DRAWN_HERE = (
    matplotlib.__version__.startswith("3.11.") and sys.platform == "linux"
)  # others draw text a little differently


def lines_of(picture):
    return [line for ax in picture.axes for line in ax.lines]


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*[Gg]lyph.*")  # a character that the font does not have
        draw_images.draw(folder)
    return folder


@pytest.mark.parametrize("name", draw_images.IMAGES)
def test_redrawing_changes_nothing(redrawn, name):
    with Image.open(redrawn / name) as new, Image.open(ROOT / "images" / name) as stored:
        assert new.size == stored.size
    if DRAWN_HERE:
        assert (redrawn / name).read_bytes() == (ROOT / "images" / name).read_bytes()


def test_the_script_draws_every_picture_and_a_lesson_shows_it():
    lessons = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert sorted(path.name for path in (ROOT / "images").glob("*.png")) == sorted(draw_images.IMAGES)
    assert all(f"../images/{name}" in lessons for name in draw_images.IMAGES)


def test_the_step_has_a_filled_dot_at_one_and_an_open_dot_at_zero():
    graph, filled, open_ = lines_of(draw_images.step())
    assert filled.get_xydata().tolist() == [[0.5, 1]] and to_rgb(filled.get_markerfacecolor()) == to_rgb(BLUE)
    assert open_.get_xydata().tolist() == [[0.5, 0]] and open_.get_markerfacecolor() == "white"
    z, output = graph.get_data()
    assert (
        output[z < 0.5].tolist() == [0, 0] and output[z >= 0.5].tolist() == [1, 1] and np.isnan(z).sum() == 1
    )


def test_the_lines_of_the_gates_divide_their_points():
    for ax in draw_images.gates().axes:
        *points, line = ax.lines
        (a, b), (c, d) = line.get_xydata()
        answers = dict(zip(map(tuple, X.tolist()), helpers.GATES[ax.get_title()]))
        for point, answer in answers.items():
            above = (c - a) * (point[1] - b) - (d - b) * (point[0] - a) > 0
            assert above == bool(answer), (ax.get_title(), point)
        drawn = {
            tuple(xy): line.get_label()
            for line in points
            for xy in line.get_xydata().tolist()
            if "正解" in line.get_label()
        }
        assert drawn == {point: f"正解が{answer}" for point, answer in answers.items()}
        assert line.get_color() == BLACK


def test_the_valleys_arrow_points_downhill_to_the_bottom():
    (ax,) = draw_images.loss_valley().axes
    curve, ball = ax.lines
    start, end = ax.patches[0]._posA_posB
    ((ball_at, height),) = ball.get_xydata()
    bottom = curve.get_xdata()[curve.get_ydata().argmin()]
    assert height == np.interp(ball_at, *curve.get_data())
    assert ball_at < start[0] < end[0] < bottom and end[1] < start[1]


def test_each_arrow_of_the_gradient_points_against_its_difference_times_input():
    np.random.seed(12345)
    x, y_true = helpers.truth_table("AND")
    error = helpers.predict(helpers.create_perceptron(), helpers.linear_activation, x) - y_true
    (ax,) = draw_images.gradient_pushes().axes
    arrows = [arrow._posA_posB for arrow in ax.patches]
    middles = [line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == ":"]
    for middle, inputs in zip(middles, (x[:, 0], x[:, 1], np.ones(4)), strict=True):
        drawn = {start[1]: end[0] - start[0] for start, end in arrows if start[0] == middle}
        pushes = [push for push in [*(-error * inputs), np.mean(-error * inputs)] if abs(push) >= 0.5]
        assert np.sign([drawn[y] for y in sorted(drawn, reverse=True)]).tolist() == np.sign(pushes).tolist()


def test_too_large_a_rate_climbs_the_valley_and_the_others_go_down():
    for ax, down in zip(draw_images.learning_rate().axes, (True, True, False)):
        losses = ax.lines[-1].get_ydata()
        assert (np.diff(losses) < 0).all() if down else (np.diff(losses) > 0).all(), ax.get_title()
    small, good = (ax.lines[-1].get_ydata()[-1] for ax in draw_images.learning_rate().axes[:2])
    assert good < 0.1 < small


def test_pictures_are_drawn_without_the_font_package():
    code = (
        "import sys, warnings; sys.modules['matplotlib_fontja'] = None\n"
        "warnings.filterwarnings('ignore', message='.*[Gg]lyph.*')\n"
        "import numpy as np\nfrom lesson.pictures import plot_losses\n"
        "print('損失' in plot_losses({'線形': np.array([2.0, 1.0])}).svg())"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        cwd=ROOT / "notebooks",
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stdout.strip() == "True", done.stderr[-500:]
