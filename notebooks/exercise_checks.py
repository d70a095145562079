"""「やってみよう」の答え合わせ。

EXERCISES の1項目が、練習1つ。判定は、書き方ではなく、値や動きで行う。
check は文字を表示するだけで、答えを書いた人の変数は変えない。
"""

import contextlib
import io
import unicodedata
from dataclasses import dataclass
from typing import Callable

import numpy as np

import perceptron_helpers as helpers


@dataclass
class Exercise:
    """練習1つ。判定の関数は、check に渡された答えを受けとって True か False を返す。"""

    todo: str  # まだのときの言葉
    solved: Callable  # 正しいかどうかの判定
    praise: str  # できたときの言葉
    mistakes: tuple = ()  # (判定, ヒント) の組。上から順に調べる
    notes: tuple = ()  # (判定, できたときに付け加える言葉) の組
    table: Callable = None  # 判定の前に表示する表を作る関数


# ---------- 判定に使う部品 ----------

def numbers(value):
    """数1つか、数のならびを、float の配列にする。できなければ（文字も）、空の配列。"""
    try:
        array = np.asarray(value)
    except ValueError:  # 長さのそろわないリスト
        return np.array([])
    usable = array.dtype.kind in "biuf" and np.isfinite(array).all()
    return array.astype(float) if usable else np.array([])


def same(answer, want):
    """answer が、want と同じ形状で、同じ数の配列なら True。"""
    return isinstance(answer, np.ndarray) and answer.shape == np.shape(want) and close(answer, want)


def close(answer, want):
    """形状はちがっても、同じ数が同じ順にならんでいれば True（リストでもよい）。"""
    flat = numbers(answer).reshape(-1)
    return flat.shape == np.ravel(want).shape and np.allclose(flat, np.ravel(want), rtol=0, atol=1e-6)


def linear_outputs(weights, bias):
    """重みとバイアスから、4つのサンプルの線形の出力。重み2つとバイアス1つがそろわなければ None。"""
    weights, bias = numbers(weights).reshape(-1), numbers(bias).reshape(-1)
    if weights.shape != (2,) or bias.shape != (1,):
        return None
    return helpers.truth_table("AND")[0] @ weights + bias


def model_outputs(model):
    """モデルの、4つのサンプルのシグモイドの出力。モデルになっていなければ None。"""
    try:
        return helpers.predict(model, helpers.sigmoid_activation, helpers.truth_table("AND")[0])
    except (TypeError, ValueError):
        return None


def reads_as(output, gate):
    """出力を「0.5以上なら1」と読むと gate になるか。"""
    return output is not None and close(output >= 0.5, helpers.truth_table(gate)[1])


def gate_table(output, gate):
    """4つのサンプルの入力、正解、出力、読みの表。"""
    if output is None:
        return ""
    x, y_true = helpers.truth_table(gate)
    rows = [f"[{a:.0f}, {b:.0f}]  {want:3.0f}  {value:8.4f}  {value >= 0.5:3d}  {'○' if (value >= 0.5) == want else '×'}"
            for (a, b), want, value in zip(x, y_true, output)]
    return "\n".join(["入力    正解     出力  読み", *rows])


def first_model():
    """シード12345で作ったモデル。学習者の乱数の続きは変えない。"""
    state = np.random.get_state()
    np.random.seed(12345)
    model = helpers.create_perceptron()
    np.random.set_state(state)
    return model


def trained(gate, learning_rate, epochs):
    """シード12345のモデルに、シグモイドで gate を学習させる。モデルと、損失の記録の組を返す。"""
    model = first_model()
    with contextlib.redirect_stdout(io.StringIO()):  # 途中の損失は表示しない
        history = helpers.fit_epochs(model, helpers.sigmoid_activation, helpers.mean_squared_error,
                                     helpers.mse_gradient, learning_rate, *helpers.truth_table(gate), epochs)
    return model, history


def usual_model(gate):
    """レッスン5の条件で学習させたモデル。"""
    return trained(gate, 0.01, 5000)[0]


def last_loss(learning_rate):
    """その学習率で、AND を1000エポック学習させた、最後の損失。"""
    return trained("AND", float(learning_rate), 1000)[1][-1]


def one_number(value):
    return numbers(value).shape == ()


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
    except Exception as error:  # 答えの関数の中では、どんなエラーも起こりうる
        return error


def weighed(function, m):
    """練習 3-3 の関数を、サンプル m 個でためした結果。"""
    return result_of(function, ROWS[:m], IMPORTANCE[:m])


# ---------- 練習をまとめて作る関数 ----------

