"""1つのファイルだけで動くノートブック：道具と絵を、中に入れたもの。ColabやGoogle Classroomで使う。"""

import base64
import bz2
import io
import json
import re
import zipfile
from pathlib import Path

import nbformat

from lesson.contents import lesson_files

ROOT = Path(__file__).resolve().parents[2]
LESSONS = lesson_files(ROOT / "notebooks")
PICTURE = re.compile(r"\]\(\.\./images/(\w+\.png)\)")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(0\d_\w+\.ipynb\)")

# 最初のセル。道具を、一時フォルダーの zip ファイルとして置き、そこから読み込む
SETUP = '''#@title 準備：最初に実行します
# このセルには、教材の道具（perceptron_helpers.py と lesson）が入っています。
# teacher/publish/build.py が作ったもので、書き換える所はありません。
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
if sys.platform == "emscripten":  # ブラウザーの中のPython（JupyterLite）
    %pip install -q numpy matplotlib ipywidgets
import lesson'''


def outline(path):
    """レッスンの、節の題とコードだけ。赤いエラーの説明が、名前を作る節を調べる。"""
    cells = nbformat.read(path, as_version=4).cells
    kept = [
        {"cell_type": cell.cell_type, "source": cell.source if cell.cell_type == "code" else heading[0]}
        for cell in cells
        if (heading := re.match("#.*", cell.source)) or cell.cell_type == "code"
    ]
    return json.dumps({"cells": kept}, ensure_ascii=False)


def tools_of(code):
    """道具と、レッスンのコード code が読むデータの zip を、文字にしたもの。"""
    tools = sorted((ROOT / "notebooks" / "lesson").rglob("*"))
    files = [ROOT / "perceptron_helpers.py", *(path for path in tools if path.suffix in (".py", ".txt"))]
    files += [path for path in (ROOT / "notebooks").glob("*.csv") if path.name in code]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:  # 全部をまとめて圧縮すると、1つずつより小さい
        for path in files:
            name = path.relative_to(ROOT / "notebooks" if path.parent != ROOT else ROOT).as_posix()
            made.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), path.read_bytes())
        for path in LESSONS:
            info = zipfile.ZipInfo(f"lesson/outlines/{path.name}", (2020, 1, 1, 0, 0, 0))
            made.writestr(info, outline(path))
    return base64.b85encode(bz2.compress(data.getvalue())).decode("ascii")


def with_pictures(source):
    """本文の絵を、文章の中に入れる。ほかのレッスンへのリンクは、文字だけにする。"""

    def inside(found):
        data = base64.b64encode((ROOT / "images" / found[1]).read_bytes()).decode("ascii")
        return f"](data:image/png;base64,{data})"

    return LINK.sub(r"\1", PICTURE.sub(inside, source))


def one_file(notebook):
    """レッスンか解答の notebook に、道具と絵を入れる。保存されている出力は、そのまま。"""
    code = "".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    setup = nbformat.v4.new_code_cell(SETUP.replace("{data}", tools_of(code)))
    setup.id = "setup"
    setup.metadata = nbformat.from_dict({"cellView": "form", "jupyter": {"source_hidden": True}})
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_pictures(cell.source)
    notebook.cells.insert(1, setup)
    return notebook


def build(folder):
    """one-file/：1つのファイルだけで動くノートブック（Colab、Google Classroom）。"""
    made = folder / "one-file"
    made.mkdir(parents=True, exist_ok=True)
    for path in LESSONS:
        nbformat.write(one_file(nbformat.read(path, as_version=4)), made / path.name)
