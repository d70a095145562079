"""助言：学ぶ人の名前の値や、式の形から、確かだと分かるときだけ。文は texts/advice.txt にある。

下の関数は、その文の {…} に入るものを調べて、{名前: 言葉} で返す。分からないものは None にする。"""

import ast
import builtins
import difflib
import dis
import inspect
import pkgutil
import re
import sys
import types
from pathlib import Path

import numpy as np

import perceptron_helpers as helpers

from .lessons import cells, made_names, open_lesson, stored
from .locate import NUMBERS, about, kind_of
from .texts import TEXTS, fill

IMPORTS, WANTED, FORMS = dict(TEXTS["短い呼び名"]), dict(TEXTS["引数"]), dict(TEXTS["渡す形"])
ALIASES = dict(TEXTS["別の名前"])
LOOKALIKE = str.maketrans("lIoO", "1100")
TOOLS, STANDARD = ("builtins", "perceptron_helpers", "lesson", "lesson.pictures"), sys.stdlib_module_names


def near(name, known, short=0.75):
    """known の中で、name とつづりの最も近い名前。なければ None。"""
    known = [key for key in map(str, list(known)[:3000]) if key[:1].isalpha() and key not in (name, "In")]
    same = [word for word in known if word.lower() == name.lower() or word.startswith(name + "_")
            or word.translate(LOOKALIKE) == name.translate(LOOKALIKE)
            or word[0] == name[0] and sorted(word) == sorted(name)]
    share = {3: short}.get(len(name), 0.75 if len(name) > 2 else 1)
    close = difflib.get_close_matches(name[:50], known, 3, share)
    return next(iter(same + [key for key in close if abs(len(key) - len(name)) < 3]), None)


def when(condition, word=""):
    """condition が成り立つときの言葉。成り立たなければ None。"""
    return word if condition else None


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
    compared = [parent.left, *parent.comparators] if isinstance(parent, ast.Compare) else []
    compared = [value for value in map(place.known, compared) if type(value) is np.ndarray]
    quoted = (type(owner) is dict and name in owner or node in getattr(parent, "keys", ())
              or any(name in value[:9999].tolist() for value in compared))
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
        "spelling": near(name, [*place.space.maps[0], *space, *dir(builtins), *made.get(here, ())]),
        "other_name": ALIASES.get(name),
    }


