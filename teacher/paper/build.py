"""配るプリントと、先生用の解答と手引きを、A4のHTMLとPDFにする： python teacher/hand_out.py paper

文章は、このフォルダーのマークダウン。「## 解答」より下は、生徒用には入れず、解答のファイルに集める。
問いの `w = np.array([2.0, -1.0])` や、先頭の ```python の部分で決めた数を使い、{{= 式}} を計算して書く。
「```python a」と「```python b」の2つがあれば、同じ文章から、数の違う2つの形を作る。
"""

import re
from pathlib import Path

import numpy as np
from page import page, school_html
from paper import calculate
from publish.pdf import print_pdfs
from slides.pieces import to_html

import perceptron_helpers as helpers

HERE = Path(__file__).resolve().parent
NAME = "＿＿組　＿＿番　名前＿＿＿＿＿＿＿＿＿＿＿"
CODE = re.compile(r"^```python ?(\w?)\n(.*?)^```\n", re.DOTALL | re.MULTILINE)


def written(value):
    """計算した答えの書き方。-0.0 は 0.0 とする。"""
    if isinstance(value, (np.ndarray, np.generic)):
        value = (value.round(6) + value.dtype.type(0)).tolist()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "、".join(value)
    return value if isinstance(value, str) else f"`{value}`"


def calculated(text, code=""):
    """問いと code の決めた数を使って、text の {{= 式}} を計算した文章。"""
    names = {**vars(helpers), **vars(calculate)}
    exec("\n".join([code, *re.findall(r"`(\w+ = [^`]*)`", text.partition("\n## 解答")[0])]), names)
    return re.sub(r"\{\{= (.*?)\}\}", lambda found: written(eval(found[1], names)), text)


def sheets():
    """{ファイルの名前: 計算した文章}。2つの形のあるものは、test_a と test_b のように分ける。"""
    found = {}
    for path in sorted(HERE.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for form, code in CODE.findall(text) or [("", "")]:
            found[re.sub("forms.*", form, path.stem)] = calculated(CODE.sub("", text), code)
    return found


def write_papers(folder):
    """paper/：配るプリント、解答、手引きのHTMLとPDF。"""
    folder.mkdir(parents=True, exist_ok=True)
    texts, answers, printed = {}, "# 解答\n", {}
    for name, text in sheets().items():
        texts[name], _, answer = text.partition("\n## 解答")
        answers += f"\n#{text.splitlines()[0]}\n{answer}" if answer else ""
    texts |= {"answers": answers, "guide": (HERE.parent / "guide.md").read_text(encoding="utf-8")}
    for name, text in texts.items():
        right = {"results": "", "answers": "先生用", "guide": "先生用"}.get(name, NAME)
        header = f"<header><span>{school_html()}</span><span>{right}</span></header>\n"
        body = re.sub("<h2>(?=レッスン|90分×2|付録)", '<h2 class="page">', to_html(text))
        title, css = re.search("<h1>(.*?)</h1>", body)[1], (HERE / "paper.css").read_text(encoding="utf-8")
        printed[folder / f"{name}.pdf"] = page(title, css, header + body, name)
    for path, text in printed.items():
        path.with_suffix(".html").write_text(text, encoding="utf-8", newline="\n")
    print_pdfs(printed)
