"""The exercises as students do them: cells typed after the lesson's own cells, then the check cell.

Each mistake is really made, and the hint that names it is asserted; solutions by other routes pass; nothing raises.
"""

import contextlib
import functools
import io
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))
import exercise_checks  # noqa: E402
from exercise_checks import COMMON, EXERCISES, check, verdict  # noqa: E402

LESSONS = {path.name[1]: nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}


# ---------- a student at a keyboard ----------

SHELL = SimpleNamespace(last_execution_result=None)  # stands for IPython's; test_in_a_real_kernel has the real one
exercise_checks.get_ipython = lambda: SHELL


def run(source, space):
    """Run a cell and return what it prints; like IPython, keep its error for the next cell."""
    shown, error = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(shown):
            exec(compile(source, "<cell>", "exec"), space)
    except Exception as raised:
        error = raised
    SHELL.last_execution_result = SimpleNamespace(error_before_exec=None, error_in_exec=error, info=SimpleNamespace(raw_cell=source))
    return shown.getvalue()


def snapshot(space):
    """A copy of the names; models are copied, so that no test changes another's."""
    return {name: dict(value) if isinstance(value, dict) else value for name, value in space.items()}


@functools.cache
def before_each_exercise():
    """{exercise: (the notebook's names, the state of the random numbers)} where the student starts to type."""
    found = {}
    for lesson, notebook in LESSONS.items():
        space = {}
        for cell in notebook.cells:
            if re.fullmatch(r"l\d-ex\d", cell.id):
                found[f"{lesson}-{cell.id[-1]}"] = space | snapshot(space), np.random.get_state()
            if cell.cell_type == "code" and not re.match("plot_|move_", cell.source):
                run(cell.source, space)
    return found


def start(number):
    names, random = before_each_exercise()[number]
    np.random.set_state(random)
    SHELL.last_execution_result = None
    return snapshot(names)


def said(number, source):
    """What the check says after the student has run this cell."""
    space = start(number)
    run(source, space)
    assert "check" in space
    return run(f'check("{number}")', space)


# ---------- what students type ----------

OR, NAND = "np.array([0, 1, 1, 1], dtype=float)", "np.array([1, 1, 1, 0], dtype=float)"


def training(gate="or", seed="np.random.seed(12345)", model="create_perceptron()", y_true=None, fitted=None, activation="sigmoid_activation",
             loss="mean_squared_error", rate=0.01, x="x", taught=None, epochs=5000, predicted=None, before="", after=""):
    """The cell of exercise 5-1 (or 5-2), with some places written differently."""
    y_true = y_true or (OR if gate == "or" else NAND)
    return f"""{before}
{seed}
model_{gate} = {model}
y_true_{gate} = {y_true}
{after}
history_{gate} = fit_epochs({fitted or f'model_{gate}'}, {activation}, {loss}, mse_gradient,
                            {rate}, {x}, {taught or f'y_true_{gate}'}, {epochs})
y_pred_{gate} = {predicted or f'predict(model_{gate}, sigmoid_activation, x)'}
"""


def own_loop(sign="-", history="history_or", loss="np.mean(error ** 2)", rate="0.01", epochs=5000):
    return f"""
np.random.seed(12345)
model_or = create_perceptron()
y_true_or = {OR}
history_or = []
for epoch in range({epochs}):
    y_pred = predict(model_or, sigmoid_activation, x)
    error = y_pred - y_true_or
    history_or.append({loss})
    model_or["weights"] = model_or["weights"] {sign} {rate} * (x.T @ error) / 4
    model_or["bias"] = model_or["bias"] {sign} {rate} * error.mean()
history_or = {history}
y_pred_or = predict(model_or, sigmoid_activation, x)
"""


FIRST_GRADIENT = """
def mse_gradient(x, y_true, y_pred):
    error = y_pred - y_true
    return np.mean(x * error, axis=0), np.array([np.mean(error)])
"""
REPAIRED = FIRST_GRADIENT.replace("x * error", "x * error.reshape(len(x), 1)")
WITHOUT_RESHAPE = FIRST_GRADIENT.replace("np.mean(x * error, axis=0)", "error @ x / len(x)")

