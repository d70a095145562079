"""The Japanese lines under red errors: each mistake is really made, in an IPython shell or a kernel."""

import re
import sys

import nbformat
import pytest
from course import CELLS, ROOT
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbclient import NotebookClient

from lesson import explain

START = """
import numpy as np
from lesson import check
from perceptron_helpers import *
x, y_true = truth_table("AND")
model = {"weights": np.array([1.0, 2.0]), "bias": np.array([0.5])}
y_pred = predict(model, linear_activation, x)
matrix = np.array([[1, 2, 3], [4, 5, 6]])
numbers = [1, 2, 3]
def average(values):
    total = sum(values)
"""

# What is typed, and words that the explanation must hold.
MISTAKES = [
    ("matrix[０, 1]", "「０」", "半角の 0"), ("print（matrix）", "「（」", "半角の ("), ("a = ー3", "「ー」"),
    ("a = 3 × 2", "「×」", "*"), ("a = 6 ÷ 2", "「÷」", "/"), ("a = “AND”", "「“」", '"'),
    ("a\u3000= 3", "空白"), ("a =\u00a03", "空白"), ("a = [1、2]", "「、」"),
    ("if 3 > 2：\n    a = 1", "「：」", "半角の :"), ("a = ＂AND＂", "「＂」"), ("a = ¥3", "「¥」"),
    ("a ＝ 3", "「＝」"), ("a = 3；b = 2", "「；」"), ("print(matrix", "閉じていません|途中で終わっています"),
    ("print(matrix))", "「)」が1つ多い"), ("a = matrix[0, 1)", "「[」", "「)」"),
    ("a = [1, 2", "閉じていません|途中で終わっています"), ("a = 'AND", "引用符"), ("a = \"AND'", "引用符"),
    ('a = """AND', '"""'), ("for i in range(3)\n    print(i)", "コロン"), ("if 3 > 2\n    a = 1", "コロン"),
    ("def f(x)\n    return x", "コロン"), ("for i in range(3):\nprint(i)", "字下げ"),
    ("a = 1\n  b = 2", "余分な空白"), ("if True:\n    a = 1\n  b = 2", "字下げの幅"),
    ("if True:\n\ta = 1\n        b = 2", "タブ"), ("print matrix", "かっこ"), ("print 'AND'", "かっこ"),
    ("if a = 3:\n    b = 1", "=="), ("3 = a", "左と右が逆"), ("return 3", "def"), ("break", "for や while"),
    ("else:\n    a = 1", "組になる"), ("a = [1 2 3]", "抜けて"), ("a = 3 4", "抜けて"), ("a = 2x", "*"),
    ("lambda = 3", "意味の決まった"), ("a = 0,01,02", "小数点"), ("import numpy as", "import の書き方"),
    ("a = 3 +", "途中で"), ("True = 3", "意味の決まった"), ("a = f'{matrix'", "f\""),
    ("learning-rate = 3", "名前に - は"), ("predict(model=model, x)", "あとに"),
    ("answer = unknown_thing", "まだありません"), ("prnt(matrix)", "`print`"), ("print(matirx)", "`matrix`"),
    ("Matrix[0]", "`matrix`"), ("gate = AND", "引用符"), ("errors = [ア, イ]", "引用符"),
    ("print(hidden)", "`hidden` は5.7節のセル"),
    ("move_perceptron(model)", "`move_perceptron` は2.8節のセル"), ("move_steepness({})", "4.6節のセル"),
    ("del model\nmodel", "`model` は"), ("def f():\n    k = k + 1\n    return k\nk = 1\nf()", "`k`", "引数"),
    ("np.arry([1, 2])", "`array`"), ("matrix.shpae", "`.shape`"), ("matrix.append(3)", "append"),
    ("numbers.shape", "配列", "np.array"), ("import nunpy", "`numpy`"), ("import pandsa", "見つかりません"),
    ("from perceptron_helpers import predct", "`predict`"), ("from lesson import chekc", "`check`"),
    ("model.weights", '["weights"]'), ("import np", "import numpy as np"), ("average(numbers).shape", "None"),
    ("np.random.sed(3)", "`seed`"), ("list = [1, 2]\nlist(3)", "`list`", "再起動"),
    ("sum = 3\nsum([1])", "`sum`"), ("np = 3\nnp.array([1])", "`np`", "import numpy"),
    ("predict = 3\npredict(model, linear_activation, x)", "`predict`"), ("len = 4\nlen(x)", "`len`"),
    ("predict(model, x)", "渡すものの数", "model, activation, x"),
    ("predict(model, x, linear_activation)", "activation", "配列が渡されています", "model, activation, x"),
    ("predict(model, linear_activation(), x)", "渡すものの数"),
    ("predict(None, linear_activation, x)", "モデル", "None"),
    ("predict('model', linear_activation, x)", "文字列"),
    ("predict(model, linear_activation, X=x)", "`X`", "model, activation, x"),
    ("np.array(1, 2)", "かっこでまとめて"), ("np.zeros(2, 3)", "かっこでまとめて"),
    ("mean_squared_error([0, 0, 0, 1], y_pred)", "y_true", "リスト"),
    ("mean_squared_error(y_true.reshape(4, 1), y_pred)", "日本語で理由", "(4, 1)"),
    ("fit(model, sigmoid_activation, mean_squared_error, mse_gradient, '0.01', x, y_true)",
     "learning_rate", "文字列"),
    ("fit_epochs(model, sigmoid_activation, mean_squared_error, mse_gradient, 1, x, y_true, 10.5)",
     "epochs", "小数"),
    ("fit(model, sigmoid_activation, mean_squared_error, 0.01, x, y_true)", "渡すものの数"),
    ("truth_table('and')", "'and'", "'AND'"), ("truth_table(AND)", "引用符"),
    ("model['weight']", "'weight'", "'weights'"), ("matrix(0, 1)", "[ ]"), ("print[matrix]", "( )"),
    ("matrix.shape()", "かっこ"), ("np(3)", "np"), ("check(1, 2, 3).foo", "None"), ("2(3 + 4)", "*"),
    ("matrix[0](1)", "[ ]"), ("matrix[2, 0]", "番号 2", "軸0"), ("matrix[0, 3]", "番号 3", "長さは 3"),
    ("matrix[0, 1, 2]", "軸の数", "`matrix` は (2, 3)"), ("matrix['a']", "整数"), ("matrix[0.5]", "整数"),
    ("numbers[3]", "番号は0から"), ("numbers[0, 1]", "np.array"), ("numbers['a']", "整数"),
    ("matrix.sum(axis=2)", "軸2", "2つ"), ("matrix.reshape(4, 2)", "6個"),
    ("np.array([[1, 2], [3]])", "長さ"), ("matrix + np.array([1, 2])", "`matrix` は (2, 3)", "右端"),
    ("x * (y_pred - y_true)", "`x` は (4, 2)", "`y_pred` は (4,)"), ("x @ y_pred", "`x` は (4, 2)", "@"),
    ("if matrix > 2:\n    a = 1", ".all()"), ("np.concatenate([matrix, numbers])", "形状"), ("3[0]", "[ ]"),
    ("matrix[0, 0][0]", "[ ]"),
    ("def mse_gradient(x, y_true, y_pred):\n    error = y_pred - y_true\n"
     "    return np.mean(x * error, axis=0), 0\n"
     "fit(model, linear_activation, mean_squared_error, mse_gradient, 0.1, x, y_true)", "`error` は (4,)"),
    ("'3' + 4", "文字列と数"), ("3 + '4'", "文字列と数"), ("numbers + 1", "np.array"),
    ("numbers - numbers", "np.array"), ("numbers * 0.5", "np.array"), ("numbers > 2", "np.array"),
    ("print(3) + 4", "None"), ("average(numbers) + 1", "None"), ("predict + 1", "かっこ"),
    ("... + 1", "書き換えていない"), ("predict(..., linear_activation, x)", "書き換えて"),
    ("error ^ 2 if False else y_pred ^ 2", "累乗"), ("float('a')", "数に直せません"),
    ("a, b = 1, 2, 3", "数が違います"), ("a, b = 3", "分けられません"), ("len(3)", "長さ"),
    ("for i in 3:\n    a = i", "range"), ("{'a': 1} + 1", "辞書"), ("(1, 2) - 1", "タプル"),
    ("x[:, 0] = 'a'", "数に直せません"), ("f'{matrix:.2f}'", "np.round"), ("1 / 0", "0 で割って"),
    ("def f(n):\n    return f(n + 1)\nf(0)", "自分自身"), ("np.ones((10**6, 10**6))", "メモリー"),
    ("raise KeyboardInterrupt", "■"), ("assert 1 == 2", "assert"), ("open('none.txt')", "ファイル"),
    ("raise RuntimeError('strange')", "いちばん下の行"), ("np.random.seed('a')", "シード|整数"),
    ("10.0 ** 1000", "大きくなりすぎ"), ("Import numpy as np", "小文字"),
    ("a = np.array([[1, 2]; [3, 4]])", "; や .", ","), ("a = y_pred => 0.5", ">="),
    ("matrix.sum[axis=1]", "( )"), ("a = {'weights' = 3}", ":（コロン）"),
    ("a = {'weights': 3, 'bias' 4}", ":（コロン）"), ("model or = 3", "名前に使えません"),
    ("for i in range(0, len(x):\n    a = i", "かっこ|閉じて"), ("model[weights]", "引用符"),
    ("exp(3)", "np.exp"), ("np.array([1], dtype=flaot)", "`float`"), ("a = [O, 1]", "数字の 0"),
    ("a = sigmoid", "`sigmoid_activation`"), ("np.array([1], dtype='flot')", "`flot`"),
    ("sum(matrix, axis=1)", "np.sum"), ("matrix @ 3", "数1つ", "*"), ("not matrix", "logical_not"),
    ("model.value()", "`.values`"), ("np.array([x, x]).t", "`.T`"), ("(x, x).shape", "タプル"),
    ("matrix.length", "len"), ("round(average(numbers))", "None"), ("for i in range(x):\n    a = i", "数1つ"),
    ("range[3]", "( )"), ("def use(loss):\n    return loss(3)\nuse('mse')", "`loss` は関数ではなく文字列"),
    ("predict(model, linear_activation, [1, 2, 3])", "引数 `x` は (3,)"),
    ("fit_epochs(model, linear_activation, mse_gradient, mean_squared_error, 0.1, x, y_true, 9)",
     "`fit_epochs` の中で `mse_gradient`", "順に model"),
    ("if 1 && 2:\n    a = 1", "and"), ("else if x:\n    a = 1", "elif"),
    ("for i = 1:\n    a = i", "in が必要"), ("def f(x):\n    retrun x", "`return`"),
    ("learning rate = 1", "空白"), ("if (3 > 2:\n    a = 1", "閉じていません"), ("'a' - 'b'", "文字列どうし"),
    ("matrix[0, 0] = 1; matrix += 0.5", "dtype=float"), ("{1, 2}[0]", "取り出せません"),
    ("np.array([[1, 2] [3, 4]])", "抜けて"), ("matrix.shape[0, 1]", "タプル"),
    ("for i, j in [1, 2]:\n    a = i", "for では"), ("print(こんにちは)", "引用符"), ("3 ^ 2", "累乗"),
    ("a = y_true.astype(int) ^ 2", "累乗"), ("[1, 2, 3] * 2", "繰り返し"), ("numbers * 2", "繰り返し"),
]
RIGHT = [
    "a = [[0, 0]] * 4", "a = [0] * 4", "a = True ^ False", "a = {1} ^ {2}", "matrix * 2", "a = 'あ' * 3",
    "# 3 ^ 2", "print('×（）')",
]


