"""The exercises as students do them: what the check says is followed, from wrong answers to "できました"."""

import contextlib
import functools
import io
import re
from types import SimpleNamespace

import numpy as np
import pytest
from course import NOTEBOOKS, PATHS, STUBS
from publish.solutions import answers_of

from lesson import check, progress
from lesson.exercises import checks
from lesson.exercises.checks import EXERCISES

FOLDER = PATHS[0].parent
ANSWERS = {key: text for path in PATHS for key, text in answers_of(path).items()}
RIGHT = {number: f"{ANSWERS[stub.id]}\n" for number, stub in STUBS.items()}
SHELL = SimpleNamespace(last_execution_result=None)  # IPython's; test_marks has the real one


@pytest.fixture(autouse=True)
def shell(monkeypatch):
    SHELL.last_execution_result = None
    monkeypatch.setattr(checks, "get_ipython", lambda: SHELL)
    monkeypatch.chdir(FOLDER)  # lesson 7 reads its CSV file from there


def run(source, space):
    """Run a cell and return what it prints; like IPython, keep its error for the next cell."""
    shown, error = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(shown), np.errstate(all="ignore"):
            exec(compile(source, "<cell>", "exec"), space)
    except Exception as raised:
        error = raised
    SHELL.last_execution_result = SimpleNamespace(
        error_before_exec=None, error_in_exec=error, info=SimpleNamespace(raw_cell=source))
    return shown.getvalue()


def snapshot(space):
    """A copy of the names; models are copied, so that no test changes another's."""
    return {name: dict(value) if isinstance(value, dict) else value for name, value in space.items()}


@functools.cache
def before_each_exercise():
    """{exercise: the notebook's names where the student types}."""
    found = {}
    for notebook in NOTEBOOKS.values():
        space, stubs = {}, {stub.id: number for number, stub in STUBS.items()}
        for cell in notebook.cells:
            if cell.id in stubs:
                found[stubs[cell.id]] = space | snapshot(space)
            shows = re.search("^(plot_|move_|check|replay_)", cell.source, flags=re.M)
            if cell.cell_type == "code" and not shows:
                run(cell.source, space)
    return found


def start(number):
    return snapshot(before_each_exercise()[number])


def cell(number, typed):
    """The answer's cell: typed is what stands right of each =, separated by ;, or else the whole cell."""
    names = EXERCISES[number].answers
    if "\n" in typed or number == "3-3":
        return typed
    given = "new = np.array([[46.0, 3650.0]])\n" if number == "7-1" else ""  # it stands in the stub
    return given + "\n".join(f"{name} = {value}" for name, value in zip(names, typed.split(";"), strict=True))


def said(number, typed):
    """What the check says after the student has typed this answer."""
    space = start(number)
    run(cell(number, typed), space)
    return run(f'check("{number}")', space)


def training(gate="or", seed="np.random.seed(12345)", model="create_perceptron()", y_true=None, fitted=None,
             activation="sigmoid_activation", rate=0.01, taught=None, epochs=5000, predicted=None):
    """The cell of exercise 5-1 (or 5-2), with some places written differently."""
    answers = {"or": "np.array([0, 1, 1, 1], dtype=float)", "nand": "np.array([1, 1, 1, 0], dtype=float)"}
    return f"""{seed}
model_{gate} = {model}
y_true_{gate} = {y_true or answers[gate]}
history_{gate} = fit_epochs({fitted or f"model_{gate}"}, {activation}, mean_squared_error, mse_gradient,
                            {rate}, x, {taught or f"y_true_{gate}"}, {epochs})
y_pred_{gate} = {predicted or f"predict(model_{gate}, sigmoid_activation, x)"}
"""


WEIGH = "def weigh_samples(x, importance):\n    return "
BY_TRAIN = "(bills - bills[train].mean(axis=0)) / bills[train].std(axis=0)"
BY_ALL = BY_TRAIN.replace("[train]", "")


COUNT = "count_right(trained, bill_scaled[test], y_true[test])"


def bills(x="table[two][:, [0, 1]]", scaled=BY_TRAIN, right=COUNT):
    """The cell of exercise 7-2, with some places written differently."""
    return f"bills = {x}\nbill_scaled = {scaled}\ntrained = learn(bill_scaled, 0.5)\nbill_right = {right}"


