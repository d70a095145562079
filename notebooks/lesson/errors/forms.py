"""式の形：texts/advice.txt に書かれた X[Y] などの形と、学ぶ人の式を比べる。

大文字1字は、どの式にも合う（S は文字列、N は定数、L はリストか組、C は関数を呼ぶ式だけ、.M は名前）。
*Y は、残りの全部に合う。"""

import ast
import functools
import re

from .locate import kind_of

ONLY = {"S": ast.Constant | ast.JoinedStr, "N": ast.Constant, "L": ast.List | ast.Tuple, "C": ast.Call}
SKIPPED = ("ctx", "body", "orelse", "type_comment", "kind", "keywords")


@functools.cache
def parsed(form):
    """形を木にしたもの。"""
    tree = ast.parse(form).body[0]
    return tree.value if isinstance(tree, ast.Expr) else tree


def same(form, node, found):
    """同じ形か。大文字に合ったものを found に入れる。"""
    if isinstance(form, list):
        if form and isinstance(form[-1], ast.Starred):
            found[form[-1].value.id], node = node[len(form) - 1 :], node[: len(form) - 1]
            form = form[:-1]
        return len(form) == len(node) and all(same(*pair, found) for pair in zip(form, node))
    if form == "M" and isinstance(node, str):
        found["M"] = node
        return True
    if isinstance(form, ast.Name) and re.fullmatch("[A-Z]", form.id):
        found[form.id] = node
        return isinstance(node, ONLY.get(form.id, ast.AST))
    if not isinstance(form, ast.AST) or type(form) is not type(node):
        return form == node
    return all(same(getattr(form, name), getattr(node, name), found)
               for name in form._fields if name not in SKIPPED)


def fitting(place, kinds, form):
    """式か、それを囲む式が、形と種類（X 配列 など）に合えば {大文字: 書かれた式}。合わなければ None。"""
    if not form:
        part = [text for text, value in place.parts().items() if kind_of(type(value).__name__) == kinds]
        return {"part": part[0]} if part else None if kinds else {}
    for node in [place.node, getattr(place.node, "parent", None)]:
        found = {}
        wanted = re.findall(r"([A-Z]) (\S+)", kinds)
        if node is not None and same(parsed(form), node, found) and all(
                kind_of(place.kind(found[letter])) == kind for letter, kind in wanted):
            return {key: part if isinstance(part, str) else ", ".join(map(place.text, part))
                    if isinstance(part, list) else place.text(part) for key, part in found.items()}
    return None
