"""レッスン4の練習：学習率、シグモイドの出力。"""

import numpy as np

from perceptron_helpers import sigmoid_activation

from .checks import close, exercise, first
from .facts import one_number
from .models import losses_from_seed


@exercise("4-1", "数", "1000エポックで、損失が0.005より小さくなりました。")
def faster(my_learning_rate: one_number):
    losses = losses_from_seed("AND", my_learning_rate, 1000)
    hint = "" if losses[-1] < 0.005 else "1000エポックでは、まだ足りません。もっと大きくしましょう。"
    note = "（途中で損失が増えました。学習率を大きくすれば、いつもうまくいくわけではありません。）"
    return hint, f"最後の損失 {losses[-1]:.6f}", note if (np.diff(losses) > 0).any() else ""


@exercise("4-2", "数", "z も同じ倍率で大きくなり、出力がほぼ0.9になります。")
def nine_tenths(times_for_09: one_number):
    output = sigmoid_activation(times_for_09)  # 今の z は1
    return first(
        (abs(times_for_09 - np.log(9)) < 0.05, ""),
        (output < 0.9, "その倍率では、出力は0.9より小さい値です。もっと大きくしましょう。"),
        (True, "その倍率では、出力は0.9より大きい値です。もっと小さくしましょう。"),
    ), f"[1, 1] の出力 {output:.4f}", ""


@exercise("4-3", "数", "1.25では発散せず、1.26では発散します。")
def edge_of_divergence(largest_rate: one_number):
    return first(
        (close(largest_rate, 1.25), ""),
        (abs(largest_rate - 1.25) < 0.0099, "とても近いです。小数第2位までの、発散しないほうの数です。"),
        (largest_rate > 1.25, "その学習率では、長く学習すると発散します。もう少し小さくしましょう。"),
        (largest_rate > 0, "その学習率では、まだ発散しません。もう少し大きくできます。"),
        (True, "学習率は0より大きい数にしましょう。"))
