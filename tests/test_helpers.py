"""perceptron_helpers: formulas against hand-computed values, messages for bad input, and pictures."""

import inspect
import json
import os
import re
import subprocess
import sys
import warnings
from decimal import Decimal, localcontext
from pathlib import Path

import numpy as np
import pytest

import perceptron_helpers as helpers

REFERENCE = json.loads(Path(__file__).with_name("seed_steps.json").read_text(encoding="utf-8"))
STEPS = {step["n"]: step for step in REFERENCE["steps"]}
X, AND = helpers.truth_table("AND")


@pytest.fixture
def model():
    np.random.seed(12345)
    return helpers.create_perceptron()


def train(model, activation, epochs, y_true=AND, learning_rate=0.01):
    return helpers.fit_epochs(model, activation, helpers.mean_squared_error, helpers.mse_gradient,
                              learning_rate, X, y_true, epochs)


def figures(text):
    return np.array([float(word) for word in text.strip("[]").split()])


# ---------- formulas ----------

@pytest.mark.parametrize("signature", REFERENCE["fixed_names"])
def test_fixed_names_and_parameters(signature):
    name, parameters = signature.rstrip(")").split("(")
    wanted = [parameter.strip() for parameter in parameters.split(",") if parameter]
    assert list(inspect.signature(getattr(helpers, name)).parameters) == wanted


@pytest.mark.parametrize("gate, answers", [
    ("AND", [0, 0, 0, 1]), ("OR", [0, 1, 1, 1]), ("NAND", [1, 1, 1, 0]), ("XOR", [0, 1, 1, 0])])
def test_truth_tables(gate, answers):
    x, y_true = helpers.truth_table(gate)
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]] and y_true.tolist() == answers
    assert x.dtype == y_true.dtype == np.float64
    y_true[:] = 9
    assert helpers.truth_table(gate)[1].tolist() == answers


def test_new_perceptrons_are_drawn_from_minus_5_to_5():
    np.random.seed(0)
    models = [helpers.create_perceptron() for _ in range(2000)]
    for key, size in (("weights", 2), ("bias", 1)):
        values = np.array([model[key] for model in models])
        assert values.shape == (2000, size) and values.dtype == np.float64
        assert values.min() >= -5 and values.max() < 5 and values.min() < -4.9 and values.max() > 4.9


def test_predict_by_hand():
    model = {"weights": np.array([2.0, -3.0]), "bias": np.array([0.5])}
    assert helpers.predict(model, helpers.linear_activation, X).tolist() == [0.5, -2.5, 2.5, -0.5]
    assert helpers.predict(model, helpers.step_activation, X).tolist() == [1, 0, 1, 0]


def test_step_is_one_from_one_half():
    z = np.array([-1, 0, np.nextafter(0.5, 0), 0.5, 2])
    assert helpers.step_activation(z).tolist() == [0, 0, 0, 1, 1]


def test_sigmoid_is_exact_and_never_warns():
    z = np.concatenate([np.linspace(-708, 708, 1417), [-1e-300, 0, 1e-300]])
    with localcontext() as context:
        context.prec = 60
        exact = np.array([float(1 / (1 + (-Decimal(value)).exp())) for value in z.tolist()])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_allclose(helpers.sigmoid_activation(z), exact, rtol=1e-12, atol=0)
        extremes = np.array([-1.7e308, -746, 746, 1.7e308])
        assert helpers.sigmoid_activation(extremes).tolist() == [0, 0, 1, 1]
    assert helpers.sigmoid_activation(np.zeros(1))[0] == 0.5


@pytest.mark.parametrize("activation", ["linear_activation", "step_activation", "sigmoid_activation"])
@pytest.mark.parametrize("x", [None, "１２", True, [0.5], np.array(["1"]), 1j, lambda z: z, float("nan"), np.array([0.5, np.nan])])
def test_an_activation_explains_what_is_no_number(activation, x):
    with pytest.raises((TypeError, ValueError), match="x が使えません.*数か、数の配列.*直し方"):
        getattr(helpers, activation)(x)


def test_an_activation_takes_a_number_and_any_shape():
    assert helpers.sigmoid_activation(0.0) == 0.5 and helpers.step_activation(1) == 1 and helpers.linear_activation(np.float64(3)) == 3
    assert helpers.sigmoid_activation(np.zeros((2, 3, 1))).shape == (2, 3, 1)
    assert helpers.sigmoid_activation(np.array([-np.inf, np.inf])).tolist() == [0, 1]


