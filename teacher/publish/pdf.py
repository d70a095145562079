"""HTMLを、ブラウザー（Chrome、Edge、Chromium）でPDFにする。"""

import os
import shutil
import subprocess
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


def print_pdfs(page, bodies, lengths=None, numbered=False):
    """bodies は {PDFのパス: 中身}。まとめて1回だけ印刷し、ファイルに分ける。page は中身をHTMLにする関数。

    ブラウザーを始める時間が1回で済む。lengths（ページの数）がなければ、始まりは目次の h1 で分かる。
    """
    from pypdf import PdfReader, PdfWriter

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        option = "--disable-pdf-tagging" if lengths else "--generate-pdf-document-outline"
        printed = PdfReader(print_pdf(page("".join(bodies.values())), Path(folder), option))
        titles = [part for part in printed.outline if not isinstance(part, list)]
        starts = [printed.get_destination_page_number(title) for title in titles]
        starts = [sum(lengths[:k]) for k in range(len(lengths))] if lengths else starts
        for pdf, start, end in zip(bodies, starts, [*starts[1:], len(printed.pages)], strict=True):
            writer = PdfWriter()
            writer.append(printed, pages=(start, end), import_outline=False)
            for number, sheet in enumerate(writer.pages if numbered else (), 1):
                write_number(sheet, f"{number} / {end - start}")
            writer.write(pdf)


def write_number(sheet, text):
    """紙の下の中央に、ページの番号を書く。"""
    from pypdf import PageObject
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    number = PageObject.create_blank_page(width=sheet.mediabox.width, height=sheet.mediabox.height)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /Number 10 Tf {sheet.mediabox.width / 2 - 10} 24 Td ({text}) Tj ET".encode())
    fonts = DictionaryObject({NameObject("/Number"): font})
    number[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    number[NameObject("/Contents")] = stream
    sheet.merge_page(number)


def print_pdf(text, folder, option):
    """HTMLの文章 text を印刷したPDF。紙の大きさと余白は、text のCSSの @page で決まる。"""
    browser = find_browser()
    if not browser:
        raise RuntimeError(
            "PDFを作れません。Chrome、Edge、Chromiumのどれかを入れましょう。HTMLはできています。"
        )
    page, made = folder / "page.html", folder / "made.pdf"
    page.write_text(text, encoding="utf-8")
    command = [browser, "--headless", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")
    command += [
        "--no-pdf-header-footer",
        option,
        f"--print-to-pdf={made}",
        page.as_uri(),
    ]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
    if not made.exists():
        raise RuntimeError(f"PDFを作れませんでした。ブラウザーの言葉：\n{result.stderr}")
    return made
