"""「やってみよう」を採点する。root で実行する（生徒のプログラムは、root では動かない）：

sudo .venv/bin/python teacher/classroom/marking/marks.py 5 /root/marks

生徒が保存したレッスン5を1人ずつ動かし、/root/marks に、点 lesson5.csv と答え合わせの文 lesson5.txt を書く。
ノートブックを動かす run.py は、その生徒の利用者で、ネットワークのない箱の中にいる。判定する judge.py は、別の
利用者（nobody）でいる。2つの間を通るのは値だけで、どちらからも、点の表は見えない。
"""

import csv
import json
import re
import socket
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parents[2] / "notebooks"
sys.path.insert(0, str(HERE.parents[1]))
from classroom.box import BOX  # noqa: E402
from classroom.students import everybody  # noqa: E402

SECONDS = 180  # 1人の長さ。1人あたり、ふつうは2秒
LIMITS = {"PrivateNetwork": "yes", "MemoryMax": "512M", "CPUQuota": "100%", "RuntimeMaxSec": str(SECONDS)}
ENVIRONMENT = "MPLBACKEND=agg HOME=/tmp IPYTHONDIR=/tmp PYTHONNOUSERSITE=1 OPENBLAS_NUM_THREADS=1"


def mark(name, lesson, notebook):
    """1人を採点する。{練習の番号: 答え合わせの文}。動かなかったところからあとは、ない。"""
    home, unit = f"/home/jupyter-{name}", f"marking-{name}"
    properties = {
        **BOX,
        **LIMITS,
        "BindReadOnlyPaths": f"{BOX['BindReadOnlyPaths']} {HERE / 'run.py'} {home}",
        "WorkingDirectory": f"{home}/lessons/notebooks",
    }
    run = [
        *("systemd-run", "--pipe", "--quiet", "--collect", f"--unit={unit}", f"--uid=jupyter-{name}"),
        *(f"--property={key}={value}" for key, value in properties.items()),
        *(f"--setenv={setting}" for setting in ENVIRONMENT.split()),
        *(sys.executable, "-P", str(HERE / "run.py"), notebook.name),
    ]
    ours, theirs = socket.socketpair()
    with subprocess.Popen(run, stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        theirs.close()
        judge = [sys.executable, str(HERE / "judge.py"), str(lesson)]
        who = {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": "/"}
        judged = subprocess.run(judge, stdin=ours, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **who)
        ours.close()
        subprocess.run(["systemctl", "stop", unit], stderr=subprocess.DEVNULL)
    return dict(json.loads(line) for line in judged.stdout.splitlines())


def main(lesson, folder):
    """全員を採点し、folder（root だけが読める）に書く。"""
    (notebook,) = NOTEBOOKS.glob(f"{lesson:02d}_*.ipynb")
    numbers = re.findall(r'"check\(\\"(\d-\d)\\"', notebook.read_text(encoding="utf-8"))
    folder.mkdir(mode=0o700, exist_ok=True)
    with (
        (folder / f"lesson{lesson}.csv").open("w", encoding="utf-8-sig", newline="") as table,
        (folder / f"lesson{lesson}.txt").open("w", encoding="utf-8") as texts,
    ):
        rows = csv.writer(table)
        rows.writerow(["名前", *numbers, "点"])
        for name in everybody():
            said = mark(name, lesson, notebook)
            points = [int(f"練習 {number}：できました" in said.get(number, "")) for number in numbers]
            rows.writerow([name, *points, sum(points)])
            for number in numbers:
                text = said.get(number, f"練習 {number}：ノートブックが、ここまで動きませんでした。")
                clean = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
                print(f"{name}\n{clean}\n", file=texts)
            print(f"{name}\t{sum(points)}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in map(str, range(1, 8)):
        sys.exit("使い方： marks.py レッスンの番号（1〜7） 点を書くフォルダー")
    main(int(sys.argv[1]), Path(sys.argv[2]))
