"""赤いエラーの下に、短い日本語の説明を付ける：訳、止まった式とその値、確かなときだけ助言。"""

import sys
import types
import warnings

from .limit import Limit

MARK = "▶ 日本語の説明："
GENERAL = "いちばん下の行に理由が書いてあります。まず、矢印（---->）の行の名前と値を確かめましょう。"
READ_ALONE = "# 日本語の説明なしで、自分で読む"  # 1行目がこのコメントのセルには、説明を付けない


def is_ours(frame):
    """教材の道具の中のフレームか。"""
    return str(frame.f_globals.get("__name__")).split(".")[0] in ("perceptron_helpers", "lesson")


def steps_of(chain):
    """traceback の1段ずつのリスト。"""
    steps = []
    while chain:
        steps.append(chain)
        chain = chain.tb_next
    return steps


class Explainer:  # セルを実行するたびに呼ばれる。説明を作る部品は、いるときに読み込む
    def __init__(self, shell):
        self.shell, self.limit, self.said = shell, Limit(), set()
        shell.set_custom_exc((Exception,), self.show_without_ours)
        shell.events.register("pre_run_cell", self.before_cell)
        shell.events.register("post_run_cell", self.after_cell)
        self.show_english, warnings.showwarning = warnings.showwarning, self.show_warning

    def show_without_ours(self, shell, kind, error, chain, tb_offset=None):  # 教材の中の行を除く
        kept = None
        for step in reversed(steps_of(chain)):
            if not is_ours(step.tb_frame):
                kept = types.TracebackType(kept, step.tb_frame, step.tb_lasti, step.tb_lineno)
        try:
            str(error)
        except Exception:  # 文を作れないエラーは、種類だけを見せる
            kind = type(kind.__name__, (Exception,), {})
            error = kind("（エラーの文を作れません）")
        shell.showtraceback((kind, error, kept), tb_offset=tb_offset)

    def before_cell(self, info):
        self.limit.begin()
        self.said.clear()

    def after_cell(self, result):  # セルの終わり：赤いエラーか、エラーの出ない間違いの説明
        self.limit.written = float("-inf")  # セルの外の表示は、数えない
        cell, error = result.info.raw_cell or "", result.error_before_exec or result.error_in_exec
        if cell.startswith(READ_ALONE) or not error and "numpy" not in sys.modules:
            return
        try:
            from .explain import explanation
            from .quiet import quiet_mistake
            text = explanation(self.shell, error, cell) if error else quiet_mistake(self.shell, cell)
        except Exception:  # 説明を作れなくても、セルの結果を変えない
            text = GENERAL if error else ""
        red = getattr(self.shell, "_last_traceback", None)
        if error and isinstance(red, dict):
            red["traceback"] = [*red["traceback"], MARK + text]  # ブラウザーの中では、赤いエラーは最後に出る
        else:
            self.say(text)

    def say(self, text):  # 同じ文は、1つのセルで1回だけ
        if text and text not in self.said:
            self.said.add(text)
            print(MARK + text)

    def show_warning(self, message, *rest, **named):  # 英語の警告のあとに、日本語の説明
        self.show_english(message, *rest, **named)
        from .explain import TEXTS, first_fitting, words_of
        english = str(message)[:1000]
        self.say(first_fitting(TEXTS["Warning"], english, words_of(english)))  # 知らない警告には、ない


def start(shell=None):
    """説明を始める。2回呼んでも、説明は1つ。ノートブックの外では、何もしない。"""
    if "IPython" in sys.modules and shell is None:
        shell = sys.modules["IPython"].get_ipython()
    if shell is not None and not getattr(shell, "lesson_explainer", None):
        shell.lesson_explainer = Explainer(shell)


load_ipython_extension = start  # カーネルの設定 c.InteractiveShellApp.extensions が呼ぶ
