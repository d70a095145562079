"""1つのエラーの説明：文を訳し（texts）、止まった式を示し（locate）、確かなときだけ助言する（advice）。"""

import ast
import re
import string
import types

from . import GENERAL, is_ours, steps_of
from .advice import advice, wrong_argument
from .locate import Place, about, kind_of
from .repair import GUESSES, half_width, repair
from .texts import TEXTS, first_fitting

UNPLACED = {"NameError", "ImportError", "AssertionError", "OSError", "RecursionError", "StopIteration"}
WORDS = re.compile(r"(?<!\w)'([^']*)'|\"([^\"]*)\"|`([^`]*)`|(?<![\w.<>])_?([\w.<>]+)\(\)"
                   r"|(\([-\d, ]*(?:newaxis)?\))|(?<![\w.-])(-?\d+(?:\.\d+)?)(?![\w.]\w)")


class Facts:  # 1つのエラーについて分かること
    def __init__(self, space, error, cell):
        self.space, self.error, self.cell = space, error, cell
        self.kinds = [kind.__name__ for kind in type(error).__mro__[:-2]]
        message = error.msg if isinstance(error, SyntaxError) else error
        self.message = " ".join(str(message)[:1000].split())
        filename = getattr(error, "filename", None) or self.message.removesuffix(" not found.")
        self.words = words_of(self.message) | {"message": self.message, "filename": filename}
        steps = steps_of(error.__traceback__)
        mine = [number for number, step in enumerate(steps) if step.tb_frame.f_globals is self.space]
        inside = [step.tb_frame for step in steps[mine[-1]:] if is_ours(step.tb_frame)] if mine else []
        self.ours = inside[0] if inside else None  # 学ぶ人の式から呼ばれた、教材の関数
        self.frames = [steps[number].tb_frame for number in mine] + inside[:1]
        self.place = Place(steps[mine[-1]]) if mine else None  # 学ぶ人の式
        self.japanese = bool(inside) and is_ours(steps[-1].tb_frame) and re.search("[ぁ-ん]", self.message)


def words_of(message):
    """文の {…} に入るもの：引用符の中の言葉、関数の名前、形状、数。"""
    found = ["".join(groups) for groups in WORDS.findall(message)]
    words = dict(zip(string.ascii_lowercase[:8], found)) | dict(zip("zyx", found[::-1]))
    names = {"names": "、".join(quoted for quoted, *_ in WORDS.findall(message) if quoted)}
    names |= {"method": ""} if "." in words.get("a", "") else {}
    return words | {name.upper(): kind_of(word) for name, word in words.items()} | names


def explanation(shell, error, cell):
    """エラーの説明。"""
    facts = Facts(shell.user_ns, error, cell)
    if isinstance(error, SyntaxError) and not facts.place:
        return syntax(facts)
    text = "いちばん下の行に、日本語で理由が書いてあります。" if facts.japanese else translated(facts)
    wrong = facts.place and wrong_argument(facts)
    if wrong:  # 渡したものが違うときは、はじめに言う
        first, stop, _ = text.partition("。")
        return wrong + first + stop + located(facts)
    return text + located(facts) + (advice(facts) if facts.place else "") if text else GENERAL


def translated(facts):
    """エラーの文の日本語訳。知らない文なら ""。"""
    pairs = [pair for kind in facts.kinds for pair in TEXTS.get(kind, ())]
    return first_fitting(pairs, facts.message, facts.words)


def located(facts):
    """止まった式と、その部品の値。"""
    place = facts.place
    if not place or not place.node or UNPLACED & set(facts.kinds):
        return ""
    called = isinstance(place.node, ast.Call)
    told = [f"「{text}」は{about(value)}" for text, value in place.parts().items()
            if not (isinstance(value, types.ModuleType) or called and callable(value)
                    or re.match(r"[\['\"{:\d-]|None|True|False", text))]
    inside = "" if place.function.startswith("<") else f"関数 {place.function} の中の"
    start = f"止まったのは{inside}「{place.text(place.node)}」"
    return f"{start}で、{'、'.join(told[:4])}です。" if told else f"{start}です。"


def syntax(facts):
    """文法の間違いの説明。"""
    error, cell = facts.error, facts.cell
    if "incomplete input" in facts.message:  # 途中で終わった理由を、Python にもう一度聞く
        try:
            compile(cell, "", "exec", dont_inherit=True)
        except SyntaxError as real:
            return translated(Facts(facts.space, real, cell))
    lines = cell.splitlines() or [""]
    number = facts.words["line"] = min(error.lineno or 1, len(lines))
    text = translated(facts)
    if "character" in facts.message:
        return text + half_width(lines[number - 1])
    return facts.message.startswith(GUESSES) and repair(lines, number - 1, error) or text