SOLUTIONS = [
    ("1-1", "answer_column = table[:, 1]"), ("1-1", "answer_column = table[:, -1]"), ("1-1", "answer_column = table.T[1]"),
    ("1-2", "answer_sums = table.sum(axis=1)"), ("1-2", "answer_sums = np.sum(table, axis=1)"), ("1-2", "answer_sums = table.sum(1)"),
    ("1-3", "answer_tall = np.array([[100], [200], [300]])"), ("1-3", "answer_tall = np.array([100, 200, 300]).reshape(3, 1)"),
    ("1-3", "answer_tall = 100.0 * np.array([[1], [2], [3]])"),
    ("2-1", "hand_weights = [1.0, 1.0]\nhand_bias = -1.0"), ("2-1", "hand_weights = [1, 1]\nhand_bias = -0.51"),
    ("2-1", "hand_weights = np.array([1.0, 1.0])\nhand_bias = np.array([-1.5])"), ("2-1", "hand_weights = [3, 3]\nhand_bias = -5"),
    ("2-2", "middle = predict(model, linear_activation, np.array([[0.5, 0.5]]))"),
    ("2-2", "middle = predict(model, linear_activation, np.array([0.5, 0.5]))"),
    ("2-2", "model = create_perceptron()\nmiddle = predict(model, linear_activation, np.array([[0.5, 0.5]]))"),
    ("2-3", "nand_weights = [-1.0, -1.0]\nnand_bias = 2.0"), ("2-3", "nand_weights = (-5, -5)\nnand_bias = [8]"),
    ("3-1", "y_flat = y_column.reshape(4)"), ("3-1", "y_flat = y_column.ravel()"), ("3-1", "y_flat = y_column.reshape(-1)"),
    ("3-2", 'errors = ["イ", "オ"]'), ("3-2", 'errors = ("オ", "イ")'), ("3-2", 'errors = ["ｲ ", "オ"]'),
    ("3-3", "def weigh_samples(x, importance):\n    return x * importance.reshape(len(x), 1)"),
    ("3-3", "weigh_samples = lambda x, importance: (x.T * importance).T"),
    ("4-1", "my_learning_rate = 1.0"), ("4-1", "my_learning_rate = 5"), ("4-1", "my_learning_rate = np.float64(0.7)"),
    ("4-1", "my_learning_rate = 1000"), ("4-1", "my_learning_rate = 1e308"), ("4-2", "z_for_09 = 2.2"), ("4-2", "z_for_09 = np.log(9)"), ("4-3", "largest_rate = 1.25"),
    ("5-1", training()), ("5-1", training(seed="np.random.seed(7)", epochs=9000)), ("5-1", training(rate=0.5)),
    ("5-1", training(loss="binary_cross_entropy", before="from perceptron_helpers import binary_cross_entropy")),
    ("5-1", own_loop()), ("5-1", own_loop(history="np.array(history_or)")), ("5-1", own_loop(rate="1.0", loss="abs(error).sum()")),
    ("5-1", training(before=REPAIRED)), ("5-1", training(before=WITHOUT_RESHAPE)),
    ("5-1", training(predicted="step_activation(predict(model_or, sigmoid_activation, x))")),
    ("5-1", training(after="model_or = dict(model_or)")), ("5-1", training(taught="np.array([0, 1, 1, 1])")),
    ("5-1", training().replace("x, y_true_or", "truth_table('OR')[0], y_true_or")), ("5-1", training() + "\nx = 1\nmse_gradient = None"),
    ("5-2", training("nand")), ("5-2", training("nand", y_true="1 - y_true_and")),
    ("5-3", "xnor = step_activation(predict(trained_nand, sigmoid_activation, hidden))"),
    ("5-3", "xnor = (predict(trained_nand, sigmoid_activation, hidden) >= 0.5).astype(float)"),
]

# Correct, and the check says by name in what it differs from the lesson.
NOTES = [
    ("5-1", training(y_true="np.array([0, 1, 1, 1])"), "整数の配列"),
    ("5-1", training(seed=""), "シードを決めていないか"),
    ("5-1", training(seed="", after="np.random.seed(12345)"), "シードを決めたあとで、モデルを作っていません"),
    ("5-1", training(seed="np.random.seed(7)"), "①シード"),
    ("5-1", training(rate=0.1), "学習率が 0.1 で"),
    ("5-1", training(epochs=9000), "9000 エポック分"),
    ("5-1", training(model="dict(trained_and)"), "モデルが新しくありません"),
    ("5-1", training() + "\n".join(training().splitlines()[-3:]), "2回学習"),
]

