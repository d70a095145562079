"""レッスンが使う道具：図とスライダー（pictures）、答え合わせ（exercises）、赤いエラーの説明（errors）。"""

import importlib.util
import logging
import warnings

from . import errors

NEEDED = ("numpy", "matplotlib", "ipywidgets", "perceptron_helpers")
HOMES = {"check": "exercises", "progress": "exercises", "restore": "restore"}  # 使うときに読み込む
__all__ = list(HOMES)

missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
if missing:
    raise ModuleNotFoundError(
        f"いまのカーネルには、教材の部品（{'、'.join(missing)}）がありません。"
        "画面の右上のカーネルの名前を押し、教材を用意したときの .venv のカーネルを選んで、"
        "上から実行し直しましょう。")

# フォントの一覧を作ることや、文字の幅が分からないことは、英語で表示しない
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", message="Glyph .* missing from")
errors.start()


def __getattr__(name):
    if name not in HOMES:
        raise AttributeError(f"module 'lesson' has no attribute '{name}'", name=name)
    globals()[name] = getattr(importlib.import_module(f".{HOMES[name]}", __name__), name)
    return globals()[name]


def __dir__():
    return [*globals(), *HOMES]
