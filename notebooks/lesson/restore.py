"""レッスンを、はじめからやり直すためのコピーを作ります。"""

import itertools
import json
from pathlib import Path

from .contents import LESSONS, originals


def restore(number):
    """レッスン number の原本を、新しいファイルにコピーします。いまあるファイルは変えません。"""
    if number not in range(1, len(LESSONS) + 1):
        print(f"レッスンの番号は 1〜{len(LESSONS)} です。レッスン3なら restore(3) と書きましょう。")
        return
    found = [path for path in originals() if path.stem == LESSONS[number - 1]]
    if not found:
        print(f"レッスン{number}の原本がここにはありません。教材をもう一度ダウンロードしましょう。")
        return
    names = (f"{number:02d}_はじめから{count}.ipynb" for count in itertools.chain([""], itertools.count(2)))
    copy = next(path for path in map(Path, names) if not path.exists())
    copy.write_text(with_setup(found[0]), encoding="utf-8", newline="\n")
    print(f"{copy} を作りました。ファイルの一覧から開きましょう。元のファイルは、そのままです。")


def with_setup(original):
    """原本の文字。隣に setup.py（1つのファイルだけで動くノートブックの準備のセル）があれば、それを加える。"""
    text, setup = original.read_text(encoding="utf-8"), original.with_name("setup.py")
    if setup.is_file():
        notebook = json.loads(text)
        notebook["cells"].insert(1, {
            "cell_type": "code", "id": "setup", "metadata": {"jupyter": {"source_hidden": True}},
            "execution_count": None, "outputs": [], "source": setup.read_text(encoding="utf-8")})
        text = json.dumps(notebook, ensure_ascii=False, indent=1)
    return text
