"""「やってみよう」の答え合わせ。

EXERCISES の1項目が、練習1つ。(判定, ヒント) の1組が、まちがい1種類で、上から順に調べる。
判定は、書き方ではなく、値や動きで行う。判定の途中でエラーになったら、あてはまらないものと数える。
check は文字を表示するだけで、答えを書いた人の変数も、乱数の続きも変えない。
"""

import contextlib
import functools
import inspect
import io
import re
import unicodedata
import warnings
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Callable

import numpy as np
from IPython import get_ipython

import perceptron_helpers as helpers

# どの練習でも、答え1つずつに調べるまちがい
COMMON = (
    (lambda value: value is None, "{name} に None が入っています。print(...) や np.random.seed(...) や、return のない関数は、値を返しません。"),
    (callable, "{name} に、関数そのものが入っています。名前のあとに、かっこ ( ) を付けて呼びましょう。"),
    (lambda value: isinstance(value, str), "{name} に、文字が入っています。引用符を付けずに書きましょう。"),
    (lambda value: not np.isfinite(np.asarray(value, dtype=float)).all(),
     "{name} に、nan か inf（計算できなかった値）が入っています。それを作った計算を見直しましょう。"),
)


@dataclass
class Exercise:
    """練習1つ。判定と表の関数は、names と beside の値を、この順に受けとる。"""

    names: str  # 答えの名前
    todo: str  # まだのときの言葉
    solved: Callable  # 正しいかどうかの判定
    praise: str  # できたときの言葉
    mistakes: tuple = ()  # (判定, ヒント) の組
    early: tuple = ()  # そのうち、ほかの答えがまだでも言えるもの
    notes: tuple = ()  # できたときに付け加える (判定, 言葉) の組
    common: tuple = COMMON
    table: Callable = None  # 判定の前に表示する表を作る関数
    beside: str = ""  # 判定に使う、ほかの名前
    needs: dict = field(default_factory=dict)  # {答えに使うレッスンの名前: (そのままかどうかの判定, それを作るセル)}
    blank: Callable = lambda value: value is ...  # まだ書きかえていないかどうか
    read: Callable = None  # 値の代わりに判定の関数が受けとるもの（証拠をまとめたもの）を作る関数


# ---------- 判定に使う部品 ----------

def holds(found, *values):
    """判定の結果。答えには何でも入りうるので、判定の途中のエラーは「あてはまらない」とする。"""
    try:
        return bool(found(*values))
    except Exception:
        return False


def first_hint(mistakes, *values):
    """最初にあてはまったまちがいのヒント。なければ None。"""
    hint = next((hint for found, hint in mistakes if holds(found, *values)), None)
    return hint(*values) if callable(hint) else hint


def numbers(value):
    """数1つか、数のならびを、float の配列にする。できなければ（文字も）、空の配列。"""
    try:
        array = np.asarray(value)
        usable = array.dtype.kind in "biuf" and np.isfinite(array).all()
    except Exception:  # 長さのそろわないリストや、配列にできないもの
        return np.array([])
    return array.astype(float) if usable else np.array([])


def same(answer, want):
    """answer が、want と同じ形状で、同じ数の配列なら True。"""
    return isinstance(answer, np.ndarray) and answer.shape == np.shape(want) and close(answer, want)


def close(answer, want):
    """形状はちがっても、同じ数が同じ順にならんでいれば True（リストでもよい）。"""
    flat = numbers(answer).reshape(-1)
    return flat.shape == np.ravel(want).shape and np.allclose(flat, np.ravel(want), rtol=0, atol=1e-6)


def one_number(value):
    return numbers(value).shape == () and not isinstance(value, bool)


def positive(value):
    return one_number(value) and value > 0


def letters(answer):
    """答えの記号の集合。全角・半角や、前後の空白のちがいは、そろえる。"""
    if not isinstance(answer, (list, tuple, set)):
        return set()
    return {unicodedata.normalize("NFKC", str(letter)).strip() for letter in answer}


def result_of(function, *arguments):
    """引数の写しを渡して、function を呼んだ結果。エラーになったら、そのエラーを返す。"""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return function(*map(np.copy, arguments))
    except (Exception, SystemExit) as error:  # 答えの関数の中では、どんなエラーも起こりうる
        return error


def weighed(function, m):
    """練習 3-3 の関数を、サンプル m 個でためした結果。"""
    return result_of(function, ROWS[:m], IMPORTANCE[:m])


# ---------- モデル ----------

X = helpers.truth_table("AND")[0]


def linear_outputs(weights, bias):
    """重みとバイアスから、4つのサンプルの線形の出力。重み2つとバイアス1つがそろわなければ None。"""
    weights, bias = numbers(weights).reshape(-1), numbers(bias).reshape(-1)
    if weights.shape != (2,) or bias.shape != (1,):
        return None
    return X @ weights + bias


def model_outputs(model, activation=helpers.sigmoid_activation):
    """モデルの、4つのサンプルの出力。モデルになっていなければ None。"""
    try:
        return helpers.predict(model, activation, X)
    except Exception:  # 何が入っているかわからない
        return None


