"""The Japanese lines under red errors: each mistake is really made, and what the advice says is carried out."""

import builtins
import copy
import random
import re
import sys
import time

import nbformat
import numpy as np
import pytest
from course import CELLS, NOTEBOOKS, ROOT
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbclient import NotebookClient

from lesson import errors
from lesson.errors import lessons, locate, texts

START = """
import numpy as np
from lesson import check
from perceptron_helpers import *
x, y_true = truth_table("AND")
model = {"weights": np.array([1.0, 2.0]), "bias": np.array([0.5])}
y_pred = predict(model, linear_activation, x)
matrix, flat = np.array([[1, 2, 3], [4, 5, 6]]), np.array([10, 20, 30, 40])
numbers, texts, answer = [1, 2, 3], np.array(["1.5", "2"]), ...
def average(values):
    total = sum(values)
"""

# (what is typed, words that the explanation must hold, the cell after the advice was carried out)
MISTAKES = [
    ("matrix[０, 1]", "「０」は半角の 0 に", "matrix[0, 1]"),
    ("print（matrix）", "「（」は半角の ( に、「）」は半角の ) に", "print(matrix)"),
    ("a = 3 × 2", "「×」は半角の * に", "a = 3 * 2"), ("a = ー3", "半角の - で", "a = -3"),
    ("a\u3000= 3", "「　」は半角の空白に", "a = 3"), ("flat ≧ 3", "「≧」は半角の >= に", "flat >= 3"),
    ("print(matrix", "「(」が閉じていません", "print(matrix)"), ("print(matrix))", "「)」が1つ多い", "print(matrix)"),
    ("a = matrix[0, 1)", "「[」を閉じる前に「)」", "a = matrix[0, 1]"), ("a = 'AND", "引用符", "a = 'AND'"),
    ("for i in range(3)\n    a = i", "コロン", "for i in range(3):\n    a = i"),
    ("for i in range(3) print(i)", "途中に :", "for i in range(3): print(i)"),
    ("if True:\na = 1", "1行目が : で終わって", "if True:\n    a = 1"), ("a = 1\n  b = 2", "余分な空白", "a = 1\nb = 2"),
    ("print matrix", "かっこが必要", "print(matrix)"), ("if flat[0] = 3:\n    a = 1", "==", "if flat[0] == 3:\n    a = 1"),
    ("3 = a", "左と右が逆", "a = 3"), ("a = 2x", "掛け算には *", "a = 2 * x"), ("a = 3 4", "抜けています", "a = 3, 4"),
    ("learning-rate = 3", "_ でつなぎ", "learning_rate = 3"), ("lambda = 3", "「lambda」は意味の決まった", "lambda_ = 3"),
    ("a = {'weights': 3, 'bias' 4}", '"名前": 値', "a = {'weights': 3, 'bias': 4}"),
    ("print(matrix[0, 1] matrix[0, 2])", "抜けています", "print(matrix[0, 1], matrix[0, 2])"),
    ("if x[0, 0]:\n    a = 1\nelse if True:\n    a = 2", "elif", "if x[0, 0]:\n    a = 1\nelif True:\n    a = 2"),
    ("a = 1\na++", "+= 1", "a = 1\na += 1"), ("def f(3):\n    return 3", "引数の名前", "def f(a):\n    return 3"),
    ("a = 08", "0 で始まる", "a = 0.8"), ("a = 3 +", "続きを", "a = 3 + 1"), ("def f():\n    retrun 3", "「return」", "def f():\n    return 3"),
    ("a = y_pred => 0.5", ">=", "a = y_pred >= 0.5"), ("if 3 > 2 && 1 > 0:\n    a = 1", "and", ""),
    ("print(matirx)", "「matrix」の書き間違い", "print(matrix)"), ("print(hidden)", "レッスン5の5.7節", ""),
    ("mean_squared_eror(y_true, y_pred)", "「mean_squared_error」", "mean_squared_error(y_true, y_pred)"),
    ("move_perceptron(model)", "from lesson.pictures import move_perceptron", "from lesson.pictures import move_perceptron"),
    ("gate = AND", '"AND"', 'gate = "AND"'), ("model[weights]", '"weights"', 'model["weights"]'),
    ("numpy.zeros(3)", "np.zeros", "np.zeros(3)"), ("sqrt(2)", "np.sqrt", "np.sqrt(2)"),
    ("math.exp(1)", "import math", "import math\nmath.exp(1)"), ("a = [O, 1]", "数字の 0", "a = [0, 1]"),
    ("def f():\n    inside = 3\nf()\nprint(inside)", "関数 f の中だけ", "def f():\n    inside = 3\n    return inside\nprint(f())"),
    ("np.loadtxt(penguins.csv, dtype=str)", '"penguins.csv"', 'np.loadtxt("penguins.csv", dtype=str)'),
    ("import nunpy", "「numpy」", "import numpy"), ("from lesson import chekc", "「check」", "from lesson import check"),
    ("np.arry([1, 2])", "「array」", "np.array([1, 2])"), ("matrix.shpae", "「shape」", "matrix.shape"),
    ("numbers.mean()", "np.array(numbers)", "np.array(numbers).mean()"), ("matrix.append(3)", "あるのはリスト", ""),
    ("matrix.length", "len(matrix)", "len(matrix)"), ("model.weights", '["weights"]', 'model["weights"]'),
    ("np.float(3)", "float と書き", "float(3)"), ("np.Inf", "np.inf", "np.inf"), ("average(numbers).T", "None は", ""),
    ("model['weight']", "'weights'、'bias'", "model['weights']"), ("truth_table('and')", "'AND'", "truth_table('AND')"),
    ("sum = 3\nsum([1])", "「sum」に3を入れた & del sum", "sum = 3\ndel sum\nsum([1])"),
    ("check = True\ncheck('1-1')", "from lesson import check", "check = True\nfrom lesson import check\ncheck('1-1')"),
    ("import matplotlib.pyplot as plt\nplt.title = 'x'\nplt.title('y')", "「plt.title」に & 再起動", ""),
    ("float = 0.5\nnp.array([1], dtype=float)", "del float", "float = 0.5\ndel float\nnp.array([1], dtype=float)"),
    ("np.e(-1)", "「np.e」は2.71", ""), ("np = 3\nnp.zeros(2)", "import numpy as np", "np = 3\nimport numpy as np\nnp.zeros(2)"),
    ("matrix(0, 1)", "matrix[...]", "matrix[0, 1]"), ("matrix.shape()", "matrix.shape のあとに", "matrix.shape"),
    ("print[matrix]", "print(...)", "print(matrix)"), ("2(3 + 4)", "*", "2 * (3 + 4)"),
    ("np.zeros(2, 3)", "np.zeros((2, 3))", "np.zeros((2, 3))"), ("np.array(1, 2)", "np.array([1, 2])", "np.array([1, 2])"),
    ("np.concatenate(flat, flat)", "np.concatenate([a, b])", "np.concatenate([flat, flat])"),
    ("np.vstack(flat, flat)", "np.vstack([a, b])", "np.vstack([flat, flat])"), ("np.mean(flat, flat)", "軸や桁の番号", ""),
    ("sum(matrix, axis=1)", "np.sum", "np.sum(matrix, axis=1)"), ("max(matrix)", "np.max", "np.max(matrix)"),
    ("for i in range(flat):\n    a = i", "range(len(flat))", "for i in range(len(flat)):\n    a = i"),
    ("for i in 3:\n    a = i", "range(3)", "for i in range(3):\n    a = i"), ("predict + 1", "( ) を付けて", ""),
    ("predict(model, x)", "順に model, activation, x", "predict(model, linear_activation, x)"),
    ("class P:\n    def predict(x):\n        return x\nP().predict(x)", "self",
     "class P:\n    def predict(self, x):\n        return x\nP().predict(x)"),
    ("answer + 1", "書き換えていない ...", ""), ("f'{matrix:.2f}'", "np.round", "np.round(matrix, 2)"),
    ("matrix + flat", "(2,3) と (4,) & 「flat」は形状 (4,) の配列", ""), ("x @ flat", "左の最後の長さは 2、右の最初の長さは 4", ""),
    ("x * (y_pred - y_true)", "「y_pred - y_true」は形状 (4,)", "x * (y_pred - y_true).reshape(4, 1)"),
    ("x - x.mean(axis=1)", "「x - x.mean(axis=1)」で、「x」は形状 (4, 2)", "x - x.mean(axis=0)"),
    ("def f(error):\n    return x * error\nf(flat)", "関数 f の中の「x * error」", ""), ("matrix @ 3", "数1つ & *", "matrix * 3"),
    ("matrix[0, 3]", "番号 3 & 軸1の長さは 3", "matrix[0, 2]"), ("matrix[0, 1, 2]", "番号が 3 つ & 軸は 2 つ", "matrix[0, 1]"),
    ("numbers[0, 1]", "np.array(numbers)", ""), ("np.array([[1, 2] [3, 4]])", ", が抜けて", "np.array([[1, 2], [3, 4]])"),
    ("matrix.reshape(4, 2)", "6 個", "matrix.reshape(3, 2)"), ("np.array([[1, 2], [3]])", "そろわない", ""),
    ("flat[0] = numbers", "要素1つ|数で|文字列か数", ""), ("matrix.sum(axis=2)", "軸2は", "matrix.sum(axis=1)"),
    ("if flat > 5:\n    a = 1", "(flat > 5).all()", "if (flat > 5).all():\n    a = 1"),
    ("0 <= flat <= 30", "(0 <= flat) & (flat <= 30)", "(0 <= flat) & (flat <= 30)"),
    ("x[:, 0] > 44 & x[:, 1] > 3", "(x[:, 0] > 44) & (x[:, 1] > 3)", "(x[:, 0] > 44) & (x[:, 1] > 3)"),
    ("flat > 5 and flat < 9", "(…) & (…)", "(flat > 5) & (flat < 9)"), ("y_pred ^ 2", "** 2", "y_pred ** 2"),
    ("not matrix", "np.logical_not", "np.logical_not(matrix)"), ("texts + 1", "texts.astype(float)", "texts.astype(float) + 1"),
    ("numbers * 0.5", "np.array(numbers)", "np.array(numbers) * 0.5"), ("int('3.5')", "int(float('3.5'))", "int(float('3.5'))"),
    ("a = '0.1'\na * y_true", "float(a)", "a = '0.1'\nfloat(a) * y_true"), ("range('3')", "int('3')", "range(int('3'))"),
    ("'loss ' + 3", "str(...)", "'loss ' + str(3)"), ("float('1,5')", "小数点", "float('1.5')"), ("1 / 0", "0 で割って", ""),
    ("(y_true == 1) - (y_pred > 1)", ".astype(float)", "(y_true == 1).astype(float) - (y_pred > 1)"),
    ("matrix += 0.5", "dtype=float", "matrix = matrix.astype(float)\nmatrix += 0.5"), ("a, b = 1, 2, 3", "2 つ", ""),
    ("np.loadtxt('penguins.csv', dtype=str, delimiter=',')[0].astype(float)", "'species'", ""),
    ("np.loadtxt('penguins.csv', skiprows=1)", 'delimiter=","', "np.loadtxt('penguins.csv', str, skiprows=1, delimiter=',')"),
    ("open('penguin.csv')", "「penguins.csv」ならあります", "open('penguins.csv').close()"), ("open('lesson')", "フォルダー", ""),
    ("raise RuntimeError('strange')", "いちばん下の行", ""), ("assert 1 == 2", "assert", ""), ("%strange", "% は Jupyter", ""),
]
# The course's own functions: what the explanation says is what the function checks.
OURS = [
    ("predict(model, x, linear_activation)", "activation に形状 (4, 2) の配列 & 渡すのは関数"),
    ("predict(None, linear_activation, x)", "model にNone & 渡すのは辞書"), ("mean_squared_error(y_true, [0, 1])", "y_pred に長さ 2 のリスト"),
    ("fit(model, linear_activation, mean_squared_error, mse_gradient, '1', x, y_true)", "learning_rate に文字列 '1'"),
    ("fit_epochs(model, linear_activation, mean_squared_error, mse_gradient, 1, x, y_true, 9.5)", "epochs に9.5 & 整数"),
    ("mean_squared_error(y_true.reshape(4, 1), y_pred)", "日本語で理由"), ("binary_cross_entropy(y_true, y_pred)", "日本語で理由"),
    ("predict(model, linear_activation, numbers)", "関数 predict の中の & 左の最後の長さは 3、右の最初の長さは 2"),
]
QUIET = [
    ("flat - flat.reshape(4, 1)", "形状 (4, 1) と (4,)"), ("x * model['weights'] + model['bias']", "@"), ("flat ^ 2", "**"),
    ("fit(dict(model), linear_activation, mean_squared_error, mse_gradient, -0.1, x, y_true)", "学習率"),
    ("flat.reshape(4, 1)\nprint(flat.shape)", "flat.reshape(...)"), ("!(1 == 2)", "not"), ("np.array([1, '2'])", "文字列"),
]
RIGHT = ["k = 5\nk ^ 1", "[0, 1] * 3", "numbers * 2", "matrix * 2", "flat.reshape(2, 2)", "a = flat.reshape(4, 1) * flat",
         "print('×（）')", "a = np.array(['a', 1])", "flat - flat.mean()", "np.append(flat, 1)", "a = True ^ False",
         "!echo (1)", "b = flat.reshape(4, 1)\nb - flat.reshape(4, 1)", "c = flat\nd = c - c\nc = c.reshape(4, 1)"]


