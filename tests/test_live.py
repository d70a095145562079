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

IS_COLOURED = """(area, points) => points.map(point => {
    const {x, y} = new DOMPoint(point[0], -point[1]).matrixTransform(area.getScreenCTM());
    return document.elementFromPoint(x, y).tagName === 'path';
})"""
PATHS = "paths => paths.map(path => path.getAttribute('d').match(/[0-9.]+/g).map(Number))"


@pytest.fixture(scope="module")
def show():
    """Show a live picture, which begins with the given values."""
    with chromium() as browser:
        page = browser.new_page()

        def show_one(name, kind="", **start):
            given, start = (html.escape(json.dumps(data)) for data in (NUMBERS[name](), start))
            div = f'<div class="live" data-live="{name}" data-given="{given}" data-start="{start}"></div>'
            page.set_content(f'<!DOCTYPE html><html class="{kind}"><div class="handout">{div}')
            page.add_style_tag(path=ROOT / "teacher/slides/live.css")
            page.add_script_tag(path=ROOT / "teacher/slides/live.js")
            return page.locator(".live")

        yield show_one


def words(picture):
    return picture.locator(".words:visible").inner_text()


def numbers(picture):
    return [float(number) for number in re.findall(r"-?\d+\.\d+", words(picture))]


def is_drawn(picture, kind, model, plane=0):
    """The plane is coloured where the output of the model is at least a half."""
    points = np.random.default_rng(0).uniform(0, 1, (200, 2))
    drawn = picture.locator(".side > rect").nth(plane).evaluate(IS_COLOURED, points.tolist())
    outputs = helpers.predict(model, KINDS[kind], points)
    assert np.array(drawn)[outputs > 0.51].all() and not np.array(drawn)[outputs < 0.49].any()


def learn(kind, x, y_true):
    np.random.seed(12345)
    model, loss = helpers.create_perceptron(), (helpers.mean_squared_error, helpers.mse_gradient)
    helpers.fit_epochs(model, KINDS[kind], *loss, 0.1, x, y_true, 500)
    return model


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_the_boundary_asks_first_and_each_slider_moves_its_own_parameter(show, gate):
    picture, parameters = show("boundary"), np.array([1.0, -1.0, -0.6])
    assert "合っている" not in words(picture)
    picture.get_by_label(gate, exact=True).press("Space")
    for i, (label, tenths) in enumerate([("重み0", -2), ("重み1", 22), ("バイアス", 3)]):
        for _ in range(abs(tenths)):
            picture.get_by_label(label).press("ArrowRight" if tenths > 0 else "ArrowLeft")
        parameters[i] += tenths / 10
        model = {"weights": parameters[:2], "bias": parameters[2:]}
        is_drawn(picture, "線形", model)
    y_pred, answers = helpers.predict(model, KINDS["線形"], X).round(9), helpers.GATES[gate]
    assert numbers(picture) == pytest.approx(y_pred)
    assert f"{sum((y_pred >= 0.5) == answers)} / 4" in words(picture)
    assert picture.locator("g > svg > text").all_text_contents() == [str(y) for y in sorted(answers)]
    is_drawn(show("boundary", w0=0, w1=0, b=1), "線形", {"weights": np.zeros(2), "bias": np.ones(1)})


@pytest.mark.parametrize("rate", ["0.2", "1.8", "2.1"])
def test_the_ball_asks_first_and_then_goes_where_the_helpers_gradient_says(show, rate):
    picture, biases = show("valley", steps=3), [1.0]
    picture.get_by_label(rate).press("Space")
    assert numbers(picture) == []
    for _ in range(6):
        slope = helpers.mse_gradient(X, AND, X @ [0.5, 0.5] + biases[-1])[1][0]
        biases.append(biases[-1] - float(rate) * slope)
    picture.get_by_label("6").press("Space")
    assert numbers(picture)[:4] == pytest.approx([biases[-2], float(rate), slope, biases[-1]], abs=0.006)
    places = picture.locator("g path").evaluate_all(PATHS)[0][::2]
    assert np.corrcoef(places, biases)[0, 1] == pytest.approx(1)


def test_the_boxes_are_added_as_numpy_does_but_not_before_they_are_asked(show):
    for a, b in itertools.product([(4, 2), (4, 1), (4,), (2,)], repeat=2):
        picture = show("boxes", A=str(a), B=str(b))
        assert words(picture) == "形状は？　エラー？"
        picture.get_by_label("確かめる").press("Space")
        first, second = (np.arange(1, 1 + np.prod(shape)).reshape(shape) for shape in (a, b))
        try:
            total = first + 10 * second
        except ValueError as error:
            assert str(error).strip() in words(picture)
            continue
        boxes, spread = (picture.locator(f"g {part}") for part in ("text", "[fill=dimgray]"))
        assert boxes.all_text_contents()[-total.size :] == [str(number) for number in total.flat]
        assert spread.count() == 2 * total.size - first.size - second.size


def test_the_planes_show_what_the_helper_and_lesson_6_learn_and_mark_coinciding_points(show):
    for plane, kind in enumerate(KINDS):
        doubled = {name: 2 * values for name, values in learn(kind, X, AND).items()}
        is_drawn(show("training", times=2, epoch=500), kind, doubled, plane)
        for answer in (0, 1):
            model = learn(kind, np.vstack([X, [3, 3]]), np.append(AND, answer))
            is_drawn(show("far", answer=answer, place=3), kind, model, plane)
    names, picture = run_lesson("06", "l6-chain-gradient")[0], show("hidden", epoch=500)
    is_drawn(picture, "シグモイド", names["layers"](names["learn"](names["chain_gradient"], 4))[1])
    assert picture.get_by_text("×2").count() == 1


def test_the_far_point_is_dragged(show):
    picture = show("far")
    svg = picture.locator("svg").first
    svg.drag_to(svg, source_position={"x": 656, "y": 195}, target_position={"x": 727, "y": 142})  # (3.1, 2.9)
    assert picture.locator("output").text_content() == "3"
    assert words(picture) == "合っている数：線形 4 / 5、シグモイド 5 / 5"


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_the_pushes_of_the_samples_add_up_to_the_helpers_gradient_shown_when_asked(show, gate):
    picture, y_true = show("pushes", gate=gate, epoch=500), np.array(helpers.GATES[gate])
    assert (numbers(picture), picture.locator("g path").count()) == ([], 12)
    picture.get_by_label("確かめる").press("Space")
    y_pred = helpers.predict(learn("シグモイド", X, y_true), KINDS["シグモイド"], X)
    total = -np.concatenate(helpers.mse_gradient(X, y_true, y_pred))
    assert numbers(picture) == pytest.approx(total, abs=6e-4)
    pushes = np.column_stack([(y_true - y_pred) * np.vstack([X.T, np.ones(4)]) / 4, total])
    arrows = np.array(picture.locator("g path").evaluate_all(PATHS))
    assert np.corrcoef(arrows[:, 5] - arrows[:, 0], pushes.ravel())[0, 1] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_printed_picture_has_no_controls_and_a_handout_not_its_end(show, name):
    picture = show(name, "print")
    printed, end = words(picture), picture.locator(".words").last.text_content()
    assert picture.locator("form:visible").count() == 0
    assert end != printed == words(show(name))
    assert name != "scaling" or end.endswith("測定値のまま 100 %、平均を引く 68 %、標準化する 0 %")
