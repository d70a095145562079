"""教室のサイトのうち、読むところ：レッスンを、予想の答えを隠したまま、HTMLにする。先生のものは入らない。"""

import html
import json
import os
import re
import shutil
import tempfile
from pathlib import Path

import nbformat
from publish.common import BROWSER, LESSONS, ROOT
from slides.live import NUMBERS
from slides.pieces import MATH, mathml
from sphinx.cmd.build import build_main
from sphinx.search.ja import DefaultSplitter

PAGES = ROOT / "teacher/publish/website"
FOLDED = {"outputs_hidden": "hide-output", "source_hidden": "hide-input"}


class Words(DefaultSplitter):
    """検索の言葉。Sphinx の区切り方に、句読点までの続き（一部で見つかる）と、漢字やカタカナの続きを足す。"""

    def split(self, text):
        phrases, words = (re.findall(pattern, text) for pattern in (r"\w{2,}", "[一-龥]{2,}|[ァ-ヶー]{2,}"))
        return super().split(text) + phrases + words


def colab(name):
    """GitHub の中で作っているなら、ブランチ one-file のレッスン name を Colab で開くリンク。"""
    repository = os.environ.get("GITHUB_REPOSITORY")
    place = f"https://colab.research.google.com/github/{repository}/blob/one-file/{name}.ipynb"
    return f'<a href="{place}">Colabで開く</a>' if repository else ""


def reading_copy(path):
    """サイトで読むノートブック。折りたたんである出力は、読むときも自分で開く。答え合わせの結果は載せない。"""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("](../images/", "](images/")
        if cell.cell_type == "markdown":
            text = MATH.sub(mathml, cell.source)  # 画面より長い式は、キーボードでも横に動かせるようにする
            cell.source = text.replace(' display="block"', ' display="block" tabindex="0"')
        folded = cell.metadata.get("jupyter", {})
        tags = [tag for key, tag in FOLDED.items() if folded.get(key)]
        tags = ["remove-output"] if cell.source.startswith(("check(", "progress(")) else tags
        cell.metadata["tags"] = tags + cell.metadata.get("tags", [])
    title, _, rest = notebook.cells[0].source.partition("\n")
    run = f'<a href="lite/notebooks/index.html?path=notebooks/{path.name}"><b>ここで動かす</b></a>'
    one = f'<a href="one-file/{path.name}" download>1つのファイルをダウンロード</a>'
    bar = f'<div class="open-lesson">{run}{colab(path.stem)}{one}</div>'
    notebook.cells[0].source = f"{title}\n\n{bar}\n{rest}"
    return notebook


def landing_page():
    """最初のページ：動かせる図と、始め方と、README のレッスンの表。"""
    page = (PAGES / "index.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = "\n".join(re.findall(r"^\| \[.*", readme, flags=re.MULTILINE))
    page = page.replace("{{boundary}}", html.escape(json.dumps(NUMBERS["boundary"]())))
    return page.replace("{{lessons}}", rows.replace("](notebooks/", "]("))


def write_sources(source):
    """Sphinx が読むフォルダー source を作る。"""
    shutil.copytree(PAGES, source)
    shutil.copytree(ROOT / "images", source / "images", ignore=shutil.ignore_patterns("*.py"))
    for path in LESSONS:
        nbformat.write(reading_copy(path), source / path.name)
    (source / "index.md").write_text(landing_page(), encoding="utf-8")


def build(site):
    """site/：教室のサイトの、読むところ。"""
    with tempfile.TemporaryDirectory() as work:
        write_sources(Path(work, "source"))
        if build_main(["-W", "-q", "-d", f"{work}/doctrees", f"{work}/source", f"{work}/html"]):
            raise RuntimeError("サイトを作れませんでした。上の警告の所を直しましょう。")
        for folder in (Path(work, "html"), site.parent / "生徒"):
            shutil.copytree(folder, site, dirs_exist_ok=True)
    shutil.copy(BROWSER / "serve.py", site)