MISTAKES = [
    ("1-1", "answer_column = matrix[:, 1]", "matrix の列"), ("1-2", "answer_sums = matrix.sum(axis=1)", "matrix の合計"),
    ("1-1", "answer_column = table[:, 0]", "0から数えます"), ("1-1", "answer_column = table[1]", "行です"),
    ("1-1", "answer_column = [2, 4, 6]", "取り出しましょう"), ("1-1", "answer_column = '2'", "引用符"),
    ("1-1", "answer_column = print(table[:, 1])", "None"), ("1-1", "answer_column = table", "ヒント"),
    ("1-1", "answer_column = np.array([2, np.nan, 6])", "nan"),
    ("1-2", "answer_sums = table.sum(axis=0)", "列ごと"), ("1-2", "answer_sums = table.sum()", "axis"),
    ("1-2", "answer_sums = [3, 7, 11]", "sum"), ("1-2", "answer_sums = table.sum", "かっこ"),
    ("1-2", "answer_sums = table.sum(axis=1, keepdims=True)", "(3,)"),
    ("1-3", "answer_tall = np.array([100, 200, 300])", "(3,)"), ("1-3", "answer_tall = np.array([[100, 200, 300]])", "(1, 3)"),
    ("1-3", "answer_tall = [[100], [200], [300]]", "リスト"), ("1-3", "answer_tall = np.array([[[100], [200], [300]]])", "(3, 1)"),
    ("2-1", "hand_weights = [1.0, 1.0]\nhand_bias = 0.0", "OR です"), ("2-1", "hand_weights = [1.0, 1.0]\nhand_bias = 1.0", "下げましょう"),
    ("2-1", "hand_weights = [1.0, 1.0]\nhand_bias = -5.0", "上げましょう"), ("2-1", "hand_weights = [1.0]\nhand_bias = 0.0", "数を2つ"),
    ("2-1", "hand_weights = 1.0, 1.0\nhand_bias = -1.6", "上げましょう"), ("2-1", "hand_weights = [-1.0, -1.0]\nhand_bias = -3.0", "どちらの入力でも"),
    ("2-1", "hand_weights = ['1', '1']\nhand_bias = -1.0", "数を2つ"), ("2-1", "hand_weights = [1, 2]\nhand_bias = -1", "×"),
    ("2-1", "hand_weights = [1.0, [1.0]]\nhand_bias = -1.0", "数を2つ"), ("2-1", "hand_weights = [1, 1]\nhand_bias = '-1'", "引用符"),
    ("2-1", "hand_weights = [1, 1]\nhand_bias = -1,0", "小数点"), ("2-3", "nand_weights = [-1,0, -1,0]\nnand_bias = 2.0", "小数点"), ("2-1", "hand_weights = [1, 0]\nhand_bias = -1", "どちらの入力でも"),
    ("5-1", training(predicted="predict(model_or, sigmoid_activation, y_true_or)"), "predict には、最後に x"), ("5-1", training(predicted="predict(model_or, sigmoid_activation)"), "x の3つ"),
    ("5-1", training().replace("mean_squared_error, mse_gradient", "mse_gradient, mean_squared_error"), "順番がちがいます"),
    ("5-1", training().replace("or = fit_epochs", "or = fit").replace("np.random", "from perceptron_helpers import fit\nnp.random", 1), "fit_epochs には"),
    ("2-2", "middle = model", "predict"), ("2-2", "middle = predict(model, linear_activation, x)", "4つのサンプル"),
    ("2-2", "middle = [0.5, 0.5]", "入力そのもの"), ("2-2", "middle = predict(model, linear_activation, np.array([[5, 5]]))", "数がちがいます"),
    ("2-3", "nand_weights = [1.0, 1.0]\nnand_bias = 1.0", "どちらの入力でも"), ("2-3", "nand_weights = [-1.0, -1.0]\nnand_bias = 1.0", "×"),
    ("3-1", "y_flat = y_column", "(4, 1)"), ("3-1", "y_flat = y_column.reshape(1, 4)", "(1, 4)"), ("3-1", "y_flat = [0, 0, 0, 1]", "リスト"),
    ("3-1", "y_flat = y_column[0]", "1つだけ"), ("3-1", "y_flat = y_column.reshape", "かっこ"),
    ("3-2", 'errors = "イオ"', "リスト"), ("3-2", 'errors = ["ア", "イ", "オ"]', "アは"), ("3-2", 'errors = ["ウ"]', "ウは"),
    ("3-2", 'errors = ["イ", "エ", "オ"]', "エは"), ("3-2", 'errors = ["オ"]', "ほかにも"), ("3-2", "errors = []", "ほかにも"),
    ("3-2", 'errors = [["イ"]]', "1つずつ"), ("3-2", 'errors = ["イ、オ"]', "1つずつ"), ("3-2", 'errors = ["い", "お"]', "1つずつ"), ("3-2", 'errors = ["オ", 2]', "1つずつ"), ("3-2", "errors = [イ, オ]", "まだです"),
    ("3-3", "def weigh_samples(x, importance):\n    return x * importance", "列にかけて"),
    ("3-3", "def weigh_samples(x, importance):\n    x * importance.reshape(len(x), 1)", "return"),
    ("3-3", "def weigh_samples(x, importance):\n    return x * importance.reshape(3, 1)", "len(x) を使い"),
    ("3-3", "def weigh_samples(x, importance):\n    return x * importance.reshape(m, 1)", "len(x) を使い"),
    ("3-3", "def weigh_samples(x, importance):\n    return x * importance.reshape(1, len(x))", "列にかけて"),
    ("3-3", "def weigh_samples(x):\n    return x", "エラーを読みましょう"), ("3-3", "weigh_samples = weigh_samples(x, error)", "まだです"),
    ("3-3", "weigh_samples = 5", "def から"),
    ("3-3", "def weigh_samples(importance, x):\n    return x * importance.reshape(len(x), 1)", "引数の順番"),
    ("3-3", "def weigh_samples(x, importance):\n    return (x * importance.reshape(len(x), 1)).tolist()", "リストになって"),
    ("3-3", "def weigh_samples(x, importance):\n    return np.array([x[:, 0] * importance, x[:, 1] * importance]).T", "入力が3つのとき"),
    ("3-3", "def weigh_samples(x, importance):\n    return np.round(x * importance.reshape(len(x), 1))", "小数"),
    ("3-3", "def weigh_samples(x, importance):\n    raise SystemExit", "エラーを読みましょう"), ("3-3", "def weigh_samples(x, importance):\n    return (x.T * x) * importance", "(m, 1)"),
    ("4-1", "my_learning_rate = 0.1", "小さすぎて"), ("4-1", "my_learning_rate = -1", "0より大きい"), ("4-1", "my_learning_rate = '1.0'", "引用符"),
    ("4-1", "my_learning_rate = [1.0]", "1つ"), ("4-1", "my_learning_rate = 0,5", "小数点"),
    ("4-2", "z_for_09 = sigmoid_activation(2.2)", "入れる数"), ("4-2", "z_for_09 = 2.1", "大きくしましょう"),
    ("4-2", "z_for_09 = 2.3", "小さくしましょう"), ("4-2", "z_for_09 = [2.2, 2.3]", "1つ"),
    ("4-3", "largest_rate = 1.26", "発散します"), ("4-3", "largest_rate = 1.2", "まだ発散しません"), ("4-3", "largest_rate = [1.25]", "1つ"),
    ("4-3", "largest_rate = 1.2554", "小数第2位"), ("4-3", "largest_rate = -1", "0より大きい"),
    # 5-1: the data
    ("5-1", training(y_true="y_true_and", epochs=9), "正解が AND のまま"), ("5-1", training(y_true="np.array([0, 0, 0, 1])", epochs=9), "正解が AND のまま"),
    ("5-1", training(y_true="np.array([0, 1, 0, 1], dtype=float)", epochs=9), "入力 [1, 0] のところ"),
    ("5-1", training(y_true="np.array([1, 1, 1, 0.5])", epochs=9), "入力 [0, 0]、[1, 1] のところ"),
    ("5-1", training(y_true="np.array([1, 1, 1, 0], dtype=float)", epochs=9), "順番が、逆"),
    ("5-1", training(y_true="np.array([0, 1, 1])", epochs=9), "正解が 3 個"), ("5-1", training(y_true="[0, 1, 1, 1]", epochs=9), "配列ではありません"),
    ("5-1", training(y_true="np.array([[0], [1], [1], [1]], dtype=float)", epochs=9), "形状が (4, 1)"),
    ("5-1", training(y_true="np.array([[0, 1, 1, 1]], dtype=float)", epochs=9), "形状が (1, 4)"),
    ("5-1", training(y_true="np.array([False, True, True, True])", epochs=9), "True と False"), ("5-1", training(y_true="x", epochs=9), "入力が入っています"),
    ("5-1", training(y_true="np.array([0, 1, 1, np.nan])", epochs=9), "nan"), ("5-1", training(y_true="{0: 0}", epochs=9), "数のならびではありません"),
    ("5-1", training(y_true="'0111'", epochs=9), "引用符"),
    # the model
    ("5-1", training(model="create_perceptron"), "かっこ ( )"), ("5-1", training(model="model_and"), "同じもの"),
    ("5-1", training(model="trained_and"), "同じもの"), ("5-1", training(model="[1, 2]"), "モデルではありません"),
    ("5-1", training(model="{'weights': np.array([1.0, 2.0])}"), "モデルではありません"),
    ("5-1", training(model="{'weights': np.array([1.0, 2.0, 3.0]), 'bias': np.array([1.0])}"), "形がくずれて"),
    ("5-1", training() + "model_or['bias'] = model_or['bias'] * np.nan", "nan か inf"),
    ("5-1", training(fitted="model_and"), "ANDのモデルを渡しています"), ("5-1", training() + "model_or = create_perceptron()", "まだ学習していません"),
    ("5-1", training() + "np.random.seed(12345)\nmodel_or = create_perceptron()", "まだ学習していません"),
    # the gradient
    ("5-1", training(before=FIRST_GRADIENT), "直す前のもの"), ("5-1", training(before=REPAIRED.replace("y_pred - y_true", "y_true - y_pred")), "符号が反対"),
    ("5-1", training(before=FIRST_GRADIENT.replace("x * error", "x * error.mean()")), "レッスン3のものとちがいます"),
    ("5-1", FIRST_GRADIENT.replace("mse_gradient", "my_gradient") + training().replace("mse_gradient", "my_gradient"), "直す前のもの"),
    # the training
    ("5-1", training().replace("x, y_true_or, 5000", "y_true_or, x, 5000"), "逆か、ずれている"), ("5-1", training().replace("0.01, ", ""), "①モデル"),
    ("5-1", training().replace("sigmoid_activation, mean", "sigmoid_activation(), mean"), "かっこ ( ) を消しましょう"),
    ("5-1", training().replace("history_or = fit", "model_or = fit"), "損失の記録なので"), ("2-1", "hand_bias = ー1.0", "のばす音"),
    ("5-1", training(rate="0, 1"), "①モデル"), ("5-1", training(rate="'0.01'"), "赤いエラーで止まっています"),
    ("5-1", training(activation="linear_activation", before="from perceptron_helpers import linear_activation"), "活性化関数が線形です"),
    ("5-1", training(activation="step_activation", epochs=20), "ステップ関数です"), ("5-1", training(taught="y_true_and"), "AND のものです"),
    ("5-1", training(seed="np.random.seed(7)", taught="y_true_and", epochs=9000), "左から順に"),
    ("5-1", training(taught="1 - y_true_and"), "NAND のものです"),
    ("5-1", own_loop(sign="+"), "更新の符号が反対"), ("5-1", training(rate=-0.01), "0より大きい数"), ("5-1", training(rate=0), "0より大きい数"), ("5-1", training(rate=0.001), "学習率が 0.001 で、小さすぎ"),
    ("5-1", training(rate=0.00025), "学習率が 0.00025 で"), ("5-1", training(rate=30, epochs=2), "学習率が 30 で、大き"),
    ("5-1", training(epochs=50), "50 エポック分しか"), ("5-1", training(epochs=1), "1 エポック分しか"),
    ("5-1", training(seed="", epochs=2), "シードを決めていないか"),
    ("5-1", training(seed="np.random.seed(7)", rate=2, activation="lambda z: z"), "発散"),
    ("5-1", training(rate=1e308, activation="linear_activation", before="from perceptron_helpers import linear_activation"), "nan か inf"),
    ("5-1", own_loop(history="history_or[0]"), "数1つです"), ("5-1", own_loop(history="{}"), "fit_epochs(...) が返した値"),
    ("5-1", own_loop(history="None"), "None"), ("5-1", training(taught="1 - y_true_or"), "①シード"),
    # the prediction
    ("5-1", training(before="np.random.seed(12345)\nmodel_or = create_perceptron()\nearly = predict(model_or, sigmoid_activation, x)", predicted="early"), "学習する前の予測"),
    ("5-1", training(predicted="predict(model_or, lambda z: z, x)"), "活性化関数が線形です"), ("5-1", training(predicted="y_pred_and"), "ほかのモデルの予測"),
    ("5-1", training(predicted="np.zeros(4)"), "実行し直しましょう"),
    ("5-2", training("nand", y_true="y_true_and"), "正解が AND のまま"), ("5-2", training("nand", y_true=OR), "正解が OR のまま"),
    ("5-2", training("nand", model="model_and"), "同じもの"), ("5-2", training("nand", y_true="np.array([1, 1, 0, 0])"), "入力 [1, 0] のところ"),
    ("5-3", "xnor = step_activation(y_pred_layers)", "XOR"), ("5-3", "xnor = hidden_nand", "hidden"),
    ("5-3", "xnor = predict(trained_nand, sigmoid_activation, hidden)", "step_activation"), ("5-3", "xnor = np.ones(4)", "trained_nand"),
    ("5-3", "xnor = [1, 0, 0, 1]", "数は合って"),
]

