"""生徒のノートブックを、その生徒の利用者で、箱の中で動かす。marks.py が呼ぶ。

生徒のプログラムは、このプログラムを書きかえられるので、ここの言うことは信用しない。標準入力（ソケット）から
1行ずつ JSON で聞かれたことに、値だけで答える。判定は judge.py がする。
"""

import json
import os
import socket
import stat
import sys

import numpy as np

LARGEST = 10 * 2**20  # ノートブックのファイル（バイト）
MANY = 100_000  # 1つの値の、中の数


def read(path):
    """ふつうのファイルだけを読む（名前付きパイプは、読もうとすると、いつまでも終わらない）。"""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), encoding="utf-8") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
            raise ValueError("not an ordinary file")
        return json.load(file)["cells"]


def encode(value):
    """値を、JSON で送れる [種類, 中身] にする。送れない値は、種類だけにする。"""
    value = value.item() if isinstance(value, np.generic) else value
    kind = type(value).__name__
    if value is None or kind in ("bool", "int", "float", "str"):
        return ["value", value]
    if kind == "ndarray" and value.dtype.kind in "biuf" and value.size <= MANY:
        return [kind, [value.dtype.name, value.shape, value.ravel().tolist()]]
    if kind in ("list", "tuple", "set", "dict") and len(value) <= MANY:
        items = value.items() if kind == "dict" else value
        return [kind, [encode(item) for item in items], id(value)]
    if callable(value):
        return ["function", getattr(getattr(value, "__code__", None), "co_varnames", ())]
    return [kind, value.__name__] if kind == "module" else [kind]


def answer(question, cells, shell):
    """質問は、ここまで動かす（until）、名前の値（get）、その関数を呼んだ値（call）のどれか。"""
    space = shell.user_ns
    while "until" in question and cells:
        cell = cells.pop(0)
        if cell.get("id") == question["until"]:
            break
        if cell["cell_type"] == "code":
            shell.run_cell("".join(cell["source"]), store_history=True)
    if "call" in question:
        try:
            return encode(space[question["call"]](*map(np.array, question["arguments"])))
        except (Exception, SystemExit) as error:
            return ["error", f"{type(error).__name__}: {error}"]
    return encode(space[question["get"]]) if question.get("get") in space else ["missing"]


def main(path):
    """Path のノートブックについて、質問がなくなるまで答える。"""
    channel = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):  # 生徒の print や input を、通信に混ぜない
        os.dup2(nothing, number)
    from IPython.core.interactiveshell import InteractiveShell

    cells, shell = read(path), InteractiveShell.instance(history_length=0)
    sys.path.insert(0, "")
    with channel.makefile("rw", encoding="utf-8") as messages:
        for line in messages:
            print(json.dumps(answer(json.loads(line), cells, shell)), file=messages, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
