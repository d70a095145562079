"""名前についての事実：その名前は、どこで作られ、何に似ているか。"""

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

from .calls import shape_of
from .lessons import cells, made_names, open_lesson, stored
from .locate import about, kind_of
from .texts import TEXTS

IMPORTS, ALIASES = dict(TEXTS["短い呼び名"]), dict(TEXTS["別の名前"])
LOOKALIKE = str.maketrans("lIoO", "1100")
HOMES, STANDARD = ("builtins", "perceptron_helpers", "lesson", "lesson.pictures"), sys.stdlib_module_names


def near(name, known, short=0.75):
    """known の中で、name とつづりの最も近い名前。なければ None。"""
    known = [key for key in map(str, list(known)[:3000]) if key[:1].isalpha() and key not in (name, "In")]
    same = [word for word in known if word.lower() == name.lower() or word.startswith(name + "_")
            or word.translate(LOOKALIKE) == name.translate(LOOKALIKE)
            or word[0] == name[0] and sorted(word) == sorted(name)]
    gates = {*name.upper().split("_")} & {*helpers.GATES}
    share = {3: short}.get(len(name), 0.75 if len(name) > 2 else 1)
    close = difflib.get_close_matches(name[:50], known, 3, share)
    close = [key for key in close if abs(len(key) - len(name)) < 3 and key != re.sub(r"_?\d+$", "", name)
             and {*key.upper().split("_")} & {*helpers.GATES} == gates
             and not (re.search(r"_\w$|\d$", key) and key[:-1] == name[:-1])]  # w_1 と w_2 は別の名前
    return next(iter(same + close), None)


def when(condition, word=""):
    """condition が成り立つときの言葉。成り立たなければ None。"""
    return word if condition else None


def of_place(facts):
    """NameError：その名前は、どこで作られるか。"""
    name, space, place = facts.words["a"], facts.space, facts.place
    made, here = made_names(Path.cwd()), open_lesson(space)
    called = place.node and getattr(place.node.parent, "func", None) is place.node
    functions = [value for value in list(space.values())[:2000] if type(value) is types.FunctionType]
    tools = [found[1] for _, _, source in cells(Path.cwd())
             if (found := re.search(rf"^from (lesson[\w.]*) import .*\b{name}\b", source, flags=re.M))]
    lines, inside, section = stored(facts.cell), place.function[0] != "<", made.get(here, {}).get(name)
    others = {*dir(builtins), *vars(helpers)}.union(*made.values())
    return {
        "below": when(not inside and lines.get(name, 0) > getattr(place.node, "lineno", 9999),
                      lines.get(name)),
        "own": near(name, [word for word in space if word not in others]),
        "function": when(section and inside and not called, place.function), "section": section,
        "entry": next((f'{key}["{name}"]' for key, value in list(space.items())[:2000]
                       if type(value) is dict and key[0] != "_" and name in value), None),
        "inner": next((value.__name__ for value in functions if value.__globals__ is space
                       and name in value.__code__.co_varnames), None),
        "tool": next(iter([*tools, *[HOMES[1]] * (name in vars(helpers).keys() - IMPORTS)]), None),
        "elsewhere": next((f"レッスン{key}の{made[key][name]}" for key in made if name in made[key]), None),
        "spelling": near(name, [*place.space.maps[0], *space, *dir(builtins), *made.get(here, ())])
        or near(name, vars(helpers)),
    }


def of_use(facts):
    """NameError：その名前は、どう使われているか。"""
    name, space, node, known = facts.words["a"], facts.space, facts.place.node, facts.place.known
    parent = node.parent
    call = parent.parent if isinstance(parent, ast.Compare | ast.BinOp) else parent
    own = call is parent and type(known(getattr(call, "func", call))) is types.FunctionType
    attr = getattr(parent, "attr", "")
    owner = known(parent.value) if isinstance(parent, ast.Subscript) else None
    words = [value for value in list(space.values())[:2000]
             if type(value) is np.ndarray and value.dtype.kind == "U" and value.size < 9999]
    minus = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Sub)
    joined = f"{name}_{getattr(parent.right, 'id', '')}" if minus else None
    other = ALIASES.get(name.lower(), "")
    calculated = getattr(parent, "func", None) is node or isinstance(parent, ast.BinOp)
    alike = [word for word in space if word[0] != "_" and not hasattr(builtins, word) and (
        set(name.split("_")) <= set(word.split("_")) or len(name) > 1 and word.startswith(name))]
    alike = alike or difflib.get_close_matches(name, [word for word in space if word[0] != "_"], 3, 0.7)
    return {
        "keyword": when(not own and isinstance(call, ast.Call)
                        and name in parameters(facts.place, call.func), name),
        "file": when(attr and Path(f"{name}.{attr}").is_file(), f"{name}.{attr}"),
        "quoted": when(type(owner) is dict and name in owner or node in getattr(parent, "keys", ())
                       or any(name in value for value in words)
                       or name in helpers.GATES or not name.isascii(), name),
        "in_numpy": name if calculated and hasattr(np, name) else attr if name == "numpy" else
        when(name == "random" and hasattr(np.random, attr), f"random.{attr}"),
        "on_arrays": when(name == "math" and hasattr(np, attr), attr),
        "statement": IMPORTS.get(name, when(name in STANDARD and hasattr(sys.modules.get(name), attr),
                                            f"import {name}")),
        "builtin": when(hasattr(builtins, other), other), "made": when(other in space, other),
        "constant": when(hasattr(np, other) and not callable(getattr(np, other)), other),
        "calculating": when(hasattr(np, other), other),
        "joined": when(joined in space, joined), "alike": "、".join(alike[:4]) or None,
    }


