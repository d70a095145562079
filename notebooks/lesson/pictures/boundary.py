"""出力の濃淡と決定境界の図、測定値の図。"""

import base64
import struct
import zlib

import numpy as np

import perceptron_helpers as helpers

from .svg import BLACK, Axes, Picture, legend, mark, path, tag, write

INPUTS = ("入力0（x[j, 0]）", "入力1（x[j, 1]）")
# 出力0は青、1はオレンジ、0.5に近いほど薄い。0.5のところで色が変わるので、どちらの側か必ず分かる。
BELOW, ABOVE = ((0x7F, 0xB8, 0xD8), (0xE3, 0xEF, 0xF6)), ((0xFB, 0xE9, 0xDC), (0xEA, 0xAE, 0x7F))
SHADES = np.concatenate([np.linspace(*ends, 128) for ends in (BELOW, ABOVE)]).astype(np.uint8)
POINTS = 61  # 濃淡と線を計算する点の数（縦と横）
LINE = path([(-11, 0), (11, 0)])  # 凡例の決定境界


def plot_boundaries(perceptrons, x, y_true, names=INPUTS):
    """出力の濃淡と決定境界（出力が0.5になる線）の図。perceptrons は {題: (model, activation)}。

    x は形状 (m, 2)、y_true は形状 (m,)、names は横軸と縦軸の名前。
    """
    short = [name.partition("（")[2].rstrip("）") or name for name in names]  # 入力0（x[j, 0]）なら x[j, 0]
    alt = "決定境界の図。横軸は {}、縦軸は {}。".format(*short)
    key = [(sample(0, 0, answer), f"正解が{answer}") for answer in (0, 1)] + [(LINE, "決定境界（出力 0.5）")]
    parts, bottom = legend(key, 345 * len(perceptrons), 310)
    for k, (title, (model, activation)) in enumerate(perceptrons.items()):
        y_pred = helpers.predict(model, activation, x)
        right = f"合っている点 {marks(y_pred, y_true).count('○')} / {len(x)}"
        axes = plane((345 * k, 0, 345, 310), x, names, (title, right))
        draw_output(axes, model, activation)
        draw_samples(axes, x, y_true)
        parts.append(axes.svg())
        told = (f"({a:g}, {b:g}) で {value}" for (a, b), value in zip(x, decimals(y_pred, 2)))
        alt += f"{title}: {right}、予測は {'、'.join(told)}。"
    return Picture(345 * len(perceptrons), bottom, parts, alt)


def plot_measurements(x, y_true, kinds, names, model=None):
    """測定値の図。x は形状 (m, 2)、y_true は形状 (m,)、kinds は正解が0のものと1のものの名前。

    names は横軸と縦軸の名前。シグモイドの model を渡すと、決定境界をかき、間違えた点を黒い丸で囲む。
    """
    alt, answers = "測定値の図。横軸は {}、縦軸は {}。".format(*names), y_true >= 0.5
    for answer, kind in enumerate(kinds):
        chosen = x[answers == answer]
        middle = "、".join(decimals(chosen.mean(axis=0), 2)) if len(chosen) else "なし"
        alt += f"{kind}は {len(chosen)} 点、平均は ({middle})。"
    key = [(mark(0, 0, answer, 3), kind) for answer, kind in enumerate(kinds)]
    parts, top = legend([*key, (LINE, "決定境界"), (ring(0, 0), "間違えた点")] if model else key, 461, 4)
    axes = plane((0, top, 461, 346 - top), x, names, least=1e-9)
    points = [mark(a, b, answer, 3) for (a, b), answer in zip(axes.place(x), answers)]
    if model:
        draw_output(axes, model, helpers.sigmoid_activation)
        right = marks(helpers.predict(model, helpers.sigmoid_activation, x), y_true)
        wrong = x[np.array(right) == "×"]
        points += [ring(a, b) for a, b in axes.place(wrong)]
        alt += f"合っている点 {right.count('○')} / {len(x)}。"
        alt += "".join("間違えた点は ({}, {})。".format(*decimals(point, 2)) for point in wrong)
    axes.parts += points
    return Picture(461, 346, [*parts, axes.svg()], alt)


