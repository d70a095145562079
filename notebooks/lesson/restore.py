"""レッスンを、はじめからやり直すためのコピーを作ります。"""

import json
from pathlib import Path

from .contents import originals


def restore(number):
    """レッスン number の原本を、新しいファイルにコピーします。いまあるファイルは変えません。"""
    found = [path for path in originals() if type(number) is int and path.name.startswith(f"{number:02d}_")]
    if not found:
        print("原本が見つかりません。番号を確かめるか、教材をもう一度ダウンロードしましょう。")
        return
    notebook, setup = json.loads(found[0].read_text(encoding="utf-8")), found[0].with_name("setup.py")
    if setup.is_file():  # 1つのファイルだけで動くノートブックの、準備のセル
        cell = {"cell_type": "code", "id": "setup", "execution_count": None, "outputs": [],
                "metadata": {"jupyter": {"source_hidden": True}}, "source": setup.read_text(encoding="utf-8")}
        notebook["cells"].insert(1, cell)
    names = (f"{number:02d}_はじめから{count}.ipynb" for count in ["", *range(2, 1000)])
    copy = next(path for path in map(Path, names) if not path.exists())
    copy.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{copy} を作りました。ファイルの一覧から開きましょう。元のファイルは、そのままです。")
