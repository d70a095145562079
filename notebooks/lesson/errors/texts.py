"""フォルダー texts の文を読む。

「英語の文に含まれる言葉 → 日本語」を、エラーの種類ごとに、上から順に並べてある。日本語の {a}、{b}… には、
英語の文の中の、引用符の中の言葉、形状、数、関数の名前が、出てくる順に入る。{z} は最後のもの、{y} は
その前、{x} はさらに前。{A} のように大文字で書くと、種類の名前（int など）を日本語にしたものが入る。"""

import re
from pathlib import Path

TEXTS = {}  # {エラーの種類: [(英語の文に含まれる言葉, 日本語)]}
for path in sorted(Path(__file__).with_name("texts").glob("*.txt")):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            english, _, japanese = line.partition("→")
            TEXTS.setdefault(kind, []).append((english.strip(), japanese.strip()))  # noqa: F821
        elif not line.startswith("#"):
            kind = line


def first_fitting(pairs, message, words):
    """pairs の文の中で、message に合い、{…} に入れる words が全部ある、はじめのもの。なければ ""。"""
    for english, text in pairs:
        if english in message and words.keys() >= {*re.findall(r"\{(\w+)\}", text)}:
            return re.sub(r"\{(\w+)\}", lambda found: str(words[found[1]]), text)
    return ""
