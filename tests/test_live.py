"""The live pictures of the decks, moved by keyboard in Chromium: they show what the helper calculates."""

import html
import json

import numpy as np
import pytest
from course import CELLS, ROOT
from lab import CHROMIUM

import perceptron_helpers as helpers

SLIDES = ROOT / "teacher/slides"
NAMES = ["boundary", "valley", "boxes", "hidden"]


@pytest.fixture(scope="module")
def given():
    from slides.live import GIVEN

    assert list(GIVEN) == NAMES
    return {name: given() for name, given in GIVEN.items()}


@pytest.fixture(scope="module")
def page(given, tmp_path_factory):
    """One page with the four pictures; afterwards nothing else was asked for, and the console is empty."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    pictures = "".join(
        f'<div class="live" data-live="{name}" data-given="{html.escape(json.dumps(numbers))}"></div>'
        for name, numbers in given.items()
    )
    css, js = ((SLIDES / f"live.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    file = tmp_path_factory.mktemp("live") / "live.html"
    file.write_text(
        f'<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><style>{css}</style>'
        f'<div class="reveal">{pictures}</div><script>{js}</script>',
        encoding="utf-8",
    )
    said = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.on("request", lambda request: said.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        yield page
        assert set(said) == {file.as_uri()}


class Picture:
    """One live picture, reached and moved by keys only."""

    def __init__(self, page, name):
        self.page, self.place = page, page.locator(f"[data-live={name}]")

    def press(self, label, key, times=1):
        """Press a key on the control with this label, after reaching it with Tab."""
        self.page.evaluate("document.body.tabIndex = -1; document.body.focus()")
        named = self.place.locator("label", has=self.page.locator(f"span:text-matches('^{label}')"))
        wanted = named.locator("input, select").or_(self.place.get_by_role("button", name=label, exact=True))
        for _ in range(40):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("control => control === document.activeElement"):
                break
        else:
            raise AssertionError(f"Tab does not reach {label}")
        for _ in range(times):
            self.page.keyboard.press(key)

    @property
    def shown(self):
        return self.place.evaluate("picture => picture.shown")

    @property
    def told(self):
        return self.place.get_by_role("img").get_attribute("aria-label")


@pytest.mark.parametrize("activation", [helpers.linear_activation, helpers.sigmoid_activation])
@pytest.mark.parametrize("gate", helpers.GATES)
def test_the_boundary_shows_the_predictions_of_the_helper_and_the_line_where_they_are_a_half(
    page, gate, activation
):
    page.reload()
    picture = Picture(page, "boundary")
    picture.press("規則", "ArrowDown", list(helpers.GATES).index(gate))
    picture.press("活性化関数", "ArrowDown", int(activation is helpers.sigmoid_activation))
    x, y_true = helpers.truth_table(gate)
    weights, bias = [1.0, -1.0], 0.0
    for label, key, times in [
        ("重み0", "ArrowRight", 5),
        ("重み1", "ArrowRight", 22),
        ("バイアス", "ArrowLeft", 9),
    ]:
        before = picture.told
        picture.press(label, key, times)
        assert picture.told != before
        step = 0.1 * times * (1 if key == "ArrowRight" else -1)
        weights = [w + step * (label == f"重み{k}") for k, w in enumerate(weights)]
        bias += step * (label == "バイアス")
        model = {"weights": np.array(weights), "bias": np.array([bias])}
        y_pred = helpers.predict(model, activation, x)
        assert picture.shown["outputs"] == pytest.approx(y_pred)
        assert picture.shown["right"] == np.sum((np.round(y_pred, 9) >= 0.5) == (y_true == 1))
        ends = np.array(picture.shown["line"])
        assert helpers.predict(model, activation, ends) == pytest.approx([0.5, 0.5])
        assert np.sum(np.isclose(np.abs(ends - 0.5), 1)) >= 2


def test_without_weights_there_is_no_line(page):
    page.reload()
    picture = Picture(page, "boundary")
    picture.press("重み0", "ArrowLeft", 10)
    picture.press("重み1", "ArrowRight", 10)
    assert picture.shown["line"] is None
    assert "線は平面を通らない" in picture.told


@pytest.mark.parametrize(
    ("rate", "word"),
    [
        (0.1, "小さすぎます"),
        (0.5, "よい大きさ"),
        (1.0, "1歩で谷底"),
        (1.8, "飛び越え"),
        (2.0, "減りません"),
        (2.2, "発散"),
    ],
)
def test_the_ball_in_the_valley_goes_where_the_helpers_gradient_says(page, given, rate, word):
    page.reload()
    picture = Picture(page, "valley")
    picture.press("学習率", "ArrowRight", round((rate - 0.1) / 0.1))
    assert word in picture.told
    x, y_true = helpers.truth_table("AND")
    model = {"weights": np.array(given["valley"]["weights"]), "bias": np.array([given["valley"]["start"]])}
    for step in range(4):
        y_pred = helpers.predict(model, helpers.linear_activation, x)
        shown = picture.shown
        assert shown["steps"] == step
        assert shown["rate"] == rate
        assert shown["bias"] == pytest.approx(model["bias"][0])
        assert shown["loss"] == pytest.approx(helpers.mean_squared_error(y_true, y_pred))
        model["bias"] = model["bias"] - rate * helpers.mse_gradient(x, y_true, y_pred)[1]
        picture.press("1歩進む", "Enter")
    picture.press("最初へ", "Space")
    assert picture.shown["bias"] == given["valley"]["start"]


def test_the_boxes_line_up_as_numpy_does(page):
    page.reload()
    picture = Picture(page, "boxes")
    shapes = {"A": [(4, 2), (4, 1), (4,), (2,)], "B": [(4, 2), (4, 1), (4,), (2,), (1, 2), ()]}
    picture.press("B", "Home")
    for k, a in enumerate(shapes["A"]):
        picture.press("A", "ArrowDown", min(k, 1))
        for n, b in enumerate(shapes["B"]):
            picture.press("B", "ArrowDown", min(n, 1))
            first = 1 + np.arange(np.prod(a)).reshape(a)
            second = 10 * (1 + np.arange(np.prod(b, dtype=int)).reshape(b))
            try:
                result = first + second
            except ValueError:
                assert picture.shown["shape"] is None
                assert "ValueError" in picture.told
                continue
            assert tuple(picture.shown["shape"]) == result.shape
            assert picture.shown["result"] == result.flatten().tolist()
            assert ("違う形状" in picture.told) == (result.shape not in (a, b))
        picture.press("B", "Home")


def test_reshape_turns_the_row_of_four_into_a_column(page):
    page.reload()
    picture = Picture(page, "boxes")
    assert picture.shown["shape"] is None
    picture.press("B.reshape(4, 1)", "Enter")
    assert picture.shown["shape"] == [4, 2]


def test_the_hidden_plane_shows_the_training_of_lesson_6(page):
    page.reload()
    names = {**vars(helpers), "np": np}
    for cell in ("l6-layers", "l6-forward", "l6-loss", "l6-chain-gradient", "l6-learn"):
        exec(CELLS[cell].source, names)
    picture = Picture(page, "hidden")
    picture.press("記録", "End")
    shown, trained = picture.shown, names["learn"](names["chain_gradient"], 4)
    hidden, y_pred = names["forward"](trained, names["x"])
    assert shown["epoch"] == 1000
    assert np.array(shown["points"]) == pytest.approx(hidden, abs=0.001)
    assert shown["loss"] == pytest.approx(names["loss_of"](trained), abs=0.001)
    assert shown["right"] == np.sum((y_pred >= 0.5) == (names["y_xor"] == 1)) == 4
    second = {"weights": trained[6:8], "bias": trained[8:9]}
    on_line = helpers.predict(second, helpers.sigmoid_activation, np.array(shown["line"]))
    assert on_line == pytest.approx([0.5, 0.5], abs=0.001)


def test_the_replay_of_the_hidden_plane_goes_on_by_itself(page):
    page.reload()
    picture = Picture(page, "hidden")
    before = picture.shown["epoch"]
    picture.press("再生", "Enter")
    page.wait_for_function(
        "before => document.querySelector('[data-live=hidden]').shown.epoch > before", arg=before
    )
    picture.press("止める", "Enter")
    picture.place.get_by_role("button", name="再生").wait_for()


def test_a_pictures_words_are_japanese_and_its_controls_are_named(page):
    page.reload()
    for name in NAMES:
        picture = Picture(page, name)
        assert any("ぁ" <= sign <= "ん" for sign in picture.told)
        for control in picture.place.locator("input, select").all():
            assert control.evaluate("control => control.labels.length") == 1
