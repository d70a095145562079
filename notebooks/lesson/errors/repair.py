"""文法の間違いの直し方を探す：1か所だけ書き換えてみて、文法に合うようになったものだけを勧める。"""

import difflib
import itertools
import keyword
import re
import unicodedata
import warnings

from .texts import TEXTS

GUESSES = tuple(english for english, _ in TEXTS["推量"])
HALF = dict(TEXTS["半角"]) | {"　": "空白", "\xa0": "空白"}
KEYWORD = "|".join(keyword.kwlist)
WORD = rf"(?!(?:{KEYWORD})\b)[A-Za-z_]\w*"
STRING = r"\"[^\"\n]*\"|'[^'\n]*'"
GAP = rf"([\w.]+(?=\s)|[\])}}]|{STRING})(\s+(?=-)|\s*(?!-))(?=([\w.]+|{STRING}|[\[({{-]))"


def grammatical(cell):
    """文法に合っているか。"""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(re.sub(r"^(\s*)[%!].*$", r"\1pass", cell, flags=re.M), "", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def candidates(text):
    """text を1か所だけ（同じ間違いなら5か所まで）書き換えたものと、勧める言葉。"""
    for word in {*re.findall(r"\b[A-Za-z]{2,}\b", text)[:30]} - {*keyword.kwlist, "xor", "nor", "nand"}:
        known = [key for key in (*keyword.kwlist, "print") if abs(len(key) - len(word)) < 2]
        for near in difflib.get_close_matches(word.lower(), known, 3, 0.75):
            changed = re.sub(rf"\b{word}\b", near, text, count=1)
            yield changed, f"「{word}」は「{near}」の書き間違いではありませんか。"
    for edit, sentence in TEXTS["直し方"]:
        edit = edit.replace("KEYWORD", KEYWORD).replace("WORD", WORD).replace("GAP", GAP).replace("␣", " ")
        pattern, _, replacement = edit.partition(" ⇒ ")
        places = [found for found in itertools.islice(re.finditer(pattern, text, flags=re.M), 60)
                  if not re.search("[\"']", re.sub(STRING, "", text[: found.start()]))]  # 文字列の外だけ
        for more, found in itertools.product(range(5), places):
            head, tail = text[: found.start()] + found.expand(replacement), text[found.end() :]
            changed = head + (re.sub(pattern, replacement, tail, count=more) if more else tail)
            yield changed, found.expand(sentence)


def repair(lines, number, error):
    """行 number の書き換えで文法に合うようになれば、それを勧める言葉。"""
    last = max(number + 1, min(getattr(error, "end_lineno", None) or 0, number + 3))
    text = "\n".join(lines[number:last])
    for changed, sentence in candidates(text) if len(lines) < 200 and len(text) < 300 else []:
        if changed != text and grammatical("\n".join([*lines[:number], changed, *lines[last:]])):
            return sentence
    return ""


def half_width(line):
    """文字列とコメントの外にある、全角などの文字の直し方。"""
    code = re.sub(r"#.*|\"[^\"]*\"|'[^']*'", "", line[:1000])
    odd = {sign: HALF.get(sign) or unicodedata.normalize("NFKC", sign) for sign in code if not sign.isalpha()}
    found = [f"「{sign}」は" + ("消すか、半角の空白に" if half == "空白" else f"半角の {half} に")
             for sign, half in odd.items() if sign != half]
    return f"{'、'.join(found[:4])}打ち直しましょう。" if found else ""