# The check cell alone, or a cell that cannot run: which cell to run first.
OUT_OF_ORDER = [
    ("1-1", "del table, answer_column", "table が、まだありません。先に「3行2列の配列」のセル"),
    ("1-1", "del answer_column", "すぐ上の答えのセル"), ("1-1", "table = 5\nanswer_column = table[:, 1]", "table が、レッスンのものと変わっています"),
    ("1-3", "np = 2\nanswer_tall = np.array([[100], [200], [300]])", "import のセル"), ("1-1", "answer_column = table[:, 2]", "赤いエラー"),
    ("2-2", "model = 3\nmiddle = predict(model, linear_activation, x)", "2.3節の、シードを決めるセル"),
    ("2-2", "predict = 3\nmiddle = predict(model, linear_activation, x)", "2.5節の、predict のセル"), ("2-1", "hand_weights = [1.0, 1.0]", "hand_bias"),
    ("3-1", "y_column = np.arange(4)\ny_flat = y_column", "3.6節の、y_column"), ("5-1", training().replace("x, y_true_or", "xx, y_true_or"), "NameError"),
    ("5-1", "del x\n" + training(), "5.1節の、段階2のセル"), ("5-1", "x = 1\n" + training(), "5.1節の、段階2のセル"),
    ("5-1", "x = x[::-1]\n" + training(), "5.1節の、段階2のセル"), ("5-1", "fit_epochs = 3\n" + training(), "import のセル"), ("5-1", training(rate="0,01"), "SyntaxError"),
    ("5-1", "del x", "5.1節の、段階2のセル"), ("5-1", "history_or = y_pred_or = ...\n" + training().split("history_or")[0], "残りの history_or、y_pred_or"),
    ("5-3", "hidden = x\nxnor = step_activation(predict(trained_nand, sigmoid_activation, hidden))", "5.6節の「1層目」の3つのセル"),
    ("5-3", "trained_nand = trained_and\nxnor = step_activation(predict(trained_nand, sigmoid_activation, hidden))", "5.6節の「1層目：NAND"),
]