def losses_of(learned):
    """The losses of exercise 6-3, with another call of learn."""
    return f"np.array([loss_of({learned}) for seed in range(20)])"


OTHER_WAYS = {  # beside the teacher's
    "1-1": ["table.T[1]"], "1-3": ["((3,), (7,), (3,), [7, 3])"], "2-1": ["np.ones(2); np.array([-1.5])"],
    "3-2": ['("オ", "イ")', '["ｲ ", "オ"]', 'np.array(["イ", "オ"])'], "5-3": ['{"ウ", "オ", "ウ"}'],
    "3-3": [WEIGH + "x * importance[:, None]", "weigh_samples = lambda x, importance: (x.T * importance).T"],
    "4-1": ["np.float64(0.7)", "1000"], "4-2": ["np.log(9)"],
    "5-1": [training(epochs=120_000), training(y_true="truth_table('OR')[1].astype(int)"),
            training() + "history_or = list(history_or)",
            training(predicted="np.round(predict(model_or, sigmoid_activation, x), 2)"),
            training(predicted="step_activation(predict(model_or, sigmoid_activation, x))")],
    "7-1": ["np.round((new - mean) / std, 3); predict(model, sigmoid_activation, new_scaled).round(4)"]}
# a wrong answer, what the check says, the answer after it, what the check says, …; at last the teacher's
FOLLOWED = {
    "1-1": [["matrix[:, 1]", "table から取り出し", "table[1]", "行のところに : を"], ["table[:, 0]",
        "番号は0から"], ["[2, 4, 6]", "数は合っていますが"], ["table[:1]",
        "形状 (1, 2) の配列です。形状 (3,) の配列に"]],
    "1-2": [["matrix.sum(axis=1)", "形状 (2,) の配列です"], ["table.sum()", "axis を指定",
        "table.sum(axis=0)", "軸の番号を変え"], ["table.sum(axis=1, keepdims=True)",
        "形状 (3, 1) の配列です"]],
    "1-3": [["[(3), (7), (3), (7, 3)]", "(7,) のような、数のタプル"], ["[(1, 3), (7,), (3,), (7, 3)]",
        "軸は1つ", "[(7,), (3,), (7,), (14, 6)]", "アには", "[(3,), (7,), (7,), (14, 6)]",
        "商品ごとに足す向きは軸0", "[(3,), (7,), (3,), (14, 6)]", "形状は変わりません"]],
    "1-4": [["np.array([100, 200, 300])", "一つ一つを角括弧で"], ["np.array([[100, 200, 300]])", "行を3つに",
        "np.array([[1], [2], [3]])", "数が違い", "[[100], [200], [300]]",
        "リストです。形状 (3, 1) の配列に"]],
    "2-1": [["[-1, 1]; 0", "出力が大きく", "[1, 1]; 1", "下げるのはバイアス", "[1, 1]; 0", "全体を下げて"],
        ["[1, 1]; -5", "上げるのはバイアス"], ["[1,0, 1,0]; -1", "小数点は"]],
    "2-2": [["1; 2.5; 1", "2つの交わる点が逆"], ["2.75; 1.1; 1", "出力が 0 になる線", "2.5; 1; 1", "side は"],
        ["-3; -1.2; 0", "右辺に移すと、-5.5 になります"], ["5; 1; 1", "-2 × 入力0"]],
    "2-3": [["[1, 1]; 1", "出力が小さく", "[-1, -1]; 0", "全体を上げ", "[-1, -1]; 1", "× のサンプル"]],
    "2-4": [["[1, 1, 1]; 0", "全体を下げ", "[1, 1, 1]; -2", "全体を上げ"], ["[1, 1, 0]; 1", "出力が大きく",
        "[1, 1, 1]; 1", "全体を下げ"]],
    "3-1": [["[3, -9]; 0", "差に入力を掛けて", "[-3, 9]; 0", "平均に", "[-1, 3]; 0", "× 勾配 を引"],
        ["[1, -3]; -0.2", "符号が反対"], ["[-1.5, 4.5]; -0.2", "3で割り"], ["[-1, 3]; ...",
        "残りの new_weight_0"]],
    "3-2": [['"イオ"', "のような、記号のリスト", '["イオ"]', "1つずつを引用符で", '["ア", "ウ", "エ"]',
        "アは計算でき", '["ウ", "エ"]', "ウは計算でき", '["エ"]', "エは計算でき", '["イ"]', "ほかにも"]],
    "3-3": [[WEIGH + "x * importance", "importance が (4,) のとき、エラーに",
        WEIGH + "x * importance.reshape(4, 1)", "importance が (2,) のとき、エラーに"],
        [WEIGH.replace("return", "y =") + "x", "返す値が、None", WEIGH + "[None, x]", "返す値が、リスト",
        WEIGH + "x[:1]", "形状 (1, 2) の配列で、数が違い"]],
    "4-1": [["-1", "0より大きい", "0.1", "もっと大きく"], ["'1.0'", "引用符を付けません"]],
    "4-2": [["0.9", "もっと大きく", "2.26", "もっと小さく"]],
    "4-3": [["-1", "0より大きい", "1.2", "もう少し大きく", "1.3", "もう少し小さく", "1.2554", "小数第2位"]],
    "5-1": [[training(y_true="y_true_and"), "それは AND です",
        training(y_true="np.array([0, 1, 1])", taught="1 - x[:, 0]"), "形状 (4,) の配列に",
        training(y_true="np.array([0, 1, 1, 0.5])"), "数が違い"], [training(model="create_perceptron"),
        "赤いエラーで止まって"], [training(fitted="dict(model_or)"), "今のモデルは、損失の記録のものと違い"],
        [training(taught="y_true_and"), "AND になりました。渡した正解"], [training(epochs=50),
        "形状が (50,) です。条件は5000", training(rate=0.001), "学習率を"],
        [training(activation="lambda z: z"), "fit_epochs に渡したもの"], [training(predicted="y_pred_and"),
        "予測が、今のモデルのものと違い"],
        [training() + "history_or = history_or[0]\n", "損失の記録が、fit_epochs の返した配列では"]],
    "5-2": [[training("nand", y_true="y_true_and"), "それは AND です"]],
    "5-3": [['"ウオ"', "のような、記号のリスト", '["ア", "イ", "エ"]', "アはでき", '["イ", "エ"]', "イはでき",
        '["エ"]', "エはでき", '["ウ"]', "ほかにも"]],
    "5-4": [["predict(trained_nand, sigmoid_activation, hidden)", "step_activation で0か1に",
        "y_pred_layers >= 0.5", "XORです", "step_activation(predict(trained_nand, sigmoid_activation, x))",
        "x ではなく hidden"]],
    "6-1": [["[3, 1]; 3", "入力の式に置き換え", "[-1, 5]; 1", "順番が逆", "[5, -1]; 1", "入力の付かない数"],
        ["[0, 0]; 3", "2層目の式に1層目の式"]],
    "6-2": [["[1, -2]", "傾きを掛けて"], ["[0.5, -1.8]", "掛けるのは、傾き"], ["[0.5, -0.36]",
        "差 0.5 を掛けて"], ["[0.125, 0.045]", "重みを掛けて"], ["[1, 1]", "3つを掛け"]],
    "6-3": [["[0.1, 0.2]", "20個の損失の配列に", losses_of("learn(chain_gradient, seed)"), "3番目に3を",
        "np.ones(20)", "成功は0回"]],
    "7-1": [["new; 1", "まだ測定値", "new - mean; 1", "さらに std で", "new - mean / std; 1",
        "引き算を ( ) で", "new * 0; 1", "(new - mean) ÷ std",
        "(new - mean) / std + 0.006; 1", "(new - mean) ÷ std", "(new - mean) / std; 0.947",
        "new_scaled を渡し", "(new - mean) / std; 'ヒゲペンギン'", "new_pred は、文字列です",
        "(new - mean) / std; predict(model, sigmoid_activation, new)",
        "new_scaled を渡し"]],
    "7-2": [[bills(x="table[:, [0, 1]]"), "219羽全部の", bills(scaled="bills"), "測定値のまま",
        bills(x="table[two][:, [0, 3]]"), "列0と列1を", bills(x="table[two][:, [1, 0]]"), "順番が逆",
        bills(scaled=BY_ALL), "train の行の平均", bills(right="1"), "learn(bill_scaled, 0.5) で"],
        [bills(right="63 / 66"), "合った数を"], [bills(right="152"), "test の行で"], [bills(right="215"),
        "test の行だけで"]],
    "7-3": [["2; -1; 0", "重みのまま", "10; -1; 0", "標準偏差を掛けて", "1; 1; 1", "長さに掛かる数",
        "0.4; -1; 0", "バイアスのまま", "0.4; -16; 0", "最後の -1", "0.4; 15; 0", "符号を見",
        "0.4; 1; 0", "長さの付かない数", "0.4; -17; 43.75", "0.5ではなく0", "0.4; -17; 1", "0.4 × 長さ"]],
}


