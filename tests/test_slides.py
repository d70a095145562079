"""The decks: text that takes cells from the notebooks by id. Built, then visited in Chromium from file://."""

import html
import re
from pathlib import Path

import nbformat
import pytest
from course import clock
from lab import CHROMIUM
from publish import build as publish

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
    from slides import build

    return build


@pytest.fixture(scope="module")
def decks(build, tmp_path_factory):
    return {path.stem: path for path in build.build(tmp_path_factory.mktemp("スライド 1"))}


def without_spaces(text):
    return re.sub(r"\s", "", text)


def test_a_deck_shows_the_stored_code_outputs_and_pictures(decks, name):
    deck, cells = decks[name].read_text(encoding="utf-8"), {cell.id: cell for cell in LESSONS[name]}
    plain = without_spaces(html.unescape(re.sub("<[^>]*>", "", deck)))
    named = [(cells[cell_id], part) for cell_id, part in DIRECTIVE.findall(DECKS[name]) if cell_id in cells]
    for cell, part in [(cell, part.partition(" > ")[0]) for cell, part in named if cell.cell_type == "code"]:
        assert part in ("output", "losses") or without_spaces(cell.source) in plain, cell.id
        for output in cell.outputs if part in ("", "output") else []:
            assert without_spaces(output.get("text", "")) in plain, cell.id
            assert without_spaces(output.get("evalue", "")) in plain, cell.id
            for told in re.findall(r'(?:alt|src)="([^"]*)"', output.get("data", {}).get("text/html", "")):
                assert f'"{told}"' in deck, cell.id


def test_the_curve_of_losses_has_a_point_at_each_printed_value_and_names_the_first_and_the_last(build):
    cell = next(cell for cell in LESSONS["06_two_layers"] if cell.id == "l6-two-gradients")
    curve = build.losses(cell.outputs)
    printed = [float(value) for value in re.findall(r"損失 ([\d.]+)", cell.outputs[0].text)]
    heights = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', curve)]
    assert len(heights) == len(printed) == 12
    steps = (heights[0] - heights[5]) / (printed[0] - printed[5])
    for height, value in zip(heights, printed):
        assert height - heights[0] == pytest.approx(steps * (value - printed[0]), abs=1)
    for shown in (printed[0], printed[5], printed[11]):
        assert f">{shown}" in curve
    assert re.search("0.154969 mse_gradient.*0.228738 true_mse_gradient", curve)


