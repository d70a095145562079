"""助言：学ぶ人の名前の値や、式の形から、確かだと分かるときだけ。分からなければ、何も言わない。"""

import ast
import builtins
import difflib
import importlib.util
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
from .texts import fill, sentences

IMPORTS = {"np": "import numpy as np", "plt": "import matplotlib.pyplot as plt", "pd": "import pandas as pd"}
LOOKALIKE = str.maketrans("lIoO", "1100")
NEEDS = {"model": "辞書", "activation": "関数", "loss": "関数", "gradient": "関数", "x": "配列", "y_true": "配列",
         "y_pred": "配列", "learning_rate": "整数か小数", "epochs": "整数", "gate": "文字列"}
NONE = "None は「値がない」という意味です。return のない関数や print(...) の結果は None になります。"

def fields(facts, node):
    """TABLE の {…} のうち、この式で分かるもの。"""
    text, known, name = facts.place.text, facts.place.known, ""
    found = {type(node).__name__: "", type(getattr(node, "parent", None)).__name__: ""}
    if getattr(getattr(node, "parent", None), "test", None) is node:
        found["test"] = text(node)
    if isinstance(getattr(node, "parent", None), ast.For):
        found["looped"] = text(node)
    if "," in facts.words.get("a", ""):
        found["comma"] = ","
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.List):
        found["adjacent"] = ""
    plain = all(isinstance(value, int | float | np.ndarray) or type(value) is list and set(map(type, value)) <= {int, float}
                for value in facts.place.parts().values())
    if plain and isinstance(facts.error, TypeError) and isinstance(node, ast.BinOp | ast.Compare):
        found["numbers"] = ""
    if isinstance(node, ast.Call):
        name = found["func"] = text(node.func)
        owner = known(node.func.value) if isinstance(node.func, ast.Attribute) else None
        inside = ", ".join(map(text, node.args))
        found |= {"property": name} if type(owner) is np.ndarray else {}
        found |= {"literal": name} if isinstance(node.func, ast.Constant | ast.JoinedStr) else {}
        found |= {"array_func": name} if hasattr(builtins, name) and hasattr(np, name) else {}
        found |= {"range": name} if name == "range" else {}
        if len(node.args) > 1:
            found["wrapped"] = f"{name}([{inside}])" if name == "np.array" else f"{name}(({inside}))"
            found |= {"together": name} if name.endswith(("stack", "concatenate")) else {}
            found |= {"second": ""} if name.startswith("np.") and type(known(node.args[1])) is np.ndarray else {}
    return found


def from_table(facts):
    """texts/advice.txt の中で、はじめに使えるもの。"""
    known, parts = fields(facts, facts.place.node), facts.place.parts()
    for key, text in sentences(["Advice"]):
        key, _, kind = map(str.strip, key.partition("｜"))
        same = [part for part, value in parts.items() if kind_of(type(value).__name__) == kind]
        if key in facts.message and (same or not kind) and (told := fill(text, known | {"part": (same or [""])[0]})):
            return told
    return ""


def near(name, known):
    """known の中で、name とつづりの最も近い名前。なければ ""。"""
    known = [other for other in list(known)[:3000] if isinstance(other, str) and other != name and other[:1] not in ("", "_")]
    same = [other for other in known if other.lower() == name.lower() or other.startswith(name + "_")
            or other.translate(LOOKALIKE) == name.translate(LOOKALIKE) or other[0] == name[0] and sorted(other) == sorted(name)]
    return (same or difflib.get_close_matches(name[:50], known, 1, 0.75) or [""])[0]


def spelling(name, known):
    """つづりの近い名前があるとき。"""
    other = near(name, known)
    return f"「{other}」の書き間違いではありませんか。" if other else ""


