"""The live pictures of the decks, moved in Chromium: what is drawn there is what the helper calculates."""

import html
import itertools
import json
import re

import numpy as np
import pytest
from course import ROOT
from lab import chromium
from slides.live import AND, KINDS, NUMBERS, X, run_lesson

import perceptron_helpers as helpers

ON_SCREEN = """(side, points) => points.map(([x, y]) =>
    new DOMPoint(x, -y).matrixTransform(side.firstElementChild.getScreenCTM()).toJSON())"""
IS_COLOURED = "places => places.map(({x, y}) => document.elementFromPoint(x, y).tagName === 'path')"
PATHS = "paths => paths.map(path => path.getAttribute('d').match(/[0-9.]+/g).map(Number))"


@pytest.fixture(scope="module")
def page():
    with chromium() as browser:
        yield browser.new_page()


class Picture:
    """One live picture."""

    def __init__(self, page, name, kind="", **start):
        given, start = (html.escape(json.dumps(data)) for data in (NUMBERS[name](), start))
        div = f'<div class="live" data-live="{name}" data-given="{given}" data-start="{start}"></div>'
        page.set_content(f'<!DOCTYPE html><html class="{kind}"><div class="handout">{div}')
        page.add_style_tag(path=ROOT / "teacher/slides/live.css")
        page.add_script_tag(path=ROOT / "teacher/slides/live.js")
        self.page, self.place = page, page.locator(".live")

    def press(self, key="Space", times=1, **values):
        for name, value in values.items():
            for _ in range(times):
                self.place.locator(f"[name={name}][type=range], [name={name}][value='{value}']").press(key)

    def words(self):
        return self.place.locator(".words:visible").inner_text()

    def numbers(self):
        return [float(number) for number in re.findall(r"-?\d+\.\d+", self.words())]

    def shows(self, kind, model, plane=0):
        """The plane is coloured where the output of the model is at least a half."""
        points = np.random.default_rng(0).uniform(0, 1, (200, 2))
        places = self.place.locator(".side").nth(plane).evaluate(ON_SCREEN, points.tolist())
        outputs = helpers.predict(model, KINDS[kind], points)
        clear = abs(outputs - 0.5) > 0.01
        assert (np.array(self.page.evaluate(IS_COLOURED, places)) == (outputs > 0.5))[clear].all()


def learn(kind, x, y_true):
    np.random.seed(12345)
    model, loss = helpers.create_perceptron(), (helpers.mean_squared_error, helpers.mse_gradient)
    helpers.fit_epochs(model, KINDS[kind], *loss, 0.1, x, y_true, 500)
    return model


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_the_boundary_asks_first_and_each_slider_moves_its_own_parameter(page, gate):
    picture, parameters = Picture(page, "boundary"), np.array([1.0, -1.0, -0.6])
    assert "合っている" not in picture.words()
    picture.press(gate=gate)
    for i, (name, tenths) in enumerate([("w0", -5), ("w1", 22), ("b", 3)]):
        picture.press("ArrowRight" if tenths > 0 else "ArrowLeft", abs(tenths), **{name: ""})
        parameters[i] += tenths / 10
        model = {"weights": parameters[:2], "bias": parameters[2:]}
        picture.shows("線形", model)
    y_pred, answers = helpers.predict(model, KINDS["線形"], X).round(9), helpers.GATES[gate]
    assert picture.numbers() == pytest.approx(y_pred)
    assert f"{sum((y_pred >= 0.5) == answers)} / 4" in picture.words()
    assert picture.place.locator("g > svg > text").all_text_contents() == [str(y) for y in sorted(answers)]


