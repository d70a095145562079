"""損失曲線の図。"""

import numpy as np

from .figure import LINES, Picture, style

LARGEST = 1e100  # これより大きい損失（無限大など）は、この値としてかく


def plot_losses(histories, log_scale=False):
    """損失曲線の図。histories は {名前: 損失の配列（形状 (epochs,)）}。"""
    with style():
        picture = Picture(6.4, 4)
        draw_losses(picture.axes[0], histories, log_scale)
        picture.figure.legend(loc="outside upper center", ncols=2)
    picture.alt = "損失曲線。横軸はエポック、縦軸は損失。" + "".join(
        f"{name}: {len(history)} エポックで {history[0]:.4f} から {history[-1]:.4f} へ。"
        for name, history in histories.items())
    return picture


def draw_losses(ax, histories, log_scale):
    """損失曲線を、ax にかく。"""
    for (name, history), (color, line) in zip(histories.items(), LINES * len(histories)):
        if np.ndim(history) != 1:
            raise ValueError(f"{name}の損失の形状が {np.shape(history)} です。軸が1つの配列にしましょう。")
        epochs = range(1, len(history) + 1)
        ax.plot(epochs, np.fmin(history, LARGEST), linestyle=line, color=color, linewidth=2, label=name)
    ax.set(xlabel="エポック", ylabel="損失", yscale="log" if log_scale else "linear")
    ax.minorticks_off()
    ax.locator_params(axis="x", nbins=5)
    ax.yaxis.set_major_formatter("{x:,.12g}")
    ax.grid(alpha=0.3)