@pytest.mark.parametrize("number", EXERCISES)
def test_the_hints_of_the_check_are_followed_to_the_solution(number):
    for steps in FOLLOWED[number]:
        for typed, hint in zip(steps[::2], steps[1::2]):
            shown = said(number, typed).splitlines()[-1]
            assert re.match(f"練習 {number}：(まだです|もう少しです)。", shown), shown
            assert hint in shown, (typed, shown)
    assert f"練習 {number}：できました" in said(number, RIGHT[number])


def test_every_hint_of_every_exercise_is_met_on_the_way():
    """Each sentence "…" of the lessons' files, cut at its {…}, is said to somebody."""
    typed = [(number, step) for number, ways in FOLLOWED.items() for way in ways for step in way[::2]]
    heard = "".join(said(number, step) for number, step in [*typed, *RIGHT.items(), ("4-1", "1000")])
    for path in (FOLDER / "lesson/exercises").glob("lesson?.py"):
        rules = re.findall(r'[,(] f?"([^"]*。[^"]*)"', path.read_text(encoding="utf-8"))
        unheard = [rule for rule in rules if max(re.split(r"\{[^}]*\}", rule), key=len) not in heard]
        assert unheard == [], path


@pytest.mark.parametrize("number", EXERCISES)
def test_other_ways_pass(number):
    for typed in OTHER_WAYS.get(number, []):
        assert f"練習 {number}：できました" in said(number, typed), typed


