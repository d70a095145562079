"""レッスン7の練習：新しいペンギン、別の測定値、5種類の花。数は、7.3節の分け方で決まる。"""

import numpy as np

from .answers import array, numbers, one_number, shape
from .checks import close, differs, exercise, first, known

NEW = np.array([46.0, 3650.0])  # 練習 7-1 の1羽
MEAN, STD = np.array([41.74640523, 3726.96078431]), np.array([5.31807900, 431.85578993])
BILLS = [-0.49762428, 0.16624380, 1.58959556, 0.16624380]  # 練習 7-2 の最初と最後の行


@exercise("7-1", "式", "予測は0.94です。0.5以上なので、ヒゲペンギンとみなします。",
          {"mean": MEAN, "std": STD, "model": "辞書", "predict": "関数"})
def new_penguin(new_scaled: numbers(2), new_pred: one_number):
    if not close(new_scaled, (NEW - MEAN) / STD, 0.0051):  # 丸めてもよい
        return known(new_scaled, [
            (NEW, "まだ測定値のままです。mean を引いて、std で割りましょう。"),
            (NEW - MEAN, "平均を引いただけです。さらに std で割りましょう。"),
            (NEW - MEAN / STD, "割り算が先に計算されています。引き算を ( ) で囲みましょう。"),
        ], "new_scaled が違います。(new - mean) ÷ std を計算しましょう。")
    return "" if close(new_pred, 0.94067903, 0.0051) else (
        "new_pred が違います。predict に、7.6節の model と sigmoid_activation と new_scaled を渡しましょう。")


@exercise("7-2", "7.8節のような式",
          "66羽のうち63羽に合いました。訓練データでは152羽に合うので、長さと体重の150羽より多く、"
          "テストデータでは64羽より少ない数です。",
          {"two": "配列", "train": "配列", "test": "配列", "learn": "関数", "count_right": "関数"})
def bill_length_and_depth(bill_scaled: array, bill_right: one_number):
    if bill_scaled.shape != (219, 2):
        return f"bill_scaled は{bill_scaled}です。219羽の全部の、形状 (219, 2) の配列にしましょう。"
    rows = bill_scaled.numbers[:2] + bill_scaled.numbers[-2:]
    if not close(rows, BILLS):
        return known(rows[:2], [
            ([39.1, 18.7], "測定値のままです。平均を引いて、標準偏差で割りましょう。"),
            ([-0.49762428, 0.05334933], "長さと体重のままです。厚さは table の列1です。"),
            ([-0.49762428, -8.58680344], "長さと体重の mean と std です。長さと厚さから求め直しましょう。"),
            ([-0.51414893, 0.27846640], "219羽の平均と標準偏差です。train の行だけから求めましょう。"),
            (BILLS[1::-1], "列の順番が逆です。[0, 1] の順に取り出しましょう。"),
        ], "bill_scaled が違います。取り出す列と、平均と標準偏差を確かめましょう。")
    return differs(bill_right, 63, "bill_right が違います。learn(bill_scaled, 0.5) の結果で数えましょう。", [
        (63 / 66, "割合です。合った数を書きましょう。"), (152, "訓練データです。test の行で数えましょう。"),
        (215, "219羽で数えています。test の行だけで数えましょう。")])


@exercise("7-3", "タプル", "花の数が変わっても、重みとバイアスの形状は変わりません。")
def five_kinds(shape_w: shape, shape_b: shape, shape_out: shape):
    return first(
        (shape_w == (5, 10), "重みの行と列が逆です。x の列数と W の行数を等しくします。"),
        (30 in shape_w, "重みの数は、花の数とは関係ありません。"),
        (shape_w != (10, 5), "W は、行が入力、列が種類です。1列が1種類分です。"),
        (shape_b != (5,), "b は、1種類に1つの数を並べたもので、軸は1つです。"),
        (shape_out == (5, 30), "結果の行と列が逆です。行は花、列は種類です。"),
        (shape_out != (30, 5), "結果は、x の行の数と W の列の数で決まります。"))