def by_hand(gate, names):
    """手で重みとバイアスを決める練習。"""
    read = linear_outputs
    sign = -1 if gate == "NAND" else 1

    return Exercise(
        todo=f"{names} の ... を、数に書きかえましょう。",
        solved=lambda w, b: reads_as(read(w, b), gate),
        praise=f"このパラメータで {gate} になります。",
        mistakes=(
            (lambda w, b: read(w, b) is None, "重みは [1.0, 1.0] のように数を2つ、バイアスは 0.0 のように数を1つ書きましょう。"),
            (lambda w, b: (sign * numbers(w) <= 0).any(),
             f"重みの符号を見ましょう。1の入力が増えたとき、出力は{'大きく' if sign > 0 else '小さく'}なるはずです。"),
            (lambda w, b: (read(w, b) >= 0.5).all(), "どのサンプルも1になっています。全体を下げましょう。下げるのはバイアスです。"),
            (lambda w, b: (read(w, b) < 0.5).all(), "どのサンプルも0になっています。全体を上げましょう。上げるのはバイアスです。"),
            (lambda w, b: True, "× のサンプルを見ましょう。出力を、0.5の反対側に動かすには、どのパラメータを変えればよいでしょうか。"),
        ),
        table=lambda w, b: gate_table(read(w, b), gate))


def by_training(gate):
    """モデルを作って gate を学習させる練習。"""
    _, want = helpers.truth_table(gate)

    return Exercise(
        todo=f"{gate} のモデル、正解、学習の3か所の ... を、書きかえましょう。",
        solved=lambda model, y_true, history: (
            reads_as(model_outputs(model), gate) and same(y_true, want) and numbers(history).size > 0),
        praise=f"4つのサンプルすべてで {gate} になりました。",
        mistakes=(
            (lambda model, y_true, history: model_outputs(model) is None,
             "モデルは create_perceptron() で作りましょう（かっこも必要です）。"),
            (lambda model, y_true, history: same(y_true, helpers.truth_table("AND")[1]),
             f"正解が AND のままです。{gate} の正解にしましょう。"),
            (lambda model, y_true, history: close(y_true, want) and not same(y_true, want),
             "正解の数は合っています。np.array([...], dtype=float) で、形状 (4,) の配列にしましょう。"),
            (lambda model, y_true, history: not same(y_true, want),
             f"正解の数がちがいます。{gate} の真理値表の順にならべましょう。"),
            (lambda model, y_true, history: close(model["weights"], first_model()["weights"]),
             "モデルが、まだ学習していません。fit_epochs に、このモデルを渡しましょう。"),
            (lambda model, y_true, history: numbers(history).size == 0,
             "損失の記録には、fit_epochs(...) が返した値を入れましょう。"),
            *((lambda model, y_true, history, other=other: reads_as(model_outputs(model), other),
               f"モデルが {other} になっています。fit_epochs に渡した正解が、{gate} の正解か、確かめましょう。")
              for other in ("AND", "OR", "NAND") if other != gate),
            (lambda model, y_true, history: True,
             f"× のサンプルが残っています。fit_epochs の行を、左から順に確かめましょう。①{gate} のモデル、②sigmoid_activation、"
             f"③mean_squared_error、④mse_gradient、⑤学習率 0.01、⑥x、⑦{gate} の正解、⑧5000"),
        ),
        notes=((lambda model, y_true, history: not close(model_outputs(model), model_outputs(usual_model(gate))),
                "レッスンと同じ数にしたいときは、次の4つを確かめましょう。①シードを12345に決めてから、②create_perceptron() で新しいモデルを作り、"
                "③sigmoid_activation と学習率0.01で、④5000エポックを1回だけ学習させる。"),),
        table=lambda model, y_true, history: gate_table(model_outputs(model), gate) if same(y_true, want) else "")


# ---------- 練習 ----------

ROWS = np.arange(6.0).reshape(3, 2)
IMPORTANCE = np.array([1.0, 10.0, 100.0])

