"""Clumsy hands: whatever a beginner types, the answer is right or explained in Japanese, and nothing else changes.

The long run: HYPOTHESIS_PROFILE=long python -m pytest -n 0 tests/test_clumsy.py
"""

import contextlib
import inspect
import math
import os
import re
import sys
import traceback
import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import perceptron_helpers as helpers
from test_exercises import EXERCISES, LESSONS, SHELL, SOLUTIONS, run, start

import lesson_widgets  # noqa: E402  its folder was put on the path by test_exercises
from exercise_checks import check  # noqa: E402

TIMES = 60 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 1
X, AND = helpers.truth_table("AND")


def tries(number):
    """Number of inputs; the short run is the same every time; a slow machine has 10 s for each, and nothing is written."""
    return settings(max_examples=number * TIMES, derandomize=TIMES == 1, deadline=10_000, database=None,
                    suppress_health_check=list(HealthCheck))


# ---------- what a beginner types ----------

FLOATS = st.floats(-10, 10) | st.sampled_from([0.0, -0.0, 0.5, 1e-300, 1e50, 1e200, 1e308, -1e308, math.nan, math.inf, -math.inf])
NUMBERS = FLOATS | st.integers(-10, 10) | st.sampled_from([10**20, 10**400, 1j, True, np.float64(0.5), np.int64(3), np.array(0.5)])
TEXTS = st.sampled_from(["", "１２", "12", "０．０１", "0,01", "AND", "ａｎｄ", "OR", "or", "ア", "…", "sigmoid_activation", "[1, 0]"]) | st.text("abz_09 あ零１．…×%$\\^'\"(){}\n", max_size=5)
FUNCTIONS = st.sampled_from([print, len, abs, list, type, np.sum, np.max, np.array, lambda: 1, lambda z: None, lambda z: z, lambda z: z > 0.5, lambda z: 3,
                             lambda a, b: a, lambda a, b: 1.0, lambda a, b, c: a, lambda a, b, c: (a, b), helpers.predict, helpers.mean_squared_error,
                             helpers.mse_gradient, helpers.fit, helpers.truth_table, helpers.create_perceptron, helpers.step_activation])
SHAPES = st.sampled_from([(4, 2), (4,), (2,), (1,), (4, 1), (1, 4), (2, 4), (3, 2), (4, 3), (1, 2), (3,), (0,), (0, 2), (4, 0), ()]) | array_shapes(max_dims=3, max_side=5)
ARRAYS = SHAPES.flatmap(lambda shape: st.one_of(
    arrays(float, shape, elements=st.floats(-10, 10)), arrays(float, shape, elements=FLOATS), arrays(np.int64, shape, elements=st.integers(-3, 3)),
    arrays(bool, shape), arrays("U2", shape, elements=st.sampled_from(["1", "１２", ""])), arrays(object, shape, elements=st.none() | NUMBERS)))
