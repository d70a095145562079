"""配るものを、この教材の build/ に作る： python teacher/hand_out.py [slides など]

中身は、できた build/読んでください.txt にある。slides、paper など（場所の終わり）を書けば、それだけを作る。
1つができなくても、ほかは作る。PDFにはブラウザーが、ブラウザーの中で動かすところには Node.js が要る。
"""

import pkgutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STEPS = (  # 作るもの、その場所、作る関数
    ("生徒1人ずつに配り、自分のコンピュータで動かす student.zip", "生徒", "publish.student:build"),
    ("1つのファイルだけで動くノートブック（Colab、Classroom）", "生徒/one-file", "publish.one_file:build"),
    ("授業で映すスライドと、そのPDF", "先生/slides", "slides.build:write_decks"),
    ("プリント、テスト、解答", "先生/paper", "paper.build:write_papers"),
    ("解答を書き込んで実行したノートブック", "先生/solutions", "publish.solutions:build"),
    ("教室のサイト（python site/serve.py で見せる）の、読むところ", "site", "publish.website:build"),
    ("教室のサイトの、動かすところ", "site/lite", "publish.lite:build"),
)


def main(folder, steps=STEPS):
    """配るものを全部、folder の中に作る。できなかったものを、最後に日本語で言う。"""
    folder.mkdir(parents=True, exist_ok=True)
    about = [f"{place}/　{what}\n" for what, place, _ in steps] + ["先生/ は、生徒に配りません。\n"]
    (folder / "読んでください.txt").write_text("".join(about), encoding="utf-8")
    failed = []
    for number, (what, place, function) in enumerate(steps, 1):
        print(f"[{number}/{len(steps)}] {place}：{what}を作っています（1、2分まで）。", flush=True)
        (folder / place).mkdir(parents=True, exist_ok=True)
        try:
            pkgutil.resolve_name(function)(folder / place)
            print("      できました。", flush=True)
        except ModuleNotFoundError as error:
            failed.append(f"{what}：部品 {error.name} がありません。pip install -e '.[publish]' を。")
        except (RuntimeError, SystemExit) as error:
            failed.append(f"{what}：{error}")
    print(*(f"できなかったもの：{line}" for line in failed), f"{folder} を開きましょう。", sep="\n")
    sys.exit(bool(failed))


if __name__ == "__main__":
    chosen = [step for step in STEPS if Path(step[1]).name in sys.argv[1:] or len(sys.argv) == 1]
    main(ROOT / "build", chosen)
