"""exercise_checks: solutions pass, each mistake gets the hint that names it, nothing raises."""

import sys
from pathlib import Path

import numpy as np
import pytest

import perceptron_helpers as helpers

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "notebooks"))
from exercise_checks import EXERCISES, check  # noqa: E402

X, AND = helpers.truth_table("AND")
TABLE = np.array([[1, 2], [3, 4], [5, 6]])
COLUMN = AND.reshape(4, 1)


def trained(gate, seed=12345, epochs=5000, learning_rate=0.01, y_true=None):
    np.random.seed(seed)
    model = helpers.create_perceptron()
    y_true = helpers.truth_table(gate)[1] if y_true is None else y_true
    history = helpers.fit_epochs(model, helpers.sigmoid_activation, helpers.mean_squared_error, helpers.mse_gradient,
                                 learning_rate, X, y_true, epochs)
    return model, y_true, history


def untrained():
    np.random.seed(12345)
    return helpers.create_perceptron()


SOLUTIONS = [
    ("1-1", TABLE[:, 1]), ("1-2", TABLE.sum(axis=1)), ("1-2", np.sum(TABLE, axis=1)),
    ("1-3", np.array([[100], [200], [300]])), ("1-3", np.array([100, 200, 300]).reshape(3, 1)),
    ("2-1", [1.0, 1.0], -1.0), ("2-1", [1, 1], -0.51), ("2-1", np.array([1.0, 1.0]), np.array([-1.5])), ("2-1", [3, 3], -5),
    ("2-2", helpers.predict(untrained(), helpers.linear_activation, np.array([[0.5, 0.5]]))),
    ("2-3", [-1.0, -1.0], 2.0), ("2-3", (-5, -5), [8]),
    ("3-1", COLUMN.reshape(4)), ("3-1", COLUMN.ravel()), ("3-2", ["イ", "オ"]), ("3-2", ("オ", "イ")),
    ("3-3", lambda x, importance: x * importance.reshape(len(x), 1)), ("3-3", lambda x, importance: (x.T * importance).T),
    ("4-1", 1.0), ("4-1", 5), ("4-1", np.float64(0.7)), ("4-2", 2.2), ("4-2", np.log(9)), ("4-3", 1.25),
    ("5-1", *trained("OR")), ("5-1", *trained("OR", seed=7, epochs=9000)), ("5-1", *trained("OR", learning_rate=0.5)),
    ("5-2", *trained("NAND")), ("5-3", np.array([1.0, 0, 0, 1])),
]

