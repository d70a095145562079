"""The lessons as a student sees them: JupyterLab in Chromium, Run All, pictures, the one error.

Needs Chromium and the extra "browser" (playwright); .ci/run installs both. Skipped where they are missing.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")

ROOT = Path(__file__).resolve().parents[1]
LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab on a copy of the lessons, opened with the README's command."""
    folder = tmp_path_factory.mktemp("授業 1")
    for name in ("notebooks", "images"):
        shutil.copytree(ROOT / name, folder / name)
    settings = folder / "settings/@jupyterlab/notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}', encoding="utf-8")  # all cells in the page
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "JUPYTER_TOKEN": "test", "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
                   "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces")}
    server = subprocess.Popen([sys.executable, "-m", "jupyter", "lab", "--preferred-dir=notebooks", "--no-browser",
                               "--allow-root", f"--port={port}", "--ServerApp.port_retries=0"], cwd=folder, env=environment,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api").close()
            break
        except OSError:
            time.sleep(0.5)
    yield address
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="module")
def page(lab):
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser.new_page(viewport={"width": 1280, "height": 900})
        browser.close()


def choose(page, menu, item):
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{menu}$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{item}$")).click()


def open_and_run_all(page, lab, workspace, name):
    """Open a lesson, clear its outputs and run all cells; again where JupyterLab dropped the run of a kernel still connecting."""
    page.goto(f"{lab}/lab/workspaces/{workspace}/tree/notebooks/{name}?token=test")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.wait_for_selector("[data-status='idle']", timeout=60_000)
    choose(page, "編集", "すべてのセルの出力を消去")
    page.wait_for_function("!document.querySelector('.jp-Notebook .jp-OutputArea-output')")
    for _ in range(4):
        choose(page, "実行", "すべてのセルを実行")
        try:
            page.wait_for_function("/\\d/.test(document.querySelector('.jp-CodeCell .jp-InputPrompt').innerText)", timeout=8_000)
            return
        except sync_api.TimeoutError:
            continue
    pytest.fail("the first cell did not run")


def test_it_opens_on_the_lessons_in_japanese(page, lab):
    page.goto(f"{lab}/lab?token=test")
    page.wait_for_selector(".jp-DirListing-item", timeout=60_000)
    assert "ファイル" in page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
    assert set(LESSONS) <= set(page.locator(".jp-DirListing-itemText").all_inner_texts())


@pytest.mark.parametrize("name", LESSONS)
def test_run_all(page, lab, name):
    cells = [cell for cell in nbformat.read(ROOT / "notebooks" / name, as_version=4).cells if cell.cell_type == "code"]
    open_and_run_all(page, lab, name[:2], name)
    page.wait_for_function(
        "n => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].filter(e => /\\d/.test(e.innerText)).length === n",
        arg=len(cells) - sum("jupyter" in cell.metadata for cell in cells), timeout=60_000)  # folded cells show no number
    page.wait_for_selector("[data-status='idle']", timeout=60_000)

    pictures = page.evaluate("[...document.querySelectorAll('.jp-Notebook img')].map(i => [i.alt, i.naturalWidth])")
    plots = sum("text/html" in output.get("data", {}) for cell in cells for output in cell.outputs)
    assert len(pictures) > plots and all(re.search("[ぁ-ん]", alt) and width > 0 for alt, width in pictures)
    errors = page.locator("[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']")
    tagged = ["raises-exception" in cell.metadata.get("tags", []) for cell in cells]
    assert errors.count() == sum(tagged)
    if any(tagged):
        assert "operands could not be broadcast" in errors.first.inner_text()


def test_a_slider_moves_the_picture_by_keyboard(page, lab):
    open_and_run_all(page, lab, "slider", "02_building_the_perceptron.ipynb")
    picture = page.locator(".widget-html-content img")
    picture.wait_for(timeout=60_000)
    before = picture.get_attribute("alt"), picture.get_attribute("src")
    page.locator(".widget-slider .noUi-handle").last.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.querySelector('.widget-html-content img').alt !== before", arg=before[0])
    assert picture.get_attribute("src") != before[1]
