"""この教室（このフォルダー）を、教室のほかのコンピュータやタブレットに見せる。インターネットは要らない。

始める： python serve.py [ポート]    （Windowsでは、このファイルのダブルクリックでもよい）
終わる： この窓を閉じるか、Ctrl + C
"""

import functools
import socket
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve().parent
TYPES = {
    ".wasm": "application/wasm",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".json": "application/json",
    ".ipynb": "application/json",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".html": "text/html",
}


class Classroom(SimpleHTTPRequestHandler):
    """ファイルを送る。圧縮したもの（.gz）があれば、それを送る。ブラウザーは、変わったものだけを取り直す。"""

    protocol_version = "HTTP/1.1"

    def send_head(self):
        """送るファイルを開き、始めの行を送る。"""
        path = Path(self.translate_path(self.path))
        small = path.with_name(f"{path.name}.gz")
        if not (small.is_file() and "gzip" in self.headers.get("Accept-Encoding", "")):
            return super().send_head()
        mark = f'"{small.stat().st_mtime_ns}-{small.stat().st_size}"'
        same = self.headers.get("If-None-Match") == mark
        self.send_response(304 if same else 200)
        self.send_header("ETag", mark)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        if not same:
            self.send_header("Content-Length", str(small.stat().st_size))
        self.end_headers()
        return None if same else small.open("rb")

    def guess_type(self, path):
        """ファイルの種類。Windowsの設定にはよらない。"""
        kind = TYPES.get(Path(path).suffix.lower()) or super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def end_headers(self):
        """毎回、新しいかどうかを確かめてもらう（変わっていなければ、送らない）。"""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def handle(self):
        """ブラウザーが途中で閉じたら、そこでやめる。"""
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *arguments):
        """送ったことを、1つずつは表示しない。"""


def addresses(port):
    """このコンピュータのアドレス。ほかのコンピュータから見えるものが先。"""
    found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # 何も送らない。外へ出るときに使うアドレスを調べる
            found.add(probe.getsockname()[0])
        except OSError:
            print("ネットワークにつながっていません。このコンピュータの中だけで開けます。")
    return [f"http://{address}:{port}/" for address in sorted(found) if not address.startswith("127.")]


def main():
    """教室を見せる。"""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    try:
        server = ThreadingHTTPServer(("", port), functools.partial(Classroom, directory=HERE))
    except OSError:
        sys.exit(
            f"ポート {port} は使われています。python serve.py {port + 1} のように、ほかの数で始めましょう。"
        )
    print("教室を始めました。ブラウザーで、次のアドレスを開きます。終わるときは、この窓を閉じます。")
    print(f"  このコンピュータ： http://localhost:{port}/")
    for address in addresses(port):
        print(f"  ほかのコンピュータやタブレット： {address}")
    server.daemon_threads = True
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("教室を終わりました。")


if __name__ == "__main__":
    main()
