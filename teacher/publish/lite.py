"""ブラウザーの中で動かすサイト（JupyterLite と Pyodide）：1つのファイルのノートブックを、日本語で開く。

Pyodide（ブラウザーの中のPython）と NumPy、matplotlib は、開いたときに、その配布元から読み込まれる。
手元の Pyodide を使って作るなら、環境変数 JUPYTERLITE_PYODIDE_URL に、その tar.bz2 のパスを入れる。
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

HERE = Path(__file__).resolve().parent
KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
# NumPy と matplotlib は Pyodide にある。残りの部品を、サイトの中に入れる
WHEELS = ("ipywidgets", "jupyterlab-widgets", "comm", "traitlets")


def write_contents(folder, work):
    """JupyterLite に入れるものを、フォルダー work に作る：設定と、Pyodide のカーネルで開くノートブック。"""
    shutil.copytree(HERE / "lite", work, dirs_exist_ok=True)
    (work / "contents").mkdir()
    for path in sorted((folder / "one-file").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        notebook.metadata["kernelspec"] = KERNEL
        nbformat.write(notebook, work / "contents" / path.name)


def build(folder):
    """site/lite/：何も入れずに、ブラウザーの中でレッスンを動かすサイト（試験的）。"""
    site = folder.resolve() / "site" / "lite"
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        write_contents(folder, work)
        download = ["pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", "wheels"]
        if subprocess.run([sys.executable, "-m", *download, *WHEELS], cwd=work).returncode:
            print("部品をダウンロードできないので、ブラウザーの中で動かすサイトは作りません。")
            return
        command = [sys.executable, "-m", "jupyter", "lite", "build", "--apps", "lab"]
        command += ["--contents", "contents", "--piplite-wheels", "wheels", "--output-dir", str(site)]
        command += ["--no-sourcemaps", "--no-unused-shared-packages"]
        result = subprocess.run(command, cwd=work, capture_output=True, encoding="utf-8")
        if result.returncode:
            sys.exit(
                f"ブラウザーの中で動かすサイトを作れませんでした。\n{result.stdout[-2000:]}{result.stderr[-2000:]}"
            )
