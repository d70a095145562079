"""ブラウザーの中の Python（Pyodide）を、NumPy、matplotlib、この教材の道具といっしょに、すぐ始まる形にする。

Pyodide は npm から、その中で動く NumPy などは PyPI の open-webui（Pyodide の wheel を運んでいる）から、
ほかは PyPI から取り出す。Pyodide の目録（pyodide-lock.json）の版と sha256 に合わないものは、使わない。
"""

import hashlib
import json
import re
import shutil
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

from publish.common import BROWSER, LESSONS, ROOT, run

PYODIDE, CARRIER = "314.0.3", "open-webui==0.12.4"
WANTED = ("matplotlib", "ipython", "micropip")
INSTALLED = ("comm", "ipywidgets", "matplotlib-fontja")  # Pyodide の目録にないもの。いまの環境と同じ版にする
UNUSED = re.compile(r"^(fontTools|pytz)/|/(tests|sample_data|afm|pdfcorefonts|f2py|include)/|\.pyi$")


def needed(packages):
    """Pyodide の目録 packages のうち、WANTED と、それが使う部品。"""
    names = list(WANTED)
    for name in names:  # names は、この中で増えていく
        names += [other.replace("_", "-") for other in packages[name]["depends"]]
    return {name: packages[name] for name in names}


def collect(folder, packages):
    """部品 packages と INSTALLED の wheel を、folder に集める。目録の sha256 と違えば、止まる。"""
    native = [package for package in packages.values() if "wasm32" in package["file_name"]]
    pure = [f"{name}=={package['version']}" for name, package in packages.items() if package not in native]
    pure += [f"{name}=={version(name)}" for name in INSTALLED]
    download = (sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:")
    run(*download, "--ignore-requires-python", "--dest", folder, CARRIER, *pure)
    (carrier,) = folder.glob("open_webui-*.whl")
    with zipfile.ZipFile(carrier) as wheels:
        for package in native:
            data = wheels.read(f"open_webui/frontend/pyodide/{package['file_name']}")
            if hashlib.sha256(data).hexdigest() != package["sha256"]:
                raise RuntimeError(f"{CARRIER} の {package['file_name']} が、Pyodide {PYODIDE} と違います。")
            (folder / package["file_name"]).write_bytes(data)
    carrier.unlink()


def unpack(wheels, pure, site):
    """wheels を広げる：純粋な Python の部品は pure に、ファイルとして置くものと教材の道具は site に。"""
    for wheel in wheels:
        as_files = re.search(r"wasm32|matplotlib_fontja", wheel.name)
        with zipfile.ZipFile(wheel) as packed:
            kept = [name for name in packed.namelist() if not UNUSED.search(name)]
            packed.extractall(site if as_files else pure, kept)
    lesson = site / "lesson"
    shutil.copytree(ROOT / "notebooks/lesson", lesson, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "perceptron_helpers.py", site)
    for folder in ("lesson/originals", "ipython/profile_default"):
        (site / folder).mkdir(parents=True)
    for path in (*LESSONS, *(ROOT / "notebooks").glob("*.csv")):
        shutil.copy(path, lesson / "originals")  # restore と赤いエラーの説明と、ipython_config.py が使う
    shutil.copy(BROWSER / "ipython_config.py", site / "ipython/profile_default")


def build(folder, kernel_wheels):
    """サイトから読み込むものを全部、folder に作る。kernel_wheels は JupyterLite のカーネルの wheel。"""
    with tempfile.TemporaryDirectory() as name:
        work, npm, python = Path(name), Path(name, "package"), Path(name, "python")
        run("npm", "pack", "--silent", f"pyodide@{PYODIDE}", cwd=work)
        shutil.unpack_archive(*work.glob("pyodide-*.tgz"), work)
        lock = json.loads((npm / "pyodide-lock.json").read_text(encoding="utf-8"))
        collect(work, needed(lock["packages"]))
        shutil.unpack_archive(npm / "python_stdlib.zip", python / "pure")
        unpack([*work.glob("*.whl"), *kernel_wheels], python / "pure", python / "site")
        run("node", BROWSER / "compile.mjs", npm, python)
        folder.mkdir(parents=True)
        for file in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"):
            shutil.copy(npm / file, folder)
        shutil.make_archive(folder / "python_stdlib", "zip", python / "pure")
        shutil.make_archive(folder / "classroom", "zip", python / "site")
        lock["packages"] = {}  # 全部が上の2つに入っていて、ほかに取りに行くものはない
        (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
