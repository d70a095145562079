"""HTMLを、ブラウザー（Chrome、Edge、Chromium）でPDFにする。"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ("chromium", "google-chrome", "chrome", "msedge", "chromium-browser")
PLACES = (
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


def find_browser():
    """見つかったブラウザーのパス。なければ None。"""
    found = [*map(shutil.which, NAMES), *(place for place in PLACES if Path(place).exists())]
    return next(filter(None, found), None)


def print_pdf(text, pdf):
    """HTMLの文章 text を、ファイル pdf に印刷する。紙の大きさと余白は、text のCSSの @page で決まる。"""
    browser = find_browser()
    if not browser:
        sys.exit("PDFを作れません。Chrome、Edge、Chromiumのどれかを入れましょう。HTMLは、できています。")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page, made = Path(folder) / "page.html", Path(folder) / "made.pdf"
        page.write_text(text, encoding="utf-8")
        command = [browser, "--headless", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")
        command += ["--no-pdf-header-footer", f"--print-to-pdf={made}", page.as_uri()]
        result = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
        if not made.exists():
            sys.exit(f"{pdf.name} を作れませんでした。ブラウザーの言葉：\n{result.stderr}")
        shutil.move(made, pdf)
