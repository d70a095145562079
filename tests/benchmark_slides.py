"""How fast the decks are: python tests/benchmark_slides.py

Building all decks against building one; the first slide of each deck against an empty page; a key on a live
picture until its drawing is in the page against a key on a bare slider. Medians.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "teacher"), str(ROOT / "tests")]
from lab import CHROMIUM  # noqa: E402
from slides import build  # noqa: E402

FIRST_SLIDE = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
EMPTY = '<!DOCTYPE html><p>空のページ</p><input type="range" max="200" value="100">'
MOVES = """async picture => {
    const slider = picture.querySelector('input') || picture, drawn = picture.querySelector('svg');
    const times = [];
    for (let k = 0; k < 40; k++) {
        const start = performance.now();
        slider.value = Number(slider.value) + (k % 2 ? -1 : 1) * Number(slider.step || 1);
        slider.dispatchEvent(new Event('input', {bubbles: true}));
        if (drawn) drawn.getBoundingClientRect();
        times.push(performance.now() - start);
        await new Promise(requestAnimationFrame);
    }
    return times.sort((a, b) => a - b)[20];
}"""


def seconds(function):
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def main():
    folder = Path(tempfile.mkdtemp())
    build.build(folder)  # warm
    whole = median(seconds(lambda: build.build(folder)) for _ in range(3))
    one = median(seconds(lambda: build.deck_html(build.HERE / "04_linear_vs_sigmoid.md")) for _ in range(3))
    print(f"all decks {whole:.2f} s, deck 4 alone {one:.2f} s: ratio {whole / one:.1f}")
    (folder / "empty.html").write_text(EMPTY, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])

        def first_slide(path):
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(path.as_uri())
            page.wait_for_function(FIRST_SLIDE)
            shown = page.evaluate(FIRST_SLIDE)
            page.close()
            return shown

        empty = median(first_slide(folder / "empty.html") for _ in range(5))
        for deck in sorted(folder.glob("0*.html")):
            shown = median(first_slide(deck) for _ in range(5))
            print(f"{deck.stem}: first slide {shown:.0f} ms, empty page {empty:.0f} ms: {shown / empty:.1f}")
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto((folder / "empty.html").as_uri())
        bare = page.locator("input").evaluate(MOVES)
        for deck, name in (("02", "boundary"), ("04", "valley"), ("06", "hidden")):
            page.goto(next(folder.glob(f"{deck}*.html")).as_uri())
            at = f"Reveal.getIndices(document.querySelector('[data-live={name}]').closest('section')).h"
            page.evaluate(f"Reveal.slide({at})")
            moved = page.locator(f"[data-live={name}]").first.evaluate(MOVES)
            print(f"{name}: drawn after {moved:.2f} ms, bare slider {bare:.2f} ms")


if __name__ == "__main__":
    main()