@pytest.fixture(scope="module")
def shell():
    """An IPython shell of its own, as a notebook's kernel has it."""
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.run_line_magic("xmode", "Plain")  # much faster; the tests with a kernel have the usual one
    errors.start(shell)
    shell.before = dict(shell.user_ns)
    yield shell
    InteractiveShell.clear_instance()


@pytest.fixture(autouse=True)
def beside_the_lessons(monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")
    monkeypatch.setenv("JPY_SESSION_NAME", str(ROOT / "notebooks" / "01_numpy_basics.ipynb"))


def run(shell, source, first=START):
    """The result of the cell, what the screen shows, and the explanations."""
    shell.user_ns.clear()
    shell.user_ns.update(shell.before)
    assert shell.run_cell(first).success
    with capture_output() as shown:
        result = shell.run_cell(source, store_history=True)
    text = re.sub(r"\x1b\[[\d;]*m", "", shown.stdout)
    return result, text, re.findall(rf"^{errors.MARK}(.*)$", text, flags=re.M)


def holds(said, words):
    return all(any(choice in said for choice in word.split("|")) for word in words.split(" & "))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[0][:30])
def test_a_mistake_is_explained_and_what_the_advice_says_mends_it(shell, mistake):
    source, words, mended = mistake
    result, _, said = run(shell, source)
    assert not result.success and len(said) == 1 and holds(said[0], words), said
    assert "`" not in said[0] and "{" not in said[0].replace("{…}", "")
    assert not mended or run(shell, mended)[0].success


