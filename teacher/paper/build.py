"""配るプリントと、先生用の解答と手引きを作る： python teacher/paper/build.py [フォルダー]

A4のHTMLにする。ChromeかEdgeかChromiumがあれば、PDFにもする。

文章は、このフォルダーのマークダウン。「## 解答」より下は、生徒用には入れず、解答のファイルに集める。
問いの `w = np.array([2.0, -1.0])` や、先頭の ```python の部分で決めた数を使い、{{= 式}} を計算して書く。
「```python a」と「```python b」の2つがあれば、同じ文章から、数の違う2つの形を作る。
1行に {{space 60}}（60pxの空き）、{{lines 3}}（罫線）、{{plane}}、{{valley}} と書ける。
"""

import argparse
import html
import re
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1]), str(HERE.parents[1] / "notebooks")]
from paper import calculate  # noqa: E402
from publish.pdf import find_browser, print_pdfs  # noqa: E402
from school import school  # noqa: E402
from slides.pieces import to_html  # noqa: E402

import perceptron_helpers as helpers  # noqa: E402

NAME = "＿＿組　＿＿番　名前＿＿＿＿＿＿＿＿＿＿＿"
CODE = re.compile(r"^```python ?(\w?)\n(.*?)^```\n", re.DOTALL | re.MULTILINE)


def drawn(found):
    """{{…}} の1行を、空き、罫線、図（同じ名前の .svg）にする。"""
    kind, *numbers = found[1].split()
    if kind == "space":
        return f'<div style="height: {numbers[0]}px"></div>'
    if kind == "lines":
        return f'<div class="lines">{"<hr>" * int(numbers[0])}</div>'
    return (HERE / f"{kind}.svg").read_text(encoding="utf-8").replace("\n", "")


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


def sheet_html(text, name):
    """プリント1つの中身。"""
    given = school()
    names = html.escape("　".join(filter(None, (given["name"], given["date"]))))
    body = to_html(re.sub(r"^\{\{(.*)\}\}$", drawn, text, flags=re.MULTILINE))
    return f'<div class="sheet"><header><span>{names}</span><span>{name}</span></header>\n{body}</div>'


def page(text, title=""):
    """印刷できるHTML。"""
    css = (HERE / "paper.css").read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><title>{title}</title><style>{css}</style>'
    return f'<!DOCTYPE html>\n<html lang="ja"><head>{head}</head>\n<body>{text}</body></html>\n'


def write_papers(folder):
    """paper/：配るプリント、解答、手引きのHTMLとPDF、結果を書き写すCSV。"""
    folder.mkdir(parents=True, exist_ok=True)
    bodies, answers = {}, "# 解答\n"
    for name, text in sheets().items():
        sheet, _, answer = text.partition("\n## 解答")
        bodies[name] = sheet_html(sheet, "" if name == "results" else NAME)
        answers += f"\n#{sheet.splitlines()[0]}\n{answer}" if answer else ""
    bodies["answers"] = sheet_html(answers, "先生用")
    guide = sheet_html((HERE.parent / "guide.md").read_text(encoding="utf-8"), "先生用")
    guide = re.sub("<h2>(?=レッスン|90分×2|付録)", '<h2 class="page">', guide)
    bodies["guide"] = guide.replace('"sheet"', '"sheet guide"')
    for name, body in bodies.items():
        title = re.search("<h1>(.*?)</h1>", body)[1]
        (folder / f"{name}.html").write_bytes(page(body, title).encode("utf-8"))
    if find_browser():
        print_pdfs(page, {folder / f"{name}.pdf": body for name, body in bodies.items()}, numbered=True)
    header = re.search(r"^\| (番号.*) \|", (HERE / "results.md").read_text(encoding="utf-8"), re.MULTILINE)
    # 先頭の印（BOM）は、Excelが文字を正しく読むためのもの
    (folder / "results.csv").write_bytes((header[1].replace(" | ", ",") + "\n").encode("utf-8-sig"))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="プリントと解答を、HTMLとPDFにする。")
    options.add_argument("folder", nargs="?", type=Path, default=HERE / "build", help="作る場所")
    write_papers(options.parse_args().folder)
