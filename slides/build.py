"""ノートブックから、授業で映すスライドを作る： python slides/build.py

slides/build/ に、1レッスンが1つのHTMLファイルになる。ネットワークにつながずに、ブラウザーで開ける。
どのセルがどのスライドになるかは、ノートブックのセルのメタデータ slideshow が決める（guide.md の「スライドを直す」）。
"""

import base64
import re
import struct
import sys
from copy import deepcopy
from importlib.resources import files
from pathlib import Path

import nbformat
from latex2mathml.converter import convert
from nbconvert import SlidesExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from traitlets.config import Config

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parent / "notebooks"
REVEAL = files("pyreveal") / "revealjs" / "dist"

MATH = re.compile(r"(`[^`\n]*`)|\$\$(.+?)\$\$|\$([^$\n]+)\$", re.DOTALL)
DETAILS = re.compile(r"<details><summary>(.*?)</summary>(.*?)</details>", re.DOTALL)


# ---------- セルの文章を、スライドと発表者ノートに分ける ----------

def math_to_mathml(text):
    """$…$ と $$…$$ を、ブラウザーがそのまま表示できるMathMLに変える。"""
    def one(found):
        code, block, inline = found.groups()
        return code or convert(block or inline, display="block" if block else "inline")
    return MATH.sub(one, text)


def with_pictures(text):
    """絵のファイルを、文章の中に入れる。"""
    def one(found):
        data = base64.b64encode((NOTEBOOKS / found[1]).read_bytes()).decode("ascii")
        return f"](data:image/png;base64,{data})"
    return re.sub(r"\]\((\S+\.png)\)", one, text)


def without_details(text):
    """折りたたみのうち、答えは次の操作で出るようにし、ヒントや「くわしく」はノートに移す。文章とノートの組を返す。"""
    hidden = "\n\n".join(found[0] for found in DETAILS.finditer(text) if found[1] != "答え")
    shown = DETAILS.sub(lambda found: f'<div class="fragment answer">{found[2]}</div>' if found[1] == "答え" else "", text)
    return shown, as_notes(hidden)


def as_notes(text):
    """発表者ノートにする文章。折りたたみは開き、絵は除いて、見出しは太字にする。"""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", DETAILS.sub(r"**\1**\2", text))
    return re.sub(r"^#+ (.*)$", r"**\1**", text, flags=re.MULTILINE)


def pages_of(cell):
    """マークダウンのセルを [(種類, 見せる文章, ノート), …] に分ける。

    メタデータの text は、見出しと「予想」のあいだの文章の代わりに映す文章で、元の文章はノートになる。
    「---」の行、「## 」の見出し、確認問題の問2と問3、「説明」のあとの「予想」から、次のスライドになる。
    「Note:」の行から後ろはノートになる。
    """
    show = cell.metadata["slideshow"]
    heading, body, question = re.fullmatch(
        r"(#+ [^\n]*\n*)?(.*?)((?:^\*\*予想\*\*.*)?)", cell.source, flags=re.DOTALL | re.MULTILINE).groups()
    notes = ""
    if "text" in show:
        body, notes = "\n".join(show["text"]) + "\n\n", as_notes(body)
    kind, pages = show["slide_type"], []
    if kind == "fragment" and question and "\n---\n" not in body:
        body += "---\n"
    for page in re.split(r"^---$|^(?=## |\*\*問[23]\*\*)", (heading or "") + body + question, flags=re.MULTILINE):
        text, _, more = page.partition("\nNote:\n")
        if text.strip():
            if pages:
                kind = "slide" if text.startswith("## ") else "subslide"
            text, hidden = without_details(text)
            pages.append((kind, text, "\n\n".join([notes, hidden, more, ""])))
            notes = ""
    return pages


# ---------- コードのセル ----------

def code_for_slide(cell):
    """図のセルは図だけ、エラーはいちばん下の行だけを映す。"""
    cell = deepcopy(cell)
    for output in cell.outputs:
        picture = re.search(r"base64,([^\"]+)", output.get("data", {}).get("text/html", ""))
        if output.output_type == "error":
            output.traceback = [f"{output.ename}: {output.evalue}"]
        elif picture:
            width, height = struct.unpack(">II", base64.b64decode(picture[1])[16:24])
            cell.metadata["tags"] = ["wide" if width > 1.9 * height else "square" if width < 1.2 * height else "figure"]
            cell.metadata["transient"] = {"remove_source": True}
    return cell


def is_widget(cell):
    """動く図のセルか。動く図の、代わりに保存されている図は、代替テキストが決まった言葉で始まる。"""
    return any(output.get("data", {}).get("text/plain", "").startswith("スライダーで動かす図") for output in cell.outputs)


# ---------- スライドのならび ----------

def slides_of(notebook):
    """1枚ずつの {"kind", "where", "cells", "notes"} のリスト。"""
    slides, where = [], ""

    def add(kind, cell, notes):
        if kind in ("slide", "subslide") or not slides:
            slides.append({"kind": kind, "where": where, "cells": [], "notes": ""})
            kind = "-"
        cell.metadata["slideshow"] = {"slide_type": kind}
        slides[-1]["cells"].append(cell)
        slides[-1]["notes"] += notes

    for cell in notebook.cells:
        heading = re.match(r"##? (.*)", cell.source) if cell.cell_type == "markdown" else None
        where = heading[1] if heading else where
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "skip")
        if kind == "skip":
            continue
        if kind == "notes":
            slides[-1]["notes"] += as_notes(cell.source) + "\n\n"
        elif cell.cell_type == "code":
            add(kind, code_for_slide(cell), "")
            if is_widget(cell):
                add("-", new_markdown_cell("▶ **ノートブックで動かしてみよう**"), "")
        else:
            for kind, text, notes in pages_of(cell):
                heading = re.match(r"## (.*)", text)
                where = heading[1] if heading else where
                add(kind, new_markdown_cell(with_pictures(math_to_mathml(text))), notes)
    return slides


def deck_of(notebook):
    """スライドのならびを、nbconvertに渡すノートブックにする。"""
    deck = new_notebook(metadata={**notebook.metadata, "title": notebook.cells[0].source.splitlines()[0].lstrip("# ")})
    for slide in slides_of(notebook):
        place = new_markdown_cell(f'<p class="where">ノートブック　{slide["where"].replace("`", "")}</p>')
        place.metadata["slideshow"] = {"slide_type": slide["kind"]}
        notes = new_markdown_cell(math_to_mathml(slide["notes"]))
        notes.metadata["slideshow"] = {"slide_type": "notes"}
        deck.cells += [place, notes, *slide["cells"]]
    return deck


def build(folder):
    """5つのスライドを folder に作り、ファイルのリストを返す。"""
    exporter = SlidesExporter(
        template_name="template", extra_template_basedirs=[str(HERE)], exclude_anchor_links=True,
        exclude_output_prompt=True, language_code="ja", config=Config(CSSHTMLHeaderPreprocessor={"style": "default"}))
    assets = {name: (REVEAL / path).read_text(encoding="utf-8") for name, path in {
        "reveal_css": "reveal.css", "reveal_js": "reveal.js", "notes_js": "plugin/notes.js"}.items()}
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        deck = deck_of(nbformat.read(path, as_version=4))
        page, _ = exporter.from_notebook_node(deck, resources={"metadata": {"path": str(path.parent)}, **assets})
        made.append(folder / f"{path.stem}.html")
        made[-1].write_bytes(page.encode("utf-8"))
    return made


if __name__ == "__main__":
    for made in build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "build"):
        print(made)
