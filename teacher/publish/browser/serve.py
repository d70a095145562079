"""この教室（このフォルダー）を、教室のほかのコンピュータやタブレットに見せる。インターネットは要らない。

始める： python serve.py [ポート]    （Windowsでは、このファイルのダブルクリックでもよい）
終わる： この窓を閉じるか、Ctrl + C
"""

import contextlib
import functools
import socket
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Classroom(SimpleHTTPRequestHandler):
    """ファイルを送る。圧縮したもの（.gz）があれば、それを送る。ブラウザーは、変わったものだけを取り直す。"""

    protocol_version = "HTTP/1.1"
    extensions_map = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}

    def translate_path(self, path):
        plain = super().translate_path(path)
        packed = Path(f"{plain}.gz")
        self.packed = packed.is_file() and "gzip" in self.headers.get("Accept-Encoding", "")
        return str(packed) if self.packed else plain

    def guess_type(self, path):
        """ファイルの種類。圧縮したものは、中身の種類。"""
        return super().guess_type(path.removesuffix(".gz") if self.packed else path)

    def end_headers(self):
        """毎回、新しいかどうかを確かめてもらう（変わっていなければ、送らない）。"""
        self.send_header("Cache-Control", "no-cache")
        if getattr(self, "packed", False):
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        super().end_headers()

    def handle(self):
        """ブラウザーが途中で閉じたら、そこでやめる。"""
        with contextlib.suppress(ConnectionError):
            super().handle()

    def log_message(self, *arguments):
        """送ったことを、1つずつは表示しない。"""


def addresses(port):
    """ほかのコンピュータから見える、このコンピュータのアドレス。"""
    found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # 何も送らない。外へ出るときに使うアドレスを調べる
        found.add(probe.getsockname()[0])
    return [f"http://{address}:{port}/" for address in sorted(found) if not address.startswith("127.")]


def main():
    """教室を見せる。"""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    handler = functools.partial(Classroom, directory=Path(__file__).resolve().parent)
    try:
        server = ThreadingHTTPServer(("", port), handler)
    except OSError:
        sys.exit(f"ポート {port} は使われています。python serve.py {port + 1} と、ほかの数で始めましょう。")
    print("教室を始めました。ブラウザーで、次のアドレスを開きます。終わるときは、この窓を閉じます。")
    print(f"  このコンピュータ： http://localhost:{port}/")
    print(*(f"  ほかのコンピュータやタブレット： {address}" for address in addresses(port)), sep="\n")
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
