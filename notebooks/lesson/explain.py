"""赤いエラーの下に、短い日本語の説明を付ける：何が起きたか、まずどこを見るか。

文の一覧は errors.py にある。文の中の {…} には、エラーの文から正規表現で読み取ったものか、
下の FACTS の関数が見つけたものが入る。見つからないときは、その文は使わず、次を調べる。
"""

import ast
import builtins
import difflib
import functools
import inspect
import json
import keyword
import linecache
import os
import re
import sys
import traceback
import types
import unicodedata
import warnings
from pathlib import Path

import numpy as np

import perceptron_helpers as helpers

from .errors import EXPECTED, KINDS, QUIET, RULES, WARNINGS
from .limit import Limit

MARK = "▶ 日本語の説明："
READ_ALONE = "# 日本語の説明なしで、自分で読む"  # 1行目がこのコメントのセルには、説明を付けない
OURS = ("perceptron_helpers", "lesson")


# ---------- 説明に使う事実 ----------


def is_ours(frame):
    """教材の道具の中のフレームか。"""
    return str(frame.f_globals.get("__name__")).split(".")[0] in OURS


class Facts(dict):
    """1つのエラーについて分かること。まだないものは、FACTS の関数で調べる。分からなければ KeyError。"""

    def __init__(self, shell, error, cell):
        super().__init__(
            space=shell.user_ns, error=error, cell=cell, frame=None, ours=None, line="", place=None
        )
        self["message"] = error.msg if isinstance(error, SyntaxError) else str(error)
        if isinstance(error, SyntaxError):
            lines = cell.splitlines() or [""]
            self["place"] = min(error.lineno or 1, len(lines))
            self["line"] = lines[self["place"] - 1]
            return
        for frame, number in traceback.walk_tb(error.__traceback__):
            if frame.f_globals is shell.user_ns:  # セルの中か、セルで作った関数の中
                self.update(
                    frame=frame,
                    ours=None,
                    place=number,
                    line=linecache.getline(frame.f_code.co_filename, number),
                )
            elif is_ours(frame) and self["frame"] and self["ours"] is None:
                self["ours"] = frame

    def __missing__(self, key):
        value = FACTS[key](self)
        if not value:
            raise KeyError(key)
        self[key] = value
        return value


def value_of(facts, name):
    """エラーが起きたところでの、名前 name の値。なければ None。"""
    frame = facts["frame"]
    space = {**frame.f_globals, **frame.f_locals} if frame else facts["space"]
    return space.get(name)


def arguments(frame):
    """関数に渡されたもの：{引数の名前: 値}。"""
    names = frame.f_code.co_varnames[: frame.f_code.co_argcount]
    return {name: frame.f_locals[name] for name in names if name in frame.f_locals}


def shapes(facts):
    """止まった行の配列の、名前と形状。教材の関数の中で止まったときは、渡された配列も。"""
    right = re.sub(r"^\s*[\w, ]+=(?!=)", "", facts["line"])  # = の左の名前は、まだ古い値
    label, found = "引数 ", arguments(facts["ours"]) if facts["ours"] else {}
    if not found:
        label, found = (
            "",
            {name: value_of(facts, name) for name in re.findall(r"(?<![.\w])[A-Za-z_]\w*", right)},
        )
    found = {
        f'{name}["{key}"]' if key else name: value
        for name, whole in found.items()
        for key, value in (whole.items() if isinstance(whole, dict) else [("", whole)])
    }
    arrays = [f"{label}`{name}` は {shape_of(value)}" for name, value in found.items() if shape_of(value)]
    return "、".join(arrays[:4])


def shape_of(value):
    """配列か、数のリストの形状。ほかのものなら ()。"""
    try:
        return np.shape(value) if isinstance(value, (np.ndarray, list)) else ()
    except ValueError:  # 行の長さの違うリスト
        return ()


def near(facts):
    """つづりの近い名前。"""
    lessons = [name for names in course_names(Path.cwd()).values() for name in names]
    known = [*facts["space"], *dir(builtins), *lessons]
    return near_one(facts["name"], [name for name in known if not name.startswith("_")])


