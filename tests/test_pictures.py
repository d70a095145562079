"""The lessons' pictures and sliders, read where a student looks: from the drawn SVG and the numbers in it."""

import io
import re
import urllib.parse
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import perceptron_helpers as helpers
from lesson import pictures

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
BLUE, ORANGE, GREEN = "#0072B2", "#D55E00", "#009E73"
X, AND = helpers.truth_table("AND")
ACTIVATIONS = {"線形": helpers.linear_activation, "シグモイド": helpers.sigmoid_activation}
LINEAR, SIGMOID = ACTIVATIONS.values()
LOSS = helpers.mean_squared_error, helpers.mse_gradient


def model(w0, w1, bias):
    return {"weights": np.array([w0, w1], dtype=float), "bias": np.array([bias], dtype=float)}


START = model(4.3, -1.8, -3.2)


def look(element):
    """How an element is drawn: its attributes, and what matplotlib writes in its style."""
    return {**element.attrib, **dict(re.findall(r"([\w-]+): ([^;]+)", element.get("style", "")))}


class Seen:
    """One pair of axes of a picture, as a reader sees it: positions are read by the numbers at the ticks."""

    def __init__(self, picture, number=0, log=False):
        live = picture.box.children if hasattr(picture, "box") else ()
        shown = "".join(part.value for part in live[:2]) or getattr(picture, "html", lambda: picture)()
        addresses = re.findall(r'"data:image/svg\+xml;charset=utf-8,([^"]+)"', shown)
        roots = [ElementTree.fromstring(urllib.parse.unquote(text)) for text in addresses]
        self.root = roots[0]
        self.words = {text.text for text in self.root.iter(f"{SVG}text")}
        self.axes = self.root.find(f".//*[@id='axes_{number + 1}']")
        self.moving = [svg for root in roots for svg in root.findall(f"{SVG}svg")[number:number + 1]]
        self.across, self.up = self.scale("xtick", "x"), self.scale("ytick", "y", log)

    def scale(self, kind, key, log=False):
        ticks = [group for group in self.axes.iter(f"{SVG}g") if kind in group.get("id", "")]
        places = [float(next(tick.iter(f"{SVG}use")).get(key)) for tick in ticks]
        texts = [next(tick.iter(f"{SVG}text")).text.replace(",", "").replace("−", "-") for tick in ticks]
        slope, start = np.polyfit(places, np.log10(np.float64(texts)) if log else np.float64(texts), 1)
        return (lambda place: 10 ** (slope * place + start)) if log else (lambda place: slope * place + start)

    def drawn(self, kind):
        """The elements of one kind in these axes, each with its look and where its own zero lies."""
        for part in (self.axes, *self.moving):
            for element in part.iter(SVG + kind):
                yield element, look(element), np.float64([part.get("x", 0), part.get("y", 0)])

    def values(self, places):
        return np.array([(self.across(x), self.up(y)) for x, y in places])

    def marks(self):
        """(where, colour, shape) of each marker; ours are squares, with round corners or not."""
        shapes = {f"#{path.get('id')}": path.get("d") for path in self.root.iter(f"{SVG}path")}
        for _, drawn, _ in self.drawn("use"):
            if "fill" in drawn or "fill-opacity" in drawn:
                shape = "circle" if "C" in shapes[drawn[f"{XLINK}href"]] else "square"
                yield np.float64([drawn["x"], drawn["y"]]), drawn.get("fill", "none").upper(), shape
        for _, drawn, zero in self.drawn("rect"):
            x, y, size, corner = (float(drawn[key]) for key in ("x", "y", "width", "rx"))
            yield zero + (x + size / 2, y + size / 2), drawn["fill"], "circle" if corner else "square"

    def samples(self):
        """{(input 0, input 1): (colour, shape, the digit written there)}"""
        found, texts = {}, [(zero + (float(drawn["x"]), float(drawn["y"]) - 4.5), text.text)
                            for text, drawn, zero in self.drawn("text") if "fill" in drawn]
        for place, *drawn in self.marks():
            point = tuple((np.round(self.values([place])[0], 1) + 0.0).tolist())
            digit = [text for where, text in texts if np.abs(where - place).max() < 3]
            found.setdefault(point, []).append((*drawn, *digit))
        return {point: looks[0] if len(looks) == 1 else looks for point, looks in found.items()}

    def line(self, color="#000000", width=2):
        points = [np.empty((0, 2))]
        for _, drawn, zero in self.drawn("path"):
            if (drawn.get("stroke", "").upper(), float(drawn.get("stroke-width", 1))) == (color, width):
                points.append(np.float64(re.findall(r"-?[\d.]+", drawn["d"])).reshape(-1, 2) + zero)
        return self.values(np.concatenate(points))

    def is_orange(self, x, y):
        ((_, drawn, zero),) = self.drawn("image")
        shades = Image.open(io.BytesIO(b64decode(drawn[f"{XLINK}href"].partition(",")[2]))).convert("RGB")
        wide, high, left, top = np.float64(re.findall(r"-?[\d.]+", drawn["transform"]))[[0, 3, 4, 5]]
        (left, top), columns, rows = zero + (left, top), np.arange(shades.width), np.arange(shades.height)
        column = np.abs(self.across(left + (columns + 0.5) * wide) - x).argmin()
        row = np.abs(self.up(top + (rows + 0.5) * high) - y).argmin()
        return np.greater(*shades.getpixel((int(column), int(row)))[::2])  # more red than blue


