"""名前についての事実：その名前は、どこで作られ、何に似ているか。

of_… という関数は、texts/advice.txt の文の {…} に入る言葉を調べる。分からないものは None にする。"""

import ast
import builtins
import difflib
import re
import sys
import types
from pathlib import Path

import numpy as np

import perceptron_helpers as helpers

from .lessons import cells, made_names, open_lesson
from .locate import about, shape_of
from .texts import TEXTS

IMPORTS, ALIASES = dict(TEXTS["短い呼び名"]), dict(TEXTS["別の名前"])
HOMES = ("builtins", "perceptron_helpers", "lesson", "lesson.pictures")


def near(name, known):
    """known の中で、name とつづりの最も近い名前。なければ None。"""
    known = [key for key in map(str, list(known)[:3000]) if key[:1].isalpha() and key not in (name, "In")]
    same = [key for key in known if key.lower() == name.lower() or key.startswith(name + "_")
            or len(name) > 2 and key.endswith("_" + name)
            or key[:1] == name[:1] and sorted(key) == sorted(name)]
    gates = {*name.upper().split("_")} & {*helpers.GATES}
    close = [key for key in difflib.get_close_matches(name[:50], known, 3, 0.75 if len(name) > 2 else 1)
             if {*key.upper().split("_")} & {*helpers.GATES} == gates  # model_or と model_and は、別の名前
             and not (re.search(r"_\w$|\d$", key) and key[:-1] == name[:-1])]  # w_1 と w_2 も
    return next(iter(same + close), None)


def when(condition, word):
    """condition が成り立つときの言葉。成り立たなければ None。"""
    return word if condition else None


def of_name(facts):
    """NameError：その名前は、どこで作られ、何に似ているか。"""
    name, space, node = facts.words["a"], facts.space, facts.place.node
    made, here = made_names(Path.cwd()), open_lesson(space)
    values = list(space.items())[:2000]
    entry = next((f'{key}["{name}"]' for key, value in values
                  if type(value) is dict and key[0] != "_" and name in value), None)
    key = isinstance(node.parent, ast.Subscript) and entry or node in getattr(node.parent, "keys", ())
    other, attribute = ALIASES.get(name.lower(), name), getattr(node.parent, "attr", "")
    called = getattr(node.parent, "func", None) is node or name.lower() in ALIASES
    return {
        "below": when(re.search(rf"^{name} *=[^=]", facts.cell, flags=re.M), ""),
        "section": made.get(here, {}).get(name),
        "quoted": when(key or name in helpers.GATES or not name.isascii(), name),
        "entry": entry,
        "inner": next((value.__name__ for _, value in values if type(value) is types.FunctionType
                       and value.__globals__ is space and name in value.__code__.co_varnames), None),
        "tool": when(callable(vars(helpers).get(name)), name),
        "elsewhere": next((f"レッスン{key}の{made[key][name]}" for key in made if name in made[key]), None),
        "builtin": when(other != name and hasattr(builtins, other), other),
        "in_numpy": {"numpy": attribute, "random": f"random.{attribute}"}.get(
            name, when(called and hasattr(np, other), other)),
        "statement": IMPORTS.get(name, when(name in sys.stdlib_module_names, f"import {name}")),
        "spelling": near(name, [*facts.place.space, *made.get(here, ()), *vars(helpers)]),
    }


def of_import(facts):
    """ImportError：モジュールや、その中の名前のつづり。"""
    module = sys.modules.get(facts.words.get("b"))
    known = dir(module) if module else ["numpy", "matplotlib", "math", "random", *HOMES[1:]]
    return {"spelling": near(facts.words["a"], known)}


def of_attribute(facts):
    """AttributeError：. の前のものと、後の名前。"""
    name, owner = facts.words["b"], facts.error.obj
    array = type(owner) in (list, tuple) and hasattr(np.ndarray, name) and shape_of(owner)
    return {
        "key": (name if name in owner else near(name, owner)) if type(owner) is dict else None,
        "of_array": when(array, facts.place.text(facts.place.node.value)), "attribute": name,
        "spelling": when(not hasattr(np, name), near(name, dir(owner))),
    }


def of_key(facts):
    """KeyError：辞書にあるキー。"""
    gate = facts.ours and facts.ours.f_code.co_name == "truth_table"
    owner = helpers.GATES if gate else facts.place.known(facts.place.node.value)
    return {"keys": "、".join(repr(key)[:30] for key in list(owner)[:6]) or None}


def of_overwritten(facts):
    """値を入れたために、なくなった関数と、それが戻るセル。"""
    name = facts.place.node.func.id
    value = facts.place.known(facts.place.node.func)
    cure = [f"{section}の def {name} のセル" for number, section, source in cells(Path.cwd())
            if number == open_lesson(facts.space) and re.search(rf"^def {name}\(", source, flags=re.M)]
    cure += [f"del {name} " if home == "builtins" else f"from {home} import {name} "
             for home in HOMES if callable(getattr(sys.modules.get(home), name, None))]
    return {"lost": when(cure and not callable(value), name), "value": about(value),
            "back": f"{cure[0]}を実行すると"}
