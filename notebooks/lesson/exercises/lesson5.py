"""レッスン5の練習：ORとNANDの学習、1つのパーセプトロンにできないもの、XNOR。"""

import numpy as np

from perceptron_helpers import GATES

from .checks import array_differs, close, differs, exercise, first
from .facts import array, letters, numbers
from .lesson3 import letters_differ
from .models import X, losses_from_seed, outputs_of, table_of

MODEL = numbers(3, "create_perceptron() で作ったモデル")
UNLUCKY = "シードが違うだけなら、書き方が正しくても、20人に1人くらいは、まだ全部1のままです。"


def difference(gate, history):
    """損失の記録が、条件どおり（学習率0.01で5000エポック）のときと違うところ。同じなら空。"""
    wanted, losses = losses_from_seed(gate, 0.01, 2), [*history.numbers, np.nan, np.nan]
    return first(
        (not close(losses[0], wanted[0]), f"はじめの損失が {losses[0]:.6f} です。条件どおりなら"
         f" {wanted[0]:.6f} です。シードと、fit_epochs に渡したものを確かめましょう。"),
        (history.shape != (5000,), f"損失の記録の形状が {history.shape} です。条件は5000エポックです。"),
        (not close(losses[1], wanted[1]), "2つ目の損失から違います。学習率を確かめましょう。"))


def learned(gate, parameters, y_true, history, y_pred):
    """学習させる練習の3つの条件：正解が gate、学習したモデルの出力が gate、予測がそのモデルのもの。"""
    outputs, condition = outputs_of(parameters), difference(gate, history)
    ones = outputs >= 0.5
    unlucky = UNLUCKY if gate == "OR" and ones.all() and "シード" in condition else ""
    hint = differs(y_true.numbers, GATES[gate], f"正解が、{gate} の4つの答えではありません。") or differs(
        ones, GATES[gate], condition + unlucky or "今のモデルは、損失の記録のものと違います。",
        [(GATES[other], f"モデルは {other} になりました。渡した正解を見ましょう。") for other in GATES]
    ) or first(
        (not close(y_pred.numbers, outputs, 0.0051) and not close(y_pred.numbers, ones),  # 丸めてもよい
         "予測が、今のモデルのものと違います。学習させたあとのモデルで予測しましょう。"),
        (len(history.shape) != 1, "損失の記録が、fit_epochs の返した配列ではありません。"))
    note = condition and f"レッスンと同じ数ではありません。{condition}"
    return hint, table_of(X, GATES[gate], outputs), note


@exercise("5-1", "学習の4つの段階の式", "4つのサンプルすべてで OR になりました。")
def learn_or(model_or: MODEL, y_true_or: array, history_or: array, y_pred_or: array):
    return learned("OR", model_or, y_true_or, history_or, y_pred_or)


@exercise("5-2", "学習の4つの段階の式", "4つのサンプルすべてで NAND になりました。")
def learn_nand(model_nand: MODEL, y_true_nand: array, history_nand: array, y_pred_nand: array):
    return learned("NAND", model_nand, y_true_nand, history_nand, y_pred_nand)


@exercise("5-3", "記号のリスト",
          "ウは斜めに向かい合い、オは1の点が0の点に挟まれていて、1本の直線では分けられません。")
def not_separable(impossible: letters):
    return letters_differ(impossible, {"ウ", "オ"}, {
        "ア": "できます。1の点は [1, 0] だけで、右下の角を線で切り離せます。",
        "イ": "できます。下の2点と上の2点を、横向きの線で分けられます。",
        "エ": "できます。残る3点では、[0, 0] だけを線で切り離せます。"})


@exercise("5-4", "step_activation と predict を使った式", "XNORを作れました。")
def make_xnor(xnor: array):
    return first((set(xnor.numbers) - {0, 1}, "0でも1でもない数があります。step_activation で0か1にします。"),
                 (True, array_differs(xnor, [1, 0, 0, 1], [
                     (GATES["XOR"], "それはXORです。0と1を入れ替える規則のモデルを使いましょう。"),
                     (GATES["NAND"], "それはNANDです。x ではなく hidden を渡しましょう。")])))
