"""The slides: built from the notebooks, opened from file:// in Chromium, every slide visited; the teacher's guide and its glossary.

Needs the extra "slides"; the browser tests need Chromium and the extra "browser". .ci/run installs all; skipped where they are missing.
"""

import re
import sys
from pathlib import Path

import nbformat
import pytest
from lab import CHROMIUM

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
GUIDE = (ROOT / "slides/guide.md").read_text(encoding="utf-8")
KINDS = {"slide", "subslide", "fragment", "skip", "notes", "-"}


@pytest.fixture(params=NOTEBOOKS)
def name(request):
    return request.param


# ---------- metadata ----------

def test_every_cell_says_where_it_stands_on_the_slides(name):
    for cell in NOTEBOOKS[name].cells:
        show = cell.metadata.get("slideshow", {})
        assert show.get("slide_type") in KINDS and set(show) <= {"slide_type", "text"}, cell.source[:60]


def test_numbers_in_the_slides_own_text_stand_in_the_notebook(name):
    texts, known = [], ""
    for cell in NOTEBOOKS[name].cells:
        texts += cell.metadata["slideshow"].get("text", [])
        known += cell.source + "".join(str(output.get("text", output.get("data", {}).get("text/plain", "")))
                                       for output in cell.get("outputs", []))
    numbers = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", known)}
    missing = {number for number in re.findall(r"\d+\.\d+(?![節\d])|\d{3,}", "\n".join(texts)) if float(number) not in numbers}
    assert missing == ({"1943", "1969", "1986"} if name[:2] == "02" else set())  # the years of the history


def test_terms_of_the_slides_and_the_guide():
    own = [line for notebook in NOTEBOOKS.values() for cell in notebook.cells for line in cell.metadata["slideshow"].get("text", [])]
    for wrong in ("推定", "ウェイト", "シェイプ", "活性関数", "教師データ", "決定領域", "学習データ"):
        assert wrong not in GUIDE + "\n".join(own), wrong


# ---------- decks ----------

@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    for package in ("pyreveal", "latex2mathml"):
        pytest.importorskip(package, reason="the extra 'slides' is not installed")
    sys.path.insert(0, str(ROOT / "slides"))
    from build import build
    return {path.stem: path for path in build(tmp_path_factory.mktemp("スライド 1"))}


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def open_deck(browser, decks):
    """Open a deck at 1280×720; afterwards nothing but the file itself may have been asked for, and the console is empty."""
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
    files = {path.as_uri() for path in decks.values()}
    assert {url.split("?")[0].split("#")[0] for url in asked if not url.startswith(("data:", "blob:", "about:"))} <= files
    assert said == []
    context.close()


# Goes to every slide and says what is wrong with it: out of the 1280×720 picture, under the footer, clipped, without alt text or notes.
LOOK = """() => Reveal.getSlides().flatMap((section, k) => {
    const {h, v} = Reveal.getIndices(section);
    Reveal.slide(h, v);
    const wrong = [], footer = section.querySelector('.where').getBoundingClientRect().top;
    if (Reveal.getCurrentSlide() !== section || !section.offsetHeight) wrong.push('is not shown');
    if (!section.querySelector('.where').innerText.trim().match(/^ノートブック　./)) wrong.push('does not say the section');
    for (const part of section.querySelectorAll(':not(aside, aside *, .where)')) {
        const box = part.getBoundingClientRect();
        if (box.width && (box.bottom > footer + 8 || box.right > 1262 || box.left < 0 || box.top < 0)) wrong.push(part.tagName + ' overflows');
        if (part.tagName === 'PRE' && part.scrollWidth > part.clientWidth) wrong.push('clips ' + part.innerText);
        if (part.tagName === 'IMG' && !(part.naturalWidth && /[ぁ-ん]/.test(part.alt))) wrong.push('has an image without alternative text');
        if (part.tagName === 'math' && !(part.offsetHeight ?? box.height)) wrong.push('has an empty formula');
    }
    for (const text of section.querySelectorAll('.jp-RenderedMarkdown :not(code, math *)'))
        for (const node of text.childNodes)
            if (node.nodeType === 3 && /\\$|<|\\*\\*|`/.test(node.data)) wrong.push('shows raw marks: ' + node.data);
    return wrong.map(text => `slide ${k + 1} ${text}`);
})"""


