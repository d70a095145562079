"""レッスンが使う道具。"""

from .checks import check, progress

__all__ = ["check", "progress"]
