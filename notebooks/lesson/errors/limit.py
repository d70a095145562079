"""表示が止まらない繰り返しを、途中で止める。なければ、while True: print(1) だけで画面が固まる。"""

import sys

CHARACTERS, LINES = 200_000, 10_000  # 1つのセルで表示できる量


class TooMuchOutput(BaseException):
    """KeyboardInterrupt と同じく、except Exception では受け止められない。"""


class Limit:
    counting = False  # セルの実行中か

    def begin(self):
        self.characters, self.lines, self.counting = 0, 0, True
        for stream in (sys.stdout, sys.stderr):
            in_notebook = type(stream).__module__.startswith(("ipykernel", "pyodide_kernel"))
            if in_notebook and getattr(stream.write, "__name__", "") != "counting_write":
                stream.write = self.counted(stream.write)

    def counted(self, write):  # 表示するたびに量を数え、多すぎれば止める write
        def counting_write(text):
            if self.counting:
                self.characters += len(text)
                self.lines += text.count("\n")
                if self.characters > CHARACTERS or self.lines > LINES:
                    raise TooMuchOutput(f"表示が{CHARACTERS}文字か{LINES}行を超えたので、止めました。")
            return write(text)
        return counting_write
