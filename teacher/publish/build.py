"""配るものを全部作る： python teacher/publish/build.py [フォルダー]

フォルダーを書かなければ、この教材の build/ に作る。中身は、できた build/読んでください.txt にある。
1つができなくても、ほかは作る。PDFにはブラウザーが、ブラウザーの中で動かすところには Node.js が要る。
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ABOUT = """build/ の中身

site/      教室のサイト。読むところと、ブラウザーの中で動かすところ。python site/serve.py で、教室に見せる
生徒/      student.zip（自分のコンピュータで動かす）と one-file/（1つのファイルで動く。Colab、Classroom）
先生/      slides/（スライド）、paper/（プリントと解答）、solutions/（解答のノートブック）。生徒には配らない
"""


def student_zip(folder):
    """生徒/student.zip：生徒1人ずつに配るフォルダー"""
    from publish import student

    student.build(folder / "生徒")


def one_files(folder):
    """生徒/one-file/：1つのファイルだけで動くノートブック"""
    from publish import one_file

    one_file.build(folder / "生徒")


def solutions(folder):
    """先生/solutions/：解答を書き込んで実行したノートブック（30秒ほどかかります）"""
    from publish import solutions

    solutions.build(folder / "先生")


def decks(folder):
    """先生/slides/：授業で映すスライドと、そのPDF"""
    from publish import pdf
    from slides import build

    build.write_decks(folder / "先生" / "slides", pdf=pdf.find_browser())


def papers(folder):
    """先生/paper/：ワークシート、テスト、解答のHTMLとPDF、結果を書き写すCSV"""
    from paper import build

    build.write_papers(folder / "先生" / "paper")


def reading_site(folder):
    """site/：教室のサイトの、読むところ"""
    from publish import website

    website.build(folder)


def running_site(folder):
    """site/lite/：教室のサイトの、動かすところ（ダウンロードに数分かかることがあります）"""
    from publish import lite

    lite.build(folder / "site")


STEPS = (student_zip, one_files, decks, papers, solutions, reading_site, running_site)


def main(folder):
    """配るものを全部、folder の中に作る。できなかったものを、最後に日本語で言う。"""
    for name in ("生徒", "先生"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "読んでください.txt").write_text(ABOUT, encoding="utf-8")
    failed = []
    for number, step in enumerate(STEPS, 1):
        print(f"[{number}/{len(STEPS)}] {step.__doc__} を作っています。", flush=True)
        start = time.perf_counter()
        try:
            step(folder)
        except ModuleNotFoundError as error:
            failed.append(f"{step.__doc__}：部品 {error.name} がありません。pip install -e '.[publish]' を。")
        except (RuntimeError, SystemExit) as error:
            failed.append(f"{step.__doc__}：{error}")
        else:
            print(f"      できました（{time.perf_counter() - start:.0f}秒）。", flush=True)
    print(*(f"できなかったもの：{line}" for line in failed), f"{folder} を開きましょう。", sep="\n")
    sys.exit(bool(failed))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "teacher"))
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build")
