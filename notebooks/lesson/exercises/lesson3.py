"""レッスン3の練習：勾配、形状の規則、reshape。"""

import numpy as np

from .checks import close, differs, exercise, first
from .facts import letters, numbers, one_number, tried

TRIALS = [(np.arange(m * n).reshape(m, n) + 0.5, np.array([2.5, -10.0, 100.0, 1000.0])[:m])
          for m, n in ((4, 2), (2, 2), (2, 3))]


@exercise("3-1", "数", "差の平均（バイアスの勾配）が0でも、重みの勾配は0とは限りません。")
def gradient_by_hand(hand_gradient: numbers(2), new_weight_0: one_number):
    return differs(hand_gradient, [-1, 3], "勾配が違います。差に入力を掛けて、入力ごとに平均しましょう。", [
        ([1, -3], "符号が反対です。差は「予測 − 正解」です。"),
        ([-3, 9], "それは合計です。3つの数の平均にしましょう。"),
        ([-1.5, 4.5], "差が0のサンプルも1つに数えます。3で割りましょう。"),
    ]) or differs(new_weight_0, -0.2, "勾配は合っています。新しい値は、-0.4 から 0.2 × 勾配 を引きます。")


def letters_differ(chosen, right, reasons):
    """選んだ記号が right でないときのヒント。reasons は、選ばない記号とその理由。"""
    return first(*((letter in chosen, f"{letter}は{reason}") for letter, reason in reasons.items()),
                 (chosen - right, "記号は、カタカナ1つずつを引用符で囲み、, で区切りましょう。"),
                 (right - chosen, "選ぶものは、ほかにもあります。"))


@exercise("3-2", "記号のリスト", "イは2と3、オは2と3（と3と2）が向かい合うので、エラーです。")
def shapes_that_fail(errors: letters):
    return letters_differ(errors, {"イ", "オ"}, {
        "ア": "計算できます。(3, 2) と (2,) は、右端が2と2です。",
        "ウ": "計算できます。(3, 2) と (3, 1) は、2と1、3と3が向かい合います。",
        "エ": "計算できます。(3, 1) と (1, 4) では、どの軸にも1があります。"})


@exercise("3-3", "return する式", "サンプルの数と入力の数が同じときも、正しく動きました。", trials=TRIALS)
def each_sample(weigh_samples: tried):
    return "".join(
        f"x が {x.shape}、importance が {importance.shape} のとき、正しい数の配列になりません：{answer}。"
        for (x, importance), answer in zip(TRIALS, weigh_samples)
        if answer.kind != "配列" or not close(answer.numbers, x * importance[:, np.newaxis]))