def test_every_slide_is_whole(open_deck, name):
    page = open_deck(name)
    assert page.evaluate("document.documentElement.lang") == "ja"
    assert page.evaluate("Reveal.getTotalSlides()") >= 20
    assert page.evaluate(LOOK) == []
    assert page.evaluate("document.querySelectorAll('aside.notes math, .slides math').length") > 0 or name[:2] == "01"
    numbers = re.findall(r"^## (\d\.\d+)", "\n".join(cell.source for cell in NOTEBOOKS[name].cells), flags=re.MULTILINE)
    sections = page.evaluate("[...document.querySelectorAll('.where')].map(place => place.textContent)")
    assert all(any(f"　{number} " in section for section in sections) for number in numbers)


def test_pictures_and_results_are_the_stored_ones(decks, name):
    deck = decks[name].read_text(encoding="utf-8")
    for cell in NOTEBOOKS[name].cells:
        if cell.cell_type == "code" and cell.metadata["slideshow"]["slide_type"] != "skip":
            for output in cell.outputs:
                for picture in re.findall(r"base64,([^\"]+)", output.get("data", {}).get("text/html", "")):
                    assert picture in deck, cell.id
                if output.output_type == "stream":
                    assert output.text.splitlines()[-1] in deck, cell.id


def test_it_prints_one_page_a_slide(open_deck):
    page = open_deck("04_linear_vs_sigmoid", "?print-pdf")
    page.wait_for_selector(".pdf-page")
    assert page.locator(".pdf-page").count() == page.evaluate("Reveal.getTotalSlides()")


def test_the_key_s_opens_japanese_notes(open_deck):
    page = open_deck("02_building_the_perceptron")
    page.evaluate("Reveal.slide(3, 2)")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    popup.value.wait_for_function("/ローゼンブラット|独自の規則/.test(document.querySelector('.speaker-controls-notes .value').innerText)")


# ---------- the guide ----------

def terms_of_the_lessons():
    """{term: lesson that introduces it}: bold, with its English name in parentheses."""
    found = {}
    for name, notebook in NOTEBOOKS.items():
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                for term in re.findall(r"\*\*([^*\n]+)\*\*（[^）]*?[a-zA-Z]{3,}[^）]*）", cell.source):
                    found.setdefault(term.split("（")[0], int(name[:2]))
    return found


GLOSSARY = [[part.strip() for part in line.strip("|").split("|")] for line in
            GUIDE.partition("## 用語集")[2].splitlines() if re.match(r"\| [^-]", line)][1:]


def test_the_glossary_holds_every_term_with_its_first_lesson():
    lessons = {term: int(lesson) for term, _, _, _, lesson in GLOSSARY}
    assert len(lessons) == len(GLOSSARY) >= 40
    for term, lesson in terms_of_the_lessons().items():
        assert lessons.get(term) == lesson, (term, lesson)


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row[0])
def test_a_glossary_term_is_explained_and_stands_in_its_lesson(row):
    term, reading, english, meaning, lesson = row
    assert re.fullmatch("[ぁ-んァ-ヶー]+", reading) and re.search("[A-Za-z]", english) and len(meaning) >= 8
    notebook = next(notebook for name, notebook in NOTEBOOKS.items() if int(name[:2]) == int(lesson))
    assert term in re.sub(r"!?\[[^\]]*\]\([^)]*\)", "", "\n".join(cell.source for cell in notebook.cells))


def test_the_guide_answers_every_check_question(name):
    answers = re.findall(r"\*\*問\d\*\*.*?<summary>答え</summary>\s*(.*?)\s*</details>", NOTEBOOKS[name].cells[-1].source, flags=re.DOTALL)
    assert len(answers) == 3
    chapter = re.search(rf"^## レッスン{int(name[:2])}.*?(?=^## )", GUIDE, flags=re.DOTALL | re.MULTILINE)[0]
    for answer in answers:
        assert re.split("[。、]", answer)[0] in chapter, answer
