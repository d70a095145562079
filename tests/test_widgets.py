"""lesson_widgets: what a slider changes in the picture, for fixed values; broken models; threads; nothing left behind."""

import gc
import re
import sys
import threading
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb

import perceptron_helpers as helpers

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "notebooks"))
from lesson_widgets import move_learning_rate, move_perceptron, record, replay_training  # noqa: E402

X, AND = helpers.truth_table("AND")
ACTIVATIONS = {"線形": helpers.linear_activation, "シグモイド": helpers.sigmoid_activation}
pytestmark = pytest.mark.filterwarnings("error")


def model(w0, w1, bias):
    return {"weights": np.array([w0, w1], dtype=float), "bias": np.array([bias], dtype=float)}


START = model(4.3, -1.8, -3.2)


def show_all(start=START):
    return [move_perceptron(start), replay_training(start, ACTIVATIONS, 0.1, X, AND, 60), move_learning_rate(start, X, AND, 30)]


def page_alt(live):
    return re.search(r'<img alt="([^"]*)"', live.output.value).group(1)


def set_values(live, *values):
    for control, value in zip(live.controls, values):
        control.value = value


def boundary(ax):
    """The black line of the boundary."""
    return [line for line in ax.lines if line.get_color() == helpers.BLACK and line.get_linewidth() == 2]


# ---------- lesson 2: weights and bias ----------

def test_it_starts_with_the_given_model():
    live = move_perceptron(model(1.0, 2.0, -0.5))
    assert [control.value for control in live.controls] == ["AND", 1.0, 2.0, -0.5]
    assert [control.description for control in live.controls] == ["規則", "重み0", "重み1", "バイアス"]
    assert "[1, 1] で 2.5" in live.alt


@pytest.mark.parametrize("gate, w0, w1, bias, right, outputs", [
    ("AND", 1.0, 1.0, -1.0, 4, [-1.0, 0.0, 0.0, 1.0]), ("AND", 1.0, 1.0, 0.0, 2, [0.0, 1.0, 1.0, 2.0]),
    ("OR", 1.0, 1.0, 0.0, 4, [0.0, 1.0, 1.0, 2.0]), ("NAND", -1.0, -1.0, 2.0, 4, [2.0, 1.0, 1.0, 0.0]),
    ("XOR", 1.0, -1.0, 0.0, 3, [0.0, -1.0, 1.0, 0.0])])
def test_moving_changes_line_shading_points_and_table(gate, w0, w1, bias, right, outputs):
    live = move_perceptron(model(0.0, 0.0, 0.0))
    before = live.output.value
    set_values(live, gate, w0, w1, bias)
    ax, = live.axes
    line, = boundary(ax)
    np.testing.assert_allclose(line.get_xydata() @ [w0, w1] + bias, 0.5)
    shades, = ax.collections
    for band, color in zip(shades.get_paths(), shades.get_facecolors()):
        output = np.clip(band.vertices @ [w0, w1] + bias, 0, 1).mean()
        red, _, blue = color[:3]
        assert (red > blue) == (output > 0.5)
    shown = {point.get_label(): point.get_xydata().tolist() for point in live.front if point.get_visible()}
    y_true = helpers.truth_table(gate)[1]
    assert shown["正解が1"] == X[y_true == 1].tolist() and shown["正解が0"] == X[y_true == 0].tolist()
    assert f"{gate}：4つのうち {right} つ合っています" in live.alt == page_alt(live)
    assert re.findall(r"<td>(-?\d\.\d)</td>", live.output.value) == [f"{value:.1f}" for value in outputs]
    assert live.output.value.count("○") == right and ("できました" in live.output.value) == (right == 4)
    assert live.output.value.split("base64,")[1] != before.split("base64,")[1]


def test_no_weights_no_line():
    live = move_perceptron(model(0.0, 0.0, 1.0))
    assert boundary(live.axes[0]) == []


# ---------- lesson 4: the training, replayed ----------