@pytest.mark.parametrize("rate", ["0.2", "1.8", "2.1"])
def test_the_ball_asks_first_and_then_goes_where_the_helpers_gradient_says(page, rate):
    picture, biases = Picture(page, "valley", steps=3), [1.0]
    picture.press(rate=rate)
    assert picture.numbers() == []
    for _ in range(6):
        slope = helpers.mse_gradient(X, AND, X @ [0.5, 0.5] + biases[-1])[1][0]
        biases.append(biases[-1] - float(rate) * slope)
    picture.press(steps=6)
    assert picture.numbers()[:4] == pytest.approx([biases[-2], float(rate), slope, biases[-1]], abs=0.006)
    places = picture.place.locator("g path").evaluate_all(PATHS)[0][::2]
    assert np.corrcoef(places, biases)[0, 1] == pytest.approx(1)


def test_the_boxes_are_added_as_numpy_does_but_not_before_they_are_asked(page):
    picture = Picture(page, "boxes")
    for a, b in itertools.product([(4, 2), (4, 1), (4,), (2,)], repeat=2):
        picture.press(A=a, B=b)
        assert picture.words() == "形状は？　エラー？"
        picture.press(known="確かめる")
        first, second = (np.arange(1, 1 + np.prod(shape)).reshape(shape) for shape in (a, b))
        try:
            total = first + 10 * second
        except ValueError as error:
            assert str(error).strip() in picture.words()
            continue
        numbers, spread = (picture.place.locator(f"g {part}") for part in ("text", "[fill=dimgray]"))
        assert numbers.all_text_contents()[-total.size :] == [str(number) for number in total.flat]
        assert spread.count() == 2 * total.size - first.size - second.size


def test_the_planes_show_what_the_helper_and_lesson_6_learn_and_mark_coinciding_points(page):
    names, epoch = run_lesson("06", "l6-chain-gradient")[0], {"epoch": 500}
    second = names["layers"](names["learn"](names["chain_gradient"], 4))[1]
    for plane, kind in enumerate(KINDS):
        doubled = {name: 2 * values for name, values in learn(kind, X, AND).items()}
        Picture(page, "training", times=2, **epoch).shows(kind, doubled, plane)
        for answer in (0, 1):
            model = learn(kind, np.vstack([X, [3, 3]]), np.append(AND, answer))
            Picture(page, "far", answer=answer, place=3).shows(kind, model, plane)
    Picture(page, "hidden", **epoch).shows("シグモイド", second)
    assert page.get_by_text("×2").count() == 1


def test_the_far_point_is_dragged(page):
    picture = Picture(page, "far")
    start, end = picture.place.locator(".side").nth(1).evaluate(ON_SCREEN, [[2, 2], [3.1, 2.9]])
    page.mouse.move(start["x"], start["y"])
    page.mouse.down()
    page.mouse.move(end["x"], end["y"])
    assert picture.place.locator("output").text_content() == "3"
    assert picture.words() == "合っている数：線形 4 / 5、シグモイド 5 / 5"


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_the_pushes_of_the_samples_add_up_to_the_helpers_gradient_shown_when_asked(page, gate):
    picture, y_true = Picture(page, "pushes", gate=gate, epoch=500), np.array(helpers.GATES[gate])
    assert picture.numbers() == []
    picture.press(known="確かめる")
    y_pred = helpers.predict(learn("シグモイド", X, y_true), KINDS["シグモイド"], X)
    total = -np.concatenate(helpers.mse_gradient(X, y_true, y_pred))
    assert picture.numbers() == pytest.approx(total, abs=6e-4)
    pushes = np.column_stack([(y_true - y_pred) * np.vstack([X.T, np.ones(4)]) / 4, total])
    arrows = np.array(picture.place.locator("g path").evaluate_all(PATHS))
    assert np.corrcoef(arrows[:, 5] - arrows[:, 0], pushes.ravel())[0, 1] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_printed_picture_has_no_controls_and_a_handout_not_its_end(page, name):
    picture = Picture(page, name, "print")
    printed, end = picture.words(), picture.place.locator(".words").last.text_content()
    assert picture.place.locator("form:visible").count() == 0
    assert end != printed == Picture(page, name).words()
    assert name != "scaling" or "標準化する 0 %" in end