@pytest.mark.parametrize("source, words", OURS, ids=lambda text: text[:30])
def test_an_error_of_the_courses_functions_says_what_they_check(shell, source, words):
    result, text, said = run(shell, source)
    assert len(said) == 1 and holds(said[0], words), said
    assert "perceptron_helpers.py" not in text  # our frames are hidden


@pytest.mark.parametrize("source, words", QUIET, ids=lambda text: text[:30])
def test_a_mistake_without_an_error_is_told_in_one_line(shell, source, words):
    result, _, said = run(shell, source)
    assert result.success and len(said) == 1 and words in said[0], said


@pytest.mark.parametrize("source", RIGHT)
def test_what_is_right_gets_no_explanation(shell, source):
    assert run(shell, source)[2] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_cell_of_a_lesson_gets_an_explanation(shell, name):
    shell.user_ns.clear()
    shell.user_ns.update(shell.before)
    for cell in NOTEBOOKS[name].cells:
        if cell.cell_type == "code":
            with capture_output() as shown:
                shell.run_cell(cell.source)
            assert errors.MARK not in shown.stdout, cell.source


def test_a_cell_that_asks_to_be_read_alone_is_not_explained(shell):
    assert CELLS["step-22"].source.startswith(errors.READ_ALONE)
    assert run(shell, f"{errors.READ_ALONE}\nmatrix + y_true")[2] == []
    assert len(run(shell, "matrix + y_true")[2]) == 1


