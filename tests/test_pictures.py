"""The lessons' pictures and sliders, read where a student looks: from the SVG, in values of its axes."""

import io
import re
import urllib.parse
from base64 import b64decode
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import perceptron_helpers as helpers
from lesson import pictures

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
BLUE, ORANGE = "#0072B2", "#D55E00"
ZERO, ONE = (BLUE, "circle", "0"), (ORANGE, "square", "1")
X, AND = helpers.truth_table("AND")
ACTIVATIONS = {"線形": helpers.linear_activation, "シグモイド": helpers.sigmoid_activation}
LINEAR, SIGMOID = ACTIVATIONS.values()


def model(w0, w1, bias):
    return {"weights": np.array([w0, w1], dtype=float), "bias": np.array([bias], dtype=float)}


START = model(4.3, -1.8, -3.2)


class Seen:
    """What is shown within one pair of axes of a picture, or of a slider's."""

    def __init__(self, picture, number=0):
        shown = picture.output.value if hasattr(picture, "output") else picture.html()
        picture = getattr(picture, "picture", picture)
        text = re.search('src="data:image/svg[^,]*,([^"]+)"', shown)[1]
        self.pane = ElementTree.fromstring(urllib.parse.unquote(text)).findall(f"{SVG}svg")[number]
        self.ax, self.height = picture.axes[number], picture.figure.bbox.height

    def values(self, places):
        x, y = np.reshape(places, (-1, 2)).T + [[float(self.pane.get(key))] for key in "xy"]
        return self.ax.transData.inverted().transform(np.stack([x, self.height - y], axis=1))

    def marks(self):
        """{(across, up): (colour, shape, the digit written there)}"""
        found = {}
        for mark, text in zip(self.pane.iter(f"{SVG}rect"), self.pane.iter(f"{SVG}text")):
            x, y, size, corner = (float(mark.get(key)) for key in ("x", "y", "width", "rx"))
            point = np.round(self.values([x + size / 2, y + size / 2]), 1)[0] + 0.0
            found[tuple(point.tolist())] = mark.get("fill"), "circle" if corner else "square", text.text
        return found

    def line(self, width="2"):
        paths = [path.get("d") for path in self.pane.iter(f"{SVG}path") if path.get("stroke-width") == width]
        return self.values(np.float64(re.findall(r"-?[\d.]+", "".join(paths))))

    def is_orange(self, *point):
        image = self.pane.find(f"{SVG}image")
        shades = Image.open(io.BytesIO(b64decode(image.get(f"{XLINK}href").partition(",")[2]))).convert("RGB")
        wide, _, _, high, left, top = map(float, re.findall(r"-?[\d.]+", image.get("transform")))
        corners = [(left, top), (left + wide * shades.width, top + high * shades.height)]
        (west, north), (east, south) = self.values(corners)
        across, down = (point[0] - west) / (east - west), (north - point[1]) / (north - south)
        red, _, blue = shades.getpixel((int(across * shades.width), int(down * shades.height)))
        return red > blue


# ---------- pictures ----------


@pytest.mark.parametrize("activation, half", [(LINEAR, 0.5), (SIGMOID, 0.0)], ids=["linear", "sigmoid"])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_line_and_the_shading_are_where_the_weights_put_them(activation, half, sign):
    perceptron = model(4 * sign, 2 * sign, half - sign), activation
    seen = Seen(pictures.plot_boundaries({"手": perceptron}, X, AND))
    np.testing.assert_allclose(seen.line() @ (4, 2), 1, atol=0.05)
    assert np.ptp(seen.line()[:, 1]) > 1.9  # from the lower edge to the upper one
    for point, above in {(1.2, 0): True, (0, 1.2): True, (0, 0): False, (-0.3, 1.4): True}.items():
        assert seen.is_orange(*point) == (above == (sign > 0)), point


def test_samples_stand_where_they_are_and_one_half_counts_as_one():
    x, names = np.array([[0.0, 0], [1, 0], [0, 2]]), ("ORの出力", "NANDの出力")
    perceptrons = {"2層目": (model(0.5, -0.001, 0), LINEAR)}
    picture = pictures.plot_boundaries(perceptrons, x, np.array([1, 1, 0]), names)
    assert Seen(picture).marks() == {(0.0, 0.0): ONE, (1.0, 0.0): ONE, (0.0, 2.0): ZERO}
    assert (picture.axes[0].get_xlabel(), picture.axes[0].get_ylabel()) == names
    written = ("2層目", "合っている点 2 / 3", "正解が0", "正解が1", "出力 0.5")
    assert all(words in picture.svg for words in written)
    assert picture.alt == ("決定境界の図。横軸は ORの出力、縦軸は NANDの出力。2層目: 合っている点 2 / 3、"
                           "予測は (0, 0) で 0.00、(1, 0) で 0.50、(0, 2) で 0.00。")