@pytest.mark.parametrize("epoch", [1, 20, 60])
def test_the_film_shows_the_training_at_an_epoch(capsys, epoch):
    live = replay_training(START, ACTIVATIONS, 0.1, X, AND, 60)
    set_values(live, epoch)
    for ax, (name, activation), row in zip(live.axes, ACTIVATIONS.items(), live.output.value.split("<tr>")[2:]):
        trained = dict(START)
        if epoch > 1:
            helpers.fit_epochs(trained, activation, helpers.mean_squared_error, helpers.mse_gradient, 0.1, X, AND, epoch - 1)
        y_pred = helpers.predict(trained, activation, X)
        loss = helpers.mean_squared_error(AND, y_pred)
        middle = 0.5 if activation is helpers.linear_activation else 0.0
        line, = boundary(ax)
        np.testing.assert_allclose(line.get_xydata() @ trained["weights"] + trained["bias"], middle, atol=0.02)
        assert ax.get_title() == name and f"<td>{name}</td><td>{loss:.4f}</td>" in row
        assert re.findall(r"<td>(-?\d\.\d\d) ", row) == [f"{value:.2f}" for value in np.round(y_pred, 2) + 0.0]
        assert row.count("○") == ((y_pred >= 0.5) == AND).sum()
        assert [epoch, loss] in [dot.get_xydata()[0].tolist() for dot in live.axes[2].lines if len(dot.get_xydata()) == 1]
    assert f"エポック {epoch}。" in live.alt == page_alt(live)


def test_the_film_shows_both_loss_curves(capsys):
    live = replay_training(START, ACTIVATIONS, 0.1, X, AND, 60)
    curves = {line.get_label(): line.get_ydata() for line in live.axes[2].lines if len(line.get_ydata()) == 60}
    for name, activation in ACTIVATIONS.items():
        np.testing.assert_allclose(curves[name], helpers.fit_epochs(
            dict(START), activation, helpers.mean_squared_error, helpers.mse_gradient, 0.1, X, AND, 60))
    assert [text.get_text() for text in live.axes[2].get_legend().get_texts()] == list(ACTIVATIONS)


def test_the_film_does_not_train_again_and_leaves_the_model_alone(monkeypatch):
    live = replay_training(START, ACTIVATIONS, 0.1, X, AND, 60)
    monkeypatch.setattr(helpers, "fit", None)
    set_values(live, 7)
    assert "エポック 7。" in page_alt(live)
    assert START["weights"].tolist() == [4.3, -1.8] and START["bias"].tolist() == [-3.2]


# ---------- lesson 4: the learning rate ----------

@pytest.mark.parametrize("rate, verdict", [(0.001, "小さすぎます"), (0.03, "小さすぎます"), (0.5, "よい学習率です"), (1.0, "よい学習率です"),
                                           (1.259, "増えていきます（発散）"), (1.4, "増えていきます（発散）"), (3.162, "増えていきます（発散）")])
def test_the_learning_rate_is_judged(capsys, rate, verdict):
    live = move_learning_rate(START, X, AND, 30)
    set_values(live, rate)
    wanted = helpers.fit_epochs(dict(START), helpers.linear_activation, helpers.mean_squared_error, helpers.mse_gradient, rate, X, AND, 30)
    line = live.axes[0].lines[-1]
    assert line.get_linestyle() == ":" and line.get_xdata().tolist() == list(range(1, 31))
    np.testing.assert_allclose(line.get_ydata(), wanted)
    assert verdict in live.output.value and verdict in live.alt
    assert (f"{wanted[-1]:.4f}" if rate < 1.5 and wanted[-1] < 1e6 else "100万より大きい数") in live.alt
    labels = [text.get_text() for text in live.axes[0].get_legend().get_texts()]
    assert labels == ["0.001（小さすぎる）", "0.5（よい）", "1.4（大きすぎる）"]