# ---------- the hints that unfold in the lessons ----------

FILLED = {"1-1": ["1"], "1-2": ["1"], "1-3": ["(7,)", "(3,)"], "1-4": ["[200]", "[300]"], "3-3": ["len(x)"],
          "5-1": ["1", "1"], "5-2": ["1", "0"], "5-4": ["trained_nand"], "6-2": ["0.09"], "6-3": ["3"],
          "7-1": ["new_scaled"]}


def text_of(number):
    """The text above the answer's cell."""
    cells = next(notebook.cells for name, notebook in NOTEBOOKS.items() if name[1] == number[0])
    return cells[cells.index(STUBS[number]) - 1].source


@pytest.mark.parametrize("number", EXERCISES)
def test_a_lessons_hint_with_its_blanks_filled_solves_the_exercise(number):
    codes = re.findall("`([^`]*□[^`]*)`", text_of(number).partition("ヒント1</summary>")[2])
    assert len(codes) == (number in FILLED)
    for code in codes:
        for value in FILLED[number]:
            code = code.replace("□", value, 1)
        gate = {"5-1": "or", "5-2": "nand"}.get(number)
        typed = training(gate, y_true=code) if gate else code.replace("return ", WEIGH)
        typed = losses_of(code) if number == "6-3" else typed
        assert "できました" in said(number, f"(new - mean) / std; {typed}" if number == "7-1" else typed)


BEGINS = {"2-1": ([1, 0, -3], 0.2), "4-1": ([1e-4], 0.05), "4-2": ([-1, 9], 0.04), "4-3": ([1.1, 1.5], 0.01)}


@pytest.mark.parametrize("number", BEGINS)
def test_following_a_direction_step_by_step_leads_to_the_solution(number):
    begins, step = BEGINS[number]
    for value in begins:
        for _ in range(300):
            typed = f"[1.0, 1.0]; {value}" if number == "2-1" else f"{value}"
            shown = said(number, typed).splitlines()[-1]
            up, down = re.search("上げま|大きく(しま|でき)", shown), re.search("下げ[まて]|小さくし", shown)
            if not (up or down):
                break
            assert not (up and down)
            value = round(value + (step if up else -step), 6)
        assert "できました" in shown or "とても近い" in shown, (value, shown)


