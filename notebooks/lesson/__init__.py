"""レッスンが使う道具：図とスライダー（pictures）、答え合わせ（checks）、赤いエラーの説明（explain）。"""

import logging
import warnings

from . import explain
from .checks import check, progress
from .restore import restore

__all__ = ["check", "progress", "restore"]

# フォントの一覧を作ることや、文字の幅が分からないことは、英語で表示しない
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", message="Glyph .* missing from")

explain.start()
