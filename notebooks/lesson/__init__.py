"""レッスンが使う道具：図とスライダー（pictures）、答え合わせ（checks）、赤いエラーの説明（errors）。"""

import importlib.util
import logging
import warnings

NEEDED = ("numpy", "matplotlib", "ipywidgets", "perceptron_helpers")
missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
if missing:
    raise ModuleNotFoundError(
        f"いまのカーネルには、教材の部品（{'、'.join(missing)}）がありません。画面の右上のカーネルの名前を押し、"
        "教材を用意したときの .venv のカーネルを選んで、上から実行し直しましょう。") from None

# フォントの一覧を作ることや、文字の幅が分からないことは、英語で表示しない
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", message="Glyph .* missing from")

from . import errors  # noqa: E402
from .checks import check, progress  # noqa: E402
from .restore import restore  # noqa: E402

__all__ = ["check", "progress", "restore"]

errors.start()
