"""レッスンを、はじめからやり直すためのコピーを作ります。"""

import itertools
import sys
from pathlib import Path

# pip install のときに、レッスンの原本がここにも置かれる（pyproject.toml の shared-data）
ORIGINALS = Path(sys.prefix) / "share/perceptron-lessons"


def restore(number):
    """レッスン number の原本を、新しいファイルにコピーします。いまあるファイルは変えません。"""
    lessons = sorted(ORIGINALS.glob("0*.ipynb"))
    if not lessons:
        print("レッスンの原本が見つかりません。教材をもう一度ダウンロードしましょう。")
        return
    found = [path for path in lessons if isinstance(number, int) and path.name.startswith(f"{number:02d}_")]
    if not found:
        print(f"レッスンの番号は 1〜{len(lessons)} です。レッスン3なら restore(3) と書きましょう。")
        return
    copy = free_name(f"{number:02d}_はじめから")
    copy.write_bytes(found[0].read_bytes())
    print(f"{copy} を作りました。ファイルの一覧から開きましょう。元のファイルは、そのままです。")


def free_name(stem):
    """まだ使われていないファイル名： stem.ipynb、stem2.ipynb、stem3.ipynb、……"""
    names = itertools.chain([f"{stem}.ipynb"], (f"{stem}{k}.ipynb" for k in itertools.count(2)))
    return next(path for path in map(Path, names) if not path.exists())
