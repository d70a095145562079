"""スライドとプリントに共通の、HTMLのページ、絵、学校の名前。"""

import base64
import configparser
import html
import mimetypes
import sys
from pathlib import Path

SCHOOL = Path(__file__).with_name("school.ini")


def page(title, css, body, kind=""):
    """1つのHTMLファイルの文章。kind は、CSS と JavaScript が見分ける印（print など）。"""
    head = f'<head><meta charset="utf-8"><title>{title}</title><style>{css}</style></head>'
    return f'<!DOCTYPE html>\n<html lang="ja" class="{kind}">{head}\n<body>{body}</body></html>\n'


def picture(path, alt):
    """ファイル path の絵を、中に入れた <img>。"""
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    kind = mimetypes.guess_type(path.name)[0]
    return f'<img alt="{html.escape(alt)}" src="data:{kind};base64,{data}">'


def school_html():
    """teacher/school.ini の、学校のロゴ、名前、日付。"""
    given = configparser.ConfigParser()
    given.read(SCHOOL, encoding="utf-8")
    name, date, logo = (given["school"][key] for key in ("name", "date", "logo"))
    if logo and not SCHOOL.with_name(logo).exists():
        sys.exit(f"teacher/school.ini のロゴ {logo} が、teacher/ にありません。名前を直しましょう。")
    shown = picture(SCHOOL.with_name(logo), f"{name}のロゴ") if logo else ""
    return shown + html.escape("　".join(filter(None, (name, date))))
