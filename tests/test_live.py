"""The live pictures of the decks, moved by keyboard in Chromium: they show what the helper calculates."""

import html
import json

import numpy as np
import pytest
from course import ROOT
from lab import CHROMIUM, QUIET

import perceptron_helpers as helpers

SLIDES = ROOT / "teacher/slides"
KINDS = {"線形": helpers.linear_activation, "シグモイド": helpers.sigmoid_activation}
X, Y_AND = helpers.truth_table("AND")


@pytest.fixture(scope="module")
def numbers():
    for package in ("mistune", "pygments", "pyreveal", "latex2mathml"):
        pytest.importorskip(package, reason="the extra 'slides' is not installed")
    from slides.live import NUMBERS

    return {name: calculate() for name, calculate in NUMBERS.items()}


@pytest.fixture(scope="module")
def page(numbers, tmp_path_factory):
    """One page with all pictures; afterwards nothing else was asked for, and the console is empty."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    pictures = "".join(
        f'<div class="live" data-live="{name}" data-given="{html.escape(json.dumps(given))}"></div>'
        for name, given in numbers.items()
    )
    css, js = ((SLIDES / f"live.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    file = tmp_path_factory.mktemp("live") / "live.html"
    head = f'<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><style>{css}</style>'
    file.write_text(f'{head}<div class="reveal">{pictures}</div><script>{js}</script>', encoding="utf-8")
    said = []
    with sync_api.sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET).new_page()
        page.on("request", lambda request: said.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        yield page
        assert set(said) == {file.as_uri()}


class Picture:
    """One live picture, reached and moved by keys only."""

    def __init__(self, page, name):
        page.reload()
        self.page, self.place = page, page.locator(f"[data-live={name}]")

    def press(self, label, key="Enter", times=1):
        """Press a key on the slider or button with this label, after reaching it with Tab."""
        named = self.place.locator("label", has=self.page.locator(f"span:text-matches('^{label} ')")).locator("input")
        wanted = named.or_(self.place.get_by_role("button", name=label, exact=True))
        self.page.evaluate("document.body.tabIndex = -1; document.body.focus()")
        for _ in range(60):
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

    @property
    def words(self):
        return self.place.locator(".words").inner_text()


def model_of(parameters):
    return {"weights": np.array(parameters[:2]), "bias": np.array(parameters[2:])}


def on_line(shown, model, activation):
    """The line that is drawn is where the output is a half."""
    return helpers.predict(model, activation, np.array(shown["line"])) == pytest.approx([0.5, 0.5], abs=1e-4)


def count_right(y_pred, y_true):
    return np.sum((np.round(y_pred, 9) >= 0.5) == (y_true == 1))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("gate", helpers.GATES)
def test_the_boundary_shows_the_helpers_predictions_after_the_first_move_and_the_line(page, gate, kind):
    picture, y_true = Picture(page, "boundary"), helpers.truth_table(gate)[1]
    assert "合っている" not in picture.words
    picture.press(gate)
    picture.press(kind)
    parameters = np.array([1.0, -1.0, 0.0])
    moves = [("重み0", "ArrowRight", 5), ("重み1", "ArrowRight", 22), ("バイアス", "ArrowLeft", 9)]
    for i, (label, key, times) in enumerate(moves):
        picture.press(label, key, times)
        parameters[i] += 0.1 * times * (1 if key == "ArrowRight" else -1)
        y_pred = helpers.predict(model_of(parameters), KINDS[kind], X)
        assert picture.shown["outputs"] == pytest.approx(y_pred)
        assert picture.shown["right"] == count_right(y_pred, y_true)
        assert f"{picture.shown['right']} / 4" in picture.words
        assert on_line(picture.shown, model_of(parameters), KINDS[kind])


@pytest.mark.parametrize(
    ("rate", "word"),
    [(0.1, "何歩もかかります"), (0.5, "よい大きさ"), (1.0, "1歩で谷底"), (1.8, "飛び越え"), (2.0, "減りません"), (2.2, "発散")],
)
def test_the_ball_asks_first_and_then_goes_where_the_helpers_gradient_says(page, numbers, rate, word):
    picture = Picture(page, "valley")
    picture.press("学習率", "ArrowRight", round((rate - 0.1) / 0.1))
    assert word not in picture.told
    model = model_of([*numbers["valley"]["weights"], numbers["valley"]["start"]])
    for step in range(4):
        y_pred = helpers.predict(model, helpers.linear_activation, X)
        assert picture.shown["steps"] == step
        assert picture.shown["bias"] == pytest.approx(model["bias"][0])
        assert picture.shown["loss"] == pytest.approx(helpers.mean_squared_error(Y_AND, y_pred))
        model["bias"] = model["bias"] - rate * helpers.mse_gradient(X, Y_AND, y_pred)[1]
        picture.press("1歩進む")
        assert word in picture.told
    picture.press("最初へ", "Space")
    assert picture.shown["bias"] == numbers["valley"]["start"]


def test_the_boxes_line_up_as_numpy_does_and_tell_nothing_before_they_are_asked(page):
    picture = Picture(page, "boxes")
    for a in [(4, 2), (4, 1), (4,), (2,)]:
        for b in [(4, 2), (4, 1), (4,), (2,), (1, 2), ()]:
            picture.place.get_by_role("group", name="A").get_by_role("button", name=str(a), exact=True).click()
            picture.place.get_by_role("group", name="B").get_by_role("button", name=str(b), exact=True).click()
            assert "ValueError" not in picture.told + picture.words
            picture.place.get_by_role("button", name="確かめる").click()
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


def test_the_hidden_plane_shows_the_training_of_lesson_6_and_its_coinciding_points(page):
    from slides.live import run_lesson

    names, _ = run_lesson("06")
    picture = Picture(page, "hidden")
    picture.press("記録", "End")
    shown, trained = picture.shown, names["learn"](names["chain_gradient"], 4)
    hidden, y_pred = names["forward"](trained, names["x"])
    assert shown["epoch"] == 1000
    assert np.array(shown["points"]) == pytest.approx(hidden, abs=0.001)
    assert shown["loss"] == pytest.approx(names["loss_of"](trained), abs=0.001)
    assert shown["right"] == count_right(y_pred, names["y_xor"]) == 4
    assert on_line(shown, {"weights": trained[6:8], "bias": trained[8:9]}, helpers.sigmoid_activation)
    assert picture.place.locator("text.times").text_content() == "×2"
    assert picture.place.locator("label").inner_text() == "記録 15"


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_replay_ends_at_the_last_record_and_without_motion_when_that_is_wished(page, motion):
    page.emulate_media(reduced_motion=motion)
    picture = Picture(page, "hidden")
    picture.press("再生")
    if motion == "reduce":
        assert picture.shown["epoch"] == 1000
    page.wait_for_function("document.querySelector('[data-live=hidden]').shown.epoch === 1000")
    picture.place.get_by_role("button", name="再生").wait_for()


def test_linear_and_sigmoid_are_trained_as_the_helper_does_and_only_the_linear_line_moves_with_k(page):
    picture = Picture(page, "training")
    picture.press("記録", "End")
    at_1 = picture.shown
    picture.press("重みとバイアス ×", "ArrowRight", 5)
    assert picture.shown["epoch"] == 500
    for kind, activation in KINDS.items():
        np.random.seed(12345)
        model = helpers.create_perceptron()
        for _ in range(500):
            helpers.fit(model, activation, helpers.mean_squared_error, helpers.mse_gradient, 0.1, X, Y_AND)
        twice = {name: 2 * value for name, value in model.items()}
        assert at_1[kind]["outputs"] == pytest.approx(helpers.predict(model, activation, X))
        assert picture.shown[kind]["outputs"] == pytest.approx(helpers.predict(twice, activation, X))
        assert on_line(picture.shown[kind], twice, activation)
    assert picture.shown["シグモイド"]["line"] == pytest.approx(np.array(at_1["シグモイド"]["line"]))
    assert picture.shown["線形"]["line"] != pytest.approx(np.array(at_1["線形"]["line"]), abs=0.1)


@pytest.mark.parametrize("answer", ["1", "0"])
def test_a_far_point_is_learnt_as_the_helper_does_by_key_and_by_dragging(page, numbers, answer):
    picture = Picture(page, "far")
    picture.press("遠くの点の入力0", "ArrowRight", 10)
    picture.press("入力1", "ArrowRight", 10)
    picture.press(answer)
    by_key = picture.shown
    x, y_true = np.vstack([X, [3, 3]]), np.append(Y_AND, float(answer))
    for kind, activation in KINDS.items():
        model = model_of(numbers["far"]["model"])
        for _ in range(500):
            helpers.fit(model, activation, helpers.mean_squared_error, helpers.mse_gradient, 0.1, x, y_true)
        assert by_key[kind]["model"] == pytest.approx([*model["weights"], *model["bias"]], abs=1e-6)
        assert by_key[kind]["right"] == count_right(helpers.predict(model, activation, X), Y_AND)
    assert (by_key["シグモイド"]["right"] == 4) == (answer == "1")
    picture.place.locator("svg").click(position={"x": 0, "y": 0}, trial=True)
    box = picture.place.locator("svg circle[fill=none]").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 56, box["y"] + box["height"] / 2 + 56)
    page.mouse.up()
    assert "点 (2, 2)" in picture.told


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_the_pushes_of_the_samples_add_up_to_the_helpers_gradient_shown_when_asked(page, numbers, gate):
    picture = Picture(page, "pushes")
    picture.press(gate)
    picture.press("記録", "End")
    model = model_of(numbers["pushes"]["models"][gate][-1])
    y_pred = helpers.predict(model, helpers.sigmoid_activation, X)
    total = -np.concatenate(helpers.mse_gradient(X, helpers.truth_table(gate)[1], y_pred))
    assert picture.shown["total"] == pytest.approx(total)
    assert np.sum(picture.shown["push"], axis=0) == pytest.approx(total)
    assert "黒" not in picture.words
    picture.press("確かめる")
    assert f"重み1 {total[1]:.3f}".replace("-0.000", "0.000") in picture.words.replace("-0.000", "0.000")


@pytest.mark.parametrize("coding", ["測定値のまま", "平均を引く", "標準化する"])
def test_the_ball_of_the_penguins_goes_where_the_helpers_gradient_says(page, numbers, coding):
    picture, given = Picture(page, "scaling"), numbers["scaling"]
    picture.press(coding)
    assert "距離" not in picture.words
    picture.press("1歩", times=3)
    inputs, y_true = np.array(given["valleys"][coding]["inputs"]).reshape(-1, 1), np.array(given["y"])
    model = {"weights": np.zeros(1), "bias": np.zeros(1)}
    for _ in range(3):
        y_pred = helpers.predict(model, helpers.linear_activation, inputs)
        d_weights, d_bias = helpers.mse_gradient(inputs, y_true, y_pred)
        model["weights"] = model["weights"] - given["valleys"][coding]["rate"] * d_weights
        model["bias"] = model["bias"] - given["valleys"][coding]["rate"] * d_bias
    assert picture.shown["ball"] == pytest.approx([*model["weights"], *model["bias"]], abs=0.002)
    assert (picture.shown["left"] < 0.01) == (coding == "標準化する")


def test_a_pictures_words_are_japanese_and_its_controls_are_named(page, numbers):
    for name in numbers:
        picture = Picture(page, name)
        assert any("ぁ" <= sign <= "ん" for sign in picture.told)
        for control in picture.place.locator("input").all():
            assert control.evaluate("control => control.labels.length") == 1


@pytest.mark.parametrize("kind", ["print", "print handout"])
def test_print_shows_the_start_and_the_end_and_the_handout_only_the_start(page, kind):
    page.reload()
    page.evaluate("kind => { document.documentElement.className = kind; }", kind)
    page.add_script_tag(content=f"document.querySelectorAll('.live').forEach(l => l.replaceChildren());"
                                f"{(SLIDES / 'live.js').read_text(encoding='utf-8')}")
    page.emulate_media(media="print")
    for live in page.locator(".live").all():
        assert live.locator("button, input").count() == 0
        assert live.locator("svg[role=img]:visible").count() == (1 if "handout" in kind else 2)
    page.emulate_media(media="screen")