NASTY = [
    "class E(Exception):\n    def __str__(self):\n        raise RuntimeError\nraise E()",
    "class E(Exception):\n    def __init__(self):\n        pass\n    args = property(lambda self: 1 / 0)\nraise E()",
    "class A:\n    def __getattr__(self, name):\n        raise KeyError\n    __repr__ = __hash__ = None\nA() + A()",
    "raise SyntaxError", "raise SyntaxError(3)", "raise KeyError", "raise NameError", "raise AttributeError('a')", "exec('a b')",
    "raise ValueError(list(range(10 ** 6)))", "raise ValueError('x' * 10 ** 7)", "raise TypeError('(' * 10 ** 5)",
    "raise IndexError('a' * 1000 + '()')", "big = {'k' + str(i): i for i in range(10 ** 5)}\nbig['x']", "((((((((((1)", "\x00 a",
    "np.zeros(10 ** 6) + np.zeros(3)", "[" * 3000, "a b " * 3000, "eval('1 +')", "raise ExceptionGroup('a', [ValueError()])",
    "e = ValueError('a')\ne.__cause__ = e\nraise e", "a = [0] * 10 ** 6\na['x']",
]


@pytest.mark.parametrize("source", NASTY, ids=range(len(NASTY)))
def test_nothing_makes_the_explainer_raise_or_slow_or_end(shell, source, monkeypatch):
    times, explain = [], errors.explanation

    def timed(*arguments):
        start = time.perf_counter()
        try:
            return explain(*arguments)
        finally:
            times.append(time.perf_counter() - start)
    monkeypatch.setattr(errors, "explanation", timed)
    _, text, said = run(shell, source)
    assert len(said) == 1 and "Custom TB Handler failed" not in text
    assert times[0] < 0.1
    assert run(shell, "predict(None, linear_activation, x)")[2], "the next cell is explained as before"