EXERCISES = {
    "1-1": Exercise(
        todo="answer_column の ... を、table から列を取り出す式に書きかえましょう。",
        solved=lambda answer: same(answer, [2, 4, 6]),
        praise="2番目の列を取り出せました。",
        mistakes=((lambda answer: close(answer, [1, 3, 5]), "それは1番目の列です。番号は0から数えます。"),
                  (lambda answer: close(answer, [3, 4]), "それは2番目の行です。行のところに : を書きましょう。"),
                  (lambda answer: close(answer, [2, 4, 6]), "数は合っています。table[:, 番号] の形で取り出しましょう。"))),
    "1-2": Exercise(
        todo="answer_sums の ... を、sum を使った式に書きかえましょう。",
        solved=lambda answer: same(answer, [3, 7, 11]),
        praise="行ごとの合計を求められました。",
        mistakes=((lambda answer: close(answer, [9, 12]), "それは列ごとの合計です。軸の番号を変えましょう。"),
                  (lambda answer: close(answer, [21]), "それは全部の合計です。axis を指定しましょう。"),
                  (lambda answer: close(answer, [3, 7, 11]), "数は合っています。table.sum(axis=…) だけで求めて、形状 (3,) の配列にしましょう。"))),
    "1-3": Exercise(
        todo="answer_tall の ... を、np.array(...) に書きかえましょう。",
        solved=lambda answer: same(answer, [[100], [200], [300]]),
        praise="形状 (3, 1) の配列を作れました。",
        mistakes=((lambda answer: same(answer, [100, 200, 300]), "形状が (3,) です。1つ1つの数を、角かっこで囲みましょう。"),
                  (lambda answer: same(answer, [[100, 200, 300]]), "形状が (1, 3) で、横にならんでいます。行を3つにしましょう。"),
                  (lambda answer: isinstance(answer, list), "リストのままです。np.array(...) で配列にしましょう。"),
                  (lambda answer: close(answer, [100, 200, 300]), "数は合っています。形状を (3, 1) にしましょう。"))),
    "2-1": by_hand("AND", "hand_weights と hand_bias"),
    "2-2": Exercise(
        todo="middle の ... を、predict を使った式に書きかえましょう。",
        solved=lambda answer: close(answer, [-1.93085364]),
        praise="サンプルが1つでも、4つのときと同じように予測できました。",
        mistakes=((lambda answer: isinstance(answer, dict), "モデルが入っています。predict(...) の結果を入れましょう。"),
                  (lambda answer: numbers(answer).size == 1,
                   "数がちがいます。入力は [0.5, 0.5] ですか。モデルがシード12345のものか、2.3節のシードのセルから実行し直して確かめましょう。"))),
    "2-3": by_hand("NAND", "nand_weights と nand_bias"),
    "3-1": Exercise(
        todo="y_flat の ... を、reshape を使った式に書きかえましょう。",
        solved=lambda answer: same(answer, [0, 0, 0, 1]),
        praise="形状を (4,) に戻せました。",
        mistakes=((lambda answer: same(answer, [[0], [0], [0], [1]]), "形状が (4, 1) のままです。reshape に数を1つだけ渡しましょう。"),
                  (lambda answer: same(answer, [[0, 0, 0, 1]]), "形状が (1, 4) です。軸を1つにするには、reshape に数を1つだけ渡します。"),
                  (lambda answer: isinstance(answer, list), "リストになっています。y_column.reshape(...) の結果を入れましょう。"),
                  (lambda answer: same(answer, [0]), "1つだけ取り出しています。y_column[...] ではなく、y_column.reshape(...) を使いましょう。"))),
    "3-2": Exercise(
        todo="errors の ... を、記号のリストに書きかえましょう。",
        solved=lambda answer: letters(answer) == {"イ", "オ"},
        praise="イは2と3、オは2と3（と3と2）が向かい合うので、エラーです。",
        mistakes=((lambda answer: not isinstance(answer, (list, tuple, set)), '記号を ["ア", "イ"] のようなリストに入れましょう。'),
                  (lambda answer: "ア" in letters(answer), "アは計算できます。(3, 2) と (2,) は、右はしが2と2です。"),
                  (lambda answer: "ウ" in letters(answer), "ウは計算できます。(3, 2) と (3, 1) は、2と1、3と3が向かい合います。"),
                  (lambda answer: "エ" in letters(answer), "エは計算できます。(3, 1) と (1, 4) と考えると、どちらの軸も、片方が1です。"),
                  (lambda answer: letters(answer) < {"イ", "オ"}, "エラーになるものは、ほかにもあります。"))),
    "3-3": Exercise(
        todo="weigh_samples の return の ... を、書きかえましょう。",
        solved=lambda function: (same(weighed(function, 3), ROWS * [[1], [10], [100]])
                                 and same(weighed(function, 2), ROWS[:2] * [[1], [10]])),
        praise="サンプルの数と入力の数が同じときも、正しく動きました。",
        mistakes=((lambda function: not callable(function), "関数の名前 weigh_samples を、かっこを付けずに渡しましょう。"),
                  (lambda function: same(weighed(function, 2), ROWS[:2] * [1, 10]),
                   "サンプルが2つのとき、行ではなく列にかけています（3.6節のまちがい1）。reshape(len(x), 1) で縦にしましょう。"),
                  (lambda function: "cannot reshape" in str(weighed(function, 3)) or "cannot reshape" in str(weighed(function, 2)),
                   "サンプルの数を決めつけています。関数の外の m は4のままです。関数の中で len(x) を使いましょう。"),
                  (lambda function: "broadcast" in str(weighed(function, 3)), "importance の形状を (m, 1) にしましょう。m は len(x) です。"),
                  (lambda function: isinstance(weighed(function, 3), Exception), "ためしてみると、エラーになりました。新しいセルで weigh_samples(x, error) を実行して、エラーを読みましょう。"),
                  (lambda function: weighed(function, 3) is None, "return を書きましょう。"))),
    "4-1": Exercise(
        todo="my_learning_rate の ... を、数に書きかえましょう。",
        solved=lambda rate: positive(rate) and last_loss(rate) < 0.005,
        praise="1000エポックで、損失が0.005より小さくなりました。",
        mistakes=((lambda rate: not one_number(rate), "0.01 のような数を、1つ書きましょう。"),
                  (lambda rate: not positive(rate), "学習率は、0より大きい数にしましょう。0以下では、損失が減りません。"),
                  (lambda rate: True, "まだ小さすぎて、1000エポックでは足りません。もっと大きくしましょう。")),
        table=lambda rate: f"最後の損失 {last_loss(rate):.6f}" if positive(rate) else ""),
    "4-2": Exercise(
        todo="z_for_09 の ... を、数に書きかえましょう。",
        solved=lambda z: numbers(z).size == 1 and abs(float(numbers(z).reshape(-1)[0]) - np.log(9)) < 0.05,
        praise="その z で、シグモイドがほぼ0.9になります。",
        mistakes=((lambda z: numbers(z).size != 1, "2.0 のような数を、1つ書きましょう。"),
                  (lambda z: np.round(numbers(z), 1) == 0.9, "0.9 は、シグモイドから出てくる値です。書くのは、シグモイドに入れる数 z です。"),
                  (lambda z: numbers(z) < np.log(9), "そこでは、シグモイドは0.9より小さい値です。z をもっと大きくしましょう。"),
                  (lambda z: True, "そこでは、シグモイドは0.9より大きい値です。z をもっと小さくしましょう。"))),
    "4-3": Exercise(
        todo="largest_rate の ... を、数に書きかえましょう。",
        solved=lambda rate: one_number(rate) and abs(rate - 1.25) < 1e-9,
        praise="1.25では発散せず、1.26では発散します。",
        mistakes=((lambda rate: not one_number(rate), "1.20 のような数を、1つ書きましょう。"),
                  (lambda rate: rate <= 0, "学習率は、0より大きい数にしましょう。"),
                  (lambda rate: abs(rate - 1.25) < 0.01, "とても近いです。小数第2位までの数で答えましょう。発散しないほうの数です。"),
                  (lambda rate: rate > 1.25, "その学習率では、長く学習すると発散します。もう少し小さくしましょう。"),
                  (lambda rate: True, "その学習率では、まだ発散しません。もう少し大きくできます。"))),
    "5-1": by_training("OR"),
    "5-2": by_training("NAND"),
    "5-3": Exercise(
        todo="xnor の ... を、step_activation と predict を使った式に書きかえましょう。",
        solved=lambda answer: same(answer, [1, 0, 0, 1]),
        praise="XNORを作れました。",
        mistakes=((lambda answer: same(answer, [0, 1, 1, 0]), "それはXORです。0と1を入れかえる規則のモデルを使いましょう。"),
                  (lambda answer: same(answer, [1, 1, 1, 0]), "それはNANDです。x ではなく、hidden を渡しましょう。"),
                  (lambda answer: close(answer, [1, 0, 0, 1]), "数は合っています。step_activation(predict(...)) の結果を、そのまま入れましょう。"),
                  (lambda answer: numbers(answer).size == 4 and not np.isin(numbers(answer), [0, 1]).all(),
                   "結果を step_activation(...) に入れて、0か1にしましょう。"),
                  (lambda answer: numbers(answer).size == 4, "渡したモデルと入力を確かめましょう。モデルは trained_nand、入力は hidden です。"))),
}


def check(number, *answers):
    """練習 number の答え合わせをして、結果を表示する。"""
    exercise = EXERCISES[number]
    unfilled = [answer is ... or number == "3-3" and callable(answer) and weighed(answer, 3) is ... for answer in answers]
    if any(unfilled):
        print(f"練習 {number}：まだです。{exercise.todo}（書きかえたのなら、上のセルがエラーで止まっています。先に直しましょう。）")
        return
    table = exercise.table(*answers) if exercise.table else ""
    if table:
        print(table)
    if exercise.solved(*answers):
        notes = [note for found, note in exercise.notes if found(*answers)]
        print("".join([f"練習 {number}：できました！　{exercise.praise}", *notes]))
        return
    hint = next((hint for found, hint in exercise.mistakes if found(*answers)), "答えがちがいます。上のヒントを開いてみましょう。")
    if number != "3-3" and any(map(callable, answers)):
        hint = "関数そのものが入っています。名前のあとに、かっこ ( ) を付けて呼びましょう。"
    print(f"練習 {number}：もう少しです。{hint}")
