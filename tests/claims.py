"""What the lessons claim: (cell, words as they stand there, an expression that must be true).

test_claims.py runs each lesson and evaluates the expression where its words stand, with the names that the
lesson has there, then those of perceptron_helpers, then the tools below.
"""

import contextlib
import functools
import io
import itertools

import numpy as np

import perceptron_helpers as helpers

X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
LINEAR, SIGMOID, STEP = helpers.linear_activation, helpers.sigmoid_activation, helpers.step_activation


def equal(first, second, within=1e-6):
    return np.shape(first) == np.shape(second) and np.allclose(first, second, rtol=0, atol=within)


def fails(function):
    try:
        function()
    except ValueError:
        return True
    return False


def model_of(weights, bias):
    return {"weights": np.array(weights, dtype=float), "bias": np.array([bias], dtype=float)}


def ones(model, activation=LINEAR, x=X):
    """The answers 0 and 1 of a model."""
    return (helpers.predict(model, activation, x) >= 0.5).astype(int).tolist()


def crossings(model, level=0.5):
    """Where the boundary crosses the two axes."""
    return (level - model["bias"]) / model["weights"]


def fresh(seed=12345):
    np.random.seed(seed)
    return helpers.create_perceptron()


def taught(gate, activation, rate, epochs, x=X, model=None, gradient=helpers.mse_gradient):
    """A model after training, and its losses before each update."""
    model = dict(model or fresh())
    with contextlib.redirect_stdout(io.StringIO()):
        return model, helpers.fit_epochs(model, activation, helpers.mean_squared_error, gradient, rate, x,
                                         np.array(helpers.GATES[gate], dtype=float), epochs)


def loss_and_right(gate, activation, rate, epochs, **more):
    """The loss after training, and how many of the four are right."""
    model, _ = taught(gate, activation, rate, epochs, **more)
    y_true = np.array(helpers.GATES[gate])
    y_pred = helpers.predict(model, activation, X)
    return np.mean((y_pred - y_true) ** 2), ((y_pred >= 0.5) == y_true).sum()


def true_mse_gradient(x, y_true, y_pred):
    """Half the squared error's gradient through the sigmoid."""
    return helpers.mse_gradient(x, y_true, y_true + (y_pred - y_true) * y_pred * (1 - y_pred))


def separable(points, y_true):
    """Can a straight line separate the points? Tried in 720 directions."""
    for angle in np.linspace(0, 2 * np.pi, 720, endpoint=False):
        along = points @ [np.cos(angle), np.sin(angle)]
        if along[y_true == 1].min() > along[y_true == 0].max() + 1e-9:
            return True
    return False


def best_of_lines(y_true):
    """The most samples of X that a straight line gets right."""
    lines = itertools.product(np.linspace(-2, 2, 9), np.linspace(-2, 2, 9), np.linspace(-3, 3, 25))
    return max((np.array(ones(model_of([a, b], c))) == y_true).sum() for a, b, c in lines)


@functools.cache
def right_by_split(columns):
    """How many of the 66 held-out birds are right, for each of the splits of the seeds 0 to 199, all at once.

    Returns them and how many a model would get right that always says Adelie.
    """
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
    answers = (held_out @ params)[:, :, 0] >= 0
    return (answers == y_true[test]).sum(axis=1), (y_true[test] == 0).sum(axis=1)


