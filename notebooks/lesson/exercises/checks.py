"""「やってみよう」の答え合わせの進め方。値だけで判定し、変数は変えない。練習は lesson1.py などにある。"""

import contextlib
import io
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from IPython import get_ipython

from ..contents import lesson_files
from .answers import Unfit, describe

EXERCISES = {}  # {練習の番号: exercise に渡したもの}
NUMPY = [(module, name, value) for module in (np, np.random) for name, value in vars(module).items()]
OVERWRITTEN = ("NumPy の {} が、= で別の値に変わっています。関数は {}(...) のように、かっこで呼びます。"
               "メニューの「カーネル」からカーネルを再起動し、上から実行し直しましょう。")
STOPPED = ("答えのセルが赤いエラーで止まっています。"
           "上の赤いエラーの下の日本語の説明を読んで、答えのセルを直しましょう。")
REMINDER = "（書き換えたのなら、上のセルを実行しましょう。= の左の名前は変えません。）"


def exercise(number, todo, praise, uses={}, trials=()):  # noqa: B006
    """次の関数を、練習 number の判定にする。引数は答えの名前で、注釈は答えの形（answers.py）。

    関数が返すのは、ヒント（正しければ空）か、(ヒント, 先に表示する表, できたときに付け加える言葉)。
    todo は ... を何に書き換えるか、uses は使うレッスンの名前とその種類か数、trials は答えの関数に渡すもの。
    """
    def register(look):
        answers = [name for name in look.__annotations__ if name not in uses]
        EXERCISES[number] = SimpleNamespace(
            look=look, answers=answers, todo=todo, praise=praise, uses=uses, trials=trials)
        return look
    return register


def close(numbers, wanted, within=1e-6):
    """数が、wanted と同じ順に並んでいるか。形状は問わない。"""
    return np.size(numbers) == np.size(wanted) and np.allclose(
        np.ravel(numbers), np.ravel(wanted), rtol=0, atol=within)


def first(*rules):
    """(当てはまるか, ヒント) の組のうち、最初に当てはまったもののヒント。なければ空。"""
    return next((hint for applies, hint in rules if applies), "")


def known(numbers, mistakes, otherwise):
    """よくある間違い [(数, ヒント), ...] のうち、numbers と同じもののヒント。なければ otherwise。"""
    return first(*((close(numbers, wrong), hint) for wrong, hint in mistakes), (True, otherwise))


def differs(numbers, wanted, otherwise, mistakes=()):
    """数が wanted でないときのヒント。"""
    return "" if close(numbers, wanted) else known(numbers, mistakes, otherwise)


def array_differs(answer, wanted, mistakes=()):
    """答えが配列 wanted でないときのヒント。"""
    if answer.kind == "配列" and answer.shape == np.shape(wanted):
        return differs(answer.numbers, wanted, "形状は合っていますが、数が違います。", mistakes)
    form = f"答えが、{answer}です。形状 {np.shape(wanted)} の配列にしましょう。"
    return known(answer.numbers, [*mistakes, (wanted, f"数は合っていますが、{form}")], form)


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
            return OVERWRITTEN.format(name, name)
    error = result and (result.error_before_exec or result.error_in_exec)
    assigned = re.compile(rf"^(def )?({'|'.join(names)})\b.*[=(]", flags=re.M)
    return STOPPED if error and assigned.search(result.info.raw_cell) else ""


def evidence(number, space, result=None):
    """練習 number の判定に使う事実。space はノートブックの {名前: 値}、result はすぐ前のセルの結果。"""
    exercise = EXERCISES[number]
    names = [name for name in (*exercise.answers, *exercise.uses) if name in space]
    facts = {name: describe(space[name]) for name in names}
    for name, fact in facts.items():
        if fact.kind == "関数":
            fact.items = [describe(attempt(space[name], arguments)) for arguments in exercise.trials]
    return facts, problem_before(exercise.answers, result)


def lesson_hint(exercise, facts):
    """答えに使うレッスンの名前がないか変わっていれば、それを伝える文。"""
    for name, wanted in exercise.uses.items():
        fact = facts.get(name)
        if not fact or (fact.kind != wanted if isinstance(wanted, str) else not close(fact.numbers, wanted)):
            state = "レッスンのものと変わっています" if fact else "まだありません"
            return (f"{name} が{state}。上に戻って、{name} を作る（または import する）セルを実行し、"
                    "次に、すぐ上の答えのセルを実行しましょう。")
    return ""


