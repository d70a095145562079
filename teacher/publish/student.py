"""生徒に配るもの：STUDENT に並べたファイルとフォルダーと、ダブルクリックで始めるファイルだけ。

git archive で取り出す。コミットしてあるものだけが出るので、書きかけのものや、開いて実行しただけのものは、
生徒に届かない。
"""

import zipfile

from publish.common import ROOT, run

STUDENT = "LICENSE README.md images notebooks perceptron_helpers.py pyproject.toml requirements.txt".split()


def build(folder):
    """student.zip：生徒1人ずつに配るフォルダー。"""
    if not (ROOT / ".git").exists():
        raise RuntimeError("git clone で用意した教材から作りましょう。")
    git = ("git", "-c", "safe.directory=*", "-C", ROOT)
    archive = folder.resolve() / "student.zip"
    run(*git, "archive", "--prefix=perceptron/", f"--output={archive}", "HEAD", "--", *STUDENT)
    with zipfile.ZipFile(archive, "a") as made:
        for path in (ROOT / "teacher/publish/start").iterdir():
            info = zipfile.ZipInfo(f"perceptron/{path.name}", (2020, 1, 1, 0, 0, 0))
            info.external_attr = 0o100755 << 16  # 実行できるファイル
            end = b"\r\n" if path.suffix == ".bat" else b"\n"  # Windows の改行
            made.writestr(info, path.read_bytes().replace(b"\n", end))
    if run(*git, "status", "--porcelain", "--", *STUDENT):
        print("コミットしていない変更は、student.zip に入っていません。")