def test_names_numbers_and_tracebacks_stay_as_they_were(shell):
    run(shell, "1")
    np.random.seed(3)
    random.seed(3)
    before = {name: copy.deepcopy(value) for name, value in shell.user_ns.items() if type(value) in (int, dict, np.ndarray)}
    states, options = (np.random.get_state()[1].tolist(), random.getstate()), np.geterr()
    for source, *_ in MISTAKES[::3]:
        if "=" not in source and "import" not in source:
            with capture_output():
                result = shell.run_cell(source)
            assert result.error_in_exec is None or result.error_in_exec.__traceback__ is sys.last_value.__traceback__
    for name, value in before.items():
        assert name[0] in "_I" or repr(shell.user_ns[name]) == repr(value), name
    assert (np.random.get_state()[1].tolist(), random.getstate()) == states and np.geterr() == options


def test_what_cannot_be_known_without_running_code_is_not_calculated(shell):
    class Loud:
        calls = []

        def __getattr__(self, name):
            Loud.calls.append(name)
        __add__ = __getitem__ = __sub__ = __getattr__
    space = {"loud": Loud(), "d": {"loud": Loud()}, "a": np.arange(3), **vars(builtins)}
    for text in ("loud.x", "loud + 1", "loud[0]", "d['loud'] + 1", "d['loud'].x", "print(a)", "a + loud", "[loud][0].y"):
        with pytest.raises(LookupError):
            locate.value_of(locate.ast.parse(text, mode="eval").body, space)
    assert Loud.calls == [] and locate.value_of(locate.ast.parse("(a[1:] * 2).T", mode="eval").body, space).tolist() == [2, 4]


def test_other_files_beside_the_lessons_do_not_silence_the_names(shell, tmp_path, monkeypatch):
    for path in (ROOT / "notebooks").glob("0*.ipynb"):
        (tmp_path / path.name).write_bytes(b"\xef\xbb\xbf" + path.read_bytes())  # as Windows' editors save it
    for name, content in [("03_memo", b""), ("04_memo", b"<<<<<<< HEAD\n{"), ("05_memo", b"\xff\xfe\x00"), ("06_m", b"[1]")]:
        (tmp_path / f"{name}.ipynb").write_bytes(content)
    (tmp_path / "02_memo.ipynb").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert lessons.made_names(tmp_path)["3"]["mse_gradient"] == "3.3節"
    assert "レッスン5の5.7節" in run(shell, "hidden")[2][0]


