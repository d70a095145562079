"""助言：学ぶ人の名前の値や、式の形から、確かだと分かるときだけ。文は texts/advice.txt にある。

下の関数は、その文の {…} に入るものを調べて、{名前: 言葉} で返す。分からないものは None にする。"""

import ast
import builtins
import difflib
import inspect
import re
import sys
import types
from pathlib import Path

import numpy as np

import perceptron_helpers as helpers

from .lessons import cells, made_names, open_lesson, stored
from .locate import NUMBERS, about, kind_of
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
    name, space, place, node = facts.words["a"], facts.space, facts.place, facts.place.node
    parent, made, here = getattr(node, "parent", None), made_names(Path.cwd()), open_lesson(space)
    owner = place.known(parent.value) if isinstance(parent, ast.Subscript) else None
    attr = parent.attr if isinstance(parent, ast.Attribute) else ""
    functions = [value for value in list(space.values())[:2000] if type(value) is types.FunctionType]
    pattern = re.compile(rf"^from (lesson[\w.]*) import .*\b{name}\b", flags=re.M)
    tools = [found[1] for _, _, source in cells(Path.cwd()) if (found := pattern.search(source))]
    called = node and getattr(parent, "func", None) is node
    in_numpy = (called or isinstance(parent, ast.BinOp)) and hasattr(np, name) and space.get("np") is np
    lines, inside, section = stored(facts.cell), place.function[0] != "<", made.get(here, {}).get(name)
    module = hasattr(sys.modules.get(name), attr) if attr and name in STANDARD else None
    others = {*dir(builtins), *vars(helpers)}.union(*made.values())
    quoted = type(owner) is dict and name in owner or node in getattr(parent, "keys", ())
    return {
        "keyword": keyword_of(place, name) if node else None,
        "file": f"{name}.{attr}" if attr and Path(f"{name}.{attr}").is_file() else None,
        "quoted": name if quoted or name in helpers.GATES or not name.isascii() else None,
        "below": lines[name] if not inside and lines.get(name, 0) > getattr(node, "lineno", 9999) else None,
        "own": near(name, [word for word in space if word not in others]),
        "function": place.function if section and inside and not called else None,
        "section": section, "dash": "" if "ー" in name else None,
        "inner": next((value.__name__ for value in functions if value.__globals__ is space
                       and name in value.__code__.co_varnames), None),
        "tool": next(iter([*tools, *[TOOLS[1]] * (name in vars(helpers).keys() - IMPORTS)]), None),
        "elsewhere": next((f"レッスン{key}の{made[key][name]}" for key in made if name in made[key]), None),
        "in_numpy": name if in_numpy else attr if name == "numpy" else None,
        "on_arrays": attr if name == "math" and callable(getattr(np, attr, None)) else None,
        "statement": IMPORTS.get(name, f"import {name}" if module else None),
        "letter": name if name.translate(LOOKALIKE).isdigit() else None,
        "spelling": near(name, [*space, *dir(builtins), *made.get(here, ())]),
    }


def keyword_of(place, name):
    """f(axis==1) のように書かれた、f の引数の名前。違えば None。"""
    test = place.node.parent
    call = test.parent if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) else None
    return name if isinstance(call, ast.Call) and name in parameters(place, call.func) else None


def parameters(place, func):
    """関数 func の引数の名前。分からなければ []。"""
    function = place.known(func)
    if type(function) is types.BuiltinMethodType and type(function.__self__) is np.ndarray:
        function = getattr(np, func.attr, None)
    plain = type(function) in (types.FunctionType, type(np.sum))
    return list(inspect.signature(function).parameters) if plain else []


def shape_of(value):
    """数の配列にしたときの形状。数の配列にできなければ None。"""
    if type(value) is np.ndarray:
        return value.shape if value.dtype.kind in "biuf" else None
    if type(value) in NUMBERS:
        return ()
    shapes = {shape_of(part) for part in value} if type(value) in (list, tuple) and len(value) < 1000 else ()
    return (len(value), *shapes.pop()) if len(shapes) == 1 and None not in shapes else None


