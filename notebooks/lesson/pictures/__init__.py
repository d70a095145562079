"""レッスンの図（boundary、curves）と、スライダーで動かす図（sliders）。代替テキストも同じ値から作る。"""

from .boundary import plot_boundaries, plot_measurements
from .curves import plot_losses

SLIDERS = ("move_learning_rate", "move_perceptron", "move_steepness", "replay_training")
__all__ = ["plot_boundaries", "plot_losses", "plot_measurements", *SLIDERS]


def __getattr__(name):
    """スライダーの部品（ipywidgets）は、使うときに初めて読み込む。"""
    if name in SLIDERS:
        from . import sliders
        return getattr(sliders, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
