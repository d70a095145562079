"""「やってみよう」の答え合わせの進め方。練習と間違いは exercises.py にある。

判定は、書き方ではなく値や動きで行う。check も progress も文字を表示するだけで、変数も乱数の続きも変えない。
"""

import contextlib
import json
import re
import sys
import warnings
from pathlib import Path

import numpy as np
from IPython import get_ipython

from .exercises import EXERCISES, NUMPY, attempt, holds

PASSED = set()  # このカーネルでできた練習
# np.array = ... のように書くと NumPy の関数が消えてしまうので、はじめのものをとっておく
ORIGINAL = [(module, name, value) for module in (np, np.random) for name, value in vars(module).items()
            if callable(value) or value is np.random]
COMMON = [  # どの練習でも、答え1つずつに調べる間違い
    (lambda value: value is None, "{name} に None が入っています。print(...) や np.random.seed(...) や "
     "return のない関数は、値を返しません。"),
    (callable, "{name} に関数そのものが入っています。かっこ ( ) を付けて呼びましょう。"),
    (lambda value: np.asarray(value).dtype.kind in "US",
     "{name} に文字が入っています。引用符を外しましょう。"),
    (lambda value: not np.isfinite(np.asarray(value, dtype=float)).all(),
     "{name} に nan か inf（計算できなかった値）が入っています。それを作った計算を見直しましょう。")]
SLIPS = [  # 赤いエラーで止まった答えのセルと、エラーの文に見つかる間違い
    (lambda text: "□" in text, "□ を消して、そこに答えを書きましょう。"),
    (lambda text: re.search(r"ー\d", text), "「ー」は伸ばす音の記号です。引き算は、半角の - で書きます。"),
    (lambda text: re.search("invalid .*character", text), "全角の数や記号を、半角で打ち直しましょう。"),
    (lambda text: True, "上の赤いエラーの下の日本語の説明を読んで、答えのセルを直しましょう。")]
LOST = ("NumPy の {0} が、= で別の値に変わっています。{0}(...) のように、かっこで呼びます。"
        "メニューの「カーネル」からカーネルを再起動し、上から実行し直しましょう。")
REMINDER = "（書き換えたのなら、上のセルを実行しましょう。= の左の名前は変えません。）"


def first_hint(mistakes, t, **words):
    """最初に当てはまった間違いのヒント。なければ空文字列。"""
    return next((hint.format(t=t, **words) for found, hint in mistakes if holds(found, t)), "")


def error_in(names):
    """すぐ前に実行したセルが、names に値を入れるセルで、赤いエラーで止まっていたら、エラーとセルの文。"""
    last = getattr(get_ipython(), "last_execution_result", None)
    error = last and (last.error_before_exec or last.error_in_exec)
    if error and any(re.search(rf"^(def )?{name}\b.*[=(]", last.info.raw_cell, flags=re.M) for name in names):
        return error, last.info.raw_cell
    return None, ""


def lesson_cell(exercise, space):
    """答えに使うレッスンの名前がないか変わっていれば、先に実行するセルを伝える文。"""
    for name, kept, place in exercise.needs:
        if not holds(kept, space.get(name)):
            found = "レッスンのものと変わっています" if name in space else "まだありません"
            return f"{name} が{found}。先に{place}を実行し、次に、すぐ上の答えのセルを実行しましょう。"
    return ""


def answer_cell(names, blank, todo, space):
    """まだの答え blank を、どうすればよいかを伝える文。"""
    for name in names:
        if name not in space:
            return (f"{name} がまだありません。先に、すぐ上の答えのセルを実行しましょう。"
                    f"実行したのなら、「{name}」のつづりを確かめましょう。")
    if len(blank) < len(names):
        return f"残りの {'、'.join(blank)} も書き換えましょう。{REMINDER}"
    return f"{' と '.join(names)} の ... を、{todo}に書き換えましょう。{REMINDER}"


