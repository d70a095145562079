"""レッスンを、はじめからやり直すためのコピーを作ります。"""

import itertools
import sys
from pathlib import Path

from .contents import originals


def restore(number):
    """レッスン number の原本を、新しいファイルにコピーします。いまあるファイルは変えません。"""
    found = [path for path in originals() if type(number) is int and path.name.startswith(f"{number:02d}_")]
    if sys.platform == "emscripten" and Path("/drive") not in Path.cwd().parents:  # HTTPSではないサイト
        print("画面の下の「始めの形に戻す」を押しましょう。いまのものは、コピーとして残ります。")
    elif not found:
        print("原本が見つかりません。番号を確かめるか、教材をもう一度ダウンロードしましょう。")
    else:
        counts = itertools.chain([""], itertools.count(2))
        names = (f"{number:02d}_はじめから{count}.ipynb" for count in counts)
        copy = next(path for path in map(Path, names) if not path.exists())
        copy.write_bytes(found[0].read_bytes())
        print(f"{copy} を作りました。ファイルの一覧から開きましょう。元のファイルは、そのままです。")
