"""関数に渡したものについての事実：レッスンの関数が受け取るものと違わないか。"""

import ast
import dis
import inspect
import types
from pathlib import Path

import numpy as np

from .lessons import cells
from .locate import about, kind_of, shape_of
from .names import near, when
from .texts import TEXTS

WANTED, FORMS = dict(TEXTS["引数"]), dict(TEXTS["渡す形"])
TOOLS = ("perceptron_helpers", "lesson")


def parameters(function):
    """関数の引数の名前。分からなければ []。"""
    return list(inspect.signature(function).parameters) if type(function) is types.FunctionType else []


def written(call, names):
    """式 call が、引数 names に渡す式：{引数: 式}。"""
    plain = not any(isinstance(part, ast.Starred) for part in call.args)
    return dict(zip(names, call.args if plain else ())) | {part.arg: part.value for part in call.keywords}


def received(frame):
    """関数が受け取ったもの：{引数: 値}。学ぶ人の関数の中で入れ直した引数の値は、分からない。"""
    code, ours = frame.f_code, frame.f_globals["__name__"].startswith(TOOLS)
    steps = () if ours else dis.get_instructions(code)
    stored = str([step.argval for step in steps if "STORE_FAST" in step.opname])  # 名前か、名前の組
    return {name: LookupError if repr(name) in stored else frame.f_locals[name]
            for name in code.co_varnames[: code.co_argcount]}


def of_lessons(name, module, names):
    """引数が names の関数 name は、教材の関数か、レッスンのセルで作る関数か。"""
    start = f"def {name}({', '.join(names)}"
    return module.startswith(TOOLS) or any(
        start + ")" in source or start + "=" in source for _, _, source in cells(Path.cwd()))


def misfit(function, given, strict):
    """渡されたもの given = {引数: 値} の中で、はじめに見つかった、種類や形状の違うもの。"""
    for name, value in given.items():
        wanted, kind = WANTED.get(f"{function}.{name}", WANTED.get(name, "")), kind_of(type(value).__name__)
        if type(value) in (list, tuple) and shape_of(value):
            kind = "リスト" if strict else "配列"
        if "軸" in wanted and type(value) is np.ndarray:
            kind = f"軸が{value.ndim}つの配列"
        if wanted and kind not in wanted and value is not LookupError:
            return {"function": function, "argument": name, "wanted": wanted, "given": about(value)}
    return {}


def of_arguments(facts):
    """レッスンの関数に渡されたもののうち、種類や形状の違うもの。"""
    calls = [(frame.f_code.co_name, frame.f_globals["__name__"], received(frame))
             for frame in facts.frames[:9] if frame.f_code.co_name[0] != "<"]
    node, known = facts.place.node, facts.place.known
    function = known(node.func) if isinstance(node, ast.Call) and not facts.ours else None
    if type(function) is types.FunctionType:  # 関数を呼べずに止まった
        parts = written(node, parameters(function))
        given = {name: known(parts.get(name)) for name in parameters(function)}
        calls.append((function.__name__, function.__module__, given))
    for function, module, given in calls:
        if of_lessons(function, module, given):
            if found := misfit(function, given, module == TOOLS[0]):
                return found | {"parameters": ", ".join(given)}
    return {}


def of_callee(facts):
    """呼んだ関数の引数の順番や形。"""
    node, known = facts.place.node, facts.place.known
    function, outer = known(node.func), node.parent
    order = parameters(function)
    told = order and "argument" in facts.message and "args" not in order
    taken = written(outer, parameters(known(outer.func))) if isinstance(outer, ast.Call) else {}
    passed = [WANTED.get(name) for name, part in taken.items() if part is node]
    return {
        "callee": function.__name__, "form": FORMS.get(function.__name__),
        "order": when(told, ", ".join(order[:8])), "argument": near(facts.words.get("b", ""), order),
        "itself": when(passed == ["関数"] and not node.args, facts.place.text(node.func)),
    }
