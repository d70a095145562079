"""エラーにはならないが、思っていたのと違う計算。値を調べて、確かなものだけを言う。"""

import ast
import contextlib
import inspect
import re
from pathlib import Path

import numpy as np

from .lessons import cells
from .locate import value_of

NEW = "append astype concatenate delete flatten insert reshape round transpose".split()  # 新しい配列を返す


def quiet_mistake(shell, cell):
    """はじめに見つかった、エラーの出ない間違いの文。なければ ""。"""
    if re.match(r"\s*!\s*\(", cell):
        return "行の始めの ! は、コンピューターへの命令になります。「ではない」は not と書きます。"
    if len(cell) > 5000 or not re.search(r"[-*]|fit|train|learn|\)\n", cell):
        return ""
    tree = ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", cell, flags=re.M))
    thrown_away = [line.value for line in tree.body[:-1] if isinstance(line, ast.Expr)]
    for line in tree.body:
        for node in ast.walk(line) if isinstance(line, ast.Expr | ast.Assign) else ():
            with contextlib.suppress(Exception):  # 値が分からない
                found = (lost if node in thrown_away else calculated)(node, shell.user_ns)
                if found and not meant(node, tree, cell):
                    return found
    return ""


def lost(call, space):
    """新しい配列を作る式 call の結果が、どこにも入らないとき。"""
    owner = value_of(call.func.value, space)
    if call.func.attr in NEW and (owner is np or type(owner) is np.ndarray):
        return f"結果は、どこにも入っていません。残すなら「名前 = {ast.unparse(call.func)}(...)」です。"
    return calculated(call, space)


def calculated(node, space):
    """形の違う引き算、@ と * の取り違え、0以下の学習率。"""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and names(node.left) != names(node.right):
        row, column = sorted([value_of(side, space).shape for side in (node.left, node.right)], key=len)
        if column == (*row, 1) and row[0] > 1:
            return f"形状 {column} と {row} の差は {row * 2} になります。.reshape(-1) でそろえます。"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and isinstance(node.left.op, ast.Mult):
        shapes = [value_of(part, space).shape for part in (node.left.left, node.left.right)]
        if sorted(map(len, shapes)) == [1, 2] and re.search(r"'weights'.*\+.*'bias'", ast.unparse(node)):
            return f"* は要素ごとの掛け算で、形状は {max(shapes, key=len)} です。足し合わせるなら @ です。"
    if isinstance(node, ast.Call):
        signature = inspect.signature(space[node.func.id])
        given = signature.bind(*node.args, **{part.arg: part.value for part in node.keywords}).arguments
        if value_of(given["learning_rate"], space) <= 0:
            return "学習率が 0 以下です。0 ならパラメータは変わらず、負の数なら勾配と同じ向きに動きます。"
    return ""


def names(node):
    """式の中の名前。"""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def meant(node, tree, cell):
    """レッスンのセルそのままか、名前の値があとで変わって、もう分からない式か。"""
    later = {part.id for part in ast.walk(tree) if isinstance(part, ast.Name) and part.lineno >= node.lineno
             and isinstance(part.ctx, ast.Store)}
    return names(node) & later or any(cell.strip() == text.strip() for _, _, text in cells(Path.cwd()))
