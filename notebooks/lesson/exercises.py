"""「やってみよう」の練習と、よくある間違い。答え合わせの進め方は checks.py にある。

EXERCISES の1項目が練習1つ。(判定, ヒント) の1組が間違い1種類で、上から順に調べる。判定は次のどれか。
  リスト：同じ数が同じ順に並んでいる（形状は違ってもよい）　　配列：形状も数も同じ
  関数：答え t（look のある練習では、look が集めた証拠 t）を受け取り、True か False を返す
判定の途中のエラーは「当てはまらない」と数える。ヒントの {t.…} には証拠が入る。
"""

import contextlib
import functools
import io
import itertools
import operator
import traceback
import unicodedata
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

import perceptron_helpers as helpers
from perceptron_helpers import GATES


@dataclass
class Exercise:
    names: str  # 答えの名前
    todo: str  # ... を何に書き換えるか
    right: object  # 正しいかどうかの判定
    praise: str  # できたときの言葉
    needs: list  # 答えに使う名前について (名前, そのままかどうかの判定, それを作るセル) の組
    mistakes: list  # (判定, ヒント) の組
    look: object = None  # すべての名前の辞書と赤いエラーから、証拠 t を集める関数
    table: object = None  # ヒントの前に表示する表を作る関数
    early: list = ()  # mistakes より先に調べ、ほかの答えがまだでも言うもの
    notes: list = ()  # できたときに付け加える (判定, 言葉) の組
    blank: object = lambda value: value is ...  # まだ書き換えていないかどうか
    common: bool = True  # checks.py の COMMON も調べるか


# ---------- 判定に使う部品 ----------

def holds(found, t):
    """判定 found が答え t に当てはまるか。"""
    try:
        if callable(found):
            return bool(found(t))
        return same(t, found) if isinstance(found, np.ndarray) else close(t, found)
    except Exception:  # 答えには何でも入りうる
        return False


def attempt(function, *arguments):
    """引数のコピーを渡して function を呼んだ結果。エラーになったら、そのエラーを返す。"""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return function(*map(np.copy, arguments))
    except (Exception, SystemExit) as error:  # 答えの関数の中では、どんなエラーも起こりうる
        return error


def numbers(value):
    """数1つか数の並びを float の配列にする。できなければ（文字も）空の配列。"""
    array = attempt(lambda: np.asarray(value))
    usable = isinstance(array, np.ndarray) and array.dtype.kind in "biuf" and np.isfinite(array).all()
    return array.astype(float) if usable else np.array([])


def one_number(value):
    """数1つか（True と False は数ではない）。"""
    return numbers(value).shape == () and not isinstance(value, bool)


def close(answer, want):
    """answer の数が、want と同じ順に並んでいるか。形状は問わない。"""
    flat = numbers(answer).reshape(-1)
    return 0 < flat.size == np.size(want) and np.allclose(flat, np.ravel(want), rtol=0, atol=1e-6)


def same(answer, want):
    """answer が、形状も数も want と同じ配列か。"""
    return isinstance(answer, np.ndarray) and answer.shape == np.shape(want) and close(answer, want)


def rounded(answer, want):
    """answer が want か、それを小数第2位〜第8位までに丸めたもの（np.round の結果）か。"""
    return close(answer, want) or any(close(answer, np.round(want, digits)) for digits in range(2, 9))


# ---------- モデル ----------

X, AND = helpers.truth_table("AND")
LINEAR, SIGMOID = helpers.linear_activation, helpers.sigmoid_activation
NEW_MODELS = [{"weights": drawn[:2], "bias": drawn[2:]}  # シード12345で続けて作るモデル
              for drawn in np.random.RandomState(12345).uniform(-5, 5, size=(30, 3))]


def outputs(model, activation=SIGMOID, x=X):
    """モデルの出力。数が x の行の数だけそろわなければ、空の配列。"""
    output = numbers(attempt(lambda: helpers.predict(model, activation, x)))
    return output if output.shape == (len(x),) else np.array([])


def gate_of(answers):
    """4つの答え（True と False でもよい）がどの規則のものか。なければ None。"""
    return next((gate for gate in GATES if close(answers, GATES[gate])), None)


def four_samples(y_true, output, x=X):
    """4つのサンプルの入力、正解、出力、0か1か、合っているかの表。"""
    rows = []
    for row, want, value, one in zip(x, y_true, output.tolist(), (output >= 0.5).astype(int), strict=True):
        sample = f"[{', '.join(f'{number:.0f}' for number in row)}]"
        rows.append(f"{sample}  {want:3}  {value:8.4f}  {one:4}  {'○' if want == one else '×'}")
    return "\n".join([f"{'入力':{len(sample)}}正解     出力  0か1", *rows])


def train(gate, learning_rate, epochs, activation=SIGMOID, start=NEW_MODELS[0]):
    """モデル start のコピーに gate を学習させる。学習のあとのモデルと、損失の記録の組。"""
    model = dict(start)
    with contextlib.redirect_stdout(io.StringIO()):
        return model, helpers.fit_epochs(model, activation, helpers.mean_squared_error, helpers.mse_gradient,
                                         learning_rate, X, np.array(GATES[gate]), epochs)


lesson_model = functools.cache(lambda gate: train(gate, 0.01, 5000)[0])
losses_of_and = functools.cache(lambda learning_rate: train("AND", learning_rate, 1000)[1])
NEW_OUTPUTS = [outputs(model) for model in NEW_MODELS]
COMMA = "小数点が , になっています。. で書きましょう。"