MISTAKES = [
    ("1-1", TABLE[:, 0], "0から数えます"), ("1-1", TABLE[1], "行です"), ("1-1", [2, 4, 6], "取り出しましょう"), ("1-1", "2", "ヒント"),
    ("1-2", TABLE.sum(axis=0), "列ごと"), ("1-2", TABLE.sum(), "axis"), ("1-2", [3, 7, 11], "sum"), ("1-2", None, "ヒント"),
    ("1-3", np.array([100, 200, 300]), "(3,)"), ("1-3", np.array([[100, 200, 300]]), "(1, 3)"), ("1-3", [[100], [200], [300]], "リスト"),
    ("2-1", [1.0, 1.0], 0.0, "×"), ("2-1", [1.0, 1.0], 1.0, "下げましょう"), ("2-1", [1.0, 1.0], -5.0, "上げましょう"),
    ("2-1", [1.0], 0.0, "数を2つ"), ("2-1", "1.0", None, "数を2つ"), ("2-1", [1.0, 1.0], -0.5, "×"), ("2-1", [1.0, 1.0], -1.6, "上げましょう"), ("2-1", [-1.0, -1.0], -3.0, "符号"),
    ("2-1", ["1", "1"], -1.0, "数を2つ"), ("2-1", [1.0, [1.0]], -1.0, "数を2つ"), ("2-3", [1.0, 1.0], 1.0, "符号"),
    ("2-2", untrained(), "predict"), ("2-2", None, "ヒント"), ("2-3", [-1.0, -1.0], 1.0, "×"), ("2-2", np.array([1.0]), "シード"),
    ("3-1", COLUMN, "(4, 1)"), ("3-1", COLUMN.T, "(1, 4)"), ("3-1", [0, 0, 0, 1], "リスト"), ("3-1", COLUMN[0], "1つだけ"),
    ("3-2", "イオ", "リスト"), ("3-2", ["ア", "イ", "オ"], "アは"), ("3-2", ["ウ"], "ウは"), ("3-2", ["イ", "エ", "オ"], "エは"),
    ("3-2", ["オ"], "ほかにも"), ("3-2", [], "ほかにも"), ("3-2", [["イ"]], "ヒント"),
    ("3-3", lambda x, importance: x * importance, "列にかけて"), ("3-3", lambda x, importance: None, "return"),
    ("3-3", lambda x, importance: x * importance.reshape(3, 1), "len(x)"), ("3-3", lambda x: x, "エラーを読みましょう"), ("3-3", 5, "かっこ"),
    ("3-3", lambda x, importance: x * importance.reshape(4, 1), "決めつけて"),
    ("3-3", lambda x, importance: x * importance.reshape(len(x)), "列にかけて"),
    ("4-1", 0.1, "小さすぎて"), ("4-1", -1, "0より大きい"), ("4-1", "1.0", "0.01 のような数"), ("4-1", [1.0], "1つ"),
    ("4-2", helpers.sigmoid_activation(2.2), "入れる数"), ("4-2", 2.1, "大きくしましょう"), ("4-2", 2.3, "小さくしましょう"), ("4-2", "二", "1つ"),
    ("4-3", 1.26, "発散します"), ("4-3", 1.2, "まだ発散しません"), ("4-3", None, "1つ"), ("4-3", "1.25", "1つ"), ("4-3", 1.2554, "小数第2位"), ("4-3", -1, "0より大きい"),
    ("5-1", *trained("AND"), "AND のまま"), ("5-1", untrained(), np.array([0.0, 1, 1, 1]), np.array([0.3]), "まだ学習していません"),
    ("5-1", trained("OR")[0], [0, 1, 1, 1], trained("OR")[2], "np.array"),
    ("5-1", *trained("OR", y_true=np.array([0.0, 1, 1, 0])), "真理値表"), ("5-1", *trained("OR", epochs=10), "⑧5000"),
    ("5-1", trained("AND")[0], *trained("OR")[1:], "モデルが AND になっています"),
    ("5-1", helpers.create_perceptron, *trained("OR")[1:], "かっこ ( )"), ("5-1", *trained("OR")[:2], None, "fit_epochs"),
    ("5-2", *trained("AND"), "AND のまま"), ("5-3", np.array([0.0, 1, 1, 0]), "XOR"), ("5-3", np.array([1.0, 1, 1, 0]), "hidden"),
    ("5-3", np.array([0.7, 0.4, 0.4, 0.8]), "step_activation"), ("5-3", np.ones(4), "trained_nand"), ("5-3", [1, 0, 0, 1], "数は合って"),
    ("1-2", TABLE.sum, "かっこ"), ("1-2", TABLE.sum(axis=1, keepdims=True), "(3,)"),
]


def said(capsys, number, *answers):
    capsys.readouterr()
    check(number, *answers)
    return capsys.readouterr().out


@pytest.mark.parametrize("number, answers", [(number, answers) for number, *answers in SOLUTIONS])
def test_solutions_pass(capsys, number, answers):
    assert f"練習 {number}：できました" in said(capsys, number, *answers)


@pytest.mark.parametrize("number, answers, hint", [(number, answers, hint) for number, *answers, hint in MISTAKES])
def test_a_mistake_gets_its_hint(capsys, number, answers, hint):
    shown = said(capsys, number, *answers)
    assert f"練習 {number}：もう少しです" in shown and hint in shown.splitlines()[-1]


@pytest.mark.parametrize("number", EXERCISES)
def test_unfilled_says_what_is_to_be_done(capsys, number):
    count = {"2-1": 2, "2-3": 2, "5-1": 3, "5-2": 3}.get(number, 1)
    assert "まだです" in said(capsys, number, *[...] * count)


def test_an_unfilled_function_says_what_is_to_be_done(capsys):
    assert "まだです" in said(capsys, "3-3", lambda x, importance: ...)


def test_every_exercise_has_a_solution_and_a_mistake_here():
    assert {number for number, *_ in SOLUTIONS} == {number for number, *_ in MISTAKES} == set(EXERCISES)


def test_a_solution_with_other_numbers_is_told_so(capsys):
    assert "①シード" in said(capsys, "5-1", *trained("OR", seed=7, epochs=9000))
    assert "シード" not in said(capsys, "5-1", *trained("OR"))


def test_a_check_leaves_the_random_numbers_alone(capsys):
    np.random.seed(1)
    wanted = np.random.uniform(size=3)
    np.random.seed(1)
    check("4-1", 0.1)
    check("5-1", {"weights": np.ones(2), "bias": np.ones(1)}, np.array([0.0, 1, 1, 1]), None)
    assert np.random.uniform(size=3).tolist() == wanted.tolist()


def test_the_table_shows_given_expected_and_got(capsys):
    lines = said(capsys, "2-1", [1.0, 1.0], 0.0).splitlines()
    assert lines[0].split() == ["入力", "正解", "出力", "読み"]
    assert [line.split()[2:] for line in lines[1:5]] == [
        ["0", "0.0000", "0", "○"], ["0", "1.0000", "1", "×"], ["0", "1.0000", "1", "×"], ["1", "2.0000", "1", "○"]]
