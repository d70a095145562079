"""読むサイト：レッスン、スライド、プリント、手引きを、ネットワークなしで読めるHTMLにする。"""

import html
import json
import re
import shutil
import tempfile
from pathlib import Path

import nbformat
from publish import one_file
from publish.address import colab
from slides.live import NUMBERS
from sphinx.cmd.build import build_main
from sphinx.search.ja import DefaultSplitter

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
LESSONS = one_file.LESSONS


class Words(DefaultSplitter):
    """検索の言葉。Sphinx の区切り方に、漢字やカタカナの続き（「誤差逆伝播法」など）を加える。"""

    def split(self, text):
        """text に出てくる言葉のリスト。"""
        return super().split(text) + re.findall("[一-龥]{2,}|[ァ-ヶー]{2,}", text)


def lesson_with_links(path, has_lite):
    """サイトに載せるノートブック。題の下に、動かすためのリンクを足す。絵の場所を、サイトの中に直す。"""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for cell in notebook.cells:
        cell.source = cell.source.replace("](../images/", "](images/")
    links = [f'<a href="lite/lab/index.html?path={path.name}">ここで動かす（試験的）</a>'] * has_lite
    links.append(f'<a href="one-file/{path.name}" download>1つのファイルをダウンロード</a>')
    if colab(path.stem):
        links.insert(0, f'<a href="{colab(path.stem)}">Colabで開く</a>')
    title, _, rest = notebook.cells[0].source.partition("\n")
    notebook.cells[0].source = f'{title}\n\n<div class="open-lesson">{"".join(links)}</div>\n{rest}'
    return notebook


def rows_of_readme():
    """README のレッスンの表：[(題, ファイルの名前, 学ぶこと), …]。"""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\| \[(.*?)\]\(.*?(0\d_\w+)\.\w+\) \| (.*) \|$", readme, flags=re.MULTILINE)


def landing_page(has_lite):
    """最初のページ：動かせる図と、始め方と、レッスンの表。"""
    given = html.escape(json.dumps(NUMBERS["boundary"]()))
    rows = rows_of_readme()
    first = colab(LESSONS[0].stem)
    link = (
        f'<a href="{first}"><b>Colabで動かす</b>何も入れずに、Googleのアカウントで開く</a>' if first else ""
    )
    filled = {
        "picture": f'<div class="live" data-live="boundary" data-given="{given}"></div>',
        "colab": link,
        "lite": '<a href="lite.html"><b>ここで動かす</b>何も入れずに試す（試験的）</a>' * has_lite,
        "lessons": "\n".join(
            f"| [{title}]({name}.ipynb) | {what} | [ダウンロード](one-file/{name}.ipynb) |"
            for title, name, what in rows
        ),
        "names": "\n".join(name for _, name, _ in rows),
    }
    page = (HERE / "website" / "index.md").read_text(encoding="utf-8")
    page = re.sub(r"^\{\{(\w+)\}\}$", lambda found: filled[found[1]], page, flags=re.MULTILINE)
    return re.sub(r"\[ダウンロード\]\((.*?)\)", r'<a href="\1" download>ダウンロード</a>', page)


def list_page(title, text, rows):
    """ファイルへのリンクを並べたページ。"""
    links = "".join(f'<li><a href="{href}">{html.escape(name)}</a></li>' for name, href in rows)
    return f"# {title}\n\n{text}\n\n<ul>{links}</ul>\n"


def write_sources(source, folder):
    """Sphinx が読むフォルダー source を作る。folder は、ほかの配るものができているところ。"""
    shutil.copytree(HERE / "website", source, dirs_exist_ok=True)
    shutil.copytree(ROOT / "images", source / "images", ignore=shutil.ignore_patterns("*.py"))
    for name in ("live.js", "live.css"):
        shutil.copy(ROOT / "teacher/slides" / name, source / "_static" / name)
    has_lite = (folder / "site" / "lite").exists()
    if not has_lite:
        (source / "lite.md").unlink()
    for path in LESSONS:
        nbformat.write(lesson_with_links(path, has_lite), source / path.name)
    (source / "index.md").write_text(landing_page(has_lite), encoding="utf-8")
    guide = (ROOT / "teacher/guide.md").read_text(encoding="utf-8")
    guide = re.sub(r"\[([^\]]*)\]\((?:classroom/README\.md|answers/)\)", r"\1", guide)
    (source / "guide.md").write_text(guide, encoding="utf-8")
    titles = {name: title for title, name, _ in rows_of_readme()}
    decks = [
        (titles[path.stem] + ("（PDF）" if path.suffix == ".pdf" else ""), f"slides/{path.name}")
        for path in sorted((folder / "slides").iterdir())
    ]
    text = "ブラウザーで開き、→ で進みます。Sキーで発表者ノートの窓が開きます。"
    (source / "decks.md").write_text(list_page("スライド", text, decks), encoding="utf-8")
    paper = [
        (re.search("<title>(.*?)</title>", path.read_text(encoding="utf-8"))[1], path)
        for path in sorted((folder / "paper").glob("*.html"))
        if path.stem != "answers"
    ]
    made = [
        (name, path.with_suffix(".pdf") if path.with_suffix(".pdf").exists() else path)
        for name, path in paper
    ]
    rows = [(name, f"paper/{path.name}") for name, path in made]
    text = "A4の紙に印刷します。解答は、教材のフォルダーの `teacher/paper/` にあります。"
    (source / "paper.md").write_text(list_page("プリントとテスト", text, rows), encoding="utf-8")


def build(folder):
    """site/：読むサイト。index.html を開くと、ネットワークなしで読める。"""
    site = folder / "site"
    with tempfile.TemporaryDirectory() as source:
        write_sources(Path(source), folder)
        arguments = ["-W", "-q", "-b", "html", "-d", str(Path(source) / "_doctrees"), source, str(site)]
        if build_main(arguments):
            raise SystemExit("サイトを作れませんでした。上の警告の所を直しましょう。")
    for name in ("one-file", "slides", "paper"):
        ignored = shutil.ignore_patterns("answers.*", "*.csv") if name == "paper" else None
        shutil.copytree(folder / name, site / name, dirs_exist_ok=True, ignore=ignored)
    shutil.copy(folder / "student.zip", site / "student.zip")
    for source_map in (site / "_static").rglob("*.map"):
        source_map.unlink()
