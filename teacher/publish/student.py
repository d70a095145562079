"""生徒に配るもの：この教材のうち、STUDENT に並べたファイルとフォルダーだけ。

どこへ配るときも、git archive でここから取り出す。
コミットしてあるものだけが出るので、書きかけのものや、開いて実行しただけのものは、生徒に届かない。
"""

import subprocess
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STUDENT = (
    "LICENSE",
    "README.md",
    "images",
    "notebooks",
    "perceptron_helpers.py",
    "pyproject.toml",
    "requirements.txt",
)


def git(*arguments):
    """git の表示。失敗したら、git の言葉のままエラーにする。"""
    command = ["git", "-c", "safe.directory=*", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if result.returncode:
        raise RuntimeError(f"教材を取り出せません。git clone で用意しましたか。\n{result.stderr}")
    return result.stdout.strip()


def archive(path, prefix=""):
    """生徒に配るものを、zip ファイル path にする。中のファイルの名前は、どれも prefix で始まる。"""
    form = ("--format=zip", f"--prefix={prefix}", f"--output={path.resolve()}")
    git("-C", ROOT, "archive", *form, "HEAD", *STUDENT)


def start_files():
    """ダブルクリックで始めるファイル：{名前: 中身}。Windows のものは、改行を CRLF にする。"""
    files = {path.name: path.read_bytes() for path in sorted((ROOT / "teacher/publish/start").iterdir())}
    return {
        name: text.replace(b"\n", b"\r\n") if name.endswith(".bat") else text for name, text in files.items()
    }


def build(folder):
    """student.zip：生徒1人ずつに配るフォルダー。ダブルクリックで始めるファイルが入る。"""
    folder.mkdir(parents=True, exist_ok=True)
    archive(folder / "student.zip", prefix="perceptron/")
    with zipfile.ZipFile(folder / "student.zip", "a") as made:
        for name, text in start_files().items():
            info = zipfile.ZipInfo(f"perceptron/{name}", (2020, 1, 1, 0, 0, 0))
            info.external_attr = 0o100755 << 16  # 実行できるファイル
            made.writestr(info, text)
    if git("-C", ROOT, "status", "--porcelain", "--", *STUDENT):
        print("コミットしていない変更は、student.zip に入っていません。")