@pytest.fixture(scope="module")
def shell():
    """An IPython shell of its own, as a notebook's kernel has it."""
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.run_line_magic("xmode", "Plain")  # much faster; test_in_a_real_kernel has the usual one
    explain.start(shell)
    shell.before = dict(shell.user_ns)
    yield shell
    InteractiveShell.clear_instance()


def plain(text):
    """The text without the colours of a terminal."""
    return re.sub(r"\x1b\[[\d;]*m", "", text)


def run(shell, source, first=START):
    """What the screen shows after the cell: (traceback and output, the explanations)."""
    shell.user_ns.clear()
    shell.user_ns.update(shell.before)
    assert shell.run_cell(first).success
    with capture_output() as shown:
        shell.run_cell(source, store_history=True)
    text = plain(shown.stdout)
    return text, re.findall(rf"^{explain.MARK}(.*)$", text, flags=re.M)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[0][:30])
def test_a_mistake_is_explained(shell, mistake):
    source, *words = mistake
    text, said = run(shell, source)
    assert len(said) == 1, text[-300:]
    for word in words:
        assert any(choice in said[0] for choice in word.split("|")), said


@pytest.mark.parametrize("source", RIGHT)
def test_what_is_right_gets_no_explanation(shell, source):
    assert run(shell, source)[1] == []