def reads_as(output, gate):
    """出力を「0.5以上なら1」と読むと gate になるか。"""
    return output is not None and close(output >= 0.5, helpers.truth_table(gate)[1])


def four_samples(y_true, output, read):
    """4つのサンプルの入力、正解、出力、読み、○×の表。"""
    rows = [f"[{a:.0f}, {b:.0f}]  {want:3.0f}  {value:8.4f}  {answer:3.0f}  {'○' if answer == want else '×'}"
            for (a, b), want, value, answer in zip(X, y_true, output, read)]
    return "\n".join(["入力    正解     出力  読み", *rows])


def gate_table(output, gate):
    return "" if output is None else four_samples(helpers.truth_table(gate)[1], output, output >= 0.5)


def first_parameters(count):
    """シード12345で、モデルを続けて count 個作ったときのパラメータ。形状 (count, 3)。乱数の続きは変えない。"""
    return np.random.RandomState(12345).uniform(-5, 5, size=(count, 3))


def parameters(model):
    return np.concatenate([model["weights"], model["bias"]])


def as_model(start):
    return {"weights": start[:2], "bias": start[2:]}


def trained(gate, learning_rate, epochs):
    """シード12345のモデルに、シグモイドで gate を学習させる。モデルと、損失の記録の組を返す。"""
    model = as_model(first_parameters(1)[0])
    with contextlib.redirect_stdout(io.StringIO()):  # 途中の損失は表示しない
        history = helpers.fit_epochs(model, helpers.sigmoid_activation, helpers.mean_squared_error,
                                     helpers.mse_gradient, learning_rate, *helpers.truth_table(gate), epochs)
    return model, history


@functools.cache
def usual_model(gate):
    """レッスン5の条件で学習させたモデル。"""
    return trained(gate, 0.01, 5000)[0]


def last_loss(learning_rate):
    """その学習率で、AND を1000エポック学習させた、最後の損失。"""
    return trained("AND", float(learning_rate), 1000)[1][-1]


# ---------- 学習の証拠：残された値から、どんな条件で学習したかを読みとる ----------

USUAL, LATER, AFTER_AND, TWICE = "シードの直後", "シードの直後ではない", "ANDの続き", "2回目"
ACTIVATIONS = {"シグモイド": helpers.sigmoid_activation, "線形": helpers.linear_activation, "ステップ関数": helpers.step_activation}
RATES = np.array([sign * digits * 10.0 ** power for power in range(-8, 1) for digits in range(10, 100) for sign in (1, -1)])  # 2桁までの学習率


def loss_of(parameters, activation, y_true):
    """パラメータ（形状 (..., 3)）の損失。"""
    y_pred = activation(parameters[..., :2] @ X.T + parameters[..., 2:])
    return ((y_pred - y_true) ** 2).mean(axis=-1)


def rate_of(second_loss, start, activation, y_true):
    """1回更新したあとの損失が second_loss になる学習率。RATES になければ None、大きすぎて1つに決められなければ inf。"""
    gradient = np.concatenate(helpers.mse_gradient(X, y_true, activation(X @ start[:2] + start[2])))
    after = loss_of(start - RATES[:, np.newaxis] * gradient, activation, y_true)
    found = np.unique(RATES[np.isclose(after, second_loss, rtol=1e-12, atol=0)])
    return None if found.size == 0 else found[0] if found.size == 1 else np.inf * np.sign(found[0])


def conditions(losses, gate):
    """損失の記録のはじめの2つと長さから、学習の条件を読みとる。読みとれないものは None。"""
    first, *later = first_parameters(30)
    starts = [(USUAL, first), *((LATER, start) for start in later),
              (AFTER_AND, parameters(usual_model("AND"))), (TWICE, parameters(usual_model(gate)))]
    for start_name, start in starts:
        for activation_name, activation in ACTIVATIONS.items():
            for taught in (gate, "AND", "OR", "NAND", "XOR"):
                y_true = helpers.truth_table(taught)[1]
                if np.isclose(losses[0], loss_of(start, activation, y_true), rtol=1e-9, atol=0):
                    rate = rate_of(losses[1], start, activation, y_true) if len(losses) > 1 else None
                    if len(losses) > 1 and rate is None and (start_name != USUAL or activation_name == "ステップ関数"):
                        continue  # 損失が、たまたま同じだった
                    return SimpleNamespace(start=start_name, activation=activation_name, taught=taught, rate=rate, epochs=len(losses))
    return SimpleNamespace(start=None, activation=None, taught=None, rate=None, epochs=len(losses))


def seed_unused():
    """シード12345を決めたまま、まだ乱数を1つも使っていないか。"""
    now, fresh = np.random.get_state(), np.random.RandomState(12345).get_state()
    return now[2] == fresh[2] and np.array_equal(now[1], fresh[1])


