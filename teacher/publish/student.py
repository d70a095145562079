"""生徒に配るもの：この教材のうち、STUDENT に並べたファイルとフォルダーだけ。

どこへ配るときも（zip、教室の hub、Kubernetes、Binder）、git archive でここから取り出す。
コミットしてあるものだけが出るので、書きかけのものや、開いて実行しただけのものは、生徒に届かない。

配るものだけの git のリポジトリーを作る、または新しくする： python teacher/publish/student.py lessons.git
"""

import subprocess
import sys
import tempfile
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
AUTHOR = ("-c", "user.name=perceptron", "-c", "user.email=perceptron@localhost")


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


def update_repository(repository):
    """生徒に配るものだけの git のリポジトリーを、教材の今のコミットに合わせる。なければ作る。"""
    if not repository.exists():
        git("init", "--bare", "--initial-branch=main", repository)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        archive(Path(folder) / "student.zip")
        zipfile.ZipFile(Path(folder) / "student.zip").extractall(work)
        here = (*AUTHOR, f"--git-dir={repository}", f"--work-tree={work}")
        git(*here, "add", "--all", "--force", work)
        if git(*here, "status", "--porcelain"):
            git(*here, "commit", "-m", "教材を新しくする")


def start_files():
    """ダブルクリックで始めるファイル：{名前: 中身}。Windows のものは、改行を CRLF にする。"""
    files = {path.name: path.read_bytes() for path in sorted((ROOT / "teacher/publish/start").iterdir())}
    return {
        name: text.replace(b"\n", b"\r\n") if name.endswith(".bat") else text for name, text in files.items()
    }


def build(folder):
    """student.zip：生徒1人ずつに配るフォルダー。ダブルクリックで始めるファイルが入る。"""
    archive(folder / "student.zip", prefix="perceptron/")
    with zipfile.ZipFile(folder / "student.zip", "a") as made:
        for name, text in start_files().items():
            info = zipfile.ZipInfo(f"perceptron/{name}", (2020, 1, 1, 0, 0, 0))
            info.external_attr = 0o100755 << 16  # 実行できるファイル
            made.writestr(info, text)
    if git("-C", ROOT, "status", "--porcelain", "--", *STUDENT):
        print("コミットしていない変更は、student.zip に入っていません。")


if __name__ == "__main__":
    update_repository(Path(sys.argv[1]))
