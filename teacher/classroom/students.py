"""生徒と先生の Unix の利用者（jupyter-名前）とパスワード。root で実行する：

students.py add 名前 …        利用者を作り、最初のパスワードを表示する（紙で渡す）
students.py password 名前 …   忘れた人に新しいパスワードを作り、前のサインインをすべて終わらせる
students.py remove 名前 …     利用者とファイルを消す（もとに戻せない）
students.py end              授業の終わり：全員のサーバーを止め、サインインをすべて終わらせる
"""

import argparse
import pwd
import re
import secrets
import subprocess
import sys
from pathlib import Path

import requests

STATE = Path("/var/lib/classroom")  # hub のデータと鍵。root だけが読める
TOKEN = STATE / "students.token"
NAME = "[a-z0-9][a-z0-9-]{0,22}$"
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # 紙で見分けにくい l、o、0、1 は使わない


def everybody():
    """生徒と先生の名前。"""
    names = (account.pw_name for account in pwd.getpwall())
    return [name.removeprefix("jupyter-") for name in names if name.startswith("jupyter-")]


def create_user(name):
    """利用者とホーム（本人だけが読める）を作る。hub のほかからは入れない。"""
    options = ["--create-home", "--skel", str(STATE / "home"), "--key", "HOME_MODE=0700"]
    subprocess.run(["useradd", *options, "--shell", "/usr/sbin/nologin", f"jupyter-{name}"], check=True)


def set_password(name):
    """当てられない（60ビットの）パスワードを決めて返す。"""
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    subprocess.run(["chpasswd"], input=f"jupyter-{name}:{password}", text=True, check=True)
    return password


def forget(name, url):
    """hub に、その人のサインインと鍵をすべて忘れさせる。サーバーも止まる。"""
    headers = {"Authorization": f"token {TOKEN.read_text(encoding='ascii')}"}
    try:
        answer = requests.delete(f"{url}/hub/api/users/{name}", headers=headers, timeout=60)
    except requests.ConnectionError as error:
        sys.exit(f"hub（{url}）が答えません。動いているか、--url のアドレスを確かめてください：{error}")
    if answer.status_code not in (204, 404):
        raise RuntimeError(f"{name} のサインインを終わらせられません：{answer.status_code} {answer.text}")


def main(action, names, url):
    """add、password、remove、end のどれかを、names の1人ずつに行う。"""
    for name in names:
        if not re.match(NAME, name):
            sys.exit(f"{name} は使えません。名前は、半角の英小文字、数字、- で、23文字までにします。")
        if (name in everybody()) == (action == "add"):
            print(f"{name}\t{'もういるので、変えません' if action == 'add' else 'いません'}")
            continue
        said = "サインインを終わらせました"
        if action == "add":
            create_user(name)
        else:
            forget(name, url)
        if action in ("add", "password"):
            said = set_password(name)
        elif action == "remove":
            subprocess.run(["userdel", "--remove", f"jupyter-{name}"], check=True, capture_output=True)
            said = "消しました"
        print(f"{name}\t{said}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=["add", "password", "remove", "end"])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="hub のアドレス")
    options = parser.parse_args()
    if not options.names and options.action != "end":
        parser.error("名前を並べてください。")
    main(options.action, options.names or everybody(), options.url)
