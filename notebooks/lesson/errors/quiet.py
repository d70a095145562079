"""エラーにはならないが、思っていたのと違う計算。値を調べて、確かなものだけを言う。"""

import ast
import inspect
import re
import types
from pathlib import Path

import numpy as np

from .lessons import cells
from .locate import value_of

UNUSED = "結果は、どこにも入っていません。残すなら、「名前 = {}(...)」と書きます。"
RATE = "学習率が 0 以下です。0 ならパラメータは変わらず、負の数なら勾配と同じ向きに動きます。"
TEXT = "数と文字列を混ぜたので、数もすべて文字列になりました。数なら、引用符を付けずに書きます。"


def quiet_mistake(shell, cell):
    """はじめに見つかった、エラーの出ない間違い。"""
    if re.match(r"\s*!\s*\(", cell):
        return "行の始めの ! は、コンピューターへの命令になります。「ではない」は not と書きます。"
    body = ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", cell, flags=re.M)).body if len(cell) < 5000 else []
    for line in body:
        stored = {name.id for other in body if other.lineno >= line.lineno for name in ast.walk(other)
                  if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
        space = {name: value for name, value in shell.user_ns.items() if name not in stored}
        for node in ast.walk(line) if isinstance(line, ast.Expr | ast.Assign) else []:
            try:
                found = look(node, space, isinstance(line, ast.Expr) and line.value is node and line is not body[-1])
            except Exception:  # 値が分からない
                continue
            if found and not any(cell.strip() == source.strip() for _, _, source in cells(Path.cwd())):
                return found
    return ""


def look(node, space, unused):
    """1つの式の中の間違い。なければ None。"""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        shapes = sorted([value_of(node.left, space).shape, value_of(node.right, space).shape], key=len)
        if len(shapes[0]) == 1 and shapes[1] == (*shapes[0], 1) and shapes[0][0] > 1:
            return f"形状 {shapes[1]} と {shapes[0]} の引き算の結果は、形状 {shapes[0] * 2} です。.reshape(-1) でそろえます。"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and isinstance(node.left.op, ast.Mult):
        factors, text = [node.left.left, node.left.right], ast.unparse(node)
        shapes = [value_of(part, space).shape for part in factors]
        if sorted(map(len, shapes)) == [1, 2] and "'weights'" in text and "'bias'" in text:
            return f"* は要素ごとの掛け算なので、結果の形状は {max(shapes, key=len)} です。サンプルごとに足すなら @ です。"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        if node.right.value == 2 and np.asarray(value_of(node.left, space)).dtype.kind == "i":
            return "^ は累乗ではなく、2進数のビットごとの計算です。累乗なら ** と書きます。"
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "np.array":
        kinds = {type(part.value) for part in node.args[0].elts}
        if kinds & {int, float} and str in kinds and [float(part.value) for part in node.args[0].elts]:
            return TEXT
    if unused and isinstance(node, ast.Call):
        owner, name = value_of(node.func.value, space), node.func.attr
        array = type(owner) is np.ndarray and name in ("reshape", "astype", "flatten", "transpose", "round")
        if array or owner is np and name in ("append", "reshape", "round", "concatenate", "delete", "insert"):
            return UNUSED.format(ast.unparse(node.func))
    if isinstance(node, ast.Call) and type(function := value_of(node.func, space)) is types.FunctionType:
        given = inspect.signature(function).bind(*node.args, **{part.arg: part.value for part in node.keywords})
        if value_of(given.arguments["learning_rate"], space) <= 0:
            return RATE
    return None
