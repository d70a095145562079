"""損失曲線の図。"""

import numpy as np

from .svg import LINES, Axes, Picture, legend, path

LARGEST = 1e100  # これより大きい損失（無限大など）は、この値としてかく


def plot_losses(histories, log_scale=False):
    """損失曲線の図。histories は {名前: 損失の配列（形状 (epochs,)）}。"""
    parts, top = losses_legend(histories, 461, 4)
    axes = losses_axes((0, top, 461, 288 - top), histories, log_scale)
    return Picture(461, 288, [*parts, axes.svg()], losses_alt(histories))


def losses_alt(histories):
    """損失曲線の代替テキスト。"""
    return "損失曲線。横軸はエポック、縦軸は損失。" + "".join(
        f"{name}: {len(history)} エポックで {history[0]:.4f} から {history[-1]:.4f} へ。"
        for name, history in histories.items())


def losses_legend(histories, width, top):
    """損失曲線の凡例と、その下の端。"""
    looks = zip(histories, LINES * len(histories))
    return legend([(path([(-11, 0), (11, 0)], *look), name) for name, look in looks], width, top)


def losses_axes(box, histories, log_scale, up=None, title=()):
    """損失曲線をかいた四角。up は縦軸の両端の値（なければ、損失に合わせる）。"""
    values = np.fmin(np.concatenate([*histories.values()]), LARGEST)
    least, most = values[values > 0].min(initial=1.0 if log_scale else 0.0), values.max()
    if not up:
        up = (least / 1.5, most * 1.5) if log_scale else (least - 0.05 * most, 1.05 * most + 1e-9)
    last = max(2, *map(len, histories.values()))
    axes = Axes(box, (1 - 0.04 * last, 1.03 * last), up, ("エポック", "損失"), title, log_scale)
    for history, look in zip(histories.values(), LINES * len(histories)):
        draw_losses(axes, history, *look)
    return axes


def draw_losses(axes, history, color, dash, width=2):
    """損失曲線1本を、axes の中にかく。長い曲線は、80に分けた区間ごとの最小と最大だけをつなぐ。"""
    values = np.clip(np.fmin(history, LARGEST), axes.up[0] / 10 if axes.log else -LARGEST, LARGEST)
    chosen = {0, len(values) - 1}
    for part in np.array_split(np.arange(len(values)), min(80, len(values))):
        chosen |= {part[values[part].argmin()], part[values[part].argmax()]}
    points = np.array([(k + 1, values[k]) for k in sorted(chosen)])
    axes.parts.append(path(axes.place(points), color, dash, width))
