"""The decks: text that takes cells from the notebooks by id. Built, then visited in Chromium from file://."""

import re
from pathlib import Path

import nbformat
import pytest
from course import slow
from lab import chromium

ROOT = Path(__file__).resolve().parents[1]
DECKS = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "teacher/slides").glob("0*.md")}
LESSONS = {name: nbformat.read(ROOT / f"notebooks/{name}.ipynb", as_version=4).cells for name in DECKS}


@pytest.fixture(scope="module")
def maker():
    pytest.importorskip("pyreveal", reason="the extra 'slides' is not installed")
    from slides import build

    return build


@pytest.fixture(scope="module")
def decks(maker, tmp_path_factory):
    return {path.stem: path for path in maker.write_decks(tmp_path_factory.mktemp("スライド 1"))}


def test_the_curve_of_losses_is_drawn_from_all_epochs_and_names_its_peak(maker):
    history = maker.run_lesson("05", "l5-xor-fit")[1]["l5-xor-fit"]
    curve = maker.pieces.losses(history, 3)
    assert "エポック 912 で最大 0.342" in curve
    assert "5000 エポックで 0.2893 から 0.2549 へ" in curve


@pytest.mark.parametrize("what", ["step-99", "step-04 losses", "step-04 > nothing", "l1-text-28 問4"])
def test_what_the_lesson_does_not_hold_is_refused_with_its_place(maker, tmp_path, what):
    deck = tmp_path / "01_numpy_basics.md"
    deck.write_text(f"# 1. はじめ\n\n---\n\n## 1.1 準備\n\n{{{{{what}}}}}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=rf"01_numpy_basics.md の 2 枚目（1.1 準備）.*{what}.*ません"):
        maker.deck_html(deck)


@pytest.mark.parametrize("name", DECKS)
def test_a_result_comes_after_its_prediction_question(name):
    asked, questions = set(), 0
    for cell in LESSONS[name]:
        questions += cell.cell_type == "markdown" and "**予想**" in cell.source
        if cell.get("outputs"):
            asked |= {cell.id} if questions else set()
            questions = 0
    seen, questions = set(), 0
    marks = r"(\*\*予想\*\*|聞く)|^\{\{(\S+?)(?: (.*))?\}\}$"
    for mark, cell_id, part in re.findall(marks, DECKS[name], flags=re.M):
        questions += bool(mark)
        if cell_id in asked - seen and not part.startswith("code"):
            assert questions, cell_id
            seen.add(cell_id)
            questions = 0
    assert len(seen) >= 4


@pytest.mark.parametrize("plan", ["6×50", "2×90", "1×90"])
def test_the_slides_take_the_minutes_of_the_guides_rows_and_no_reserve(maker, plan):
    from slides.minutes import rows

    lecture = sum(minutes for minutes, what in rows(plan) if not re.search("予備|保存", what))
    decks = "".join(maker.deck_html(path, plan) for path in maker.HERE.glob("0*.md"))
    assert sum(map(int, re.findall(r'data-timing="(\d+)"', decks))) == pytest.approx(60 * lecture, rel=0.01)
    if plan == "1×90":
        shown = set(re.findall(r'class="where">[^<]*ノートブック　(4\.\d)', decks))
        assert shown == {"4.1", "4.2", "4.3", "4.6", "4.7", "4.8"}


def test_the_schools_name_date_and_logo_stand_on_the_first_slide(maker, monkeypatch):
    given = {"name": "みほん高校", "date": "4月8日", "logo": ROOT / "images/step.png"}
    monkeypatch.setattr(maker, "school", lambda: given)
    first = maker.deck_html(maker.HERE / "01_numpy_basics.md").partition("</section>")[0]
    assert "みほん高校　4月8日" in first
    assert 'alt="みほん高校のロゴ" src="data:image/png;base64,' in first


@pytest.fixture
def open_deck(decks):
    """Open a deck at 1280×720; afterwards nothing but the file was asked for, and the console is empty."""
    asked, said = [], []
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        context.on("request", lambda request: asked.append(request.url))
        context.on("console", lambda message: said.append(message.text))
        context.on("weberror", lambda error: said.append(str(error.error)))

        def open_one(name):
            page = context.new_page()
            page.goto(decks[name].as_uri())
            page.wait_for_function("Reveal.isReady()")
            return page

        yield open_one
    own = ("data:", "blob:", "about:", *(deck.as_uri() for deck in decks.values()))
    assert [url for url in asked if not url.startswith(own)] + said == []


@pytest.mark.parametrize("name", DECKS)
def test_every_slide_is_whole_with_all_that_it_holds(open_deck, name):
    look = (ROOT / "tests/look_at_slides.js").read_text(encoding="utf-8")
    assert open_deck(name).evaluate(look) == []


@pytest.mark.parametrize("key", ["ArrowRight", "Space", "PageDown"])
def test_one_key_leads_to_the_last_slide_past_details_also_after_a_click_in_a_live_picture(open_deck, key):
    page, seen = open_deck("05_and_then_or"), []
    button = "Reveal.getCurrentSlide().querySelector('.live input')?.getBoundingClientRect().toJSON()"
    for _ in range(80):
        seen.append(tuple(page.evaluate("[Reveal.getIndices().h, Reveal.getIndices().v || 0]")))
        box = page.evaluate(button)
        if box:
            page.mouse.click(box["x"] + 5, box["y"] + 5)
        page.keyboard.press(key)
    assert seen == sorted(seen)
    assert set(seen) == {(h, 0) for h in range(page.evaluate("Reveal.getHorizontalSlides().length"))}


def test_the_key_s_opens_the_speakers_window_with_notes_clock_next_slide_and_the_moved_picture(open_deck):
    page = open_deck("04_linear_vs_sigmoid")
    place = "Reveal.getIndices(document.querySelector('[data-live=valley]').closest('section')).h"
    page.evaluate(f"Reveal.slide({place})")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    for part, words in (("notes", "動かす"), ("next", "損失曲線で見分ける"), ("clock", "予定")):
        popup.value.locator(f"#{part}:has-text('{words}')").wait_for()
    next_slide = "getComputedStyle(document.querySelector('#next section'))"
    assert popup.value.evaluate(f"{next_slide}.opacity + {next_slide}.transform") == "1none"
    page.locator("[data-live=valley] [value='1'][name=steps]").click()
    popup.value.locator("#now .words:has-text('1歩')").wait_for()


@slow
def test_the_pdf_has_a_page_for_each_slide_and_the_handout_each_question_but_no_answer(maker, tmp_path):
    pypdf = pytest.importorskip("pypdf", reason="the extra 'slides' is not installed")
    maker.write_decks(tmp_path, pdf=True)
    for name, deck in DECKS.items():
        pdfs = [pypdf.PdfReader(tmp_path / f"{name}{end}.pdf") for end in ("", "_配布用")]
        full, handout = ([page.extract_text() for page in pdf.pages] for pdf in pdfs)
        assert len(full) == len(handout) == len(re.findall(r"^---?$", deck, flags=re.M)) + 1
        assert len(full[1]) > len(handout[1]) > 20
        asked = [sorted(re.findall("予想|問[123い]", "".join(pages))) for pages in (full, handout)]
        assert asked[0] == asked[1] != []
