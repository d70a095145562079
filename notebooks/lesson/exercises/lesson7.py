"""レッスン7の練習：新しいペンギン、別の測定値、元の単位の重み。数は、7.2節の分け方で決まる。"""

import numpy as np

from .checks import differs, exercise
from .facts import array, numbers, one_number

NEW = np.array([46.0, 3650.0])  # 練習 7-1 の1羽
ROUNDED = 0.0051  # 小数第2位に丸めた答えでもよい
MEAN, STD = np.array([41.74640523, 3726.96078431]), np.array([5.31807900, 431.85578993])
BILLS = [-0.49762428, 0.16624380, 1.58959556, 0.16624380]  # 練習 7-2 の最初と最後の行


@exercise("7-1", "式", "予測は0.94です。0.5以上なので、ヒゲペンギンとみなします。")
def new_penguin(new_scaled: numbers(2), new_pred: one_number):
    return differs(new_scaled, (NEW - MEAN) / STD, "new_scaled が違います。(new - mean) ÷ std です。", [
        (NEW, "まだ測定値のままです。mean を引いて、std で割りましょう。"),
        (NEW - MEAN, "平均を引いただけです。さらに std で割りましょう。"),
        (NEW - MEAN / STD, "割り算が先に計算されています。引き算を ( ) で囲みましょう。"),
    ], within=ROUNDED) or differs(new_pred, 0.94067903, "new_pred が違います。predict に、7.6節の model と "
                                  "sigmoid_activation と new_scaled を渡しましょう。", within=ROUNDED)


@exercise("7-2", "7.8節のような式",
          "66羽のうち63羽に合いました。入力を選ぶためには、検証データで比べましょう（7.8節）。")
def bill_length_and_depth(bill_scaled: array, bill_right: one_number):
    if bill_scaled.shape != (219, 2):
        return f"bill_scaled は、{bill_scaled}です。219羽全部の、形状 (219, 2) の配列にしましょう。"
    rows = bill_scaled.numbers[:2] + bill_scaled.numbers[-2:]
    return differs(
        rows, BILLS, "bill_scaled が違います。列0と列1を、train の行の平均と標準偏差で標準化しましょう。"
    ) or differs(bill_right, 63, "bill_right が違います。learn(bill_scaled, 0.5) で学習させましょう。", [
        (63 / 66, "割合です。合った数を書きましょう。"), (152, "訓練データです。test の行で数えましょう。"),
        (215, "219羽で数えています。test の行だけで数えましょう。")])


@exercise("7-3", "数", "標準化したモデルと、同じ予測になります。")
def back_to_raw_units(raw_weight: one_number, raw_bias: one_number, border: one_number):
    return differs(raw_weight, 0.4, "重みが違います。式を整理し、長さに掛かる数を求めましょう。", [
        (2, "標準化した入力の重みのままです。標準偏差で割りましょう。"),
        (10, "標準偏差を掛けています。割りましょう。"),
    ]) or differs(raw_bias, -17, "バイアスが違います。長さの付かない数をまとめましょう。", [
        (-1, "標準化した入力のバイアスのままです。-2 × 40 ÷ 5 も加わります。"),
        (-16, "最後の -1 を加えていません。"),
        (15, "符号を見ましょう。引くのは平均なので、-2 × 40 ÷ 5 です。"),
    ]) or differs(border, 42.5, "決定境界では z が0です。0.4 × 長さ - 17 = 0 を解きましょう。", [
        (43.75, "シグモイドの決定境界は、z が0.5ではなく0のところです。")])
