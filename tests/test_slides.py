"""The decks: text that takes cells from the notebooks by id. Built, then visited in Chromium from file://."""

import html
import re
import sys
from pathlib import Path

import nbformat
import pytest
from lab import CHROMIUM

ROOT = Path(__file__).resolve().parents[1]
DECKS = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "teacher/slides").glob("*.md")}
LESSONS = {name: nbformat.read(ROOT / f"notebooks/{name}.ipynb", as_version=4).cells for name in DECKS}
DIRECTIVE = re.compile(r"^\{\{(\S+?)(?: (.*))?\}\}$", re.M)


@pytest.fixture(params=DECKS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def build():
    for package in ("mistune", "pygments", "pyreveal", "latex2mathml"):
        pytest.importorskip(package, reason="the extra 'slides' is not installed")
    sys.path.insert(0, str(ROOT / "teacher/slides"))
    import build

    return build


@pytest.fixture(scope="module")
def decks(build, tmp_path_factory):
    return {path.stem: path for path in build.build(tmp_path_factory.mktemp("スライド 1"))}


def test_a_deck_shows_the_stored_code_outputs_and_pictures(decks, name):
    deck, cells = decks[name].read_text(encoding="utf-8"), {cell.id: cell for cell in LESSONS[name]}
    plain = html.unescape(re.sub("<[^>]*>", "", deck))
    for cell, part in [(cells[cell_id], part) for cell_id, part in DIRECTIVE.findall(DECKS[name])]:
        if cell.cell_type == "code":
            assert part == "output" or cell.source in plain, cell.id
            for output in [] if part == "code" else cell.outputs:
                assert output.get("text", "") in plain, cell.id
                assert output.get("evalue", "") in plain, cell.id
                for told in re.findall(r'(?:alt|src)="([^"]*)"', output.get("data", {}).get("text/html", "")):
                    assert f'"{told}"' in deck, cell.id


@pytest.mark.parametrize(
    "what", ["step-99", "step-01", "step-04 table", "l1-text-23 table 2", "l1-text-28 問4"]
)
def test_what_the_lesson_does_not_hold_is_refused_with_its_place(build, tmp_path, what):
    deck = tmp_path / "01_numpy_basics.md"
    deck.write_text(f"# 1. NumPyの基本\n\n---\n\n## 1.1 準備\n\n{{{{{what}}}}} \n", encoding="utf-8")
    with pytest.raises(SystemExit, match=rf"01_numpy_basics.md の 2 枚目（1.1 準備）.*{what}.*ません"):
        build.deck_html(deck)


def test_a_number_in_a_decks_own_text_is_one_that_the_lesson_shows(name):
    cells = [cell for cell in LESSONS[name] if cell.cell_type == "code"]
    code = re.sub(r"svg\+xml[^\"]*", "", "\n".join(cell.source + str(cell.outputs) for cell in cells))
    shown = {float(number) for number in re.findall(r"\d+\.?\d*", code)}
    own = re.sub(r"^## \d\.\d|\d\.\d節|\d{4}年|2\.718…", "", DIRECTIVE.sub("", DECKS[name]), flags=re.M)
    assert {number for number in re.findall(r"\d+\.\d+|\d{3,}", own) if float(number) not in shown} == set()


def test_a_result_comes_after_its_prediction_question(name):
    asked, questions = set(), 0
    for cell in LESSONS[name]:
        questions += cell.cell_type == "markdown" and "**予想**" in cell.source
        if cell.get("outputs"):
            asked |= {cell.id} if questions else set()
            questions = 0
    seen, questions = set(), 0
    for mark, cell_id, part in re.findall(rf"(\*\*予想\*\*)|{DIRECTIVE.pattern}", DECKS[name], flags=re.M):
        questions += bool(mark)
        if cell_id in asked - seen and part != "code":
            assert questions, cell_id
            seen.add(cell_id)
            questions = 0
    assert len(seen) >= 10


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])


@pytest.fixture
def open_deck(browser, decks):
    """Open a deck at 1280×720; afterwards nothing but the file was asked for, and the console is empty."""
    asked, said = [], []
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))

    def open_one(name, query=""):
        page = context.new_page()
        page.goto(decks[name].as_uri() + query)
        page.wait_for_function("Reveal.isReady()")
        return page

    yield open_one
    own = ("data:", "blob:", "about:", *(deck.as_uri() for deck in decks.values()))
    assert [url for url in asked if not url.startswith(own)] == []
    assert said == []
    context.close()


def test_every_slide_is_whole_with_all_that_it_holds(open_deck, name):
    page = open_deck(name)
    assert page.evaluate("document.documentElement.lang") == "ja"
    assert page.evaluate((ROOT / "tests/look_at_slides.js").read_text(encoding="utf-8")) == []


def test_it_prints_one_page_a_slide(open_deck):
    page = open_deck("04_linear_vs_sigmoid", "?print-pdf")
    page.wait_for_selector(".pdf-page")
    assert page.locator(".pdf-page").count() == page.evaluate("Reveal.getTotalSlides()")


def test_the_key_s_opens_the_notes(open_deck):
    page = open_deck("02_building_the_perceptron")
    page.evaluate("Reveal.slide(3, 2)")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    popup.value.wait_for_selector(".speaker-controls-notes:has-text('独自の規則')")
