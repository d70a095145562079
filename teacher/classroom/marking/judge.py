"""生徒の答えを、この教材の答え合わせ（lesson/checks.py）で判定する。利用者 nobody で、marks.py が呼ぶ。

生徒のプログラムは、ここでは動かない。標準入力（ソケット）の向こうの run.py に、値を聞く。
1つの練習に1行、[練習の番号, 答え合わせの文] を JSON で表示する。
"""

import json
import re
import socket
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"
sys.path[:0] = [str(NOTEBOOKS), str(NOTEBOOKS.parent)]
from lesson.checks import as_imported, verdict  # noqa: E402
from lesson.exercises import EXERCISES  # noqa: E402

LONGEST = 20 * 2**20  # run.py から受けとる1行の文字


class Space:
    """生徒のノートブックの {名前: 値}。"""

    def __init__(self, messages):
        self.messages, self.known = messages, {}

    def ask(self, **question):
        print(json.dumps(question, default=np.ndarray.tolist), file=self.messages, flush=True)
        return json.loads(self.messages.readline(LONGEST))

    def run_until(self, cell):
        """この id のセルの前まで、ノートブックを動かす。"""
        self.known = {}
        self.ask(until=cell)

    def get(self, name, default=None):
        answer = self.ask(get=name)
        return default if answer == ["missing"] else self.decode(answer, name)

    def __contains__(self, name):
        return self.ask(get=name) != ["missing"]

    def __getitem__(self, name):
        return self.get(name)

    def decode(self, answer, name):
        """run.py の encode の逆。同じものは、2度目も同じものにする（モデルを写したかどうかの判定のため）。"""
        kind, *content = answer
        if kind == "value":
            return content[0]
        if kind == "ndarray":
            dtype, shape, items = content[0]
            return np.array(items, dtype=np.dtype(dtype)).reshape(shape)
        if kind in ("list", "tuple", "set", "dict"):
            items, number = content
            if number not in self.known:
                make = {"list": list, "tuple": tuple, "set": set, "dict": dict}[kind]
                self.known[number] = make(self.decode(item, name) for item in items)
            return self.known[number]
        if kind == "function":
            return Function(self, name, content[0])
        if kind == "module" and content == ["numpy"]:
            return np
        return ... if kind == "ellipsis" else SimpleNamespace(kind=kind)


class Function:
    """生徒の関数。呼ぶと、run.py が生徒のところで呼んだ値になる。"""

    def __init__(self, space, name, names):
        self.space, self.name = space, name
        self.__code__ = SimpleNamespace(co_varnames=tuple(names))

    def __call__(self, *arguments):
        kind, *content = answer = self.space.ask(call=self.name, arguments=arguments)
        if kind == "error":
            raise ValueError(content[0])
        return self.space.decode(answer, self.name)


def checks_of(lesson):
    """レッスンの {練習の番号: 答え合わせのセルの id}。生徒のノートブックではなく、もとのものから。"""
    (path,) = NOTEBOOKS.glob(f"{lesson:02d}_*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = ((re.match(r'check\("(\d-\d)"', "".join(cell["source"])), cell["id"]) for cell in cells)
    return {match[1]: cell for match, cell in found if match and match[1] in EXERCISES}


def main(lesson):
    """レッスンの練習を、順に判定する。"""
    with socket.socket(fileno=0).makefile("rw", encoding="utf-8") as messages:
        space = Space(messages)
        for number, cell in checks_of(lesson).items():
            space.run_until(cell)
            with as_imported():
                text = verdict(number, space)
            print(json.dumps([number, text]), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
