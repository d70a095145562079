"""JupyterLab in headless Chromium, for the browser tests and the benchmark of the widgets."""

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
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def serve(folder, command="lab"):
    """Start "jupyter lab" as the README does, on a copy of the lessons; gives its address and process."""
    for name in ("notebooks", "images"):
        shutil.copytree(ROOT / name, folder / name)
    settings = folder / "settings/@jupyterlab/notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text(
        '{"windowingMode": "none"}', encoding="utf-8"
    )  # all cells in the page
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JUPYTER_TOKEN": "test",
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    with open(folder / "server.log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyter",
                command,
                "--no-browser",
                "--allow-root",
                f"--port={port}",
                "--ServerApp.port_retries=0",
                "--LabApp.expose_app_in_browser=True",
            ],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://localhost:{port}"
        wait_for_server(address, server)
        yield address, server
    finally:
        stop(server)


def stop(server):
    """End the server; told to end while it starts a kernel, it may go on for ever."""
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(timeout=30)


def wait_for_server(address, server):
    deadline = time.monotonic() + 300
    while True:
        try:
            return urllib.request.urlopen(f"{address}/api").close()
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def start(browser, address, width=1280, height=900):
    """A new page where "jupyter lab" itself opens, when lesson 1 is there and its kernel waits."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(300_000)
    page.goto(f"{address}/?token=test")
    wait_until_started(page)
    return page


def open_again(page):
    """Open the address of "jupyter lab" a second time, in the same page."""
    page.goto(page.url.split("/lab")[0] + "/?token=test")
    wait_until_started(page)


def wait_until_started(page):
    """Wait until JupyterLab has restored what was open, with lesson 1 in front."""
    page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)")
    wait_until_ready(page, "01_numpy_basics.ipynb")


def wait_until_ready(page, name):
    """Wait until the lesson is in front, and its kernel waits for work."""
    page.wait_for_function(
        """name => {
        const panel = jupyterapp.shell.currentWidget;
        return panel?.context?.path.endsWith(name) && panel.context.isReady && panel.sessionContext.isReady
            && panel.sessionContext.session?.kernel?.status === 'idle';
    }""",
        arg=name,
    )


def open_lesson(page, name):
    page.locator(".jp-DirListing-item", has_text=name).dblclick()
    wait_until_ready(page, name)


def execute(page, command):
    """Give a JupyterLab command, as a menu or a key does; it may go on working when this returns."""
    page.wait_for_function("command => jupyterapp.commands.isEnabled(command)", arg=command)
    page.evaluate("command => { jupyterapp.commands.execute(command); }", command)


def open_and_run_all(page, name):
    """Open a lesson from the list of files, clear its outputs, run all cells, and wait for the last one."""
    close_everything(page)
    open_lesson(page, name)
    execute(page, "notebook:clear-all-cell-outputs")
    page.wait_for_function("!document.querySelector('.jp-Notebook .jp-OutputArea-output')")
    execute(page, "notebook:run-all-cells")
    page.wait_for_function("""() => {
        const panel = jupyterapp.shell.currentWidget;
        return panel.sessionContext.session.kernel.status === 'idle'
            && [...panel.content.model.cells].every(cell => cell.type !== 'code' || cell.executionCount);
    }""")


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
