"""助言：学ぶ人の名前の値や、式の形から、確かだと分かるときだけ。文は texts/advice.txt にある。"""

import ast
import contextlib
import re

import numpy as np

from . import names
from .calls import of_arguments, of_callee
from .locate import shape_of
from .names import parts_of_tuple, when
from .texts import TEXTS, fill


def of_comparison(facts):
    """比べる式を、& でつないだり、続けて書いたりしたもの。"""
    node = facts.place.node.parent if isinstance(facts.place.node, ast.BinOp) else facts.place.node
    joined = any(isinstance(getattr(part, "op", None), ast.BitAnd | ast.BitOr) for part in node.comparators)
    order = {*map(type, node.ops)} <= {ast.Lt, ast.LtE, ast.Gt, ast.GtE}
    two = len(node.ops) > 1
    return {"joined": when(joined, ""), "chained": when(two and order, ""), "mixed": when(two, "")}


def of_values(facts):
    """計算の左右：数に直せる文字列、計算できる配列に直せるリスト、文字列につなぐ数、いくつかの値の組。"""
    node, parts, found = facts.place.node, facts.place.parts(), {}
    calculated = isinstance(node, ast.BinOp | ast.Compare)
    shapes = {shape_of(value) for value in parts.values()}
    for name, value in parts.items():
        number = isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d+(\.\d*)?\s*", value)
        if number and (calculated or re.search("[sS]tr|<U|literal", facts.message)):
            found["number"] = name
        if type(value) is np.ndarray and value.dtype.kind == "U" and 0 < value.size < 10_000:
            found["text_array"] = name if value.astype(float) is not None else None
        if type(value) is list and calculated and None not in shapes and (() in shapes or len(shapes) == 1):
            found["to_array"] = name
        found |= {} if isinstance(node, ast.Call) else parts_of_tuple(name, value)
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else ()
    label = any(isinstance(part, ast.JoinedStr) or type(getattr(part, "value", 0)) is str for part in sides)
    return found | {"label": when(label, "")}


def of_expression(facts):
    """止まった式の形。"""
    text, node = facts.place.text, facts.place.node
    func, held = (text(getattr(node, name, None)) for name in ("func", "value"))
    first = getattr(node, "func", getattr(node, "value", None))
    again = func.isidentifier() and hasattr(np, func) and not all(
        isinstance(part, ast.Constant) for part in node.args)
    function = facts.words.get("A") == "関数" or facts.message.startswith("type")
    other = getattr(facts.place.known(getattr(node, "value", None)), "__name__", held) != held
    return {
        type(node).__name__: "", f"in_{type(node.parent).__name__}": "", "whole": text(node),
        "held" if other and held.isidentifier() else "named": when(function and held, held),
        "func": func or None, "np_func": when(again, func),
        "comma": when(isinstance(first, ast.List | ast.Tuple), ""),
        "together": when(func.endswith(("stack", "concatenate")) and len(node.args) > 1, func),
    }


FACTS = {
    "Exception": [of_callee], "NameError": [names.of_name], "ImportError": [names.of_import],
    "AttributeError": [names.of_attribute], "KeyError": [names.of_key],
    "TypeError": [names.of_overwritten, of_comparison, of_values, of_expression],
    "ValueError": [of_comparison, of_values, of_expression], "IndexError": [of_expression],
}


def looked_up(facts, looks):
    """looks の関数が調べたことを、1つにまとめたもの。"""
    known = {}
    for look in looks:
        with contextlib.suppress(Exception):  # 値を調べられなければ、何も言わない
            known |= {name: word for name, word in look(facts).items() if word is not None}
    return known


def wrong_argument(facts):
    """レッスンの関数に違うものが渡されたと分かるときの文。分からなければ ""。"""
    known = looked_up(facts, [of_arguments, of_callee])
    return next(filter(None, (fill(text, known) for _, text in TEXTS["渡されたもの"])), "")


def advice(facts):
    """texts/advice.txt の文の中で、はじめに使えるもの。"""
    words = facts.words | looked_up(facts, [look for kind in facts.kinds for look in FACTS.get(kind, ())])
    told = (fill(text, words) for english, text in TEXTS["助言"] if english in facts.message)
    return next(filter(None, told), "")
