"""助言：学ぶ人の名前の値や、式の形から、確かだと分かるときだけ。文は texts/advice.txt にある。

下の関数は、その文の {…} に入るものを調べて、{名前: 言葉} で返す。分からないものは None にする。"""

import ast
import builtins
import difflib
import inspect
import os
import re
import sys
import types
from pathlib import Path

import numpy as np

import perceptron_helpers as helpers

from .lessons import cells, made_names, open_lesson
from .locate import about, kind_of
from .texts import TEXTS, fill

IMPORTS, WANTED = dict(TEXTS["短い呼び名"]), dict(TEXTS["引数"])
LOOKALIKE = str.maketrans("lIoO", "1100")
TOOLS, STANDARD = ("builtins", "perceptron_helpers", "lesson", "lesson.pictures"), sys.stdlib_module_names


def near(name, known):
    """known の中で、name とつづりの最も近い名前。なければ None。"""
    known = [key for key in map(str, list(known)[:3000]) if key[:1].isalpha() and key not in (name, "In")]
    same = [word for word in known if word.lower() == name.lower() or word.startswith(name + "_")
            or word.translate(LOOKALIKE) == name.translate(LOOKALIKE)
            or word[0] == name[0] and sorted(word) == sorted(name)]
    close = difflib.get_close_matches(name[:50], known, 3, 0.75) if len(name) > 2 else []
    return next(iter(same + [key for key in close if abs(len(key) - len(name)) < 3]), None)


def of_name(facts):
    """NameError：その名前は、どこにあるか。"""
    name, space, parent = facts.words["a"], facts.space, getattr(facts.place.node, "parent", None)
    owner = facts.place.known(parent.value) if isinstance(parent, ast.Subscript) else None
    dotted = f"{name}.{parent.attr}" if isinstance(parent, ast.Attribute) else ""
    made, here = made_names(Path.cwd()), open_lesson(space)
    functions = [value for value in list(space.values())[:2000] if type(value) is types.FunctionType]
    pattern = re.compile(rf"^from (lesson[\w.]*) import .*\b{name}\b", flags=re.M)
    tools = [found[1] for _, _, source in cells(Path.cwd()) if (found := pattern.search(source))]
    used = isinstance(parent, ast.BinOp) or getattr(parent, "func", None) is facts.place.node
    in_numpy = used and hasattr(np, name) and space.get("np") is np
    key = name in helpers.GATES or type(owner) is dict and name in owner
    return {
        "file": dotted if os.path.isfile(dotted) else None,
        "dash": "" if "ー" in name else None,
        "quoted": name if key or not name.isascii() else None,
        "section": made.get(here, {}).get(name),
        "inner": next((value.__name__ for value in functions if value.__globals__ is space
                       and name in value.__code__.co_varnames), None),
        "tool": next(iter([*tools, *[TOOLS[1]] * (name in vars(helpers).keys() - IMPORTS)]), None),
        "elsewhere": next((f"レッスン{key}の{made[key][name]}" for key in made if name in made[key]), None),
        "in_numpy": name if in_numpy else dotted[6:] if name == "numpy" else None,
        "statement": IMPORTS.get(name, f"import {name}" if dotted and name in STANDARD else None),
        "letter": name if name.translate(LOOKALIKE).isdigit() else None,
        "spelling": near(name, [*space, *dir(builtins), *made.get(here, ())]),
    }


def of_import(facts):
    """ImportError：モジュールや、その中の名前のつづり。"""
    name, module = facts.words["a"], sys.modules.get(facts.words.get("b"))
    return {"short": IMPORTS.get(name),
            "spelling": near(name, dir(module) if module else ["numpy", "matplotlib", *TOOLS[1:]])}


