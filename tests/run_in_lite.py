"""Run every lesson of the built site in JupyterLite, in Chromium: python tests/run_in_lite.py build/site

Each cell is run in turn (an intended error stops "run all"); the outputs are compared with the stored ones.
Needs a network that reaches Pyodide, so the publishing workflow runs it, and no test.
"""

import functools
import re
import sys
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
from course import compared
from lab import CHROMIUM
from playwright.sync_api import sync_playwright

SITE = Path(sys.argv[1]).resolve()
NOTEBOOK = "jupyterapp.shell.currentWidget"
OPENED = f"() => window.jupyterapp && {NOTEBOOK}?.content?.widgets?.length"
RUN_ALL = f"""async () => {{
    const panel = {NOTEBOOK}, cells = panel.content.widgets;
    await panel.sessionContext.ready;
    for (let k = 0; k < cells.length; k++) {{
        panel.content.activeCellIndex = k;
        panel.content.deselectAll();
        await jupyterapp.commands.execute('notebook:run-cell');
    }}
    return panel.content.model.toJSON();
}}"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def differences(stored, shown):
    """{id: what it shows} of the cells whose outputs are not the stored ones."""
    for output in (output for cell in shown["cells"] for output in cell.get("outputs", [])):
        if output["output_type"] == "error":  # Pyodide's kernel writes <class 'ValueError'>
            output["ename"] = re.sub(r"<class '(.*)'>", r"\1", output["ename"])
    shown = {cell.id: compared(cell.get("outputs", [])) for cell in nbformat.from_dict(shown).cells}
    free = {cell.id for cell in stored.cells if "nbval-ignore-output" in cell.metadata.get("tags", [])}
    wanted = {cell.id: compared(cell.get("outputs", [])) for cell in stored.cells if cell.id not in free}
    return {name: shown.get(name) for name in wanted if name != "setup" and shown.get(name) != wanted[name]}


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/lite/lab/index.html"
    wrong = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for path in sorted((SITE / "one-file").glob("*.ipynb")):
            page, start = browser.new_context().new_page(), time.perf_counter()
            page.set_default_timeout(600_000)
            page.goto(f"{address}?path={path.name}")
            page.wait_for_function(OPENED)
            shown = page.evaluate(RUN_ALL)
            wrong[path.name] = differences(nbformat.read(path, as_version=4), shown)
            seconds = time.perf_counter() - start
            print(f"{path.name}: {seconds:.0f} s, other outputs: {wrong[path.name] or 'none'}")
            page.close()
    server.shutdown()
    sys.exit(any(wrong.values()))


if __name__ == "__main__":
    main()
