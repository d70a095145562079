"""教材を公開するアドレス。address.txt の1行だけで決める（まだなければ、空）。

https://持ち主.github.io/リポジトリー/ を書くと、サイト、Colabのリンク、READMEのレッスンの表が、そこを指す。
READMEを書き直し、確かめる： python teacher/publish/address.py
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
README = HERE.parents[1] / "README.md"
LESSON = re.compile(r"^\| \[(.*?)\]\((?:.*?)(0\d_\w+)\.(?:ipynb|html)\)", re.MULTILINE)


def address():
    """公開するアドレス。最後は「/」。決まっていなければ空。"""
    return (HERE / "address.txt").read_text(encoding="utf-8").strip()


def colab(name):
    """レッスン name（01_numpy_basics など）を Colab で開くアドレス。公開するアドレスが空なら空。"""
    found = re.fullmatch(r"https://([\w-]+)\.github\.io/([\w.-]+)/", address())
    if not found:
        return ""
    return f"https://colab.research.google.com/github/{found[1]}/{found[2]}/blob/one-file/{name}.ipynb"


def linked(readme):
    """README の文章の、レッスンの表のリンクを、公開するアドレスかノートブックにしたもの。"""
    target = rf"{address()}\2.html" if address() else r"notebooks/\2.ipynb"
    return LESSON.sub(rf"| [\1]({target})", readme)


def main():
    """READMEのリンクを書き直す。アドレスが空なら、公開する前に書くように言って止まる。"""
    README.write_bytes(linked(README.read_text(encoding="utf-8")).encode("utf-8"))
    if not address():
        sys.exit(
            "teacher/publish/address.txt に、公開するアドレスを書きましょう。"
            "例： https://持ち主.github.io/リポジトリー/"
        )


if __name__ == "__main__":
    main()