def test_starting_twice_explains_once(shell):
    explain.start(shell)
    explain.load_ipython_extension(shell)
    assert len(run(shell, "1 / 0")[1]) == 1


def test_a_cell_that_asks_to_be_read_alone_is_not_explained(shell):
    assert CELLS["step-22"].source.startswith(explain.READ_ALONE)
    assert run(shell, f"{explain.READ_ALONE}\nmatrix + y_true")[1] == []
    assert len(run(shell, "matrix + y_true")[1]) == 1


def in_kernel(*sources):
    """The cells, run in a new kernel beside the lessons; what each shows."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    NotebookClient(nbformat.v4.new_notebook(cells=cells), timeout=60, allow_errors=True,
                   resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()
    return [[output.get("text") or plain("\n".join(output.get("traceback", []))) for output in cell.outputs]
            for cell in cells]


def test_in_a_real_kernel_before_any_import():
    """The kernel's own configuration switches the explanations on, after each restart too."""
    (error, said), (error2, said2), (error3, said3) = in_kernel("check('1-1')", "print（1）", "np.array([1])")
    assert "NameError" in error and "`check` は1.1節のセルで作ります。" in said
    assert "SyntaxError" in error2 and "半角の (" in said2
    assert "NameError" in error3 and "`np` は1.1節のセル" in said3


