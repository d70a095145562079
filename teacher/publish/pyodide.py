"""ブラウザーの中の Python（Pyodide）を、NumPy、matplotlib、この教材の道具といっしょに、すぐ始まる形にする。

Pyodide は npm から、その中で動く NumPy などは PyPI の open-webui（Pyodide の wheel を運んでいる）から、
ほかは PyPI から取り出す。Pyodide の目録（pyodide-lock.json）の版と sha256 に合わないものは、使わない。
npm と node（Node.js）が必要。
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path, PurePath

from lesson.contents import lesson_files

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PYODIDE, CARRIER = "314.0.3", "open-webui==0.12.4"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
# JupyterLite のカーネルが名前で求める部品。中身は、ほかの部品といっしょに python_stdlib.zip に入れる
ASKED = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")
NATIVE = ("numpy", "matplotlib", "pillow", "contourpy", "kiwisolver")
PURE = (
    "micropip",
    "ipython",
    "asttokens",
    "cycler",
    "decorator",
    "executing",
    "matplotlib-inline",
    "packaging",
    "prompt-toolkit",
    "pure-eval",
    "pygments",
    "pyparsing",
    "python-dateutil",
    "six",
    "stack-data",
    "traitlets",
    "wcwidth",
)
INSTALLED = ("comm", "ipywidgets", "matplotlib-fontja")  # Pyodide の目録にないもの。いまの環境と同じ版にする
UNUSED = (
    "matplotlib/tests",
    "matplotlib/mpl-data/sample_data",
    "matplotlib/mpl-data/fonts/afm",
    "matplotlib/mpl-data/fonts/pdfcorefonts",
    "numpy/tests",
    "numpy/f2py",
    "numpy/_core/include",
    "numpy/_core/lib",
    "ipywidgets/widgets/tests",
)
OPTIONS = {
    "packages": ["classroom", *ASKED],
    "env": {"HOME": "/home/pyodide", "IPYTHONDIR": "/lib/python3.14/site-packages/classroom/ipython"},
}


def download(work, *names, python="3.14"):
    """PyPI の wheel を、フォルダー work に取り出す。"""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--python-version", python, "--dest", str(work), *names]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
    if result.returncode:
        raise RuntimeError(
            f"PyPI から {'、'.join(names)} をダウンロードできません。\n{result.stderr[-2000:]}"
        )


def core(work):
    """npm から Pyodide の本体を取り出し、そのフォルダーを返す。"""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not (npm and node):
        raise RuntimeError(
            "ブラウザーの中で動かすサイトには、Node.js（npm と node）が要ります。https://nodejs.org"
        )
    command = [npm, "pack", "--silent", f"pyodide@{PYODIDE}"]
    result = subprocess.run(command, cwd=work, capture_output=True, encoding="utf-8", errors="replace")
    if result.returncode:
        raise RuntimeError(f"npm から Pyodide {PYODIDE} をダウンロードできません。\n{result.stderr[-2000:]}")
    shutil.unpack_archive(next(work.glob("pyodide-*.tgz")), work / "npm")
    return work / "npm" / "package"


def carried(work, packages):
    """NumPy などの、Pyodide のための wheel。目録の sha256 と違えば、止まる。"""
    download(work, CARRIER, python="3.12")
    with zipfile.ZipFile(next(work.glob("open_webui-*.whl"))) as carrier:
        names = {PurePath(name).name: name for name in carrier.namelist() if "/pyodide/" in name}
        for package in (packages[name] for name in NATIVE):
            data = carrier.read(names[package["file_name"]])
            if hashlib.sha256(data).hexdigest() != package["sha256"]:
                raise RuntimeError(
                    f"{CARRIER} の中の {package['file_name']} が、Pyodide {PYODIDE} のものと違います。"
                )
            (work / package["file_name"]).write_bytes(data)


def unpack(work, wheels, kernel_wheels):
    """work/pure に純粋な Python の部品、work/site にファイルとして置く部品、work/names に名前を作る。"""
    with zipfile.ZipFile(wheels / "npm" / "package" / "python_stdlib.zip") as stdlib:
        stdlib.extractall(work / "pure")
    native = tuple(name.replace("-", "_") for name in (*NATIVE, "matplotlib_fontja"))
    for wheel in [*wheels.glob("*.whl"), *kernel_wheels]:
        if wheel.name.startswith(("open_webui", "widgetsnbextension")):
            continue
        as_files = wheel.name.lower().startswith(tuple(f"{name}-" for name in native))
        with zipfile.ZipFile(wheel) as made:
            made.extractall(work / ("site" if as_files else "pure"))
    tools = work / "site"
    shutil.copytree(ROOT / "notebooks/lesson", tools / "lesson", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "perceptron_helpers.py", tools)
    for folder in UNUSED:
        shutil.rmtree(tools / folder, ignore_errors=True)
        shutil.rmtree(work / "pure" / folder, ignore_errors=True)
    profile, files = tools / "classroom" / "ipython" / "profile_default", tools / "classroom" / "files"
    profile.mkdir(parents=True)
    files.mkdir()
    shutil.copy(HERE / "browser" / "ipython_config.py", profile)
    for path in (ROOT / "notebooks").glob("*.csv"):
        shutil.copy(path, files)
    (tools / "lesson" / "originals").mkdir()
    for path in lesson_files(ROOT / "notebooks"):  # restore と、赤いエラーの説明が使う
        shutil.copy(path, tools / "lesson" / "originals")


def pack(folder, archive, names=None):
    """folder のファイルを zip にする。"""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(names or folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyi":
                made.write(path, path.relative_to(folder).as_posix())


def entry(name, archive):
    """目録（pyodide-lock.json）の1行。"""
    return {
        "name": name,
        "version": "1",
        "file_name": archive.name,
        "install_dir": "site",
        "imports": [],
        "depends": [],
        "package_type": "package",
        "unvendored_tests": False,
        "sha256": hashlib.sha256(archive.read_bytes()).hexdigest(),
    }


def name_alone(name, folder):
    """名前だけの wheel。JupyterLite は、この名前の部品がもうあることを知る。"""
    plain = name.replace("-", "_")
    archive = folder / f"{plain}-1-py3-none-any.whl"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(f"{plain}-1.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        made.writestr(f"{plain}-1.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    return archive


def build(folder, kernel_wheels):
    """サイトから読み込むものを全部、folder に作る。kernel_wheels は JupyterLite のカーネルの wheel。"""
    with tempfile.TemporaryDirectory() as name:
        wheels, work = Path(name) / "wheels", Path(name) / "work"
        wheels.mkdir()
        npm = core(wheels)
        lock = json.loads((npm / "pyodide-lock.json").read_text(encoding="utf-8"))
        carried(wheels, lock["packages"])
        download(wheels, *(f"{pure}=={lock['packages'][pure]['version']}" for pure in PURE))
        download(wheels, *(f"{name}=={version(name)}" for name in INSTALLED))
        unpack(work, wheels, kernel_wheels)
        subprocess.run(["node", str(HERE / "browser" / "compile.mjs"), str(npm), str(work)], check=True)
        folder.mkdir(parents=True)
        for file in CORE:
            shutil.copy(npm / file, folder)
        pack(work / "pure", folder / "python_stdlib.zip")
        pack(work / "site", folder / "classroom.zip")
        lock["packages"] = {name: entry(name, name_alone(name, folder)) for name in ASKED}
        lock["packages"]["classroom"] = entry("classroom", folder / "classroom.zip")
        (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