def near_one(name, known):
    """known の中で、つづりが name に最も近い名前。なければ空文字列。"""
    letters = sorted(name.lower())  # 大文字と小文字の違いか、文字の入れ替わり
    same = [other for other in known if sorted(other.lower()) == letters and other != name]
    same = same or [other for other in known if other.startswith(name + "_")]
    return (same or difflib.get_close_matches(name, set(known) - {name}, 1, 0.75) or [""])[0]


def near_attribute(facts):
    """. の前のもの（モジュールや配列）が持つ、つづりの近い名前。"""
    owner = sys.modules.get(facts.get("module")) or getattr(facts["error"], "obj", None)
    return near_one(facts["name"], [name for name in dir(owner) if not name.startswith("_")])


def near_module(facts):
    """つづりの近い、教材で使うモジュールの名前。"""
    return near_one(
        facts["name"],
        ["numpy", "matplotlib", "perceptron_helpers", "lesson", "lesson.pictures", "ipywidgets"],
    )


@functools.lru_cache(maxsize=1)
def course_names(here):
    """レッスンごとに、名前を最初に作るところ：{レッスンの番号: {名前: "2.3節"}}。"""
    folder = here if list(here.glob("0*_*.ipynb")) else Path(sys.prefix) / "share/perceptron-lessons"
    found = {}
    for path in sorted(folder.glob("0[1-9]_[a-z]*.ipynb")):
        names, section = found.setdefault(path.name[:2], {}), "はじめの import の"
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            heading = (
                re.search(r"^## (?:(\d\.\d)|(.*))", source, flags=re.M)
                if cell["cell_type"] == "markdown"
                else None
            )
            if heading and (heading[1] or heading[2] == "やってみよう"):
                section = f"{heading[1]}節の" if heading[1] else "「やってみよう」の"
            for name in made_in(source) if cell["cell_type"] == "code" else []:
                names.setdefault(name, section)
    return found


def made_in(source):
    """セルが作る名前：代入、関数、import。関数の中だけの名前は除く。"""
    try:
        parts = ast.parse(source).body
    except SyntaxError:  # % で始まる命令など
        return []
    nodes = [
        node for part in parts for node in ([part] if isinstance(part, ast.FunctionDef) else ast.walk(part))
    ]
    names = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    names += [node.name for node in nodes if isinstance(node, ast.FunctionDef)]
    return names + [
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    ]


def place_made(facts):
    """名前を作るセルのある節。開いているレッスンを優先する。"""
    lessons = course_names(Path.cwd())
    here = Path(os.environ.get("JPY_SESSION_NAME") or str(facts["space"].get("__vsc_ipynb_file__", ""))).name[
        :2
    ]
    places = [
        names[facts["name"]]
        for lesson, names in sorted(lessons.items(), key=lambda item: item[0] != here)
        if facts["name"] in names
    ]
    return places[0] if places else ""


def keys(facts):
    """止まった行の辞書が持つキー。"""
    ours = facts["ours"]
    frame = ours or facts["frame"]
    number = traceback.extract_tb(facts["error"].__traceback__)[-1].lineno if ours else facts["place"]
    line = linecache.getline(frame.f_code.co_filename, number)
    space = {**frame.f_globals, **frame.f_locals}
    found = [
        value for name, value in space.items() if isinstance(value, dict) and re.search(rf"\b{name}\[", line)
    ]
    return "、".join(map(repr, list(found[0])[:6])) if found and found[0] is not space else ""


def order(facts):
    """関数に渡すものの順番。"""
    function = (facts.get("function") or "").split(".")[-1] or facts["ours"].f_code.co_name
    try:
        names = list(inspect.signature(value_of(facts, function)).parameters)
    except (TypeError, ValueError):  # 関数でないか、引数を調べられない
        return ""
    return f"渡すものは、順に {', '.join(names)} です。" if names else f"`{function}()` には何も渡しません。"


def kind(value):
    """値の種類を、学ぶ人の言葉で言ったもの。"""
    return (
        "まだ書き換えていない ... " if value is ... else KINDS.get(type(value).__name__, type(value).__name__)
    )


