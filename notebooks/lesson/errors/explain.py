"""1つのエラーの説明：文を訳し（sentences）、止まった式を示し（locate）、確かなときだけ助言する（advice）。"""

import ast
import re
import string
import types

from . import GENERAL, OURS, is_ours
from .advice import advice, wrong_argument
from .calls import handed
from .locate import Place, about, kind_of
from .repair import GUESSES, half_width, repair
from .texts import TEXTS, fill

SIGNS = dict(TEXTS["計算"])
UNPLACED = {"NameError", "ImportError", "AssertionError", "OSError", "RecursionError", "StopIteration"}
WORDS = re.compile(r"(?<!\w)'([^']*)'|\"([^\"]*)\"|`([^`]*)`|(?<![\w.<>])([\w.<>]+)\(\)"
                   r"|(\([-\d, ]*(?:newaxis)?\))|(?<![\w.-])(-?\d+(?:\.\d+)?)(?![\w.]\w)")


class Facts:  # 1つのエラーについて分かること
    def __init__(self, shell, error, cell):
        self.error, self.cell, self.space = error, cell, shell.user_ns
        self.kinds = [kind.__name__ for kind in type(error).__mro__[:-2]]
        self.place = self.focus = self.ours = None  # 学ぶ人の式、止まった式、教材の関数のフレーム
        self.steps, self.japanese = [], False  # 順に呼ばれたところ（教材の中は、その入り口だけ）
        self.follow(error.__traceback__)
        self.message = as_written(message_of(error), self.place and self.place.node)
        filename = getattr(error, "filename", None) or self.message.removesuffix(" not found.")
        self.words = words_of(self.message) | {"message": self.message, "filename": filename}

    def follow(self, chain):
        """traceback を、外から順に調べる。"""
        mine = inner = None
        while chain:
            frame, ours = chain.tb_frame, is_ours(chain.tb_frame) and self.kinds[0] != "TooMuchOutput"
            if frame.f_globals is self.space:  # セルの中か、セルで作った関数の中
                mine, inner, self.ours = chain, chain, None
                self.steps.append(chain)
            elif ours and mine:
                helper = frame.f_globals["__name__"] == OURS[0]
                self.steps += [chain] * (helper or not self.ours)
                self.ours = self.ours or frame
                inner = chain if self.ours.f_globals["__name__"] == OURS[0] else mine
            self.japanese, chain = ours and bool(re.search("[ぁ-ん]", str(self.error)[:99])), chain.tb_next
        self.pictures = bool(self.ours) and self.ours.f_globals["__name__"] != OURS[0]
        self.place = Place(mine) if mine else None
        self.focus = Place(inner) if inner is not mine and not self.japanese else self.place


def words_of(message):
    """文の {…} に入るもの：引用符の中の言葉、関数の名前、形状、数。"""
    found = ["".join(groups) for groups in WORDS.findall(message)]
    words = dict(zip(string.ascii_lowercase[:8], found)) | dict(zip("zyx", found[::-1]))
    names = {"names": "、".join(quoted for quoted, *_ in WORDS.findall(message) if quoted)}
    names["sign"] = SIGNS.get(words.get("a"), words.get("a", ""))
    return words | {name.upper(): kind_of(word) for name, word in words.items()} | names


def as_written(message, node):
    """メソッドの名前を書かれたままに、個数を self を除いたものに直した文。"""
    name = getattr(getattr(node, "func", None), "attr", "")
    given = re.search(rf"[._]{name}\(\) takes .*\b(\d+) (?:was|were) given", message)
    if name and given and int(given[1]) == len(node.args) + 1 and not re.search(r"takes 0 ", message):
        message = re.sub(r"\b\d+\b", lambda number: str(int(number[0]) - 1), message)
    return re.sub(r"(?<![\w.])_(?=\w+\(\) )", "", message)


def message_of(error):
    """エラーの文を1行にしたもの。作るのに時間のかかりそうなものは、空。"""
    plain = all(isinstance(part, str | bytes | int | float | None) for part in error.args)
    if isinstance(error, SyntaxError):
        return str(error.msg)[:1000]
    if isinstance(error, KeyError):
        return repr(error.args[0])[:1000] if plain or len(str(error.args)) < 1000 else ""
    return " ".join(str(error)[:1000].split()) if plain or type(error).__module__.startswith("numpy") else ""