def of_attribute(facts):
    """AttributeError：. の前のものと、後の名前。"""
    node, name = facts.place.node, facts.words["b"]
    owner = getattr(facts.error, "obj", facts.place.known(node.value))
    before, kind, module = facts.place.text(node.value), type(owner), isinstance(owner, types.ModuleType)
    plain = kind.__module__ in ("builtins", "numpy") and not module
    homes = [home for home in (np.ndarray, list, dict, str) if plain and hasattr(home, name)]
    array = before if homes[:1] == [np.ndarray] and kind in (list, tuple) else None
    if re.search("removed|deprecated", facts.message):
        return {}
    return {
        "np": before if before in IMPORTS and not module else None,
        "np_value": about(owner), "statement": IMPORTS.get(before),
        "key": (name if name in owner else near(name, owner)) if kind is dict else None,
        "measured": before if name in ("len", "length", "count") and hasattr(kind, "__len__") else None,
        "uncalled": before if callable(owner) and kind is not type else None,
        "to_array": array, "home": kind_of(homes[0].__name__) if homes else None, "attribute": name,
        "spelling": f"set_{name}" if hasattr(kind, f"set_{name}") else near(name, dir(owner)),
    }


def of_key(facts):
    """KeyError：辞書にあるキー。"""
    owner = facts.focus.known(facts.focus.node.value)
    return {"keys": "、".join(repr(key)[:30] for key in list(owner)[:6]) if type(owner) is dict else None}


def of_file(facts):
    """OSError：フォルダーにある、名前の近いファイル。"""
    folder, name = os.path.split(str(facts.words["filename"]))
    return {"other": near(name, os.listdir(folder or "."))}


def of_arguments(facts):
    """教材の関数に渡されたもののうち、種類の違うもの。"""
    code = facts.ours.f_code
    names = code.co_varnames[: code.co_argcount] if facts.ours.f_globals["__name__"] == TOOLS[1] else ()
    for name in names:
        value = facts.ours.f_locals.get(name)
        if name in WANTED and kind_of(type(value).__name__) not in WANTED[name]:
            return {"function": code.co_name, "argument": name, "given": about(value), "wanted": WANTED[name],
                    "parameters": ", ".join(names)}
    return {}


def of_overwritten(facts):
    """値を入れたために、なくなった関数。"""
    node, known, back = facts.place.node, facts.place.known, None
    dtypes = [word.value for word in node.keywords if word.arg == "dtype"] or node.args[:1]
    part = dtypes[0] if "data type" in facts.message else node.func
    name, value = facts.place.text(part), known(part)
    if isinstance(part, ast.Name):
        home = next(home for home in TOOLS if callable(getattr(sys.modules.get(home), name, None)))
        back = (f"del {name}" if home == "builtins" else f"from {home} import {name}") + " を実行すると"
    elif isinstance(module := known(part.value), types.ModuleType):
        top, name_in = module.__name__.split(".")[0], part.attr
        family = [vars(other).get(name_in) for key, other in list(sys.modules.items()) if key.startswith(top)]
        if any(map(callable, family)) or f"\ndef {name_in}(" in inspect.getsource(module):
            back = "カーネルを再起動すると"
    kept = callable(value) or isinstance(value, types.ModuleType if part is node.func else str)
    return {"lost": name if back and not kept else None, "value": about(value), "back": back}


def of_callee(facts):
    """関数に渡すものの順番。"""
    name, function = facts.words.get("a", ""), facts.place.known(facts.place.node.func)
    if function is LookupError and "." in name:
        function = inspect.getattr_static(facts.space[name.split(".")[0]], name.split(".")[1])
    names = list(inspect.signature(function).parameters) if type(function) is types.FunctionType else []
    method = "." in name and "positional" in facts.message and function.__globals__ is facts.space
    pictures = facts.ours and facts.ours.f_globals["__name__"] != TOOLS[1]
    told = pictures or "argument" in facts.message and (facts.ours or name.endswith(function.__name__))
    return {"no_self": "" if method and names[:1] != ["self"] else None, "callee": function.__name__,
            "order": ", ".join(names[:8]) or None if told and "args" not in names else None}


def of_comparison(facts):
    """比べる式を & や | や、数学のような形でつないだもの。"""
    node = facts.place.node.parent if isinstance(facts.place.node, ast.BinOp) else facts.place.node
    (first, second), (middle, last) = node.ops, node.comparators
    joined = isinstance(middle, ast.BinOp) and isinstance(middle.op, ast.BitAnd | ast.BitOr)
    parts = (middle.left, middle.right) if joined else (middle, middle)
    left, right = ast.Compare(node.left, [first], parts[:1]), ast.Compare(parts[1], [second], [last])
    sign = "|" if joined and isinstance(middle.op, ast.BitOr) else "&"
    written = f"({ast.unparse(left)}) {sign} ({ast.unparse(right)})"
    return {"sign": sign, "grouped" if joined else "chained": written}