def of_relatives(facts):
    """NameError：その名前を、知っている名前から作れるか。"""
    name, space, place, parent = facts.words["a"], facts.space, facts.place, facts.place.node.parent
    line = getattr(parent, "elts", getattr(parent, "args", []))
    before = line[line.index(place.node) - 1] if place.node in line[1:] else None
    subtracted = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Sub)
    joined = f"{name}_{getattr(parent.right, 'id', '')}" if subtracted else None
    whole, _, rows = name.rpartition("_")
    index = space[rows].dtype.kind if {np.ndarray} == {type(space.get(whole)), type(space.get(rows))} else "-"
    alike = [word for word in space if word[0] != "_" and not hasattr(builtins, word) and (
        set(name.split("_")) <= set(word.split("_")) or len(name) > 1 and word.startswith(name))]
    return {
        "dotted": when(before and hasattr(place.known(before), name), f"{place.text(before)}.{name}"),
        "joined": when(joined in space, joined), "indexed": when(index in "ib", f"{whole}[{rows}]"),
        "alike": "、".join(alike[:4]) or None,
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
    plain = type(function) in (types.FunctionType, type(np.sum), type(np.random.seed))
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
    head, _, tail = name.rpartition(".")
    inside = [part.name for part in pkgutil.iter_modules(getattr(sys.modules.get(head), "__path__", []))]
    known = dir(module) if module else inside if head else ["numpy", "matplotlib", *TOOLS[1:]]
    close = near(tail if inside and head else name, known) or not module and near(name, STANDARD)
    return {"short": IMPORTS.get(name), "spelling": f"{head}.{close}".strip(".") if close else None}


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
    inside = list(vars(owner).items() if module else ())
    inside = [f"{owner.__name__}.{key}" for key, part in inside if key[0] != "_" and hasattr(part, name)
              and isinstance(part, types.ModuleType | type)]
    function = facts.space.get(name, getattr(builtins, name, None))
    called = callable(function) and isinstance(getattr(node, "parent", None), ast.Call)
    axes = kind is np.ndarray and owner.dtype == object and hasattr(owner.flat[0], name)
    zeros = ", ".join("0" * owner.ndim) if axes else ""
    return (parts_of_tuple(before, owner) if homes[:1] == [np.ndarray] else {}) | {
        "np": before if before in IMPORTS and not module else None,
        "np_value": about(owner), "statement": IMPORTS.get(before),
        "key": (name if name in owner else near(name, owner)) if kind is dict else None,
        "measured": before if name in ("len", "length", "count") and hasattr(kind, "__len__") else None,
        "uncalled": before if callable(owner) and kind is not type else None,
        "module_home": next(iter(inside), None),
        "as_builtin": when(module and callable(getattr(builtins, name, None)), name),
        "as_function": when(called and not module, f"{name}({before})"),
        "drawn": when(axes, f"{before}[{zeros}].{name}"),
        "other_name": when(hasattr(owner, ALIASES.get(name, "")), ALIASES.get(name)),
        "to_array": array, "home": kind_of(homes[0].__name__) if homes else None, "attribute": name,
        "spelling": f"set_{name}" if hasattr(kind, f"set_{name}") else near(name, dir(owner), short=0.66),
    }


def of_key(facts):
    """KeyError：辞書にあるキー。"""
    node = facts.focus.node
    if isinstance(node, ast.Call):
        return {"formatted": "" if node.func.attr == "format" else None}
    owner = facts.focus.known(node.value)
    return {"keys": "、".join(repr(key)[:30] for key in list(owner)[:6]) if type(owner) is dict else None}


def of_file(facts):
    """OSError：フォルダーにある、名前の近いファイル。"""
    path = Path(str(facts.words["filename"]))
    return {"other": near(path.name, [other.name for other in path.parent.iterdir()])}


def in_lesson(name, names):
    """引数が names の関数 name を、レッスンのセルで作るか。"""
    start = f"def {name}({', '.join(names)}"
    return any(start + ")" in source or start + "=" in source for _, _, source in cells(Path.cwd()))


def of_arguments(facts):
    """レッスンの関数に渡されたもののうち、種類の違うもの。"""
    for frame in facts.calls[:9]:
        code, ours = frame.f_code, str(frame.f_globals["__name__"]).startswith(TOOLS[1:3])
        names = code.co_varnames[: code.co_argcount]
        stored = [] if ours else re.findall(r"\w+", str([step.argval for step in dis.get_instructions(code)
                                                         if step.opname.startswith("STORE_FAST")]))
        if ours or in_lesson(code.co_name, names):
            given = {name: frame.f_locals[name] for name in names if name not in stored}
            if found := misfit(code.co_name, given, frame.f_globals["__name__"] == TOOLS[1]):
                return found | {"parameters": ", ".join(names)}
    node, function = facts.place.node, facts.place.known(facts.place.node.func)
    names = list(inspect.signature(function).parameters)
    if facts.focus.node is not node or not (
            str(function.__module__).startswith(TOOLS[1:3]) or in_lesson(function.__name__, names)):
        return {}
    pairs = [*zip(names, node.args), *[(part.arg, part.value) for part in node.keywords]]
    given = {name: facts.place.known(part) for name, part in pairs}
    given = {name: value for name, value in given.items() if value is not LookupError}
    found = misfit(function.__name__, given, function.__module__ == TOOLS[1])
    return found | {"parameters": ", ".join(names)}


def misfit(function, given, strict):
    """渡されたもの given = {引数: 値} の中で、はじめに見つかった種類の違うもの。"""
    for name, value in given.items():
        wanted, kind = WANTED.get(f"{function}.{name}", WANTED.get(name)), kind_of(type(value).__name__)
        kind = kind if strict else kind.replace("リスト", "配列")
        kind = "配列" if type(value) is tuple and shape_of(value) else kind
        if name in ("y_true", "y_pred", "params") and type(value) is np.ndarray and value.shape[1:] > (1,):
            wanted, kind = "軸が1つの配列", "軸が2つの配列"
        if wanted and kind not in wanted:
            return {"function": function, "argument": name, "wanted": wanted, "given": about(value)}
    return {}


def of_handed(facts):
    """渡された関数が、呼ばれ方と合わないときの、その関数と引数。"""
    node, frame = facts.focus.node, facts.calls[-1]
    name = node.func.id
    same = facts.focus.known(node.func).__name__ == facts.words["a"] != name
    if same and name in frame.f_code.co_varnames[: frame.f_code.co_argcount]:
        return {"callback": facts.words["a"], "into": name, "caller": frame.f_code.co_name,
                "passed": len(node.args)}
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
    if "Line2D.set()" in facts.message:
        line2d = sys.modules["matplotlib.lines"].Line2D
        return {"spelling": near(facts.words["z"], [key[4:] for key in dir(line2d) if key[:4] == "set_"])}
    known = parameters(facts.place, facts.place.node.func) if "unexpected keyword" in facts.message else []
    longer = [word for word in known if word.endswith(f"_{facts.words.get('b')}")]
    longer += re.findall(r"Did you mean '(\w+)'", facts.message)
    words = [word for word in names if word != "self"]
    method = "." in name and "positional" in facts.message and function.__globals__ is facts.space
    told = "argument" in facts.message and (facts.ours or name.endswith(function.__name__))
    return {"no_self": "" if method and names[:1] != ["self"] else None, "callee": function.__name__,
            "spelling": None if facts.ours else next(iter(longer), near(facts.words.get("b", ""), known)),
            "form": FORMS.get(function.__name__),
            "order": when(told and words and "args" not in words, ", ".join(words[:8]))}


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
        if text and (calculation or re.search("[sS]tr|<U|literal|input types", facts.message)):
            found["decimal_comma" if "," in value else "number"] = name
        found |= parts_of_tuple(name, value)
        if type(value) in (list, tuple) and len(shape_of(value) or ()) > 1:
            found["table"] = name
        if type(value) is np.ndarray and value.dtype.kind == "U" and 0 < value.size < 10_000:
            found["text_array"] = name if value.astype(float) is not None else None
    shapes = [shape_of(value) for value in parts.values() if type(value) is not tuple]
    plain = calculation and "TypeError" in facts.kinds and len(shapes) == len(parts) and None not in shapes
    return found | {"calculable": "" if plain and np.broadcast_shapes(*shapes) is not None else None}


def of_index(facts):
    """[ ] の前のものと、中のもの。"""
    text, node, known = facts.place.text, facts.place.node, facts.place.known
    held, index = node.value, node.slice
    bad = [part for part in getattr(index, "elts", [index]) if isinstance(known(part), str | float)]
    bad = next(iter(bad), None)
    named = isinstance(held, ast.Attribute) or getattr(known(held), "__name__", "") == text(held)
    function = facts.words.get("A") == "関数" or facts.message.startswith("type")
    return {
        "named" if named else "held": when(function, text(held)),
        "adjacent": when(isinstance(held, ast.List)),
        "index": when(bad, text(bad)), "index_kind": kind_of(type(known(bad)).__name__),
        "unquoted": when(bad and known(bad) in facts.space, known(bad)),
        "divided": when(isinstance(getattr(bad, "op", None), ast.Div)),
        "result": when(isinstance(held, ast.Call), text(held)),
    }


def of_expression(facts):
    """止まった式の形。"""
    text, node, known = facts.place.text, facts.place.node, facts.place.known
    parent, call = getattr(node, "parent", None), isinstance(node, ast.Call)
    func, args = (text(node.func), node.args) if call else ("", [])
    attr = getattr(node.func, "attr", "") if call else ""
    inside, several, plain = ", ".join(map(text, args)), len(args) > 1, {*map(type, args)} == {ast.Constant}
    digits = re.search(r"(?<![\w.\"'])(\d+),(\d+)\b(?![\w.\"'])", func and text(node))
    sizes = [known(part.value) for part in getattr(node, "keywords", ()) if part.arg == "figsize"]
    pair = sizes and type(sizes[0]) is tuple and {*map(type, sizes[0])} <= {int, float} and len(sizes[0]) == 2
    strings = [part for part in (getattr(node, "left", None), getattr(node, "right", None))
               if isinstance(known(part), str)]
    iterated = getattr(node, "value", None) if isinstance(parent, ast.For) else None
    builtin = isinstance(getattr(builtins, func, None), types.BuiltinFunctionType)
    return {
        type(node).__name__: "", type(parent).__name__: "", "range": "" if func == "range" else None,
        "test": when(getattr(parent, "test", 0) is node, text(node)),
        "looped": when(isinstance(parent, ast.For), text(node)),
        "func": func or None, "library": when(func and hasattr(known(node.func), "array"), func),
        "comma": "," if "," in facts.words.get("a", "") else None,
        "property": func if not callable(getattr(np.ndarray, attr, len)) else None,
        "taken": func if args and (plain or facts.place.function[0] == "<") else None,
        "literal": func if call and isinstance(node.func, ast.Constant | ast.JoinedStr) else None,
        "array_func": func if builtin and hasattr(np, func) else None,
        "on_arrays": attr if func == f"math.{attr}" and hasattr(np, attr) else None,
        "listed": f"np.array([{inside}])" if func == "np.array" else None,
        "numbers": when(plain and several and func[:3] == "np.", f"{func}([{inside}])"),
        "digits": digits[0] if digits else None, "point": ".".join(digits.groups()) if digits else None,
        "figsize": when(sizes and not pair), "label": when(strings and isinstance(node.op, ast.Add)),
        "literal_tuple": when(call and isinstance(node.func, ast.Tuple | ast.List)),
        "setter": when(attr and hasattr(known(node.func.value), f"set_{attr}"),
                       f"{func.removesuffix(attr)}set_{attr}"),
        "power": when(func == "np.e"),
        "items": when(isinstance(parent, ast.For) and type(known(node)) is dict, text(node)),
        "builtin_type": when(isinstance(getattr(builtins, text(iterated), None), type), text(iterated)),
        "wrapped": f"{func}(({inside}))" if inside[:1] not in "[(" else None,
        "together": func if several and func.endswith(("stack", "concatenate")) else None,
        "second": "" if several and func[:3] == "np." and type(known(args[1])) is np.ndarray else None,
    }


FACTS = {
    "Exception": [of_arguments, of_handed, of_callee], "NameError": [of_name, of_relatives],
    "ImportError": [of_import], "AttributeError": [of_attribute], "KeyError": [of_key], "OSError": [of_file],
    "TypeError": [of_overwritten, of_comparison, of_texts, of_index, of_expression],
    "ValueError": [of_comparison, of_texts, of_expression],
    "IndexError": [of_index, of_expression],
}


def advice(facts):
    """texts/advice.txt の文の中で、はじめに使えるもの。"""
    known, parts = {}, facts.place.parts()
    kinds = facts.kinds if facts.kinds[0] != "UnboundLocalError" else []  # NameError の仲間だが、名前はある
    looks = [look for kind in kinds for look in FACTS.get(kind, ())]
    for look in [of_arguments, of_callee] if facts.pictures else looks:
        try:
            known |= {name: word for name, word in look(facts).items() if word is not None}
        except Exception:  # 値を調べられなければ、何も言わない
            continue
    for key, text in TEXTS["図の助言" if facts.pictures else "助言"]:
        key, _, kind = map(str.strip, key.partition("｜"))
        same = [part for part, value in parts.items() if kind_of(type(value).__name__) == kind]
        if key in facts.message and (same or not kind):
            if told := fill(text, facts.words | known | {"part": (same or [""])[0]}):
                return told
    return ""