# ---------- pictures ----------


@pytest.mark.parametrize("activation, half", [(LINEAR, 0.5), (SIGMOID, 0.0)], ids=["linear", "sigmoid"])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_line_and_the_shading_are_where_the_weights_put_them(activation, half, sign):
    bias = half - sign * 1.0
    seen = Seen(pictures.plot_boundaries({"手": (model(4 * sign, 2 * sign, bias), activation)}, X, AND))
    for point in ((0.25, 0.0), (0.0, 0.5)):
        assert np.abs(seen.line() - point).sum(axis=1).min() < 0.05, point
    np.testing.assert_allclose(seen.line() @ (4, 2), 1, atol=0.05)
    sides = {(1.2, 0.0): sign > 0, (0.0, 1.2): sign > 0, (0.0, 0.0): sign < 0, (-0.3, 1.4): sign > 0}
    assert {point: seen.is_orange(*point) for point in sides} == sides


def test_samples_stand_where_they_are_with_their_colour_shape_and_number():
    x, names = np.array([[0.0, 0], [1, 0], [0, 2]]), ("ORの出力", "NANDの出力")
    picture = pictures.plot_boundaries({"2層目": (model(1, 1, -1), LINEAR)}, x, np.array([0, 1, 0]), names)
    seen = Seen(picture)
    blue, orange = (BLUE, "circle", "0"), (ORANGE, "square", "1")
    assert seen.samples() == {(0.0, 0.0): blue, (1.0, 0.0): orange, (0.0, 2.0): blue}
    assert {"2層目", "合っている点 1 / 3", "正解が0", "正解が1", "決定境界（出力 0.5）"} <= seen.words
    turns = {text.text: text.get("transform").partition(" ")[0] for text in seen.axes.iter(f"{SVG}text")}
    assert (turns["ORの出力"], turns["NANDの出力"]) == ("rotate(-0", "rotate(-90")
    assert picture.alt == ("決定境界の図。横軸は ORの出力、縦軸は NANDの出力。2層目: 合っている点 1 / 3、"
                           "予測は (0, 0) で -1.00、(1, 0) で 0.00、(0, 2) で 1.00。")


def test_one_half_counts_as_one_and_a_small_negative_output_is_shown_as_zero():
    half = pictures.plot_boundaries({"半分": (model(0, 0, 0.5), LINEAR)}, X, helpers.truth_table("OR")[1])
    assert "合っている点 3 / 4" in half.alt and Seen(half).is_orange(0, 0)
    assert "(0, 0) で 0.00、" in pictures.plot_boundaries({"小": (model(0, 0, -0.001), LINEAR)}, X, AND).alt


@pytest.mark.parametrize("log", [False, True])
def test_loss_curves_show_the_losses_given_and_the_legend_names_the_right_line(log):
    histories = {"線形": np.array([400.0, 2.0, 0.1]), "$x$ <b>": np.geomspace(300, 1, 5000)}
    seen = Seen(pictures.plot_losses(histories, log_scale=log), log=log)
    first, second = seen.line(BLUE), seen.line(ORANGE)
    close = {"rtol": 0.06} if log else {"atol": 2}
    np.testing.assert_allclose(first[:, 1], histories["線形"], **close)
    np.testing.assert_allclose(second[:, 1], 300 ** (1 - (second[:, 0] - 1) / 4999), **close)
    np.testing.assert_allclose(first[:, 0], (1, 2, 3), atol=12)
    legend = seen.root.find(f"{SVG}g")[-1]
    names = {look(path)["stroke"].upper(): text.text for path, text in zip(
        legend.iter(f"{SVG}path"), legend.iter(f"{SVG}text"))}
    assert names == {BLUE: "線形", ORANGE: "$x$ <b>"} and {"エポック", "損失"} <= seen.words


