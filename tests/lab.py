"""JupyterLab in headless Chromium, for the browser tests and the benchmark."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
FRONT = "jupyterapp.shell.currentWidget"
IDLE = f"{FRONT}.sessionContext.session?.kernel?.status === 'idle'"


@contextlib.contextmanager
def chromium(*options):
    """Chromium without a window; where there is none, the test is skipped."""
    pytest.importorskip("axe_playwright_python", reason="the extra 'browser' is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *options])


@contextlib.contextmanager
def serve(folder, command="lab"):
    """Start "jupyter lab" as the README does, on a copy of the lessons; gives its address."""
    for name in ("notebooks", "images"):
        shutil.copytree(ROOT / name, folder / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTERLAB_{kind.upper()}_DIR": str(folder / kind) for kind in ("settings", "workspaces")}
    own["JUPYTER_TOKEN"] = "test"
    options = ["--no-browser", "--allow-root", f"--port={port}", "--LabApp.expose_app_in_browser=True"]
    run = [sys.executable, "-m", "jupyter", command, *options]
    with open(folder / "server.log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(run, cwd=folder, stdout=log, stderr=log, env={**os.environ, **own})
    try:
        for _ in range(1500):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://localhost:{port}/api").close()
                break
            assert server.poll() is None, "the server ended"
            time.sleep(0.2)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=30)
        server.kill()  # told to end while it starts a kernel, it may go on for ever
        server.wait()


def start(browser, address):
    """A new page where "jupyter lab" itself opens, when lesson 1 is there and its kernel waits."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(120_000)
    page.goto(f"{address}/?token=test")
    wait_until_ready(page, "01_numpy_basics.ipynb")
    return page


def wait_until_ready(page, name):
    """Wait until the lesson is in front, and its kernel waits for work."""
    page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)")
    ready = f"{FRONT}.context.isReady && {FRONT}.sessionContext.isReady && {IDLE}"
    page.wait_for_function(f"name => {FRONT}?.context?.path.endsWith(name) && {ready}", arg=name)


def open_lesson(page, name):
    page.locator(".jp-DirListing-item", has_text=name).dblclick()
    wait_until_ready(page, name)


def execute(page, command):
    """Give a JupyterLab command, as a menu or a key does; it may go on working when this returns."""
    page.wait_for_function("command => jupyterapp.commands.isEnabled(command)", arg=command)
    page.evaluate("command => { jupyterapp.commands.execute(command); }", command)


def run_all(page):
    """Run all cells of the lesson in front, and wait for the last one."""
    execute(page, "notebook:run-all-cells")
    ran = "cell => cell.type !== 'code' || cell.executionCount"
    page.wait_for_function(f"() => {IDLE} && [...{FRONT}.content.model.cells].every({ran})")


def close_everything(page):
    """Close all tabs without saving, and end their kernels."""
    page.evaluate("""async () => {
        for (const panel of [...jupyterapp.shell.widgets('main')]) {
            await panel.sessionContext?.shutdown();
            if (panel.context) panel.context.model.dirty = false;
            panel.close();
        }
    }""")
    page.wait_for_selector(".jp-Notebook", state="detached")