def test_losses_by_hand():
    y_true, y_pred = np.array([0.0, 1.0]), np.array([0.5, 0.25])
    assert helpers.mean_squared_error(y_true, y_pred) == (0.25 + 0.5625) / 2
    assert helpers.binary_cross_entropy(y_true, y_pred) == pytest.approx((np.log(2) + np.log(4)) / 2, rel=1e-14)
    assert np.isfinite(helpers.binary_cross_entropy(y_true, 1 - y_true))
    for outside in (-0.5, 1.5):
        with warnings.catch_warnings(), pytest.raises(ValueError, match="シグモイドの出力"):
            warnings.simplefilter("error")
            helpers.binary_cross_entropy(y_true, np.array([0.5, outside]))


def test_gradient_by_hand():
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    d_weights, d_bias = helpers.mse_gradient(x, np.array([0.0, 1.0]), np.array([0.5, 3.0]))
    assert d_weights.tolist() == [(0.5 + 6) / 2, (1 + 8) / 2] and d_bias.tolist() == [1.25]


@pytest.mark.parametrize("activation, loss, factor", [
    (helpers.linear_activation, helpers.mean_squared_error, 2),
    (helpers.sigmoid_activation, helpers.binary_cross_entropy, 1)])
@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_gradient_is_the_numerical_derivative(model, activation, loss, factor, gate):
    x, y_true = helpers.truth_table(gate)
    exact = helpers.mse_gradient(x, y_true, helpers.predict(model, activation, x))
    numerical = helpers.numerical_gradient(model, activation, loss, x, y_true)
    for wanted, got in zip(exact, numerical):
        np.testing.assert_allclose(got, factor * wanted, rtol=1e-7, atol=1e-9)


def test_gradient_of_three_inputs():
    x, y_true = np.random.default_rng(1).uniform(size=(5, 3)), np.array([0.0, 1, 0, 1, 1])
    model = {"weights": np.array([1.0, -2.0, 0.5]), "bias": np.array([0.3])}
    exact = helpers.mse_gradient(x, y_true, helpers.predict(model, helpers.linear_activation, x))
    numerical = helpers.numerical_gradient(model, helpers.linear_activation, helpers.mean_squared_error, x, y_true)
    for wanted, got in zip(exact, numerical):
        np.testing.assert_allclose(got, 2 * wanted, rtol=1e-7)


def test_with_the_sigmoid_it_is_not_the_gradient_of_the_squared_error(model):
    exact = helpers.mse_gradient(X, AND, helpers.predict(model, helpers.sigmoid_activation, X))
    numerical = helpers.numerical_gradient(model, helpers.sigmoid_activation, helpers.mean_squared_error, X, AND)
    assert exact[0][0] > 0 > numerical[0][0]


# ---------- training: the reference's figures ----------

def test_one_step(model):
    loss = helpers.fit(model, helpers.linear_activation, helpers.mean_squared_error, helpers.mse_gradient, 0.01, X, AND)
    assert loss == pytest.approx(STEPS[29]["loss"], rel=1e-12)
    after = figures(STEPS[29]["prints"].splitlines()[1])
    np.testing.assert_allclose(helpers.predict(model, helpers.linear_activation, X), after, atol=6e-9)


def test_linear_training(model):
    train(model, helpers.linear_activation, 1)
    history = train(model, helpers.linear_activation, 3000)
    np.testing.assert_allclose(history[:3], STEPS[31]["first_losses"], rtol=1e-12)
    np.testing.assert_allclose(helpers.predict(model, helpers.linear_activation, X), figures(STEPS[32]["prints"]), atol=6e-9)


@pytest.mark.parametrize("gate, first, last", [("AND", 35, 36), ("OR", 40, 41)])
def test_sigmoid_training(model, gate, first, last):
    history = train(model, helpers.sigmoid_activation, 5000, helpers.truth_table(gate)[1])
    assert history.shape == (5000,)
    np.testing.assert_allclose(history[:3], STEPS[first]["first_losses"], rtol=1e-12)
    np.testing.assert_allclose(helpers.predict(model, helpers.sigmoid_activation, X), figures(STEPS[last]["prints"]), atol=6e-9)


