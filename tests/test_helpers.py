"""perceptron_helpers: its formulas by hand, the course's figures, what NumPy does silently wrong."""

import ast
import inspect
import json
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
SOURCE = Path(helpers.__file__).read_text(encoding="utf-8")
X, AND = helpers.truth_table("AND")
pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def model():
    np.random.seed(12345)
    return helpers.create_perceptron()


def train(model, activation, epochs, y_true=AND, learning_rate=0.01, x=X, gradient=helpers.mse_gradient):
    return helpers.fit_epochs(
        model, activation, helpers.mean_squared_error, gradient, learning_rate, x, y_true, epochs
    )


def figures(text):
    return np.array([float(word) for word in text.strip("[]").split()])


# ---------- thin ----------


def test_it_stays_thin():
    functions = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.FunctionDef)]
    imports = [node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert [ast.unparse(node) for node in imports] == ["import numpy as np"]
    assert len(SOURCE.splitlines()) <= 120
    assert max(node.end_lineno - node.lineno + 1 for node in functions) <= 15
    assert all(ast.get_docstring(node) for node in functions if node.col_offset == 0)


def test_importing_it_imports_nothing_but_numpy():
    code = (
        "import sys, numpy; before = set(sys.modules)\n"
        "import perceptron_helpers; print(set(sys.modules) - before)"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    assert ast.literal_eval(shown) == {"perceptron_helpers"}


@pytest.mark.parametrize("signature", REFERENCE["fixed_names"])
def test_fixed_names_and_parameters(signature):
    name, parameters = signature.rstrip(")").split("(")
    wanted = [parameter.strip() for parameter in parameters.split(",") if parameter]
    assert list(inspect.signature(getattr(helpers, name)).parameters) == wanted


# ---------- formulas ----------


@pytest.mark.parametrize(
    "gate, rule",
    [
        ("AND", lambda a, b: a and b),
        ("OR", lambda a, b: a or b),
        ("NAND", lambda a, b: not (a and b)),
        ("XOR", lambda a, b: a != b),
    ],
)
def test_truth_tables(gate, rule):
    x, y_true = helpers.truth_table(gate)
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y_true.tolist() == [float(rule(a, b)) for a, b in x.tolist()]
    y_true[:] = 9
    assert 9 not in helpers.truth_table(gate)[1]


def test_new_perceptrons_are_drawn_from_minus_5_to_5():
    np.random.seed(0)
    models = [helpers.create_perceptron() for _ in range(2000)]
    for key, size in (("weights", 2), ("bias", 1)):
        values = np.array([model[key] for model in models])
        assert values.shape == (2000, size)
        assert -5 <= values.min() < -4.9 and 4.9 < values.max() < 5


def test_predict_by_hand():
    model = {"weights": np.array([2.0, -3.0]), "bias": np.array([0.5])}
    assert helpers.predict(model, helpers.linear_activation, X).tolist() == [0.5, -2.5, 2.5, -0.5]
    assert helpers.predict(model, helpers.step_activation, X).tolist() == [1, 0, 1, 0]


def test_step_is_one_from_one_half_on():
    z = np.array([-1, 0, np.nextafter(0.5, 0), 0.5, 2])
    assert helpers.step_activation(z).tolist() == [0, 0, 0, 1, 1]
    assert np.isnan(helpers.step_activation(np.nan))  # not silently 0


def test_sigmoid_is_exact_and_never_warns():
    z = np.concatenate([np.linspace(-708, 708, 1417), [-1e-300, 0, 1e-300]])
    with localcontext() as context:
        context.prec = 60
        exact = np.array([float(1 / (1 + (-Decimal(value)).exp())) for value in z.tolist()])
    np.testing.assert_allclose(helpers.sigmoid_activation(z), exact, rtol=1e-12, atol=0)
    assert helpers.sigmoid_activation(np.array([-1.7e308, -746, 746, 1.7e308])).tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    "activation", [helpers.step_activation, helpers.sigmoid_activation, helpers.linear_activation]
)
def test_an_activation_takes_a_number_and_any_shape(activation):
    assert np.shape(activation(0.25)) == ()
    assert activation(np.zeros((2, 3, 1))).shape == (2, 3, 1)


def test_losses_by_hand():
    y_true, y_pred = np.array([0.0, 1.0]), np.array([0.5, 0.25])
    assert helpers.mean_squared_error(y_true, y_pred) == (0.25 + 0.5625) / 2
    assert helpers.binary_cross_entropy(y_true, y_pred) == pytest.approx(
        (np.log(2) + np.log(4)) / 2, rel=1e-14
    )
    assert helpers.binary_cross_entropy(y_true, 1 - y_true) > 34  # wrong and certain: large, but finite


@pytest.mark.parametrize("outside", [-0.5, 1.5])
def test_cross_entropy_takes_probabilities_alone(outside):
    with pytest.raises(ValueError, match="シグモイドの出力"):
        helpers.binary_cross_entropy(np.array([0.0, 1.0]), np.array([0.5, outside]))


def test_gradient_by_hand():
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    d_weights, d_bias = helpers.mse_gradient(x, np.array([0.0, 1.0]), np.array([0.5, 3.0]))
    assert d_weights.tolist() == [(0.5 + 6) / 2, (1 + 8) / 2]
    assert d_bias.tolist() == [1.25]


@pytest.mark.parametrize("n", [1, 2, 3, 5])
@pytest.mark.parametrize(
    "activation, loss, factor",
    [
        (helpers.linear_activation, helpers.mean_squared_error, 2),
        (helpers.sigmoid_activation, helpers.binary_cross_entropy, 1),
    ],
)
def test_gradient_is_the_numerical_derivative(activation, loss, factor, n):
    numbers = np.random.default_rng(n)
    x, y_true = numbers.normal(size=(7, n)), numbers.integers(0, 2, size=7).astype(float)
    model = {"weights": numbers.normal(size=n), "bias": numbers.normal(size=1)}
    exact = helpers.mse_gradient(x, y_true, helpers.predict(model, activation, x))
    numerical = helpers.numerical_gradient(model, activation, loss, x, y_true)
    for wanted, got in zip(exact, numerical, strict=True):
        np.testing.assert_allclose(got, factor * wanted, rtol=1e-6, atol=1e-9)


def test_with_the_sigmoid_it_is_not_the_gradient_of_the_squared_error(model):
    exact = helpers.mse_gradient(X, AND, helpers.predict(model, helpers.sigmoid_activation, X))
    numerical = helpers.numerical_gradient(
        model, helpers.sigmoid_activation, helpers.mean_squared_error, X, AND
    )
    assert exact[0][0] > 0 > numerical[0][0]


# ---------- training: the course's figures ----------


def test_one_step(model):
    loss = helpers.fit(
        model, helpers.linear_activation, helpers.mean_squared_error, helpers.mse_gradient, 0.01, X, AND
    )
    assert loss == pytest.approx(STEPS[29]["loss"], rel=1e-12)
    after = figures(STEPS[29]["prints"].splitlines()[1])
    np.testing.assert_allclose(helpers.predict(model, helpers.linear_activation, X), after, atol=6e-9)


def test_linear_training(model):
    train(model, helpers.linear_activation, 1)
    history = train(model, helpers.linear_activation, 3000)
    np.testing.assert_allclose(history[:3], STEPS[31]["first_losses"], rtol=1e-12)
    np.testing.assert_allclose(
        helpers.predict(model, helpers.linear_activation, X), figures(STEPS[32]["prints"]), atol=6e-9
    )


@pytest.mark.parametrize("gate, first, last", [("AND", 35, 36), ("OR", 40, 41)])
def test_sigmoid_training(model, gate, first, last):
    history = train(model, helpers.sigmoid_activation, 5000, helpers.truth_table(gate)[1])
    np.testing.assert_allclose(history[:3], STEPS[first]["first_losses"], rtol=1e-12)
    np.testing.assert_allclose(
        helpers.predict(model, helpers.sigmoid_activation, X), figures(STEPS[last]["prints"]), atol=6e-9
    )


def test_sigmoid_training_agrees_with_pytorch(model):
    train(model, helpers.sigmoid_activation, 5000)
    got = helpers.predict(model, helpers.sigmoid_activation, X)
    np.testing.assert_allclose(got, REFERENCE["pytorch_prediction"], atol=6e-9)


@pytest.mark.parametrize("n", [1, 3, 5])
def test_training_works_for_any_number_of_inputs(n, capsys):
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(40, n))
    y_true = (x.sum(axis=1) > 0).astype(float)
    model = {"weights": np.zeros(n), "bias": np.zeros(1)}
    train(model, helpers.sigmoid_activation, 500, y_true, 1.0, x)
    right = (helpers.predict(model, helpers.sigmoid_activation, x) >= 0.5) == y_true
    assert right.sum() >= 38


