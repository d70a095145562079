"""Run every lesson of the built classroom in Chromium: python tests/run_in_site.py build/site [LESSON ...]

The site is served as a teacher serves it (serve.py), in turn under a name without HTTPS, as tablets see it,
and under localhost. Outputs are cleared first; every code cell must have run, in order, and show what is
stored; nothing outside is asked for.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
from course import NOTEBOOKS, compared
from lab import CHROMIUM, QUIET
from playwright.sync_api import sync_playwright

PORT = 8765
HOSTS = ("classroom.test", "localhost")
SECONDS = 120
MARK = "▶ 日本語の説明："
READY = """() => window.jupyterapp?.shell.currentWidget?.context?.isReady
    && jupyterapp.shell.currentWidget.sessionContext.session?.kernel"""
CLEAR = """() => { jupyterapp.commands.execute('notebook:clear-all-cell-outputs'); }"""
CLEARED = """() => [...jupyterapp.shell.currentWidget.content.model.cells].every(
    cell => cell.type !== 'code' || !cell.executionCount && !cell.outputs.length)"""
START = """() => {
    const notebook = jupyterapp.shell.currentWidget.content;
    window.ran = false;
    (async () => {
        for (let k = 0; k < notebook.widgets.length; k++) {
            notebook.activeCellIndex = k;
            notebook.deselectAll();
            await jupyterapp.commands.execute('notebook:run-cell');
        }
        window.ran = true;
    })();
}"""
CELLS = "() => jupyterapp.shell.currentWidget.content.model.toJSON()"


def plain(outputs):
    """Outputs as the stored ones are: Pyodide's kernel tells the explanation in the error itself."""
    told = ""
    for output in outputs:
        if output["output_type"] == "error":
            output["ename"] = re.sub(r"<class '(.*)'>", r"\1", output["ename"])
            told += "".join(line for line in output["traceback"] if MARK in line)
    shown = compared(nbformat.from_dict(outputs))
    if told:
        shown["stdout"] = shown.get("stdout", "") + re.sub(r"\x1b\[[\d;]*m", "", told).strip("\n") + "\n"
    return shown


def differences(stored, shown):
    """{id: (what is stored, what it shows)} of the cells that did not run, or show something else."""
    code = {cell["id"]: cell for cell in shown["cells"] if cell["cell_type"] == "code"}
    found = {}
    for number, cell in enumerate((cell for cell in stored.cells if cell.cell_type == "code"), 1):
        there = code.get(cell.id)
        if there is None or there["execution_count"] != number:
            found[cell.id] = (f"execution {number}", there and there["execution_count"])
            continue
        wanted, got = compared(cell.outputs), plain(there["outputs"])
        if wanted != got and "nbval-ignore-output" not in cell.metadata.get("tags", []):
            found[cell.id] = (wanted, got)
    return found


def run(browser, name, host, asked):
    """The notebook after all its cells were run one by one; at most SECONDS for each step."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    page = context.new_page()
    page.set_default_timeout(SECONDS * 1000)
    page.goto(f"http://{host}:{PORT}/lite/notebooks/index.html?path=notebooks/{name}.ipynb")
    page.wait_for_function(READY)
    page.evaluate(CLEAR)
    page.wait_for_function(CLEARED)
    page.evaluate(START)
    page.wait_for_function("() => window.ran")
    shown = page.evaluate(CELLS)
    context.close()
    return shown


WRITE = (
    """text => { jupyterapp.shell.currentWidget.content.model.cells.get(1).sharedModel.setSource(text); }"""
)
WRITTEN = """text => window.jupyterapp?.shell.currentWidget?.context?.isReady
    && jupyterapp.shell.currentWidget.content.model.cells.get(1)?.sharedModel.getSource() === text"""
ORIGINAL = WRITTEN.replace("===", "!==")
NAMES = """async () => (await jupyterapp.serviceManager.contents.get('notebooks', {content: true})).content
    .map(file => file.name)"""
SAVED = "() => !jupyterapp.shell.currentWidget.context.model.dirty"
RESTART = """() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }"""


def keep_work(browser, host, folder):
    """What is written stays over a reload and a restart, and goes to another computer by two buttons."""
    address = f"http://{host}:{PORT}/lite/notebooks/index.html?path=notebooks/01_numpy_basics.ipynb"
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(SECONDS * 1000)
    page.goto(address)
    page.wait_for_function(READY)
    page.locator(".lm-MenuBar", has_text="カーネル").wait_for()  # the menus are Japanese
    page.evaluate(WRITE, "my own words")
    page.wait_for_function(SAVED)  # by itself
    page.reload()
    page.wait_for_function(READY)
    page.wait_for_function(WRITTEN, arg="my own words")
    page.evaluate(RESTART)
    page.wait_for_function(WRITTEN, arg="my own words")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="ダウンロード").click()
    file = folder / "01_山田 太郎.ipynb"
    waiting.value.save_as(file)
    page.once("dialog", lambda told: told.accept())
    page.get_by_role("button", name="始めの形に戻す").click()
    page.wait_for_function(ORIGINAL, arg="my own words")
    assert "01_numpy_basics (copy).ipynb" in page.evaluate(NAMES)  # what was written stays beside it
    context.close()
    page = browser.new_context().new_page()  # another computer
    page.set_default_timeout(SECONDS * 1000)
    page.goto(address)
    page.wait_for_function(READY)
    page.locator("footer input").set_input_files(file)
    page.wait_for_url("**path=notebooks%2F01_*")
    page.wait_for_function(WRITTEN, arg="my own words")
    broken = folder / "broken.ipynb"
    broken.write_text("no notebook", encoding="utf-8")
    page.locator("footer input").set_input_files(broken)
    page.locator("footer span", has_text="broken.ipynb は、ノートブックとして読めません").wait_for()
    page.context.close()


def main(site, names):
    """Say what differs; exit with 1 if anything does."""
    server = subprocess.Popen([sys.executable, str(site / "serve.py"), str(PORT)])
    wrong, asked = {}, set()
    try:
        with sync_playwright() as playwright:
            arguments = [*QUIET, f"--host-resolver-rules=MAP {HOSTS[0]} 127.0.0.1"]
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
            for number, name in enumerate(names):
                start, host = time.perf_counter(), HOSTS[number % 2]
                wrong[name] = differences(NOTEBOOKS[name], run(browser, name, host, asked))
                print(
                    f"{name} at {host}: {time.perf_counter() - start:.0f} s, {len(wrong[name])} cells differ"
                )
                for cell, (wanted, got) in wrong[name].items():
                    print(f"  {cell}\n    stored: {wanted}\n    shown:  {got}")
            for host in HOSTS:
                with tempfile.TemporaryDirectory() as folder:
                    keep_work(browser, host, Path(folder))
                print(f"work is kept, downloaded and brought back at {host}")
    finally:
        server.terminate()
    outside = asked - {*HOSTS, None, ""}
    print(f"asked outside: {outside or 'nothing'}")
    sys.exit(bool(outside or any(wrong.values())))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:] or list(NOTEBOOKS))
