"""助言：学ぶ人の名前の値や、式の形から、確かだと分かるときだけ。文は texts/advice.txt にある。

of_… という関数は、その文の {…} に入るものを調べて、{名前: 言葉} で返す。分からないものは None にする。"""

import ast
import builtins
import inspect
import re
import sys
import types

import numpy as np

from . import names
from .calls import WANTED, of_arguments, shape_of, written
from .forms import fitting
from .locate import about, kind_of
from .names import near, parameters, parts_of_tuple, when
from .texts import TEXTS, fill

FORMS = dict(TEXTS["渡す形"])


def of_callee(facts):
    """関数に渡すものの順番。"""
    name, function = facts.words.get("a", ""), facts.place.known(facts.place.node.func)
    order = list(inspect.signature(function).parameters) if type(function) is types.FunctionType else []
    if "Line2D.set()" in facts.message:
        line2d = sys.modules["matplotlib.lines"].Line2D
        return {"spelling": near(facts.words["z"], [key[4:] for key in dir(line2d) if key[:4] == "set_"])}
    known = parameters(facts.place, facts.place.node.func) if "unexpected keyword" in facts.message else []
    longer = [word for word in known if word.endswith(f"_{facts.words.get('b')}")]
    longer += re.findall(r"Did you mean '(\w+)'", facts.message)
    told = "argument" in facts.message and (facts.ours or name.endswith(function.__name__))
    return {"callee": function.__name__,
            "spelling": None if facts.ours else next(iter(longer), near(facts.words.get("b", ""), known)),
            "form": FORMS.get(function.__name__),
            "order": when(told and order and not {"args", "self"} & {*order}, ", ".join(order[:8]))}


def of_comparison(facts):
    """比べる式を & や | や、数学のような形でつないだもの。"""
    node = facts.place.node.parent if isinstance(facts.place.node, ast.BinOp) else facts.place.node
    middle, ops = node.comparators[0], node.ops
    joined = isinstance(middle, ast.BinOp) and isinstance(middle.op, ast.BitAnd | ast.BitOr)
    if len(ops) == 1 and not joined:
        return {}
    parts = (middle.left, middle.right) if joined else (middle, middle)
    left = ast.unparse(ast.Compare(node.left, ops[:1], parts[:1]))
    sign = "|" if joined and isinstance(middle.op, ast.BitOr) else "&"
    if len(ops) == 1:  # a > 1 & b
        flags = getattr(facts.place.known(parts[1]), "dtype", "") == "bool"
        return {"sign": sign, "grouped": f"({left}) {sign} ({ast.unparse(parts[1])}{' == 1' * (not flags)})"}
    right = ast.unparse(ast.Compare(parts[1], ops[1:], node.comparators[1:]))
    order = {*map(type, ops)} <= {ast.Lt, ast.LtE, ast.Gt, ast.GtE}
    kind = "grouped" if joined else "chained" if order else "mixed"
    return {"sign": sign, kind: when(kind == "mixed") or f"({left}) {sign} ({right})" * (kind != "mixed")}


def terms(node, op=ast.operator):
    """op（足し算など）でつながれた部品。"""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, op):
        return [node]
    return terms(node.left, op) + terms(node.right, op)


def of_texts(facts):
    """数に直せる文字列と、計算できる配列に直せるリスト。"""
    node, place = facts.place.node, facts.place
    found, calculation = {}, isinstance(node, ast.BinOp | ast.Compare)
    inner = {place.text(part): place.known(part) for part in terms(node)} if calculation else {}
    parts = {**place.parts(), **inner}
    for name, value in parts.items() if "scalar index" not in facts.message else ():
        text = isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d+([.,]\d*)?(?<!,\d\d\d)\s*", value)
        if text and (calculation or re.search("[sS]tr|<U|literal|input types", facts.message)):
            found["decimal_comma" if "," in value else "number"] = name
        found |= parts_of_tuple(name, value)
        if type(value) in (list, tuple) and len(shape_of(value) or ()) > 1:
            found["table"] = name
        if type(value) is np.ndarray and value.dtype.kind == "U" and 0 < value.size < 10_000:
            found["text_array"] = name if value.astype(float) is not None else None
    texts = any(isinstance(part, ast.JoinedStr) or isinstance(place.known(part), str)
                for part in terms(node, ast.Add))
    shapes = [shape_of(value) for value in place.parts().values() if type(value) is not tuple]
    plain = calculation and "TypeError" in facts.kinds and None not in shapes and len(shapes) == 2
    return found | {"label": when(texts and isinstance(node, ast.BinOp)),
                    "calculable": when(plain and np.broadcast_shapes(*shapes) is not None)}