def warning_in_japanese(message):
    """警告の説明。知らない警告なら ""。"""
    found = [text for english, text in TEXTS["Warning"] if english in message]
    return fill(found[0], words_of(message)) if found else ""


def explanation(shell, error, cell):
    """エラーの説明。"""
    facts = Facts(shell, error, cell)
    if isinstance(error, SyntaxError) and not facts.place:
        return syntax(facts)
    if facts.japanese:
        text = "いちばん下の行に、日本語で理由が書いてあります。"
    elif facts.pictures:
        text = f"渡したものが合わず、関数 {facts.ours.f_code.co_name} の中で止まりました。"
    else:
        text = translated(facts)
    wrong = wrong_argument(facts) if facts.place else ""
    if wrong and not (facts.japanese or facts.pictures):  # 渡したものが違うときは、はじめに言う
        return wrong + first_sentence(text) + located(facts)
    if facts.focus and facts.focus.helper:  # 教材の中の式は、書き換えられない
        text = first_sentence(text)
    told = wrong or (advice(facts) if facts.place and (text or facts.ours) else "")
    return text + located(facts) + told if text else told or GENERAL


def first_sentence(text):
    """はじめの文。"""
    return text.partition("。")[0] + "。" * bool(text)


def translated(facts):
    """エラーの文の日本語訳。知らない文なら ""。"""
    pairs = [pair for kind in facts.kinds for pair in TEXTS.get(kind, ())]
    found = (fill(japanese, facts.words) for english, japanese in pairs if english in facts.message)
    return next(filter(None, found), "")


def located(facts):
    """止まった式と、その部品の値。"""
    place = facts.focus
    if not place or not place.node or UNPLACED & set(facts.kinds) or place.function[0] == "_":
        return ""
    node, called = place.text(place.node), type(place.node).__name__ == "Call"
    literal = "['\"{:0-9-]|None|True|False" + "|\\[" * (type(place.node).__name__ != "BinOp")
    told = [f"「{text}」は{about(value)}" for text, value in place.parts().items()
            if not re.match(literal, text) and not isinstance(value, types.ModuleType)
            and not (called and callable(value))]
    inside = "" if place.function.startswith("<") else f"関数 {place.function} の中の"
    start = "" if told and told[0].startswith(f"「{node}」") else f"止まったのは{inside}「{node}」"
    if not told and node == " ".join(facts.cell.split()):
        return ""
    used = {part.id for part in ast.walk(place.node) if isinstance(part, ast.Name)}
    given = {name: f"{name} には「{text}」" for name, text in handed(facts).items() if name != text}
    given = [given[name] for name in given if name in used] or list(given.values() if place.helper else ())
    given = f"{place.function} の {'、'.join(given[:2])}を渡しています。" if given else ""
    return start + "で、" * bool(start and told) + "、".join(told[:4]) + "です。" + given


def syntax(facts):
    """文法の間違いの説明。"""
    error, cell = facts.error, facts.cell
    if "incomplete input" in facts.message:  # 途中で終わった理由を、Python にもう一度聞く
        try:
            compile(cell, "", "exec", dont_inherit=True)
        except SyntaxError as real:
            return translated(Facts(types.SimpleNamespace(user_ns=facts.space), real, cell))
    lines = cell.splitlines() or [""]
    start = (error.offset or 1) - 1
    here = (error.text or "")[start : max(start + 1, (getattr(error, "end_offset", None) or 0) - 1)].strip()
    facts.words |= {"line": error.lineno, "here": here[:30]} if here else {}
    text, number = translated(facts), min(error.lineno or 1, len(lines))
    odd = half_width(lines[number - 1], facts.words.get("a", "")[:1])
    if "character" in facts.message or "literal" in facts.message and odd:
        return text * ("character" in facts.message) + odd
    return facts.message.startswith(GUESSES) and repair(lines, number - 1, error) or text