def ring(x, y):
    """間違えた点を囲む、黒い丸。"""
    return tag("circle", cx=x, cy=y, r=8, fill="none", stroke=BLACK, stroke_width=1.5)


def decimals(values, digits):
    """小数第 digits 位までの文字列のリスト。-0.00 は 0.00 とする。"""
    return [f"{value:.{digits}f}" for value in np.round(values, digits) + 0.0]


def marks(y_pred, y_true):
    """予測を「0.5以上なら1」とみなして、正解と同じなら ○、違えば ×。"""
    return ["○" if right else "×" for right in (y_pred >= 0.5) == (y_true >= 0.5)]


def plane(box, x, names=INPUTS, title=(), least=0.5):
    """x（形状 (m, 2)）がすべて入る、入力の平面。まわりには least 以上の余白をとる。"""
    margin = np.maximum(least, 0.1 * np.ptp(x, axis=0))
    return Axes(box, *zip(x.min(axis=0) - margin, x.max(axis=0) + margin), names, title, whole=True)


def draw_output(axes, model, activation):
    """出力の濃淡と決定境界を、axes の中にかく。決定境界が axes の中にあるかどうかを返す。"""
    across, up = np.linspace(*axes.across, POINTS), np.linspace(*axes.up, POINTS)
    grid = np.stack(np.meshgrid(across, up), axis=-1)
    output = helpers.predict(model, activation, grid.reshape(-1, 2)).reshape(POINTS, POINTS)
    output = np.clip(np.nan_to_num(output), -1e9, 1e9)
    wide, high = axes.width / (POINTS - 1), axes.height / (POINTS - 1)  # 1点を、この大きさの四角にする
    axes.parts.append(tag("image", href=f"data:image/png;base64,{shades(output)}", preserveAspectRatio="none",
                          x=-wide / 2, y=-high / 2, width=wide * POINTS, height=high * POINTS))
    line = axes.place(half_line(grid, output)).reshape(-1, 4)
    d = "".join("M{:.1f} {:.1f}L{:.1f} {:.1f}".format(*ends) for ends in line)
    axes.parts.append(tag("path", d=d, stroke=BLACK, stroke_width=2, stroke_linecap="round"))
    return len(line) > 0


def shades(output):
    """出力の配列（下の行から）を濃淡のPNG画像にして、base64 で書いたもの。"""
    level = np.clip(output[::-1] * 256, 0, 255).astype(np.uint8)
    header = struct.pack(">IIBBBBB", POINTS, POINTS, 8, 3, 0, 0, 0)  # 256色の表を使う画像
    rows = zlib.compress(b"".join(b"\0" + row.tobytes() for row in level))
    image = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", header), (b"PLTE", SHADES.tobytes()), (b"IDAT", rows), (b"IEND", b"")):
        image += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return base64.b64encode(image).decode("ascii")


def half_line(grid, output):
    """格子の上の出力が0.5になる線。ます目の4つの角の間で0.5をまたぐ点（比例で求める）を、2つずつ結ぶ。"""
    above, crossings = output >= 0.5, []
    corners = above[:-1, :-1].astype(int) + above[:-1, 1:] + above[1:, :-1] + above[1:, 1:]
    for j, i in np.argwhere(corners % 4):  # 0.5以上の角が1〜3個のます目
        around = [(j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i), (j, i)]
        for here, there in zip(around, around[1:]):
            if above[here] != above[there]:
                share = (0.5 - output[here]) / (output[there] - output[here])
                crossings.append((1 - share) * grid[here] + share * grid[there])
    return crossings


def sample(x, y, answer):
    """中に正解を書いた、サンプルの印。"""
    return mark(x, y, answer, 8) + write(x, y, str(int(answer)), fill="white")


def draw_samples(axes, points, y_true):
    """サンプルの印を、axes の中の points（形状 (m, 2)）にかく。"""
    axes.parts += [sample(a, b, answer) for (a, b), answer in zip(axes.place(points), y_true >= 0.5)]