def test_the_open_lesson_comes_first(shell, monkeypatch):
    for number, words in (("02_building_the_perceptron", "2.3節のセルで"), ("04_linear_vs_sigmoid", "最初のセルで")):
        monkeypatch.setenv("JPY_SESSION_NAME", f"/home/aoi/{number}.ipynb")
        assert words in run(shell, "del model\nmodel")[2][0]


def test_the_sentences_are_well_formed():
    for kind, pairs in texts.TEXTS.items():
        for english, japanese in pairs:
            assert japanese and not re.search(r"\{(?![a-eA-Ex-zX-Z]\}|[a-zA-Z_]+\}| )", japanese), (kind, japanese)
    for pairs in texts.TEXTS.values():  # none is hidden by one above it
        keys = [english for english, _ in pairs]
        assert [key for place, key in enumerate(keys) if key in keys[:place] and pairs is not texts.TEXTS["Advice"]
                and "removed" not in key] == []


def in_kernel(*sources):
    """The cells, run in a new kernel beside the lessons; what each shows."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    NotebookClient(nbformat.v4.new_notebook(cells=cells), timeout=60, allow_errors=True,
                   resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()
    return [[output.get("text") or re.sub(r"\x1b\[[\d;]*m", "", "\n".join(output.get("traceback", [])))
             for output in cell.outputs] for cell in cells]


def test_in_a_real_kernel_before_any_import():
    """The kernel's own configuration switches the explanations on, after each restart too."""
    (error, said), (error2, said2), (error3, said3) = in_kernel("check('1-1')", "print（1）", "x @ y")
    assert "NameError" in error and "1.1節のセルで作ります" in said
    assert "SyntaxError" in error2 and "半角の (" in said2 and "NameError" in error3 and errors.MARK in said3


def test_a_warning_is_explained_once():
    _, first, second, third, twice = in_kernel("import numpy as np", "np.array([1.0]) / 0", "np.array([]).mean()",
                                               "np.exp(np.array([1e3]))", "np.array([1.0]) / 0\nnp.log(np.array([0.0]))")
    assert "RuntimeWarning" in "".join(first) and "0 で割ったか" in "".join(first) and "inf" in "".join(third)
    assert "要素が1つもない" in "".join(second) and "".join(twice).count("0 で割ったか") == 1


def test_the_students_line_is_the_last_one_and_errors_shown_without_a_result_are_left_alone():
    _, (error, said), (error2, _), shown, after = in_kernel(
        START, "mean_squared_error(y_true.reshape(4, 1), y_pred)",
        "def loss(y_true, y_pred):\n    return undefined_name\n"
        "fit(model, linear_activation, loss, mse_gradient, 0.1, x, y_true)",
        "class A:\n    def _repr_html_(self):\n        return 1 / 0\nA()", "1 / 0")
    assert "_same_shape" not in error and error.rstrip().splitlines()[-1].startswith("ValueError: 正解と予測")
    assert "----> 2     return undefined_name" in error2 and "def fit" not in error2
    assert "ZeroDivisionError" in "".join(shown) and errors.MARK not in "".join(shown) and errors.MARK in after[1]


def test_an_endless_printing_loop_ends_by_itself_and_the_next_cell_prints_again():
    endless = "while True:\n    try:\n        print(1)\n    except Exception:\n        continue"
    shown, after = in_kernel(endless, "print(2)")
    text = "".join(shown)  # what was printed last may come after the error
    assert 0 < text.count("1\n") <= 10_000 and "TooMuchOutput" in text and "終わらない繰り返し" in text
    assert "".join(after) == "2\n"


def test_outside_a_notebook_nothing_happens(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", None)
    monkeypatch.delitem(sys.modules, "IPython")
    assert errors.start() is None