LISTS = st.recursive(NUMBERS | TEXTS | st.none(), lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner), max_leaves=8)
MODELS = st.fixed_dictionaries({"weights": ARRAYS | NUMBERS, "bias": ARRAYS | NUMBERS}) | st.fixed_dictionaries({"weights": ARRAYS})
DICTIONARIES = st.dictionaries(TEXTS, ARRAYS | LISTS | FUNCTIONS | st.tuples(MODELS | TEXTS, FUNCTIONS), max_size=3)
ANYTHING = st.one_of(st.sampled_from([None, ..., {}, [], (), set(), range(4), b"1", np, helpers, object()]), NUMBERS, TEXTS, FUNCTIONS, ARRAYS, LISTS, MODELS, DICTIONARIES)
GOOD = {
    "model": st.builds(lambda w, b: {"weights": w, "bias": b}, arrays(float, 2, elements=st.floats(-10, 10)), arrays(float, 1, elements=st.floats(-10, 10))),
    "activation": st.sampled_from([helpers.linear_activation, helpers.step_activation, helpers.sigmoid_activation]),
    "loss": st.sampled_from([helpers.mean_squared_error]), "gradient": st.just(helpers.mse_gradient),
    "x": st.sampled_from([X, X.astype(int), X[:1], X[:3] * 7]), "y_true": st.sampled_from([AND, 1 - AND, AND.astype(int), AND[:1], AND[:3]]),
    "y_pred": arrays(float, 4, elements=st.floats(0, 1)), "learning_rate": st.floats(0.001, 1) | st.integers(1, 2), "epochs": st.integers(1, 4),
    "gate": st.sampled_from(["AND", "OR", "NAND", "XOR"]), "name": TEXTS, "log_scale": st.booleans(),
    "histories": st.dictionaries(TEXTS, st.sampled_from([np.array([2.0, 1.0]), [3, 2, 1], np.array([1.0, np.inf])]), min_size=1, max_size=4),
    "perceptrons": st.just({"線形": ({"weights": np.ones(2), "bias": np.ones(1)}, helpers.linear_activation)}),
    "activations": st.just({"線形": helpers.linear_activation, "シグモイド": helpers.sigmoid_activation}),
}
CALCULATIONS = ["truth_table", "create_perceptron", "predict", "linear_activation", "step_activation", "sigmoid_activation", "mean_squared_error",
                "binary_cross_entropy", "mse_gradient", "numerical_gradient", "fit", "fit_epochs"]
PICTURES = ["plot_losses", "plot_activation", "plot_boundaries"]
WIDGETS = ["move_perceptron", "replay_training", "move_learning_rate"]


# ---------- what must hold after every call ----------

WRITTEN, watching = [], []


@sys.addaudithook
def note_written_files(event, arguments):
    if watching and event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        WRITTEN.append(arguments[0])