def by_hand(gate, weights, bias):
    """手で重みとバイアスを決める練習。"""
    sign, way = (-1, "小さく") if gate == "NAND" else (1, "大きく")

    def look(space, _):
        w, b = (numbers(space.get(name)).reshape(-1) for name in (weights, bias))
        output = X @ w + b if (w.size, b.size) == (2, 1) else np.array([])
        return SimpleNamespace(w=w, b=space.get(bias), output=output, became=gate_of(output >= 0.5))

    return Exercise(
        f"{weights} {bias}", "数", lambda t: t.became == gate, f"このパラメータで {gate} になります。", [], [
            (lambda t: gate_of(t.w), "重みに正解が4つ入っています。重みは入力1つに1つなので、2つです。"),
            (lambda t: isinstance(t.b, tuple) or t.w.size == 4, COMMA),
            (lambda t: not t.output.size, "重みは [1.0, 1.0] のような数2つ、バイアスは数1つです。"),
            (lambda t: (sign * t.w <= 0).any(), f"重みを見ましょう。どちらの入力でも、0から1に増えたとき、"
             f"出力は{way}なるはずです。"),
            (lambda t: (t.output >= 0.5).all(), "全部1です。全体を下げましょう。下げるのはバイアスです。"),
            (lambda t: (t.output < 0.5).all(), "全部0です。全体を上げましょう。上げるのはバイアスです。"),
            (lambda t: t.became == "OR", "今は OR です。全体を下げて、[1, 1] だけを1に残しましょう。"),
            (lambda t: True, "× のサンプルの出力を0.5の反対側に動かすには、どのパラメータを変えますか。"),
        ], look, lambda t: four_samples(GATES[gate], t.output))


# ---------- モデルを作って学習させる練習 ----------

def compare(t):
    """損失の記録のはじめを、いろいろな条件で学習を始めたときと比べ、同じになる条件を t に入れる。"""
    starts = [("シード", NEW_MODELS[0]), ("ANDの続き", lesson_model("AND")), ("2回目", lesson_model(t.gate)),
              *(("シードの後", model) for model in NEW_MODELS[1:])]
    activations, taught = [("シグモイド", SIGMOID), ("線形", LINEAR)], [t.gate, *GATES]
    if np.isin(t.losses, [0, 0.25, 0.5, 0.75, 1]).all():  # 出力が0か1だけ
        t.activation, starts = "ステップ関数", []
    for (start, model), (name, activation), gate in itertools.product(starts, activations, taught):
        first, second = train(gate, 0.01, 2, activation, model)[1]
        if abs(t.losses[0] - first) < 1e-9 * first:
            t.start, t.activation, t.taught = start, name, gate
            t.times = (t.losses[1] - first) / (second - first) if t.losses.size > 1 else 1
            return


def look_at_training(gate, space, error):
    """学習の練習の証拠を集める。"""
    t = SimpleNamespace(gate=gate, g=gate.lower(), error=str(error or ""), taught=gate, times=1)
    t.start = t.activation = ""
    t.model, t.y_true, t.history, t.y_pred = (
        space.get(f"{name}_{t.g}", ...) for name in ("model", "y_true", "history", "y_pred"))
    others = ["model_and", "trained_and"] + ["model_or", "answer_model"] * (gate == "NAND")
    t.others = [space[name] for name in others if isinstance(space.get(name), dict)]
    t.shared = any(t.model is other for other in t.others)
    t.output, t.answers, t.told = outputs(t.model), numbers(t.y_true).reshape(-1), gate_of(t.y_true)
    t.became = gate_of(t.output >= 0.5)
    t.differs = t.output.size > 0 and not close(t.output, outputs(lesson_model(gate)))
    t.untrained = any(close(t.output, new) for new in NEW_OUTPUTS)
    wrong = [x for x, answer, want in zip(X, t.answers, GATES[gate], strict=False) if answer != want]
    t.wrong = "、".join(f"[{a:.0f}, {b:.0f}]" for a, b in wrong)
    t.wanted = helpers.mse_gradient(X, AND, np.full(4, 0.5))
    t.gradient = attempt(space.get("mse_gradient"), X, AND, np.full(4, 0.5))
    frames = traceback.extract_tb(getattr(error, "__traceback__", None))
    t.inside = {"predict", "fit_epochs"} & {frame.name for frame in frames}
    t.losses = attempt(lambda: np.array(t.history, dtype=float))
    t.recorded = isinstance(t.losses, np.ndarray) and t.losses.ndim == 1 and t.losses.size > 0
    if t.recorded:
        compare(t)
    t.change = "約" + np.format_float_positional(abs(t.times), 2, fractional=False, trim="-") + "倍"
    now, fresh = np.random.get_state(), np.random.RandomState(12345).get_state()
    t.unused = now[2] == fresh[2] and np.array_equal(now[1], fresh[1])  # シードを決めたままか
    return t


def by_training(gate):
    """モデルを作って学習させる練習。"""
    return Exercise(
        " ".join(f"{name}_{gate.lower()}" for name in ("model", "y_true", "history", "y_pred")),
        "学習の4つの段階の式",
        lambda t: (t.became == gate and same(t.y_true, GATES[gate]) and t.recorded and not t.shared
                   and (rounded(t.y_pred, t.output) or close(t.y_pred, t.output >= 0.5))),
        f"4つのサンプルすべてで {gate} になりました。", LESSON_5, LATE,
        functools.partial(look_at_training, gate),
        lambda t: four_samples(GATES[gate], t.output), EARLY, NOTES)


