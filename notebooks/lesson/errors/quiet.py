"""エラーにはならないが、思っていたのと違う計算。値を調べて、確かなものだけを言う。"""

import ast
import inspect
import re
from pathlib import Path

import numpy as np

from .lessons import cells
from .locate import value_of


def quiet_mistake(shell, cell):
    """はじめに見つかった、エラーの出ない間違い。"""
    if re.match(r"\s*!\s*\(", cell):
        return "行の始めの ! は、コンピューターへの命令になります。「ではない」は not と書きます。"
    if len(cell) > 5000 or not re.search(r"[-*]|fit|train|learn|\)\n", cell):
        return ""
    body = ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", cell, flags=re.M)).body
    for line in body:
        unused = line.value if isinstance(line, ast.Expr) and line is not body[-1] else None
        for node in ast.walk(line) if isinstance(line, ast.Expr | ast.Assign) else []:
            try:
                found = look(node, shell.user_ns, unused)
            except Exception:  # 値が分からない
                continue
            if not found:
                continue
            later = {name.id for other in body if other.lineno >= line.lineno for name in ast.walk(other)
                     if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
            used = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
            if not used & later:  # 値があとで変わるものは、もう分からない
                return "" if any(cell.strip() == text.strip() for _, _, text in cells(Path.cwd())) else found
    return ""


def look(node, space, unused):
    """1つの式の中の間違い。なければ None。"""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
        row, column = sorted([value_of(node.left, space).shape, value_of(node.right, space).shape], key=len)
        first = [re.match(r"\W*\w*", ast.unparse(part))[0] for part in (node.left, node.right)]
        if len(row) == 1 and column == (*row, 1) and row[0] > 1 and first[0] != first[1]:
            return f"形状 {column} と {row} の差は {row * 2} になります。.reshape(-1) でそろえます。"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and isinstance(node.left.op, ast.Mult):
        shapes = [value_of(part, space).shape for part in (node.left.left, node.left.right)]
        if sorted(map(len, shapes)) == [1, 2] and re.search(r"'weights'.*\+.*'bias'", ast.unparse(node)):
            return f"* は要素ごとの掛け算で、形状は {max(shapes, key=len)} です。足し合わせるなら @ です。"
    if unused is node and isinstance(node, ast.Call):
        owner, name = value_of(node.func.value, space), node.func.attr
        array = type(owner) is np.ndarray and name in ("reshape", "astype", "flatten", "transpose", "round")
        if array or owner is np and name in ("append", "reshape", "round", "concatenate", "delete", "insert"):
            return f"結果は、どこにも入っていません。残すなら「名前 = {ast.unparse(node.func)}(...)」です。"
    if isinstance(node, ast.Call) and "learning_rate" in space[node.func.id].__code__.co_varnames:
        named = {part.arg: part.value for part in node.keywords}
        given = inspect.signature(space[node.func.id]).bind(*node.args, **named)
        if value_of(given.arguments["learning_rate"], space) <= 0:
            return "学習率が 0 以下です。0 ならパラメータは変わらず、負の数なら勾配と同じ向きに動きます。"
    return None
