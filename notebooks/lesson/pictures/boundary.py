"""出力の濃淡と決定境界の図、測定値の図。"""

import numpy as np

import perceptron_helpers as helpers

from .figure import BLACK, MARKS, Pane, Picture, style

INPUTS = ("入力0（x[j, 0]）", "入力1（x[j, 1]）")


def plot_boundaries(perceptrons, x, y_true, names=INPUTS):
    """出力の濃淡と決定境界（出力が0.5になる線）の図。perceptrons は {題: (model, activation)}。

    x は形状 (m, 2)、y_true は形状 (m,)、names は横軸と縦軸の名前。"""
    x, y_true = as_arrays(x, y_true)
    short = [name.partition("（")[2].rstrip("）") or name for name in names]  # 入力0（x[j, 0]）なら x[j, 0]
    with style():
        picture = Picture(4.4 * len(perceptrons), 4.2, len(perceptrons))
        picture.alt = "決定境界の図。横軸は {}、縦軸は {}。".format(*short)
        for ax, (title, (model, activation)) in zip(picture.axes, perceptrons.items()):
            draw_plane(ax, x, names)
            y_pred = helpers.predict(model, activation, x)
            right = f"合っている点 {marks(y_pred, y_true).count('○')} / {len(x)}"
            ax.set_title(f"{title}\n{right}")
            told = (f"({a:g}, {b:g}) で {value}" for (a, b), value in zip(x, decimals(y_pred, 2)))
            picture.alt += f"{title}: {right}、予測は {'、'.join(told)}。"
        for answer, (color, marker) in enumerate(MARKS):
            ax.plot([], [], marker, color=color, markersize=14, label=f"正解が{answer}")
        ax.plot([], [], color=BLACK, linewidth=2, label="決定境界（出力 0.5）")
        picture.figure.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    for ax, (model, activation) in zip(picture.axes, perceptrons.values()):
        draw_samples(picture, ax, model, activation, x, y_true)
    return picture


def plot_measurements(x, y_true, kinds, names, model=None):
    """測定値の図。x は形状 (m, 2)、y_true は形状 (m,)、kinds は正解が0のものと1のものの名前。

    names は横軸と縦軸の名前。シグモイドの model を渡すと、決定境界をかき、間違えた点を黒い丸で囲む。"""
    x, y_true = as_arrays(x, y_true)
    with style():
        picture = Picture(6.4, 4.2)
        picture.alt = "測定値の図。横軸は {}、縦軸は {}。".format(*names)
        (ax,) = picture.axes
        draw_plane(ax, x, names, share=0.06, least=1e-6)
        for answer, (kind, (color, marker)) in enumerate(zip(kinds, MARKS)):
            chosen = x[(y_true >= 0.5) == answer]
            ax.plot(*chosen.T, marker, color=color, markersize=6, markeredgewidth=0, label=kind)
            middle = "、".join(decimals(chosen.mean(axis=0), 2)) if len(chosen) else "なし"
            picture.alt += f"{kind}は {len(chosen)} 点、平均は ({middle})。"
        if model:
            ax.plot([], [], color=BLACK, linewidth=2, label="決定境界")
            right = marks(helpers.predict(model, helpers.sigmoid_activation, x), y_true)
            wrong = x[np.array(right) == "×"]
            ax.plot(*wrong.T, "o", color="none", markeredgecolor=BLACK, markersize=15, label="間違えた点")
            picture.alt += f"合っている点 {right.count('○')} / {len(x)}。"
            picture.alt += "".join("間違えた点は ({}, {})。".format(*decimals(point, 2)) for point in wrong)
        picture.figure.legend(loc="outside upper center", ncols=4)
    if model:
        Pane(picture, ax).output(model, helpers.sigmoid_activation)
    return picture


def as_arrays(x, y_true):
    """リストや真偽値の x と y_true も、形状 (m, 2) と (m,) の配列にする。できなければ ValueError。"""
    x, y_true = np.asarray(x, dtype=float), np.asarray(y_true, dtype=float)
    if x.shape != (len(x), 2) or y_true.shape != (len(x),):
        raise ValueError(f"入力の形状が {x.shape}、正解の形状が {y_true.shape} です。(m, 2) と (m,) に"
                         "しましょう。(4, 1) のような正解は .reshape(-1) で (4,) に直せます。")
    return x, y_true


def decimals(values, digits):
    """小数第 digits 位までの文字列のリスト。-0.00 は 0.00 とする。"""
    return [f"{value:.{digits}f}" for value in np.round(values, digits) + 0.0]


def marks(y_pred, y_true):
    """予測を「0.5以上なら1」とみなして、正解と同じなら ○、違えば ×。"""
    return ["○" if right else "×" for right in (y_pred >= 0.5) == (y_true >= 0.5)]


def draw_samples(picture, ax, model, activation, x, y_true):
    """軸 ax に、出力の濃淡、決定境界、サンプルをかき、予測を返す。"""
    pane = Pane(picture, ax)
    pane.output(model, activation)
    pane.samples(x, y_true)
    return np.round(helpers.predict(model, activation, x), 6)


def draw_plane(ax, x, names=INPUTS, share=0.1, least=0.5):
    """x（形状 (m, 2)）がすべて入るように、軸の範囲と名前を決める。"""
    margin = np.maximum(least, share * np.ptp(x, axis=0))
    (left, bottom), (right, top) = x.min(axis=0) - margin, x.max(axis=0) + margin
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel=names[0], ylabel=names[1])
    ax.locator_params(nbins=6, integer=True)
