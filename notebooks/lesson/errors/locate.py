"""エラーで止まった式を、木（ast）の中に見つけ、その部品の値を調べる。もう一度動かすことはしない。"""

import ast
import builtins
import itertools
import linecache
import re
import types
from collections import ChainMap

import numpy as np

from .texts import TEXTS

try:
    from executing import Source
except ImportError:  # ColabのIPython 7
    Source = None

KINDS = dict(TEXTS["種類"])
NUMBERS = (bool, int, float, np.float64, np.int64, np.bool_)
POSITION = ("lineno", "end_lineno", "col_offset", "end_col_offset")
OWNERS = (np.ndarray, types.ModuleType, list, tuple, dict, str)
CALCULATED = (ast.BinOp, ast.UnaryOp, ast.Compare)
ALLOWED = (*CALCULATED, ast.Call, ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.List)


def kind_of(name):
    """種類の名前 name の日本語。"""
    name = re.sub(r"^<U\d+|.*StrDType.*", "str", name.split(".")[-1]).removesuffix("'>")
    return KINDS.get(name, KINDS.get(re.sub("DType|_Py", "", name).lower(), name))


def about(value):
    """値を短く言ったもの。"""
    if type(value) is np.ndarray:
        dtype = {"U": "文字列の", "b": " True と False の", "O": "混ざった"}.get(value.dtype.kind, "")
        return f"形状 {value.shape} の{'' if value.size else '空の'}{dtype}配列"
    if isinstance(value, str):
        return f"文字列 {str(value[:20])!r}"
    if type(value) in (list, tuple):
        return f"長さ {len(value)} の{kind_of(type(value).__name__)}"
    if type(value) is types.FunctionType and value.__name__.isidentifier():
        return f"関数「{value.__name__}」"
    return f"{value!s:.12}" if isinstance(value, NUMBERS) else kind_of(type(value).__name__)


def shape_of(value):
    """数の配列にしたときの形状。数の配列にできなければ None。"""
    if type(value) is np.ndarray:
        return value.shape if value.dtype.kind in "biuf" else None
    if type(value) in NUMBERS:
        return ()
    shapes = {shape_of(part) for part in value} if type(value) in (list, tuple) and len(value) < 1000 else ()
    return (len(value), *shapes.pop()) if len(shapes) == 1 and None not in shapes else None


class Place:  # 止まったところ：式 node と、そこで使える名前の値 space
    def __init__(self, step):
        frame = step.tb_frame
        self.space = ChainMap(frame.f_locals, frame.f_globals, vars(builtins))
        self.function = frame.f_code.co_name
        self.source = "".join(linecache.getlines(frame.f_code.co_filename))
        tree = ast.parse(self.source if len(self.source) < 100_000 else "")
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                child.parent = node
        self.node = tested(node_at(step, tree))

    def text(self, node):  # 書かれたままの式を1行にしたもの。長ければ、途中まで
        text = " ".join((node and ast.get_source_segment(self.source, node) or "").split())
        return text if len(text) <= 60 else text[:59] + "…"

    def known(self, node):  # 式の値。分からなければ LookupError を返す
        try:
            return value_of(ast.parse(ast.unparse(node), mode="eval").body, self.space)
        except Exception:  # 名前がない、番号がないなど、何があっても「分からない」
            return LookupError

    def parts(self):  # {書かれた式: 値}
        found = {self.text(part): self.known(part) for part in parts_of(self.node)} if self.node else {}
        return {text: value for text, value in found.items() if value is not LookupError}


def node_at(step, tree):
    """traceback の1段 step で動いていた式。分からなければ None。"""
    if hasattr(step.tb_frame.f_code, "co_positions"):  # Python 3.11から
        where = next(itertools.islice(step.tb_frame.f_code.co_positions(), step.tb_lasti // 2, None))
        for node in ast.walk(tree):
            place = tuple(getattr(node, name, None) for name in POSITION)
            if place == where and not isinstance(node, ast.Expr):
                return node
    return Source.executing(step).node if Source else None


def tested(node):
    """文なら、その中で止まった式：if の条件、for で繰り返すもの、= の右。"""
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store):
        node = node.parent
    if isinstance(node, ast.AugAssign) or not isinstance(node, ast.stmt | ast.IfExp | ast.FormattedValue):
        return node
    return next((part for name in ("test", "iter", "value") if (part := getattr(node, name, None))), None)


def parts_of(node):
    """式の、すぐ下の部品。"""
    if isinstance(node, ast.Name | ast.Constant | ast.List | ast.Tuple | ast.JoinedStr):
        return [node]
    parts = [*ast.iter_child_nodes(node)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        parts.insert(0, node.func.value)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice | ast.Tuple):
        parts = [node.value, *ast.iter_child_nodes(node.slice)]
    parts = [part.value if isinstance(part, ast.keyword) else part for part in parts]
    return [part for part in parts if isinstance(part, ast.expr)]


def value_of(node, space):
    """式 node の値。もう一度動かさないと分からないものは LookupError。"""
    values = [value_of(part, space) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
    if isinstance(node, ast.Slice | ast.Tuple):
        return tuple(values)
    small = all(type(value) in NUMBERS or type(value) is np.ndarray and value.size < 2000 for value in values)
    if isinstance(node, CALCULATED) and not small or not isinstance(node, ALLOWED):
        raise LookupError
    if isinstance(node, ast.Attribute | ast.Subscript) and type(values[0]) not in OWNERS:
        raise LookupError
    if isinstance(node, ast.Call) and not reshapes(*values, *node.keywords):
        raise LookupError
    with np.errstate(all="ignore"):
        return eval(compile(ast.Expression(node), "", "eval"), {}, space)


def reshapes(function, *given):
    """配列の .reshape(整数, …) か。ほかの関数は、呼ぶと何をするか分からない。"""
    method = type(function) is types.BuiltinMethodType and type(function.__self__) is np.ndarray
    return method and function.__name__ == "reshape" and {*map(type, given)} == {int}