def judge(exercise, space, lost):
    """答え合わせの結果（できました、まだです、もう少しです）とその文、表にする答え（なければ None）。"""
    values = {name: space.get(name, ...) for name in exercise.names.split()}
    blank = [name for name, value in values.items() if holds(exercise.blank, value)]
    error, cell = error_in(values)
    t = exercise.look(space, error) if exercise.look else values[exercise.names]
    if not (blank or error or lost and NUMPY in exercise.needs) and holds(exercise.right, t):
        return "できました！　", exercise.praise + first_hint(exercise.notes, t), t
    lesson = LOST.format(lost) if lost else lesson_cell(exercise, space)
    stopped = error and "答えのセルが赤いエラーで止まっています。" + first_hint(SLIPS, f"{cell}\n{error}")
    if len(blank) == len(values):
        return "まだです。", lesson or stopped or answer_cell(values, blank, exercise.todo, space), None
    hints = [lesson, first_hint(exercise.early, t), stopped]
    if exercise.common and (exercise.early or not error):  # 損失の記録には、発散したときの nan もある
        table = COMMON[:3] if exercise.early else COMMON
        hints = [first_hint(table, values[name], name=name) for name in values if name not in blank] + hints
    hint = next(filter(None, hints), "")
    if blank and not hint:
        return "まだです。", answer_cell(values, blank, exercise.todo, space), None
    hint = hint or first_hint(exercise.mistakes, t) or "答えが違います。上のヒントを開いてみましょう。"
    return "もう少しです。", hint, None if error else t  # エラーのときは、前の値が残っている


def verdict(number, space, lost=""):
    """練習 number の答え合わせの文。space はノートブックの {名前: 値}、lost は消えた NumPy。"""
    if not (isinstance(number, str) and number in EXERCISES):
        numbers = "、".join(EXERCISES)
        return f'練習の番号が違います。check("1-1") のように書きましょう。番号は {numbers} です。'
    exercise = EXERCISES[number]
    result, text, t = judge(exercise, space, lost)
    if result.startswith("できました"):
        PASSED.add(number)
    table = attempt(lambda: exercise.table(t)) if exercise.table and t is not None else ""
    return (f"{table}\n" if isinstance(table, str) and table else "") + f"練習 {number}：{result}{text}"


@contextlib.contextmanager
def as_imported():
    """答え合わせの間だけ NumPy の関数を元に戻し、変わっていた名前を渡す。乱数の続きも元に戻す。"""
    changed = [(module, name, vars(module).get(name), value) for module, name, value in ORIGINAL
               if vars(module).get(name) is not value]
    for module, name, _, value in changed:
        setattr(module, name, value)
    state = np.random.get_state()
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield "、".join(f"{'np' if module is np else 'np.random'}.{name}" for module, name, *_ in changed)
    finally:
        np.random.set_state(state)
        for module, name, theirs, _ in changed:
            setattr(module, name, theirs)


def check(number=None, *_):
    """練習 number の答え合わせをして、結果を表示する。答えは、ノートブックの変数から自分で見つける。"""
    space = sys._getframe(1).f_globals
    with as_imported() as lost:
        print(verdict(number, space, lost))


def stored(path):
    """保存してあるノートブックの、答え合わせの結果に「できました」とある練習。"""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(output.get("text", "")) for cell in cells for output in cell.get("outputs", [])]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # ノートブックではないファイル
        return set()
    return set(re.findall(r"^練習 (\S+)：できました", "\n".join(texts), flags=re.M))


def progress():
    """できた練習を表示する。ほかのレッスンの分は、同じフォルダーに保存したノートブックを読んで調べる。"""
    done = PASSED.union(*map(stored, Path().glob("*.ipynb")))
    for lesson in dict.fromkeys(number[0] for number in EXERCISES):
        marks = [f"{number} {'○' if number in done else '−'}" for number in EXERCISES if number[0] == lesson]
        print("　".join([f"レッスン{lesson}", *marks]))
    print(f"{len(EXERCISES)}問のうち{len(done & EXERCISES.keys())}問ができました。")
