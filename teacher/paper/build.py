"""配るプリント（ワークシート、テスト、結果の表）と、先生用の解答を、A4のHTMLとPDFにする。

文章は、このフォルダーのマークダウン。「## 解答」より下は、生徒用には入れず、解答のファイルに集める。
問いの `w = np.array([2.0, -1.0])` や、先頭の ```python の部分で決めた数を使って、{{= 式}} を計算して書く。
```python が「```python a」「```python b」のように2つあれば、同じ文章から、数の違う2つの形を作る。
1行に {{space 60}}（高さ60pxの空き）、{{lines 3}}（罫線3行）、{{boxes 2 3}}（空の箱）、{{plane}}、{{valley}} と書ける。
"""

import html
import re
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1]), str(HERE.parents[1] / "notebooks")]
import perceptron_helpers as helpers  # noqa: E402
from paper import calculate  # noqa: E402
from publish.pdf import find_browser, print_pdfs  # noqa: E402
from school import school  # noqa: E402
from slides.pieces import to_html  # noqa: E402

PAGE = """<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>{title}</title><style>{css}</style></head>
<body>
{text}
</body></html>
"""
NAME = "＿＿組　＿＿番　名前＿＿＿＿＿＿＿＿＿＿＿"


def plane():
    """点と線を描く方眼。横軸が入力0、縦軸が入力1で、-1から2まで。"""
    lines = ""
    for k in range(13):
        at, width = 20 + 20 * k, 1.5 if k % 4 == 0 else 0.5
        lines += f'<path d="M{at} 20 V260 M20 {at} H260" stroke="#888" stroke-width="{width}"/>'
    for k, number in enumerate((-1, 0, 1, 2)):
        lines += f'<text x="{20 + 80 * k}" y="278" text-anchor="middle">{number}</text>'
        lines += f'<text x="10" y="{265 - 80 * k}" text-anchor="end">{number}</text>'
    axes = '<path d="M100 20 V260 M20 180 H260" stroke="#000" stroke-width="2"/>'
    names = '<text x="270" y="184">入力0</text><text x="100" y="12" text-anchor="middle">入力1</text>'
    size = 'viewBox="-20 0 340 285" width="340" height="285"'
    return f'<svg {size} role="img" aria-label="点と線を描く方眼。横軸は入力0、縦軸は入力1。">{lines}{axes}{names}</svg>'


def valley():
    """線形でANDを学習したモデルの、バイアスと損失の谷。今のバイアスは1.0。"""
    biases = np.arange(-26, 22) / 10
    curve = " ".join(f"{60 * bias:.0f},{-40 * calculate.valley(bias):.0f}" for bias in biases)
    ticks = "".join(f'<text x="{60 * k}" y="18" text-anchor="middle">{k}</text>' for k in (-2, -1, 0, 1))
    return (
        '<svg viewBox="-170 -230 400 260" width="400" height="260" role="img" '
        'aria-label="損失の谷。横軸はバイアスで、いまは1.0の所に点がある。谷底は -0.25。">'
        f'<path d="M-160 0 H140" stroke="#000"/><polyline points="{curve}" fill="none" stroke="#000"/>'
        f'{ticks}<text x="150" y="5">バイアス</text><circle cx="60" cy="-65" r="6"/></svg>'
    )


def boxes(rows, columns):
    """書き込むための、空の箱。"""
    return f'<table class="boxes">{("<tr>" + "<td></td>" * int(columns) + "</tr>") * int(rows)}</table>'


DIRECTIVES = {
    "plane": plane,
    "valley": valley,
    "boxes": boxes,
    "space": lambda height: f'<div style="height: {height}px"></div>',
    "lines": lambda number: '<div class="rule"></div>' * int(number),
}


def written(value):
    """計算した答えを、問いの書き方に合わせて書く。-0.0 は 0.0 とする。"""
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
        forms = dict(re.findall(r"^```python ?(\w?)\n(.*?)^```\n", text, flags=re.DOTALL | re.MULTILINE))
        text = re.sub(r"^```python.*?^```\n", "", text, flags=re.DOTALL | re.MULTILINE).lstrip()
        for form, code in (forms or {"": ""}).items():
            name = re.sub("forms.*", form, path.stem)
            found[name] = calculated(text, code)
    return found


def sheet_html(text, name):
    """プリント1つの中身。"""
    given = school()
    names = html.escape("　".join(filter(None, (given["name"], given["date"]))))

    def fill(found):
        kind, *rest = found[1].split()
        return DIRECTIVES[kind](*rest)

    body = to_html(re.sub(r"^\{\{(.*)\}\}$", fill, text, flags=re.MULTILINE))
    return f'<div class="sheet"><header><span>{names}</span><span>{name}</span></header>\n{body}</div>'


def page(text, title=""):
    """印刷できるHTML。"""
    return PAGE.format(title=title, css=(HERE / "paper.css").read_text(encoding="utf-8"), text=text)


def write_papers(folder):
    """paper/：配るプリントと解答のHTMLとPDF、結果を書き写すCSV。"""
    folder.mkdir(parents=True, exist_ok=True)
    bodies, titles, answers = {}, {}, "# 解答\n"
    for name, text in sheets().items():
        sheet, _, answer = text.partition("\n## 解答")
        titles[name] = sheet.splitlines()[0].lstrip("# ")
        bodies[name] = sheet_html(sheet, "" if name == "results" else NAME)
        answers += f"\n## {titles[name]}\n{answer}" if answer else ""
    titles["answers"], bodies["answers"] = "解答", sheet_html(answers, "先生用")
    for name, body in bodies.items():
        (folder / f"{name}.html").write_bytes(page(body, titles[name]).encode("utf-8"))
    if find_browser():
        print_pdfs(page, {folder / f"{name}.pdf": body for name, body in bodies.items()}, numbered=True)
    header = re.search(r"^\| 番号.*", (HERE / "results.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    row = ",".join(cell.strip() for cell in header[0].strip("|").split("|"))
    # 先頭の印（BOM）は、Excelが文字を正しく読むためのもの
    (folder / "results.csv").write_text(row + "\n", encoding="utf-8-sig", newline="\n")


if __name__ == "__main__":
    write_papers(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "build")