def name_error(facts):
    """NameError の助言：確かな順に、1つだけ。"""
    name, space = facts.words.get("a", ""), facts.space
    if facts.kinds[0] != "NameError":
        return ""
    parent = getattr(facts.place.node, "parent", None)
    owner = facts.place.known(parent.value) if isinstance(parent, ast.Subscript) else None
    if isinstance(parent, ast.Attribute) and os.path.isfile(f"{name}.{parent.attr}"):
        return f'ファイルの名前は、"{name}.{parent.attr}" のように引用符で囲みます。'
    if "ー" in name:
        return "「ー」はのばす音の記号です。引き算や負の数は、半角の - で書きましょう。"
    if name in helpers.GATES or type(owner) is dict and name in owner or not name.isascii():
        return f'文字列なら、"{name}" のように半角の引用符で囲みましょう。'
    for value in list(space.values())[:2000]:
        if type(value) is types.FunctionType and value.__globals__ is space and name in value.__code__.co_varnames:
            return f"関数 {value.__name__} の中だけの名前です。外で使うには、return で返します。"
    made, here = made_names(Path.cwd()), open_lesson(space)
    if name in made.get(here, {}):
        return f"{made[here][name]}のセルで作ります。そのセルを先に実行しましょう。"
    tools = [found[1] for _, _, source in cells(Path.cwd())
             if (found := re.search(rf"^from (lesson[\w.]*) import .*\b{name}\b", source, flags=re.M))]
    if tools or hasattr(helpers, name) and name not in IMPORTS:
        return f"from {tools[0] if tools else 'perceptron_helpers'} import {name} を実行すると使えます。"
    for number in made:
        if name in made[number]:
            return f"レッスン{number}の{made[number][name]}で作る名前です。ここで使うには、このノートブックでも作ります。"
    if space.get("np") is np and (name == "numpy" or hasattr(np, name) and isinstance(parent, ast.Call | ast.BinOp)):
        return f"NumPy は np という名前で使います。np.{parent.attr if name == 'numpy' else name} と書きましょう。"
    if name in IMPORTS or isinstance(parent, ast.Attribute) and name in sys.stdlib_module_names:
        return f"先に {IMPORTS.get(name, f'import {name}')} を実行しましょう。"
    if name.translate(LOOKALIKE).isdigit():
        return f"文字の {name} です。数字の 0 や 1 なら、打ち直しましょう。"
    return spelling(name, [*space, *dir(builtins), *made.get(here, ())]) or "つづりを確かめましょう。文字列なら引用符で囲みます。"


def import_error(facts):
    """モジュールや、その中の名前のつづり。"""
    name, module = facts.words.get("a", ""), sys.modules.get(facts.words.get("b", ""))
    if name in IMPORTS:
        return f"{name} は短い呼び名です。{IMPORTS[name]} と書きます。"
    return spelling(name, dir(module) if module else ["numpy", "matplotlib", "perceptron_helpers", "lesson"])


def attribute_error(facts):
    """. の前のものにない名前。"""
    if "removed" in facts.message or "deprecated" in facts.message or "NoneType" in facts.message:
        return NONE if "NoneType" in facts.message else ""
    name, before = facts.words.get("b", ""), facts.place.text(facts.place.node.value)
    owner = getattr(facts.error, "obj", facts.place.known(facts.place.node.value))
    if before in IMPORTS and not isinstance(owner, types.ModuleType):
        return f"{before} に{about(owner)}が入っています。{IMPORTS[before]} をもう一度実行しましょう。"
    key = name if type(owner) is dict and name in owner else near(name, owner) if type(owner) is dict else ""
    if key:
        return f'辞書の中身は、["{key}"] のように取り出します。'
    if name in ("len", "length", "count", "size") and hasattr(type(owner), "__len__"):
        return f"長さは len({before}) で調べます。"
    if callable(owner) and not isinstance(owner, type):
        return f"関数 {before} のあとに、( ) を付け忘れていませんか。"
    for kind, way in ((np.ndarray, f"。np.array({before}) で配列にしましょう"), (list, ""), (dict, ""), (str, "")):
        if hasattr(kind, name) and type(owner).__module__ in ("builtins", "numpy"):
            return f"「.{name}」があるのは{kind_of(kind.__name__)}です{way if type(owner) in (list, tuple) else ''}。"
    return spelling(name, dir(owner if isinstance(owner, types.ModuleType) else type(owner)))


def key_error(facts):
    """辞書にあるキー。"""
    owner = facts.focus.known(facts.focus.node.value)
    return f"あるキーは {'、'.join(repr(key)[:30] for key in list(owner)[:6])} です。" if type(owner) is dict else ""


def file_error(facts):
    """フォルダーにある、名前の近いファイル。"""
    folder, name = os.path.split(str(facts.words["filename"]))
    other = near(name, os.listdir(folder or "."))
    return f"「{other}」ならあります。" if other else ""


def wrong_argument(facts):
    """教材の関数に渡されたもののうち、種類の違うもの。"""
    code = facts.ours.f_code
    names = code.co_varnames[: code.co_argcount] if facts.ours.f_globals["__name__"] == "perceptron_helpers" else ()
    for name in names:
        value, want = facts.ours.f_locals.get(name), NEEDS.get(name, "")
        if want and kind_of(type(value).__name__) not in want and not (name == "x" and type(value) is list):
            return f"{code.co_name} の {name} に{about(value)}が渡されています。渡すのは{want}です（順に {', '.join(names)}）。"
    return ""


