"""答えの値を、事実（種類、形状、中の数）にする。ノートブックでも採点でも、同じ事実だけから判定する。

array からあとは、答えの形。合えば判定しやすい値に直し、合わなければ理由を Unfit で伝える。"""

import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

KEPT = 10_000  # とっておく数の個数。損失の記録がこれより長くても、判定に使うのは、はじめだけ
KINDS = {"NoneType": "None", "ellipsis": "...", "list": "リスト", "tuple": "タプル", "dict": "辞書"}
REASONS = {"None": "（print(...) や return のない関数は、値を返しません。）",
           "関数": "（関数を呼ぶには、( ) を付けます。）", "文字列": "（数なら、引用符を付けません。）",
           "...": "（まだ書き換えていない ... があります。）"}


class Unfit(Exception):
    """答えの形が違う。文は、それを伝えるヒント。"""


@dataclass
class Answer:
    """値の事実。"""

    kind: str  # 数、配列、リスト、文字列など
    shape: tuple = ()
    numbers: list = None  # 中の数（数だけでできているとき）
    items: tuple = ()  # リストの中身、関数を試した結果
    text: str = ""  # 文字列、またはエラーの文

    @property
    def blank(self):
        """まだ ... のままか（関数なら、いつも ... を返すか）。"""
        return self.kind == "..." or self.kind == "関数" and {item.kind for item in self.items} == {"..."}

    def __str__(self):
        kind = f"{self.kind}（{self.text}）" if self.kind == "エラー" else self.kind
        return f"形状 {self.shape} の{kind}" if self.shape else kind

    def unfit(self, name, wanted):
        """答え name が wanted ではないことを、いまの種類で伝える Unfit。"""
        inside = [*self.items, *(inner for item in self.items for inner in item.items)]
        reason = next((REASONS[fact.kind] for fact in (self, *inside) if fact.kind in REASONS), "")
        return Unfit(f"{name} は、{self}です。ここには、{wanted}を入れます。{reason}")


def describe(value, depth=3):
    """値の事実。どんな値にも答える。depth は、リストの中を、あと何段まで調べるか。"""
    kind = KINDS.get(type(value).__name__, type(value).__name__)
    try:
        if isinstance(value, (str, BaseException)):
            return Answer("文字列" if isinstance(value, str) else "エラー", text=f"{value}"[:200])
        if callable(value):
            return Answer("関数")
        if isinstance(value, Mapping):  # モデル
            return with_items("辞書", [*value["weights"], *value["bias"]], depth)
        if isinstance(value, (Sequence, Set)) and not isinstance(value, bytes):
            return with_items(kind, list(value), depth)
        array = np.asarray(value)
        if array.dtype.kind in "biuf":
            numbers = array.reshape(-1)[:KEPT].astype(float).tolist()
            return Answer("数" if np.isscalar(value) else "配列", array.shape, numbers)
        return with_items("配列", array.tolist(), depth) if array.ndim else Answer(kind)
    except Exception:  # 中身を聞かれると、エラーになる値もある
        return Answer(kind)


def with_items(kind, values, depth):
    """中身が values の値の事実。中身が同じ形状の数なら、全体も数の並びになる。"""
    items = [describe(value, depth - 1) for value in values[:KEPT] if depth]
    inner = items[0].shape if items else ()
    if all(item.numbers is not None and item.shape == inner for item in items) and (items or not values):
        numbers = [number for item in items for number in item.numbers][:KEPT]
        return Answer(kind, (len(values), *inner), numbers, items)
    return Answer(kind, items=items)


def array(name, answer, wanted="数の配列"):
    """数の並び。配列かどうかと形状は、練習が判定する。"""
    if answer.numbers is None:
        raise answer.unfit(name, wanted)
    if not np.isfinite(answer.numbers).all():
        raise Unfit(f"{name} に nan か inf（計算できなかった値）があります。計算を見直しましょう。")
    return answer


def numbers(count, wanted="数{}つ（小数点は、コンマではなく . です）"):
    """count 個の数。1つなら、配列ではなく数。"""
    def form(name, answer):
        if len(array(name, answer, wanted.format(count)).numbers) != count:
            raise answer.unfit(name, wanted.format(count))
        return np.array(answer.numbers) if count > 1 else answer.numbers[0]
    return form


one_number = numbers(1)


def letters(name, answer):
    """記号の集合。全角と半角や、前後の空白の違いはそろえる。"""
    if {item.kind for item in answer.items} != {"文字列"}:
        raise answer.unfit(name, '["ア", "イ"] のような、記号のリスト')
    return {unicodedata.normalize("NFKC", item.text).strip() for item in answer.items}


def four_shapes(name, answer):
    """形状を表すタプル（リストでもよい）を、4つ並べたリスト。"""
    shapes = [tuple(item.numbers) for item in answer.items if len(item.shape) == 1]
    if len(shapes) != 4:
        raise answer.unfit(name, "(7, 3) や (7,) のようなタプルを、アからエまで4つ並べたリスト")
    return shapes


def tried(name, answer):
    """関数を試した結果。"""
    if answer.kind != "関数":
        raise answer.unfit(name, "def で作った関数")
    return answer.items