@pytest.mark.parametrize(
    "what",
    ["step-99", "step-01", "step-04 table", "step-04 > nothing", "l1-text-23 table 2", "l1-text-28 問4"],
)
def test_what_the_lesson_does_not_hold_is_refused_with_its_place(build, tmp_path, what):
    deck = tmp_path / "01_numpy_basics.md"
    first = "# 1. NumPyの基本\n\nNote:\n\n1分\n\n時計：50分（6×50）\n\n---\n\n## 1.1 準備\n\n"
    deck.write_text(first + f"{{{{{what}}}}} \n\nNote:\n\n1分\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=rf"01_numpy_basics.md の 2 枚目（1.1 準備）.*{what}.*ません"):
        build.deck_html(deck)


def own_text(deck):
    """What a deck says itself: no cells of the lesson, no tags of its diagrams, no minutes of its notes.

    What is set on a live picture is not of the lesson either.
    """
    deck = "".join(slide for slide in slides_of(deck) if "{{live" not in slide)
    own = DIRECTIVE.sub(lambda found: found[2] if found[1] in ("boxes", "flow") else "", deck)
    own = re.sub(r"<[^>]*>", " ", own)
    return re.sub(r"^\d+(\.5)?分.*|^時計：.*|^## \d\.\d|\d\.\d節|\d{4}年|2\.718…", "", own, flags=re.M)


def test_a_number_in_a_decks_own_text_is_one_that_the_lesson_shows(name):
    lesson = "\n".join(cell.source + str(cell.get("outputs")) for cell in LESSONS[name])
    lesson = re.sub(r"svg\+xml[^\"]*", "", lesson)
    shown = {float(number) for number in re.findall(r"\d+\.?\d*", lesson)}
    own = re.findall(r"\d+\.\d+|\d{3,}", own_text(DECKS[name]))
    assert {number for number in own if float(number) not in shown} == set()


def test_a_result_comes_after_its_prediction_question(name):
    asked, questions = set(), 0
    for cell in LESSONS[name]:
        questions += cell.cell_type == "markdown" and "**予想**" in cell.source
        if cell.get("outputs"):
            asked |= {cell.id} if questions else set()
            questions = 0
    seen, questions = set(), 0
    for mark, cell_id, part in re.findall(rf"(\*\*予想\*\*)|{DIRECTIVE.pattern}", DECKS[name], flags=re.M):
        questions += bool(mark) or part.startswith("予想")
        if cell_id in asked - seen and not part.startswith("code"):
            assert questions, cell_id
            seen.add(cell_id)
            questions = 0
    assert len(seen) >= 5


def slides_of(deck):
    return re.split(r"^---?$", deck, flags=re.M)


@pytest.mark.parametrize("plan", ["6×50", "2×90", "1×90"])
def test_the_clock_of_each_plan_is_the_guides_and_the_slides_fill_it(build, plan):
    for path in sorted(build.HERE.glob("0*.md")):
        deck, minutes = build.deck_html(path, plan), clock(plan).get(path.name[1])
        if minutes is None:
            assert deck is None
        else:
            assert deck[2] == minutes
            seconds = sum(map(int, re.findall(r'data-timing="(\d+)"', deck[1])))
            assert seconds == pytest.approx(60 * minutes, abs=len(slides_of(DECKS[path.stem])))


def test_the_short_plan_leaves_out_the_slides_marked_for_it_and_no_other(build, name):
    long = build.deck_html(build.HERE / f"{name}.md")[1].count("<aside")
    short = build.deck_html(build.HERE / f"{name}.md", "1×90")
    left_out = len(re.findall(r"^Note:\n+.*▲", DECKS[name], flags=re.M))
    if short is None:
        assert left_out == 0
    else:
        assert short[1].count("<aside") == long - left_out
        assert left_out


def test_the_schools_name_date_and_logo_stand_on_the_first_slide(build, monkeypatch):
    logo = ROOT / "images/step.png"
    monkeypatch.setattr(build, "school", lambda: {"name": "みほん高校", "date": "4月8日", "logo": logo})
    first = build.deck_html(build.HERE / "01_numpy_basics.md")[1].partition("</section>")[0]
    assert "みほん高校　4月8日" in first
    assert 'alt="みほん高校のロゴ" src="data:image/png;base64,' in first


def test_a_logo_that_is_not_there_is_named(monkeypatch, tmp_path):
    import school

    (tmp_path / "school.ini").write_text("[school]\nname =\ndate =\nlogo = logo.png\n", encoding="utf-8")
    monkeypatch.setattr(school, "SCHOOL", tmp_path / "school.ini")
    with pytest.raises(SystemExit, match="logo.png が、teacher/ にありません"):
        school.school()


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


def test_a_lecture_has_15_to_25_slides_and_a_picture_on_every_second(open_deck, name):
    page = open_deck(name)
    straight = page.locator(".slides > section:not(.stack), .slides > .stack > section:first-child")
    pictures = straight.filter(has=page.locator("img, svg, .flow, .boxes, .live"))
    assert 15 <= straight.count() <= 25
    assert pictures.count() * 2 >= straight.count()


@pytest.mark.parametrize("key", ["ArrowRight", "Space", "PageDown"])
def test_one_key_leads_straight_from_the_first_slide_to_the_last_past_the_details(open_deck, key):
    page = open_deck("05_and_then_or")
    seen = []
    for _ in range(200):
        seen.append(page.evaluate("[Reveal.getIndices().h, Reveal.getIndices().v || 0]"))
        page.keyboard.press(key)
    assert {v for _, v in seen} == {0}
    assert [h for h, _ in seen] == sorted(h for h, _ in seen)
    assert {h for h, _ in seen} == set(range(page.evaluate("Reveal.getHorizontalSlides().length")))


def test_a_weight_has_one_color_in_formula_and_code_and_so_has_the_bias(open_deck):
    page = open_deck("04_linear_vs_sigmoid")
    color = "([kind, name]) => getComputedStyle(document.querySelector(`${kind} .${name}`)).color"
    colors = {(kind, name): page.evaluate(color, [kind, name]) for kind in ("math", ".code") for name in "wb"}
    assert colors["math", "w"] == colors[".code", "w"] == "rgb(0, 114, 178)"
    assert colors["math", "b"] == colors[".code", "b"] == "rgb(179, 71, 0)"


def test_the_keys_on_a_live_picture_move_it_and_escape_gives_them_back_to_the_deck(open_deck):
    page = open_deck("04_linear_vs_sigmoid")
    page.evaluate(
        "Reveal.slide(Reveal.getIndices(document.querySelector('[data-live=valley]').closest('section')).h)"
    )
    at, valley = page.evaluate("Reveal.getIndices().h"), page.locator("[data-live=valley]")
    before = valley.get_by_role("img").get_attribute("aria-label")
    valley.get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    expect_change = "([picture, before]) => picture.getAttribute('aria-label') !== before"
    page.wait_for_function(expect_change, arg=[valley.get_by_role("img").element_handle(), before])
    valley.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getIndices().h") == at
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"Reveal.getIndices().h === {at + 1}")


def test_it_prints_one_page_a_slide_with_margins(open_deck, name):
    page = open_deck(name, "?print-pdf")
    page.wait_for_selector(".pdf-page")
    assert page.locator(".pdf-page").count() == page.evaluate("Reveal.getTotalSlides()")
    assert page.evaluate((ROOT / "tests/look_at_print.js").read_text(encoding="utf-8")) == []


def test_a_published_pdf_has_a_page_for_each_slide(build, tmp_path):
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    publish.decks(tmp_path)
    pages = {
        pdf.stem: len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
        for pdf in (tmp_path / "slides").glob("*.pdf")
    }
    assert pages == {name: len(slides_of(deck)) for name, deck in DECKS.items()}


def test_the_key_s_opens_the_notes_with_the_clock(open_deck):
    page = open_deck("02_building_the_perceptron")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    popup.value.wait_for_selector(".speaker-controls-notes:has-text('聞く')")
    popup.value.wait_for_selector(".pacing-title", state="visible")
