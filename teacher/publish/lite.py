"""ブラウザーの中でレッスンを動かすところ（site/lite/）：JupyterLite と、NumPy の入った Pyodide。

外へは何も頼まない。JupyterLite は、画面を作ってから Python を始める。ここでは、先に始めておく
（browser/start.js と classroom.mjs）。
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from publish import pyodide

from lesson.contents import lesson_files

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
KERNEL = {"name": "python", "display_name": "Python（ブラウザーの中）", "language": "python"}
APPS = ("notebooks", "tree")
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension")
COMPRESSED = (".html", ".js", ".mjs", ".css", ".json", ".wasm", ".svg", ".ipynb", ".txt")


def write_contents(work):
    """JupyterLite に入れるものを、フォルダー work に作る：設定、レッスン、絵、測定値。"""
    for name in ("jupyter-lite.json", "overrides.json"):
        shutil.copy(HERE / "browser" / name, work)
    config = json.loads((work / "jupyter-lite.json").read_text(encoding="utf-8"))
    (settings,) = config["jupyter-config-data"]["litePluginSettings"].values()
    settings["loadPyodideOptions"] = pyodide.OPTIONS
    (work / "jupyter-lite.json").write_text(json.dumps(config), encoding="utf-8")
    notebooks = work / "contents" / "notebooks"
    notebooks.mkdir(parents=True)
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    shutil.copytree(ROOT / "images", work / "contents" / "images", ignore=ignored)
    for path in (ROOT / "notebooks").glob("*.csv"):
        shutil.copy(path, notebooks)
    for path in lesson_files(ROOT / "notebooks"):
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata["kernelspec"] = KERNEL
        # JupyterLite は、行のリストで保存した出力を「,」でつないで表示する。1つの文字列のまま保存する
        (notebooks / path.name).write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def keep_extensions(lite):
    """使う拡張だけを残す：スライダーと Python。ここにないアプリへのボタン（JupyterLab ↗）もなくなる。"""
    path = lite / "jupyter-lite.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    found = config["jupyter-config-data"]["federated_extensions"]
    config["jupyter-config-data"]["federated_extensions"] = [
        one for one in found if one["name"] in EXTENSIONS
    ]
    path.write_text(json.dumps(config), encoding="utf-8")


def start_python_first(lite):
    """ノートブックのページが、画面より先に Python を始めるようにする。"""
    pyodide_folder = lite / "static" / "pyodide"
    (worker,) = (lite / "extensions").rglob("comlink.worker.*.js")
    options = json.dumps(pyodide.OPTIONS)
    module = (HERE / "browser/classroom.mjs").read_text(encoding="utf-8").replace("{{options}}", options)
    (pyodide_folder / "classroom.mjs").write_text(module, encoding="utf-8")
    imports = f'import "./classroom.mjs";\nimport "../../{worker.relative_to(lite).as_posix()}";\n'
    (pyodide_folder / "worker.mjs").write_text(imports, encoding="utf-8")


def mend_page(page):
    """JupyterLite のページ page を日本語にし、最初に動くものを入れる。"""
    text = page.read_text(encoding="utf-8").replace("<html>", '<html lang="ja">')
    text = re.sub("<title>.*?</title>", "<title>はじめてのニューラルネットワーク</title>", text)
    start = (HERE / "browser/start.js").read_text(encoding="utf-8")
    style = (HERE / "browser/page.css").read_text(encoding="utf-8")
    style += (ROOT / "notebooks/.jupyterlab/custom/custom.css").read_text(encoding="utf-8")
    added = f"<script>\n{start}</script>\n<style>\n{style}</style>" if page.parent.name == "notebooks" else ""
    page.write_text(text.replace("<head>", f"<head>\n{added}"), encoding="utf-8")


def compress(folder):
    """送る文字を減らすため、圧縮したもの（.gz）を隣に置く。serve.py が、代わりに送る。"""
    for path in folder.rglob("*"):
        if path.suffix in COMPRESSED and path.stat().st_size > 1000:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def build(site):
    """site/lite/：何も入れずに、ブラウザーの中でレッスンを動かすところ。"""
    lite = site.resolve() / "lite"
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        write_contents(work)
        command = [sys.executable, "-m", "jupyter", "lite", "build", "--contents", "contents"]
        command += [part for app in APPS for part in ("--apps", app)]
        command += ["--output-dir", str(lite), "--no-sourcemaps", "--no-unused-shared-packages"]
        result = subprocess.run(command, cwd=work, capture_output=True, encoding="utf-8", errors="replace")
        if result.returncode:
            raise RuntimeError(f"JupyterLite を作れません。\n{result.stdout[-2000:]}{result.stderr[-2000:]}")
    kernel = lite / "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    pyodide.build(lite / "static" / "pyodide", list(kernel.glob("*.whl")))
    keep_extensions(lite)
    start_python_first(lite)
    for app in APPS:
        mend_page(lite / app / "index.html")
    compress(lite)
