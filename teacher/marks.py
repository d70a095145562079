"""集めたノートブックを採点する： python teacher/marks.py フォルダー レッスンの番号

フォルダーの *.ipynb を1つずつ動かし、点の表（CSV。Excelで開ける）と答え合わせの文を、フォルダーに書く。
生徒のファイルは読むだけで、壊れたファイルや止まらないファイルがあっても、次へ進む。
ノートブックは、時間とメモリと表示に限りのある別のプロセスで、空のホームで動く。判定するのはこのプログラムで、
向こうから受け取るのは答えの種類と数だけなので、check や print を書き換えても、点は変わらない。

守らないもの：同じ利用者で動くので、ネットワークやほかのファイルを読み書きするプログラムや、後に残る
プログラムは、防げない（知らない人のものは、消してもよい利用者か仮想マシンで採点する）。WindowsとmacOSでは、
メモリを限れない。写した答えも正しい答えになる。
"""

import contextlib
import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict
from pathlib import Path

import matplotlib

from lesson.exercises.checks import EXERCISES, evidence, judge
from lesson.exercises.facts import Answer

SECONDS, SECONDS_OF_CELL = 180, 30  # 1つのノートブックと、1つのセルの長さ
MEMORY, WRITTEN = 2 * 2**30, 20 * 2**20  # 使えるメモリと、書けるファイルの大きさ（バイト）
CHECK = re.compile(r"""\bcheck\(\s*["'](\d-\d+)["']""")
UNREADABLE = "ノートブックとして読めません（空か、壊れているか、競合の印 <<<<<<< が残っています）"


def run_cells(home, seconds):
    """別のプロセスで、セルを順に動かし、check のたびに、判定に使う事実を1行の JSON で書く。"""
    sources = json.loads((home / "cells.json").read_text(encoding="utf-8"))
    facts_file = (home / "facts").open("w", encoding="utf-8")
    with contextlib.suppress(ImportError, ValueError):  # Windows にはなく、macOS ではメモリを限れない
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.path[0] = ""  # このフォルダーではなく、ノートブックのフォルダーから import する
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    for source in sources:
        before = getattr(shell, "last_execution_result", None)
        timer = threading.Timer(seconds, signal.raise_signal, [signal.SIGINT])
        timer.start()
        shell.run_cell(source, store_history=True)
        timer.cancel()
        for number in EXERCISES.keys() & set(CHECK.findall(source)):
            facts, problem = evidence(number, shell.user_ns, before)
            facts = {name: asdict(fact) for name, fact in facts.items()}
            print(json.dumps([number, facts, problem]), file=facts_file, flush=True)


def read(path):
    """ノートブックのコードのセル。"""
    cells = json.loads(path.read_bytes())["cells"]  # BOM と UTF-16 も読める
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def environment(home):
    """別のプロセスの環境変数。秘密の入った変数は渡さない。"""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LANG")}
    homes = dict.fromkeys("HOME USERPROFILE APPDATA TMPDIR TEMP TMP IPYTHONDIR".split(), str(home))
    return {**kept, **homes, "MPLCONFIGDIR": matplotlib.get_cachedir(),  # フォントの一覧を作り直すと遅い
            "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def lines_from(sources):
    """ノートブックを別のプロセスで動かし、届いた行を返す。"""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        home = Path(name)
        (home / "cells.json").write_text(json.dumps(sources), encoding="utf-8")
        (home / "facts").touch()
        (home / "work").mkdir()
        shutil.copy(Path(__file__).parents[1] / "notebooks/penguins.csv", home / "work")
        command = [sys.executable, Path(__file__).resolve(), "--run", home, str(SECONDS_OF_CELL)]
        nothing = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, cwd=home / "work", env=environment(home), timeout=SECONDS, **nothing)
        return (home / "facts").read_text(encoding="utf-8", errors="replace").splitlines()


def answer(kind, shape, numbers, items, text):
    """JSON の事実を Answer に戻したもの。"""
    return Answer(kind, tuple(shape), numbers, [answer(**item) for item in items], text)


def judged(line):
    """届いた1行の、練習の番号、できたかどうか、答え合わせの文。生徒のプログラムが書いた行かもしれない。"""
    try:
        number, facts, problem = json.loads(line)
        return number, *judge(number, {name: answer(**fact) for name, fact in facts.items()}, problem)
    except Exception:  # 途中で切れた行や、事実でないもの
        return "", False, ""


def mark(path, lesson, numbers):
    """1つのファイルの {練習の番号: (できたか, 文)} と備考。何度も調べた練習は、できたものか、最後のもの。"""
    try:
        sources = read(path)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}, UNREADABLE
    called = CHECK.findall("\n".join(sources))
    lessons = [number[0] for number in called]
    if lesson != max(lessons, key=lessons.count, default=lesson):
        return {}, f"レッスン{max(lessons, key=lessons.count)}のノートブックのようです"
    sources += [f'check("{number}")' for number in numbers if number not in called]  # 消したセル
    found = {}
    for number, right, text in map(judged, lines_from(sources)):
        if number in numbers and not found.get(number, (False, ""))[0]:
            found[number] = right, text
    return found, "" if found.keys() >= set(numbers) else "途中で止まりました"


def main(folder, lesson):
    """フォルダーの全てのノートブックを採点し、表と文を書く。"""
    sys.stdout.reconfigure(errors="replace")  # Windowsの画面で表示できない字があっても止まらない
    numbers = [number for number in EXERCISES if number[0] == lesson]
    paths = [path for path in sorted(folder.rglob("*.ipynb*")) if path.is_file()
             and ".ipynb_checkpoints" not in path.parts]
    with (folder / f"採点_レッスン{lesson}.csv").open("w", encoding="utf-8-sig", newline="") as table, \
            (folder / f"採点_レッスン{lesson}.txt").open("w", encoding="utf-8-sig") as texts:
        rows = csv.writer(table)
        rows.writerow(["ファイル", *numbers, "点", "備考"])
        for path in paths:
            found, note = mark(path, lesson, numbers)
            points = [int(found.get(number, (False, ""))[0]) for number in numbers]
            name = re.sub(r"^(?=[-=+@])", "'", str(path.relative_to(folder)))  # Excelの式にしない
            rows.writerow([name, *points, sum(points), note])
            print(line := f"{name}　{sum(points)}点　{note}", flush=True)
            print(f"==== {line}", *(found[number][1] for number in sorted(found)), sep="\n", file=texts)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_cells(Path(sys.argv[2]), float(sys.argv[3]))
    elif len(sys.argv) == 3 and Path(sys.argv[1]).is_dir() and sys.argv[2] in tuple("1234567"):
        main(Path(sys.argv[1]), sys.argv[2])
    else:
        sys.exit("使い方： python teacher/marks.py フォルダー レッスンの番号（1〜7）")