def wrong_argument(facts):
    """教材の関数に渡されたもののうち、種類の違うもの。"""
    for name, value in arguments(facts["ours"]).items() if facts["ours"] else ():
        want, fits = EXPECTED.get(name, ("", lambda value: True))
        if not fits(value):
            given = "形の違う" * want.endswith(kind(value)) + kind(value)
            return f"`{ours_name(facts)}` の {name} には{want}を渡しますが、{given}が渡されています。"
    return ""


def odd(facts):
    """文字列とコメントの外にある、全角などの紛らわしい文字。"""
    code = re.sub(r"#.*|\"[^\"]*\"|'[^']*'", "", facts["line"])
    for sign in code:
        half = {
            "ー": "-",
            "−": "-",
            "×": "*",
            "÷": "/",
            "“": '"',
            "”": '"',
            "‘": "'",
            "’": "'",
            "、": ",",
            "。": ".",
            "「": '"',
            "」": '"',
            "¥": "\\",
            "　": "空白",
            "\xa0": "空白",
            "…": "...",
        }.get(sign) or unicodedata.normalize("NFKC", sign)
        if half != sign and (half == "空白" or half.isascii()):
            return f"全角などの「{sign}」があります。半角の {half} に打ち直しましょう。"
    return ""


def broken_np(facts):
    """中身が置き換えられた np の関数。"""
    for inside, name in re.findall(r"\bnp\.(random\.)?(\w+)\s*\(", facts["line"]):
        owner = np.random if inside else np
        if hasattr(owner, name) and not callable(getattr(owner, name)):
            return f"np.{inside}{name}"
    return ""


def np_value(facts):
    """np という名前に入っている、NumPy ではない値の種類。"""
    value = value_of(facts, "np")
    return "" if value is None or isinstance(value, types.ModuleType) else kind(value)


def in_np(facts):
    """np. を付け忘れた NumPy の関数。"""
    name = facts["name"]
    return name if re.search(rf"\b{name}\(|\bpi\b", facts["line"]) and hasattr(np, name) else ""


def called(facts):
    """関数のように呼ばれている、関数ではないものの名前。"""
    names = re.findall(r"(?<![.\w])([A-Za-z_]\w*)\s*\(", facts["line"])
    return next(
        (name for name in names if value_of(facts, name) is not None and not callable(value_of(facts, name))),
        "",
    )


def near_keyword(facts):
    """行の初めの言葉と、つづりの近いキーワード：retrun なら return。"""
    word = (re.findall(r"[A-Za-z]+", facts["line"]) or [""])[0]
    known = [other for other in [*keyword.kwlist, "print"] if abs(len(other) - len(word)) < 2]
    return "" if keyword.iskeyword(word) else near_one(word, known)


def open_bracket(facts):
    """行の中で、閉じていないかっこ。"""
    code = re.sub(r"#.*|\"[^\"]*\"|'[^']*'", "", facts["line"])
    return next((left for left, right in ("()", "[]", "{}") if code.count(left) > code.count(right)), "")


def shadowed(facts):
    """値を入れたために使えなくなった、もとからある関数の名前。"""
    owners = (builtins, helpers, sys.modules.get("lesson.pictures"))
    name = called(facts)
    return name if any(callable(getattr(owner, name, None)) for owner in owners) else ""


def ours_name(facts):
    """エラーが教材の関数の中で起きたときの、その関数の名前。"""
    return facts["ours"].f_code.co_name if facts["ours"] else ""


FACTS = {
    "near_keyword": near_keyword,
    "open_bracket": open_bracket,
    "shapes": shapes,
    "near": near,
    "near_attribute": near_attribute,
    "near_module": near_module,
    "made": place_made,
    "keys": keys,
    "order": order,
    "wrong_argument": wrong_argument,
    "odd": odd,
    "called": called,
    "called_kind": lambda facts: kind(value_of(facts, facts["called"])),
    "shadowed": shadowed,
    "broken_np": broken_np,
    "np_value": np_value,
    "in_np": in_np,
    "ours_name": ours_name,
}


