"""The live pictures of the decks, moved in Chromium: they show what the helper calculates."""

import html
import json
import math
import re

import numpy as np
import pytest
from course import ROOT
from lab import chromium
from slides.live import KINDS, NUMBERS, X, run_lesson

import perceptron_helpers as helpers

MARKS = """digits => digits.map(digit => {  // of each sample: right, up, square, its number, on the side of 1
    const [x, y] = ['x', 'y'].map(key => Number(digit.getAttribute(key)));
    const side = document.querySelector('[fill="#FBE0CC"]').isPointInFill(new DOMPoint(x, y - 8));
    const square = Number(digit.previousElementSibling.tagName === 'rect');
    return [Number(x > 290), Number(y < 238), square, Number(digit.textContent), side];
})"""
RATES = {0.1: "損失は減り", 1.8: "飛び越え、損失は減り", 2.0: "変わりません", 2.2: "損失は増え"}
AND = np.array(helpers.GATES["AND"])


@pytest.fixture(scope="module")
def page():
    with chromium() as browser:
        yield browser.new_page()


class Picture:
    """One live picture."""

    def __init__(self, page, name, kind=""):
        given = html.escape(json.dumps(NUMBERS[name]()))
        div = f'<div class="handout"><div class="live" data-live="{name}" data-given="{given}"></div></div>'
        page.set_content(f'<!DOCTYPE html><html lang="ja" class="{kind}"><meta charset="utf-8">{div}')
        page.add_style_tag(path=ROOT / "teacher/slides/live.css")
        page.add_script_tag(path=ROOT / "teacher/slides/live.js")
        self.place = page.locator(".live")

    def slide(self, label, key, times=1):
        for _ in range(times):
            self.place.get_by_role("slider", name=re.compile(rf"^{label} [\d.-]+")).press(key)

    def press(self, label, group=None):
        place = self.place.get_by_role("group", name=group, exact=True) if group else self.place
        place.get_by_role("button", name=label, exact=True).press("Enter")

    @property
    def words(self):
        return self.place.locator(".words:visible").inner_text()

    @property
    def shown(self):
        return self.place.evaluate("picture => picture.shown")


def model_of(parameters):
    return {"weights": np.array(parameters[:2]), "bias": np.array(parameters[2:])}


def learn(model, kind, x, y_true):
    loss = helpers.mean_squared_error, helpers.mse_gradient
    helpers.fit_epochs(model, KINDS[kind], *loss, 0.1, x, y_true, 500)
    return model


def is_drawn(shown, model, kind, x=X):
    """The outputs are those of the model, and the line that is drawn is where its output is a half."""
    assert shown["outputs"] == pytest.approx(helpers.predict(model, KINDS[kind], x), abs=1e-6)
    on_line = helpers.predict(model, KINDS[kind], np.array(shown["line"]))
    assert on_line == pytest.approx([0.5, 0.5], abs=1e-4)


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_the_boundary_asks_first_and_each_slider_moves_its_own_parameter(page, gate):
    picture, parameters, answers = Picture(page, "boundary"), np.array([1.0, -1.0, 0.0]), helpers.GATES[gate]
    assert "合っている" not in picture.words
    picture.press(gate)
    for i, (label, tenths) in enumerate([("重み0", 5), ("重み1", 22), ("バイアス", -9)]):
        picture.slide(label, "ArrowRight" if tenths > 0 else "ArrowLeft", abs(tenths))
        parameters[i] += tenths / 10
        is_drawn(picture.shown, model_of(parameters), "線形")
    at_least_half = np.round(picture.shown["outputs"], 9) >= 0.5
    assert f"{sum(at_least_half == answers)} / 4" in picture.words
    marks = picture.place.locator("text[fill='#fff']").evaluate_all(MARKS)
    assert marks == [[*row, answer, answer, side] for row, answer, side in zip(X, answers, at_least_half)]


@pytest.mark.parametrize("rate", RATES)
def test_the_ball_asks_first_and_then_goes_where_the_helpers_gradient_says(page, rate):
    picture, model = Picture(page, "valley"), model_of([0.5, 0.5, 1.0])
    picture.slide("学習率", "ArrowRight", round(10 * rate) - 1)
    assert "損失は" not in picture.words
    for steps in range(4):
        y_pred = helpers.predict(model, KINDS["線形"], X)
        wanted = {"steps": steps, "bias": model["bias"][0], "rate": rate}
        wanted["loss"] = helpers.mean_squared_error(AND, y_pred)
        assert picture.shown == pytest.approx(wanted)
        before = model["bias"][0] + 0.25  # the bottom is at -0.25
        model["bias"] = model["bias"] - rate * helpers.mse_gradient(X, AND, y_pred)[1]
        picture.press("1歩進む")
        assert ("谷底を飛び越え" in picture.words) == (before * (model["bias"][0] + 0.25) < -1e-9)
        assert RATES[rate] in picture.words


