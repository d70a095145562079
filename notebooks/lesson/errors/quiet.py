"""エラーにはならないが、思っていたのと違う計算。値を調べて、確かなものだけを言う。"""

import ast
import contextlib
import re
from pathlib import Path

from .lessons import cells
from .locate import value_of


def quiet_mistake(shell, cell):
    """形状 (4, 1) と (4,) の引き算のように、大きな表になる計算があれば、その文。"""
    if re.match(r"\s*!\s*\(", cell):
        return "行の始めの ! は、コンピューターへの命令になります。「ではない」は not と書きます。"
    if len(cell) > 5000 or "-" not in cell:
        return ""
    tree = ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", cell, flags=re.M))
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            with contextlib.suppress(Exception):  # 値が分からない
                sides = [value_of(side, shell.user_ns).shape for side in (node.left, node.right)]
                row, column = sorted(sides, key=len)
                if column == (*row, 1) and row[0] > 1 and not meant(node, tree, cell):
                    return f"形状 {column} と {row} の差は {row * 2} になります。.reshape(-1) でそろえます。"
    return ""


def meant(node, tree, cell):
    """わざと書いた引き算か、値があとで変わって、もう分からない引き算か。"""
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    later = [part for part in ast.walk(tree) if isinstance(part, ast.Name) and part.lineno >= node.lineno
             and isinstance(part.ctx, ast.Store) and part.id in names]
    return later or len(names) == 1 or any(cell.strip() == text.strip() for _, _, text in cells(Path.cwd()))
