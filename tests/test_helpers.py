"""perceptron_helpers: each formula beside another way to calculate it, and what NumPy does silently wrong."""

import inspect
import json
import subprocess
import sys
from decimal import Decimal, localcontext
from pathlib import Path

import numpy as np
import pytest

import perceptron_helpers as helpers
from perceptron_helpers import (
    binary_cross_entropy,
    create_perceptron,
    fit,
    fit_epochs,
    linear_activation,
    mean_squared_error,
    mse_gradient,
    numerical_gradient,
    predict,
    sigmoid_activation,
    step_activation,
    truth_table,
)

REFERENCE = json.loads(Path(__file__).with_name("seed_steps.json").read_text(encoding="utf-8"))
STEPS = {step["n"]: step for step in REFERENCE["steps"]}
X, AND = truth_table("AND")
pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def model():
    np.random.seed(12345)
    return create_perceptron()


def train(model, activation, epochs, y_true=AND, learning_rate=0.01, x=X, gradient=mse_gradient):
    return fit_epochs(model, activation, mean_squared_error, gradient, learning_rate, x, y_true, epochs)


def figures(text):
    return np.array([float(word) for word in text.strip("[]").split()])


# ---------- thin ----------


def test_it_stays_thin_and_needs_numpy_alone():
    source = Path(helpers.__file__).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 120
    code = "import sys, numpy; before = set(sys.modules)\nimport perceptron_helpers\n"
    code += "assert set(sys.modules) - before == {'perceptron_helpers'}"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("signature", REFERENCE["fixed_names"])
def test_fixed_names_and_parameters(signature):
    name, parameters = signature.rstrip(")").split("(")
    wanted = [parameter.strip() for parameter in parameters.split(",") if parameter]
    assert list(inspect.signature(getattr(helpers, name)).parameters) == wanted


# ---------- formulas, beside another way ----------


def test_truth_tables_are_pythons_own_logic_in_floats():
    rules = {"AND": "a and b", "OR": "a or b", "NAND": "not (a and b)", "XOR": "a != b"}
    assert helpers.GATES.keys() == rules.keys()
    for gate, rule in rules.items():
        x, y_true = truth_table(gate)
        assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
        assert y_true.tolist() == [float(eval(rule, {"a": a, "b": b})) for a, b in x.tolist()]
        assert x.dtype == y_true.dtype == float  # integers would print as 0, not 0.
        y_true[:] = 9
        assert 9 not in truth_table(gate)[1]


def test_new_perceptrons_are_drawn_from_minus_5_to_5():
    np.random.seed(0)
    models = [create_perceptron() for _ in range(2000)]
    for key, size in (("weights", 2), ("bias", 1)):
        values = np.array([model[key] for model in models])
        assert values.shape == (2000, size)
        assert -5 <= values.min() < -4.9 and 4.9 < values.max() < 5


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_predictions_losses_and_gradients_are_those_of_plain_loops(n):
    numbers = np.random.default_rng(n)
    x, y_true = numbers.normal(size=(7, n)), numbers.integers(0, 2, size=7).astype(float)
    model = {"weights": numbers.normal(size=n), "bias": numbers.normal(size=1)}
    z = [sum(a * w for a, w in zip(row, model["weights"])) + model["bias"][0] for row in x]
    y_pred = [1 / (1 + np.exp(-value)) for value in z]
    np.testing.assert_allclose(predict(model, linear_activation, x), z)
    np.testing.assert_allclose(predict(model, sigmoid_activation, x), y_pred)
    assert predict(model, step_activation, x).tolist() == [float(value >= 0.5) for value in z]
    squares = [(pred - true) ** 2 for true, pred in zip(y_true, y_pred)]
    logs = [-np.log(pred if true else 1 - pred) for true, pred in zip(y_true, y_pred)]
    assert mean_squared_error(y_true, np.array(y_pred)) == pytest.approx(sum(squares) / 7)
    assert binary_cross_entropy(y_true, np.array(y_pred)) == pytest.approx(sum(logs) / 7)
    d_weights, d_bias = mse_gradient(x, y_true, np.array(y_pred))
    errors = [pred - true for true, pred in zip(y_true, y_pred)]
    slopes = [sum(e * row[i] for e, row in zip(errors, x)) / 7 for i in range(n)]
    np.testing.assert_allclose(d_weights, slopes)
    np.testing.assert_allclose(d_bias, [sum(errors) / 7])