def of_index(facts):
    """[ ] の前のものと、中のもの。"""
    text, node, known = facts.place.text, facts.place.node, facts.place.known
    held, index = node.value, node.slice
    inside = getattr(index, "elts", [index])
    bad = next((part for part in inside if isinstance(known(part), str | float)), None)
    ends = [end for part in inside if isinstance(part, ast.Slice) for end in (part.lower, part.upper) if end]
    end = next((end for end in ends if isinstance(known(end), float)), None)
    floats = [part for part in terms(end) if isinstance(part, ast.Name) and isinstance(known(part), float)]
    made = (floats or [end])[0]
    divided = floats or isinstance(getattr(end, "op", None), ast.Div)
    named = isinstance(held, ast.Attribute) or getattr(known(held), "__name__", "") == text(held)
    function = facts.words.get("A") == "関数" or facts.message.startswith("type")
    return {
        "named" if named else "held": when(function, text(held)),
        "index": when(bad, text(bad)), "index_kind": kind_of(type(known(bad)).__name__),
        "dot": when(text(end)[-1:] == ".", text(end)), "end": when(end, text(end)),
        "made": text(made), "fraction": when(divided and known(made) % 1, about(known(made))),
    }


def of_expression(facts):
    """止まった式の形。"""
    text, node = facts.place.text, facts.place.node
    call = isinstance(node, ast.Call)
    func, args = (text(node.func), node.args) if call else ("", [])
    plain = {*map(type, args)} == {ast.Constant}
    digits = re.search(r"(?<![\w.\"'])(\d+),(\d+)\b(?![\w.\"'])", func and text(node))
    builtin = isinstance(getattr(builtins, func, None), types.BuiltinFunctionType)
    outer = getattr(node, "parent", None)
    outer = dict(written(outer, parameters(facts.place, outer.func))) if isinstance(outer, ast.Call) else {}
    wanted = next((WANTED.get(name) for name, part in outer.items() if part is node), "")
    return {
        type(node).__name__: "", "comma": when("," in facts.words.get("a", ""), ","),
        "taken": when(args and (plain or facts.place.function[0] == "<"), func),
        "np_func": when(not plain and func.isidentifier() and callable(getattr(np, func, None)), func),
        "array_func": when(builtin and hasattr(np, func), func),
        "digits": digits[0] if digits else None, "point": ".".join(digits.groups()) if digits else None,
        "together": when(len(args) > 1 and func.endswith(("stack", "concatenate")), func),
        "itself": when(wanted == "関数" and not args, func),
    }


FACTS = {
    "Exception": [of_callee], "NameError": [names.of_place, names.of_use],
    "ImportError": [names.of_import], "AttributeError": [names.of_attribute],
    "KeyError": [names.of_key], "OSError": [names.of_file],
    "TypeError": [names.of_overwritten, of_comparison, of_texts, of_index, of_expression],
    "ValueError": [of_comparison, of_texts, of_expression],
    "IndexError": [of_index, of_expression],
}


def looked_up(facts, looks):
    """looks の関数が調べたことを、1つにまとめたもの。"""
    known = {}
    for look in looks:
        try:
            known |= {name: word for name, word in look(facts).items() if word is not None}
        except Exception:  # 値を調べられなければ、何も言わない
            continue
    return known


def wrong_argument(facts):
    """レッスンの関数に違うものが渡されたと分かるときの文。分からなければ ""。"""
    known = looked_up(facts, [of_arguments, of_callee] if facts.pictures else [of_arguments])
    return next(filter(None, (fill(text, known) for _, text in TEXTS["渡されたもの"])), "")


def advice(facts):
    """texts/advice.txt の文の中で、はじめに使えるもの。"""
    kinds = facts.kinds if facts.kinds[0] != "UnboundLocalError" else []  # NameError の仲間だが、名前はある
    known = looked_up(facts, [look for kind in kinds for look in FACTS.get(kind, ())])
    for row, text in TEXTS["助言"]:
        key, kinds, form = map(str.strip, (row + "｜｜").split("｜")[:3])
        found = fitting(facts.place, kinds, form) if key in facts.message else None
        if found is not None and (told := fill(text, facts.words | known | found)):
            return told
    return ""
