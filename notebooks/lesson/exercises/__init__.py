"""「やってみよう」の答え合わせ：進め方は checks.py、答えの形は facts.py、練習は lesson1.py〜lesson7.py。"""

from . import lesson1, lesson2, lesson3, lesson4, lesson5, lesson6, lesson7  # noqa: F401
from .checks import check, progress  # noqa: F401