def test_sigmoid_training_agrees_with_pytorch(model):
    train(model, helpers.sigmoid_activation, 5000)
    np.testing.assert_allclose(helpers.predict(model, helpers.sigmoid_activation, X), REFERENCE["pytorch_prediction"], atol=6e-9)


def test_fit_epochs_is_fit_repeated_and_prints_a_handful(model, capsys):
    copy = dict(model)
    history = train(model, helpers.sigmoid_activation, 50)
    again = [helpers.fit(copy, helpers.sigmoid_activation, helpers.mean_squared_error, helpers.mse_gradient, 0.01, X, AND)
             for _ in range(50)]
    assert history.tolist() == again and (model["weights"] == copy["weights"]).all()
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == f"エポック     1  損失 {again[0]:.6f}" and printed[-1] == f"エポック    50  損失 {again[-1]:.6f}"
    assert len(printed) == 6


def test_divergence_is_said_and_warns_nothing(model, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = train(model, helpers.linear_activation, 5000, learning_rate=50.0)
    assert len(history) < 200 and "発散" in capsys.readouterr().out


# ---------- bad input ----------

BAD = {
    "x is a list": ({"x": X.tolist()}, TypeError, "x が使えません", "list"),
    "x is not filled in": ({"x": ...}, TypeError, "x が使えません", "まだ書きかえていません"),
    "x is text": ({"x": "1,0"}, TypeError, "x が使えません", "1,0"),
    "x holds text": ({"x": np.array([["1", "0"]])}, TypeError, "x が使えません", "(1, 2)"),
    "x has one axis": ({"x": X[0]}, ValueError, "x が使えません", "(2,)"),
    "x has three columns": ({"x": np.ones((4, 3))}, ValueError, "x が使えません", "(4, 3)"),
    "x is empty": ({"x": np.ones((0, 2))}, ValueError, "x が使えません", "(0, 2)"),
    "x holds nan": ({"x": X * np.nan}, ValueError, "x が使えません", "nan か inf か、大きすぎる数を含む"),
    "x holds times": ({"x": np.full((4, 2), np.timedelta64("NaT", "s"))}, TypeError, "x が使えません", "timedelta64"),
    "y_true is a column": ({"y_true": AND.reshape(4, 1)}, ValueError, "y_true が使えません", "reshape(len(y_true))"),
    "y_true is a list": ({"y_true": [0, 0, 0, 1]}, TypeError, "y_true が使えません", "np.array"),
    "y_true is too short": ({"y_true": AND[:3]}, ValueError, "y_true", "(3,)"),
    "y_true holds inf": ({"y_true": np.array([0, 0, 0, np.inf])}, ValueError, "y_true が使えません", "inf"),
    "model is None": ({"model": None}, TypeError, "model が使えません", "create_perceptron()"),
    "model has no bias": ({"model": {"weights": np.ones(2)}}, TypeError, "model が使えません", "bias"),
    "weights of a wrong shape": ({"model": {"weights": np.ones((2, 1)), "bias": np.ones(1)}}, ValueError, "weights", "(2, 1)"),
    "bias is a number": ({"model": {"weights": np.ones(2), "bias": 1.0}}, TypeError, "bias", "float"),
    "weights hold nan": ({"model": {"weights": np.array([np.nan, 1]), "bias": np.ones(1)}}, ValueError, "weights", "nan"),
    "activation was called": ({"activation": X[0]}, TypeError, "activation が使えません", "かっこ"),
    "activation returns nothing": ({"activation": lambda z: None, "loss": helpers.mean_squared_error}, TypeError, "activation の結果", "return"),
    "loss returns an array": ({"loss": lambda y_true, y_pred: y_pred - y_true}, TypeError, "loss の結果", "(4,)"),
    "gradient returns one array": ({"gradient": lambda x, y_true, y_pred: X[0]}, TypeError, "gradient の結果", "重みの勾配とバイアスの勾配の組"),
    "gradient returns a list": ({"gradient": lambda x, y_true, y_pred: [X[0], np.ones(1)]}, TypeError, "gradient の結果", "list"),
    "gradient returns a number for the bias": ({"gradient": lambda x, y_true, y_pred: (X[0], 1.0)}, TypeError, "バイアスの勾配", "形状 (1,)"),
    "gradient returns two biases": ({"gradient": lambda x, y_true, y_pred: (X[0], X[0])}, ValueError, "バイアスの勾配", "形状 (1,)"),
    "gradient returns a list for the bias": ({"gradient": lambda x, y_true, y_pred: (X[0], [1.0])}, TypeError, "バイアスの勾配", "np.array"),
    "gradient of the weights has one number": ({"gradient": lambda x, y_true, y_pred: (np.ones(1), np.ones(1))}, ValueError, "重みの勾配", "形状 (2,)"),
    "gradient of one part": ({"gradient": lambda x, y_true, y_pred: (X[0],)}, TypeError, "gradient の結果", "tuple"),
    "gradient of three parts": ({"gradient": lambda x, y_true, y_pred: (X[0], np.ones(1), 0)}, TypeError, "gradient の結果", "tuple"),
    "learning rate is text": ({"learning_rate": "0.01"}, TypeError, "learning_rate", "0.01"),
    "learning rate is zero": ({"learning_rate": 0}, ValueError, "learning_rate", "0より大きい数"),
    "learning rate is negative": ({"learning_rate": -0.1}, ValueError, "learning_rate", "-0.1"),
    "y_true is boolean": ({"y_true": AND == 1}, TypeError, "y_true が使えません", ".astype(float)"),
    "learning rate is nan": ({"learning_rate": float("nan")}, ValueError, "learning_rate", "nan"),
    "learning rate has 401 digits": ({"learning_rate": 10**400}, ValueError, "learning_rate", "1000"),
    "x holds a number too large to be squared": ({"x": X * 1e200}, ValueError, "x が使えません", "大きすぎる数"),
    "activation takes two arguments": ({"activation": lambda x, y: x}, TypeError, "activation が使えません", "引数が1つの関数"),
    "loss and gradient are swapped": ({"loss": helpers.mse_gradient, "gradient": helpers.mean_squared_error}, TypeError, "loss が使えません", "引数が2つの関数"),
    "epochs without end": ({"epochs": 10**9}, ValueError, "epochs", "100万"),
    "no epochs": ({"epochs": 0}, ValueError, "epochs", "1以上"),
    "negative epochs": ({"epochs": -5}, ValueError, "epochs", "-5"),
    "half an epoch": ({"epochs": 0.5}, TypeError, "epochs", "0.5"),
}


CHECKED = ["predict", "fit", "fit_epochs", "mean_squared_error", "binary_cross_entropy", "mse_gradient", "numerical_gradient"]


def parameters(function):
    return inspect.signature(getattr(helpers, function)).parameters


@pytest.mark.parametrize("case, function", [
    (case, function) for case, (bad, *_) in BAD.items() for function in CHECKED if bad.keys() <= parameters(function).keys()
    and (case, function) != ("x has three columns", "mse_gradient")])  # it takes any number of inputs
def test_bad_input_is_explained_and_changes_nothing(model, case, function):
    bad, error, name, given = BAD[case]
    arguments = {"model": model, "activation": helpers.linear_activation, "loss": helpers.mean_squared_error,
                 "gradient": helpers.mse_gradient, "learning_rate": 0.01, "x": X, "y_true": AND, "y_pred": AND,
                 "epochs": 5, **bad}
    before = {key: value.copy() for key, value in model.items()}
    with pytest.raises(error) as caught:
        getattr(helpers, function)(**{key: arguments[key] for key in parameters(function)})
    message = str(caught.value)
    assert name in message and given in message and "必要なもの" in message and "直し方" in message
    assert ("nan か inf か、大きすぎる数を含む" in message) == bool(re.search("holds? (nan|inf|a number too large)", case))
    assert all((model[key] == before[key]).all() for key in before)


def test_the_largest_numbers_that_are_taken():
    taken = {"epochs": 1_000_000, "learning_rate": sys.float_info.max, "y_pred": np.full(4, 1e150)}
    helpers._check_arguments(taken)
    for name, more in {"epochs": 1_000_001, "learning_rate": np.inf, "y_pred": np.full(4, np.nextafter(1e150, np.inf))}.items():
        with pytest.raises(ValueError, match=name):
            helpers._check_arguments({**taken, name: more})
    assert helpers.mean_squared_error(AND, taken["y_pred"]) == pytest.approx(1e300)
    with pytest.raises(ValueError, match="float64 の配列。必要なもの"):  # too few, but not too large
        helpers.mean_squared_error(AND, taken["y_pred"][:3])


def test_the_order_of_the_arguments_is_recalled(model):
    with pytest.raises(TypeError, match="引数の順番（model, activation, x）も確かめましょう"):
        helpers.predict(model, X, helpers.linear_activation)
    with pytest.raises(TypeError, match="引数の順番（model, activation, x）も確かめましょう"):
        helpers.plot_boundaries({"逆": (helpers.linear_activation, model)}, X, AND)


@pytest.mark.parametrize("value", [0.0, -3.0])
def test_a_loss_may_be_zero_or_negative(model, value):
    assert helpers.fit(model, helpers.linear_activation, lambda y_true, y_pred: value, helpers.mse_gradient, 0.01, X, AND) == value


def test_a_function_whose_arguments_cannot_be_told_is_tried(model):
    with pytest.raises(TypeError, match="loss の結果 が使えません"):
        helpers.fit(model, helpers.linear_activation, max, helpers.mse_gradient, 0.01, X[:1], AND[:1])


def test_wrong_number_of_arguments(model):
    with pytest.raises(TypeError, match="predict には model, activation, x の 3 個を、この順に渡します。渡されたのは 2 個です（dict、ndarray）。$"):
        helpers.predict(model, X)


@pytest.mark.parametrize("given, said", [
    ({"args": 1, "x": X}, "2 個です（dict、x=ndarray）"),
    ({"args": 2, "X": X}, "3 個です（dict、function、X=ndarray）"),  # a slip in the name
    ({"args": 3, "x": X}, "4 個です（dict、function、ndarray、x=ndarray）"), ({"args": 4}, "4 個です（dict、function、ndarray、ndarray）"),
    ({"args": 0}, "0 個です（なし）。ほかの関数に渡すときは、かっこを付けずに predict と書きます")])
def test_arguments_by_name(model, given, said):
    args = [model, helpers.linear_activation, X, X][:given["args"]]
    with pytest.raises(TypeError, match=said):
        helpers.predict(*args, **{name: value for name, value in given.items() if name != "args"})


def test_arguments_may_be_given_by_name():
    assert helpers.mean_squared_error(AND, y_pred=AND) == helpers.mean_squared_error(y_pred=AND, y_true=AND) == 0


def test_a_model_may_hold_more(model):
    y_pred = helpers.predict(model, helpers.linear_activation, X)
    assert (helpers.predict({**model, "名前": "AND"}, helpers.linear_activation, X) == y_pred).all()


def test_an_activation_is_tried_where_it_is_used():
    """np.log exists for z = 1, 2, 2, 3 of this model, and for hardly anything else."""
    model = {"weights": np.array([1.0, 1.0]), "bias": np.array([1.0])}
    assert np.isfinite(helpers.fit(model, np.log, helpers.mean_squared_error, helpers.mse_gradient, 0.01, X, AND))


def test_an_unknown_gate():
    with pytest.raises(ValueError, match="AND / OR / NAND / XOR"):
        helpers.truth_table("and")


def test_numpys_own_error_of_step_22_comes_through(model):
    def unrepaired(x, y_true, y_pred):
        return (x * (y_pred - y_true)).mean(axis=0), np.array([0.0])

    with pytest.raises(ValueError, match="operands could not be broadcast together"):
        helpers.fit(model, helpers.linear_activation, helpers.mean_squared_error, unrepaired, 0.01, X, AND)
    assert model["bias"][0] == pytest.approx(-3.16081188)


def test_an_error_inside_does_not_switch_the_checks_off(model):
    def broken(z):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        helpers.fit(model, broken, helpers.mean_squared_error, helpers.mse_gradient, 0.01, X, AND)
    with pytest.raises(TypeError, match="x が使えません"):
        helpers.predict(model, helpers.linear_activation, X.tolist())


# ---------- pictures ----------

@pytest.fixture(autouse=True)
def missing_glyphs_are_errors():
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*[Gg]lyph.*")
        yield


def test_plot_losses():
    picture = helpers.plot_losses({"線形": np.array([4.0, 2.0, 1.0]), "シグモイド": np.array([3.0, 2.5])}, log_scale=True)
    ax = picture.axes[0]
    assert [line.get_xydata().tolist() for line in ax.lines] == [[[1, 4], [2, 2], [3, 1]], [[1, 3], [2, 2.5]]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["線形", "シグモイド"]
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale()) == ("エポック", "損失", "log")
    assert "線形: 3 エポックで 4.0000 から 1.0000 へ" in picture.alt


@pytest.mark.parametrize("histories", [[2.0, 1.0], {}, {"OR": None}, {"OR": "１２"}, {"OR": []}, {"OR": np.array(1.0)}, {"OR": np.ones((2, 2))}])
def test_plot_losses_explains_what_is_no_history(histories):
    with pytest.raises(TypeError, match="histories が使えません.*必要なもの.*fit_epochs が返した配列"):
        helpers.plot_losses(histories)


@pytest.mark.parametrize("perceptrons", [[], {}, {"AND": None}, {"AND": ({},)}, {"AND": (1, 2, 3)}, {"AND": [{}, helpers.linear_activation]}])
def test_plot_boundaries_explains_what_is_no_perceptron(perceptrons):
    with pytest.raises(TypeError, match="perceptrons が使えません.*(model, activation)"):
        helpers.plot_boundaries(perceptrons, X, AND)


@pytest.mark.parametrize("activation, error, reason", [(3, TypeError, "引数が1つの関数"), (lambda z: None, TypeError, "activation の結果"),
                                                       (lambda z: z[:3], ValueError, "activation の結果"), (np.log1p, ValueError, "activation の結果")])
def test_plot_activation_explains_what_is_no_activation(activation, error, reason):
    with np.errstate(all="ignore"), pytest.raises(error, match=reason):
        helpers.plot_activation(activation, "関数")


def test_a_plane_needs_two_inputs_and_has_few_ticks(model):
    three = {"weights": np.ones(3), "bias": np.ones(1)}
    with pytest.raises(ValueError, match=r"weights.*形状 \(2,\) の数の配列"):
        helpers.plot_boundaries({"3つ": (three, helpers.linear_activation)}, X, AND)
    with pytest.raises(ValueError, match=r"x が使えません.*形状 \(m, 2\) の数の配列.*（perceptrons, x, y_true）"):
        helpers.plot_boundaries({"線形": (model, helpers.linear_activation)}, np.ones((4, 3)), AND)
    with pytest.raises(ValueError, match=r"x が使えません.*形状 \(m, 2\) の数の配列"):
        helpers.draw_samples(None, np.ones((4, 3)), AND)
    with pytest.raises(ValueError, match=r"x が使えません.*形状 \(m, 2\) の数の配列"):
        helpers.draw_output(None, model, helpers.linear_activation, np.ones((4, 3)))
    for size, step in ((1, 1), (7, 1), (100, 11), (12345, 1235)):
        ticks = helpers.plot_boundaries({"線形": (model, helpers.linear_activation)}, X * size - 50, AND).axes[0].get_xticks()
        assert ticks[0] == -50 and set(np.diff(ticks)) == {step} and 2 <= len(ticks) <= 11


def test_a_plot_takes_answers_of_zero_and_one_alone(model):
    for y_true in (np.array([0, 0, 0.5, 1]), 2 * AND, -AND):
        with pytest.raises(ValueError, match="y_true が使えません.*0 と 1 だけの配列.*予測ではなく"):
            helpers.plot_boundaries({"AND": (model, helpers.linear_activation)}, X, y_true)


def test_a_history_that_diverged_is_drawn():
    for history in (np.array([10.0, 1e160, np.inf]), np.array([10.0, 1e308])):
        picture = helpers.plot_losses({"発散": history}, log_scale=True)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert picture.png() and picture.axes[0].lines[0].get_ydata()[-1] == 1e100


def test_a_dollar_in_a_name_is_no_formula(model):
    assert helpers.plot_losses({"$$": np.array([2.0, 1.0])}).png()
    assert helpers.plot_activation(helpers.linear_activation, "$$").png()
    assert helpers.plot_boundaries({"$$": (model, helpers.linear_activation)}, X, AND).png()


def test_a_second_history_is_no_scale():
    history = np.array([2.0, 1.0])
    assert helpers.plot_losses({"AND": history}, history).axes[0].get_yscale() == "linear"


def test_plot_losses_refuses_a_fifth_curve():
    assert len(helpers.plot_losses({str(k): np.array([1.0]) for k in range(4)}).axes[0].lines) == 4
    with pytest.raises(ValueError, match="4本まで"):
        helpers.plot_losses({str(k): np.array([1.0]) for k in range(5)})


def test_plot_activation():
    picture = helpers.plot_activation(helpers.step_activation, "ステップ関数")
    z, output = picture.axes[0].lines[0].get_data()
    assert set(output[z < 0.5]) == {0.0} and set(output[z > 0.52]) == {1.0} and np.isnan(output).sum() == 1
    assert picture.axes[0].get_title() == "ステップ関数" and "f(6) = 1.0000" in picture.alt
    for whole in (helpers.sigmoid_activation, np.exp, lambda z: 100 * z, np.zeros_like, lambda z: np.where(z < 0, 0, 0.4 + z / 10)):  # only a jump of half the height leaves a gap
        assert not np.isnan(helpers.plot_activation(whole, "線").axes[0].lines[0].get_ydata()).any()
    half = helpers.plot_activation(lambda z: helpers.step_activation(z) / 2, "半分のステップ関数").axes[0].lines[0].get_ydata()
    assert np.isnan(half).sum() == 1

    def in_place(z):
        z[z < 0] = 0
        return z

    z, output = helpers.plot_activation(in_place, "ReLU").axes[0].lines[0].get_data()
    assert z[0] == -6 and output[0] == 0 and output[-1] == 6
    picture = helpers.plot_activation(helpers.sigmoid_activation, "シグモイド")
    assert picture.alt.endswith("f(-6) = 0.0025、f(0) = 0.5000、f(6) = 0.9975。")


def test_plot_boundaries():
    model = {"weights": np.array([1.0, 1.0]), "bias": np.array([-1.0])}
    picture = helpers.plot_boundaries({"線形": (model, helpers.linear_activation)}, X, AND)
    ax = picture.axes[0]
    boundary, = [line for line in ax.lines if line.get_color() == helpers.BLACK]
    np.testing.assert_allclose(boundary.get_xydata().sum(axis=1), 1.5)
    shades, = ax.collections
    levels = [(band.vertices.sum(axis=1).min() - 1, band.vertices.sum(axis=1).max() - 1) for band in shades.get_paths()]
    np.testing.assert_allclose(levels, [(-2, 0), *((k / 10, (k + 1) / 10) for k in range(10)), (1, 2)], atol=1e-9)
    blue, orange = shades.get_facecolors()[:, 2], shades.get_facecolors()[:, 0]
    assert (blue[:6] > orange[:6]).all() and (blue[6:] < orange[6:]).all()
    markers = {line.get_label(): line.get_xydata().tolist() for line in ax.lines}
    assert markers["正解が1"] == [[1, 1]] and markers["正解が0"] == [[0, 0], [0, 1], [1, 0]]
    assert ax.get_title() == "線形：合っている点 4 / 4" and "(0, 0) で -1.00" in picture.alt
    assert [text.get_text() for text in picture.legends[0].get_texts()] == ["正解が0", "正解が1", "決定境界（出力 0.5）"]


def test_one_half_is_read_as_one_and_a_small_negative_output_is_shown_as_zero():
    half = {"weights": np.zeros(2), "bias": np.array([0.5])}
    picture = helpers.plot_boundaries({"半分": (half, helpers.linear_activation)}, X, np.array([0, 1, 1, 1]))
    assert "合っている点 3 / 4" in picture.alt
    small = {"weights": np.zeros(2), "bias": np.array([-0.001])}
    assert "(0, 0) で 0.00、" in helpers.plot_boundaries({"小": (small, helpers.linear_activation)}, X, AND).alt


def test_two_boundaries_stand_side_by_side_as_large_as_one(model):
    one, two = [helpers.plot_boundaries({name: (model, helpers.linear_activation) for name in names}, X, AND) for names in ("線", "線形")]
    (wide, _), (single, _) = two.get_size_inches(), one.get_size_inches()
    (left, right), (alone,) = [[ax.get_position() for ax in picture.axes] for picture in (two, one)]
    assert wide == 2 * single and left.x0 * wide == pytest.approx(alone.x0 * single)
    assert left.width * wide == pytest.approx(alone.width * single, abs=0.2) and left.width == pytest.approx(right.width)
    helpers.FigureCanvasAgg(two).draw()
    assert two.axes[0].get_tightbbox().x1 < two.axes[1].get_tightbbox().x0


@pytest.mark.parametrize("bad, message", [({"x": X.tolist()}, "x が使えません"), ({"y_true": AND.reshape(4, 1)}, "y_true が使えません")])
def test_a_plot_explains_bad_data(model, bad, message):
    data = {"x": X, "y_true": AND, **bad}
    with pytest.raises((TypeError, ValueError), match=message):
        helpers.plot_boundaries({"線形": (model, helpers.linear_activation)}, **data)


def test_a_picture_shows_itself_with_its_alternative_text():
    picture = helpers.plot_losses({"線形": np.array([4.0, 2.0])})
    bundle = picture._repr_mimebundle_()
    assert bundle["text/plain"] == picture.alt
    assert bundle["text/html"].startswith(f'<img alt="{picture.alt}" style="max-width: 100%" src="data:image/png;base64,iVBOR')
    assert picture.png() == picture.png()


DRAW_ALL = """
import sys, warnings
if {without_package}:
    import importlib.util
    from pathlib import Path
    from matplotlib import font_manager
    package = Path(importlib.util.find_spec("matplotlib_fontja").origin).parent
    for font in package.rglob("*.ttf"):  # as if this font were installed on the computer
        font_manager.fontManager.addfont(font)
    sys.modules["matplotlib_fontja"] = None
sys.path.insert(0, {notebooks!r})
import numpy as np
import matplotlib.text
import perceptron_helpers as h
import lesson_widgets as w
x, y_true = h.truth_table("AND")
model = {{"weights": np.array([1.0, -2.0]), "bias": np.array([0.5])}}
linear_and_sigmoid = {{"線形": h.linear_activation, "シグモイド": h.sigmoid_activation}}
pictures = [h.plot_losses({{"線形（長い名前）": [2.0, 1.0]}}, log_scale=True), h.plot_activation(h.sigmoid_activation, "シグモイド"),
            h.plot_boundaries({{name: (model, f) for name, f in linear_and_sigmoid.items()}}, x, y_true)]
pictures += [live.axes[0].figure for live in (
    w.move_perceptron(model), w.replay_training(model, linear_and_sigmoid, 0.1, x, y_true, 5), w.move_learning_rate(model, x, y_true, 5))]
for picture in pictures:
    assert len(picture.png()) > 3000
    for text in picture.findobj(matplotlib.text.Text):
        assert text.get_fontsize() >= 12, text
print(len(pictures))
"""


@pytest.mark.parametrize("without_package", [False, True])
def test_no_glyph_is_missing_and_no_text_is_small(without_package):
    code = DRAW_ALL.format(without_package=without_package, notebooks=str(Path(helpers.__file__).parent / "notebooks"))
    result = subprocess.run([sys.executable, "-W", "error:Glyph", "-c", code], capture_output=True, text=True, encoding="utf-8",
                            env={**os.environ, "PYTHONUTF8": "1"})
    assert result.stdout == "6\n" and result.stderr == ""


# ---------- as a module ----------

def run_alone(code, folder):
    return subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {code}"],
                          capture_output=True, text=True, encoding="utf-8", cwd=folder)


def test_importing_it_does_not_load_the_widgets(tmp_path):
    result = run_alone("import perceptron_helpers; print('ipywidgets' in sys.modules, 'IPython' in sys.modules)", tmp_path)
    assert result.stdout.split() == ["False", "False"], result.stderr


def test_it_works_as_a_lone_file_without_the_font_package(tmp_path):
    (tmp_path / "perceptron_helpers.py").write_bytes(Path(helpers.__file__).read_bytes())
    code = ("sys.modules['matplotlib_fontja'] = None; import perceptron_helpers as h, matplotlib as m;"
            "print(h.__file__); print(m.rcParams['font.sans-serif'][0]);"
            "h.plot_losses({'A': [2.0, 1.0]}).png()")
    result = run_alone(code, tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [str(tmp_path / "perceptron_helpers.py"), "IPAexGothic"]
