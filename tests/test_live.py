"""The live pictures of the decks, moved by keyboard in Chromium: they show what the helper calculates."""

import html
import json
import re

import numpy as np
import pytest
from course import ROOT
from lab import CHROMIUM, QUIET

import perceptron_helpers as helpers

MARKS = """picture => {  // of each sample: right, up, circle or square, on the side of 1
    const side = picture.querySelector('[fill="#FBE0CC"]');
    return [...picture.querySelectorAll('circle, rect[width="30"]')].map(mark => {
        const box = mark.getBBox(), middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
        return [+(middle.x > 290), +(middle.y < 230), mark.tagName, side.isPointInFill(middle)];
    });
}"""
KINDS = {"線形": helpers.linear_activation, "シグモイド": helpers.sigmoid_activation}
X, Y_AND = helpers.truth_table("AND")


@pytest.fixture(scope="module")
def numbers():
    pytest.importorskip("pyreveal", reason="the extra 'slides' is not installed")
    from slides.live import NUMBERS

    return {name: calculate() for name, calculate in NUMBERS.items()}


@pytest.fixture(scope="module")
def page(numbers, tmp_path_factory):
    """One page with all pictures; afterwards nothing else was asked for, and the console is empty."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    body = "<script>document.documentElement.className = location.hash.slice(1);</script><div class=handout>"
    for name, given in numbers.items():
        body += f'<div class="live" data-live="{name}" data-given="{html.escape(json.dumps(given))}"></div>'
    for kind, tag in (("css", "style"), ("js", "script")):
        read = (ROOT / f"teacher/slides/live.{kind}").read_text(encoding="utf-8")
        body += f"<{tag}>{read}</{tag}>"
    file = tmp_path_factory.mktemp("live") / "live.html"
    file.write_text(f'<!DOCTYPE html><html lang="ja"><meta charset="utf-8">{body}', encoding="utf-8")
    said = []
    with sync_api.sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET).new_page()
        page.on("request", lambda request: said.append(request.url.partition("#")[0]))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        yield page
        assert set(said) == {file.as_uri()}


class Picture:
    """One live picture, moved by keys only."""

    def __init__(self, page, name):
        page.reload()
        self.place = page.locator(f"[data-live={name}]")
        self.place.scroll_into_view_if_needed()

    def press(self, label, key="Enter", times=1):
        """Press a key on the slider or button with this label."""
        labels = self.place.locator("label", has_text=re.compile(rf"^{label} [\d.-]+$"))
        wanted = labels.locator("input").or_(self.place.get_by_role("button", name=label, exact=True))
        for _ in range(times):
            wanted.press(key)

    @property
    def words(self):
        return self.place.locator(".words").inner_text().replace("-0.000", "0.000")

    @property
    def shown(self):
        return self.place.evaluate("picture => picture.shown")


def model_of(parameters):
    return {"weights": np.array(parameters[:2]), "bias": np.array(parameters[2:])}


def learn(model, kind, x, y_true):
    for _ in range(500):
        helpers.fit(model, KINDS[kind], helpers.mean_squared_error, helpers.mse_gradient, 0.1, x, y_true)
    return model


def is_on_line(shown, model, kind):
    """The line that is drawn is where the output is a half."""
    y_pred = helpers.predict(model, KINDS[kind], np.array(shown["line"]))
    return y_pred == pytest.approx([0.5, 0.5], abs=1e-4)


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_the_boundary_asks_first_and_each_slider_moves_its_own_parameter(page, gate):
    picture, parameters = Picture(page, "boundary"), np.array([1.0, -1.0, 0.0])
    assert "合っている" not in picture.words
    picture.press(gate)
    moves = [("重み0", "ArrowRight", 5), ("重み1", "ArrowRight", 22), ("バイアス", "ArrowLeft", 9)]
    for i, (label, key, times) in enumerate(moves):
        picture.press(label, key, times)
        parameters[i] += 0.1 * times * (1 if key == "ArrowRight" else -1)
        y_pred, shown = helpers.predict(model_of(parameters), KINDS["線形"], X), picture.shown
        assert shown["outputs"] == pytest.approx(y_pred)
        right = sum((y_pred.round(9) >= 0.5) == np.array(helpers.GATES[gate]))
        assert f"{right} / 4" in picture.words
        assert is_on_line(shown, model_of(parameters), "線形")
    for mark, row, answer, output in zip(picture.place.evaluate(MARKS), X, helpers.GATES[gate], y_pred):
        assert mark == [*row, "rect" if answer else "circle", output >= 0.5]


@pytest.mark.parametrize(
    ("rate", "word"),
    [(0.1, "損失は減り"), (1.8, "飛び越え、損失は減り"), (2.0, "変わりません"), (2.2, "損失は増え")],
)
def test_the_ball_asks_first_and_then_goes_where_the_helpers_gradient_says(page, rate, word):
    picture, model = Picture(page, "valley"), model_of([0.5, 0.5, 1.0])
    picture.press("学習率", "ArrowRight", round((rate - 0.1) / 0.1))
    assert "損失は" not in picture.words
    for steps in range(4):
        y_pred = helpers.predict(model, helpers.linear_activation, X)
        wanted = {"steps": steps, "bias": model["bias"][0], "rate": rate}
        wanted["loss"] = helpers.mean_squared_error(Y_AND, y_pred)
        assert picture.shown == {name: pytest.approx(value) for name, value in wanted.items()}
        model["bias"] = model["bias"] - rate * helpers.mse_gradient(X, Y_AND, y_pred)[1]
        picture.press("1歩進む")
        assert word in picture.words
    picture.press("最初へ", "Space")
    assert picture.shown["steps"] == 0


def test_the_boxes_line_up_as_numpy_does_and_tell_nothing_before_they_are_asked(page):
    picture = Picture(page, "boxes")
    groups = [picture.place.get_by_role("group", name=name, exact=True) for name in "AB"]
    for a in [(4, 2), (4, 1), (4,), (2,)]:
        for b in [(4, 2), (4, 1), (4,), (2,), (1, 2), ()]:
            for group, shape in zip(groups, (a, b)):
                group.get_by_role("button", name=str(shape), exact=True).click()
            assert "エラー？" in picture.words
            picture.place.get_by_role("button", name="確かめる").click()
            first = 1 + np.arange(np.prod(a)).reshape(a)
            second = 10 * (1 + np.arange(np.prod(b, dtype=int)).reshape(b))
            try:
                result = first + second
            except ValueError:
                assert "ValueError" in picture.words
                continue
            assert picture.shown == {"shape": list(result.shape), "result": result.flatten().tolist()}
            told, pairs = picture.place.locator("svg").text_content(), list(zip(a[::-1], b[::-1]))
            assert ("1を補う" in told) == (len(a) != len(b))
            assert ("1が広がる" in told) == any(p != q for p, q in pairs)
            assert ("違う形状" in picture.words) == (result.shape not in (a, b))


def test_the_hidden_plane_shows_the_training_of_lesson_6_and_marks_coinciding_points(page):
    from slides.live import run_lesson

    names, picture = run_lesson("06", "l6-chain-gradient")[0], Picture(page, "hidden")
    picture.press("エポック", "End")
    shown, trained = picture.shown, names["learn"](names["chain_gradient"], 4)
    assert np.array(shown["points"]) == pytest.approx(names["forward"](trained, X)[0])
    assert shown["outputs"] == pytest.approx(names["forward"](trained, X)[1])
    assert is_on_line(shown, model_of(trained[6:9]), "シグモイド")
    assert f"損失 {names['loss_of'](trained):.3f}" in picture.words
    assert "合っている数 4 / 4" in picture.words
    assert [told for told in picture.place.locator("text.times").all_text_contents() if told] == ["×2"]
    assert picture.place.locator("label").inner_text() == "エポック 500"


def test_linear_and_sigmoid_are_trained_as_the_helper_does_and_only_the_linear_line_moves_with_k(page):
    picture = Picture(page, "training")
    picture.press("エポック", "End")
    before = picture.shown
    picture.press("重みとバイアス ×", "ArrowRight", 5)
    for kind in KINDS:
        np.random.seed(12345)
        model = learn(helpers.create_perceptron(), kind, X, Y_AND)
        twice = {name: 2 * value for name, value in model.items()}
        assert before[kind]["outputs"] == pytest.approx(helpers.predict(model, KINDS[kind], X))
        assert picture.shown[kind]["outputs"] == pytest.approx(helpers.predict(twice, KINDS[kind], X))
        assert is_on_line(picture.shown[kind], twice, kind)
        moved = np.abs(np.subtract(picture.shown[kind]["line"], before[kind]["line"])).max()
        assert (moved > 0.1) == (kind == "線形")


@pytest.mark.parametrize("answer", ["1", "0"])
def test_a_far_point_is_learnt_as_the_helper_does_by_key_and_by_dragging(page, numbers, answer):
    picture = Picture(page, "far")
    box = picture.place.locator("svg circle[fill=none]").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 56, y - 28)
    page.mouse.up()
    picture.press("入力1", "ArrowRight", 5)
    picture.press(answer)
    x, y_true = np.vstack([X, [3, 3]]), np.append(Y_AND, float(answer))
    for kind, shown in picture.shown.items():
        model = learn(model_of(numbers["far"]["model"]), kind, x, y_true)
        assert shown["model"] == pytest.approx([*model["weights"], *model["bias"]], abs=1e-6)
    assert (picture.shown["シグモイド"]["right"] == 4) == (answer == "1")


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_the_pushes_of_the_samples_add_up_to_the_helpers_gradient_shown_when_asked(page, numbers, gate):
    picture, model = Picture(page, "pushes"), model_of(numbers["pushes"]["models"][gate][-1])
    picture.press(gate)
    picture.press("エポック", "End")
    y_pred = helpers.predict(model, helpers.sigmoid_activation, X)
    total = -np.concatenate(helpers.mse_gradient(X, helpers.truth_table(gate)[1], y_pred))
    assert np.sum(picture.shown["push"], axis=0) == pytest.approx(total)
    assert "重み1" not in picture.words
    picture.press("確かめる")
    assert f"バイアス {total[2]:.3f}".replace("-0.000", "0.000") in picture.words


def test_ten_steps_reach_the_bottom_only_with_standardised_penguins(page):
    for coding, left in (("測定値のまま", 100), ("平均を引く", 68), ("標準化する", 0)):
        picture = Picture(page, "scaling")
        picture.press(coding)
        assert "距離" not in picture.words
        picture.press("歩数", "ArrowRight", 10)
        assert f"10歩　谷底（×）までの距離は、最初の {left} %" in picture.words


@pytest.mark.parametrize("kind", ["print", ""])
def test_a_printed_picture_has_no_controls_and_a_japanese_text_and_a_handout_not_the_end(page, kind):
    page.goto(f"{page.url.partition('#')[0]}#{kind}")
    page.reload()
    for live in page.locator(".live").all():
        assert live.locator("button, input").count() == 0 or not kind
        assert live.locator(".end").count() == bool(kind)
        assert live.locator("svg[role=img]:visible").count() == 1
        assert "点 (4, 4)" not in live.locator(".words:visible").inner_text()
        assert any("ぁ" <= sign <= "ん" for sign in live.locator("svg").first.get_attribute("aria-label"))
