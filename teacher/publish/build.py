"""配るものを全部作る： python teacher/publish/build.py [フォルダー]

フォルダーを書かなければ、この教材の build/ に作る。1つの種類を、1つの関数が作る。
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "teacher"))
from publish import one_file, pdf, solutions, student  # noqa: E402


def decks(folder):
    """slides/：授業で映すスライドと、そのPDF。"""
    from slides import build

    build.write_decks(folder / "slides", pdf=pdf.find_browser())


def papers(folder):
    """paper/：ワークシート、テスト、解答のHTMLとPDF、結果を書き写すCSV。"""
    from paper import build

    build.write_papers(folder / "paper")


def reading_site(folder):
    """site/：読むサイト。index.html を開くと、ネットワークなしで読める。"""
    from publish import website

    website.build(folder)


def in_the_browser(folder):
    """site/lite/：何も入れずに、ブラウザーの中でレッスンを動かすサイト（試験的）。"""
    from publish import lite

    lite.build(folder)


BUILDERS = (student.build, one_file.build, solutions.build, decks, papers, in_the_browser, reading_site)


def main(folder):
    """配るものを全部、folder の中に作る。"""
    folder.mkdir(parents=True, exist_ok=True)
    for build in BUILDERS:
        build(folder)
        print(build.__doc__)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build")
