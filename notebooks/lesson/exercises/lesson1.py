"""レッスン1の練習：配列、合計、形状。"""

from .checks import array_differs, exercise, first
from .facts import array, four_shapes


@exercise("1-1", "table から列を取り出す式", "列を取り出せました。")
def second_column(answer_column: array):
    return array_differs(answer_column, [2, 4, 6], [
        ([2, 5], "それは matrix の列です。table から取り出しましょう。"),
        ([1, 3, 5], "それは1番目の列です。番号は0から数えます。"),
        ([3, 4], "それは2番目の行です。行のところに : を書きましょう。")])


@exercise("1-2", "sum を使った式", "行ごとの合計を求められました。")
def sums_of_rows(answer_sums: array):
    return array_differs(answer_sums, [3, 7, 11], [
        ([9, 12], "それは列ごとの合計です。軸の番号を変えましょう。"),
        (21, "それは全部の合計です。axis を指定しましょう。")])


@exercise("1-3", "形状のリスト", "取り出しても合計しても、形状を言えました。")
def shapes_of_sales(answer_shapes: four_shapes):
    row, column, total, doubled = answer_shapes
    return first(
        ({len(row), len(column), len(total)} != {1}, "取り出した行や列、合計した配列の軸は1つです。"),
        ((row, column) != ((3,), (7,)), "アには商品の数だけ、イには日の数だけ、数が並びます。"),
        (total != (3,), "ウでは、商品1つに合計が1つできます。商品ごとに足す向きは軸0です。"),
        (doubled != (7, 3), "エを見直しましょう。数を掛けても形状は変わりません。"))


@exercise("1-4", "np.array(...)", "形状 (3, 1) の配列を作れました。")
def three_rows(answer_tall: array):
    return array_differs(answer_tall, [[100], [200], [300]]) + (
        "数の一つ一つを角括弧で囲みましょう。" if answer_tall.shape == (3,) else "")
