"""N人がいっせいにレッスンを実行したときの、時間とメモリを測る：

    sudo .venv/bin/python teacher/classroom/load_test.py 1 5 10 20 40

使い捨ての hub（temporary_hub.py）をこのコンピュータの中だけに立て、本物の入口から入り、全員がレッスン4を
実行し、すべての出力を保存されている出力とくらべる。1つでもちがえば、失敗。
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import prestart
import requests
import websocket
from nbformat.v4 import output_from_msg
from requests.adapters import HTTPAdapter
from temporary_hub import Hub
from urllib3.util.retry import Retry

LESSON = "lessons/notebooks/04_linear_vs_sigmoid.ipynb"
NOT_COMPARED = {"image/png", "application/vnd.jupyter.widget-view+json"}  # nbval と同じ


class Student:
    """ブラウザーと同じ順に、同じアドレスを呼ぶ生徒。"""

    def __init__(self, url, name, password=""):
        self.url, self.name, self.password = url, name, password
        self.home = f"{url}/user/{name}"
        self.session = requests.Session()
        again = Retry(5, backoff_factor=0.2, status_forcelist=[502, 503], allowed_methods=["GET"])
        self.session.mount(url, HTTPAdapter(max_retries=again))  # 切れた接続は、つなぎ直す

    def fill_in(self, page, **fields):
        """フォームのあるページを開き、書きこんで送る。"""
        form = self.session.get(f"{self.url}/hub/{page}", timeout=60).text
        fields["_xsrf"] = re.search(r'name="_xsrf" value="([^"]+)"', form).group(1)
        return self.session.post(
            f"{self.url}/hub/{page}",
            data={"username": self.name, **fields},
            timeout=60,
            allow_redirects=False,
        )

    def sign_in(self):
        """入れたら真。"""
        return self.fill_in("login", password=self.password).status_code == 302

    def start(self):
        """自分のサーバーを始め、始まるまで待ち、JupyterLab のページを開く。"""
        for _ in range(60):
            page = self.session.get(f"{self.url}/hub/spawn", timeout=120)
            if page.ok:
                break
            time.sleep(1)  # 前のサーバーが、まだ止まる途中
        if "spawn-pending" in page.url:  # ブラウザーと同じように、進みぐあいの知らせを待つ
            progress = f"{self.url}/hub/api/users/{self.name}/server/progress?_xsrf={hub_xsrf(page)}"
            with self.session.get(progress, timeout=170, stream=True) as events:
                assert any(b'"ready": true' in line for line in events.iter_lines()), (
                    f"{self.name}: the server did not start"
                )
        self.session.get(f"{self.home}/lab", timeout=120).raise_for_status()

    def api(self, method, path, **options):
        xsrf = next(
            cookie.value
            for cookie in self.session.cookies
            if cookie.name == "_xsrf" and cookie.path == f"/user/{self.name}/"
        )
        answer = self.session.request(
            method, f"{self.home}/api/{path}", headers={"X-XSRFToken": xsrf}, timeout=60, **options
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def open(self, path=LESSON):
        """ノートブックを開く。カーネルが始まる。"""
        return Notebook(self, path)

    def stop(self):
        """自分のサーバーを止める。"""
        xsrf = hub_xsrf(self.session.get(f"{self.url}/hub/home", timeout=60))
        self.session.delete(
            f"{self.url}/hub/api/users/{self.name}/server", headers={"X-XSRFToken": xsrf}, timeout=120
        ).raise_for_status()


def hub_xsrf(page):
    """The token that the hub wants back with each form."""
    return re.search(r'xsrf_token: "([^"]+)"', page.text).group(1)


class Notebook:
    """開いたノートブックと、そのカーネル。"""

    def __init__(self, student, path):
        self.student, self.path = student, path
        self.content = nbformat.from_dict(student.api("GET", f"contents/{path}")["content"])
        session = student.api(
            "POST",
            "sessions",
            json={"path": path, "name": "", "type": "notebook", "kernel": {"name": "python3"}},
        )
        self.kernel = session["kernel"]["id"]
        self.session_id = uuid.uuid4().hex
        self.connect()

    def connect(self, **options):
        address = f"{self.student.home}/api/kernels/{self.kernel}/channels?session_id={self.session_id}"
        cookies = "; ".join(
            f"{cookie.name}={cookie.value}"
            for cookie in self.student.session.cookies
            if f"/user/{self.student.name}/".startswith(cookie.path)
        )
        origin = self.student.home.rpartition("/user/")[0]
        options = {"origin": origin, "cookie": cookies, "timeout": 120, **options}
        self.socket = websocket.create_connection(address.replace("http", "ws", 1), **options)

    def execute(self, code):
        """1つのセルを実行し、出力のリストを返す。"""
        self.send(code)
        return self.receive()

    def send(self, code):
        self.request = uuid.uuid4().hex
        header = {
            "msg_id": self.request,
            "msg_type": "execute_request",
            "session": self.session_id,
            "username": "",
            "version": "5.4",
        }
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        self.socket.send(
            json.dumps(
                {
                    "header": header,
                    "parent_header": {},
                    "metadata": {},
                    "content": content,
                    "channel": "shell",
                    "buffers": [],
                }
            )
        )

    def messages(self):
        """今のセルについての知らせを、順に。"""
        while True:
            message = json.loads(self.socket.recv())
            if message["parent_header"].get("msg_id") == self.request or message["msg_type"] == "status":
                yield message

    def receive(self):
        outputs, waiting = [], {"idle", "execute_reply"}
        for message in self.messages():
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != self.request:
                continue
            if kind in ("stream", "display_data", "execute_result", "error"):
                outputs.append(output_from_msg(message))
            waiting -= {kind, content.get("execution_state")}
            if not waiting:
                return outputs

    def receive_state(self, states):
        """カーネルの状態が、states のどれかになるまで待つ。"""
        return next(
            message["content"]["execution_state"]
            for message in self.messages()
            if message["content"].get("execution_state") in states
        )

    def run(self):
        """すべてのセルを実行し、保存する。保存されていた出力とちがったセルの番号を返す。"""
        wrong = []
        for number, cell in enumerate(self.content.cells):
            if cell.cell_type == "code":
                outputs = self.execute(cell.source)
                if "nbval-ignore-output" not in cell.metadata.get("tags", []) and comparable(
                    outputs
                ) != comparable(cell.outputs):
                    wrong.append(number)
                cell.outputs = outputs
        self.save()
        return wrong

    def save(self):
        self.student.api(
            "PUT",
            f"contents/{self.path}",
            json={"type": "notebook", "format": "json", "content": self.content},
        )


def comparable(outputs):
    """出力のうち、nbval がくらべるもの。"""
    streams, rest = {}, []
    for output in outputs:
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + output.text
        elif output.output_type == "error":
            rest.append((output.ename, output.evalue))
        else:
            rest.append({kind: value for kind, value in output.data.items() if kind not in NOT_COMPARED})
    return streams, rest


def memory(hub, name):
    """その生徒のすべてのプログラムのメモリ（PSS、MB）。"""
    uid = int(hub.machine.run("id", "-u", f"jupyter-{name}").stdout)
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == uid:
                total += int(
                    re.search(r"^Pss: +(\d+)", (process / "smaps_rollup").read_text(), re.M).group(1)
                )
        except (FileNotFoundError, ProcessLookupError):  # 今終わったプログラム
            continue
    return total / 1024


def together(students, action):
    """全員が同時に action を始める。1人ずつの (かかった秒数, 結果)。"""
    gate = threading.Barrier(len(students))

    def one(student):
        gate.wait()
        begin = time.monotonic()
        result = action(student)
        return time.monotonic() - begin, result

    with ThreadPoolExecutor(len(students)) as pool:
        return list(pool.map(one, students))


def measure(count):
    """Count 人で測った、表の1行。"""
    with Hub() as hub:
        names = [f"student{number:02d}" for number in range(1, count + 1)]
        passwords = hub.students("add", *names)
        hub.restart()  # hub が、全員の名前を知る

        def lesson(student):
            assert student.sign_in(), f"{student.name} could not sign in"
            begin = time.monotonic()
            student.start()
            started = time.monotonic() - begin
            wrong = student.open().run()
            assert not wrong, f"{student.name}: cells {wrong} differ from the stored outputs"
            return started

        on_demand = together([Student(hub.url, *item) for item in passwords.items()], lesson)
        sizes = [memory(hub, name) for name in names]
        hub.students("end", *names)
        hub.restart()
        token = hub.machine.path("/var/lib/classroom/prestart.token").read_text(encoding="ascii")
        begin = time.monotonic()
        failed = prestart.main(4, names, hub.url, token)
        assert not failed, failed
        preparing = time.monotonic() - begin
        before_class = together([Student(hub.url, *item) for item in passwords.items()], lesson)
    last = max(seconds for seconds, _ in before_class)
    return (
        f"| {count} | {statistics.median(started for _, started in on_demand):.1f} "
        f"| {max(seconds for seconds, _ in on_demand):.1f} | {preparing:.1f} | {last:.1f} "
        f"| {last * os.cpu_count() / count:.2f} | {statistics.mean(sizes):.0f} |"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description="N人がいっせいにレッスン4を実行したときの、時間とメモリを測ります。"
    )
    parser.add_argument(
        "counts", nargs="+", type=int, choices=range(1, 61), metavar="人数", help="1から60まで"
    )
    parser.add_argument(
        "--before", type=Path, metavar="フォルダー", help="くらべる版（.venv もあるもの）。1行ずつ交互に測る"
    )
    options = parser.parse_args()
    print(
        "| 人数 | サーバーが開くまで（中央値、秒） | サインインからレッスン4の終わりまで（最後の人、秒） "
        "| 先に全員を始める時間（秒） | 先に始めてあるとき、終わりまで（最後の人、秒） "
        "| そのとき1人あたり（秒×コア） | 1人のメモリ（PSS、MB） |\n|---|---|---|---|---|---|---|"
    )
    for count in options.counts:
        if options.before:
            script = options.before / "teacher/classroom/load_test.py"
            command = [options.before / ".venv/bin/python", script, str(count)]
            other = subprocess.run(command, check=True, capture_output=True, text=True)
            print(f"{other.stdout.splitlines()[-1]} （くらべる版）", flush=True)
        print(measure(count), flush=True)
