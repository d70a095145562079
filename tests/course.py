"""What several tests ask of the lessons: their cells, sections, outputs and numbers."""

import json
import os
import re
import sys
from pathlib import Path

import nbformat
import pytest

from lesson.contents import exercise_cells, lesson_files

ROOT = Path(__file__).resolve().parents[1]
PATHS = lesson_files(ROOT / "notebooks")
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in PATHS}
REFERENCE = json.loads(Path(__file__).with_name("seed_steps.json").read_text(encoding="utf-8"))
STUBS = {  # {exercise: the cell for its answer}
    number: answer
    for notebook in NOTEBOOKS.values()
    for number, (answer, _) in exercise_cells(notebook.cells).items()
}
CELLS = {cell.id: cell for notebook in NOTEBOOKS.values() for cell in notebook.cells}

# the configuration of kernels is there; in Colab's environment it is not
installed = pytest.mark.skipif(
    not Path(sys.prefix, "etc/ipython/ipython_kernel_config.py").exists(),
    reason="the course is not installed in this environment",
)
# kernels and PDFs in number: CI's part, so that the default run takes a minute
slow = pytest.mark.skipif(not os.environ.get("SLOW"), reason="slow: set SLOW=1")
# kana and kanji may stand on either side
NUMBER = re.compile(r"(?<![A-Za-z_0-9.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def cells(notebook, kind):
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def text_of(cell):
    """All that a code cell shows, as text: streams, plain text (of pictures the alternative text), errors."""
    shown = []
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            shown.append(f"{output.ename}: {output.evalue}")
        else:
            shown.append(output.text if output.output_type == "stream" else output.data["text/plain"])
    return "".join(shown).rstrip("\n")


def compared(outputs):
    """What nbval compares of a cell's outputs: no tracebacks, no bytes of pictures, streams joined."""
    kept = {}
    for output in outputs:
        if output.output_type == "stream":
            kept[output.name] = kept.get(output.name, "") + output.text
        elif output.output_type == "error":
            kept["error"] = (output.ename, output.evalue)
        else:
            for kind, value in output.data.items():
                if not kind.startswith(("image/", "application/")):
                    kept[kind] = re.sub(r'data:image/svg\+xml[^"]+', "PICTURE", value)
    return kept


def sections(notebook):
    """The cells of each part between two headings "## …": {heading: cells}; the first is the title's."""
    found, heading = {}, ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            title = re.search(r"^#{1,2} (.*)$", cell.source, flags=re.M)
            heading = title[1] if title else heading
        found.setdefault(heading, []).append(cell)
    return found


def reading(text):
    """The characters a student reads, without folded details, pictures, marks; a formula counts 30 or 3."""
    for pattern, short in [
        (r"<details>.*?</details>|!\[[^\]]*\]\([^)]*\)", ""),
        (r"\$\$.*?\$\$", "＊" * 30),
        (r"\$[^$]*\$", "＊＊＊"),
        (r"[\s|#*`_>-]", ""),
    ]:
        text = re.sub(pattern, short, text, flags=re.S)
    return len(text)


def section_minutes():
    """Minutes that a student needs: {"1.1": …, "1 やってみよう": …}; what is marked ▲ needs none.

    430 characters a minute, 5 seconds a line of code, 22 seconds a prediction, 4 minutes an exercise.
    """
    found = {}
    for name, notebook in NOTEBOOKS.items():
        for heading, part in sections(notebook).items():
            text = "\n".join(cell.source for cell in part if cell.cell_type == "markdown")
            code = [line for cell in part if cell.cell_type == "code" for line in cell.source.splitlines()]
            exercises = [line for line in re.findall("^#+ 練習.*", text, flags=re.M) if "▲" not in line]
            minutes = reading(text) / 430 + sum(map(bool, map(str.strip, code))) * 5 / 60
            minutes += len(re.findall(r"\*\*予想\*\*", text)) * 22 / 60 + 4 * len(exercises)
            number = re.match(r"\d\.\d", heading)
            found[number[0] if number else f"{int(name[:2])} {heading}"] = minutes
    return found


def section_numbers():
    """All numbers of sections that a text may name: {"1.1", …}, and of exercises {"1-1", …}."""
    headings = [
        line for cell in CELLS.values() if cell.cell_type == "markdown" for line in cell.source.splitlines()
    ]
    found = [re.match(r"#{2,3} (?:練習 )?(\d[.-]\d)", line) for line in headings]
    return {match[1] for match in found if match}


def numbers_in(text):
    return [float(number) for number in NUMBER.findall(text)]
