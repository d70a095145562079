"""レッスン2の練習：手で決める重みとバイアス、直線を読む。"""

import numpy as np

from perceptron_helpers import GATES

from .checks import differs, exercise, first
from .facts import numbers, one_number
from .models import X, table_of

PEOPLE = np.array(list(np.ndindex(2, 2, 2)))  # 3人の賛成（1）と反対（0）、8通り
IN_FAVOR = PEOPLE.sum(axis=1)


def by_hand(x, weights, bias, wanted, direction, mistakes=()):
    """手で決めた重みとバイアスの判定。direction は、入力が増えると出力が増える（1）か減る（-1）か。"""
    outputs = x @ weights + bias
    ones, way = outputs >= 0.5, "大きく" if direction > 0 else "小さく"
    hint = differs(ones, wanted, first(
        ((direction * weights <= 0).any(), f"どの入力が増えても、出力が{way}なる重みにしましょう。"),
        (ones.all(), "全部1です。全体を下げましょう。下げるのはバイアスです。"),
        (not ones.any(), "全部0です。全体を上げましょう。上げるのはバイアスです。"),
        (True, "× のサンプルの出力を0.5の反対側に動かすには、どのパラメータを変えますか。")), mistakes)
    return hint, table_of(x, wanted, outputs), ""


@exercise("2-1", "数", "このパラメータで AND になります。")
def make_and(hand_weights: numbers(2), hand_bias: one_number):
    return by_hand(X, hand_weights, hand_bias, GATES["AND"], 1, [
        (GATES["OR"], "今は OR です。全体を下げて、[1, 1] だけを1に残しましょう。")])


@exercise("2-2", "数", "重みとバイアスから、直線を読めました。")
def read_the_line(cross_0: one_number, cross_1: one_number, side: one_number):
    return differs([cross_0, cross_1], [2.5, 1], "交わる点で -2 × 入力0 - 5 × 入力1 + 5.5 が 0.5 です。", [
        ([1, 2.5], "2つの交わる点が逆です。横軸（入力0の軸）の上では、入力1が0です。"),
        ([2.75, 1.1], "それは出力が 0 になる線です。決定境界は、出力が 0.5 になる線です。"),
        ([-3, -1.2], "符号を見ましょう。左辺の 5.5 を右辺に移すと、-5.5 になります。"),
    ]) or differs(side, 0, "交わる点は正しいです。side は、点 [2.0, 0.5] の出力を 0.5 と比べましょう。")


@exercise("2-3", "数", "このパラメータで NAND になります。")
def make_nand(nand_weights: numbers(2), nand_bias: one_number):
    return by_hand(X, nand_weights, nand_bias, GATES["NAND"], -1)


@exercise("2-4", "数", "8通りの全てで多数決になります。")
def majority(vote_weights: numbers(3), vote_bias: one_number):
    return by_hand(PEOPLE, vote_weights, vote_bias, IN_FAVOR >= 2, 1, [
        (IN_FAVOR >= 1, "今は、1人でも賛成なら1です。全体を下げましょう。"),
        (IN_FAVOR >= 3, "今は、3人とも賛成のときだけ1です。全体を上げましょう。")])
