"""1つのファイルだけで動くノートブック：道具と絵を、中に入れたもの。ColabやGoogle Classroomで使う。"""

import base64
import bz2
import io
import json
import re
import zipfile

import nbformat
from publish.common import LESSONS, ROOT

PICTURE = re.compile(r"\]\(\.\./images/(\w+\.png)\)")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(0\d_\w+\.ipynb\)")

# 最初のセル。道具を、一時フォルダーの zip ファイルとして置き、そこから読み込む
SETUP = '''#@title 準備：最初に実行します
# このセルには、教材の道具（perceptron_helpers.py と lesson）が入っています。書き換える所はありません。
import base64, bz2, io, pathlib, sys, tempfile, zipfile

tools = zipfile.ZipFile(io.BytesIO(bz2.decompress(base64.b85decode("""{data}"""))))
folder = tempfile.mkdtemp(prefix="perceptron-")
tools.extractall(folder)
sys.path.insert(0, folder)
for name in tools.namelist():
    if name.endswith(".csv") and not pathlib.Path(name).exists():
        pathlib.Path(name).write_bytes(tools.read(name))

if "google.colab" in sys.modules:  # Colabには日本語のフォントがない
    %pip install -q matplotlib-fontja
import lesson'''


def outline(path):
    """レッスンの、節の題とコードだけ。赤いエラーの説明が、名前を作る節を調べる。"""
    kept = []
    for cell in nbformat.read(path, as_version=4).cells:
        source = cell.source if cell.cell_type == "code" else "".join(re.findall(r"\A#.*", cell.source))
        kept += [{"cell_type": cell.cell_type, "source": source}] if source else []
    return json.dumps({"cells": kept}, ensure_ascii=False)


def tools_of(code):
    """道具と、レッスンのコード code が読むデータの zip を、文字にしたもの。"""
    notebooks, data = ROOT / "notebooks", io.BytesIO()
    files = [path for path in (notebooks / "lesson").rglob("*") if path.suffix in (".py", ".txt")]
    files += [path for path in notebooks.glob("*.csv") if path.name in code]
    with zipfile.ZipFile(data, "w") as tools:  # 全部をまとめて圧縮すると、1つずつより小さい
        tools.write(ROOT / "perceptron_helpers.py", "perceptron_helpers.py")
        for path in sorted(files):
            tools.write(path, path.relative_to(notebooks))
        for path in LESSONS:
            tools.writestr(f"lesson/outlines/{path.name}", outline(path))
    return base64.b85encode(bz2.compress(data.getvalue())).decode("ascii")


def with_pictures(source):
    """本文の絵を、文章の中に入れる。ほかのレッスンへのリンクは、文字だけにする。"""
    for name in PICTURE.findall(source):
        data = base64.b64encode((ROOT / "images" / name).read_bytes()).decode("ascii")
        source = source.replace(f"](../images/{name})", f"](data:image/png;base64,{data})")
    return LINK.sub(r"\1", source)


def one_file(notebook):
    """レッスンか解答の notebook に、道具と絵を入れる。保存されている出力は、そのまま。"""
    code = "".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    look = {"cellView": "form", "jupyter": {"source_hidden": True}}
    setup = nbformat.v4.new_code_cell(SETUP.replace("{data}", tools_of(code)), id="setup", metadata=look)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_pictures(cell.source)
    notebook.cells.insert(1, setup)
    return notebook


def build(folder):
    """one-file/：1つのファイルだけで動くノートブック（Colab、Google Classroom）。"""
    for path in LESSONS:
        nbformat.write(one_file(nbformat.read(path, as_version=4)), folder / path.name)