class Awkward:
    """An answer that raises whatever is asked of it."""

    def _refuse(self, *_):
        raise RuntimeError("no")

    __eq__ = __bool__ = __len__ = __iter__ = __repr__ = __str__ = __float__ = __array__ = __getitem__ = __lt__ = __gt__ = _refuse
    __hash__ = None
    shape = keys = property(_refuse)


class Series:
    """A pandas-like answer."""

    def __init__(self, values):
        self.values = np.array(values)

    def __array__(self, dtype=None, copy=None):
        return self.values


def refuse(*_):
    raise ZeroDivisionError


FILLED = np.empty(1, dtype=object)
FILLED[0] = Awkward()
HUGE = 1e308
BAD = [None, "", "OR", "x" * 10**6, refuse, lambda: 1, print, type, Awkward, Awkward(), Series([1, 2]), Series(["a"]), object(), {}, [], (), set(),
       {"weights": 1}, {"weights": None, "bias": None}, {"weights": Awkward(), "bias": Awkward()}, {"weights": np.ones(2)}, True, 0, -1,
       10**400, HUGE, -HUGE, np.nan, np.inf, 1j, [Awkward()], [[1], [1, 2]], [None], ["x"], np.array([]), np.array(None), np.array(["a"]),
       FILLED, np.zeros((2, 2, 2)), np.full(4, np.nan), np.full(4, 1e308), range(4), b"1", ..., np, Exception("x")]


