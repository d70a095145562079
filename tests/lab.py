"""JupyterLab in headless Chromium, for the browser tests and the benchmark of the widgets."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


@contextlib.contextmanager
def serve(folder):
    """Open JupyterLab on a copy of the lessons in folder, with the README's command; gives its address and its process."""
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
    try:
        yield address, server
    finally:
        server.terminate()
        server.wait(timeout=20)


def choose(page, menu, item, done):
    """Choose a menu item until done (a JavaScript condition) holds: JupyterLab drops commands while it is still loading or connecting."""
    for attempt in range(5):
        if page.locator(".jp-Dialog .jp-mod-accept").count():  # asks for the kernel, when the list of kernels came late
            page.locator(".jp-Dialog .jp-mod-accept").click()
        page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{menu}$")).click()
        page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{item}$")).click()
        try:
            page.wait_for_function(done, timeout=6_000)
            return
        except Exception:  # playwright's TimeoutError, which cannot be imported where playwright is missing
            if attempt == 4:
                raise


def open_and_run_all(page, name):
    """Open a lesson from the list of files, clear its outputs and run all cells."""
    page.locator(".jp-DirListing-item", has_text=name).dblclick()
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.wait_for_selector("[data-status='idle']", timeout=60_000)
    page.wait_for_selector(".jp-NotebookPanel-toolbar .jp-KernelName:has-text('Python 3')", timeout=60_000)  # else it asks which kernel
    choose(page, "編集", "すべてのセルの出力を消去", "!document.querySelector('.jp-Notebook .jp-OutputArea-output')")
    choose(page, "実行", "すべてのセルを実行", "/\\d/.test(document.querySelector('.jp-CodeCell .jp-InputPrompt').innerText)")


def close_without_saving(page):
    choose(page, "ファイル", "タブを閉じる", "document.querySelector('.jp-Dialog')")
    page.locator(".jp-Dialog .jp-mod-warn").click()
    page.wait_for_selector(".jp-Notebook", state="detached")