def test_the_boxes_line_up_as_numpy_does_and_tell_nothing_before_they_are_asked(page):
    picture = Picture(page, "boxes")
    for a in [(4, 2), (4, 1), (4,), (2,)]:
        for b in [(4, 2), (4, 1), (4,), (2,), (1, 2), ()]:
            picture.press(str(a), "A")
            picture.press(str(b), "B")
            assert "エラー？" in picture.words
            picture.press("確かめる")
            first, second = (np.arange(1, 1 + math.prod(shape)).reshape(shape) for shape in (a, b))
            try:
                result = first + 10 * second
            except ValueError:
                assert "ValueError" in picture.words
                continue
            assert picture.shown == {"shape": list(result.shape), "result": result.flatten().tolist()}
            told, pairs = picture.place.locator("svg").text_content(), list(zip(a[::-1], b[::-1]))
            assert ("1を補う" in told) == (len(a) != len(b))
            assert ("1が広がる" in told) == any(p != q for p, q in pairs)
            assert ("違う形状" in picture.words) == (result.shape not in (a, b))


def test_the_hidden_plane_shows_the_training_of_lesson_6_and_marks_coinciding_points(page):
    names, picture = run_lesson("06", "l6-chain-gradient")[0], Picture(page, "hidden")
    picture.slide("エポック", "End")
    trained, shown = names["learn"](names["chain_gradient"], 4), picture.shown
    assert np.array(shown["points"]) == pytest.approx(names["forward"](trained, X)[0])
    is_drawn(shown, model_of(trained[6:9]), "シグモイド", shown["points"])
    loss = names["loss_of"](trained)
    assert picture.words == f"エポック 500　損失 {loss:.3f}\n合っている数 4 / 4"
    assert "".join(picture.place.locator("text.times").all_text_contents()) == "×2"


def test_linear_and_sigmoid_are_trained_as_the_helper_does_and_only_the_linear_line_moves_with_k(page):
    picture = Picture(page, "training")
    picture.slide("エポック", "End")
    before = picture.shown
    picture.slide("重みとバイアス ×", "ArrowRight", 5)
    for kind, after in picture.shown.items():
        np.random.seed(12345)
        model = learn(helpers.create_perceptron(), kind, X, AND)
        is_drawn(after, {name: 2 * value for name, value in model.items()}, kind)
        moved = np.abs(np.subtract(after["line"], before[kind]["line"])).max()
        assert (moved > 0.1) == (kind == "線形")


@pytest.mark.parametrize("answer", ["1", "0"])
def test_a_far_point_is_learnt_as_the_helper_does_by_key_and_by_dragging(page, answer):
    picture = Picture(page, "far")
    svg = picture.place.locator("svg")
    svg.drag_to(svg, source_position={"x": 220, "y": 170}, target_position={"x": 276, "y": 142})  # (3, 2.5)
    picture.slide("入力1", "ArrowRight", 5)
    picture.press(answer)
    x, y_true = np.vstack([X, [3, 3]]), np.append(AND, int(answer))
    for kind, shown in picture.shown.items():
        model = learn(model_of(NUMBERS["far"]()["model"]), kind, x, y_true)
        assert shown["outputs"] == pytest.approx(helpers.predict(model, KINDS[kind], x), abs=1e-6)
    assert (picture.shown["シグモイド"]["right"] == 4) == (answer == "1")


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_the_pushes_of_the_samples_add_up_to_the_helpers_gradient_shown_when_asked(page, gate):
    picture, model = Picture(page, "pushes"), model_of(NUMBERS["pushes"]()["models"][gate][-1])
    picture.press(gate)
    picture.slide("エポック", "End")
    y_pred = helpers.predict(model, KINDS["シグモイド"], X)
    total = -np.concatenate(helpers.mse_gradient(X, np.array(helpers.GATES[gate]), y_pred))
    assert np.sum(picture.shown["push"], axis=0) == pytest.approx(total)
    assert "重み1" not in picture.words
    picture.press("確かめる")
    told = np.float64(re.findall(r"-?\d\.\d+", picture.words))
    assert told == pytest.approx(total, abs=6e-4)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_printed_picture_has_no_controls_and_a_handout_not_its_end(page, name):
    picture = Picture(page, name, "print")
    assert picture.place.locator("button, input").count() == 0
    printed, end = picture.words, picture.place.locator(".end .words").text_content()
    assert end != printed == Picture(page, name).words
    assert name != "scaling" or "10歩　谷底（×）までの距離は、最初の 0 %" in end  # standardised