LESSON_1 = [
    ("l1-text-12", "`,` を忘れた `(2)` は、ただの数の2になります", "(2) == 2 != (2,)"),
    ("l1-text-15", "リストの `+` はつなげるだけです", "[1, 2] + [3] == [1, 2, 3]"),
    ("l1-text-19", "**軸0は下へ進む向き、軸1は右へ進む向き**",
     "equal(np.roll(matrix, -1, axis=0)[0], matrix[1]) and equal(np.roll(matrix, -1, axis=1)[:, 0], "
     "matrix[:, 1])"),
    ("l1-text-20", "軸0の向き（下）に足すので、**列ごと**の合計です",
     "equal(column_sums, [sum(matrix[:, i]) for i in range(3)])"),
    ("l1-text-20", "`(2, 3)` から**軸0の2が消えて** `(3,)` になります",
     "np.ones((2, 3)).sum(axis=0).shape == (3,)"),
    ("l1-text-21", "軸1の向き（右）に足すと、**行ごと**の合計です",
     "equal(row_sums, [sum(row) for row in matrix])"),
    ("l1-text-18", "リストの `2 * [1, 2, 3]` は同じ並びを2回つなげるだけです",
     "2 * [1, 2, 3] == [1, 2, 3, 1, 2, 3]"),
    ("l1-text-23", "`column[2]` は行2、つまり配列 `[30]`", "column[2].tolist() == [30] and flat[2] == 30"),
    ("l1-text-23", "右は形状 (4, 1) で、同じ数の箱が縦に並び、行0から行3と列0があり、軸は"
     "下向きの軸0と右向きの軸1",
     "column[:, 0].tolist() == flat.tolist() and column[3, 0] == 40"),
    ("l1-text-25", "2番目の列の番号は1です", "table[:, 1].tolist() == [2, 4, 6]"),
    ("l1-shapes", "商品ごとに合計するとき、足すのは下へ進む向きです",
     "np.ones((7, 3)).sum(axis=0).shape == (3,) and equal(np.ones((7, 3)).sum(axis=0), [7] * 3)"),
    ("l1-text-19", "下向きの矢印が軸0、右向きの矢印が軸1",
     "np.diff(matrix, axis=0).shape == (1, 3) and np.diff(matrix, axis=1).shape == (2, 2)"),
    ("l1-text-26", "右へ進む向きに足します", "table.sum(axis=1).tolist() == [row.sum() for row in table]"),
    ("l1-text-28", "`axis=0` は下へ、`axis=1` は右へ進む向き",
     "table.sum(axis=0).tolist() == [9, 12] and table.sum(axis=1).tolist() == [3, 7, 11]"),
    ("l1-text-28", "一つの数は全体に広がる", "(1 + matrix - matrix == 1).all()"),
]
LESSON_2 = [
    ("l2-text-06", "実行のたびに数が変わります",
     "create_perceptron()['bias'][0] != create_perceptron()['bias'][0]"),
    ("l2-text-17", "両方の重みに0が掛かり、バイアスだけが残ります", "equal(y_pred[:1], model['bias'])"),
    ("l2-text-17", "バイアスは**いつも1の入力に掛ける重み**と考えられます",
     "equal(np.c_[x, np.ones(4)] @ [*model['weights'], *model['bias']], y_pred)"),
    ("l2-text-19", "「合計に -2.5 を足し、0.5以上なら1」と同じです",
     "all((total >= 3) == (total - 2.5 >= 0.5) for total in np.arange(0, 7, 0.5))"),
    ("l2-crossings-text", "**(0.5 - バイアス) ÷ 重み** で求められます",
     "equal(predict(line_model, LINEAR, np.diag(crossings(line_model))), [0.5, 0.5])"),
    ("l2-crossings-text", "バイアスが0.5なら、どちらの交点も0です",
     "equal(crossings(model_of([3, -2], 0.5)), [0, 0])"),
    ("l2-line-text", "直線を越えた右上が1の側で、残りの3点が入ります",
     "ones(line_model) == GATES['OR'] and ones(line_model, x=np.array([[9.0, 9]])) == [1]"),
    ("l2-line-text", "ANDにするには、直線を右上に動かします",
     "(crossings(model_of([4, 2], -4)) > crossings(line_model)).all() and ones(model_of([4, 2], -4)) == "
     "GATES['AND']"),
    ("l2-line-text", "1の側にするには、重みの符号を変え、バイアスを 1 − (-0.5) = 1.5 にして",
     "ones(model_of([-4, -2], 1.5)) == [1, 0, 0, 0] and equal(crossings(model_of([-4, -2], 1.5)), [0.25, "
     "0.5])"),
    ("l2-double-text", "直線が動いたのは、しきい値の 0.5 を2倍にしなかったからです",
     "equal(crossings(double_model, level=1.0), crossings(line_model))"),
    ("l2-text-24", "1の側が広がります",
     "sum(ones(model_of([4, 2], -4))) < sum(ones(model_of([4, 2], -0.5))) < sum(ones(model_of([4, 2], "
     "0.5)))"),
    ("l2-text-24", "縦軸との交点を中心に回転します（重み1が0でない場合）",
     "len({crossings(model_of([w, 2], -0.5))[1] for w in (4, 2, 1)}) == 1"),
    ("l2-text-25", "-0.5 より小さく、-1.5 以上にします",
     "[ones(model_of([1, 1], b)) == GATES['AND'] for b in (-0.5, -0.6, -1.5, -1.6)] == [False, True, "
     "True, False]"),
    ("l2-text-28", "-2.5 です。合計3の出力が、しきい値の0.5になります",
     "ones(model_of([2, 1], -2.5)) == GATES['AND']"),
    ("l2-line-text", "重みを 1 ÷ $p$ と 1 ÷ $q$、バイアスを -0.5 にします",
     "equal(crossings(model_of([1 / 0.3, 1 / -7], -0.5)), [0.3, -7])"),
    ("l2-double-text", "両辺が2倍なら同じ直線です",
     "equal(crossings(model_of([8, 4], -1.5)), crossings(line_model))"),
    ("l2-double-text", "重みの絶対値が大きいほど、直線の前後で急に変化します",
     "np.ptp(predict(model_of([8, 4], -1.5), LINEAR, X)) > np.ptp(predict(line_model, LINEAR, X))"),
    ("l2-text-24", "左はバイアスだけを -0.5、-1.5、-2.5 と減らし、線は向きを変えずに右上へ平行に動く",
     "(np.diff([crossings(model_of([4, 2], b)) for b in (-0.5, -1.5, -2.5)], axis=0) > 0).all()"),
    ("l2-text-24", "右は重み0だけを4、2、1と変え、線は縦軸の0.5の点を中心に回る",
     "all(crossings(model_of([w, 2], -0.5))[1] == 0.5 for w in (4, 2, 1))"),
    ("l2-text-25", "4つの出力は 0、1、1、2 です",
     "predict(model_of([1, 1], 0), LINEAR, X).tolist() == [0, 1, 1, 2]"),
    ("l2-text-26", "紙で計算して求めましょう",
     "crossings(model_of([-2, -5], 5.5)).tolist() == [2.5, 1] and ones(model_of([-2, -5], 5.5), "
     "x=np.array([[2, 0.5]])) == [0]"),
    ("l2-text-27", "3つ目までが0.5以上になるように、バイアスで全体を上げます",
     "ones(model_of([-1, -1], 1.6)) == GATES['NAND'] != ones(model_of([-1, -1], -1.6))"),
    ("l2-text-28", "合計が3になるのは `[1, 1]` だけなので、ANDです",
     "(X @ [2, 1] >= 3).tolist() == [0, 0, 0, 1]"),
    ("l2-majority", "賛成が2人の場合の出力を0.5以上、1人の場合の出力を0.5未満にします",
     "[ones(model_of([1, 1, 1], -1.5), x=np.array([row]))[0] for row in itertools.product((0, 1), repeat=3)] "
     "== [0, 0, 0, 1, 0, 1, 1, 1]"),
    ("l2-text-18", "出力が **0.5以上なら1**、0.5未満なら0とみなす",
     "STEP(np.array([0.5, 0.499])).tolist() == [1, 0]"),
    ("l2-line-text", "0.5未満なので0の側です",
     "predict(line_model, LINEAR, X)[0] == -0.5 and ones(line_model)[0] == 0"),
    ("l2-double-text", "左辺は2倍ですが、右辺は1から 1.5 に増えただけです",
     "(0.5 - line_model['bias'])[0] == 1 and (0.5 - double_model['bias'])[0] == 1.5"),
    ("l2-text-24", "バイアスを増やすと全ての出力が同じ量だけ増え、1の側が広がります。減らすと狭くなります",
     "equal(predict(model_of([4, 2], 0.5), LINEAR, X) - predict(model_of([4, 2], -0.5), LINEAR, X), "
     "np.ones(4)) and sum(ones(model_of([4, 2], -4))) < sum(ones(model_of([4, 2], -0.5))) < "
     "sum(ones(model_of([4, 2], 0.5)))"),
    ("l2-text-25", "最後の出力だけが0.5以上になるように、全体を下げます",
     "ones(model_of([1, 1], 0 - 1)) == GATES['AND'] != ones(model_of([1, 1], 0 + 1))"),
    ("l2-text-27", "重みを両方とも負の数にします。4つの出力のうち3つ目までが0.5以上、4つ目だけが0.5未満",
     "ones(model_of([-1, -1], 1.6)) == GATES['NAND'] and not any(ones(model_of([1, 1], b)) == "
     "GATES['NAND'] for b in np.arange(-3, 3, 0.1))"),
]
LESSON_3 = [
    ("l3-text-04", "2乗の平均はBのほうが大きくなりました",
     "abs(error_a).sum() == abs(error_b).sum() == 4 and np.mean(error_a ** 2) < np.mean(error_b ** 2)"),
    ("l3-text-07", "はるかに大きな損失です", "loss > 2 * np.mean(error_b ** 2)"),
    ("l3-valley-text", "傾きが**負**：パラメータを少し**増やす**と損失が減る",
     "2 * (0 - 3) < 0 and (0.1 - 3) ** 2 < (0 - 3) ** 2"),
    ("l3-valley-text", "傾きが**正**：パラメータを少し**減らす**と損失が減る",
     "2 * (5 - 3) > 0 and (4.9 - 3) ** 2 < (5 - 3) ** 2"),
    ("l3-text-09", "差が正の `[1, 0]` は大きすぎ、差が負の3つは小さすぎます",
     "(y_pred > y_true).tolist() == [False, False, True, False]"),
    ("l3-text-10", "大きすぎる `[1, 0]` は重み0を減らそうとし、小さすぎる `[1, 1]` は増やそうとします",
     "product_0[2] > 0 > product_0[3]"),
    ("l3-text-10", "合計では、同じサンプルを2回ずつ数えただけで量が2倍になるからです",
     "equal(np.tile(product_0, 2).sum(), 2 * product_0.sum()) and equal(np.tile(product_0, 2).mean(), "
     "product_0.mean())"),
    ("l3-text-11", "1.14 と -1.70 が打ち消し合い、平均が0に近くなりました",
     "max(mean_0, mean_1, mean_bias) == mean_0 < 0"),
    ("l3-text-12", "勾配の絶対値が最も大きいバイアスが、最も大きく動きました",
     "abs(mean_bias) > abs(mean_1) > abs(mean_0) and equal(new_bias - model['bias'], [-0.2 * mean_bias])"),
    ("l3-text-13", "3.1節の 9.785842 から減りました",
     "mean_squared_error(y_true, new_pred) < mean_squared_error(y_true, y_pred)"),
    ("l3-text-18", "上下の数が**同じ**か、**一方が1**なら、そろえられる。それ以外はエラー",
     "all(fails(lambda: np.ones(a) + np.ones(b)) == (a != b and 1 not in (a, b)) for a in range(1, 5) "
     "for b in range(1, 5))"),
    ("l3-text-25", "直す前の式は、1番目の数が間違っています",
     "(np.mean(x_two * error_two, axis=0) == np.mean(x_two * error_two.reshape(2, 1), axis=0)).tolist() "
     "== [False, True]"),
    ("l3-text-25", "2番目の数が合ったのは、`[1, 0]` の入力1が偶然0だったからです",
     "not equal(np.mean(np.ones((2, 2)) * error_two, axis=0)[1], np.mean(np.ones((2, 2)) * "
     "error_two.reshape(2, 1), axis=0)[1])"),
    ("l3-text-30", "符号は同じで、大きさは約2倍です",
     "equal((loss_moved - mean_squared_error(y_true, y_pred)) / 0.001 / mean_bias, 2, within=0.01)"),
    ("l3-valley-text", "傾きは負で、バイアスを増やすと損失が減る",
     "(1 - 3) < 0 and (1.1 - 3) ** 2 < (1 - 3) ** 2"),
    ("l3-text-11", "重み0では (1, 0) が左、(1, 1) が右で、平均は短い右向き",
     "np.sign(-product_0[2:]).tolist() == [-1, 1] and 0 < -mean_0 < -mean_1 < -mean_bias"),
    ("l3-text-11", "重み1では (0, 1) と (1, 1) が右で、平均も右",
     "(-product_1[[1, 3]] > 0).all() and -mean_1 > 0"),
    ("l3-text-11", "バイアスでは (1, 0) だけが左、残りは右で、平均は右",
     "np.sign(-error).tolist() == [1, 1, -1, 1] and -mean_bias > 0"),
    ("l3-text-32", "エラーになるものは2つあります",
     "[fails(lambda: np.ones(a) + np.ones(b)) for a, b in (((3, 2), 2), ((3, 2), 3), ((3, 2), (3, 1)), "
     "((3, 1), 4), ((3, 2), (2, 3)))] == [False, True, False, False, True]"),
    ("l3-text-34", "重み0はどちらへも動かさず、重み1は減らそうとします",
     "[(5 - 1) * i for i in (0, 3)] == [0, 12]"),
    ("l3-text-34", "`x.T` は `(3, 5)` なので、`x.T @ error` は `(3,)` です",
     "(np.ones((5, 3)).T @ np.ones(5)).shape == (3,) and fails(lambda: np.ones((5, 3)) * np.ones(5))"),
    ("l3-text-09", "重み0（$w_0$）を1増やすと、予測は入力0と同じ量だけ増えます",
     "equal(predict(model_of(model['weights'] + [1, 0], model['bias'][0]), LINEAR, x) - y_pred, x[:, 0])"),
    ("l3-text-11", "右向きは増やす、左向きは減らす",
     "np.sign(0 - 0.2 * np.array([1, -1])).tolist() == [-1, 1]"),
    ("l3-text-30", "バイアスを $a$ 増やすと差 $d$ も $a$ 増え",
     "equal(predict(model_of(model['weights'], model['bias'][0] + 0.3), LINEAR, x) - y_true, error + 0.3)"),
    ("l3-text-34", "正なので、減らす向きです",
     "helpers.mse_gradient(np.array([[0.0, 3]]), np.ones(1), np.full(1, 5.0))[0].tolist() == [0, 12]"),
    ("l3-text-34", "勾配と反対の向きに少し動かすと、損失が減る",
     "taught('AND', LINEAR, 0.01, 9)[1][-1] < taught('AND', LINEAR, 0.01, 9)[1][0] < taught('AND', "
     "LINEAR, -0.01, 9)[1][-1]"),
    ("l3-text-27", "両方が広がって `(4, 4)` になります",
     "(np.ones((1, 4)) - np.ones((4, 1))).shape == (4, 4)"),
    ("l3-text-18", "2つの形状を**右端をそろえて**並べる",
     "fails(lambda: np.ones((4, 2)) * np.ones(4)) and not fails(lambda: np.ones((4, 2)) * np.ones(2))"),
    ("l3-text-18", "足りない左側には1を補う",
     "np.broadcast_shapes((4, 2), (2,)) == np.broadcast_shapes((4, 2), (1, 2))"),
    ("l3-text-18", "(4, 2) と (4,) は、右端で2と4が向かい合うのでエラー（足りない左には1を"
     "補う）",
     "fails(lambda: np.ones((4, 2)) * np.ones((1, 4))) and not fails(lambda: np.ones((4, 2)) * "
     "np.ones((4, 1)))"),
    ("l3-text-21", "`(4, 1)` の1列が2列に広がり、全ての列に差が掛かりました",
     "equal(product, x * np.c_[error, error])"),
    ("l3-text-25", "`(2, 2)` と `(2,)` は右端が2と2で規則に合うため",
     "equal(x_two * error_two, x_two * error_two.reshape(1, 2))"),
    ("l3-text-27", "`(4,)` の左に1を補うと `(1, 4)` です",
     "equal(y_pred - y_column, y_pred.reshape(1, 4) - y_column)"),
    ("l3-text-34", "ブロードキャストは形状の**右端**からそろえる",
     "np.broadcast_shapes((5, 3), (3,)) == (5, 3) and fails(lambda: np.broadcast_shapes((5, 3), (5,)))"),
]
LESSON_4 = [
    ("l4-text-05", "負の数を引くので3つのパラメータが増え、入力は0か1なので、4つの予測も全て増えました",
     "(predict(model, LINEAR, x) > predict(fresh(), LINEAR, x)).all() and (model['weights'] > "
     "fresh()['weights']).all()"),
    ("l4-text-05", "正解の0から遠ざかりました",
     "predict(model, LINEAR, x)[2] > predict(fresh(), LINEAR, x)[2] > 0"),
    ("l4-move-rate-text", "イより速く減る学習率を探しましょう",
     "taught('AND', LINEAR, 0.9, 30)[1][-1] < taught('AND', LINEAR, 0.5, 30)[1][-1]"),
    ("l4-rates-question", "最小はイです",
     "min((0.001, 0.5, 1.4), key=lambda rate: taught('AND', LINEAR, rate, 30)[1][-1]) == rates['イ']"),
    ("l4-rates-question", "ウの損失は1回減った後、**増え続けます**",
     "(np.diff(taught('AND', LINEAR, 1.4, 30)[1]) > 0).tolist() == [False] + [True] * 28"),
    ("l4-signed-text", "**1回の更新**で0.0625まで減り、そのままです", "equal(history[1:], [0.0625, 0.0625])"),
    ("l4-signed-text", "大きさが学習率1に合い、しかも入力の平均が0だからです",
     "taught('AND', LINEAR, 1, 2, 2 * X - 1)[1][1] < 0.0626 < 1 < min(taught('AND', LINEAR, 1, 2, other)[1]"
     "[1] for other in (X - 0.5, 4 * X - 2, X))"),
    ("l4-rates-question", "1回の更新で $1-2\\eta$ 倍になります",
     "equal([0 - rate * 2 * (0 - 3) - 3 for rate in (0.2, 0.8, 1, 1.1)], [-3 * f for f in (0.6, -0.6, -1, "
     "-1.2)])"),
    ("l4-text-18", "線形では0.5なので 0.5 − 3 で -2.5、シグモイドでは0なので 0 − 3 で -3",
     "ones(model_of([1, 2], -2.5)) == ones(model_of([1, 2], -3), SIGMOID) == [0, 0, 0, 1] and "
     "ones(model_of([1, 2], -2.51)) == ones(model_of([1, 2], -3.01), SIGMOID) == [0, 0, 0, 0]"),
    ("l4-signed-text", "重みを変えても4つの予測の平均は変わらず", "equal(((2 * x - 1) @ [7, -3]).mean(), 0)"),
    ("l4-text-10", "**線形でもANDを学習できました**", "ones(model) == GATES['AND']"),
    ("l4-text-11", "学習不足ではなく、線形の限界です",
     "equal(np.linalg.lstsq(np.c_[x, np.ones(4)], y_true, rcond=None)[1][0] / 4, 0.0625)"),
    ("l4-text-13", "パラメータを少し動かしても出力が同じだからです",
     "equal(predict(model_step, step_activation, x), predict(moved, step_activation, x))"),
    ("l4-text-13", "学習率0.01で3000エポック学習させると、損失は0になります",
     "taught('AND', STEP, 0.01, 3000)[1][-1] == 0"),
    ("l4-text-16", "決定境界の $z$ は、線形とステップ関数では0.5、**シグモイドでは0**です",
     "sigmoid_activation(0.0) == 0.5 and STEP(np.array([0.499, 0.5])).tolist() == [0, 1]"),
    ("l4-text-18", "**決定境界**は動きません",
     "equal(crossings(model_of([5, 5], -7.5), 0), crossings(model_and, 0))"),
    ("l4-text-18", "**1の側**は、負の倍率では反対側になります",
     "ones(model_of([-5, -5], 7.5), SIGMOID) == [1 - one for one in ones(model_and, SIGMOID)]"),
    ("l4-text-18", "-5倍のモデルは、誤った答えでも0や1に近い値を出力します",
     "(abs(predict(model_of([-5, -5], 7.5), SIGMOID, X) - y_true) > 0.9).all()"),
    ("l4-text-21", "線形の限界0.0625（4.4節）より小さい0.029561まで減り、まだ減少中です",
     "history_sigmoid[-1] < history_sigmoid[-2] and history_sigmoid[-1] < 0.0625 <= history_linear[-1]"),
    ("l4-text-22", "学習を続けると1に近づきます",
     "predict(taught('AND', SIGMOID, 1, 9000)[0], SIGMOID, x)[3] > 0.98 > predict(model, LINEAR, x)[3]"),
    ("l4-replay-answer", "線形の決定境界と損失はほとんど変化しません。シグモイドは変化し続けます",
     "equal(*(crossings(taught('AND', LINEAR, 0.1, n)[0]) for n in (300, 500)), within=0.02) and not "
     "equal(*(crossings(taught('AND', SIGMOID, 0.1, n)[0], 0) for n in (300, 500)), within=0.02)"),
    ("l4-early-text", "損失はシグモイドのほうが小さいのに、○ は線形が4つ、シグモイドが2つです",
     "loss_and_right('AND', SIGMOID, 0.01, 911)[0] < loss_and_right('AND', LINEAR, 0.01, 911)[0] and "
     "[loss_and_right('AND', f, 0.01, 911)[1] for f in (LINEAR, SIGMOID)] == [4, 2]"),
    ("l4-text-27", "シグモイドの出力は**常に0と1の間**です",
     "(SIGMOID(np.linspace(-30, 30, 99)) > 0).all() and SIGMOID(30.0) < 1"),
    ("l4-text-29", "線形では `[1, 1]` が0の側に入り、**ANDではなくなりました**",
     "ones(far_linear)[3] == 0 and ones(far_sigmoid, SIGMOID) == GATES['AND']"),
    ("l4-text-29", "`[1, 1]` の予測が0.5より小さくなり、ANDではなくなります。線形でも同じです",
     "all(predict(train_new(f, 0.1, x_far, np.array([0, 0, 0, 1, 0]), 500), f, X)[3] < 0.5 for f in "
     "(LINEAR, SIGMOID))"),
    ("l4-text-42", "境目は1.2と1.3の間です",
     "[taught('AND', LINEAR, rate, 999)[1][-1] > 9 for rate in (1.25, 1.26)] == [False, True]"),
    ("l4-large-text", "線形です。シグモイドは1000でもANDを学習しました",
     "(np.diff(taught('AND', LINEAR, 1.26, 300)[1][-9:]) > 0).all() and ones(large, SIGMOID) == "
     "GATES['AND']"),
    ("l4-text-27", "差も1を超えないので、勾配は大きくなり続けません",
     "all(np.abs(np.r_[helpers.mse_gradient(X, y_true, predict(model_of(w, 9), SIGMOID, X))]).max() <= 1 "
     "for w in ([1e3, -1e4], [5e5, 1e6]))"),
    ("l4-text-43", "4.3節のイで入力を全て100倍にすると、発散します",
     "not taught('AND', LINEAR, 0.5, 300, 100 * X)[1][-1] < 1e9"),
    ("l4-text-43", "Bのほうが出力は0か1に近いので、間違えたときの損失はBのほうが大きくなります",
     "(1 - SIGMOID(-10.0)) ** 2 > (1 - SIGMOID(-1.0)) ** 2"),
    ("l4-text-12", "zが0.5より小さいと0、0.5以上で1", "STEP(np.array([0.49, 0.5, 9])).tolist() == [0, 1, 1]"),
    ("l4-text-16", "zが小さいと0に近く、zが0のとき0.5で、zが大きいと1に近い",
     "equal(SIGMOID(np.array([-6, 0, 6])), [0, 0.5, 1], within=0.003)"),
    ("l4-text-40", "0.1では、まだ足りません。その10倍ではどうでしょうか",
     "taught('AND', SIGMOID, 0.1, 1000)[1][-1] > 0.005 > taught('AND', SIGMOID, 1, 1000)[1][-1]"),
    ("l4-text-41", "0.9は2.0と3.0の間にあると分かります",
     "SIGMOID(2.0) < 0.9 < SIGMOID(3.0) and [-1, 3] @ np.ones(2) == 2"),
    ("l4-text-43", "学習率をずっと小さくすれば発散は止まりますが、バイアスがなかなか動きません",
     "(lambda model: np.ptp(taught('AND', LINEAR, 1e-4, 300, 100 * X, model)[0]['bias'] - model['bias']) "
     "== 0 and abs(taught('AND', LINEAR, 1e-4, 300, 100 * X, model)[0]['bias'] - model['bias'])[0] < "
     "0.1)(fresh())"),
    ("l4-rates-question", "小さすぎると4歩では谷底に届かない", "(1 - 2 * 0.05) ** 4 > 0.5"),
    ("l4-rates-question", "大きすぎると谷の左右を行き来しながら上っていく",
     "(lambda path: (np.sign(path[1:]) == -np.sign(path[:-1])).all() and (np.diff(abs(path)) > "
     "0).all())((1 - 2 * 1.1) ** np.arange(5))"),
    ("l4-rates-question", "最初から損失の減り方が遅い：多くは学習率が小さすぎる。まず大きくしてみる",
     "taught('AND', LINEAR, 0.001, 30)[1][-1] > taught('AND', LINEAR, 0.002, 30)[1][-1]"),
    ("l4-rates-question", "多くは学習率が大きすぎる。まず小さくしてみる",
     "taught('AND', LINEAR, 1.4, 30)[1][-1] > 100 > taught('AND', LINEAR, 1.0, 30)[1][-1]"),
    ("l4-text-18", "$z$ が -710 以下だと `np.exp(-z)` が大きくなりすぎて",
     "np.isinf(np.exp(710.0)) and np.isfinite(np.exp(709.0))"),
    ("l4-text-29", "学習は `[3, 3]` の出力2.75を1の近くまで下げ、`[1, 1]` の出力も下がります",
     "(lambda before, after: before[1] > after[1] > 0.9 and before[0] > after[0])(*(predict(m, LINEAR, "
     "np.array([[1, 1], [3, 3.0]])) for m in (model, far_linear)))"),
    ("l4-text-43", "最初から損失の減り方が遅ければ、まず学習率を大きく、増え続けたり大きく"
     "上下したりすれば、まず小さくしてみる",
     "taught('AND', LINEAR, 0.001, 30)[1][-1] > taught('AND', LINEAR, 0.5, 30)[1][-1] < taught('AND', "
     "LINEAR, 1.4, 30)[1][-1]"),
    ("l4-text-43", "1つ目は少しずつしか減らないので、大きくします。"
     "2つ目は増え続けて発散し、3つ目は谷底の左右を行き来しているようなので、小さくします",
     "[np.sign(np.diff(losses)).tolist() for losses in ([50, 49, 48], [50, 72, 99], [50, 12, 47, 9, 45])] "
     "== [[-1, -1], [1, 1], [-1, 1, -1, 1]]"),
    ("l4-text-03", "「左の値を右の値に置き換える」",
     "(lambda model, before: equal(helpers.fit(model, LINEAR, helpers.mean_squared_error, "
     "helpers.mse_gradient, 0.1, X, y_true), before) and not equal(model['weights'], fresh()['weights']))"
     "(fresh(), helpers.mean_squared_error(y_true, predict(fresh(), LINEAR, X)))"),
    ("l4-text-27", "線形の出力は1を大きく超えました", "predict(model, LINEAR, np.array([[3.0, 3]]))[0] > 2"),
    ("l4-rates-question", "損失が増え続ける、大きく上下する：多くは学習率が大きすぎる。まず小さくしてみる",
     "taught('AND', LINEAR, 1.4, 30)[1][-1] > taught('AND', LINEAR, 1.4, 30)[1][1] and "
     "taught('AND', LINEAR, 0.7, 30)[1][-1] < 1"),
    ("l4-text-13", "それでも、差を減らす向きにパラメータを動かします",
     "(lambda path: path[-1] == 0 < path[0])(taught('AND', STEP, 0.01, 3000)[1])"),
    ("l4-text-20", "表示する平均二乗誤差は、一時的に増える場合もあります",
     "(np.diff(taught('NAND', SIGMOID, 0.01, 270)[1]) > 0).all()"),
    ("l4-text-42", "300エポックの**後半で**損失が増えていたら、発散です",
     "[np.diff(taught('AND', LINEAR, rate, 300)[1][150:]).max() > 0 for rate in (1.25, 1.26)] == "
     "[False, True]"),
    ("l4-text-43", "入力が100倍になると予測が大きく外れ、その差にさらに100倍の入力が掛かる"
     "ので、重みの勾配は桁違いに大きくなります",
     "(lambda g: abs(g(100 * X)[0]).max() > 1000 * abs(g(X)[0]).max())(lambda inputs: "
     "helpers.mse_gradient(inputs, y_true, predict(fresh(), LINEAR, inputs)))"),
]
LESSON_5 = [
    ("l5-text-10", "予測が0.5に最も近い `[0, 0]` です",
     "abs(x @ answer_model['weights'] + answer_model['bias']).argmin() == abs(answer_y_pred - "
     "0.5).argmin() == 0"),
    ("l5-text-12", "損失の小さいORは、全体として予測が正解に近いのです",
     "answer_history[-1] < history_and[-1]"),
    ("l5-text-12", "正解が0なら差は正、正解が1なら差は負です",
     "((y_pred_and - y_true_and > 0) == (y_true_and == 0)).all()"),
    ("l5-text-13", "増やそうとするのは `[1, 1]`（-0.24）、減らそうとするのは `[1, 0]`（0.23）です",
     "(error_and * x[:, 0]).round(2).tolist() == [0, 0, 0.23, -0.24]"),
    ("l5-text-14", "ありません（`-0.` も0です）",
     "(error_or.reshape(4, 1) * x <= 0).all() and (error_and.reshape(4, 1) * x > 0).any()"),
    ("l5-text-14", "ORの重みには打ち消し合いがなく、増え続けるので",
     "(answer_model['weights'] > taught('OR', SIGMOID, 0.01, 4000)[0]['weights']).all()"),
    ("l5-text-14", "入力の0を-1にすれば `[0, 0]` も重みを動かすので、ORだけが有利になることはありません",
     "equal(taught('AND', SIGMOID, 0.1, 99, 2 * X - 1, model_of([1, 2], 3))[1], taught('OR', SIGMOID, "
     "0.1, 99, 2 * X - 1, model_of([1, 2], -3))[1])"),
    ("l5-seed-49-text", "損失はORのほうが小さいのに、合っている数はORが3、ANDが4です",
     "[loss_and_right(gate, SIGMOID, 0.1, 500, model=fresh(49))[1] for gate in ('AND', 'OR')] == [4, "
     "3] and train('OR', 0.1, 500, 49)[1][-1] < train('AND', 0.1, 500, 49)[1][-1]"),
    ("l5-text-17", "結果は0.01の5000エポックとほぼ同じです",
     "all(equal(loss_and_right(gate, SIGMOID, 0.1, 500, model=fresh(49)), loss_and_right(gate, SIGMOID, "
     "0.01, 5000, model=fresh(49)), within=0.001) for gate in ('AND', 'OR'))"),
    ("l5-text-19", "0.341918 に**増加**し、その後は減少しました",
     "losses_xor[0] < losses_xor[999] > losses_xor[1999] > losses_xor[-1]"),
    ("l5-text-19", "**交差エントロピーという別の損失**だからです",
     "helpers.binary_cross_entropy(truth_table('XOR')[1], predict(taught('XOR', SIGMOID, 0.01, 912)[0], "
     "SIGMOID, X)) < helpers.binary_cross_entropy(truth_table('XOR')[1], predict(fresh(), SIGMOID, X))"),
    ("l5-text-20", "NANDはエポック278まで、XORはエポック912まで増加しました",
     "all((np.diff(losses[:top]) > 0).all() and (np.diff(losses[top - 1:]) < 0).all() for losses, top in "
     "((losses_nand, 278), (losses_xor, 912)))"),
    ("l5-text-24", "どの直線でも、少なくとも1点が反対側に残ります",
     "not separable(X, np.array(GATES['XOR']))"),
    ("l5-text-24", "正解と合うのは、最高で4点中3点です",
     "best_of_lines(GATES['XOR']) == 3 and best_of_lines(GATES['AND']) == 4"),
    ("l5-text-25", "ORとNANDは3点合い、`model_xor` の2点より多いのに、損失は大きくなりました",
     "all(mean_squared_error(y_true_xor, predict(m, SIGMOID, x)) > losses_xor[-1] and "
     "count_right(y_true_xor, predict(m, SIGMOID, x)) == 3 for m in (answer_model, trained_nand))"),
    ("l5-text-31", "ANDなら作れます",
     "[int(o and not a) for o, a in zip(GATES['OR'], GATES['AND'])] == GATES['XOR']"),
    ("l5-text-01", "ANDの線は右上の点だけを、ORの線は左下の点だけを切り離している",
     "X[np.array(GATES['AND']) == 1].tolist() == [[1, 1]] and X[np.array(GATES['OR']) == 0].tolist() == "
     "[[0, 0]]"),
    ("l5-text-25", "重みを1と-1、バイアスを0にすると、出力は 0、1、1、0 です",
     "((X @ [1, -1]) ** 2).tolist() == GATES['XOR']"),
    ("l5-text-26", "分けられないものは2つあります",
     "[separable(points, np.array(answers)) for points, answers in ((X, [0, 0, 1, 0]), (X, [0, 1, 0, "
     "1]), (X, [1, 0, 0, 1]), (X[:3], [0, 1, 1]), (np.array([[0, 0], [1, 1], [2, 2]]), [0, 1, 0]))] == "
     "[True, True, False, True, False]"),
    ("l5-text-28", "`[0, 1]` と `[1, 0]` は両方とも `[1, 1]` に変換され、1の点と0の点を直線で分けられます",
     "hidden[1:3].tolist() == [[1, 1], [1, 1]] and separable(hidden, y_true_xor)"),
    ("l5-text-30", "XORは、`hidden` をANDに入れて作りました",
     "step_activation(predict(trained_nand, SIGMOID, hidden)).tolist() == [1, 0, 0, 1]"),
    ("l5-text-31", "Aの予測が3つは正解と等しく、残る1つが0.6外れると",
     "equal(np.mean(np.array([0, 0, 0, 0.6]) ** 2), 0.09) and equal(np.mean(np.full(4, 0.4) ** 2), 0.16)"),
    ("l5-text-12", "差×入力が**正**のサンプルはその重みを**減らそう**とし、"
     "**負**のサンプルは**増やそう**とします",
     "[np.sign(-helpers.mse_gradient(X[j:j + 1], y_true_and[j:j + 1], y_pred_and[j:j + 1])[0][0]) "
     "for j in (2, 3)] == [-1, 1]"),
    ("l5-text-13", "左の列が重み0、右の列が重み1です",
     "equal((error_and.reshape(4, 1) * x)[:, 0], error_and * x[:, 0])"),
    ("l5-seed-49-text", "**損失が小さいモデルほど多く合うとは限りません**",
     "train('OR', 0.1, 500, 49)[1][-1] < train('AND', 0.1, 500, 49)[1][-1] and loss_and_right('OR', "
     "SIGMOID, 0.1, 500, model=fresh(49))[1] < 4"),
    ("l5-text-19", "NANDの6つの損失は減り続けました",
     "(np.diff(losses_nand[[0, 999, 1999, 2999, 3999, 4999]]) < 0).all()"),
    ("l5-text-24", "$z$ が増えても出力は減りません",
     "all((np.diff(f(np.linspace(-9, 9, 99))) >= 0).all() for f in (LINEAR, SIGMOID, STEP))"),
    ("l5-text-25", "減少した後に増加する活性化関数なら、話は別です",
     "np.sign(np.diff(np.linspace(-1, 1, 5) ** 2)).tolist() == [-1, -1, 1, 1]"),
    ("l5-text-19", "学習が実際に減らすのは、表示中の平均二乗誤差ではなく",
     "(lambda entropies: (np.diff(entropies) < 0).all())([helpers.binary_cross_entropy(y, "
     "predict(taught('XOR', SIGMOID, 0.01, n)[0], SIGMOID, X)) for y in [truth_table('XOR')[1]] for n "
     "in (0, 100, 500, 900)])"),
]
LESSON_6 = [
    ("l6-text-04", "1番目の符号が反対でした",
     "(np.sign(measured[0]) == np.sign(mse_gradient(x, y_and, predict(start, SIGMOID, x))[0])).tolist() "
     "== [False, True]"),
    ("l6-text-05", "**シグモイドと `mse_gradient` で減るのは、交差エントロピー**でした",
     "equal(measured[0], mse_gradient(x, y_and, predict(start, SIGMOID, x))[0])"),
    ("l6-slopes-text", "交差エントロピー $-\\log\\hat y$ の傾きが、差 $\\hat y-1$ と一致します",
     "equal((np.log(y_low) - np.log(y_high)) / 0.001, y_low - 1, within=0.001)"),
    ("l6-slopes-text", "シグモイドの傾きが $\\hat y(1-\\hat y)$ と一致します",
     "equal((y_high - y_low) / 0.001, y_low * (1 - y_low), within=0.001)"),
    ("l6-text-07", "`[1, 1]` の予測が0.5に届かない失敗を数えます",
     "all((((p >= 0.5) == y_and.reshape(4, 1)).all(axis=0) == (p[3] >= 0.5)).all() for p in "
     "(learn_100(False), learn_100(True)))"),
    ("l6-text-08", "差だけなら失敗は0、傾きも掛けると**22**です",
     "[sum(loss_and_right('AND', SIGMOID, 1, 2000, model=fresh(seed), gradient=of)[1] < 4 for seed in (2, 9, "
     "11, 19)) for of in (helpers.mse_gradient, true_mse_gradient)] == [0, 4] and (learn_100(True)[3] < "
     "0.5).sum() == 22 and (learn_100(False)[3] < 0.5).sum() == 0"),
    ("l6-text-08", "正解が1の `[1, 1]` の予測が0に近いままです", "y_pred[3, 2] < 0.05"),
    ("l6-text-08", "$\\hat y(1-\\hat y)$ がほぼ0なので、勾配もほぼ0だからです",
     "abs(np.r_[true_mse_gradient(x, y_and, y_pred[:, 2])]).max() < 0.02 < 0.2 < "
     "abs(np.r_[helpers.mse_gradient(x, y_and, y_pred[:, 2])]).max()"),
    ("l6-text-12", "**線形の層はいくつ重ねても1つの層と同じ**",
     "equal((x @ W1 + b1) @ w2 + b2, x @ (W1 @ w2) + (b1 @ w2 + b2))"),
    ("l6-text-25", "1つ目は -0.086 で損失が減り、2つ目は 0.135 で増えます",
     "equal([(SIGMOID(SIGMOID(np.log(hidden[1] / (1 - hidden[1])) + 0.001 * unit) @ second_weights + "
     "params[8]) - y_pred[1]) / 0.001 / -y_pred[1] for unit in np.eye(2)], [-0.086, 0.135], within=0.002)"),
    ("l6-text-27", "9つとも一致しました", "equal(moved_gradient(params), chain_gradient(params))"),
    ("l6-text-30", "学習前の4点は、直線では分けられません", "not separable(forward(params, x)[0], y_xor)"),
    ("l6-text-31", "1の点が2つとも右下に重なり、**直線で分けられる**配置です",
     "separable(hidden, y_xor) and (hidden[1:3, 0] > 0.9).all() and (hidden[1:3, 1] < 0.1).all()"),
    ("l6-text-35", "ほぼ `[0, 0]` で重なっています", "equal(hidden[[1, 3]], np.zeros((2, 2)), within=0.005)"),
    ("l6-text-35", "4つの平均は $\\log2\\div2$、つまり0.3466の近くです",
     "equal(loss_of(stuck), 2 * np.log(2) / 4, within=0.006)"),
    ("l6-text-36", "20回中**15回**です", "(losses < 0.1).sum() == 15"),
    ("l6-text-36", "残りは損失0.35付近です", "(losses > 0.34).sum() == 5"),
    ("l6-text-13", "を、それぞれまとめます",
     "equal(3 * (X[:, 0] + 2) + (2 * X[:, 0] - X[:, 1] - 4) + 1, X @ [5, -1] + 3)"),
    ("l6-text-16", "隠れ層の2つを同じ値から始めると、同じ勾配で動き、1つしかないのと変わりません",
     "equal(*np.array([helpers.mean_squared_error(np.array([0, 0, 1, 0]), forward(np.full(9, 0.3) + 1e-5 * "
     "(np.arange(9) == k), X)[1]) for k in range(4)]).reshape(2, 2).T, within=1e-12)"),
    ("l6-text-31", "縦の位置は 0、0.06、0.06、0.92 でAND（0、0、0、1）に近い数です",
     "(hidden >= 0.5).T.tolist() == [GATES['OR'], GATES['AND']]"),
    ("l6-text-33", "決定境界にほぼ沿う2本の線の間が、1の側です",
     "[bool(network(np.array([[s, s]]))[0] >= 0.5) for s in (-0.5, 0.5, 1.5)] == [False, True, False]"),
    ("l6-text-38", "線形の出力 OR − AND は 0、1、1、0 です",
     "[o - a for o, a in zip(GATES['OR'], GATES['AND'])] == [0, 1, 1, 0]"),
    ("l6-text-04", "予測が正解に近いほど0に近く、離れるほど際限なく大きくなる損失です",
     "(np.diff(-np.log(np.array([1, 0.9, 0.5, 0.1, 1e-9]))) > 0).all() and -np.log(1e-300) > 600 and "
     "np.log(1) == 0"),
    ("l6-text-38", "減らしているのは交差エントロピーなので、平均二乗誤差は増えることもあります",
     "(np.diff(taught('XOR', SIGMOID, 0.01, 500)[1]) > 0).all()"),
    ("l6-text-38", "シグモイドと `mse_gradient` で減るのは、交差エントロピー",
     "equal(np.r_[helpers.mse_gradient(X, y_and, predict(start, SIGMOID, X))], "
     "np.r_[numerical_gradient(start, SIGMOID, binary_cross_entropy, X, y_and)])"),
]
LESSON_7 = [
    ("l7-text-08", "全てヒゲペンギンです。表は種類の順に並んでいます",
     "y_true[153:].all() and (np.diff(y_true) >= 0).all()"),
    ("l7-text-06", "横の位置は種類で大きく違い、縦の位置は重なっています",
     "(x[y_true == 1].mean(axis=0) - x[y_true == 0].mean(axis=0) > x.std(axis=0)).tolist() == [True, False]"),
    ("l7-text-10", "体重、長さ、バイアスの順です", "abs(d_weights[1]) > abs(d_weights[0]) > abs(d_bias[0])"),
    ("l7-text-12", "全てに0（アデリー）と答えるだけで106羽が合い",
     "(y_true[train] == 0).sum() == 106 and equal(y_true[train].mean(), 0.3072, within=1e-4)"),
    ("l7-text-13", "大きさの違いだけが原因ではありません",
     "count_right(model_length, x[train][:, :1], y_true[train]) == 106"),
    ("l7-text-13", "損失 0.69 は、更新前に全て1と答えた値です", "round(106 / 153, 2) == 0.69"),
    ("l7-text-13", "重みより少しずつしか動きません。**重みとバイアスが妨げ合う**のです",
     "d_weights[0] > 20 * d_bias[0] and count_right(learn((x[:, :1] - 41.75), 0.5), x[train][:, :1] - "
     "41.75, y_true[train]) == 145"),
    ("l7-one-step-text", "どの列も散らばりが1になり", "equal((x[train] / std).std(axis=0), [1, 1])"),
    ("l7-text-15", "長さは平均より短いので負、体重は平均より重いので正です",
     "scaled[train][0][0] < 0 < scaled[train][0][1]"),
    ("l7-text-16", "20分の1に最も近い値です",
     "min((2, 5, 20), key=lambda part: abs(mean_squared_error(y_true[train], predict(model, SIGMOID, "
     "scaled[train])) - 0.3072 / part)) == 20"),
    ("l7-text-17", "44 mmの規則より1羽多いだけなので",
     "right == 64 == ((x[test, 0] > 44) == y_true[test]).sum() + 1"),
    ("l7-text-18", "どちらも0や1より0.5に近い予測です", "(abs(y_pred[wrong] - 0.5) < 0.25).all()"),
    ("l7-text-20", "どんな直線も、この3羽を正しく分けられません",
     "not separable(x[near], y_true[near])"),
    ("l7-text-21", "体重だけのときです。ところが、長さに体重を加えると145羽から150羽に増えました",
     "[count_right(learn(scaled4[:, c], 0.5), scaled4[train][:, c], y_true[train]) for c in ([3], [0], "
     "[0, 3])] == [106, 145, 150]"),
    ("l7-text-25", "重みは 2 ÷ 5、バイアスは -2 × 40 ÷ 5 - 1 です",
     "all(equal(2 / 5 * size - 2 * 40 / 5 - 1, 2 * (size - 40) / 5 - 1) for size in (30, 42.5, 50))"),
    ("l7-text-21", "全てアデリーと答えるモデルと平均でほぼ同じです",
     "abs(np.mean(right_by_split((3,))[0] - right_by_split((3,))[1])) < 0.5"),
    ("l7-text-21", "テストデータで合う数が148通りで増え、15通りで減りました",
     "[(right_by_split((0, 3))[0] > right_by_split((0,))[0]).sum(), (right_by_split((0, 3))[0] < "
     "right_by_split((0,))[0]).sum()] == [148, 15]"),
    ("l7-text-23", "新しい1羽も、同じ平均と標準偏差で標準化します",
     "predict(model, SIGMOID, (np.array([[46.0, 3650.0]]) - mean) / std)[0] > 0.5"),
    ("l7-text-25", "決定境界では $z$ が0です", "equal(2 * (42.5 - 40) / 5 - 1, 0.0)"),
    ("l7-text-26", "1羽だけなら標準偏差が0になり、割ることもできません", "(x[:1].std(axis=0) == 0).all()"),
    ("l7-text-26", "形状は `(10, 5)` と `(30, 5)` です",
     "(np.ones((30, 10)) @ np.ones((10, 5))).shape == (30, 5)"),
    ("l7-text-13", "長さは正の数なので、重みを増やすと**全ての**予測が増えます", "(x[:, 0] > 0).all()"),
    ("l7-text-19", "左下の1羽は青い点と重なっています",
     "(scaled[wrong[1]] < 0).all() and y_true[wrong[1]] == 1"),
    ("l7-text-21", "7.6節より1羽多いだけで",
     "count_right(model4, scaled4[test], y_true[test]) == count_right(model, scaled[test], y_true[test]) "
     "+ 1"),
    ("l7-text-26", "0から遠い入力では、重みとバイアスが妨げ合う",
     "[count_right(learn(x[:, :1] - middle, 0.5), x[train][:, :1] - middle, y_true[train]) for middle in "
     "(0, 41.75)] == [106, 145]"),
    ("l7-text-22", "左の列数4と右の行数4が対応して消え、66行3列が残ります",
     "scaled4[test].shape[1] == W.shape[0] == 4 and (scaled4[test] @ W).shape == (66, 3)"),
]
CLAIMS = [*LESSON_1, *LESSON_2, *LESSON_3, *LESSON_4, *LESSON_5, *LESSON_6, *LESSON_7]