def parts_of_tuple(name, value):
    """1つの配列にできない組は、いくつかの名前に分けて受け取れる。"""
    if type(value) is not tuple or shape_of(value) or not 1 < len(value) < 5 or name[:1] == "(":
        return {}
    return {"tuple": name, "count": len(value), "names": ", ".join("abcd"[: len(value)])}


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
    array = before if homes[:1] == [np.ndarray] and kind in (list, tuple) and shape_of(owner) else None
    if re.search("removed|deprecated", facts.message):
        return {}
    return (parts_of_tuple(before, owner) if homes[:1] == [np.ndarray] else {}) | {
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
    path = Path(str(facts.words["filename"]))
    return {"other": near(path.name, [other.name for other in path.parent.iterdir()])}


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
        homes = [home for home in TOOLS if callable(getattr(sys.modules.get(home), name, None))]
        made = [f"{section}の def {name} のセル" for number, section, source in cells(Path.cwd())
                if number == open_lesson(facts.space) and re.search(rf"^def {name}\(", source, flags=re.M)]
        lines = [f"del {name} " if home == "builtins" else f"from {home} import {name} " for home in homes]
        back = f"{(made + lines)[0]}を実行すると"
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
    known = parameters(facts.place, facts.place.node.func) if "unexpected keyword" in facts.message else []
    words = [word for word in names if word != "self"]
    method = "." in name and "positional" in facts.message and function.__globals__ is facts.space
    pictures = facts.ours and facts.ours.f_globals["__name__"] != TOOLS[1]
    told = pictures or "argument" in facts.message and (facts.ours or name.endswith(function.__name__))
    return {"no_self": "" if method and names[:1] != ["self"] else None, "callee": function.__name__,
            "spelling": None if facts.ours else near(facts.words.get("b", ""), known),
            "order": ", ".join(words[:8]) or None if told and "args" not in words else None}


def of_comparison(facts):
    """比べる式を & や | や、数学のような形でつないだもの。"""
    node = facts.place.node.parent if isinstance(facts.place.node, ast.BinOp) else facts.place.node
    (first, second), (middle, last) = node.ops, node.comparators
    joined = isinstance(middle, ast.BinOp) and isinstance(middle.op, ast.BitAnd | ast.BitOr)
    parts = (middle.left, middle.right) if joined else (middle, middle)
    left, right = ast.Compare(node.left, [first], parts[:1]), ast.Compare(parts[1], [second], [last])
    sign = "|" if joined and isinstance(middle.op, ast.BitOr) else "&"
    written = f"({ast.unparse(left)}) {sign} ({ast.unparse(right)})"
    order = {type(first), type(second)} <= {ast.Lt, ast.LtE, ast.Gt, ast.GtE}
    kind = "grouped" if joined else "chained" if order else "mixed"
    return {"sign": sign, kind: "" if kind == "mixed" else written}


def of_texts(facts):
    """数に直せる文字列と、計算できる配列に直せるリスト。"""
    node, parts = facts.place.node, facts.place.parts()
    found, calculation = {}, isinstance(node, ast.BinOp | ast.Compare)
    for name, value in parts.items() if "scalar index" not in facts.message else ():
        text = isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d+([.,]\d*)?(?<!,\d\d\d)\s*", value)
        if text and (calculation or re.search("[sS]tr|<U|literal", facts.message)):
            found["decimal_comma" if "," in value else "number"] = name
        found |= parts_of_tuple(name, value)
        if type(value) in (list, tuple) and len(shape_of(value) or ()) > 1:
            found["table"] = name
        if type(value) is np.ndarray and value.dtype.kind == "U" and value.size < 10_000:
            found["text_array"] = name if value.astype(float) is not None else None
    shapes = [shape_of(value) for value in parts.values() if type(value) is not tuple]
    plain = calculation and "TypeError" in facts.kinds and len(shapes) == len(parts) and None not in shapes
    return found | {"calculable": "" if plain and np.broadcast_shapes(*shapes) is not None else None}


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
        type(node).__name__: "", type(parent).__name__: "", "range": "" if func == "range" else None,
        "test": text(node) if getattr(parent, "test", 0) is node else None,
        "looped": text(node) if isinstance(parent, ast.For) else None,
        "func": func or None, "comma": "," if "," in facts.words.get("a", "") else None,
        "named" if named else "held": text(held) if function else None,
        "adjacent": "" if isinstance(node, ast.Subscript) and isinstance(node.value, ast.List) else None,
        "property": func if not callable(getattr(np.ndarray, attr, len)) else None,
        "taken": func if args and (plain or facts.place.function[0] == "<") else None,
        "literal": func if call and isinstance(node.func, ast.Constant | ast.JoinedStr) else None,
        "array_func": func if builtin and hasattr(np, func) else None,
        "on_arrays": attr if func == f"math.{attr}" and hasattr(np, attr) else None,
        "listed": f"np.array([{inside}])" if func == "np.array" else None,
        "wrapped": f"{func}(({inside}))" if inside[:1] not in "[(" else None,
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