@pytest.mark.parametrize(
    "activation, loss, factor",
    [(linear_activation, mean_squared_error, 2), (sigmoid_activation, binary_cross_entropy, 1)],
)
def test_the_gradient_is_the_numerical_derivative(activation, loss, factor):
    numbers = np.random.default_rng(1)
    x, y_true = numbers.normal(size=(7, 3)), numbers.integers(0, 2, size=7).astype(float)
    model = {"weights": numbers.normal(size=3), "bias": numbers.normal(size=1)}
    exact = mse_gradient(x, y_true, predict(model, activation, x))
    numerical = numerical_gradient(model, activation, loss, x, y_true)
    for wanted, got in zip(exact, numerical, strict=True):
        np.testing.assert_allclose(got, factor * wanted, rtol=1e-6, atol=1e-9)


def test_step_is_one_from_one_half_on_and_nan_stays():
    assert step_activation(np.array([-1, 0, np.nextafter(0.5, 0), 0.5, 2])).tolist() == [0, 0, 0, 1, 1]
    assert np.isnan(step_activation(np.nan))


def test_sigmoid_is_decimals_sigmoid_at_any_z_and_under_any_error_state():
    z = np.concatenate([np.linspace(-708, 708, 1417), [-1e-300, 0, 1e-300]])
    with localcontext() as context:
        context.prec = 60
        exact = np.array([float(1 / (1 + (-Decimal(value)).exp())) for value in z.tolist()])
    np.testing.assert_allclose(sigmoid_activation(z), exact, rtol=1e-12, atol=0)
    with np.errstate(all="raise"):
        assert sigmoid_activation(np.array([-1.7e308, -746, 746, 1.7e308])).tolist() == [0, 0, 1, 1]
        model = {"weights": np.array([1.0, 1.0]), "bias": np.array([-460.0])}
        assert np.isfinite(train(model, sigmoid_activation, 50)).all()  # squares of 1e-200


# ---------- training: the course's figures ----------


def test_linear_training(model):
    history = train(model, linear_activation, 3001)
    np.testing.assert_allclose(history[:4], [STEPS[29]["loss"], *STEPS[31]["first_losses"]], rtol=1e-12)
    after = figures(STEPS[32]["prints"])
    np.testing.assert_allclose(predict(model, linear_activation, X), after, atol=6e-9)


@pytest.mark.parametrize("gate, first, last", [("AND", 35, 36), ("OR", 40, 41)])
def test_sigmoid_training(model, gate, first, last):
    history = train(model, sigmoid_activation, 5000, truth_table(gate)[1])
    np.testing.assert_allclose(history[:3], STEPS[first]["first_losses"], rtol=1e-12)
    after = [figures(STEPS[last]["prints"]), *([REFERENCE["pytorch_prediction"]] if gate == "AND" else [])]
    np.testing.assert_allclose([predict(model, sigmoid_activation, X)] * len(after), after, atol=6e-9)


def test_fit_epochs_is_fit_repeated_and_prints_six_lines(model, capsys):
    copy = dict(model)
    history = train(model, sigmoid_activation, 50).tolist()
    settings = sigmoid_activation, mean_squared_error, mse_gradient, 0.01, X, AND
    assert history == [fit(copy, *settings) for _ in range(50)]
    assert all((model[key] == copy[key]).all() for key in model)
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 6
    ends = f"エポック     1  損失 {history[0]:.6f}", f"エポック    50  損失 {history[-1]:.6f}"
    assert (printed[0], printed[-1]) == ends


def test_divergence_is_said_and_training_stops(model, capsys):
    assert len(train(model, linear_activation, 5000, learning_rate=50.0)) < 200
    assert "発散" in capsys.readouterr().out.splitlines()[-1]


# ---------- what NumPy would do silently wrong ----------