def test_another_shape_is_answered_with_what_to_do():
    with pytest.raises(ValueError, match=r"\(4, 1\) のような正解は .reshape\(-1\)"):
        pictures.plot_boundaries({}, X, AND.reshape(-1, 1))


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_loss_curves_show_the_losses_given_also_without_end_and_of_zero(scale):
    histories = {"線形": [400.0, 2.0, 0.0], "$x$ <b>": [10.0, 1e160, np.inf, np.nan]}
    picture = pictures.plot_losses(histories, log_scale=scale == "log")
    first, second = picture.axes[0].lines
    assert first.get_xydata().tolist() == [[1, 400], [2, 2], [3, 0]] and first.get_label() == "線形"
    assert second.get_ydata().tolist() == [10, 1e100, 1e100, 1e100]
    assert "$x$ &lt;b&gt;" in picture.svg and picture.axes[0].get_yscale() == scale
    assert "線形: 3 エポックで 400.0000 から 0.0000 へ。" in picture.alt


def test_measurements_are_drawn_where_they_were_measured_and_mistakes_are_ringed():
    x = np.array([[39.0, 37.0], [46.0, 42.0], [48.0, 36.0], [41.0, 32.0]])
    kinds, names = ("アデリー", "ヒゲ"), ("長さ", "体重")
    picture = pictures.plot_measurements(x, np.array([0, 0, 1, 1]), kinds, names, model(1, 0, -44))
    drawn = {line.get_label(): line.get_xydata() for line in picture.axes[0].lines}
    for name, rows in {"アデリー": [0, 1], "ヒゲ": [2, 3], "間違えた点": [1, 3]}.items():
        np.testing.assert_array_equal(drawn[name], x[rows])
    looks = {line.get_label(): (line.get_color(), line.get_marker()) for line in picture.axes[0].lines}
    assert [looks[kind] for kind in kinds] == [("#0072B2", "o"), ("#D55E00", "s")]  # as everywhere: 0, then 1
    np.testing.assert_allclose(Seen(picture).line()[:, 0], 44, atol=0.1)
    assert picture.alt == ("測定値の図。横軸は 長さ、縦軸は 体重。アデリーは 2 点、平均は (42.50、39.50)。"
                           "ヒゲは 2 点、平均は (44.50、34.00)。合っている点 2 / 4。"
                           "間違えた点は (46.00, 42.00)。間違えた点は (41.00, 32.00)。")


# ---------- sliders ----------


def told(live):
    return " ".join(re.sub(r"<[^>]*>", " ", live.told.value).split())


def move(live, *values):
    for control, value in zip(live.controls, values):
        control.value = value


@pytest.mark.parametrize("gate, values, right", [
    ("AND", (1, 1, -1), 4), ("AND", (0.6, 0, 0), 3), ("NAND", (-1, -1, 2), 4), ("OR", (0.5, 0.5, 0), 4)])
def test_the_sliders_move_line_shading_table_verdict_and_lines_to_copy(gate, values, right):
    live = pictures.move_perceptron(model(0, 0, 0))
    assert [control.description for control in live.controls] == ["規則", "重み0", "重み1", "バイアス"]
    assert "図の外にあります" in told(live)
    move(live, gate, *values)
    assert "図の外にあります" not in told(live)
    np.testing.assert_allclose(Seen(live).line() @ values[:2] + values[2], 0.5, atol=0.05)
    for (a, b), answer, output in zip(X, helpers.GATES[gate], X @ values[:2] + values[2]):
        guess = int(output >= 0.5)
        assert f"[{a:.0f}, {b:.0f}] {answer} {output:.1f} {guess} {'×○'[guess == answer]} " in told(live)
        assert Seen(live).is_orange(a, b) == guess and Seen(live).marks()[a, b] == (ZERO, ONE)[answer]
    assert f"4つのうち {right} つ" in told(live) and ("できました！" in told(live)) == (right == 4)
    assert "重み {:.1f} と {:.1f}、バイアス {:.1f}".format(*values) in live.picture.alt
    name = {"AND": "hand_", "NAND": "nand_"}.get(gate, "")
    assert f"{name}weights = [{values[0]:.1f}, {values[1]:.1f}] {name}bias = {values[2]:.1f}" in told(live)
    (button,) = (part for part in live.box.children[-1].children if hasattr(part, "click"))
    button.click()
    assert [control.value for control in live.controls] == ["AND", 0, 0, 0]


@pytest.mark.parametrize("typed, value", [("２．５", 2.5), ("－１", -1), ("−1", -1), ("99", 6), ("あ", 1)])
def test_a_number_typed_beside_a_slider_is_taken_or_answered(typed, value):
    live = pictures.move_perceptron(model(1, 1, 0))
    _, box, answer = live.box.children[-1].children[1].children
    box.value = typed
    assert live.controls[1].value == value and box.value == f"{value:.1f}"
    assert ("数を1つ" in answer.value) == (typed == "あ")