def test_the_shapes_in_exercise_3_2_are_as_its_hints_say():
    for letter, first, second in re.findall("([ア-オ])：`(.+?)` と `(.+?)`", text_of("3-2")):
        shown = said("3-2", f'["{letter}"]')
        try:
            result = np.broadcast_shapes(eval(first), eval(second))
        except ValueError:
            assert "ほかにも" in shown
        else:
            assert np.broadcast_shapes(*map(eval, re.findall(r"\(\d, ?\d?\)", shown))) == result


SQUARE = [[0, 0], [0, 1], [1, 0], [1, 1]]


@pytest.mark.parametrize("letter, x, y_true", [
    ("ア", SQUARE, [0, 0, 1, 0]), ("イ", SQUARE, [0, 1, 0, 1]), ("ウ", SQUARE, [1, 0, 0, 1]),
    ("エ", SQUARE[:3], [0, 1, 1]), ("オ", [[0, 0], [1, 1], [2, 2]], [0, 1, 0])])
def test_exercise_5_3_calls_impossible_what_no_line_divides(letter, x, y_true):
    grid = np.arange(-3, 3.25, 0.5)
    lines = [(a, b, c) for a in grid for b in grid for c in grid]
    found = any(((np.array(x) @ [a, b] + c >= 0) == y_true).all() for a, b, c in lines)
    shown = said("5-3", f'["{letter}"]')
    assert found == (f"{letter}はできます" in shown)
    for point in re.findall(r"\[\d, \d\](?= だけ)", shown):  # the one that differs from all others
        assert y_true.count(y_true[x.index(eval(point))]) == 1


def test_a_student_with_another_seed_who_sees_three_of_four_is_told_that_it_may_be_right():
    shown = said("5-1", training(seed="np.random.seed(49)"))  # as one in twenty
    assert "20人に1人くらいは、まだ全部1のまま" in shown


# ---------- answers of any kind ----------

KINDS = {"None": "None", "'ヒゲペンギン'": "文字列", "print": "関数", "{}": "辞書", "1j": "complex",
    "object()": "object", "np.array([..., 1])": "...", "np.array(['ア', '2'])": "引用符", "10**400": "int",
    "np.full(3, np.nan)": "nan か inf", "np.zeros((2, 2, 2))": "(2, 2, 2)", "[[1], [1, 2]]": "リスト"}


@pytest.mark.parametrize("number", sorted(EXERCISES.keys() - {"1-3", "3-2", "3-3", "5-3"}))  # numbers
def test_the_sentence_names_the_kind_of_the_answer(number):
    for value, word in KINDS.items():
        space = start(number) | dict.fromkeys(EXERCISES[number].answers, 1)
        space[EXERCISES[number].answers[0]] = eval(value)
        shown = run(f"check('{number}')", space).splitlines()[-1]
        assert "もう少しです" in shown and word in shown, (value, shown)


class Awkward:
    """An answer that raises whatever is asked of it."""

    def _refuse(self, *_):
        raise RuntimeError("no")

    __eq__ = __bool__ = __len__ = __iter__ = __repr__ = __str__ = __float__ = __array__ = _refuse
    __getitem__ = __lt__ = __gt__ = _refuse
    __hash__ = None
    shape = keys = property(_refuse)


LOOP = [1]
LOOP.append(LOOP)
ODD = [
    Awkward(), Awkward, LOOP, {"weights": LOOP, "bias": Awkward()}, {"weights": None}, set(), b"1", range(4),
    np.array(None), np.array([]), np.longdouble([1, 2]), np.datetime64("2026"), np.ma.masked_all(3), True,
    np.empty(2, dtype=object), "x" * 10**6, np.zeros(10**6), Exception("x"), np, -1e308]


