"""レッスンを、はじめから やり直すためのコピーを作ります。"""

import itertools
import zipfile
from pathlib import Path

ORIGINALS = Path(__file__).with_name("originals.zip")  # notebooks/refresh.py が作ります


def restore(number):
    """レッスン number のはじめの状態を、新しいファイルに作ります。いまあるファイルは変えません。"""
    if not ORIGINALS.exists():
        print("レッスンの原本（originals.zip）がありません。教材をもう一度ダウンロードしましょう。")
        return
    with zipfile.ZipFile(ORIGINALS) as originals:
        lessons = originals.namelist()
        found = [name for name in lessons if isinstance(number, int) and name.startswith(f"{number:02d}_")]
        if not found:
            print(f"レッスンの番号は 1〜{len(lessons)} です。レッスン3なら、restore(3) と書きましょう。")
            return
        content = originals.read(found[0])
    name = free_name(f"{number:02d}_はじめから")
    Path(name).write_bytes(content)
    print(f"{name} を作りました。ファイルの一覧から開きましょう。書き込みのある元のファイルは、そのままです。")


def free_name(stem):
    """まだ使われていないファイル名： stem.ipynb、stem2.ipynb、stem3.ipynb、……"""
    names = itertools.chain([f"{stem}.ipynb"], (f"{stem}{k}.ipynb" for k in itertools.count(2)))
    return next(name for name in names if not Path(name).exists())
