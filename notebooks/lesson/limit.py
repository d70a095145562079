"""表示が止まらない繰り返しを、途中で止める。

これがないと、while True: print(1) のような1行で画面が固まり、ノートブックのファイルがとても大きくなる。
"""

import sys

CHARACTERS, LINES = 200_000, 10_000  # 1つのセルで表示できる量


class TooMuchOutput(BaseException):
    """KeyboardInterrupt と同じく、except Exception では受け止められない。"""


class Limit:
    """セルの実行中に表示した量。"""

    def __init__(self):
        self.characters = self.lines = 0
        self.counting = False

    def begin(self, info):
        """セルの始まり：数え直す。"""
        self.characters = self.lines = 0
        self.counting = True
        for stream in (sys.stdout, sys.stderr):
            in_notebook = type(stream).__module__.startswith(("ipykernel", "pyodide_kernel"))
            if in_notebook and getattr(stream.write, "__name__", "") != "counting_write":
                stream.write = self.counted(stream.write)

    def end(self):
        """セルの終わり：数えるのをやめる。"""
        self.counting = False

    def counted(self, write):
        """表示するたびに量を数え、多すぎれば止める write。"""
        def counting_write(text):
            if self.counting:
                self.characters += len(text)
                self.lines += text.count("\n")
                if self.characters > CHARACTERS or self.lines > LINES:
                    raise TooMuchOutput(f"表示が {CHARACTERS // 10_000}万文字か"
                                        f" {LINES // 10_000}万行を超えたので、止めました。")
            return write(text)
        return counting_write
