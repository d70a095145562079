"""配るプリント（ワークシート、テスト、結果の表）と、先生用の解答を、A4のHTMLとPDFにする。

文章は、このフォルダーのマークダウン。「## 解答」より下は、生徒用には入れず、解答のファイルに集める。
1行に {{space 60}}（高さ60pxの空き）、{{boxes 2 3}}（空の箱）、{{plane}}、{{valley}} と書ける。
"""

import html
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from publish.pdf import find_browser, print_pdf  # noqa: E402
from school import school  # noqa: E402
from slides.pieces import to_html  # noqa: E402

ANSWERS = re.compile(r"^## 解答$", re.MULTILINE)
PAGE = """<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>{title}</title><style>{css}</style></head>
<body><header><span>{school}</span><span>{name}</span></header>
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
    label = "点と線を描く方眼。横軸は入力0、縦軸は入力1。"
    return (
        f'<svg viewBox="-20 0 340 285" width="340" height="285" role="img" aria-label="{label}">'
        f"{lines}{axes}{names}</svg>"
    )


def valley():
    """線形でANDを学習したモデルの、バイアスと損失の谷。今のバイアスは1.0。"""
    biases = [k / 10 for k in range(-26, 22)]
    curve = " ".join(f"{60 * bias:.0f},{-40 * ((bias + 0.25) ** 2 + 0.0625):.0f}" for bias in biases)
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
}


def part_html(text):
    """マークダウンと {{…}} を、HTMLにする。"""

    def fill(found):
        name, *given = found[1].split()
        return DIRECTIVES[name](*given)

    return to_html(re.sub(r"^\{\{(.*)\}\}$", fill, text, flags=re.MULTILINE))


def page(title, text, name):
    """1つのファイルのHTML。"""
    given = school()
    names = html.escape("　".join(filter(None, (given["name"], given["date"]))))
    css = (HERE / "paper.css").read_text(encoding="utf-8")
    return PAGE.format(title=title, css=css, school=names, name=name, text=part_html(text))


def build(folder):
    """paper/：配るプリントと解答のHTMLとPDF、結果を書き写すCSV。"""
    folder.mkdir(parents=True, exist_ok=True)
    pages, answers = {}, ""
    for path in sorted(HERE.glob("*.md")):
        sheet, *answer = ANSWERS.split(path.read_text(encoding="utf-8"))
        title = sheet.splitlines()[0].lstrip("# ")
        pages[path.stem] = page(title, sheet, "" if path.stem == "results" else NAME)
        answers += "".join(f"# {title}：解答\n{part}\n" for part in answer)
    pages["answers"] = page("解答", answers, "先生用")
    for name, text in pages.items():
        (folder / f"{name}.html").write_bytes(text.encode("utf-8"))
        if find_browser():
            print_pdf(text, folder / f"{name}.pdf")
    header = re.search(r"^\| 番号.*", (HERE / "results.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[
        0
    ]
    rows = [",".join(cell.strip() for cell in header.strip("|").split("|"))]
    # 先頭の印（BOM）は、Excelが文字を正しく読むためのもの
    (folder / "results.csv").write_text("\n".join(rows) + "\n", encoding="utf-8-sig", newline="\n")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "build")