def error_in(names):
    """すぐ前に実行したセルが、names に値を入れるセルで、赤いエラーで止まっていたら、エラーの文。なければ空文字列。"""
    last = getattr(get_ipython(), "last_execution_result", None)
    error = last and (last.error_before_exec or last.error_in_exec)
    answers = error and any(re.search(rf"^(def )?{name}\b.*[=(]", last.info.raw_cell, flags=re.M) for name in names)
    if not answers:
        return ""
    notes = ((not callable(np.random.seed), "（np.random.seed = ... と書いたので、乱数のシードを決める関数が消えました。メニューの「カーネル」から、カーネルを再起動しましょう。）"),
             (re.search(r"ー\d", last.info.raw_cell), "（「ー」は、のばす音の記号です。負の数や引き算は、半角の - で書きましょう。）"),
             ("invalid" in f"{error}" and "character" in f"{error}", "（全角の数や記号を、半角で打ち直しましょう。）"))
    return f"{type(error).__name__}: {error}" + next((note for found, note in notes if found), "")


def evidence(gate):
    """学習の練習の値から、判定に使う証拠を1つにまとめる関数を作る。"""
    y_and, y_half = helpers.truth_table("AND")[1], np.full(4, 0.5)

    def read(model, y_true, history, y_pred, gradient, fit_epochs, *others):
        t = SimpleNamespace(model=model, y_true=y_true, history=history, y_pred=y_pred, output=model_outputs(model))
        t.others = [other for other in others if isinstance(other, dict)]
        t.works = reads_as(t.output, gate)
        t.answers = numbers(y_true).reshape(-1)
        t.losses = result_of(lambda: np.array(history, dtype=float) if np.ndim(history) == 1 else np.array([]))
        recorded = isinstance(t.losses, np.ndarray) and t.losses.size > 0
        t.how = conditions(t.losses, gate) if recorded else None
        t.error = error_in([f"history_{gate.lower()}"])
        t.own = not isinstance(history, np.ndarray) or fit_epochs is not helpers.fit_epochs
        t.gradient, t.wanted = result_of(gradient, X, y_and, y_half), helpers.mse_gradient(X, y_and, y_half)
        t.untrained = holds(lambda: any(close(parameters(model), start) for start in first_parameters(30)))
        return t
    return read

# ---------- 練習をまとめて作る関数 ----------

def by_hand(gate, weights, bias):
    """手で重みとバイアスを決める練習。"""
    read = linear_outputs
    sign = -1 if gate == "NAND" else 1

    return Exercise(
        names=f"{weights} {bias}",
        todo=f"{weights} と {bias} の ... を、数に書きかえましょう。",
        solved=lambda w, b: reads_as(read(w, b), gate),
        praise=f"このパラメータで {gate} になります。",
        mistakes=(
            (lambda w, b: isinstance(b, tuple) or np.size(w) == 4, "小数点が , になっています。. で書きましょう。"),
            (lambda w, b: read(w, b) is None, "重みは [1.0, 1.0] のように数を2つ、バイアスは 0.0 のように数を1つ書きましょう。"),
            (lambda w, b: (sign * numbers(w) <= 0).any(),
             f"重みを見ましょう。どちらの入力でも、0から1に増えたとき、出力は{'大きく' if sign > 0 else '小さく'}なるはずです。"),
            (lambda w, b: (read(w, b) >= 0.5).all(), "どのサンプルも1になっています。全体を下げましょう。下げるのはバイアスです。"),
            (lambda w, b: (read(w, b) < 0.5).all(), "どのサンプルも0になっています。全体を上げましょう。上げるのはバイアスです。"),
            (lambda w, b: gate == "AND" and reads_as(read(w, b), "OR"), "いまは OR です。全体を下げて、[1, 1] だけを1に残しましょう。"),
            (lambda w, b: True, "× のサンプルを見ましょう。出力を、0.5の反対側に動かすには、どのパラメータを変えればよいでしょうか。"),
        ),
        table=lambda w, b: gate_table(read(w, b), gate))


