"""ブラウザーの中でレッスンを動かすところ（site/lite/）：JupyterLite と、NumPy の入った Pyodide。

外へは何も頼まない。JupyterLite は、画面を作ってから Python を始める。ここでは、先に始めておく
（browser/start.js と classroom.mjs）。
"""

import gzip
import json
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from publish import pyodide
from publish.common import BROWSER, LESSONS, ROOT, run

# 使う拡張：スライダーと Python。使わないボタン（JupyterLab ↗）もなくなる
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension")
COMPRESSED = (".html", ".js", ".mjs", ".css", ".json", ".wasm", ".svg", ".ipynb", ".txt")


def write_contents(contents):
    """JupyterLite に入れるものを、フォルダー contents に作る：レッスン、絵、測定値。"""
    ignored = shutil.ignore_patterns("lesson", "*.ipynb", "*.py", ".*", "__pycache__")
    for name in ("images", "notebooks"):
        shutil.copytree(ROOT / name, contents / name, ignore=ignored)
    for path in LESSONS:
        # JupyterLite は、行のリストで保存した出力を「,」でつないで表示する。1つの文字列のまま保存する
        text = json.dumps(nbformat.read(path, as_version=4), ensure_ascii=False)
        (contents / "notebooks" / path.name).write_text(text, encoding="utf-8")


def start_python_first(lite):
    """ノートブックのページが、画面より先に Python を始めるようにする。"""
    shutil.copy(BROWSER / "classroom.mjs", lite / "static/pyodide")
    (worker,) = (lite / "extensions").rglob("comlink.worker.*.js")
    imports = f'import "./classroom.mjs";\nimport "../../{worker.relative_to(lite).as_posix()}";\n'
    (lite / "static/pyodide/worker.mjs").write_text(imports, encoding="utf-8")


def mend_pages(lite):
    """JupyterLite のページを日本語にし、ノートブックのページには、最初に動くものを入れる。"""
    paths = (BROWSER / "start.js", BROWSER / "page.css", ROOT / "notebooks/.jupyterlab/custom/custom.css")
    start, *styles = (path.read_text(encoding="utf-8") for path in paths)
    added = f"<script>\n{start}</script>\n<style>\n{''.join(styles)}</style>"
    meta = '<meta charset="utf-8">'
    for app, first in (("tree", ""), ("notebooks", added)):
        page = lite / app / "index.html"
        text = page.read_text(encoding="utf-8").replace("<html>", '<html lang="ja">')
        page.write_text(text.replace(meta, f"{meta}\n{first}"), encoding="utf-8")


def compress(folder):
    """送る文字を減らすため、圧縮したもの（.gz）を隣に置く。serve.py が、代わりに送る。"""
    for path in folder.rglob("*"):
        if path.suffix in COMPRESSED and path.stat().st_size > 1000:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def build(lite):
    """site/lite/：何も入れずに、ブラウザーの中でレッスンを動かすところ。"""
    lite = lite.resolve()
    extensions = Path(sys.prefix, "share/jupyter/labextensions")
    only = [f"--LiteBuildConfig.federated_extensions={extensions / name}" for name in EXTENSIONS]
    with tempfile.TemporaryDirectory() as work:
        for path in BROWSER.glob("*.json"):
            shutil.copy(path, work)
        write_contents(Path(work, "contents"))
        run(sys.executable, "-m", "jupyter", "lite", "build", "--output-dir", lite, *only, cwd=work)
    kernel = lite / "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    pyodide.build(lite / "static" / "pyodide", kernel.glob("*.whl"))
    start_python_first(lite)
    mend_pages(lite)
    compress(lite)