BRACKETS = "activation() missing 1", "error() missing 2", "gradient() missing 3"  # 引数なしで呼んだエラー
EARLY = [
    (lambda t: t.shared, "model_{t.g} が、前に学習したモデルと同じものです。= ではコピーできません。"
     "create_perceptron() で作りましょう（前のモデルも変わったので、それも作り直しましょう）。"),
    (lambda t: np.shape(t.y_true) == (4, 2), "正解に入力が入っています。正解は、サンプル1つに数1つです。"),
    (lambda t: np.asarray(t.y_true).dtype == bool, "正解が True と False です。0 と 1 で書きましょう。"),
    (lambda t: t.told in {"AND", "OR"} - {t.gate}, "正解が {t.told} のままです。{t.gate} にしましょう。"),
    (lambda t: t.wrong and gate_of(t.answers[::-1]) == t.gate, "正解の順番が逆のようです。[0, 0]、[0, 1]、"
     "[1, 0]、[1, 1] の順に並べましょう。"),
    (lambda t: t.answers.size not in (0, 4), "正解が {t.answers.size} 個あります。4つにしましょう。"),
    (lambda t: t.wrong, "正解のうち、入力 {t.wrong} のところを見直しましょう。"),
    (lambda t: t.told and not same(t.y_true, GATES[t.gate]),
     "数は合っていますが、形状 (4,) の配列ではありません。角かっこを1組にして、"
     "np.array([...], dtype=float) に入れましょう。"),
    (lambda t: t.y_true is not ... and not t.answers.size,
     "正解は、np.array([...], dtype=float) の中に 0 と 1 を並べましょう（nan や文字は使えません）。"),
    (lambda t: isinstance(t.model, np.ndarray), "model_{t.g} に配列が入っています。"
     "fit_epochs(...) の結果は損失の記録なので、history_{t.g} に入れましょう。"),
    (lambda t: t.model is not ... and not (isinstance(t.model, dict) and {"weights", "bias"} <= set(t.model)),
     "model_{t.g} がモデルではありません。create_perceptron() で作りましょう。"),
    (lambda t: not np.isfinite([*t.model["weights"], *t.model["bias"]]).all(),
     "パラメータが nan か inf です。学習率を 0.01 に戻し、モデルを作るところから実行し直しましょう。"),
    (lambda t: t.model is not ... and not t.output.size, "モデルの形が崩れています。作り直しましょう。"),
    (lambda t: any(text in t.error for text in BRACKETS),
     "関数を渡すときは、かっこ ( ) を付けず、sigmoid_activation のように名前だけを書きましょう。"),
    (lambda t: "broadcast" in f"{t.gradient}{t.error}", "勾配の関数が、直す前のもの（x * error）です。"
     "レッスン3の3.5節のように error.reshape(m, 1) をかけましょう。"),
    (lambda t: all(map(close, t.gradient, [-part for part in t.wanted])),
     "勾配の関数 mse_gradient の符号が反対です。差は y_pred - y_true の順です。"),
    (lambda t: isinstance(t.gradient, tuple) and not all(map(close, t.gradient, t.wanted)),
     "mse_gradient の返す値が、レッスン3のものと違います。はじめの import のセルを実行し直しましょう。"),
    (lambda t: t.inside or "positional argument" in t.error, "関数に渡すものの数か順番が違います。"
     "predict には、モデル、"
     "活性化関数、入力の順に、fit_epochs には、①モデル、②活性化関数、③損失関数、④勾配の関数、"
     "⑤学習率、⑥入力、⑦正解、⑧エポック数の順に渡しましょう。")]
CHANGE = "はじめの1回の損失の変化が、学習率 0.01 のときの{t.change}です。"
WRONG = [  # 学習の条件がレッスンと違うところ。できたときにも、数が違う理由として言う
    (lambda t: t.taught != t.gate, "学習の正解が {t.taught} のものです。y_true_{t.g} を渡しましょう。"),
    (lambda t: t.activation not in ("", "シグモイド"),
     "活性化関数が{t.activation}です。シグモイドにしましょう。")]
UNLIKE = [
    (lambda t: not np.isfinite(t.losses).all(), "損失が計算できません（発散）。学習率を 0.01 に、"
     "活性化関数をシグモイドにしましょう。"),
    (lambda t: t.start == "ANDの続き", "モデルが新しくありません。AND の続きから学習しています。"),
    (lambda t: t.start == "2回目", "同じモデルを2回学習させています。モデルから作り直しましょう。"),
    (lambda t: t.start != "シード" and t.unused, "シードを決めたあとで、モデルを作っていません。"
     "np.random.seed(12345) は、モデルを作る行の前に書きましょう。"),
    (lambda t: t.start == "シードの後", "シードを決めていないか、決めたすぐあとにモデルを作っていません。"
     "np.random.seed(12345) を、モデルを作る行のすぐ前に書きましょう。"),
    (lambda t: t.losses.size != 5000, "損失の記録が {t.losses.size} エポック分です。5000にしましょう。"),
    (lambda t: True, "レッスンと同じ数にするには、①シードを12345に決めてから、"
     "②create_perceptron() で新しいモデルを作り、③sigmoid_activation と学習率 0.01 で、"
     "④5000エポックを1回だけ学習させます。")]
NOTES = [
    (lambda t: not t.differs and t.y_true.dtype.kind in "iu", "（正解が整数です。レッスンでは小数です。）"),
    (lambda t: not t.differs, ""),
    *((found, "ただし、レッスンと同じ数ではありません。" + hint)
      for found, hint in [
          *WRONG, (lambda t: not 0.95 < t.times < 1.05, CHANGE + "学習率を確かめましょう。"), *UNLIKE])]
LATE = [
    (lambda t: one_number(t.history), "history_{t.g} が数1つです。fit_epochs(...) の結果を入れましょう。"),
    (lambda t: not t.recorded, "損失の記録 history_{t.g} には、fit_epochs(...) が返した値を入れましょう。"),
    (lambda t: -20 < t.times <= 0, "はじめの1回で、反対の向きに動いたか、動いていません。"
     "学習率は0より大きい数にします（更新の式を自分で書いたのなら、勾配と反対の向きに動かすので、"
     "引き算です）。"),
    (lambda t: t.untrained and t.start == "ANDの続き", "fit_epochs に AND のモデルを渡しています。"
     "model_{t.g} を渡しましょう（5.1節も実行し直しましょう）。"),
    (lambda t: t.untrained, "model_{t.g} がまだ学習していません。作ったあとで fit_epochs に渡しましょう。"),
    (lambda t: t.became == t.gate and any(rounded(t.y_pred, new) for new in NEW_OUTPUTS),
     "y_pred_{t.g} が学習する前の予測です。predict の行を、fit_epochs の行のあとに書きましょう。"),
    (lambda t: t.became == t.gate and rounded(t.y_pred, outputs(t.model, LINEAR)),
     "predict に渡した活性化関数が線形です。sigmoid_activation を渡しましょう。"),
    (lambda t: t.became == t.gate and any(rounded(t.y_pred, outputs(other)) for other in t.others),
     "y_pred_{t.g} がほかのモデルの予測です。predict に model_{t.g} を渡しましょう。"),
    (lambda t: t.became == t.gate, "y_pred_{t.g} が、いまの model_{t.g} の予測と違います。"
     "predict(model_{t.g}, sigmoid_activation, x) で求め直しましょう。"),
    (lambda t: not t.start and t.became in ("AND", "OR", "NAND"), "model_{t.g} が {t.became} になっています。"
     "fit_epochs に渡したものを、左から順に確かめましょう。"),
    *WRONG,
    (lambda t: abs(t.times) < 0.95, "学習率が小さすぎます。0.01 にしましょう。" + CHANGE),
    (lambda t: abs(t.times) > 1.05, "学習率が大きすぎます。0.01 にしましょう。" + CHANGE),
    *UNLIKE]
