"""文法の間違いの直し方を探す：1か所だけ書き換えてみて、文法に合うようになったものだけを勧める。"""

import difflib
import keyword
import re
import unicodedata
import warnings

# Python が当て推量で言うもの。直し方が見つかれば、そちらを言う
GUESSES = ("invalid syntax", "expected", "cannot assign", "':' expected", "invalid decimal", "leading zeros", "illegal",
           "only single", "expression", "Missing paren", "invalid imag")
HALF = dict(zip("ー−‐×÷“”‘’、。「」【】・≧≦≠≥≤…¥　〜", "- - - * / \" \" ' ' , . \" \" [ ] * >= <= != >= <= ... \\".split(" ")))
HALF |= {"　": "空白", "\xa0": "空白"}
WORD = rf"(?!(?:{'|'.join(keyword.kwlist)})\b)[A-Za-z_]\w*"
GAP = r"(?<=[\w\])}\"'])(\s+)(?=[\w\"'\[({-])|(?<=[\])}\"'])()(?=[\w\"'\[({])"
MISSING = "値と値のあいだに、, か、計算や比較の記号が抜けています。"
CLOSED = "かっこが閉じていません。対になる終わりのかっこを書きましょう。"

EDITS = [  # (探すもの, 書き換え, 勧める言葉)。上から順に試す。\1 などは、探したものの ( ) の中
    (r"\belse\s+if\b|\belseif\b", "elif", "「そうでなくて、もし」は elif と書きます。"),
    (r"&&", " and ", "「かつ」は and と書きます。"),
    (r"\|\|", " or ", "「または」は or と書きます。"),
    (r"(?<![=<>!])!(?!=)", " not ", "「ではない」は not と書きます。"),
    (r"=([><!])|([><!])\s=", r"\1\2=", "比べる記号は、>=、<=、!= の順に、空白を入れずに書きます。"),
    (r"([\w\]]+)(?:\+\+|--)", r"\1 += 1", "1増やすなら += 1、1減らすなら -= 1 と書きます。"),
    (rf"^(\s*for\s+{WORD})\s+(?:=|of)?\s*", r"\1 in ", "for の行には in が必要です。"),
    (rf"^(\s*import\s+[\w.]+)\s+({WORD})\s*$", r"\1 as \2", "短い呼び名の前には as を書きます。"),
    (rf"^(\s*from\s+[\w.]+)\s+({WORD})\s*$", r"\1 import \2", "from のあとには import が必要です。"),
    (r"^(\s*print)\s+(\S.*)$", r"\1(\2)", "print のあとには、かっこが必要です。print(...) と書きましょう。"),
    (rf"^(\s*)({WORD})[ -](\w+)(?= *=[^=])", r"\1\2_\3", "名前の中に、空白や - は使えません。_ でつなぎましょう。"),
    (rf"(?<=def )(\s*{WORD})[ -](\w+)", r"\1_\2", "名前の中に、空白や - は使えません。_ でつなぎましょう。"),
    (rf"^(\s*def\s+{WORD})\s*:", r"\1():", "関数の名前のあとには ( ) が必要です。"),
    (r"^(\s*def\s.*[(,]\s*)(?:[\d.]+|\"\w*\"|'\w*')", r"\1a", "def の ( ) の中には、値ではなく、引数の名前を書きます。"),
    (r"([{,]\s*(?:\"[^\"]*\"|'[^']*'|\w+)\s*)(?:=(?!=)|\s|,|;)\s*", r"\1: ", '辞書の中は "名前": 値 の形です。'),
    (rf"({WORD})\[([^\[\]]*=[^\[\]]*)\]", r"\1(\2)", 
     "[ ] の中に = は書けません。比べるときは ==、関数の引数なら ( ) を使います。"),
    (rf"^(\s*)({WORD}.*?|[\d.]+)\s*=\s*({WORD})\s*$", r"\1\3 = \2", "= の左と右が逆ではありませんか。左に名前を書きます。"),
    (r"^(\s*(?:if|elif|while|assert|return)\b.*?[^=!<>])=(?!=)", r"\1==", "等しいか比べるときは == と書きます。"),
    (r"(\d),(\d)", r"\1.\2", "小数点は , ではなく . で書きます。"),
    (r";", ",", "区切りは ; ではなく , です。"),
    (r"(\d)\s*([A-Za-z_(])", r"\1 * \2", "掛け算には * が必要です。"),
    (rf"({WORD})\.(\d+)", r"\1[\2]", "番号で取り出すときは、. ではなく [ ] を使います。"),
    (r"(\w+)(?=\s*(?:=[^=]|[,)]))", r"\1_", r"「\1」は意味の決まった言葉なので、名前に使えません。"),
    (r"\s*(?:then|do|\{)?\s*(#.*)?$", r": \1", "行の終わりには :（コロン）が必要です。"),
    (r"(?=\s*:?\s*$)", ")", CLOSED), (r"(?=\s*:?\s*$)", "]", CLOSED),
    (rf",(?=\s*{WORD}\s*=[^=])", ";", "= の文は、1行に1つずつ書きます。"),
    (r":\s*$", "", "行の終わりの : は要りません。"),
    (r"(,\s*),", r"\1", "「,」が1つ多くあります。"),
    (r"([^\s\w]|\b\w+)(\s*)$", r"\1 a", r"式が途中で終わっています。「\1」の右に、続きを書きましょう。"),
    (r"(?<=[\w)\]])(\s+)(?=(?:print|return|break|[A-Za-z_]\w*\s*[(=+]))", r":\1", "途中に :（コロン）が抜けています。"),
    (GAP, r",\1", MISSING), (GAP, r" ==\1", MISSING),
]


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
    """text を1か所だけ（同じ間違いなら3か所まで）書き換えたものと、勧める言葉。"""
    known = [*keyword.kwlist, "print"]
    for word in re.findall(r"\b[A-Za-z]{2,}\b", text)[:30]:
        for near in difflib.get_close_matches(word.lower(), known, 1, 0.75) if word not in known else []:
            yield re.sub(rf"\b{word}\b", near, text, count=1), f"「{word}」は「{near}」の書き間違いではありませんか。"
    for pattern, replacement, sentence in EDITS:
        for found in list(re.finditer(pattern, text, flags=re.M))[:20]:
            head, tail = text[: found.start()] + found.expand(replacement), text[found.end() :]
            for more in range(3):
                yield head + re.sub(pattern, replacement, tail, count=more) if more else head + tail, found.expand(sentence)


def repair(lines, number, error):
    """行 number の書き換えで文法に合うようになれば、それを勧める言葉。"""
    last = max(number + 1, min(getattr(error, "end_lineno", None) or 0, number + 3))
    text = "\n".join(lines[number:last])
    for changed, sentence in candidates(text) if len(lines) < 200 and len(text) < 300 else []:
        if changed != text and grammatical("\n".join([*lines[:number], changed, *lines[last:]])):
            return sentence
    word = re.match(r"\s*(else|elif|except|finally)\b", text)
    return f"この「{word[1]}」と組になる if や try が、同じ字下げのところにありません。" if word else ""


def half_width(line):
    """文字列とコメントの外にある、全角などの文字の直し方。"""
    code = re.sub(r"#.*|\"[^\"]*\"|'[^']*'", "", line[:1000])
    odd = {sign: HALF.get(sign) or unicodedata.normalize("NFKC", sign) for sign in code if not sign.isalpha()}
    found = [f"「{sign}」は半角の{half if half == '空白' else f' {half} '}に" for sign, half in odd.items() if sign != half]
    return f"{'、'.join(found[:4])}打ち直しましょう。" if found else ""
