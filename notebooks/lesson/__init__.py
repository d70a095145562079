"""レッスンが使う道具：図とスライダー（pictures）、答え合わせ（exercises）、赤いエラーの説明（explain）。"""

from . import explain
from .exercises import check, progress
from .restore import restore

__all__ = ["check", "progress", "restore"]

explain.start()