def overwritten(facts):
    """値を入れたために、なくなった関数。"""
    node, known, back = facts.place.node, facts.place.known, ""
    part = next((word.value for word in node.keywords if word.arg == "dtype"), node.func)
    name, value = facts.place.text(part), known(part)
    if isinstance(part, ast.Name) and callable(getattr(builtins, name, None)):
        back = f"del {name} を実行すると戻ります。"
    elif isinstance(part, ast.Name):
        homes = [home for home in ("perceptron_helpers", "lesson") if callable(getattr(sys.modules.get(home), name, 0))]
        back = f"from {homes[0]} import {name} を実行すると戻ります。" if homes else ""
    elif isinstance(part, ast.Attribute) and isinstance(module := known(part.value), types.ModuleType):
        top = module.__name__.split(".")[0]
        found = [vars(other).get(part.attr) for key, other in list(sys.modules.items()) if key.startswith(top)]
        defined = any(map(callable, found)) or f"\ndef {part.attr}(" in inspect.getsource(module)
        back = "カーネルを再起動すると戻ります。" if defined else ""
    if callable(value) or not back or isinstance(value, str) and part is not node.func:
        return ""
    return f"「{name}」に{about(value)}を入れたので、もとの関数が使えません。{back}"


def order(facts):
    """関数に渡すものの順番。"""
    name, function = facts.words.get("a", ""), facts.place.known(facts.place.node.func)
    if function is LookupError and "." in name:
        function = inspect.getattr_static(facts.space[name.split(".")[0]], name.split(".")[1])
    names = list(inspect.signature(function).parameters) if type(function) is types.FunctionType else []
    if "." in name and function.__globals__ is facts.space and "positional" in facts.message and names[:1] != ["self"]:
        return "クラスの中の関数の、最初の引数には self を書きます。"
    pictures = facts.ours and facts.ours.f_globals["__name__"] != "perceptron_helpers"
    told = pictures or "argument" in facts.message and (facts.ours or name.endswith(function.__name__))
    return f"{function.__name__} に渡すものは、順に {', '.join(names[:8])} です。" if told and names else ""


def grouping(facts):
    """比べる式を & や | や、数学のような形でつないだもの。"""
    node = facts.place.node.parent if isinstance(facts.place.node, ast.BinOp) else facts.place.node
    (first, second), (middle, last) = node.ops, node.comparators
    joined = isinstance(middle, ast.BinOp) and isinstance(middle.op, ast.BitAnd | ast.BitOr)
    parts = (middle.left, middle.right) if joined else (middle, middle)
    left, right = ast.Compare(node.left, [first], parts[:1]), ast.Compare(parts[1], [second], [last])
    sign = "|" if joined and isinstance(middle.op, ast.BitOr) else "&"
    written = f"({ast.unparse(left)}) {sign} ({ast.unparse(right)})"
    if joined:
        return f"{sign} は > などより先に計算されます。{written} のように、かっこで囲みましょう。"
    return f"配列では {written} と書きます。" if "truth value" in facts.message else ""


def text_number(facts):
    """数に直せる文字列。"""
    for name, value in facts.place.parts().items():
        if type(value) is np.ndarray and value.dtype.kind == "U" and value.size < 10_000:
            value.astype(float)
            return f"{name}.astype(float) で数の配列に直せます。"
        if isinstance(value, str) and float(value.replace(",", ".")) is not None:
            way = f"int({name})" if "integer" in facts.message else f"float({name})"
            way = f"int({way})" if "literal for int" in facts.message else way
            return "小数点は , ではなく . です。" if "," in value else f"数にするなら、{way} と書きます。"
    return ""


ADVICE = {
    "NameError": [name_error], "ImportError": [import_error], "AttributeError": [attribute_error],
    "KeyError": [key_error], "OSError": [file_error],
    "TypeError": [overwritten, grouping, text_number, from_table],
    "ValueError": [grouping, from_table, text_number],
}


def advice(facts):
    """はじめに当てはまった助言。"""
    for look in [wrong_argument, *(look for kind in facts.kinds for look in ADVICE.get(kind, ())), order]:
        try:
            found = look(facts)
        except Exception:  # 値を調べられなければ、何も言わない
            continue
        if found:
            return found
    return ""
