"""助言：学ぶ人の名前の値や、式の形から、確かだと分かるときだけ。文は texts/advice.txt にある。"""

import ast
import contextlib

from . import names
from .calls import of_arguments, of_callee
from .names import when
from .texts import TEXTS, first_fitting


def of_expression(facts):
    """止まった式の形。"""
    text, node = facts.place.text, facts.place.node
    func, held = (text(getattr(node, name, None)) for name in ("func", "value"))
    first = getattr(node, "func", getattr(node, "value", None))
    return {
        type(node).__name__: "", f"in_{type(node.parent).__name__}": "", "whole": text(node),
        "func": func or None, "held": when(facts.words.get("A") == "関数", held or None),
        "comma": when(isinstance(first, ast.List | ast.Tuple), ""),
        "chained": when(len(getattr(node, "ops", ())) > 1, ""),
        "together": when(func.endswith(("stack", "concatenate")) and len(node.args) > 1, func),
    }


FACTS = {
    "Exception": [of_callee], "NameError": [names.of_name], "ImportError": [names.of_import],
    "AttributeError": [names.of_attribute], "KeyError": [names.of_key],
    "TypeError": [names.of_overwritten, of_expression], "ValueError": [of_expression],
    "IndexError": [of_expression],
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
    return first_fitting(TEXTS["渡されたもの"], "", looked_up(facts, [of_arguments, of_callee]))


def advice(facts):
    """texts/advice.txt の文の中で、はじめに使えるもの。"""
    words = facts.words | looked_up(facts, [look for kind in facts.kinds for look in FACTS.get(kind, ())])
    return first_fitting(TEXTS["助言"], facts.message, words)
