"""授業の前に、生徒のサーバーを始める： sudo .venv/bin/python teacher/classroom/prestart.py

始めるのは、名簿にある人と、一度入ったことのある人。名前を並べると、その人だけ始める。
一度に始めるのは数人ずつなので、コンピュータが重くなりすぎない。
hub が別のコンピュータにあるときは、環境変数 HUB_URL と HUB_TOKEN に、そのアドレスと鍵を入れておく。
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

TOKEN = Path("/var/lib/classroom/prestart.token")
AT_ONCE = 4


def api(method, path, url, token):
    """Ask the hub's REST API; gives its response."""
    headers = {"Authorization": f"token {token}"}
    return requests.request(method, f"{url}/hub/api/{path}", headers=headers, timeout=60)


def start(name, url, token):
    """1人のサーバーを始め、使えるようになるまで待つ。うまくいったかを返す。"""
    api("POST", f"users/{name}/server", url, token)
    for _ in range(180):
        server = api("GET", f"users/{name}", url, token).json().get("servers", {}).get("", {})
        if server.get("ready"):
            return True
        if not server.get("pending"):
            return False
        time.sleep(0.5)
    return False


def main(names, url, token):
    """names の（空なら、hub の知っている全員の）サーバーを始める。始められなかった人のリストを返す。"""
    names = names or [user["name"] for user in api("GET", "users?limit=1000", url, token).json()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        started = pool.map(lambda name: start(name, url, token), names)
        return [name for name, ok in zip(names, started, strict=True) if not ok]


if __name__ == "__main__":
    failed = main(
        sys.argv[1:],
        os.environ.get("HUB_URL", "http://127.0.0.1:8000"),
        os.environ.get("HUB_TOKEN") or TOKEN.read_text(encoding="ascii"),
    )
    print(f"始められなかった人：{'、'.join(failed)}" if failed else "全員のサーバーを始めました。")
    sys.exit(bool(failed))
