"""The Japanese lines under red errors: each mistake is really made, its advice carried out."""

import ast
import builtins
import re
import sys
import time
from pathlib import Path

import nbformat
import numpy as np
import pytest
from course import NOTEBOOKS, PATHS, ROOT, installed
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


def mistakes(kind):
    """The lines below a heading of mistakes.txt, each in its parts."""
    text = Path(__file__).with_name("mistakes.txt").read_text(encoding="utf-8")
    lines = re.search(rf"^{kind}\n((?:    .*\n)+)", text, flags=re.M)[1].splitlines()
    return [line[4:].replace("⏎", "\n").replace("\\u3000", "\u3000").split(" ⇒ ") for line in lines]


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


@pytest.mark.parametrize("mistake", mistakes("mistakes"), ids=lambda mistake: mistake[0][:30])
def test_a_mistake_is_explained_and_what_the_advice_says_mends_it(shell, mistake):
    source, words, *mended = mistake
    if sys.version_info < (3, 11) and re.match("if flat|for i in 3|0 <=|flat > 5 |{\"a\", ", source):
        pytest.skip("Python 3.10 does not say which expression failed")
    result, text, (said,) = run(shell, source)
    assert not result.success and all(word in "^" + said for word in words.split(" & ")), said
    assert "`" not in said and not re.search(r"\{[a-z_]+\}", said)
    assert "perceptron_helpers.py" not in text, "our frames are hidden"
    assert all(run(shell, cell)[0].success for cell in mended)


@pytest.mark.parametrize("cell", mistakes("quiet") + mistakes("right"), ids=lambda cell: cell[0][:30])
def test_a_mistake_without_an_error_is_told_in_one_line_and_what_is_right_in_none(shell, cell):
    source, *words = cell
    said = run(shell, source)[2]
    assert len(said) == len(words) and all(word in line for word, line in zip(words, said)), said