# ---------- tests ----------

SHOWN = set()  # the mistakes that some student below was told


@pytest.fixture(scope="module", autouse=True)
def note_what_is_shown():
    """Record every (found, hint) whose condition held, by the place of the condition in the source."""
    holds = exercise_checks.holds

    def recording(found, *values):
        held = holds(found, *values)
        if held:
            SHOWN.add(getattr(found, "__code__", found))
        return held

    exercise_checks.holds = recording
    yield
    exercise_checks.holds = holds


def ids(cases):
    return [f"{case[0]}-{case[-1][:20]}" for case in cases]


@pytest.mark.parametrize("number, source", SOLUTIONS, ids=[number for number, _ in SOLUTIONS])
def test_solutions_by_any_route_pass(number, source):
    assert f"練習 {number}：できました" in said(number, source)


@pytest.mark.parametrize("number, source, note", NOTES, ids=ids(NOTES))
def test_a_solution_that_differs_passes_and_is_told_so(number, source, note):
    shown = said(number, source)
    assert f"練習 {number}：できました" in shown and note in shown


def test_the_lessons_own_way_gets_no_note():
    for source in (training(), own_loop()):
        assert said("5-1", source).splitlines()[-1] == "練習 5-1：できました！　4つのサンプルすべてで OR になりました。"


