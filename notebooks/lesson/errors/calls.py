"""関数に渡したものについての事実：レッスンの関数が受け取るものと違わないか、どの式を渡したか。"""

import ast
import dis
import inspect
import re
from pathlib import Path

import numpy as np

from .lessons import cells
from .locate import NUMBERS, Place, about, kind_of
from .texts import TEXTS

WANTED = dict(TEXTS["引数"])
TOOLS = ("perceptron_helpers", "lesson")


def shape_of(value):
    """数の配列にしたときの形状。数の配列にできなければ None。"""
    if type(value) is np.ndarray:
        return value.shape if value.dtype.kind in "biuf" else None
    if type(value) in NUMBERS:
        return ()
    shapes = {shape_of(part) for part in value} if type(value) in (list, tuple) and len(value) < 1000 else ()
    return (len(value), *shapes.pop()) if len(shapes) == 1 and None not in shapes else None


def in_lesson(name, names):
    """引数が names の関数 name を、レッスンのセルで作るか。"""
    start = f"def {name}({', '.join(names)}"
    return any(start + ")" in source or start + "=" in source for _, _, source in cells(Path.cwd()))


def arguments(code):
    """関数の引数の名前。"""
    return code.co_varnames[: code.co_argcount]


def given_to(frame):
    """引数に渡されたもの：{名前: 値}。関数の中で入れ直した引数は除く。"""
    stored = [] if frame.f_globals["__name__"].startswith(TOOLS) else re.findall(r"\w+", str(
        [step.argval for step in dis.get_instructions(frame.f_code) if step.opname.startswith("STORE_FAST")]))
    return {name: frame.f_locals[name] for name in arguments(frame.f_code) if name not in stored}


def misfit(function, given, strict):
    """渡されたもの given = {引数: 値} の中で、はじめに見つかった、種類や形状の違うもの。"""
    for name, value in given.items():
        wanted, kind = WANTED.get(f"{function}.{name}", WANTED.get(name, "")), kind_of(type(value).__name__)
        kind = kind if strict or name == "params" else kind.replace("リスト", "配列")
        kind = "配列" if type(value) is tuple and shape_of(value) else kind
        if "軸" in wanted and type(value) is np.ndarray:
            kind = f"軸が{value.ndim}つの配列"
        if kind in wanted and name == "params" and np.size(value) % 4 != 1:
            wanted, kind = "要素の数が9などの（4の倍数より1多い）配列", "個数の違う配列"
        if wanted and kind not in wanted:
            return {"function": function, "argument": name, "wanted": wanted, "given": about(value)}
    return {}


def of_arguments(facts):
    """レッスンの関数に渡されたもののうち、種類や形状の違うもの。"""
    frames = [step.tb_frame for step in facts.steps if step.tb_frame.f_code.co_name[0] != "<"][:9]
    calls = [(frame.f_code.co_name, arguments(frame.f_code), given_to(frame), frame.f_globals["__name__"])
             for frame in frames]
    node, known = facts.place.node, facts.place.known
    if facts.focus.node is node and isinstance(node, ast.Call):  # 関数を呼ぶところで止まった
        function = known(node.func)
        name = getattr(function, "__name__", "")
        own = name == getattr(node.func, "attr", getattr(node.func, "id", None))
        names = list(inspect.signature(function).parameters) if own else []
        given = {name: known(part) for name, part in written(node, names).items()}
        given = {name: value for name, value in given.items() if value is not LookupError}
        calls.append((name, names, given, getattr(function, "__module__", "")))
    for function, names, given, module in calls:
        if str(module).startswith(TOOLS) or in_lesson(function, names):
            if found := misfit(function, given, module == TOOLS[0]):
                return found | {"parameters": ", ".join(names)}
    return {}


def written(call, names):
    """式 call が、引数 names に渡す式：{引数: 式}。"""
    plain = not any(isinstance(part, ast.Starred) for part in call.args)
    return dict(zip(names, call.args if plain else ())) | {part.arg: part.value for part in call.keywords}


def handed(facts):
    """止まった関数の引数に、呼んだところで渡した式：{引数: 式}。"""
    if len(facts.steps) < 2 or facts.focus.function[0] == "<":
        return {}
    frame, caller = facts.steps[-1].tb_frame, Place(facts.steps[-2])
    called = getattr(getattr(caller.node, "func", None), "id", "")
    if caller.function[0] != "<" or called != frame.f_code.co_name:
        return {}  # ほかの関数の中から呼んだものや、別の名前で渡された関数など
    given = given_to(frame)
    return {name: caller.text(part) for name, part in written(caller.node, arguments(frame.f_code)).items()
            if name in given and not isinstance(part, ast.Constant)}