def by_training(gate):
    """モデルを作って gate を学習させる練習。判定の関数は、evidence のまとめた証拠 t を受けとる。"""
    want, small = helpers.truth_table(gate)[1], gate.lower()
    model, y_true, history, y_pred = (f"{name}_{small}" for name in ("model", "y_true", "history", "y_pred"))
    rate = lambda t: ("学習率が" if np.isinf(t.how.rate) else f"1回に動く量が、学習率 {t.how.rate:g} のときと同じで" if t.own  # noqa: E731
                      else f"学習率が {t.how.rate:g} で")
    wrong = lambda t: [f"[{a:.0f}, {b:.0f}]" for (a, b), ok in zip(X, t.answers == want) if not ok]  # noqa: E731

    early = (
        (lambda t: any(t.model is other for other in t.others),
         f"{model} が、前に学習したモデルと同じものです。ほかの名前を = で付けても、写しはできません。create_perceptron() で新しく作りましょう"
         "（前のモデルも変わってしまったので、それを学習させたセルも実行し直しましょう）。"),
        (lambda t: not np.isfinite(np.asarray(t.y_true, dtype=float)).all(),
         f"{y_true} に nan か inf が入っています。0 と 1 で書きましょう。"),
        (lambda t: np.shape(t.y_true) == (4, 2), f"{y_true} に、入力が入っています。正解は、サンプル1つに数1つです。"),
        (lambda t: np.asarray(t.y_true).dtype.kind == "b", f"{y_true} が True と False です。0 と 1 で書きましょう。"),
        (lambda t: close(t.y_true, helpers.truth_table("AND")[1]), f"正解が AND のままです。{gate} の正解にしましょう。"),
        (lambda t: gate == "NAND" and close(t.y_true, helpers.truth_table("OR")[1]), "正解が OR のままです。NAND の正解にしましょう。"),
        (lambda t: close(t.y_true, want[::-1]) and (want != want[::-1]).any(),
         "正解の順番が、逆のようです。[0, 0]、[0, 1]、[1, 0]、[1, 1] の順にならべましょう。"),
        (lambda t: 0 < t.answers.size != 4, lambda t: f"正解が {t.answers.size} 個あります。サンプルは4つなので、正解も4つです。"),
        (lambda t: t.answers.size == 4 and wrong(t), lambda t: f"正解のうち、入力 {'、'.join(wrong(t))} のところを見直しましょう。"),
        (lambda t: close(t.y_true, want) and not isinstance(t.y_true, np.ndarray),
         f"{y_true} が配列ではありません。数は合っているので、np.array([...], dtype=float) に入れましょう。"),
        (lambda t: close(t.y_true, want) and t.y_true.ndim != 1,
         lambda t: f"{y_true} の形状が {t.y_true.shape} です。数は合っているので、角かっこを1組にして、形状 (4,) にしましょう。"),
        (lambda t: t.y_true is not ... and t.answers.size == 0,
         f"{y_true} が、数のならびではありません。np.array([...], dtype=float) の中に、0 と 1 をならべましょう。"),
        (lambda t: isinstance(t.model, np.ndarray), f"{model} に配列が入っています。fit_epochs(...) の結果は損失の記録なので、{history} に入れましょう。"),
        (lambda t: t.model is not ... and not (isinstance(t.model, dict) and {"weights", "bias"} <= t.model.keys()),
         f"{model} がモデルではありません。create_perceptron() で作りましょう。"),
        (lambda t: t.output is None and not np.isfinite(parameters(t.model)).all(),
         f"{model} のパラメータに nan か inf があります。学習率を0.01に戻し、モデルを作るところから実行し直しましょう。"),
        (lambda t: t.output is None and t.model is not ..., f"{model} の形がくずれています。create_perceptron() で作り直しましょう。"),
        (lambda t: "broadcast" in f"{t.gradient}{t.error}",
         "勾配の関数が、直す前のもの（x * error）です。レッスン3の3.5節のように error.reshape(m, 1) をかけましょう。"),
        (lambda t: all(map(close, t.gradient, [-part for part in t.wanted])),
         "勾配の関数 mse_gradient の符号が反対です。差は y_pred - y_true の順です。"),
        (lambda t: isinstance(t.gradient, tuple) and not all(map(close, t.gradient, t.wanted)),
         "勾配の関数 mse_gradient の返す値が、レッスン3のものとちがいます。はじめの import のセルを実行し直しましょう。"),
        (lambda t: "x が使えません。渡されたもの: 形状 (4,)" in t.error, f"入力 x のところに、形状 (4,) のものが渡されています。順番が逆か、ずれているようです。fit_epochs には、学習率、x、{y_true}、エポック数の順に、predict には、最後に x を渡しましょう。"),
        (lambda t: "渡されたのは 0 個" in t.error, "関数の名前のあとの、かっこ ( ) を消しましょう。ほかの関数に渡すときは、sigmoid_activation のように、名前だけを書きます。"),
        (lambda t: "この順に渡します" in t.error or "function の" in t.error, "関数に渡すものの数か順番がちがいます。predict には、モデル、活性化関数、x の3つを渡します。fit_epochs には、①モデル、②活性化関数、③損失関数、④勾配の関数、⑤学習率、⑥入力、⑦正解、⑧エポック数の順に渡しましょう。"),
    )
    # 読みとった学習の条件 t.how が、レッスンとちがうところ。できたときにも、数がちがう理由として言う
    differences = (
        (lambda t: t.how.taught != gate and t.how.taught,
         lambda t: f"fit_epochs に渡した正解が、{t.how.taught} のものです。{y_true} を渡しましょう。"),
        (lambda t: t.how.activation == "線形", "活性化関数が線形です。sigmoid_activation を渡しましょう。"),
        (lambda t: t.how.activation == "ステップ関数", "活性化関数がステップ関数です。sigmoid_activation を渡しましょう。"),
        (lambda t: t.how.rate < 0 and t.own,
         "更新の符号が反対のようです。勾配と反対の向きに動かすので、引き算です（学習率も、正の数です）。"),
        (lambda t: t.how.rate < 0.01, lambda t: f"{rate(t)}、小さすぎます。0.01 にしましょう。"),
        (lambda t: t.how.rate > 0.01, lambda t: f"{rate(t)}、大きすぎます。0.01 にしましょう。"),
        (lambda t: not np.isfinite(t.losses).all(),
         "損失が計算できなくなっています（発散）。学習率を0.01に、活性化関数をシグモイドにしましょう。"),
        (lambda t: t.how.start == AFTER_AND, "モデルが新しくありません。ANDを学習したパラメータから始めています。create_perceptron() で作りましょう。"),
        (lambda t: t.how.start == TWICE, "同じモデルを2回学習させています。モデルを作るところから実行し直しましょう。"),
        (lambda t: t.how.start != USUAL and seed_unused(),
         "シードを決めたあとで、モデルを作っていません。np.random.seed(12345) は、モデルを作る行の前に書きましょう。"),
        (lambda t: t.how.start == LATER, "シードを決めていないか、決めたすぐあとにモデルを作っていません。np.random.seed(12345) を、モデルを作る行のすぐ前に書きましょう。"),
        (lambda t: t.how.epochs < 5000, lambda t: f"損失の記録が {t.how.epochs} エポック分しかありません。5000エポック学習させましょう。"),
        (lambda t: t.how.epochs > 5000, lambda t: f"損失の記録が {t.how.epochs} エポック分あります。レッスンでは5000エポックです。"),
        (lambda t: True, "レッスンと同じ数にするには、①シードを12345に決めてから、②create_perceptron() で新しいモデルを作り、"
                         "③sigmoid_activation と学習率0.01で、④5000エポックを1回だけ学習させます。"),
    )
    late = (
        (lambda t: one_number(t.history), f"{history} が数1つです。fit_epochs(...) の結果を、そのまま入れましょう。"),
        (lambda t: t.how is None, f"損失の記録 {history} には、fit_epochs(...) が返した値を入れましょう。"),
        (lambda t: t.untrained and t.how.start == AFTER_AND,
         f"fit_epochs に、ANDのモデルを渡しています。{model} を渡しましょう（5.1節も実行し直しましょう）。"),
        (lambda t: t.untrained, f"{model} が、まだ学習していません。モデルを作ってから、fit_epochs に {model} を渡しましょう。"),
        (lambda t: t.works and any(close(t.y_pred, model_outputs(as_model(start))) for start in first_parameters(30)),
         f"{y_pred} が、学習する前の予測です。predict の行を、fit_epochs の行のあとに書きましょう。"),
        (lambda t: t.works and close(t.y_pred, model_outputs(t.model, helpers.linear_activation)),
         "predict に渡した活性化関数が線形です。sigmoid_activation を渡しましょう。"),
        (lambda t: t.works and any(close(t.y_pred, model_outputs(other)) for other in t.others),
         f"{y_pred} が、ほかのモデルの予測です。predict に {model} を渡しましょう。"),
        (lambda t: t.works,
         f"{y_pred} が、いまの {model} の予測とちがいます。predict({model}, sigmoid_activation, x) の行を、実行し直しましょう。"),
        *((lambda t, other=other: reads_as(t.output, other) and t.how.start is None,
           f"{model} が {other} になっています。fit_epochs に渡したものを、左から順に確かめましょう。")
          for other in ("AND", "OR", "NAND") if other != gate),
        *differences,
    )
    return Exercise(
        names=f"{model} {y_true} {history} {y_pred}",
        beside="mse_gradient fit_epochs model_and trained_and" + (" model_or answer_model" if gate == "NAND" else ""),
        read=evidence(gate),
        todo=f"{gate} のモデル、正解、学習、予測の4か所の ... を、書きかえましょう。",
        solved=lambda t: (t.works and same(t.y_true, want) and t.how and not any(t.model is other for other in t.others)
                          and (close(t.y_pred, t.output) or close(t.y_pred, t.output >= 0.5))),
        praise=f"4つのサンプルすべてで {gate} になりました。",
        mistakes=late, early=early, common=COMMON[:3], needs=LESSON_5,
        notes=((lambda t: t.y_true.dtype.kind in "iu", f"（{y_true} は整数の配列です。計算はできますが、レッスンでは dtype=float で小数にしています。）"),
               (lambda t: not close(t.output, model_outputs(usual_model(gate))),
                lambda t: "ただし、レッスンと同じ数ではありません。" + first_hint(differences, t))),
        table=lambda t: gate_table(t.output, gate))