@pytest.mark.parametrize("number, source, hint", MISTAKES, ids=ids(MISTAKES))
def test_a_mistake_gets_the_hint_that_names_it(number, source, hint):
    shown = said(number, source)
    assert f"練習 {number}：" in shown and "できました" not in shown and hint in shown.splitlines()[-1]


@pytest.mark.parametrize("number, source, hint", OUT_OF_ORDER, ids=ids(OUT_OF_ORDER))
def test_out_of_order_says_what_to_run_first(number, source, hint):
    shown = said(number, source)
    assert "できました" not in shown and hint in shown.splitlines()[-1]


@pytest.mark.parametrize("number", EXERCISES)
def test_unfilled_says_what_is_to_be_done(number):
    source = next(cell.source for cell in LESSONS[number[0]].cells if cell.id == f"l{number[0]}-ex{number[2]}")
    assert f"練習 {number}：まだです。{EXERCISES[number].todo}" in said(number, source)


@pytest.mark.parametrize("number", EXERCISES)
def test_nothing_was_run_yet(number):
    assert "まだありません。先に" in verdict(number, {})


@pytest.mark.parametrize("number", EXERCISES)
def test_a_bad_answer_gets_a_hint(number):
    names = EXERCISES[number].names.split()
    for bad in BAD:
        for places in ([names], *([name] for name in names)):
            space = start(number) | dict.fromkeys(names, 1) | {name: bad for name in np.ravel(places)}
            space |= {"check": check}
            shown = run(f'check("{number}")', space)
            assert SHELL.last_execution_result.error_in_exec is None, (number, type(bad), SHELL.last_execution_result.error_in_exec)
            passes = (number, bad is HUGE) == ("4-1", True)  # a huge learning rate does make the loss small there
            assert ("できました" if passes else "です。") in shown.splitlines()[-1], (number, type(bad), shown)
            assert passes or "できました" not in shown, (number, type(bad), shown)


def test_everything_around_the_answer_may_be_broken():
    for number, source in {number: source for number, source in reversed(SOLUTIONS)}.items():
        for bad in (None, 3, refuse, Awkward()):
            space = start(number)
            kept = set(EXERCISES[number].names.split())
            run(source, space)
            space |= {name: bad for name in space if name not in kept | {"check", "__builtins__"}}
            assert f"練習 {number}：できました" in run(f'check("{number}")', space), (number, bad)


def test_builtins_may_be_shadowed():
    space = start("1-1") | {"list": [], "print": 3, "callable": 1, "isinstance": None}
    run("answer_column = table[:, 1]", space)
    assert "できました" in run('check("1-1")', space)