IMPORTED = "はじめの import のセル"
NUMPY = ("np", lambda t: t is np, IMPORTED)
LESSON_5 = [NUMPY, ("x", X, "5.1節の段階1・2のセル"), *((name, callable, IMPORTED) for name in (
    "create_perceptron", "fit_epochs", "mean_squared_error", "mse_gradient", "predict",
    "sigmoid_activation"))]


# ---------- 練習 ----------

TABLE = ("table", np.array([[1, 2], [3, 4], [5, 6]]), "「3行2列の配列」のセル")
TALL, ROWS, WIDE = np.array([[100], [200], [300]]), np.arange(6.0).reshape(3, 2), np.arange(6.0).reshape(2, 3)
SHAPES = [(3,), (7,), (3,), (7, 3)]  # 練習 1-3
LINE_2_2 = [2.5, 1.0]  # 練習 2-2：重み -2 と -5、バイアス 5.5 の決定境界が軸と交わる点
VOTERS = np.array(list(itertools.product([0.0, 1.0], repeat=3)))
VOTES = {name: (VOTERS.sum(axis=1) >= least).astype(int)
         for name, least in (("1人以上", 1), ("2人以上", 2), ("3人", 3))}
ONE_NUMBER = [(lambda t: isinstance(t, tuple), COMMA), (lambda t: not one_number(t), "数を1つ書きます。")]


def letters(answer):
    """答えの記号の集合。全角と半角や、前後の空白の違いはそろえる。"""
    return {unicodedata.normalize("NFKC", str(letter)).strip() for letter in answer}


def look_at_gradient(space, _):
    """練習 3-1 の2つの答えを、数の並びにする。"""
    gradient, weight = (numbers(space.get(name)).reshape(-1) for name in ("hand_gradient", "new_weight_0"))
    return SimpleNamespace(gradient=gradient, weight=weight, new=space.get("new_weight_0"))


def shapes(answer):
    """形状のリストを、整数の組のリストにする。できなければ空のリスト。"""
    found = attempt(lambda: [tuple(map(operator.index, shape)) for shape in answer])
    return found if isinstance(found, list) else []


def look_at_votes(space, _):
    """練習 2-4 の重みとバイアスで、3人の8通りの出力を求める。"""
    w, b = (numbers(space.get(name)).reshape(-1) for name in ("vote_weights", "vote_bias"))
    output = VOTERS @ w + b if (w.size, b.size) == (3, 1) else np.array([])
    became = next((name for name, votes in VOTES.items() if close(output >= 0.5, votes)), None)
    return SimpleNamespace(w=w, b=space.get("vote_bias"), output=output, became=became)


def look_at_weighing(space, _):
    """練習 3-3 の関数を、サンプル3つと2つ、入力3つで試す。"""
    t = SimpleNamespace(function=space.get("weigh_samples"))
    t.three, t.two = (attempt(t.function, ROWS[:m], np.array([1.0, 10.0, 100.0])[:m]) for m in (3, 2))
    t.works = same(t.three, ROWS * [[1], [10], [100]])
    t.wide = same(attempt(t.function, WIDE, [-0.5, 2.5]), WIDE * [[-0.5], [2.5]])
    t.error = "　".join(f"{tried!r:.120}" for tried in (t.three, t.two) if isinstance(tried, BaseException))
    return t


def look_at_one_layer(space, _):
    """練習 6-1 の重みとバイアスを、形状 (n,) の配列にする。"""
    w, b = (numbers(space.get(name)).reshape(-1) for name in ("one_weights", "one_bias"))
    return SimpleNamespace(w=w, b=b, comma=isinstance(space.get("one_bias"), tuple) or w.size == 4)


# ---------- レッスン7：ペンギンの測定値 ----------

# 7.2節の分け方と学習で決まる数。学習で変わった名前に頼らずに、答えを調べる
NEW, SCALED, SURE = np.array([46.0, 3650.0]), np.array([0.79983670, -0.17820945]), 0.94067903
MEAN, STD = np.array([41.74640523, 3726.96078431]), np.array([5.31807900, 431.85578993])
FIRST_BILL, LAST_BILL = [-0.49762428, 0.16624380], [1.58959556, 0.16624380]  # 練習 7-2 の最初と最後の行
PENGUINS = [
    NUMPY, ("two", lambda t: np.sum(t) == 219, "7.1節の two のセル"),
    *((name, lambda t, size=size: len(t) == size, "7.2節の train と test のセル")
      for name, size in (("train", 153), ("test", 66))),
    *((name, callable, f"7.4節の {name} のセル") for name in ("learn", "count_right"))]


def look_at_bills(space, _):
    """練習 7-2 の証拠：標準化した入力の最初と最後の行と、合った数。"""
    t = SimpleNamespace(scaled=numbers(space.get("bill_scaled")), right=space.get("bill_right"))
    t.first, t.last = (t.scaled[0], t.scaled[-1]) if t.scaled.shape == (219, 2) else ([], [])
    t.done = close(t.first, FIRST_BILL) and close(t.last, LAST_BILL)
    return t


def named(names):
    """答え names をそのまま集める関数。"""
    return lambda space, _: SimpleNamespace(**{name: space.get(name) for name in names.split()})