# ---------- 練習 ----------

TABLE = np.array([[1, 2], [3, 4], [5, 6]])
ROWS = np.arange(6.0).reshape(3, 2)
IMPORTANCE = np.array([1.0, 10.0, 100.0])
WIDE = np.arange(6.0).reshape(2, 3)
NUMPY = {"np": (lambda value: value is np, "はじめの import のセル")}
LESSON_5 = {**{name: (callable, "はじめの import のセル") for name in (
                "create_perceptron", "fit_epochs", "mean_squared_error", "mse_gradient", "predict", "sigmoid_activation")},
            **NUMPY, "x": (lambda value: same(value, X), "5.1節の、段階2のセル")}
NOT_A_NUMBER = ((lambda value: isinstance(value, tuple), "小数点が , になっています。. で書きましょう。"),
                (lambda value: not one_number(value), "1.5 のような数を、1つ書きましょう。"))

EXERCISES = {
    "1-1": Exercise(
        names="answer_column",
        needs={"table": (lambda value: same(value, TABLE), "「3行2列の配列」のセル")},
        todo="answer_column の ... を、table から列を取り出す式に書きかえましょう。",
        solved=lambda answer: same(answer, [2, 4, 6]),
        praise="2番目の列を取り出せました。",
        mistakes=((lambda answer: close(answer, [2, 5]), "それは matrix の列です。table から取り出しましょう。"),
                  (lambda answer: close(answer, [1, 3, 5]), "それは1番目の列です。番号は0から数えます。"),
                  (lambda answer: close(answer, [3, 4]), "それは2番目の行です。行のところに : を書きましょう。"),
                  (lambda answer: close(answer, [2, 4, 6]), "数は合っています。table[:, 番号] の形で取り出しましょう。"))),
    "1-2": Exercise(
        names="answer_sums",
        needs={"table": (lambda value: same(value, TABLE), "「3行2列の配列」のセル")},
        todo="answer_sums の ... を、sum を使った式に書きかえましょう。",
        solved=lambda answer: same(answer, [3, 7, 11]),
        praise="行ごとの合計を求められました。",
        mistakes=((lambda answer: close(answer, [6, 15]), "それは matrix の合計です。table を合計しましょう。"),
                  (lambda answer: close(answer, [9, 12]), "それは列ごとの合計です。軸の番号を変えましょう。"),
                  (lambda answer: close(answer, [21]), "それは全部の合計です。axis を指定しましょう。"),
                  (lambda answer: close(answer, [3, 7, 11]), "数は合っています。table.sum(axis=…) だけで求めて、形状 (3,) の配列にしましょう。"))),
    "1-3": Exercise(
        names="answer_tall",
        needs=NUMPY,
        todo="answer_tall の ... を、np.array(...) に書きかえましょう。",
        solved=lambda answer: same(answer, [[100], [200], [300]]),
        praise="形状 (3, 1) の配列を作れました。",
        mistakes=((lambda answer: same(answer, [100, 200, 300]), "形状が (3,) です。1つ1つの数を、角かっこで囲みましょう。"),
                  (lambda answer: same(answer, [[100, 200, 300]]), "形状が (1, 3) で、横にならんでいます。行を3つにしましょう。"),
                  (lambda answer: isinstance(answer, list), "リストのままです。np.array(...) で配列にしましょう。"),
                  (lambda answer: close(answer, [100, 200, 300]), "数は合っています。形状を (3, 1) にしましょう。"))),
    "2-1": by_hand("AND", "hand_weights", "hand_bias"),
    "2-2": Exercise(
        names="middle",
        beside="model",
        needs={"model": (lambda value: model_outputs(value) is not None, "2.3節の、シードを決めるセル"),
               "predict": (callable, "2.5節の、predict のセル"), "linear_activation": (callable, "2.5節の、linear_activation のセル"), **NUMPY},
        todo="middle の ... を、predict を使った式に書きかえましょう。",
        solved=lambda answer, model: close(answer, [-1.93085364]) or close(answer, np.array([0.5, 0.5]) @ model["weights"] + model["bias"]),
        praise="サンプルが1つでも、4つのときと同じように予測できました。",
        mistakes=((lambda answer, model: isinstance(answer, dict), "モデルが入っています。predict(...) の結果を入れましょう。"),
                  (lambda answer, model: close(answer, model_outputs(model, helpers.linear_activation)),
                   "4つのサンプルの予測です。入力を np.array([[0.5, 0.5]]) にしましょう。"),
                  (lambda answer, model: close(answer, [0.5, 0.5]), "入力そのものが入っています。predict(...) の結果を入れましょう。"),
                  (lambda answer, model: numbers(answer).size == 1, "数がちがいます。モデルは model、活性化関数は線形、入力は [0.5, 0.5] ですか。"))),
    "2-3": by_hand("NAND", "nand_weights", "nand_bias"),
    "3-1": Exercise(
        names="y_flat",
        needs={"y_column": (lambda value: same(value, helpers.truth_table("AND")[1].reshape(4, 1)),
                            "3.6節の、y_column を作るセル（答えは、y_column ではなく y_flat に入れます）")},
        todo="y_flat の ... を、reshape を使った式に書きかえましょう。",
        solved=lambda answer: same(answer, [0, 0, 0, 1]),
        praise="形状を (4,) に戻せました。",
        mistakes=((lambda answer: same(answer, [[0], [0], [0], [1]]), "形状が (4, 1) のままです。reshape に数を1つだけ渡しましょう。"),
                  (lambda answer: same(answer, [[0, 0, 0, 1]]), "形状が (1, 4) です。軸を1つにするには、reshape に数を1つだけ渡します。"),
                  (lambda answer: isinstance(answer, list), "リストになっています。y_column.reshape(...) の結果を入れましょう。"),
                  (lambda answer: same(answer, [0]), "1つだけ取り出しています。y_column[...] ではなく、y_column.reshape(...) を使いましょう。"))),
    "3-2": Exercise(
        names="errors",
        common=(),
        todo="errors の ... を、記号のリストに書きかえましょう。",
        solved=lambda answer: letters(answer) == {"イ", "オ"},
        praise="イは2と3、オは2と3（と3と2）が向かい合うので、エラーです。",
        mistakes=((lambda answer: not isinstance(answer, (list, tuple, set)), '記号を ["ア", "イ"] のようなリストに入れましょう。'),
                  (lambda answer: "ア" in letters(answer), "アは計算できます。(3, 2) と (2,) は、右はしが2と2です。"),
                  (lambda answer: "ウ" in letters(answer), "ウは計算できます。(3, 2) と (3, 1) は、2と1、3と3が向かい合います。"),
                  (lambda answer: "エ" in letters(answer), "エは計算できます。(3, 1) と (1, 4) と考えると、どちらの軸も、片方が1です。"),
                  (lambda answer: letters(answer) - set("アイウエオ"), "記号は、カタカナ1つずつを引用符で囲み、, で区切りましょう。"),
                  (lambda answer: letters(answer) < {"イ", "オ"}, "エラーになるものは、ほかにもあります。"))),
    "3-3": Exercise(
        names="weigh_samples",
        common=(),
        blank=lambda function: function is ... or weighed(function, 3) is ...,
        todo="weigh_samples の return の ... を、書きかえましょう。",
        solved=lambda function: (same(weighed(function, 3), ROWS * [[1], [10], [100]])
                                 and same(weighed(function, 2), ROWS[:2] * [[1], [10]])
                                 and same(result_of(function, WIDE, [-0.5, 2.5]), WIDE * [[-0.5], [2.5]])),
        praise="サンプルの数と入力の数が同じときも、正しく動きました。",
        mistakes=((lambda function: not callable(function), "weigh_samples が関数ではありません。def から始まる形に戻しましょう。"),
                  (lambda function: same(weighed(function, 2), ROWS[:2] * [1, 10]),
                   "サンプルが2つのとき、行ではなく列にかけています（3.6節のまちがい1）。reshape(len(x), 1) で縦にしましょう。"),
                  (lambda function: "cannot reshape" in str(weighed(function, 3)) or "cannot reshape" in str(weighed(function, 2)),
                   "reshape に渡した数が、サンプルの数と合いません。関数の中で len(x) を使い、引数の順番（x, importance）も確かめましょう（関数の外の m や error は使いません）。"),
                  (lambda function: "broadcast" in str(weighed(function, 3)), "importance の形状を (m, 1) にしましょう。m は len(x) です（関数の外の m や error は使いません）。"),
                  (lambda function: isinstance(weighed(function, 3), BaseException), lambda function: f"ためしてみると、エラーになりました。エラーを読みましょう。（{weighed(function, 3)!r:.120}）"),
                  (lambda function: weighed(function, 3) is None, "return を書きましょう（print は、値を返しません）。"),
                  (lambda function: isinstance(weighed(function, 3), list), "リストになっています。x と importance の計算の結果（配列）を、そのまま返しましょう。"),
                  (lambda function: same(weighed(function, 3), ROWS * [[1], [10], [100]]),
                   "入力が3つのときや、重要度が小数や負の数のときに、正しくありません。x と importance をそのままかけましょう。"))),
    "4-1": Exercise(
        names="my_learning_rate",
        todo="my_learning_rate の ... を、数に書きかえましょう。",
        solved=lambda rate: positive(rate) and last_loss(rate) < 0.005,
        praise="1000エポックで、損失が0.005より小さくなりました。",
        mistakes=(*NOT_A_NUMBER,
                  (lambda rate: not positive(rate), "学習率は、0より大きい数にしましょう。0以下では、損失が減りません。"),
                  (lambda rate: True, "まだ小さすぎて、1000エポックでは足りません。もっと大きくしましょう。")),
        table=lambda rate: f"最後の損失 {last_loss(rate):.6f}" if positive(rate) else ""),
    "4-2": Exercise(
        names="z_for_09",
        todo="z_for_09 の ... を、数に書きかえましょう。",
        solved=lambda z: one_number(z) and abs(z - np.log(9)) < 0.05,
        praise="その z で、シグモイドがほぼ0.9になります。",
        table=lambda z: f"シグモイドの値 {helpers.sigmoid_activation(float(z)):.4f}",
        mistakes=(*NOT_A_NUMBER,
                  (lambda z: abs(z - 0.9) < 0.05, "0.9 は、シグモイドから出てくる値です。書くのは、シグモイドに入れる数 z です。"),
                  (lambda z: z < np.log(9), "そこでは、シグモイドは0.9より小さい値です。z をもっと大きくしましょう。"),
                  (lambda z: True, "そこでは、シグモイドは0.9より大きい値です。z をもっと小さくしましょう。"))),
    "4-3": Exercise(
        names="largest_rate",
        todo="largest_rate の ... を、数に書きかえましょう。",
        solved=lambda rate: one_number(rate) and abs(rate - 1.25) < 1e-9,
        praise="1.25では発散せず、1.26では発散します。",
        mistakes=(*NOT_A_NUMBER,
                  (lambda rate: rate <= 0, "学習率は、0より大きい数にしましょう。"),
                  (lambda rate: abs(rate - 1.25) < 0.01, "とても近いです。小数第2位までの数で答えましょう。発散しないほうの数です。"),
                  (lambda rate: rate > 1.25, "その学習率では、長く学習すると発散します。もう少し小さくしましょう。"),
                  (lambda rate: True, "その学習率では、まだ発散しません。もう少し大きくできます。"))),
    "5-1": by_training("OR"),
    "5-2": by_training("NAND"),
    "5-3": Exercise(
        names="xnor",
        needs={**LESSON_5, "step_activation": (callable, "はじめの import のセル"),
               "trained_nand": (lambda value: reads_as(model_outputs(value), "NAND"), "5.6節の「1層目：NAND」のセル"),
               "hidden": (lambda value: same(value, [[0, 1], [1, 1], [1, 1], [1, 0]]), "5.3節の5つのセルと、5.6節の「1層目」の3つのセル")},
        todo="xnor の ... を、step_activation と predict を使った式に書きかえましょう。",
        solved=lambda answer: same(answer, [1, 0, 0, 1]),
        praise="XNORを作れました。",
        mistakes=((lambda answer: same(answer, [0, 1, 1, 0]), "それはXORです。0と1を入れかえる規則のモデルを使いましょう。"),
                  (lambda answer: same(answer, [1, 1, 1, 0]), "それはNANDです。x ではなく、hidden を渡しましょう。"),
                  (lambda answer: close(answer, [1, 0, 0, 1]), "数は合っています。step_activation(predict(...)) の結果を、そのまま入れましょう。"),
                  (lambda answer: numbers(answer).size == 4 and not np.isin(numbers(answer), [0, 1]).all(),
                   "結果を step_activation(...) に入れて、0か1にしましょう。"),
                  (lambda answer: numbers(answer).size == 4, "渡したモデルと入力を確かめましょう。モデルは trained_nand、入力は hidden です。")),
        table=lambda answer: four_samples([1, 0, 0, 1], numbers(answer).reshape(4), numbers(answer).reshape(4) >= 0.5)),
}