@pytest.mark.parametrize("times", [1, 5, -5])
def test_scaling_a_model_keeps_its_line_and_changes_side_and_steepness(times):
    live = pictures.move_steepness(model(1, 2, -1.5))
    move(live, times)
    plane, curve = Seen(live), Seen(live, 1)
    np.testing.assert_allclose(plane.line() @ (1, 2), 1.5, atol=0.06)
    assert plane.is_orange(1.2, 1.2) == (times > 0)
    z, output = curve.line("3").T
    np.testing.assert_allclose(output, SIGMOID(times * z), atol=0.03)
    assert [line.get_ydata() for line in live.picture.axes[1].lines] == [[0.5, 0.5]]
    z, outputs = X @ (1, 2) - 1.5, SIGMOID(times * (X @ (1, 2) - 1.5))
    assert set(curve.marks()) == set(map(tuple, np.round([z, outputs], 1).T + 0.0))
    assert "、".join(f"[{a:.0f}, {b:.0f}] で {y:.2f}" for (a, b), y in zip(X, outputs)) in live.picture.alt
    assert f"weights = [{times:.1f}, {2 * times:.1f}]、bias = {-1.5 * times:.1f}" in told(live)


def after(epochs, activation, rate):
    """The model START and its losses, after training."""
    now = dict(START)
    loss = helpers.mean_squared_error, helpers.mse_gradient
    return now, helpers.fit_epochs(now, activation, *loss, rate, X, AND, epochs)


@pytest.mark.parametrize("epoch", [1, 20, 60])
def test_the_film_shows_the_training_at_an_epoch(capsys, epoch):
    live = pictures.replay_training(START, ACTIVATIONS, 0.1, X, AND, 60)
    move(live, epoch)
    dots = {color: place for place, (color, *_) in Seen(live, 2).marks().items()}
    assert f"エポック {epoch}。" in live.picture.alt and f"エポック {epoch} " in told(live)
    for k, (name, activation) in enumerate(ACTIVATIONS.items()):
        now, seen = after(epoch - 1, activation, 0.1)[0], Seen(live, k)
        np.testing.assert_allclose(helpers.predict(now, activation, seen.line()), 0.5, atol=0.06)
        assert list(seen.marks().values()) == [ZERO] * 3 + [ONE]
        y_pred = helpers.predict(now, activation, X)
        loss, right = helpers.mean_squared_error(AND, y_pred), (y_pred >= 0.5) == AND
        assert dots[(BLUE, ORANGE)[k]] == pytest.approx((epoch, loss), abs=0.1)
        numbers = [f"{value:.2f}" for value in np.round(y_pred, 2) + 0.0]
        outcome = f"損失 {loss:.4f}、予測 {'、'.join(numbers)}、合っている点 {sum(right)} / 4。"
        assert f"{name}: {outcome}" in live.picture.alt
        row = " ".join(f"{number} {'×○'[mark]}" for number, mark in zip(numbers, right.tolist()))
        assert f"{name} {loss:.4f} {row}" in told(live)


@pytest.mark.parametrize("verdict, rates", [
    ("遅く", (0.001, 0.3, 1.25)), ("同じ", (0.5,)), ("速く", (0.6, 1.1)), ("発散", (1.26, 3))])
def test_a_learning_rate_is_compared_with_the_best_curve_shown(capsys, verdict, rates):
    live = pictures.move_learning_rate(START, {"ア": 0.001, "イ": 0.5, "ウ": 1.4}, X, AND, 14)
    box = live.box.children[-1].children[0].children[1]
    assert box.value == "0.03" and "0.5（イ）より遅く減りました。" in told(live)
    for rate in rates:
        box.value = str(rate)
        now, best = after(14, LINEAR, rate)[1], after(14, LINEAR, 0.5)[1]
        order = {-1: "速く", 0: "同じ", 1: "遅く"}[int(np.sign(now[-1] - best[-1]))]
        assert verdict == ("発散" if now[-1] > 1.05 * min(now) else order) and verdict in told(live)
        assert (f"{now[-1]:.4f}" if now[-1] < 1e6 else "100万より大きい数") in told(live)
        np.testing.assert_allclose(Seen(live).line("4"), np.stack([np.arange(1, 15), now], axis=1), rtol=0.1)


def test_a_still_picture_stands_behind_a_slider():
    live = pictures.move_perceptron(START)
    bundle = live._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == live.box.model_id
    assert (bundle["text/plain"], bundle["text/html"]) == (live.picture.alt, live.picture.html())
    assert Seen(live.picture).marks() == Seen(live).marks()
    assert not hasattr(live, "_ipython_display_")  # ipywidgets 7 shows a widget by it, without the picture