@pytest.mark.parametrize("lesson, source, words", [
    ("02", "predict = 3\npredict(x)", r"(2\.\d節)の def predict のセル"),
    ("05", "train = 3\ntrain(x)", r"(5\.\d節)の def train のセル"),
    ("04", "del model\nmodel", "(上から2番目のコード)のセル"),
    ("01", "del model\nmodel", r"レッスン2の(2\.\d節)で"),
])
def test_the_cell_that_makes_a_name_is_named_and_the_open_lesson_comes_first(
        shell, monkeypatch, lesson, source, words):
    monkeypatch.setenv("JPY_SESSION_NAME", f"/home/aoi/{lesson}_a.ipynb")
    section, = re.findall(words, run(shell, source)[2][0])
    name = source.partition("\n")[2].partition("(")[0]
    assert any(place == section and name in lessons.stored(text)
               for number, place, text in lessons.cells(ROOT / "notebooks"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_cell_of_a_lesson_gets_an_explanation(shell, name):
    run(shell, "", first="")  # an empty notebook
    for cell in NOTEBOOKS[name].cells:
        if cell.cell_type == "code":
            with capture_output() as shown:
                shell.run_cell(cell.source)
            assert errors.MARK not in shown.stdout, cell.source


NASTY = [
    "class E(Exception):\n    def __str__(self):\n        raise RuntimeError\nraise E()",
    "raise SyntaxError", "raise SyntaxError(3)", "raise KeyError", "raise NameError", "exec('a b')",
    "raise TypeError('(' * 10 ** 5)", "raise IndexError('a' * 1000 + '()')", "[" * 3000, "a b " * 3000,
    "e = ValueError('a')\ne.__cause__ = e\nraise e", "a = [0] * 10 ** 6\na['x']", "f(" * 60,
    "if 1 = 2 :" * 20, "a = 'b' 3 c " * 20, "x = " + "9" * 9000,
]


@pytest.mark.parametrize("source", NASTY, ids=range(len(NASTY)))
def test_nothing_makes_the_explainer_raise_or_slow_or_end(shell, source):
    start = time.process_time()
    _, text, (said,) = run(shell, source)
    assert time.process_time() - start < 2, "no pattern and no walk grows without bound"
    assert said and "Custom TB Handler failed" not in text
    assert run(shell, "predict(None, linear_activation, x)")[2], "the next cell is explained as before"


def test_names_and_tracebacks_stay_as_they_were(shell):
    run(shell, "1")
    before = {name: repr(value) for name, value in shell.user_ns.items() if name[0] not in "_IO"}
    for source, *_ in mistakes("mistakes"):
        if not re.search("=|import|def ", source):  # what the student's own line does not change
            with capture_output():
                error = shell.run_cell(source).error_in_exec
            assert error is None or error.__traceback__.tb_frame.f_code.co_name == "run_code"
    assert {name: repr(shell.user_ns[name]) for name in before} == before


def test_what_cannot_be_known_without_running_code_is_not_calculated(shell):
    calls = []

    class Loud:
        def __getattr__(self, name):
            calls.append(name)
        __add__ = __getitem__ = __sub__ = __index__ = __getattr__
    space = {"loud": Loud(), "d": {"loud": Loud()}, "a": np.arange(3.0), **vars(builtins)}

    def value(text):
        return locate.value_of(ast.parse(text, mode="eval").body, space)
    for text in ("loud.x", "loud + 1", "loud[0]", "d['loud'] + 1", "d['loud'].x", "[loud][0].y", "loud(1)",
                 "a.round(1, a)", "a.reshape(loud)", "a.fill(3)", "a.reshape(1, order=loud)", "print(a)"):
        with pytest.raises(LookupError):
            value(text)
    assert calls == [] and value("(a[1:] * 2).T.reshape(2, 1)").tolist() == [[2], [4]]


def test_broken_files_among_the_lessons_do_not_silence_the_names(shell, tmp_path, monkeypatch):
    for path in PATHS:
        (tmp_path / path.name).write_bytes(b"\xef\xbb\xbf" + path.read_bytes())  # as Windows' editors save it
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    for content in (b"", b"<<<<<<< HEAD\n{", b"\xff\xfe\x00", b"[1]", b'{"cells": [3]}'):
        (tmp_path / PATHS[0].name).write_bytes(content)
        found = lessons.cells.__wrapped__(tmp_path)  # without its cache
        assert any(number == "3" and "def mse_gradient(" in source for number, _, source in found)
    assert "レッスン5の" in run(shell, "hidden")[2][0]


def test_no_sentence_is_hidden_by_one_above_it():
    for kind in filter(str.isascii, texts.TEXTS):  # without the tables of words.txt, edits.txt and advice.txt
        wanted = [(english, {*re.findall(r"\{(\w+)\}", japanese)}) for english, japanese in texts.TEXTS[kind]]
        hidden = [pair for place, pair in enumerate(wanted) for english, needed in wanted[:place]
                  if english in pair[0] and needed <= pair[1]]
        assert not hidden, (kind, hidden)


def in_kernel(*sources):
    """The cells, run in a new kernel beside the lessons; what each shows."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    NotebookClient(nbformat.v4.new_notebook(cells=cells), timeout=60, allow_errors=True,
                   resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()
    return [[output.get("text") or re.sub(r"\x1b\[[\d;]*m", "", "\n".join(output.get("traceback", [])))
             for output in cell.outputs] for cell in cells]


@installed
def test_in_a_real_kernel_before_any_import_and_a_warning_once():
    """The kernel's own configuration switches the explanations on, after each restart too."""
    (error, said), (error2, said2), _, mean, twice = in_kernel(
        "check('1-1')", "print（1）", "import numpy as np", "np.array([]).mean()",
        "np.array([1.0]) / 0\nnp.log(np.array([0.0]))")
    assert "NameError" in error and "セルで作ります" in said
    assert "SyntaxError" in error2 and "半角の (" in said2
    assert "RuntimeWarning" in "".join(mean) and "要素が1つもない" in "".join(mean)
    assert "".join(twice).count("0 で割ったか") == 1


@installed
def test_the_students_line_is_the_last_one_and_errors_shown_without_a_result_are_left_alone():
    _, (error, *_), (error2, *_), shown, after = in_kernel(
        START, "mean_squared_error(y_true.reshape(4, 1), y_pred)",
        "def loss(y_true, y_pred):\n    return undefined_name\n"
        "fit(model, linear_activation, loss, mse_gradient, 0.1, x, y_true)",
        "class A:\n    def _repr_html_(self):\n        return 1 / 0\nA()", "1 / 0")
    assert "_same_shape" not in error and error.rstrip().splitlines()[-1].startswith("ValueError: 正解と予測")
    assert "----> 2     return undefined_name" in error2 and "def fit" not in error2
    assert "ZeroDivisionError" in "".join(shown) and errors.MARK not in "".join(shown)
    assert errors.MARK in after[1]


@installed
def test_an_endless_printing_loop_ends_by_itself_and_the_next_cell_prints_again():
    endless = "while True:\n    try:\n        print(1)\n    except Exception:\n        continue"
    shown, after = in_kernel(endless, "print(2)")
    text = "".join(shown)  # what was printed last may come after the error
    assert 0 < text.count("1\n") <= 10_000 and "TooMuchOutput" in text and "終わらない繰り返し" in text
    assert "".join(after) == "2\n"