# ---------- 答え合わせ ----------

def verdict(number, space):
    """練習 number の答え合わせの文。space は、ノートブックにある {名前: 値}。"""
    if not (isinstance(number, str) and number in EXERCISES):
        return f'練習の番号がちがいます。check("1-1") のように、引用符を付けて書きましょう。番号は {"、".join(EXERCISES)} です。'
    exercise = EXERCISES[number]
    names = exercise.names.split()
    values = [space.get(name, ...) for name in names]
    blank = [name for name, value in zip(names, values) if holds(exercise.blank, value)]
    given = [*values, *(space.get(name) for name in exercise.beside.split())]
    if exercise.read:
        given = [exercise.read(*given)]
    error = error_in(names)
    if not (blank or error) and holds(exercise.solved, *given):
        notes = [first_hint([note], *given) for note in exercise.notes]
        return with_table(exercise, given, f"練習 {number}：できました！　{exercise.praise}" + "".join(f"　{note}" for note in notes if note))
    lesson = lesson_cell(exercise, space)
    missing = next((f"{name} が、まだありません。先に、すぐ上の答えのセルを実行しましょう。実行したのなら、「{name}」のつづりと、その行の書き出しを確かめて、赤いエラーがあれば直しましょう。"
                    for name in names if name not in space), None)
    stopped = error and f"答えのセルが、赤いエラーで止まっています。先に、そのエラーを直しましょう。（{error}）"
    if len(blank) == len(names):
        return f"練習 {number}：まだです。{lesson or stopped or missing or exercise.todo + REMINDER}"
    if error and not exercise.early:  # 答えの名前には、前の値が残っている
        return f"練習 {number}：もう少しです。{lesson or stopped}"
    common = (hint.format(name=name) for name, value in zip(names, values) if name not in blank
              for found, hint in exercise.common if holds(found, value))
    hint = next(common, None) or lesson or first_hint(exercise.early, *given) or stopped
    if blank and not hint:
        return f"練習 {number}：まだです。{missing or '残りの ' + '、'.join(blank) + ' も、書きかえましょう。' + REMINDER}"
    hint = hint or first_hint(exercise.mistakes, *given) or "答えがちがいます。上のヒントを開いてみましょう。"
    if error:  # 表にする値は、エラーの前のもの
        return f"練習 {number}：もう少しです。{hint}" + ("" if hint == stopped else f"　{stopped}")
    return with_table(exercise, given, f"練習 {number}：もう少しです。{hint}")


REMINDER = "（書きかえたのなら、上のセルをまだ実行していないか、= の左の名前が変わっているか、上のセルが赤いエラーで止まっています。）"


def with_table(exercise, given, text):
    table = result_of(lambda: exercise.table(*given)) if exercise.table else ""
    return f"{table}\n{text}" if table and isinstance(table, str) else text


def lesson_cell(exercise, space):
    """答えに使うレッスンの名前がないか、変わっていれば、先に実行するセルを伝える文。"""
    for name, (kept, place) in exercise.needs.items():
        if not holds(kept, space.get(name)):
            found = "レッスンのものと変わっています" if name in space else "まだありません"
            return f"{name} が、{found}。先に{place}を実行し、次に、すぐ上の答えのセルを実行しましょう。"
    return None


def check(number=None, *_):
    """練習 number の答え合わせをして、結果を表示する。答えは、ノートブックの変数から自分で見つける。"""
    space = inspect.currentframe().f_back.f_globals
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        print(verdict(number, space))