def test_losses_without_end_and_losses_of_zero_are_drawn():
    for history in ([10.0, 1e160, np.inf, np.nan], [10.0, 1e308], [0.25, 0.0], [1.0]):
        for log in (False, True):
            assert "エポック" in Seen(pictures.plot_losses({"発散": np.array(history)}, log), log=log).words


def test_measurements_are_drawn_where_they_were_measured_and_mistakes_are_ringed():
    x = np.array([[39.0, 37.0], [46.0, 42.0], [48.0, 36.0], [41.0, 32.0]])
    kinds, names = ("アデリー", "ヒゲ"), ("長さ", "体重")
    picture = pictures.plot_measurements(x, np.array([0, 0, 1, 1]), kinds, names, model(1, 0, -44))
    seen, ring, blue, orange = Seen(picture), ("NONE", "circle"), (BLUE, "circle"), (ORANGE, "square")
    assert seen.samples() == {(39.0, 37.0): blue, (46.0, 42.0): [blue, ring], (48.0, 36.0): orange,
                              (41.0, 32.0): [orange, ring]}
    np.testing.assert_allclose(seen.line()[:, 0], 44, atol=0.1)
    assert picture.alt == ("測定値の図。横軸は 長さ、縦軸は 体重。アデリーは 2 点、平均は (42.50、39.50)。"
                           "ヒゲは 2 点、平均は (44.50、34.00)。合っている点 2 / 4。"
                           "間違えた点は (46.00, 42.00)。間違えた点は (41.00, 32.00)。")
    assert "ヒゲは 0 点" in pictures.plot_measurements(x, np.zeros(4), kinds, names).alt


def test_no_letter_is_small_and_nothing_leaves_the_picture():
    long = {"手で決めたモデルの長い題です": (START, LINEAR), "S": (START, SIGMOID)}
    curves = pictures.plot_losses({f"長い名前の学習 {k}": np.ones(2) for k in range(7)})
    for picture in (pictures.plot_boundaries(long, X, AND), curves, pictures.move_steepness(START)):
        root = Seen(picture).root
        _, _, width, height = map(float, root.get("viewBox").split())
        for text in root.find(f"{SVG}g").iter(f"{SVG}text"):
            size, side = int(re.search(r"(\d+)px", text.get("style"))[1]), look(text).get("text-anchor")
            room = size * sum(1 if sign > "~" else 0.6 for sign in text.text)
            x, y = map(float, re.findall(r"([\d.]+) ([\d.]+)\)", text.get("transform"))[0])
            start = x - room * {"middle": 0.5, "end": 1}.get(side, 0)
            assert size >= 12 and y < height, text.text
            assert "(-90" in text.get("transform") or 0 <= start <= width - room, text.text


@pytest.mark.parametrize("kind", [list, lambda values: np.array(values, dtype=bool)], ids=["list", "bool"])
def test_lists_and_truth_values_are_drawn_like_arrays(kind):
    def drawn(x, y_true):
        perceptrons = {"手": ({"weights": [1, 1], "bias": [-1]}, LINEAR)}
        shown = pictures.plot_boundaries(perceptrons, x, y_true), pictures.plot_losses({"線形": y_true})
        return [picture.html() for picture in (*shown, pictures.plot_measurements(x, y_true, "あい", "たて"))]

    assert drawn(X.tolist(), kind(AND.tolist())) == drawn(X, AND)


def test_another_shape_is_answered_with_what_to_do():
    column = AND.reshape(-1, 1)
    for draw, *given in ((pictures.plot_boundaries, {}, X, column), (pictures.plot_losses, {"線形": column}),
                         (pictures.replay_training, START, ACTIVATIONS, 0.1, X, column, 3)):
        with pytest.raises(ValueError, match="形状.*しましょう"):
            draw(*given)


# ---------- sliders ----------


def told(live):
    return " ".join(re.sub(r"<[^>]*>", " ", live.output.value.partition("lesson-told")[2]).split())