@contextlib.contextmanager
def nothing_is_written():
    watching.append(True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # numbers too large for the computer warn, as they should
            yield
    finally:
        watching.clear()
    assert WRITTEN == []


def copied(value):
    """A copy with which the value can be compared after the call."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, value.tobytes() if value.dtype != object else [id(item) for item in value.flat]
    if isinstance(value, dict):
        return {key: (id(item), copied(item)) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, (list, tuple)) else id(value)


EXPLAINED = re.compile(r"が使えません。渡されたもの: .+。必要なもの: .+。直し方: .+|個を、この順に渡します。渡されたのは \d+ 個です", re.S)


def inside_theirs(error):
    """Did the error happen in a function that the student passed? It comes through as it is: lesson 3 teaches to read it."""
    return any(frame.filename == helpers.__file__ and re.search(r"\b(activation|loss|gradient)\(", frame.line)
               for frame in traceback.extract_tb(error.__traceback__))


def outcome(function, arguments):
    """The result of the call; None if it was refused with an explanation, and then the arguments are as they were."""
    before = [copied(value) for value in arguments]
    try:
        with nothing_is_written():
            return function(*arguments)
    except (TypeError, ValueError) as error:
        assert EXPLAINED.search(str(error)) or inside_theirs(error), (function.__name__, arguments, error)
        assert [copied(value) for value in arguments] == before
        return None


@st.composite
def calls(draw, functions, module):
    """A function and its arguments: good ones, but for some; sometimes one too many or too few."""
    function = getattr(module, draw(st.sampled_from(functions)))
    names = list(inspect.signature(function).parameters)
    bad = draw(st.sets(st.sampled_from(names), max_size=draw(st.integers(0, 2)))) if names else set()
    return function, [draw(ANYTHING if name in bad or name not in GOOD else GOOD[name]) for name in names]


def finite(value):
    return np.isfinite(np.asarray(value, dtype=float)).all()


@tries(600)
@given(calls(CALCULATIONS, helpers))
def test_a_calculation_is_right_or_explained(call):
    function, arguments = call
    result = outcome(function, arguments)
    if result is None:
        return
    given = dict(zip(inspect.signature(function).parameters, arguments))
    if function is helpers.predict:
        assert np.array_equal(result, given["activation"](given["x"] @ given["model"]["weights"] + given["model"]["bias"]))
        assert result.shape == (len(given["x"]),) and finite(result)
    elif function is helpers.mean_squared_error:
        assert result == pytest.approx(np.mean((np.asarray(given["y_pred"], float) - given["y_true"]) ** 2))
    elif function is helpers.binary_cross_entropy:
        assert finite(result)
    elif function in (helpers.mse_gradient, helpers.numerical_gradient):
        assert [part.shape for part in result] == [(np.shape(given["x"])[1],), (1,)]
    elif function is helpers.fit_epochs:
        assert result.ndim == 1 and (len(result) == given["epochs"] or not finite(result[-1]))
    elif function in (helpers.linear_activation, helpers.step_activation, helpers.sigmoid_activation):
        assert not np.isnan(result).any() and np.shape(result) == np.shape(given["x"])


@tries(30)
@given(calls(PICTURES, helpers))
def test_a_picture_is_drawn_or_the_reason_given(call):
    picture = outcome(*call)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a letter that the font does not have
        assert picture is None or (re.search("[ぁ-ん]", picture.alt) and picture.png())


@tries(25)
@given(calls(WIDGETS, lesson_widgets))
def test_a_widget_is_shown_or_the_reason_given(call):
    live = outcome(*call)
    assert live is None or ("<img" in live.output.value and "スライダーで動かす図" in live.alt)


@tries(50)
@given(st.sampled_from([helpers.predict, helpers.fit, helpers.fit_epochs, helpers.mse_gradient]), st.lists(ANYTHING, max_size=9))
def test_any_number_of_arguments(function, arguments):
    assert outcome(function, arguments) is None or len(arguments) == len(inspect.signature(function).parameters)


# ---------- the exercises: names shadowed, cells run out of order, twice, deleted ----------

SHADOWS = ["x = 1", "predict = 3", "np = 2", "list = []", "print = 0", "len = 4", "model = None", "y_true_and = x = []", "m = '４'", "del x", "del np",
           "sigmoid_activation = sigmoid_activation(0.0)", "mse_gradient = None", "fit_epochs = ...", "table = table[0]", "1 / 0", "retrun 1", "def x(): pass",
           "trained_and['bias'] = None", "hidden = hidden.T", "np.random.seed(1)", "import numpy as x"]
ANSWERS = st.sampled_from([source for _, source in SOLUTIONS if "5000" not in source and "fit" not in source]) | st.sampled_from(SHADOWS)


@st.composite
def sessions(draw):
    """An exercise, and the cells that a student runs before its check: the lesson's in any order, some twice, some never; answers; shadowed names."""
    number = draw(st.sampled_from(sorted(EXERCISES)))
    cells = [cell.source for cell in LESSONS[number[0]].cells if cell.cell_type == "code" and not re.search("plot_|move_|replay_|fit|train", cell.source)]
    names = EXERCISES[number].names.split()
    return number, draw(st.booleans()), draw(st.lists(st.one_of(st.sampled_from(cells), ANSWERS, st.tuples(st.sampled_from(names), ANYTHING)), max_size=8))


@tries(150)
@given(sessions())
def test_a_check_always_gives_a_verdict(session):
    number, begun, typed = session
    space = start(number) if begun else {"check": check}
    for cell in typed:
        if isinstance(cell, tuple):
            space[cell[0]] = cell[1]
        else:
            run(cell, space)
    space["check"] = check
    before, random = {name: copied(value) for name, value in space.items() if name != "__builtins__"}, np.random.get_state()[1].copy()
    with nothing_is_written():
        shown = run(f'check("{number}")', space)
    assert SHELL.last_execution_result.error_in_exec is None, (number, typed, SHELL.last_execution_result.error_in_exec)
    assert re.match(rf"練習 {number}：(できました|まだです|もう少しです)", shown.splitlines()[-1]), (number, typed, shown)
    assert {name: copied(value) for name, value in space.items() if name != "__builtins__"} == before
    assert (np.random.get_state()[1] == random).all()


@tries(30)
@given(ANYTHING)
def test_a_check_of_anything_names_the_exercises(number):
    shown = run("check(number)", {"check": check, "number": number})
    assert "番号がちがいます" in shown and "1-1" in shown or number in EXERCISES