def test_an_unknown_number_is_explained():
    for number in ("9-9", "", 5, None, 1.1, [], {}, np.array([1]), Awkward(), check):
        assert "番号がちがいます" in verdict(number, {})
    assert "番号がちがいます" in run("check()", {"check": check})


def test_an_answer_from_before_an_error_is_not_judged():
    for number, source in (("3-1", "y_flat = y_column.reshape(1)"), ("1-1", "answer_column = table[:, 2]"), ("5-1", training(rate="'0.01'")),
                           ("3-3", "def weigh_samples(x, importance):\n    retrun x")):
        space = start(number)
        run(next(solution for solved, solution in SOLUTIONS if solved == number), space)
        assert "できました" in run(f'check("{number}")', space)
        run(source, space)
        assert "赤いエラーで止まっています" in run(f'check("{number}")', space)


def test_an_error_of_another_cell_is_not_blamed():
    space = start("5-1")
    run("1 / 0", space)
    assert "残りの" in run(f"model_or = history_or = y_pred_or = ...\ny_true_or = {OR}\ncheck('5-1')", space)


def test_in_a_real_kernel():
    sources = ["table = np.array([[1, 2], [3, 4], [5, 6]])", "answer_column = table[:, 1]", 'check("1-1")', "answer_column = table[:, 2]",
               'check("1-1")', "answer_column = table[:, 1)", 'check("1-1")', "answer_column = table[:, 0]", 'check("1-1")']
    cells = [nbformat.v4.new_code_cell(source) for source in ["import numpy as np\nfrom exercise_checks import check", *sources]]
    NotebookClient(nbformat.v4.new_notebook(cells=cells), timeout=120, allow_errors=True,
                   resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()
    shown = [cell.outputs[0].text for cell in cells if cell.source.startswith("check")]
    assert all(hint in text for hint, text in zip(("できました", "IndexError", "SyntaxError", "0から数えます"), shown, strict=True))


def test_a_check_changes_nothing():
    for number, source in (("4-1", "my_learning_rate = 0.1"), ("5-1", training()), ("5-1", training(y_true="y_true_and", epochs=3))):
        space = start(number)
        run(source, space)
        values = {name: repr(value) for name, value in space.items()}
        random = np.random.get_state()
        run(f'check("{number}")', space)
        assert {name: repr(value) for name, value in space.items()} == values
        assert all(np.array_equal(a, b) for a, b in zip(random, np.random.get_state()))


def test_the_table_shows_given_expected_and_got():
    for number, source, results in (("2-1", "hand_weights = [1.0, 1.0]\nhand_bias = 0.0", "0 0.0000 0 ○/0 1.0000 1 ×/0 1.0000 1 ×/1 2.0000 1 ○"),
                                    ("5-1", training(epochs=1), "0 0.0408 0 ○/1 0.0068 0 ×/1 0.7581 1 ○/1 0.3341 0 ×"),
                                    ("5-3", "xnor = hidden_nand", "1 1.0000 1 ○/0 1.0000 1 ×/0 1.0000 1 ×/1 0.0000 0 ×")):
        lines = said(number, source).splitlines()
        assert lines[0].split() == ["入力", "正解", "出力", "読み"]
        assert [line.split()[:2] for line in lines[1:5]] == [["[0,", "0]"], ["[0,", "1]"], ["[1,", "0]"], ["[1,", "1]"]]
        assert [" ".join(line.split()[2:]) for line in lines[1:5]] == results.split("/")


def test_a_model_of_zeros_is_not_taken_for_another_gate():
    text = said("5-1", training(model='{"weights": np.zeros(2), "bias": np.zeros(1)}'))
    assert "できました" in text and "モデルを作っていません" in text and "XOR" not in text


def test_an_overwritten_seed_needs_a_restart(monkeypatch):
    monkeypatch.setattr(np.random, "seed", 12345)
    assert "カーネルを再起動" in said("5-1", training())


def test_every_mistake_was_made_above():
    listed = [(number, found, hint) for number, exercise in EXERCISES.items()
              for found, hint in (*exercise.mistakes, *exercise.early, *exercise.notes)] + [("", *entry) for entry in COMMON]
    never = [(number, hint) for number, found, hint in listed if getattr(found, "__code__", found) not in SHOWN]
    assert never == [] and len(listed) > 80
