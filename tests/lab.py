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

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
IDLE = "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"


@contextlib.contextmanager
def serve(folder, command="lab"):
    """Start "jupyter lab" as the README does, on a copy of the lessons; gives its address."""
    for name in ("notebooks", "images"):
        shutil.copytree(ROOT / name, folder / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTERLAB_{kind.upper()}_DIR": str(folder / kind) for kind in ("settings", "workspaces")}
    start = [sys.executable, "-m", "jupyter", command, "--no-browser", "--allow-root", f"--port={port}"]
    options = ["--LabApp.expose_app_in_browser=True"]
    environment = {**os.environ, **own, "JUPYTER_TOKEN": "test"}
    with open(folder / "server.log", "w", encoding="utf-8") as log:
        server = subprocess.Popen([*start, *options], cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        wait_for_server(f"http://localhost:{port}", server)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:  # told to end while it starts a kernel, it may go on for ever
            server.kill()
            server.wait(timeout=30)


def wait_for_server(address, server):
    for _ in range(1500):
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"{address}/api").close()
        assert server.poll() is None, "the server ended"
        time.sleep(0.2)
    raise TimeoutError("the server does not answer")


def start(browser, address):
    """A new page where "jupyter lab" itself opens, when lesson 1 is there and its kernel waits."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(120_000)
    page.goto(f"{address}/?token=test")
    wait_until_restored(page)
    wait_until_ready(page, "01_numpy_basics.ipynb")
    return page


def wait_until_restored(page):
    page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)")


def wait_until_ready(page, name):
    """Wait until the lesson is in front, and its kernel waits for work."""
    page.wait_for_function(
        f"""name => {{
        const panel = jupyterapp.shell.currentWidget;
        return panel?.context?.path.endsWith(name) && panel.context.isReady && panel.sessionContext.isReady
            && {IDLE};
    }}""",
        arg=name,
    )


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
    page.wait_for_function(
        f"() => {IDLE} && [...jupyterapp.shell.currentWidget.content.model.cells]"
        ".every(cell => cell.type !== 'code' || cell.executionCount)"
    )


def save(page):
    page.evaluate("async () => { await jupyterapp.commands.execute('docmanager:save'); }")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")


def close_everything(page):
    """Close all tabs without saving, and end their kernels."""
    page.evaluate("""async () => {
        for (const panel of [...jupyterapp.shell.widgets('main')]) {
            if (panel.sessionContext) {
                await panel.sessionContext.shutdown();
                panel.context.model.dirty = false;
            }
            panel.close();
        }
    }""")
    page.wait_for_selector(".jp-Notebook", state="detached")
