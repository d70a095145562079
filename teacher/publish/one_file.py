"""1つのファイルだけで動くノートブック：道具と絵を、中に入れたもの。ColabやGoogle Classroomで使う。"""

import base64
import io
import re
import zipfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
PICTURE = re.compile(r"\]\(\.\./images/(\w+\.png)\)")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(0\d_\w+\.ipynb\)")

# 最初のセル。道具を、一時フォルダーの zip ファイルとして置き、そこから読み込む
SETUP = '''#@title 準備：最初に実行します
# このセルには、教材の道具（perceptron_helpers.py と lesson）が入っています。
# teacher/publish/build.py が作ったもので、書き換える所はありません。
import base64, io, pathlib, sys, tempfile, zipfile

tools = zipfile.ZipFile(io.BytesIO(base64.b85decode("""{data}""")))
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


def tools_of(lesson):
    """道具と、そのレッスンが読むデータの zip を、文字にしたもの。"""
    files = [ROOT / "perceptron_helpers.py", *sorted((ROOT / "notebooks" / "lesson").rglob("*.py"))]
    files += [path for path in (ROOT / "notebooks").glob("*.csv") if path.name in lesson]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for path in files:
            inside = (ROOT / "notebooks") in path.parents
            name = path.relative_to(ROOT / "notebooks" if inside else ROOT).as_posix()
            made.writestr(
                zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), path.read_bytes(), zipfile.ZIP_DEFLATED
            )
    return base64.b85encode(data.getvalue()).decode("ascii")


def with_pictures(source):
    """本文の絵を、文章の中に入れる。ほかのレッスンへのリンクは、文字だけにする。"""

    def inside(found):
        data = base64.b64encode((ROOT / "images" / found[1]).read_bytes()).decode("ascii")
        return f"](data:image/png;base64,{data})"

    return LINK.sub(r"\1", PICTURE.sub(inside, source))


def one_file(path):
    """1つのファイルにしたノートブック。保存されている出力は、そのまま。"""
    notebook = nbformat.read(path, as_version=4)
    setup = nbformat.v4.new_code_cell(SETUP.replace("{data}", tools_of(path.read_text(encoding="utf-8"))))
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
        nbformat.write(one_file(path), made / path.name)
