"""What the lessons claim: (cell, words as they stand there, an expression that must be true).

test_claims.py runs each lesson and evaluates the expression where its words stand, with the names that the
lesson has there, then those of perceptron_helpers, then the tools below.
"""

import contextlib
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
    ("l2-line-text", "1の側にするには、重みの符号を変え、バイアスを 1 − (-0.5) = 1.5 にします",
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
    ("l3-text-11", "1.14 と -1.70 が打ち消し合い、平均が0に近い値になりました",
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
]
LESSON_4 = [
    ("l4-text-05", "負の数を引くので3つのパラメータが増え、4つの予測も全て増えました",
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
     "(np.diff(taught('AND', LINEAR, 1.26, 300)[1][-9:]) > 0).all() and ones(large, SIGMOID) == GATES['AND']"),
    ("l4-text-27", "差も1を超えないので、勾配は大きくなり続けません",
     "all(np.abs(np.r_[helpers.mse_gradient(X, y_true, predict(model_of(w, 9), SIGMOID, X))]).max() <= 1 "
     "for w in ([1e3, -1e4], [5e5, 1e6]))"),
    ("l4-text-43", "4.3節のイで入力を全て100倍にすると、発散します",
     "not taught('AND', LINEAR, 0.5, 300, 100 * X)[1][-1] < 1e9"),
    ("l4-text-43", "Bのほうが出力は0か1に近いので、間違えたときの損失はBのほうが大きくなります",
     "(1 - SIGMOID(-10.0)) ** 2 > (1 - SIGMOID(-1.0)) ** 2"),
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
    ("l5-text-14", "重みが増え続けるので",
     "(answer_model['weights'] > taught('OR', SIGMOID, 0.01, 4000)[0]['weights']).all()"),
    ("l5-text-14", "入力の0を-1にすれば `[0, 0]` も重みを動かすので、ORだけが有利ではなくなります",
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
]
LESSON_6 = [
    ("l6-text-04", "1番目の符号が反対でした",
     "(np.sign(measured[0]) == np.sign(mse_gradient(x, y_and, predict(start, SIGMOID, x))[0])).tolist() "
     "== [False, True]"),
    ("l6-text-05", "**`mse_gradient` が減らすのは、交差エントロピー**でした",
     "equal(measured[0], mse_gradient(x, y_and, predict(start, SIGMOID, x))[0])"),
    ("l6-slopes-text", "交差エントロピー $-\\log\\hat y$ の傾きが、差 $\\hat y-1$ と一致します",
     "equal((np.log(y_low) - np.log(y_high)) / 0.001, y_low - 1, within=0.001)"),
    ("l6-slopes-text", "シグモイドの傾きが $\\hat y(1-\\hat y)$ と一致します",
     "equal((y_high - y_low) / 0.001, y_low * (1 - y_low), within=0.001)"),
    ("l6-text-07", "`[1, 1]` の予測が0.5に届かない失敗を数えます",
     "all((((p >= 0.5) == y_and.reshape(4, 1)).all(axis=0) == (p[3] >= 0.5)).all() for p in "
     "(learn_100(False), learn_100(True)))"),
    ("l6-text-08", "差だけなら失敗は0回ですが、傾きも掛けると**22回**です",
     "[sum(loss_and_right('AND', SIGMOID, 1, 2000, model=fresh(seed), gradient=of)[1] < 4 for seed in (2, 9, "
     "11, 19)) for of in (helpers.mse_gradient, true_mse_gradient)] == [0, 4] and (learn_100(True)[3] < "
     "0.5).sum() == 22 and (learn_100(False)[3] < 0.5).sum() == 0"),
    ("l6-text-08", "正解が1の `[1, 1]` の予測が0に近いままです", "y_pred[3, 2] < 0.05"),
    ("l6-text-08", "予測が0に近いと $\\hat y(1-\\hat y)$ がほぼ0なので、勾配もほぼ0になるからです",
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
    ("l6-text-36", "残りの5回は、損失0.35付近で止まりました", "(losses > 0.34).sum() == 5"),
]
LESSON_7 = [
    ("l7-text-08", "全てヒゲペンギンです。表は種類の順に並んでいます",
     "y_true[153:].all() and (np.diff(y_true) >= 0).all()"),
    ("l7-text-06", "横の位置は種類で大きく違い、縦の位置は重なっています",
     "(x[y_true == 1].mean(axis=0) - x[y_true == 0].mean(axis=0) > x.std(axis=0)).tolist() == [True, False]"),
    ("l7-text-10", "体重、長さ、バイアスの順です", "abs(d_weights[1]) > abs(d_weights[0]) > abs(d_bias[0])"),
    ("l7-text-12", "全てに0（アデリー）と答えるだけで106羽が合い",
     "(y_true[train] == 0).sum() == 106 and equal(y_true[train].mean(), 0.3072, within=1e-4)"),
    ("l7-text-13", "増えません。大きさの違う相手がいなくても",
     "count_right(model_length, x[train][:, :1], y_true[train]) == 106"),
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
    ("l7-text-18", "どちらも0や1よりは0.5に近い予測です", "(abs(y_pred[wrong] - 0.5) < 0.25).all()"),
    ("l7-text-20", "どんな直線も、この3羽を正しく分けることはできません",
     "not separable(x[near], y_true[near])"),
    ("l7-text-21", "体重だけのときです。ところが、長さに体重を加えると145羽から150羽に増えました",
     "[count_right(learn(scaled4[:, c], 0.5), scaled4[train][:, c], y_true[train]) for c in ([3], [0], "
     "[0, 3])] == [106, 145, 150]"),
    ("l7-text-25", "重みは 2 ÷ 5、バイアスは -2 × 40 ÷ 5 - 1 です",
     "all(equal(2 / 5 * size - 2 * 40 / 5 - 1, 2 * (size - 40) / 5 - 1) for size in (30, 42.5, 50))"),
]
CLAIMS = [*LESSON_1, *LESSON_2, *LESSON_3, *LESSON_4, *LESSON_5, *LESSON_6, *LESSON_7]