@pytest.mark.parametrize("number", EXERCISES)
def test_no_answer_breaks_the_check(number):
    names = EXERCISES[number].answers
    for odd in ODD:
        for places in (names, *([name] for name in names)):
            space = start(number) | dict.fromkeys(names, 1) | dict.fromkeys(places, odd) | {"check": check}
            right = number == "4-1" and odd is True  # a rate of 1
            assert right != ("もう少しです。" in run(f'check("{number}")', space)), (number, odd is True)


# ---------- what stands around the answer ----------

@pytest.mark.parametrize("number, source, hint", [
    ("1-1", "pass", "answer_column がまだありません"),
    ("1-1", "answer_column = table.astype(str)[:, 1]", "ここには、数の配列を入れます。（数なら、引用"),
    ("1-4", "np.array = [[100], [200], [300]]", "NumPy の array が = で別の値"),
    ("5-1", "np.random.seed = 12345\n" + training(seed=""), "NumPy の seed が = で別の値")])
def test_what_is_missing_or_overwritten_is_named(number, source, hint, monkeypatch):
    monkeypatch.setattr(np, "array", np.array)
    monkeypatch.setattr(np.random, "seed", np.random.seed)
    space = start(number)
    run(source, space)
    assert hint in run(f'check("{number}")', space)


def test_an_answer_from_before_an_error_is_not_judged():
    for number, typed in (("1-1", "table[:, 2]"), ("3-3", WEIGH + "["), ("5-1", training(rate="'0.01'"))):
        space = start(number)
        run(RIGHT[number], space)
        assert "できました" in run(f'check("{number}")', space)
        run(cell(number, typed), space)
        assert run(f'check("{number}")', space).startswith(f"練習 {number}：もう少しです。答えのセルが赤い")


def test_a_check_changes_nothing():
    for number, typed in (("4-1", "0.1"), ("5-1", training(epochs=3)), ("3-3", WEIGH + "x * np.ones(4)")):
        space = start(number)
        run(cell(number, typed), space)
        before, state = repr(space), np.random.get_state()[1].tolist()
        run(f'check("{number}")', space)
        assert (repr(space), np.random.get_state()[1].tolist()) == (before, state)


def test_a_solution_under_other_conditions_passes_and_is_told_so():
    for changed, note in ({"seed": ""}, "はじめ"), ({"rate": 0.1}, "2つ目"), ({"epochs": 6000}, "損失の記録"):
        assert re.search(f"できました！.*同じ数ではありません。{note}", said("5-1", training(**changed)))
    assert said("5-1", training()).endswith("できました！　4つのサンプルすべてで OR になりました。\n")


def test_the_table_shows_given_expected_and_got():
    lines = said("2-1", "[1.0, 1.0]; 0.0").splitlines()[1:5]
    rows = [" ".join(line.split()) for line in lines]
    assert rows[:2] == ["[0, 0] 0 0.0000 0 ○", "[0, 1] 0 1.0000 1 ×"]
    assert rows[2:] == ["[1, 0] 0 1.0000 1 ×", "[1, 1] 1 2.0000 1 ○"]


# ---------- progress ----------

def test_progress_judges_this_lesson_now_and_another_by_its_own_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    space = start("1-2") | {"check": check, "progress": progress}
    run("answer_column = table[:, 1]\nanswer_sums = answer_shapes = answer_tall = ...", space)
    assert "1-1 ○　1-2 −" in run("progress()", space)
    run("answer_column = table[:, 0]", space)
    assert f"{len(EXERCISES)}問のうち0問" in run("progress()", space)
    done = '{"cells": [{"outputs": [{"text": ["練習 2-2：できました！\\n"]}]}]}'
    for name in ("02_山田.ipynb", "提出 (1).ipynb"):  # other students'
        (tmp_path / name).write_text(done, encoding="utf-8")
    (tmp_path / "03_shape_error_and_reshape.ipynb").write_text("{", encoding="utf-8")
    assert f"{len(EXERCISES)}問のうち0問" in run("progress()", space)
    (tmp_path / "02_building_the_perceptron.ipynb").write_text(done, encoding="utf-8")
    shown = run("progress()", space)
    assert re.search("2-1 −　2-2 ○　2-3 −.*（02_building_the_perceptron.ipynb に保存された結果）\n", shown)
    assert f"{len(EXERCISES)}問のうち1問" in shown
