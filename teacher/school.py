"""スライドの最初の1枚と、配るプリントに入れる、学校の名前、日付、ロゴ。"""

import configparser
from pathlib import Path

SCHOOL = Path(__file__).with_name("school.ini")


def school():
    """teacher/school.ini の {"name": 名前, "date": 日付, "logo": 画像のパスか None}。"""
    given = configparser.ConfigParser()
    given.read(SCHOOL, encoding="utf-8")
    logo = given["school"]["logo"]
    if logo and not (SCHOOL.parent / logo).exists():
        raise SystemExit(
            f"teacher/school.ini のロゴ {logo} が、teacher/ にありません。ファイルの名前を直しましょう。"
        )
    return {
        "name": given["school"]["name"],
        "date": given["school"]["date"],
        "logo": SCHOOL.parent / logo if logo else None,
    }