def set_values(live, *values):
    for control, value in zip(live.controls, values):
        control.value = value


def box_and_answer(live, number):
    rows = live.box.children[-1].children
    return next(row for row in rows if live.controls[number] in getattr(row, "children", ())).children[1:3]


@pytest.mark.parametrize("number, crossing", [(1, (0.5, 0)), (2, (0, 0.5))])
def test_each_weights_slider_moves_the_crossing_with_its_own_axis(number, crossing):
    live = pictures.move_perceptron(model(1, 1, -0.5))
    assert [control.description for control in live.controls] == ["規則", "重み0", "重み1", "バイアス"]
    live.controls[number].value = 2
    line, weights = Seen(live).line(), ("2.0 と 1.0", "1.0 と 2.0")[number - 1]
    for point in (crossing, 2 * np.flip(crossing)):
        assert np.abs(line - point).sum(axis=1).min() < 0.05, point
    assert f"重み {weights}、バイアス -0.5" in live.picture.alt


@pytest.mark.parametrize("gate, values, right, outputs", [
    ("AND", (1, 1, -1), 4, "-1.0 0.0 0.0 1.0"), ("AND", (0.5, 0, 0), 3, "0.0 0.0 0.5 0.5"),
    ("OR", (1, 1, 0), 4, "0.0 1.0 1.0 2.0"), ("NAND", (-1, -1, 2), 4, "2.0 1.0 1.0 0.0")])
def test_the_sliders_table_verdict_and_lines_to_copy_say_what_is_shown(gate, values, right, outputs):
    live = pictures.move_perceptron(model(0, 0, 0))
    set_values(live, gate, *values)
    rows = re.findall(r"(\[\d, \d\]) ([01]) (-?\d\.\d) ([01]) ([○×])", told(live))
    for row, (a, b), answer, output in zip(rows, X, helpers.GATES[gate], outputs.split(), strict=True):
        zero_or_one = int(float(output) >= 0.5)
        mark = "○" if zero_or_one == answer else "×"
        assert row == (f"[{a:.0f}, {b:.0f}]", str(answer), output, str(zero_or_one), mark)
    assert f"4つのうち {right} つ" in told(live) and ("できました！" in told(live)) == (right == 4)
    name = {"AND": "hand_", "NAND": "nand_"}.get(gate, "")
    assert f"{name}weights = [{values[0]:.1f}, {values[1]:.1f}] {name}bias = {values[2]:.1f}" in told(live)
    samples = Seen(live).samples()
    assert [samples[point][2] for point in map(tuple, X.tolist())] == list(map(str, helpers.GATES[gate]))


def test_a_line_outside_the_picture_is_said_and_the_reset_button_brings_the_first_values_back():
    live = pictures.move_perceptron(model(1, 2, -0.5))
    first = live.picture.alt
    set_values(live, "OR", 1, 1, -6)
    assert "決定境界は、図の外にあります" in told(live) and len(Seen(live).line()) == 0
    live.box.children[-1].children[-1].children[-1].click()
    assert live.picture.alt == first and "図の外" not in told(live)


@pytest.mark.parametrize("typed, value", [("２．５", 2.5), ("－１", -1), ("−1", -1), ("99", 6), ("あ", 1)])
def test_a_number_typed_beside_a_slider_is_taken_or_answered(typed, value):
    live = pictures.move_perceptron(model(1, 1, 0))
    box, answer = box_and_answer(live, 1)
    box.value = typed
    assert live.controls[1].value == value and box.value == f"{value:.1f}"
    assert ("数を1つ" in answer.value) == (typed == "あ")


@pytest.mark.parametrize("times, right", [(1, 4), (5, 4), (-5, 0)])
def test_scaling_a_model_keeps_its_line_and_changes_side_and_steepness(times, right):
    live = pictures.move_steepness(model(1, 2, -1.5))
    set_values(live, times)
    plane, curve = Seen(live), Seen(live, 1)
    np.testing.assert_allclose(plane.line() @ (1, 2), 1.5, atol=0.06)
    assert plane.is_orange(1.2, 1.2) == (times > 0)
    z, output = curve.line(GREEN, 3).T
    np.testing.assert_allclose(output, SIGMOID(times * z), atol=0.03)
    z, outputs = X @ (1, 2) - 1.5, SIGMOID(times * (X @ (1, 2) - 1.5))
    assert set(curve.samples()) == set(map(tuple, np.round([z, outputs], 1).T + 0.0))
    assert "、".join(f"[{a:.0f}, {b:.0f}] で {y:.2f}" for (a, b), y in zip(X, outputs)) in live.picture.alt
    assert f"weights = [{times:.1f}, {2 * times:.1f}]、bias = {-1.5 * times:.1f}" in told(live)


