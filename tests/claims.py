"""The tools of claims.txt: models, trainings and lines in few words, and what many starts and splits give."""

import contextlib
import functools
import io

import hand_out
import numpy as np
import refresh
from course import CELLS, PATHS, text_of
from paper.calculate import most_right

import perceptron_helpers as helpers

X = helpers.truth_table("AND")[0]
LINEAR, SIGMOID, STEP = helpers.linear_activation, helpers.sigmoid_activation, helpers.step_activation


def equal(first, second, within=1e-6):
    return np.shape(first) == np.shape(second) and np.allclose(first, second, rtol=0, atol=within)


def rising(values):
    return bool((np.diff(values, axis=0) > 0).all())


def falling(values):
    return rising(-np.asarray(values))


def signs(values):
    return np.sign(values).astype(int).tolist()


def written(cell, *words):
    """Do these words stand in the cell's code?"""
    return all(word in CELLS[cell].source for word in words)


def shown(cell, *words):
    """Do these words stand in what the cell shows?"""
    return all(word in text_of(CELLS[cell]) for word in words)


def handed_to(*makers):
    """Whom that is handed to which these modules make."""
    return {place.split("/")[0] for _, place, maker in hand_out.STEPS if maker.startswith(makers)}


def all_lessons_are_refreshed():
    """When none is named."""
    return [path.name for path in refresh.LESSONS] == [path.name for path in PATHS]


def works(code):
    """Does Python run these lines without an error?"""
    try:
        exec(code, {"np": np})
    except (Exception, SyntaxError):
        return False
    return True


def model_of(weights, bias):
    return {"weights": np.array(weights, dtype=float), "bias": np.reshape(bias, 1).astype(float)}


def output(weights, bias, x=X, activation=LINEAR):
    return helpers.predict(model_of(weights, bias), activation, x)


def ones(model, activation=LINEAR, x=X):
    """The answers 0 and 1 of a model."""
    return (helpers.predict(model, activation, x) >= 0.5).astype(int).tolist()


def crossings(model, level=0.5):
    """Where the boundary crosses the two axes."""
    return (level - model["bias"]) / model["weights"]


def fresh(seed=12345):
    np.random.seed(seed)
    return helpers.create_perceptron()


def taught(gate, activation, rate, epochs, x=X, model=None):
    """A model after training, and its losses before each update."""
    model = dict(model or fresh())
    with contextlib.redirect_stdout(io.StringIO()):
        parts = activation, helpers.mean_squared_error, helpers.mse_gradient
        return model, helpers.fit_epochs(model, *parts, rate, x, np.array(helpers.GATES[gate]), epochs)


def trained(*setting, **more):
    return taught(*setting, **more)[0]


def losses(*setting, **more):
    return taught(*setting, **more)[1]


def loss_and_right(gate, activation, rate, epochs, **more):
    """The loss after training, and how many of the four are right."""
    y_pred = helpers.predict(trained(gate, activation, rate, epochs, **more), activation, X)
    return np.mean((y_pred - helpers.GATES[gate]) ** 2), ((y_pred >= 0.5) == helpers.GATES[gate]).sum()


def failures(gate, rate, epochs, seeds, slope=False):
    """How many sigmoids of the first seeds miss 4 of 4; slope: by the squared error's own gradient."""
    x_one, y_true = np.c_[X, np.ones(4)], np.reshape(helpers.GATES[gate], (4, 1))
    params = np.array([np.r_[tuple(fresh(seed).values())] for seed in range(seeds)]).T
    for _ in range(epochs):
        y_pred = 1 / (1 + np.exp(-x_one @ params))
        error = (y_pred - y_true) * (y_pred * (1 - y_pred) if slope else 1)
        params = params - rate * x_one.T @ error / 4
    return int((((x_one @ params >= 0) == y_true).sum(axis=0) < 4).sum())


@functools.cache
def networks(units, seeds=1000):
    """Which of the first seeds learn XOR as in lesson 6, with so many hidden units."""
    starts = [np.random.RandomState(seed).uniform(-1, 1, 4 * units + 1) for seed in range(seeds)]
    params, y_true = np.array(starts), np.array(helpers.GATES["XOR"])
    for _ in range(500):
        first, second = params[:, : 2 * units].reshape(-1, 2, units), params[:, 3 * units : 4 * units]
        hidden = SIGMOID(X @ first + params[:, None, 2 * units : 3 * units])
        y_pred = SIGMOID((hidden @ second[:, :, None])[:, :, 0] + params[:, 4 * units :])
        error = (y_pred - y_true)[:, :, None]
        back = error * second[:, None] * hidden * (1 - hidden)
        steps = (X.T @ back).reshape(seeds, -1), back.sum(1), (error * hidden).sum(1), error.sum(1)
        params = params - 3.0 * np.concatenate(steps, axis=1) / 4
    inside = np.clip(np.abs(1 - y_true - y_pred), 1e-15, 1)
    return -np.log(inside).mean(axis=1) < 0.1


def separable(points, y_true):
    """Can a straight line separate the points?"""
    return most_right(points, y_true) == len(y_true)


@functools.cache
def birds_right(columns):
    """For the splits of the seeds 0 to 199: how many of 153 and of 66 are right, how many Adelie."""
    rows = np.loadtxt("penguins.csv", dtype=str, delimiter=",", skiprows=1, encoding="utf-8")
    rows = rows[rows[:, 0] != "Gentoo"]
    x, y_true = rows[:, 1:].astype(float)[:, list(columns)], (rows[:, 0] == "Chinstrap").astype(float)
    orders = np.array([np.random.RandomState(seed).permutation(len(x)) for seed in range(200)])
    train, test = orders[:, :153], orders[:, 153:]
    mean, std = x[train].mean(axis=1, keepdims=True), x[train].std(axis=1, keepdims=True)
    scaled, held_out = (np.insert((x[part] - mean) / std, 0, 1, axis=2) for part in (train, test))
    params = np.zeros((200, len(columns) + 1, 1))
    for _ in range(500):
        error = SIGMOID(scaled @ params) - y_true[train][:, :, None]
        params = params - 0.5 * scaled.swapaxes(1, 2) @ error / 153
    right = [
        (((part @ params)[:, :, 0] >= 0) == y_true[rows]).sum(axis=1)
        for part, rows in ((scaled, train), (held_out, test))
    ]
    return *right, (y_true[test] == 0).sum(axis=1)
