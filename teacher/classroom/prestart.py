"""授業の前に、生徒のサーバーと、レッスンのカーネルを始める：

sudo .venv/bin/python teacher/classroom/prestart.py 4             hub の知っている全員の、レッスン4
sudo .venv/bin/python teacher/classroom/prestart.py 4 aoi ren     名前を並べた人だけ

一度に始めるのは数人ずつなので、コンピュータが重くなりすぎない。
hub が別のコンピュータにあるときは、環境変数 HUB_URL と HUB_TOKEN に、そのアドレスと鍵を入れておく。
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin

import requests

TOKEN = Path("/var/lib/classroom/prestart.token")
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
AT_ONCE = 4
SECONDS = 180  # 1人のサーバーを待つ長さ
TRIES = 2  # 始まらなかったサーバーを、何度まで始めてみるか


def api(method, address, token, **options):
    """Ask the hub, or a student's server; gives the response."""
    headers = {"Authorization": f"token {token}", "Accept": "application/jupyterhub-pagination+json"}
    return requests.request(method, address, headers=headers, timeout=60, **options)


def everybody(url, token):
    """hub の知っている全員の名前。hub は、一度に200人までしか答えない。"""
    names, page = [], {"offset": 0}
    while page:
        answer = api("GET", f"{url}/hub/api/users?offset={page['offset']}", token)
        answer.raise_for_status()
        names += [user["name"] for user in answer.json()["items"]]
        page = answer.json()["_pagination"]["next"]
    return names


def start(name, lesson, url, token):
    """1人のサーバーとカーネルを始める。うまくいけば空の文字列、だめなら理由を返す。"""
    user, tries, reason = f"{url}/hub/api/users/{name}", 0, f"{SECONDS}秒待っても、始まりません"
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        answer = api("GET", user, token)
        if answer.status_code != 200:
            return "hub に、その名前の人がいません" if answer.status_code == 404 else answer.text
        server = answer.json()["servers"].get("", {})
        if server.get("ready"):
            return open_lesson(lesson, urljoin(url, server["url"]), token)
        if not server.get("pending"):  # 止まる途中なら、止まるのを待ってから始める
            if tries == TRIES:
                return f"始まりません：{reason}"
            answer = api("POST", f"{user}/server", token)
            tries += answer.status_code != 429  # 429は、いま始まる途中の人が多すぎる
            reason = answer.text or reason
        time.sleep(0.5)
    return reason


def open_lesson(lesson, server, token):
    """レッスンのカーネルを始める。ノートブックを開いた人は、それを使う。"""
    path = f"lessons/notebooks/{lesson.name}"
    session = {"path": path, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
    answer = api("POST", f"{server}api/sessions", token, json=session)
    return "" if answer.status_code == 201 else f"カーネルが始まりません：{answer.text}"


def main(number, names, url, token):
    """names の（空なら全員の）レッスンを始める。始められなかった人と理由の辞書を返す。"""
    (lesson,) = NOTEBOOKS.glob(f"{number:02d}_*.ipynb")
    names = names or everybody(url, token)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        reasons = pool.map(lambda name: start(name, lesson, url, token), names)
        return {name: reason for name, reason in zip(names, reasons, strict=True) if reason}


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in map(str, range(1, 8)):
        sys.exit("使い方： prestart.py レッスンの番号（1〜7） 名前 …")
    url = os.environ.get("HUB_URL", "http://127.0.0.1:8000")
    try:
        token = os.environ.get("HUB_TOKEN") or TOKEN.read_text(encoding="ascii")
        failed = main(int(sys.argv[1]), sys.argv[2:], url, token)
    except requests.RequestException as error:
        sys.exit(f"hub（{url}）が答えません。動いているか、アドレスを確かめてください：{error}")
    for name, reason in failed.items():
        print(f"{name}：{reason}")
    print("始められなかった人がいます。" if failed else "全員のサーバーを始めました。")
    sys.exit(bool(failed))