def test_fit_epochs_is_fit_repeated_and_prints_a_handful(model, capsys):
    copy = dict(model)
    history = train(model, helpers.sigmoid_activation, 50)
    again = [
        helpers.fit(
            copy, helpers.sigmoid_activation, helpers.mean_squared_error, helpers.mse_gradient, 0.01, X, AND
        )
        for _ in range(50)
    ]
    assert history.tolist() == again
    assert (model["weights"] == copy["weights"]).all() and (model["bias"] == copy["bias"]).all()
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 6
    assert (
        printed[0] == f"エポック     1  損失 {again[0]:.6f}"
        and printed[-1] == f"エポック    50  損失 {again[-1]:.6f}"
    )


def test_divergence_is_said_and_training_stops(model, capsys):
    history = train(model, helpers.linear_activation, 5000, learning_rate=50.0)
    assert len(history) < 200
    assert "発散" in capsys.readouterr().out.splitlines()[-1]


# ---------- what NumPy would do silently wrong ----------

COLUMN = AND.reshape(4, 1)


@pytest.mark.parametrize(
    "y_true, y_pred", [(COLUMN, AND), (AND, COLUMN), (COLUMN, COLUMN), (AND[:1], AND), (AND, AND[:1])]
)
@pytest.mark.parametrize(
    "function",
    [
        helpers.mean_squared_error,
        helpers.binary_cross_entropy,
        lambda y_true, y_pred: helpers.mse_gradient(X, y_true, y_pred),
    ],
)
def test_answers_and_predictions_that_are_not_both_m_are_refused(function, y_true, y_pred):
    with pytest.raises(ValueError, match=r"形状が \(.*\) と \(.*\) です.*reshape\(-1\)"):
        function(y_true, y_pred)


