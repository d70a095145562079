"""レッスンが使う道具：図とスライダー（pictures）、答え合わせ（checks）、赤いエラーの説明（explain）。"""

from . import explain
from .checks import check, progress
from .restore import restore

__all__ = ["check", "progress", "restore"]

explain.start()