def of_texts(facts):
    """数に直せる文字列と、計算できる配列に直せるリスト。"""
    node, parts = facts.place.node, facts.place.parts()
    found, calculation = {}, isinstance(node, ast.BinOp | ast.Compare)
    for name, value in parts.items() if "scalar index" not in facts.message else ():
        text = isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d+([.,]\d*)?(?<!,\d\d\d)\s*", value)
        if text and (calculation or re.search("[sS]tr|<U|literal", facts.message)):
            found["decimal_comma" if "," in value else "number"] = name
        if type(value) is np.ndarray and value.dtype.kind == "U" and value.size < 10_000:
            found["text_array"] = name if value.astype(float) is not None else None
    plain = [isinstance(value, int | float | np.ndarray) or type(value) is list
             and set(map(type, value)) <= {int, float} for value in parts.values()]
    return found | {"calculable": "" if calculation and all(plain) and "TypeError" in facts.kinds else None}


def of_expression(facts):
    """止まった式の形。"""
    text, node, known = facts.place.text, facts.place.node, facts.place.known
    parent, call = getattr(node, "parent", None), isinstance(node, ast.Call)
    func, args = (text(node.func), node.args) if call else ("", [])
    attr = getattr(node.func, "attr", "") if call else ""
    inside, several, plain = ", ".join(map(text, args)), len(args) > 1, {*map(type, args)} == {ast.Constant}
    held = node.value if isinstance(node, ast.Subscript) else None
    named = isinstance(held, ast.Attribute) or held and getattr(known(held), "__name__", "") == text(held)
    function = held and (facts.words.get("A") == "関数" or facts.message.startswith("type"))
    builtin = isinstance(getattr(builtins, func, None), types.BuiltinFunctionType)
    return {
        type(node).__name__: "", type(parent).__name__: "", "func": func or None,
        "range": "" if func == "range" else None,
        "test": text(node) if getattr(parent, "test", 0) is node else None,
        "looped": text(node) if isinstance(parent, ast.For) else None,
        "comma": "," if "," in facts.words.get("a", "") else None,
        "named" if named else "held": text(held) if function else None,
        "adjacent": "" if isinstance(node, ast.Subscript) and isinstance(node.value, ast.List) else None,
        "property": func if not callable(getattr(np.ndarray, attr, len)) else None,
        "taken": func if args and (plain or facts.place.function[0] == "<") else None,
        "literal": func if call and isinstance(node.func, ast.Constant | ast.JoinedStr) else None,
        "array_func": func if builtin and hasattr(np, func) else None,
        "wrapped": f"np.array([{inside}])" if func == "np.array"
        else f"{func}(({inside}))" if inside[:1] not in "[(" else None,
        "together": func if several and func.endswith(("stack", "concatenate")) else None,
        "second": "" if several and func[:3] == "np." and type(known(args[1])) is np.ndarray else None,
    }


FACTS = {
    "Exception": [of_arguments, of_callee], "NameError": [of_name], "ImportError": [of_import],
    "AttributeError": [of_attribute], "KeyError": [of_key], "OSError": [of_file],
    "TypeError": [of_overwritten, of_comparison, of_texts, of_expression],
    "ValueError": [of_comparison, of_texts, of_expression], "IndexError": [of_expression],
}


def advice(facts):
    """texts/advice.txt の文の中で、はじめに使えるもの。"""
    known, parts = {}, facts.place.parts()
    kinds = facts.kinds if facts.kinds[0] != "UnboundLocalError" else []  # NameError の仲間だが、名前はある
    for look in [look for kind in kinds for look in FACTS.get(kind, ())]:
        try:
            known |= {name: word for name, word in look(facts).items() if word is not None}
        except Exception:  # 値を調べられなければ、何も言わない
            continue
    for key, text in TEXTS["助言"]:
        key, _, kind = map(str.strip, key.partition("｜"))
        same = [part for part, value in parts.items() if kind_of(type(value).__name__) == kind]
        if key in facts.message and (same or not kind):
            if told := fill(text, facts.words | known | {"part": (same or [""])[0]}):
                return told
    return ""
