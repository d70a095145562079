"""「やってみよう」の答え合わせの進め方。値だけで判定し、変数は変えない。練習は lesson1.py などにある。"""

import contextlib
import io
import re
import sys
from types import SimpleNamespace

import numpy as np
from IPython import get_ipython

from ..contents import lesson_files
from .facts import Unfit, describe

EXERCISES = {}  # {練習の番号: exercise に渡したもの}
NUMPY = [(module, name, value) for module in (np, np.random) for name, value in vars(module).items()]
OVERWRITTEN = "NumPy の {} が = で別の値に変わりました。カーネルを再起動し、上から実行し直しましょう。"
STOPPED = "答えのセルが赤いエラーで止まっています。その日本語の説明を読んで直しましょう。"
REMINDER = "（書き換えたのなら、上のセルを実行しましょう。= の左の名前は変えません。）"


def exercise(number, todo, praise, trials=()):
    """次の関数を、練習 number の判定にする。引数は、答えの名前と形。返すのは、ヒント（正しければ空）か、
    (ヒント, 先に表示する表, できたときの言葉)。trials は、答えの関数に渡すもの。"""
    def register(look):
        EXERCISES[number] = SimpleNamespace(
            look=look, todo=todo, praise=praise, trials=trials, answers=list(look.__annotations__))
        return look
    return register


def close(numbers, wanted, within=1e-6):
    """数が、wanted と同じ順に並んでいるか。形状は問わない。"""
    return np.size(numbers) == np.size(wanted) and np.allclose(
        np.ravel(numbers), np.ravel(wanted), rtol=0, atol=within)


def first(*rules):
    """(当てはまるか, ヒント) の組のうち、最初に当てはまったもののヒント。なければ空。"""
    return next((hint for applies, hint in rules if applies), "")


def differs(numbers, wanted, otherwise, mistakes=(), within=1e-6):
    """数が wanted でないときのヒント：よくある間違い [(数, ヒント), ...] のどれかか、otherwise。"""
    return first((close(numbers, wanted, within), ""),
                 *((close(numbers, wrong), hint) for wrong, hint in mistakes), (True, otherwise))


def array_differs(answer, wanted, mistakes=()):
    """答えが配列 wanted でないときのヒント。"""
    right = answer.kind == "配列" and answer.shape == np.shape(wanted)
    form = "" if right else f"答えが、{answer}です。形状 {np.shape(wanted)} の配列にしましょう。"
    return differs(answer.numbers, wanted, form or "形状は合っていますが、数が違います。", mistakes) or form


def attempt(function, arguments):
    """引数のコピーを渡して function を呼んだ結果。エラーになったら、そのエラー。"""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return function(*map(np.copy, arguments))
    except (Exception, SystemExit) as error:  # 答えの関数の中では、どんなエラーも起こりうる
        return error


def problem_before(names, result):
    """判定する前に分かる問題：変わった NumPy の関数か、答え names のセルの赤いエラー result。なければ空。"""
    for module, name, value in NUMPY:
        if callable(value) and vars(module).get(name) is not value:
            return OVERWRITTEN.format(name)
    error = result and (result.error_before_exec or result.error_in_exec)
    assigned = re.compile(rf"^(def )?({'|'.join(names)})\b.*[=(]", flags=re.M)
    return STOPPED if error and assigned.search(result.info.raw_cell) else ""


def evidence(number, space, result=None):
    """練習 number の判定に使う事実。space はノートブックの {名前: 値}、result はすぐ前のセルの結果。"""
    exercise = EXERCISES[number]
    facts = {name: describe(space[name]) for name in exercise.answers if name in space}
    for name, fact in facts.items():
        if fact.kind == "関数":
            fact.items = [describe(attempt(space[name], arguments)) for arguments in exercise.trials]
    return facts, problem_before(exercise.answers, result)


def undone(exercise, facts):
    """まだ書いていない答えを、書くように言う文。なければ空。"""
    missing = "、".join(name for name in exercise.answers if name not in facts)
    blank = " と ".join(name for name, fact in facts.items() if fact.blank)
    return first(
        (missing, f"{missing} がまだありません。先に、それを作るセルを実行しましょう。"
         "実行したのなら、名前のつづりを確かめましょう。"),
        (blank, f"{blank} の ... を、{exercise.todo}に書き換えましょう。{REMINDER}"))


def judge(number, facts, problem):
    """練習 number が正しいかどうかと、答え合わせの文。"""
    exercise = EXERCISES[number]
    if todo := problem or undone(exercise, facts):
        return False, f"練習 {number}：まだです。{todo}"
    try:
        forms = exercise.look.__annotations__.items()
        with np.errstate(all="ignore"):
            said = exercise.look(**{name: form(name, facts[name]) for name, form in forms})
    except Unfit as reason:
        said = str(reason)
    hint, table, note = said if isinstance(said, tuple) else (said, "", "")
    result = f"もう少しです。{hint}" if hint else f"できました！　{exercise.praise}{note}"
    return not hint, f"{table}\n練習 {number}：{result}".lstrip("\n")


def check(number=None):
    """練習 number の答え合わせをして、結果を表示する。答えは、ノートブックの変数から自分で見つける。"""
    if str(number) not in EXERCISES:
        return print('練習の番号が違います。check("1-1") のように書きましょう。')
    result = getattr(get_ipython(), "last_execution_result", None)
    print(judge(number, *evidence(number, sys._getframe(1).f_globals, result))[1])


def progress():
    """できた練習を表示する。いま答えがある練習は、その値で判定し、ほかは、保存したファイルで調べる。"""
    space, done = sys._getframe(1).f_globals, set()
    saved = "".join(path.read_text(encoding="utf-8", errors="replace") for path in lesson_files("."))
    for number, exercise in EXERCISES.items():
        here = space.keys() >= set(exercise.answers)
        if judge(number, *evidence(number, space))[0] if here else f"練習 {number}：できました" in saved:
            done.add(number)
    for lesson in dict.fromkeys(number[0] for number in EXERCISES):
        marks = [f"{number} {'○' if number in done else '−'}" for number in EXERCISES if number[0] == lesson]
        print("　".join([f"レッスン{lesson}", *marks]))
    print(f"{len(EXERCISES)}問のうち{len(done)}問ができました。")
