"""How fast the decks are: python tests/benchmark_slides.py [an older clone with its .venv]

All decks with their PDFs, here and in the older clone in turn; the sizes; a move of each picture. Medians.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from lab import CHROMIUM, QUIET
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
MOVES = """picture => {
    const slider = picture.querySelector('input'), times = [];
    for (let k = 0; slider && k < 40; k++) {
        const start = performance.now();
        slider.value = Number(slider.value) + (k % 2 ? -1 : 1) * Number(slider.step);
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        picture.querySelector('svg').getBoundingClientRect();
        times.push(performance.now() - start);
    }
    return [picture.dataset.live, times.sort((a, b) => a - b)[20]];
}"""


def seconds(clone, folder):
    start = time.perf_counter()
    command = [clone / ".venv/bin/python", clone / "teacher/slides/build.py", folder, "--pdf"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    folder, clones = Path(tempfile.mkdtemp()), [ROOT, *map(Path, sys.argv[1:])]
    times = [[seconds(clone, folder / str(k)) for k, clone in enumerate(clones)] for _ in range(5)]
    print("all decks with PDFs:", [f"{median(column):.1f} s" for column in zip(*times)])
    decks = sorted((folder / "0").glob("*.html"))
    print("largest deck:", max(deck.stat().st_size for deck in decks), "bytes")
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET).new_page()
        for deck in decks:
            page.goto(deck.as_uri())
            print(deck.stem, [live.evaluate(MOVES) for live in page.locator(".live").all()])


if __name__ == "__main__":
    main()