def blank_hint(exercise, facts, blank):
    """まだの答え blank を、どうすればよいかを伝える文。"""
    missing = [name for name in blank if name not in facts]
    return first(
        (missing, f"{'、'.join(missing)} がまだありません。先に、すぐ上の答えのセルを実行しましょう。"
         "実行したのなら、名前のつづりを確かめましょう。"),
        (len(blank) < len(exercise.answers), f"残りの {'、'.join(blank)} も書き換えましょう。{REMINDER}"),
        (True, f"{' と '.join(blank)} の ... を、{exercise.todo}に書き換えましょう。{REMINDER}"))


def look_at(exercise, facts):
    """答えの判定 (ヒント, 表, 言葉)。まだの答えがあれば、ほかの答えの形だけを見る（合えば None）。"""
    forms = exercise.look.__annotations__
    try:
        answers = {name: form(name, facts[name]) for name, form in forms.items()
                   if name in facts and not facts[name].blank}
    except Unfit as reason:
        return str(reason), "", ""
    said = exercise.look(**answers) if len(answers) == len(forms) else None
    return said if isinstance(said, tuple) else (said, "", "")


def judge(number, facts, problem):
    """練習 number が正しいかどうかと、答え合わせの文。"""
    exercise = EXERCISES[number]
    blank = [name for name in exercise.answers if name not in facts or facts[name].blank]
    with np.errstate(all="ignore"):
        hint, table, note = look_at(exercise, facts) if not problem else (problem, "", "")
    if hint == "":
        return True, f"{table}\n練習 {number}：できました！　{exercise.praise}{note}".lstrip("\n")
    lesson = problem or lesson_hint(exercise, facts)
    if len(blank) == len(exercise.answers) or hint is None:
        return False, f"練習 {number}：まだです。{lesson or blank_hint(exercise, facts, blank)}"
    return False, f"{'' if lesson else table}\n練習 {number}：もう少しです。{lesson or hint}".lstrip("\n")


def check(number=None, *_):
    """練習 number の答え合わせをして、結果を表示する。答えは、ノートブックの変数から自分で見つける。"""
    if isinstance(number, str) and number in EXERCISES:
        result = getattr(get_ipython(), "last_execution_result", None)
        print(judge(number, *evidence(number, sys._getframe(1).f_globals, result))[1])
    else:
        print('練習の番号が違います。check("1-1") のように書きましょう。'
              f"番号は {'、'.join(EXERCISES)} です。")


def stored(path):
    """保存してあるノートブックに、「できました」と表示されている練習。"""
    try:
        text = json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
    except (OSError, ValueError):  # ノートブックではないファイル
        return set()
    return set(re.findall(r"練習 (\d-\d+)：できました", text)) & EXERCISES.keys()


def progress():
    """できた練習を表示する。このレッスンはいまの値で判定し、ほかのレッスンは保存したファイルで調べる。"""
    space, total = sys._getframe(1).f_globals, 0
    there = [number[0] for number, exercise in EXERCISES.items() if space.keys() >= set(exercise.answers)]
    for lesson in dict.fromkeys(number[0] for number in EXERCISES):
        numbers, where = [number for number in EXERCISES if number[0] == lesson], ""
        if lesson == max(there, key=there.count, default=""):  # 答えの名前が、いちばん多くある
            done = [number for number in numbers if judge(number, *evidence(number, space))[0]]
        else:
            files = [path for path in lesson_files(".") if path.name[1] == lesson]
            files += Path().glob(f"0{lesson}_はじめから*.ipynb")
            latest = max(files, key=lambda path: path.stat().st_mtime, default=Path())
            done = stored(latest)
            where = f"（{latest} に保存された結果）" if done else ""
        total += len(done)
        marks = [f"{number} {'○' if number in done else '−'}" for number in numbers]
        print("　".join([f"レッスン{lesson}", *marks]) + where)
    print(f"{len(EXERCISES)}問のうち{total}問ができました。")
