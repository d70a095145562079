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


def exercise(number, todo, praise, given=(), trials=()):
    """次の関数を、練習 number の判定にする。引数は答えの名前と形（given は、レッスンの名前）。返すのは、
    ヒント（正しければ空）か、(ヒント, 先に表示する表, できたときの言葉)。trials は、答えの関数に渡すもの。
    """
    def register(look):
        answers = [name for name in look.__annotations__ if name not in given]
        EXERCISES[number] = SimpleNamespace(
            look=look, todo=todo, praise=praise, trials=trials, answers=answers)
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
    form = f"答えが、{answer}です。形状 {np.shape(wanted)} の配列にしましょう。"
    otherwise = "形状は合っていますが、数が違います。" if right else form
    hint = differs(answer.numbers, wanted, otherwise, mistakes)
    return hint or ("" if right else f"数は合っていますが、{form}")


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
    facts = {name: describe(space[name]) for name in exercise.look.__annotations__ if name in space}
    for name, fact in facts.items():
        if fact.kind == "関数":
            fact.items = [describe(attempt(space[name], arguments)) for arguments in exercise.trials]
    return facts, problem_before(exercise.answers, result)


def look_at(exercise, facts):
    """答えの判定 (ヒント, 表, 言葉)。まだの答えがあれば、ほかの答えの形だけを見る（合えば None）。"""
    forms = exercise.look.__annotations__
    ready = [name for name in forms if name in facts and not facts[name].blank]
    try:
        answers = {name: forms[name](name, facts[name]) for name in ready}
        said = exercise.look(**answers) if len(ready) == len(forms) else None
    except Unfit as reason:
        said = str(reason)
    return said if isinstance(said, tuple) else (said, "", "")


def judge(number, facts, problem):
    """練習 number が正しいかどうかと、答え合わせの文。"""
    exercise = EXERCISES[number]
    missing = [name for name in exercise.look.__annotations__ if name not in facts]
    blank = [name for name in exercise.answers if name in facts and facts[name].blank]
    with np.errstate(all="ignore"):
        hint, table, note = (problem, "", "") if problem else look_at(exercise, facts)
    todo = problem or first(
        (missing, f"{'、'.join(missing)} がまだありません。先に、それを作るセルを実行しましょう。"
         "実行したのなら、名前のつづりを確かめましょう。"),
        (len(blank) < len(exercise.answers), f"残りの {'、'.join(blank)} も書き換えましょう。{REMINDER}"),
        (True, f"{' と '.join(blank)} の ... を、{exercise.todo}に書き換えましょう。{REMINDER}"))
    result = first((hint == "", f"できました！　{exercise.praise}{note}"),
                   (hint is None or missing or len(blank) == len(exercise.answers), f"まだです。{todo}"),
                   (True, f"もう少しです。{hint}"))
    return hint == "", f"{table}\n練習 {number}：{result}".lstrip("\n")


def check(number=None, *_):
    """練習 number の答え合わせをして、結果を表示する。答えは、ノートブックの変数から自分で見つける。"""
    if isinstance(number, str) and number in EXERCISES:
        result = getattr(get_ipython(), "last_execution_result", None)
        print(judge(number, *evidence(number, sys._getframe(1).f_globals, result))[1])
    else:
        numbers = "、".join(EXERCISES)
        print(f'練習の番号が違います。check("1-1") のように書きましょう。番号は {numbers} です。')


def progress():
    """できた練習を表示する。このレッスンはいまの値で判定し、ほかのレッスンは保存したファイルで調べる。"""
    space, total = sys._getframe(1).f_globals, 0
    there = [number[0] for number, exercise in EXERCISES.items() if space.keys() >= set(exercise.answers)]
    for lesson in dict.fromkeys(number[0] for number in EXERCISES):
        numbers, where = [number for number in EXERCISES if number[0] == lesson], ""
        if lesson == max(there, key=there.count, default=""):  # 答えの名前が、いちばん多くある
            done = [number for number in numbers if judge(number, *evidence(number, space))[0]]
        else:
            own = [path for path in lesson_files(".") if path.name[1] == lesson]
            text = "".join(path.read_text(encoding="utf-8", errors="replace") for path in own)
            done = [number for number in numbers if f"練習 {number}：できました" in text]
            where = f"（{own[0]} に保存された結果）" if done else ""
        total += len(done)
        marks = [f"{number} {'○' if number in done else '−'}" for number in numbers]
        print("　".join([f"レッスン{lesson}", *marks]) + where)
    print(f"{len(EXERCISES)}問のうち{total}問ができました。")
