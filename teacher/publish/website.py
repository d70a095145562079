"""教室のサイトのうち、読むところ：レッスンを、予想の答えを隠したまま、HTMLにする。先生のものは入らない。"""

import html
import json
import re
import shutil
import tempfile
from pathlib import Path

import nbformat
from publish import one_file
from publish.address import address, colab
from slides.live import NUMBERS
from sphinx.cmd.build import build_main
from sphinx.search.ja import DefaultSplitter

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
LESSONS = one_file.LESSONS
SAVING = (
    "書いたものは、使っているブラウザーの中だけに残ります。共用のコンピュータやシークレットウィンドウでは、"
    "終わる前に、画面の下の「ダウンロード」で保存しましょう。"
)


class Words(DefaultSplitter):
    """検索の言葉。Sphinx の区切り方に、漢字やカタカナの続き（「誤差逆伝播法」など）を加える。"""

    def split(self, text):
        """text に出てくる言葉のリスト。"""
        return super().split(text) + re.findall("[一-龥]{2,}|[ァ-ヶー]{2,}", text)


def run_link(path):
    """レッスンをブラウザーの中で動かすページ。"""
    return f"lite/notebooks/index.html?path=notebooks/{path.name}"


def reading_copy(path):
    """サイトで読むノートブック。折りたたんである出力は、読むときも自分で開く。答え合わせの結果は載せない。"""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for cell in notebook.cells:
        cell.source = cell.source.replace("](../images/", "](images/")
        folded = cell.metadata.get("jupyter", {})
        tags = {"hide-output"} if folded.get("outputs_hidden") else set()
        tags |= {"hide-input"} if folded.get("source_hidden") else set()
        if cell.source.startswith(("check(", "progress(")):
            tags = {"remove-output"}
        cell.metadata["tags"] = sorted(tags | set(cell.metadata.get("tags", [])))
    links = [f'<a href="{run_link(path)}"><b>ここで動かす</b></a>']
    links += [f'<a href="{colab(path.stem)}">Colabで開く</a>'] * bool(colab(path.stem))
    links.append(f'<a href="one-file/{path.name}" download>1つのファイルをダウンロード</a>')
    title, _, rest = notebook.cells[0].source.partition("\n")
    bar = f'<div class="open-lesson">{"".join(links)}<p>{SAVING}</p></div>'
    notebook.cells[0].source = f"{title}\n\n{bar}\n{rest}"
    return notebook


def rows_of_readme():
    """README のレッスンの表：[(題, ファイルの名前, 学ぶこと), …]。"""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\| \[(.*?)\]\(.*?(0\d_\w+)\.\w+\) \| (.*) \|$", readme, flags=re.MULTILINE)


def landing_page():
    """最初のページ：動かせる図と、始め方と、レッスンの表。"""
    given = html.escape(json.dumps(NUMBERS["boundary"]()))
    rows = rows_of_readme()
    first = colab(LESSONS[0].stem)
    table = "\n".join(f"| [{title}]({name}.ipynb) | {what} |" for title, name, what in rows)
    filled = {
        "run": f'<a href="{run_link(LESSONS[0])}"><b>ここで動かす</b>何も入れずに、ブラウザーの中で</a>',
        "picture": f'<div class="live" data-live="boundary" data-given="{given}"></div>',
        "colab": f'<a href="{first}"><b>Colabで動かす</b>Googleのアカウントで</a>' * bool(first),
        "saving": SAVING,
        "lessons": table,
        "names": "\n".join(name for _, name, _ in rows),
    }
    page = (HERE / "website" / "index.md").read_text(encoding="utf-8")
    return re.sub(r"^\{\{(\w+)\}\}$", lambda found: filled[found[1]], page, flags=re.MULTILINE)


def write_sources(source):
    """Sphinx が読むフォルダー source を作る。"""
    shutil.copytree(HERE / "website", source, dirs_exist_ok=True)
    shutil.copytree(ROOT / "images", source / "images", ignore=shutil.ignore_patterns("*.py"))
    shutil.copy(ROOT / "images" / "perceptron.png", source / "_static")
    for name in ("live.js", "live.css"):
        shutil.copy(ROOT / "teacher/slides" / name, source / "_static" / name)
    for path in LESSONS:
        nbformat.write(reading_copy(path), source / path.name)
    (source / "index.md").write_text(landing_page(), encoding="utf-8")


def build(folder):
    """site/：教室のサイトの、読むところ。"""
    site = folder / "site"
    with tempfile.TemporaryDirectory() as source:
        write_sources(Path(source))
        arguments = ["-W", "-q", "-b", "html", "-d", str(Path(source) / "_doctrees"), source, str(site)]
        if build_main([*arguments, "-D", f"html_baseurl={address()}"]):
            raise RuntimeError("サイトを作れませんでした。上の警告の所を直しましょう。")
    shutil.copytree(folder / "生徒" / "one-file", site / "one-file", dirs_exist_ok=True)
    shutil.copy(folder / "生徒" / "student.zip", site)
    shutil.copy(HERE / "browser" / "serve.py", site)
    for source_map in (site / "_static").rglob("*.map"):
        source_map.unlink()