EXERCISES = {
    "1-1": Exercise("answer_column", "table から列を取り出す式", np.array([2, 4, 6]),
                    "列を取り出せました。", [TABLE], [
        ([2, 5], "それは matrix の列です。table から取り出しましょう。"),
        ([1, 3, 5], "それは1番目の列です。番号は0から数えます。"),
        ([3, 4], "それは2番目の行です。行のところに : を書きましょう。"),
        ([2, 4, 6], "数は合っています。table[:, 番号] の形で取り出しましょう。")]),
    "1-2": Exercise("answer_sums", "sum を使った式", np.array([3, 7, 11]),
                    "行ごとの合計を求められました。", [TABLE], [
        ([6, 15], "それは matrix の合計です。table を合計しましょう。"),
        ([9, 12], "それは列ごとの合計です。軸の番号を変えましょう。"),
        ([21], "それは全部の合計です。axis を指定しましょう。"),
        ([3, 7, 11], "数は合っています。table.sum(axis=…) だけで求めて、形状 (3,) の配列にしましょう。")]),
    "1-3": Exercise("answer_shapes", "形状のリスト", lambda t: shapes(t) == SHAPES,
                    "取り出しても合計しても、形状を言えました。", [], [
        (lambda t: not isinstance(t, (list, tuple)) or len(t) != 4,
         "[ ] の中に、アからエまでの形状を4つ並べましょう。"),
        (lambda t: any(isinstance(shape, int) for shape in t),
         "(7) は数の7と同じです。軸が1つの形状は (7,) のように , を付けましょう。"),
        (lambda t: not shapes(t), "形状は (7, 3) や (7,) のように、数を丸括弧に入れて書きましょう。"),
        (lambda t: any(len(shape) == 2 and 1 in shape for shape in t[:3]),
         "取り出した行や列、合計した配列の軸は1つです。縦も横もありません。"),
        (lambda t: shapes(t)[0] != SHAPES[0], "アは、行を1つ取り出します。商品の数だけ数が並びます。"),
        (lambda t: shapes(t)[1] != SHAPES[1], "イは、列を1つ取り出します。日の数だけ数が並びます。"),
        (lambda t: shapes(t)[2] == (7,), "ウが日ごとの合計になっています。商品ごとに足す向きは軸0です。"),
        (lambda t: shapes(t)[2] != SHAPES[2], "ウでは、商品1つに合計が1つできます。"),
        (lambda t: True, "エを見直しましょう。数を掛けても形状は変わりません。")]),
    "1-4": Exercise("answer_tall", "np.array(...)", TALL, "形状 (3, 1) の配列を作れました。", [NUMPY], [
        (TALL.reshape(3), "形状が (3,) です。数の一つ一つを角括弧で囲みましょう。"),
        (TALL.T, "形状が (1, 3) で、横に並んでいます。行を3つにしましょう。"),
        (lambda t: isinstance(t, list), "リストのままです。np.array(...) で配列にしましょう。"),
        ([100, 200, 300], "数は合っています。形状を (3, 1) にしましょう。"),
        (lambda t: sorted(np.ravel(t)) == [100, 200, 300], "順番が違います。上から 100、200、300 です。"),
        (lambda t: numbers(t).size > 0, "数が違います。100、200、300 の3つを縦に並べましょう。")]),
    "2-1": by_hand("AND", "hand_weights", "hand_bias"),
    "2-2": Exercise("cross_0 cross_1 side", "数",
                    lambda t: (close(t.crossings, LINE_2_2) and one_number(t.cross_0)
                               and one_number(t.cross_1) and close(t.side, 0)),
                    "重みとバイアスから、直線を読めました。", [], [
        (lambda t: isinstance(t.cross_0, tuple) or isinstance(t.cross_1, tuple), COMMA),
        (lambda t: not (one_number(t.cross_0) and one_number(t.cross_1)),
         "交わる点は、その軸の目盛りを数1つで書きましょう。"),
        (lambda t: close(t.crossings, LINE_2_2[::-1]),
         "2つの交わる点が逆です。横軸（入力0の軸）の上では、入力1が0です。"),
        (lambda t: close(t.crossings, [2.75, 1.1]),
         "それは出力が 0 になる線です。決定境界は、出力が 0.5 になる線です。"),
        (lambda t: close(t.crossings, [-3, -1.2]),
         "符号を見ましょう。左辺の 5.5 を右辺に移すと、-5.5 になります。"),
        (lambda t: not close(t.cross_0, 2.5), "cross_0 を見直しましょう。-2 × cross_0 + 5.5 が 0.5 です。"),
        (lambda t: not close(t.cross_1, 1), "cross_1 を見直しましょう。-5 × cross_1 + 5.5 が 0.5 です。"),
        (lambda t: close(t.side, -1), "side が出力です。0.5以上なら 1、小さければ 0 と書きましょう。"),
        (lambda t: True, "2つの交わる点は正しいです。side は、点 [2.0, 0.5] の出力を 0.5 と比べましょう。")],
        lambda space, _: SimpleNamespace(
            **{name: space.get(name) for name in ("cross_0", "cross_1", "side")},
            crossings=[space.get("cross_0"), space.get("cross_1")])),
    "2-3": by_hand("NAND", "nand_weights", "nand_bias"),
    "2-4": Exercise("vote_weights vote_bias", "数", lambda t: t.became == "2人以上",
                    "8通りの全てで多数決になります。", [], [
        (lambda t: isinstance(t.b, tuple) or t.w.size == 6, COMMA),
        (lambda t: not t.output.size, "重みは [2.0, 2.0, 2.0] のような数3つ、バイアスは数1つです。"),
        (lambda t: (t.w <= 0).any(), "重みを見ましょう。賛成が1人増えたとき、出力は大きくなるはずです。"),
        (lambda t: (t.output >= 0.5).all(), "全部1です。全体を下げましょう。下げるのはバイアスです。"),
        (lambda t: (t.output < 0.5).all(), "全部0です。全体を上げましょう。上げるのはバイアスです。"),
        (lambda t: t.became == "1人以上", "今は、1人でも賛成なら1です。全体を下げましょう。"),
        (lambda t: t.became == "3人", "今は、3人とも賛成のときだけ1です。全体を上げましょう。"),
        (lambda t: True, "× のところの出力を 0.5 の反対側に動かすには、どのパラメータを変えますか。")],
        look_at_votes, lambda t: four_samples(VOTES["2人以上"], t.output, VOTERS)),
    "3-1": Exercise("hand_gradient new_weight_0", "数",
                    lambda t: close(t.gradient, [-1, 3]) and close(t.weight, [-0.2]),
                    "差の平均（バイアスの勾配）が0でも、重みの勾配は0とは限りません。", [], [
        (lambda t: t.gradient.size == 4 or isinstance(t.new, tuple), COMMA),
        (lambda t: t.gradient.size != 2, "hand_gradient は、[重み0の勾配, 重み1の勾配] のような数2つです。"),
        (lambda t: close(t.gradient, [1, -3]), "勾配の符号が反対です。差は「予測 − 正解」です。"),
        (lambda t: close(t.gradient, [-3, 9]), "勾配が合計です。サンプルの数で割り、平均にしましょう。"),
        (lambda t: close(t.gradient, [-1.5, 4.5]), "差が0のサンプルも数えて、平均を求めましょう。"),
        (lambda t: close(t.gradient, [-2, 6]), "勾配が2倍です。表の「差×入力」を、そのまま平均しましょう。"),
        (lambda t: close(t.gradient, [0, 0]), "差に入力を掛けてから、平均しましょう。"),
        (lambda t: close(t.gradient, [3, -1]), "勾配の順番が逆です。重み0、重み1の順に書きましょう。"),
        (lambda t: not close(t.gradient, [-1, 3]), "勾配が違います。「差×入力」の表を見直しましょう。"),
        (lambda t: t.weight.size != 1, "new_weight_0 には、数を1つ書きます。"),
        (lambda t: close(t.weight, [-0.6]), "新しい値は、足すのではなく、引いて求めます。"),
        (lambda t: close(t.weight, [0.6]), "引く前に、勾配に0.2を掛けましょう。"),
        (lambda t: True, "勾配は合っています。新しい値は、今の値 -0.4 から 0.2 × 勾配 を引いた数です。")],
        look_at_gradient),
    "3-2": Exercise("errors", "記号のリスト",
                    lambda t: isinstance(t, (list, tuple, set)) and letters(t) == {"イ", "オ"},
                    "イは2と3、オは2と3（と3と2）が向かい合うので、エラーです。", [], common=False, mistakes=[
        (lambda t: not isinstance(t, (list, tuple, set)), '記号を ["ア", "イ"] のようなリストにしましょう。'),
        (lambda t: "ア" in letters(t), "アは計算できます。(3, 2) と (2,) は、右端が2と2です。"),
        (lambda t: "ウ" in letters(t), "ウは計算できます。(3, 2) と (3, 1) は、2と1、3と3が向かい合います。"),
        (lambda t: "エ" in letters(t), "エは計算できます。(3, 1) と (1, 4) では、どの軸にも1があります。"),
        (lambda t: letters(t) - {"イ", "オ"}, "記号は、カタカナ1つずつを引用符で囲み、, で区切りましょう。"),
        (lambda t: letters(t) < {"イ", "オ"}, "エラーになるものは、ほかにもあります。")]),
    "3-3": Exercise("weigh_samples", "return する式",
                    lambda t: t.works and t.wide and same(t.two, ROWS[:2] * [[1], [10]]),
                    "サンプルの数と入力の数が同じときも、正しく動きました。", [], [
        (lambda t: not callable(t.function), "weigh_samples が関数ではありません。def から始めましょう。"),
        (lambda t: t.function.__code__.co_varnames[:2] == ("importance", "x"),
         "引数の順番が逆です。def weigh_samples(x, importance): に戻しましょう。"),
        (lambda t: same(t.two, ROWS[:2] * [1, 10]), "サンプルが2つのとき、行ではなく列にかけています"
         "（3.6節の間違い1）。reshape(len(x), 1) で縦にしましょう。"),
        (lambda t: "reshape array of size 6" in t.error, "reshape するのは x ではなく importance です。"),
        (lambda t: "cannot reshape" in t.error, "reshape に渡した数が、サンプルの数と合いません。"
         "len(x) を使いましょう（外の m や error は使いません）。"),
        (lambda t: "broadcast" in t.error, "importance の形状を (m, 1) にしましょう。m は len(x) です。"),
        (lambda t: t.error, "試してみると、エラーになりました。エラーを読みましょう。（{t.error}）"),
        (lambda t: t.three is None, "return を書きましょう（print は値を返しません）。"),
        (lambda t: isinstance(t.three, list), "リストです。計算の結果（配列）をそのまま返しましょう。"),
        (lambda t: t.works, "入力が3つのときや、重要度が小数や負の数のときに違います。")],
        look_at_weighing, common=False,
        blank=lambda value: value is ... or attempt(value, ROWS, TALL) is ...),
    "4-1": Exercise("my_learning_rate", "数",
                    lambda t: one_number(t) and t > 0 and losses_of_and(float(t))[-1] < 0.005,
                    "1000エポックで、損失が0.005より小さくなりました。", [], [
        *ONE_NUMBER,
        (lambda t: t <= 0, "学習率は0より大きい数にしましょう。0以下では損失が減りません。"),
        (lambda t: True, "まだ小さすぎて、1000エポックでは足りません。もっと大きくしましょう。")],
        table=lambda t: f"最後の損失 {losses_of_and(float(t))[-1]:.6f}",
        notes=[(lambda t: (np.diff(losses_of_and(float(t))) > 0).any(),
         "（途中で損失が増えたところがあります。ANDではうまくいきましたが、学習率を大きくすれば、"
         "いつもうまくいくわけではありません。）")]),
    "4-2": Exercise("times_for_09", "数", lambda t: one_number(t) and abs(t - np.log(9)) < 0.05,
                    "z も同じ倍率で大きくなり、出力がほぼ0.9になります。", [], [
        *ONE_NUMBER,
        (lambda t: t <= 0, "負の倍率では1の側が入れ替わり、0倍では出力が0.5です。正の数にしましょう。"),
        (lambda t: abs(t - 0.9) < 0.05, "0.9 は出てくる値です。書くのは、重みとバイアスの倍率です。"),
        (lambda t: abs(t - 0.9 / SIGMOID(1.0)) < 0.05,
         "倍率に比例するのは、出力ではなく z です。もっと大きくしましょう。"),
        (lambda t: t < np.log(9), "その倍率では、出力は0.9より小さい値です。もっと大きくしましょう。"),
        (lambda t: True, "その倍率では、出力は0.9より大きい値です。もっと小さくしましょう。")],
        table=lambda t: f"[1, 1] の出力 {SIGMOID(float(t)):.4f}"),
    "4-3": Exercise("largest_rate", "数", lambda t: one_number(t) and abs(t - 1.25) < 1e-9,
                    "1.25では発散せず、1.26では発散します。", [], [
        *ONE_NUMBER,
        (lambda t: t <= 0, "学習率は0より大きい数にしましょう。"),
        (lambda t: abs(t - 1.25) < 0.0099, "とても近いです。小数第2位までの、発散しないほうの数です。"),
        (lambda t: t > 1.25, "その学習率では、長く学習すると発散します。もう少し小さくしましょう。"),
        (lambda t: True, "その学習率では、まだ発散しません。もう少し大きくできます。")]),
    "5-1": by_training("OR"),
    "5-2": by_training("NAND"),
    "5-3": Exercise("impossible", "記号のリスト",
                    lambda t: isinstance(t, (list, tuple, set)) and letters(t) == {"ウ", "オ"},
                    "ウは斜めに向かい合い、オは1の点が0の点に挟まれていて、1本の直線では分けられません。",
                    [], common=False, mistakes=[
        (lambda t: not isinstance(t, (list, tuple, set)), '記号を ["ア", "イ"] のようなリストにしましょう。'),
        (lambda t: "ア" in letters(t), "アはできます。1の点は [1, 0] だけで、右下の角を線で切り離せます。"),
        (lambda t: "イ" in letters(t), "イはできます。下の2点と上の2点を、横向きの線で分けられます。"),
        (lambda t: "エ" in letters(t), "エはできます。残る3点では、[0, 0] だけを線で切り離せます。"),
        (lambda t: letters(t) - {"ウ", "オ"}, "記号は、カタカナ1つずつを引用符で囲み、, で区切りましょう。"),
        (lambda t: letters(t) < {"ウ", "オ"}, "できないものは、ほかにもあります。点を全て描きましょう。")]),
    "5-4": Exercise("xnor", "step_activation と predict を使った式", np.array([1, 0, 0, 1]),
                    "XNORを作れました。", [
        *LESSON_5, ("step_activation", callable, IMPORTED),
        ("trained_nand", lambda t: gate_of(outputs(t) >= 0.5) == "NAND",
         "5.5節の「NANDで試します」の次のセル"),
        ("hidden", np.array([GATES["OR"], GATES["NAND"]]).T,
         "5.3節の5つのセルと、5.7節の「1層目」のセル")], [
        (np.array(GATES["XOR"]), "それはXORです。0と1を入れ替える規則のモデルを使いましょう。"),
        (np.array(GATES["NAND"]), "それはNANDです。x ではなく hidden を渡しましょう。"),
        ([1, 0, 0, 1], "数は合っています。step_activation(predict(...)) の結果を、そのまま入れましょう。"),
        (lambda t: numbers(t).size == 4 and not np.isin(t, [0, 1]).all(), "step_activation で0か1にします。"),
        (lambda t: numbers(t).size == 4, "モデルは trained_nand、入力は hidden か、確かめましょう。")],
        table=lambda t: four_samples([1, 0, 0, 1], numbers(t).reshape(4))),
    "6-1": Exercise("one_weights one_bias", "数", lambda t: close(t.w, [5, -1]) and close(t.b, [3]),
                    "2つの層が、1つのパーセプトロンになりました。", [], [
        (lambda t: t.comma, COMMA),
        (lambda t: t.w.size != 2 or t.b.size != 1, "重みは [1.0, 1.0] のような数2つ、バイアスは数1つです。"),
        (lambda t: close(t.w, [-1, 5]), "重みの順番が逆です。入力0の重みを先に書きます。"),
        (lambda t: close(t.w, [3, 1]), "それは2層目の重みです。h0 と h1 を入力の式に置き換えましょう。"),
        (lambda t: close(t.w, [3, -1]), "1層目の h0 を3倍していません。"),
        (lambda t: close(t.w, [5, 1]), "重みの符号を見ましょう。h1 では、入力1を引いています。"),
        (lambda t: not close(t.w, [5, -1]), "重みが違います。2層目の式に1層目の式を入れ、まとめましょう。"),
        (lambda t: close(t.b, [1]), "バイアスが2層目の1だけです。1層目の2と -4 も伝わります。"),
        (lambda t: close(t.b, [2]), "2層目の1を足していません。"),
        (lambda t: close(t.b, [-1]), "1層目の2も3倍します。かっこの中の全てに3を掛けましょう。"),
        (lambda t: True, "重みは合っています。バイアスは、入力の付かない数をまとめたものです。")],
        look_at_one_layer),
    "6-2": Exercise("back_by_hand", "2つの数のリスト", lambda t: close(t, [0.25, -0.18]),
                    "差を、隠れ層まで戻せました。", [], [
        ([1, -2], "シグモイドの傾きを掛けていません。傾きは h × (1 - h) です。"),
        ([0.5, -1.8], "隠れ層の出力をそのまま掛けています。掛けるのは、傾き h × (1 - h) です。"),
        ([0.5, -0.36], "最後の差 0.5 を掛けていません。"),
        ([0.125, 0.045], "2層目の重みを掛けていません。"),
        ([0.25, 0.18], "符号を見ましょう。2つ目の重みは負の数です。"),
        ([-0.18, 0.25], "順番が逆です。1つ目のパーセプトロンの差を先に書きます。"),
        ([0.07], "2つを足さずに、並べて書きましょう。"),
        (lambda t: numbers(t).size != 2, "[1.0, 1.0] のように、数を2つ書きます。"),
        (lambda t: True, "最後の差、2層目の重み、傾き h × (1 - h) の3つを掛けましょう。")]),
    "6-3": Exercise(
        "losses_three", "20個の損失の配列", lambda t: numbers(t).shape == (20,) and (numbers(t) < 0.1).all(),
        "20回とも成功しました（シード0から19まで、隠れ層が3つのとき）。", [
        ("learn", callable, "6.5節の learn のセル"), ("chain_gradient", callable, "6.6節の chain_gradient のセル")],
        [(one_number, "数1つです。20個の損失を配列にしましょう。"),
         (lambda t: numbers(t).shape != (20,), "シード0から19までの、20個の損失を配列にしましょう。"),
         (lambda t: (numbers(t) < 0.1).sum() == 15, "隠れ層が2つのままです。learn の3番目に3を渡しましょう。"),
         (lambda t: True, "成功しないシードがあります。learn(chain_gradient, seed, 3) の損失にしましょう。")]),
    "7-1": Exercise(
        "new_scaled new_pred", "式",
        lambda t: rounded(t.new_scaled, SCALED) and rounded(t.new_pred, SURE),
        "予測は0.94です。0.5以上なので、ヒゲペンギンとみなします。", [
        ("mean", lambda t: close(t, MEAN), "7.5節の mean のセル"),
        ("std", lambda t: close(t, STD), "7.5節の std のセル"),
        ("model", lambda t: close(np.round(t["weights"], 3), [5.984, -1.886]), "7.6節の model のセル"),
        ("predict", callable, IMPORTED)], [
        (lambda t: close(t.new_scaled, NEW), "まだ測定値のままです。mean を引いて、std で割りましょう。"),
        (lambda t: close(t.new_scaled, NEW - MEAN), "平均を引いただけです。さらに std で割りましょう。"),
        (lambda t: close(t.new_scaled, NEW - MEAN / STD),
         "割り算が先に計算されています。引き算を ( ) で囲みましょう。"),
        (lambda t: close(t.new_scaled, [-1, 1]) or close(t.new_scaled, [0, 0]),
         "この1羽の平均を使っています。7.5節の mean と std で標準化しましょう。"),
        (lambda t: not rounded(t.new_scaled, SCALED), "new_scaled が違います。(new - 平均) ÷ 標準偏差を、"
         "訓練データの mean と std で計算しましょう。"),
        (lambda t: rounded(t.new_pred, 0), "標準化する前の new から予測しています。"
         "predict に new_scaled を渡しましょう。"),
        (lambda t: close(t.new_pred, 1), "0か1に変える前の、7.6節の model の予測を入れましょう。"),
        (lambda t: True, "new_pred が違います。モデルは7.6節の model、活性化関数は sigmoid_activation、"
         "入力は new_scaled です。")],
        named("new_scaled new_pred"), early=[
        (lambda t: np.isnan(np.asarray(t.new_scaled, dtype=float)).any(),
         "0で割っています。1羽だけでは標準偏差が0です。7.5節の mean と std を使いましょう。")]),
    "7-2": Exercise(
        "bill_scaled bill_right", "7.8節のような式",
        lambda t: t.done and one_number(t.right) and t.right == 63,
        "66羽のうち63羽に合いました。入力を選ぶためには、テストデータではなく検証データで比べましょう（7.8節）。", PENGUINS, [
        (lambda t: len(t.scaled) == 342, "3種類の342羽があります。table[two] で2種類を選びましょう。"),
        (lambda t: len(t.scaled) in (153, 66), "一部の行だけです。219羽の全部を標準化しましょう。"),
        (lambda t: not len(t.first), "bill_scaled は、形状 (219, 2) の配列にしましょう。"),
        (lambda t: close(t.first, [39.1, 18.7]), "測定値のままです。平均を引いて、標準偏差で割りましょう。"),
        (lambda t: close(t.first, [-0.49762428, 0.05334933]), "長さと体重のままです。"
         "厚さは table の列1です。"),
        (lambda t: close(t.last, LAST_BILL[::-1]), "列の順番が逆です。[0, 1] の順に取り出しましょう。"),
        (lambda t: close(t.first, [-0.49762428, -8.58680344]), "mean と std は、長さと体重のものです。"
         "長さと厚さから求め直しましょう。"),
        (lambda t: close(t.first, [-0.51414893, 0.27846640]), "219羽の平均と標準偏差です。"
         "train の行だけから求めましょう。"),
        (lambda t: close(t.first, [-0.55228858, 0.55778649]), "テストデータの平均と標準偏差です。"
         "train の行だけから求めましょう。"),
        (lambda t: not t.done, "bill_scaled が違います。取り出す列と、平均と標準偏差を確かめましょう。"),
        (lambda t: close(t.right, 63 / 66), "割合です。合った数を書きましょう。"),
        (lambda t: close(t.right, 152), "訓練データで数えています。test の行で数えましょう。"),
        (lambda t: close(t.right, 215), "219羽で数えています。test の行だけで数えましょう。"),
        (lambda t: close(t.right, 64), "7.6節の、長さと体重のモデルの数です。新しく学習させましょう。"),
        (lambda t: close(t.right, 21), "全てに1と答えています。学習も評価も、入力は bill_scaled です。"),
        (lambda t: True, "bill_right が違います。learn(bill_scaled, 0.5) の結果を使い、"
         "test の行で数えましょう。")],
        look_at_bills),
    "7-3": Exercise(
        "raw_weight raw_bias border", "数",
        lambda t: close(t.raw_weight, 0.4) and close(t.raw_bias, -17) and close(t.border, 42.5),
        "標準化したモデルと、同じ予測になります。", [], [
        (lambda t: isinstance(t.raw_weight, tuple) or isinstance(t.raw_bias, tuple), COMMA),
        (lambda t: not (one_number(t.raw_weight) and one_number(t.raw_bias) and one_number(t.border)),
         "重み、バイアス、決定境界の長さは、それぞれ数1つです。"),
        (lambda t: close(t.raw_weight, 2), "重みが標準化した入力のものです。標準偏差で割りましょう。"),
        (lambda t: close(t.raw_weight, 10), "重みに標準偏差を掛けています。割りましょう。"),
        (lambda t: not close(t.raw_weight, 0.4), "重みが違います。式を整理し、長さに掛かる数を求めましょう。"),
        (lambda t: close(t.raw_bias, -1), "バイアスが -1 のままです。-2 × 40 ÷ 5 も加わります。"),
        (lambda t: close(t.raw_bias, -16), "最後の -1 を加えていません。"),
        (lambda t: close(t.raw_bias, 15), "符号を見ましょう。引くのは平均なので、-2 × 40 ÷ 5 です。"),
        (lambda t: not close(t.raw_bias, -17), "バイアスが違います。長さの付かない数をまとめましょう。"),
        (lambda t: close(t.border, 43.75), "シグモイドの決定境界は、z が0.5ではなく0のところです。"),
        (lambda t: True, "決定境界では z が0です。0.4 × 長さ - 17 = 0 を解きましょう。")],
        named("raw_weight raw_bias border")),
}