def parameters(place, func):
    """関数 func の引数の名前。分からなければ []。"""
    function = place.known(func)
    if type(function) is types.BuiltinMethodType and type(function.__self__) is np.ndarray:
        function = getattr(np, func.attr, None)
    plain = type(function) in (types.FunctionType, type(np.sum), type(np.random.seed))
    return list(inspect.signature(function).parameters) if plain else []


def parts_of_tuple(name, value):
    """1つの配列にできない組は、いくつかの名前に分けて受け取れる。"""
    if type(value) is not tuple or shape_of(value) or not 1 < len(value) < 5 or name[:1] == "(":
        return {}
    return {"tuple": name, "count": len(value), "names": ", ".join("abcd"[: len(value)])}


def of_import(facts):
    """ImportError：モジュールや、その中の名前のつづり。"""
    name, module = facts.words["a"], sys.modules.get(facts.words.get("b"))
    known = dir(module) if module else ["numpy", "matplotlib", "matplotlib.pyplot", *HOMES[1:]]
    close = near(name, known) or not module and near(name, STANDARD)
    return {"short": IMPORTS.get(name), "spelling": close or None}


def of_attribute(facts):
    """AttributeError：. の前のものと、後の名前。"""
    node, name, space = facts.place.node, facts.words["b"], facts.space
    owner = getattr(facts.error, "obj", facts.place.known(node.value))
    before, kind, module = facts.place.text(node.value), type(owner), isinstance(owner, types.ModuleType)
    if re.search("removed|deprecated", facts.message):
        return {}
    plain = kind.__module__ in ("builtins", "numpy") and not module
    homes = [home for home in (np.ndarray, list, dict, str) if plain and hasattr(home, name)]
    on_array = homes[:1] == [np.ndarray]
    inside = [f"{owner.__name__}.{key}" for key, part in list(vars(owner).items() if module else ())
              if key[0] != "_" and hasattr(part, name) and isinstance(part, types.ModuleType | type)]
    called = callable(space.get(name, getattr(builtins, name, None))) and isinstance(node.parent, ast.Call)
    return (parts_of_tuple(before, owner) if on_array else {}) | {
        "np": when(before in IMPORTS and not module, before),
        "np_value": about(owner), "statement": IMPORTS.get(before),
        "key": (name if name in owner else near(name, owner)) if kind is dict else None,
        "module_home": (inside or [None])[0],
        "as_builtin": when(module and callable(getattr(builtins, name, None)), name),
        "as_function": f"np.{name}({before})" if kind is np.ndarray and callable(getattr(np, name, None)) else
        when(called and not module, f"{name}({before})"),
        "other_name": when(hasattr(owner, ALIASES.get(name, "")), ALIASES.get(name)),
        "to_array": when(on_array and kind in (list, tuple) and shape_of(owner), before),
        "home": kind_of(homes[0].__name__) if homes else None, "attribute": name,
        "spelling": near(name, dir(owner), short=0.66),
    }


def of_key(facts):
    """KeyError：辞書にあるキー。"""
    owner = facts.focus.known(facts.focus.node.value)
    return {"keys": "、".join(repr(key)[:30] for key in list(owner)[:6]) or None}


def of_file(facts):
    """OSError：フォルダーにある、名前の近いファイル。"""
    path = Path(str(facts.words["filename"]))
    return {"other": near(path.name, [other.name for other in path.parent.iterdir()])}


def of_overwritten(facts):
    """値を入れたために、なくなった関数。"""
    node, known, back = facts.place.node, facts.place.known, None
    dtypes = [word.value for word in node.keywords if word.arg == "dtype"] or node.args[:1]
    part = dtypes[0] if "data type" in facts.message else node.func
    name, value = facts.place.text(part), known(part)
    if isinstance(part, ast.Name):
        homes = [home for home in HOMES if callable(getattr(sys.modules.get(home), name, None))]
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