@pytest.mark.parametrize("epoch", [1, 20, 60])
def test_the_film_shows_the_training_at_an_epoch(capsys, epoch):
    live = pictures.replay_training(START, ACTIVATIONS, 0.1, X, AND, 60)
    set_values(live, epoch)
    curves = Seen(live, 2, log=True)
    for k, ((name, activation), half) in enumerate(zip(ACTIVATIONS.items(), (0.5, 0))):
        now = dict(START)
        helpers.fit_epochs(now, activation, *LOSS, 0.1, X, AND, epoch - 1)
        y_pred = helpers.predict(now, activation, X)
        seen = Seen(live, k)
        np.testing.assert_allclose(seen.line() @ now["weights"] + now["bias"], half, atol=0.25)
        assert [seen.samples()[point][2] for point in map(tuple, X.tolist())] == list("0001")
        loss = helpers.mean_squared_error(AND, y_pred)
        numbers = [f"{value:.2f}" for value in np.round(y_pred, 2) + 0.0]
        right = ["×○"[int(mark)] for mark in (y_pred >= 0.5) == AND]
        outcome = f"損失 {loss:.4f}、予測 {'、'.join(numbers)}、合っている点 {right.count('○')} / 4。"
        assert f"{name}: {outcome}" in live.picture.alt
        assert f"{name} {loss:.4f} {' '.join(map(' '.join, zip(numbers, right)))}" in told(live)
        dots = [place for place, color, _ in curves.marks() if color == (BLUE, ORANGE)[k]]
        ((at, height),) = curves.values(dots)
        assert abs(at - epoch) < 1 and abs(height / loss - 1) < 0.1
    assert f"エポック {epoch}。" in live.picture.alt and f"エポック {epoch} " in told(live)
    assert START["weights"].tolist() == [4.3, -1.8]


@pytest.mark.parametrize("verdict, rates", [
    ("遅く", (0.001, 0.3, 1.25)), ("同じ", (0.5,)), ("速く", (0.6, 1.1)), ("発散", (1.26, 3))])
def test_a_learning_rate_is_compared_with_the_best_curve_shown(capsys, verdict, rates):
    def losses(rate):
        return helpers.fit_epochs(dict(START), LINEAR, *LOSS, rate, X, AND, 30)

    live = pictures.move_learning_rate(START, {"ア": 0.001, "イ": 0.5, "ウ": 1.4}, X, AND, 30)
    assert box_and_answer(live, 0)[0].value == "0.03" and "0.5（イ）より遅く減りました。" in told(live)
    for rate in rates:
        box_and_answer(live, 0)[0].value = str(rate)
        now, best = losses(rate), losses(0.5)
        order = {-1: "速く", 0: "同じ", 1: "遅く"}[int(np.sign(now[-1] - best[-1]))]
        assert verdict == ("発散" if now[-1] > 1.3 * min(now) else order) and verdict in told(live)
        assert (f"{now[-1]:.4f}" if now[-1] < 1e6 else "100万より大きい数") in told(live)
        curve = Seen(live, log=True).line(width=4)
        np.testing.assert_allclose(curve[:20] / np.stack([np.arange(1, 21), now[:20]], axis=1), 1, atol=0.1)


def test_two_threads_may_move_it_at_once():
    live = pictures.move_perceptron(model(0, 0, 0))

    def move(control):
        for step in range(15):
            live.controls[control].value = step / 10

    with ThreadPoolExecutor() as threads:
        list(threads.map(move, (1, 2, 3)))
    assert "[1, 1] で 4.2" in live.picture.alt


def test_a_still_picture_stands_behind_a_slider():
    live = pictures.move_perceptron(START)
    bundle = live._repr_mimebundle_()
    assert bundle["application/vnd.jupyter.widget-view+json"]["model_id"] == live.box.model_id
    assert bundle["text/plain"] == live.picture.alt
    still, moving = Seen(bundle["text/html"]), Seen(live)
    assert still.samples() == moving.samples() and (still.line() == moving.line()).all()
    assert not hasattr(live, "_ipython_display_")  # ipywidgets 7 shows a widget by it, without the picture