def test_what_lesson_4_says_of_the_film_and_the_learning_rates():
    np.random.seed(12345)
    start = helpers.create_perceptron()
    losses = {rate: record(start, helpers.linear_activation, rate, X, AND, 30)[1] for rate in (0.5, 1.0, 1.2, 1.4)}
    assert losses[1.0][-1] < losses[0.5][-1] < losses[1.2][-1] < losses[1.4][-1] and losses[1.4][-1] > losses[1.4][0]

    moved, right = {}, {}
    for name, activation in ACTIVATIONS.items():
        models, history = record(start, activation, 0.1, X, AND, 500)
        crossing = [(0.5 * (name == "線形") - model["bias"][0]) / model["weights"] for model in (models[299], models[499])]
        moved[name] = np.abs(crossing[1] - crossing[0]).max()
        right[name] = [((helpers.predict(model, activation, X) >= 0.5) == AND).sum() for model in (models[0], models[499])]
        assert right[name][0] < 4 == right[name][1]
        assert (history[299] - history[499] > 0.001) == (name == "シグモイド")
    assert moved["線形"] < 0.03 and moved["シグモイド"] > 0.15


# ---------- all three ----------

@pytest.mark.parametrize("activations", [None, [], {"線形": helpers.linear_activation}, helpers.linear_activation])
def test_a_replay_needs_two_activations(activations):
    with pytest.raises(TypeError, match="activations が使えません.*必要なもの.*（2つ）"):
        replay_training(helpers.create_perceptron(), activations, 0.1, *helpers.truth_table("AND"), 3)


def test_a_replay_of_a_diverging_training_is_refused_and_a_rate_that_only_trembles_is_good():
    start = model(-4.0, -2.0, 1.0)
    for rate in (2, 1000):
        with pytest.raises(ValueError, match=f"learning_rate が使えません。渡されたもの: int の {rate}。.*発散.*直し方"):
            replay_training(start, ACTIVATIONS, rate, X, AND, 500)
    live = move_learning_rate(start, X, AND, 300)
    live.controls[0].value = 1.0
    assert "よい学習率です" in live.alt


def test_sliders_reach_the_parameters_of_the_model():
    live = move_perceptron(model(20.0, 20.0, -10.0))
    assert "重み 20.0 と 20.0、バイアス -10.0" in live.alt


def test_a_broken_model_is_explained():
    for broken in (model(np.nan, 1.0, 1.0), {"weights": np.ones(2)}, None, {"weights": np.ones((2, 1)), "bias": np.ones(1)}, 5):
        with pytest.raises((TypeError, ValueError), match="必要なもの"):
            move_perceptron(broken)
        with pytest.raises((TypeError, ValueError), match="必要なもの"):
            replay_training(broken, ACTIVATIONS, 0.1, X, AND, 5)
        with pytest.raises((TypeError, ValueError), match="必要なもの"):
            move_learning_rate(broken, X, AND, 5)


def test_two_threads_may_move_it_at_once():
    live = move_perceptron(model(0.0, 0.0, 0.0))

    def move(control):
        for step in range(30):
            live.controls[control].value = step / 10

    threads = [threading.Thread(target=move, args=(control,)) for control in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = live.output.value
    live.redraw()
    assert live.output.value == last and "[1, 1] で 8.7" in page_alt(live)


def test_moving_leaves_nothing_behind():
    live = move_perceptron(START)

    def artists():
        gc.collect()
        return sum(isinstance(thing, Artist) for thing in gc.get_objects())

    before = artists()
    for k in range(500):
        live.controls[1].value = 4.2 - k % 2  # the line stays in the picture
    assert artists() == before and len(live.moving()) == 2
    assert plt.get_fignums() == []


def test_where_nothing_is_live_the_picture_stands_alone():
    for live in show_all():
        bundle = live._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        assert bundle["text/plain"] == live.alt and live.alt.startswith("スライダーで動かす図。")
        assert bundle["text/html"].startswith(f'<img alt="{live.alt}" style="max-width: 100%" src="data:image/png;base64,iVBOR')


def test_colors_of_the_two_classes():
    for live in show_all()[:2]:
        looks = {point.get_label(): (point.get_color(), point.get_marker()) for point in live.front}
        assert to_rgb(looks["正解が0"][0]) == to_rgb("#0072B2") and to_rgb(looks["正解が1"][0]) == to_rgb("#D55E00")
        assert looks["正解が0"][1] != looks["正解が1"][1]