def test_the_students_line_is_the_last_one_and_our_frames_are_hidden():
    _, (error, said), (error2, said2), warned = in_kernel(
        START, "mean_squared_error(y_true.reshape(4, 1), y_pred)",
        "def loss(y_true, y_pred):\n    return undefined_name\n"
        "fit(model, linear_activation, loss, mse_gradient, 0.1, x, y_true)",
        "np.array([1.0]) / 0")
    assert "_same_shape" not in error and "perceptron_helpers" not in error.split("ValueError")[1]
    assert error.rstrip().splitlines()[-1].startswith("ValueError: 正解と予測")
    assert "----> 2     return undefined_name" in error2 and "def fit" not in error2
    assert "undefined_name" in said2
    assert "RuntimeWarning" in "".join(warned) and f"{explain.MARK}0 で割ったか" in "".join(warned)


def test_an_endless_printing_loop_ends_by_itself_and_the_next_cell_prints_again():
    endless = "while True:\n    try:\n        print(1)\n    except Exception:\n        continue"
    shown, after = in_kernel(endless, "print(2)")
    text = "".join(shown)  # what was printed last may come after the error
    assert 0 < text.count("1\n") <= 10_000 and "TooMuchOutput" in text and "終わらない繰り返し" in text
    assert "".join(after) == "2\n"


def test_outside_a_notebook_nothing_happens(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", None)
    monkeypatch.delitem(sys.modules, "IPython")
    assert explain.start() is None
