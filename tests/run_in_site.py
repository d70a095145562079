"""Run every lesson of the built classroom in Chromium: python tests/run_in_site.py build/site [LESSON ...]

The site is served as a teacher serves it (serve.py), in turn under a name without HTTPS, as tablets see it,
and under localhost. Outputs are cleared first; every code cell must have run, in order, and show what is
stored; nothing outside is asked for.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
from course import NOTEBOOKS, cells, compared
from lab import chromium

PORT = 8765
HOSTS = ("classroom.test", "localhost")
MARK = "▶ 日本語の説明："
READY = """() => { const panel = window.jupyterapp?.shell.currentWidget;
    return panel?.context?.isReady && panel.sessionContext.session?.kernel; }"""
RUN = """async () => {
    const notebook = jupyterapp.shell.currentWidget.content, model = notebook.model;
    await jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
    if ([...model.cells].some(cell => cell.executionCount || cell.outputs?.length)) return;
    notebook.activeCellIndex = 0;
    for (let cells = model.cells.length; cells > 0; cells--) {
        await jupyterapp.commands.execute('notebook:run-cell-and-select-next');
    }
    window.ran = model.toJSON();
}"""
CELL = "jupyterapp.shell.currentWidget.content.model.cells.get(1).sharedModel"
COPY = "jupyterapp.serviceManager.contents.get('notebooks/01_numpy_basics (copy).ipynb')"


def as_stored(outputs):
    """Outputs as the stored ones are: Pyodide's kernel tells the explanation in the error itself."""
    told = ""
    for output in outputs:
        if output["output_type"] == "error":
            output["ename"] = re.sub(r"<class '(.*)'>", r"\1", output["ename"])
            lines = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in output["traceback"] if MARK in line]
            told += "".join(line.strip("\n") + "\n" for line in lines)
    shown = compared(nbformat.from_dict(outputs))
    return {**shown, "stdout": shown.get("stdout", "") + told} if told else shown


def differences(stored, shown):
    """{id: (what is stored, what it shows)} of the cells that did not run, or show something else."""
    code = {cell["id"]: cell for cell in shown["cells"] if cell["cell_type"] == "code"}
    found = {}
    for number, cell in enumerate(cells(stored, "code"), 1):
        free = "nbval-ignore-output" in cell.metadata.get("tags", [])
        wanted = number, {} if free else compared(cell.outputs)
        got = code[cell.id]["execution_count"], {} if free else as_stored(code[cell.id]["outputs"])
        found |= {cell.id: (wanted, got)} if wanted != got else {}
    return found


def open_lesson(browser, host, name, asked):
    """A lesson in a browser that has nothing yet, when its kernel is there."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    page.set_default_timeout(120_000)
    page.goto(f"http://{host}:{PORT}/lite/notebooks/index.html?path=notebooks/{name}.ipynb")
    page.wait_for_function(READY)
    return page


def keep_work(browser, host, kept, asked):
    """What is written stays over a reload and a restart; two buttons keep it as a file and bring it back."""
    mine = f"() => window.jupyterapp?.shell.currentWidget?.context?.isReady && {CELL}.getSource() === 'mine'"
    page = open_lesson(browser, host, "01_numpy_basics", asked)
    page.locator(".lm-MenuBar", has_text="カーネル").wait_for()  # the menus are Japanese
    page.evaluate(f"() => {{ {CELL}.setSource('mine'); }}")
    page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")  # by itself
    page.reload()
    page.wait_for_function(mine)
    page.wait_for_function(READY)
    page.evaluate("() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }")
    page.wait_for_function(mine)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="ダウンロード").click()
    waiting.value.save_as(kept)
    page.once("dialog", lambda told: told.accept())
    page.get_by_role("button", name="始めの形に戻す").click()
    page.wait_for_function(mine.replace("===", "!=="))
    page.evaluate(COPY)  # what was written stays beside it: an error, if it does not
    page = open_lesson(browser, host, "01_numpy_basics", asked)  # another computer
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="ファイルを戻す").click()
    choosing.value.set_files(kept)
    page.wait_for_url("**path=notebooks%2F01_*")
    page.wait_for_function(mine)


def main(site, names):
    """Say what differs; exit with 1 if anything does."""
    server = subprocess.Popen([sys.executable, str(site / "serve.py"), str(PORT)])
    wrong, asked = {}, set()
    classroom = f"--host-resolver-rules=MAP {HOSTS[0]} 127.0.0.1"
    try:
        with chromium(classroom) as browser, tempfile.TemporaryDirectory() as folder:
            for number, name in enumerate(names):
                page = open_lesson(browser, HOSTS[number % 2], name, asked)
                page.evaluate(f"() => {{ ({RUN})(); }}")
                ran = page.wait_for_function("() => window.ran").json_value()
                wrong[name] = differences(NOTEBOOKS[name], ran)
                page.close()
                print(f"{name}: {len(wrong[name])} cells differ", *wrong[name].items(), sep="\n  ")
            for host in HOSTS:
                keep_work(browser, host, Path(folder, "01_山田 太郎.ipynb"), asked)
                print(f"work is kept, downloaded and brought back at {host}")
    finally:
        server.terminate()
    outside = asked - {*HOSTS, None, ""}
    print(f"asked outside: {outside or 'nothing'}")
    sys.exit(bool(outside or any(wrong.values())))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:] or list(NOTEBOOKS))
