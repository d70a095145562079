"""HTMLを、ブラウザー（Chrome、Edge、Chromium）でPDFにする。"""

import contextlib
import shutil
import sys

from playwright.sync_api import Error, sync_playwright


def start(chromium):
    """見つかったブラウザーを始める。なければ、知らせて止まる。"""
    places = {"executable_path": shutil.which("chromium")}, {"channel": "chrome"}, {"channel": "msedge"}
    for place in places:
        with contextlib.suppress(Error):
            return chromium.launch(**place)
    sys.exit("PDFを作れません。Chrome、Edge、Chromiumのどれかを入れましょう。HTMLはできています。")


def print_pdfs(pages):
    """pages の {PDFのパス: HTMLの文章} を、全部印刷する。紙の大きさと余白は、CSS の @page で決まる。"""
    with sync_playwright() as playwright:
        page = start(playwright.chromium).new_page()
        for path, text in pages.items():
            page.set_content(text)
            page.pdf(path=path, prefer_css_page_size=True, print_background=True)
