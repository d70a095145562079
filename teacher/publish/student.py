"""生徒に配るもの：STUDENT に並べたファイルとフォルダーと、ダブルクリックで始めるファイルだけ。

git archive で取り出す。コミットしてあるものだけが出るので、書きかけのものや、開いて実行しただけのものは、
生徒に届かない。
"""

from publish.common import ROOT, run

STUDENT = "LICENSE README.md images notebooks perceptron_helpers.py pyproject.toml requirements.txt".split()


def build(folder):
    """student.zip：生徒1人ずつに配るフォルダー。"""
    git = ("git", "-c", "safe.directory=*", "-C", ROOT)
    archive = ["--prefix=perceptron/", f"--output={folder.resolve() / 'student.zip'}"]
    archive += [f"--add-file={path.as_posix()}" for path in (ROOT / "teacher/publish/start").iterdir()]
    run(*git, "archive", *archive, "HEAD", "--", *STUDENT)
    if run(*git, "status", "--porcelain", "--", *STUDENT):
        print("コミットしていない変更は、student.zip に入っていません。")