# ---------- 説明を選ぶ ----------


def explanation(shell, error, cell):
    """errors.py の文のうち、最初に当てはまるもの。"""
    facts = Facts(shell, error, cell)
    classes = " ".join(base.__name__ for base in type(error).__mro__)
    for of, message, line, text in RULES:
        found, seen = re.search(message, facts["message"]), re.search(line, facts["line"])
        if found and seen and re.search(rf"\b({of})\b", classes):
            known = Facts(shell, error, cell)
            known.update({**found.groupdict(), **seen.groupdict()})
            try:
                return text.format_map(known)
            except KeyError:  # 文に入れるものが見つからない
                continue
    return ""


def quiet_mistake(shell, cell):
    """エラーにはならないが、思っていたのと違う計算。"""

    def number(node):
        value = shell.user_ns.get(node.id) if isinstance(node, ast.Name) else getattr(node, "value", None)
        return isinstance(value, (int, float, np.ndarray)) and np.asarray(value).dtype != bool

    def numbers(node):
        value = (
            [n.value for n in node.elts if isinstance(n, ast.Constant)]
            if isinstance(node, ast.List)
            else (shell.user_ns.get(node.id) if isinstance(node, ast.Name) else None)
        )
        return isinstance(value, list) and len(value) > 1 and all(type(v) in (int, float) for v in value)

    for node in ast.walk(ast.parse(cell)):
        if isinstance(node, ast.BinOp):
            power = (
                isinstance(node.right, ast.Constant)
                and type(node.right.value) is int
                and node.right.value > 1
            )
            if isinstance(node.op, ast.BitXor) and (power or number(node.left) and number(node.right)):
                return QUIET["power"]
            if isinstance(node.op, ast.Mult) and (numbers(node.left) or numbers(node.right)):
                return QUIET["repeat"]
    return ""


# ---------- IPython につなぐ ----------


class Explainer:
    """セルを実行するたびに呼ばれる。"""

    def __init__(self, shell):
        self.shell, self.limit = shell, Limit()
        shell.set_custom_exc((Exception,), self.show_without_ours)
        shell.events.register("pre_run_cell", self.limit.begin)
        shell.events.register("post_run_cell", self.after_cell)
        show = warnings.showwarning
        warnings.showwarning = lambda message, *rest, **named: (
            show(message, *rest, **named),
            self.after_warning(message),
        )

    def show_without_ours(self, shell, kind, error, chain, tb_offset=None):
        """赤いエラーから、教材のファイルの中の行を除いて表示する。"""
        frames, kept = [], None
        while chain:
            frames.append(chain)
            chain = chain.tb_next
        for part in reversed(frames):
            if not is_ours(part.tb_frame):
                kept = types.TracebackType(kept, part.tb_frame, part.tb_lasti, part.tb_lineno)
        shell.showtraceback((kind, error, kept), tb_offset=tb_offset)

    def after_warning(self, message):
        text = next((text for words, text in WARNINGS if re.search(words, str(message))), "")
        if text:
            print(MARK + text)

    def after_cell(self, result):
        self.limit.end()
        cell, error = result.info.raw_cell or "", result.error_before_exec or result.error_in_exec
        if cell.startswith(READ_ALONE):
            return
        try:
            text = explanation(self.shell, error, cell) if error else quiet_mistake(self.shell, cell)
        except Exception:  # 説明を作れなくても、セルの結果を変えない
            text = "いちばん下の行に理由が、矢印（---->）の行に場所が書いてあります。" if error else ""
        if text:
            print(MARK + text)


def start(shell=None):
    """説明を始める。2回呼んでも、説明は1つ。ノートブックの外では、何もしない。"""
    if "IPython" in sys.modules and shell is None:
        shell = sys.modules["IPython"].get_ipython()
    if shell is not None and not getattr(shell, "lesson_explainer", None):
        shell.lesson_explainer = Explainer(shell)


def load_ipython_extension(shell):
    """カーネルの設定 c.InteractiveShellApp.extensions が呼ぶ。"""
    start(shell)
