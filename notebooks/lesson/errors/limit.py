"""表示が止まらない繰り返しを、途中で止める。なければ、while True: print(1) だけで画面が固まる。"""

import sys

ENOUGH = 200_000  # 1つのセルで表示できる量：文字の数に、行の数の20倍を足したもの


class TooMuchOutput(BaseException):
    """KeyboardInterrupt と同じく、except Exception では受け止められない。"""


class Limit:
    def begin(self):
        self.written = 0
        for stream in (sys.stdout, sys.stderr):
            in_notebook = type(stream).__module__.startswith(("ipykernel", "pyodide_kernel"))
            if in_notebook and getattr(stream.write, "__name__", "") != "counting_write":
                stream.write = self.counted(stream.write)

    def counted(self, write):  # 表示するたびに量を数え、多すぎれば止める write
        def counting_write(text):
            self.written += len(text) + 20 * text.count("\n")
            if self.written > ENOUGH:
                raise TooMuchOutput("表示が多すぎます。終わらない繰り返しではないか確かめましょう。")
            return write(text)
        return counting_write
