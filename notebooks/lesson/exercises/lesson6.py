"""レッスン6の練習：2つの線形の層、差を前の層へ、3つの隠れ層。"""

from .checks import differs, exercise, first
from .facts import array, numbers, one_number


@exercise("6-1", "数", "2つの層が、1つのパーセプトロンになりました。")
def one_layer(one_weights: numbers(2), one_bias: one_number):
    return differs(one_weights, [5, -1], "重みが違います。2層目の式に1層目の式を入れ、まとめましょう。", [
        ([-1, 5], "重みの順番が逆です。入力0の重みを先に書きます。"),
        ([3, 1], "それは2層目の重みです。h0 と h1 を入力の式に置き換えましょう。"),
    ]) or differs(one_bias, 3, "重みは合っています。バイアスは、入力の付かない数をまとめたものです。")


@exercise("6-2", "2つの数のリスト", "差を、隠れ層まで戻せました。")
def back_to_hidden(back_by_hand: numbers(2)):
    return differs(back_by_hand, [0.25, -0.18], "差、2層目の重み、傾き h × (1 - h) の3つを掛けましょう。", [
        ([1, -2], "シグモイドの傾きを掛けていません。傾きは h × (1 - h) です。"),
        ([0.5, -1.8], "隠れ層の出力をそのまま掛けています。掛けるのは、傾き h × (1 - h) です。"),
        ([0.5, -0.36], "最後の差 0.5 を掛けていません。"), ([0.125, 0.045], "2層目の重みを掛けていません。")])


@exercise("6-3", "20個の損失の配列", "20回とも成功しました（シード0から19まで、隠れ層が3つのとき）。")
def three_hidden_units(losses_three: array):
    succeeded = sum(0 < loss < 0.1 for loss in losses_three.numbers)
    return first(
        (losses_three.shape != (20,), f"答えは、{losses_three}です。20個の損失の配列にしましょう。"),
        (succeeded == 15, "成功は15回です。隠れ層が2つのときと同じです。learn の3番目に3を渡しましょう。"),
        (succeeded < 20, f"成功は{succeeded}回です。learn(chain_gradient, seed, 3) の損失にしましょう。"))