COLUMN = AND.reshape(4, 1)


@pytest.mark.parametrize("y_true, y_pred", [(COLUMN, AND), (AND, COLUMN), (COLUMN, COLUMN), (AND[:1], AND)])
@pytest.mark.parametrize("function", [mean_squared_error, binary_cross_entropy, mse_gradient])
def test_answers_and_predictions_that_are_not_both_m_are_refused(function, y_true, y_pred):
    with pytest.raises(ValueError, match=r"形状が \(.*\) と \(.*\) です.*reshape\(-1\)"):
        function(*([X] if function is mse_gradient else []), y_true, y_pred)


@pytest.mark.parametrize("outside", [-1.0, -0.5, 1.5])
def test_cross_entropy_takes_numbers_from_0_to_1_alone(outside):
    inside, wrong = np.array([0.0, 1.0]), np.array([0.5, outside])
    for arguments in ((inside, wrong), (wrong, inside)):
        with pytest.raises(ValueError, match="0より小さいか1より大きい数"):
            binary_cross_entropy(*arguments)
    assert 34 < binary_cross_entropy(inside, 1 - inside) < np.inf  # wrong and certain: large, but finite


WRONG_GRADIENTS = {
    "a column for the weights": lambda x, error: (np.ones((2, 1)), np.ones(1)),
    "not summed over the samples": lambda x, error: (x * error.reshape(4, 1), np.ones(1)),
    "summed over the inputs too": lambda x, error: (np.float64(1.0), np.ones(1)),
    "a number for the bias": lambda x, error: (np.ones(2), np.float64(1.0)),
    "lesson 3's first version, NumPy's own error": lambda x, error: (np.mean(x * error, axis=0), np.ones(1)),
}


@pytest.mark.parametrize("name", WRONG_GRADIENTS)
def test_a_gradient_of_a_wrong_shape_is_refused_and_the_model_is_as_it_was(model, name):
    before = {key: value.copy() for key, value in model.items()}
    message = "operands could not be broadcast" if "NumPy" in name else "その勾配の形状が|has no attribute"
    with pytest.raises((ValueError, AttributeError), match=message):
        train(model, linear_activation, 3, gradient=lambda x, y, p: WRONG_GRADIENTS[name](x, p - y))
    assert all((model[key] == before[key]).all() for key in before)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64, np.float32, bool])
def test_small_kinds_of_numbers_give_what_float64_gives(kind):
    y_true, y_pred, x = [0, 1, 1], [1, 0, 1], [[1, 1], [0, 1], [1, 0]]
    small = [np.array(values, dtype=kind) for values in (y_true, y_pred)]
    wide = [np.array(values, dtype=float) for values in (y_true, y_pred)]
    for loss in (mean_squared_error, binary_cross_entropy):
        assert loss(*small) == loss(*wide)
    for got, wanted in zip(mse_gradient(np.array(x, dtype=kind), *small), mse_gradient(np.array(x), *wide)):
        assert got.tolist() == wanted.tolist()
    large = {"weights": np.int8([100, 120]), "bias": np.int8([1])}
    assert predict(large, linear_activation, np.int8([[100, 120]])).tolist() == [24401]
    assert sigmoid_activation(np.array([1], dtype=kind)) == sigmoid_activation(1.0)


class Series(np.ndarray):
    """An array that stays of its kind in every calculation, as the columns of pandas do."""


@pytest.mark.parametrize("loss", [mean_squared_error, binary_cross_entropy])
def test_columns_of_a_data_frame_train_plain_weights(model, loss, capsys):
    plain, (x, y_true) = dict(model), (values.view(Series) for values in (X, AND))
    settings = sigmoid_activation, loss, mse_gradient, 0.1
    assert (fit_epochs(model, *settings, x, y_true, 9) == fit_epochs(plain, *settings, X, AND, 9)).all()
    slopes = numerical_gradient(model, sigmoid_activation, loss, x, y_true)
    y_pred = predict(model, sigmoid_activation, x)
    assert {type(value) for value in (*model.values(), *slopes, y_pred)} == {np.ndarray}