WRONG_GRADIENTS = {
    "a column for the weights": lambda x, y_true, y_pred: (np.ones((2, 1)), np.ones(1)),
    "not summed over the samples": lambda x, y_true, y_pred: (
        x * (y_pred - y_true).reshape(4, 1),
        np.ones(1),
    ),
    "summed over the inputs too": lambda x, y_true, y_pred: (np.float64(1.0), np.ones(1)),
    "a number for the bias": lambda x, y_true, y_pred: (np.ones(2), np.float64(1.0)),
    "two biases": lambda x, y_true, y_pred: (np.ones(2), np.ones(2)),
    "no result": lambda x, y_true, y_pred: None,
    "lesson 3's first version": lambda x, y_true, y_pred: (
        np.mean(x * (y_pred - y_true), axis=0),
        np.ones(1),
    ),
}


@pytest.mark.parametrize("name", WRONG_GRADIENTS)
def test_a_gradient_of_a_wrong_shape_is_refused_and_the_model_is_as_it_was(model, name):
    before = {key: value.copy() for key, value in model.items()}
    with pytest.raises((ValueError, TypeError)):
        train(model, helpers.linear_activation, 3, gradient=WRONG_GRADIENTS[name])
    assert all((model[key] == before[key]).all() for key in before)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64, np.float32, bool])
def test_small_kinds_of_numbers_give_what_float64_gives(kind):
    y_true, y_pred = np.array([0, 1, 1], dtype=kind), np.array([1, 0, 1], dtype=kind)
    wide = [np.array(values, dtype=float) for values in (y_true, y_pred)]
    assert helpers.mean_squared_error(y_true, y_pred) == helpers.mean_squared_error(*wide)
    assert helpers.binary_cross_entropy(y_true, y_pred) == helpers.binary_cross_entropy(*wide)
    x = np.array([[1, 1], [0, 1], [1, 0]], dtype=kind)
    for got, wanted in zip(
        helpers.mse_gradient(x, y_true, y_pred), helpers.mse_gradient(x.astype(float), *wide)
    ):
        assert got.tolist() == wanted.tolist()


def test_integers_that_would_overflow_do_not():
    large = np.array([100, 120], dtype=np.int8)
    model = {"weights": large, "bias": np.array([1], dtype=np.int8)}
    assert helpers.predict(model, helpers.linear_activation, large.reshape(1, 2)).tolist() == [24401]
    assert (
        helpers.mean_squared_error(np.array([-100], dtype=np.int8), np.array([100], dtype=np.int8)) == 40000
    )
    assert helpers.mean_squared_error(np.array([1], dtype=np.uint8), np.array([0], dtype=np.uint8)) == 1
    assert helpers.sigmoid_activation(np.array([1], dtype=np.uint8)) == helpers.sigmoid_activation(1.0)
    assert helpers.step_activation(np.array([0], dtype=np.uint8)) == 0


def test_float32_gives_finite_losses():
    y = np.array([0, 1, 1, 0], dtype=np.float32)
    assert 0 < helpers.binary_cross_entropy(y.astype(float), y) < 1e-14
    assert (
        helpers.predict(
            {"weights": np.ones(2), "bias": np.zeros(1)}, helpers.sigmoid_activation, X.astype(np.float32)
        ).dtype
        == np.float64
    )


@pytest.mark.parametrize("x", [np.array([["1", "0"]]), np.array([[None, 1]]), np.array([[1j, 0]])])
def test_what_is_no_number_is_refused(model, x):
    with pytest.raises(TypeError):
        helpers.predict(model, helpers.linear_activation, x)


def test_numpys_own_error_of_step_22_comes_through():
    with pytest.raises(ValueError, match="operands could not be broadcast together"):
        train(
            {"weights": np.ones(2), "bias": np.ones(1)},
            helpers.linear_activation,
            1,
            gradient=WRONG_GRADIENTS["lesson 3's first version"],
        )


def test_nothing_warns_where_nothing_is_wrong(model, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        train(model, helpers.sigmoid_activation, 10, learning_rate=1e6)
