"""The decks: text that takes cells from the notebooks by id. Built, then visited in Chromium from file://."""

import re

import pytest
from course import NOTEBOOKS, ROOT, slow
from lab import chromium

build = pytest.importorskip("slides.build", reason="the extra 'slides' is not installed")
DECKS = {path.stem: path for path in sorted(build.HERE.glob("0*.md"))}


def test_the_curve_of_losses_is_drawn_from_all_epochs_and_names_its_peak():
    curve = build.cell_html("05", "l5-xor-fit", "losses")
    assert "エポック 912 で最大 0.342" in curve
    assert "5000 エポックで 0.2893 から 0.2549 へ" in curve


@pytest.mark.parametrize("what", ["step-99", "step-04 losses", "step-04 > nothing", "l1-text-28 問4"])
def test_what_the_lesson_does_not_hold_is_refused_with_its_place(tmp_path, what):
    deck = tmp_path / "01_numpy_basics.md"
    deck.write_text(f"# 1. はじめ\n\n---\n\n## 1.1 準備\n\n{{{{{what}}}}}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=f"2 / 2　ノートブック　1.1 準備：{{{{{what}}}}} を作れません"):
        build.deck_html(deck)


@pytest.mark.parametrize("name", DECKS)
def test_a_result_that_follows_a_prediction_question_in_the_lesson_follows_one_in_the_deck(name):
    cells = [cell for cell in NOTEBOOKS[name].cells if cell.get("outputs") or "**予想**" in cell.source]
    series = [cell.id if cell.get("outputs") else "" for cell in cells]  # "" for a question
    asked = {cell_id for before, cell_id in zip(series, series[1:]) if not before}
    marks = r"\*\*予想\*\*|聞く|^\{\{(\S+?)(?: (?!code).*)?\}\}$"
    found = re.findall(marks, DECKS[name].read_text(encoding="utf-8"), flags=re.M)
    shown = [cell_id for cell_id in found if cell_id in series]
    first = [cell_id for k, cell_id in enumerate(shown) if not cell_id or cell_id not in shown[:k]]
    after = [(before, cell_id) for before, cell_id in zip(first, first[1:]) if cell_id and cell_id in asked]
    assert len(after) >= 4
    assert [cell_id for before, cell_id in after if before] == []


@pytest.mark.parametrize("name", DECKS)
def test_the_slides_take_the_minutes_of_the_guides_rows_and_no_reserve(name):
    page = build.GUIDE.read_text(encoding="utf-8").split(f"\n## レッスン{name[1]}")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\d+)–(\d+) \| (?!予備|保存)", page, flags=re.M)
    times = build.seconds(name[1])
    assert sum(times.values()) == pytest.approx(60 * sum(int(end) - int(start) for start, end in rows))
    assert list(times) == list(range(1, len(build.read_slides(DECKS[name])) + 1))


@pytest.fixture
def open_deck(tmp_path):
    """Open a deck at 1280×720; afterwards nothing but the file was asked for, and the console is empty."""
    file, wrong = tmp_path / "スライド 1.html", []
    own = ("data:", "blob:", "about:", file.as_uri())
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.on("request", lambda request: request.url.startswith(own) or wrong.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))

        def open_one(name):
            file.write_text(build.deck_page(build.deck_html(DECKS[name])), encoding="utf-8")
            page.goto(file.as_uri())
            page.wait_for_function("Reveal.isReady()")
            return page

        yield open_one
    assert wrong == []


@pytest.mark.parametrize("name", DECKS)
def test_every_slide_is_whole_with_all_that_it_holds(open_deck, name):
    look = (ROOT / "tests/look_at_slides.js").read_text(encoding="utf-8")
    page = open_deck(name)
    assert page.evaluate(look) + page.evaluate(look) == []  # also when one comes back to it


@pytest.mark.parametrize("key", ["ArrowRight", "Space", "PageDown"])
def test_one_key_leads_to_the_last_slide_past_details_also_after_a_click_in_a_live_picture(open_deck, key):
    page, seen = open_deck("05_and_then_or"), []
    button = "Reveal.getCurrentSlide().querySelector('.live input')?.getBoundingClientRect().toJSON()"
    for _ in range(80):
        seen.append(tuple(page.evaluate("[Reveal.getIndices().h, Reveal.getIndices().v]")))
        box = page.evaluate(button)
        if box:
            page.mouse.click(box["x"] + 5, box["y"] + 5)
        page.keyboard.press(key)
    assert seen == sorted(seen)
    assert set(seen) == {(h, 0) for h in range(page.evaluate("Reveal.getHorizontalSlides().length"))}


def test_the_key_s_opens_the_speakers_window_with_notes_clock_next_slide_and_the_moved_picture(open_deck):
    page = open_deck("04_linear_vs_sigmoid")
    valley = "document.querySelector('[data-live=valley]').closest('section')"
    page.evaluate(f"Reveal.slide(Reveal.getIndices({valley}).h)")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    for part, words in (("notes", "動かす"), ("next", "損失曲線で見分ける"), ("clock", "予定")):
        popup.value.locator(f"#{part}:has-text('{words}')").wait_for()
    next_slide = "getComputedStyle(document.querySelector('#next section'))"
    assert popup.value.evaluate(f"{next_slide}.opacity + {next_slide}.transform") == "1none"
    page.locator("[data-live=valley] [value='1'][name=steps]").click()
    popup.value.locator("#now .words:has-text('1歩')").wait_for()


@slow
def test_the_pdf_has_a_page_for_each_slide_and_the_handout_each_question_but_no_answer(tmp_path):
    pypdf = pytest.importorskip("pypdf", reason="the extra 'browser' is not installed")
    build.write_decks(tmp_path)
    for name, path in DECKS.items():
        pdfs = [pypdf.PdfReader(tmp_path / f"{name}{end}.pdf") for end in ("", "_配布用")]
        full, handout = ([page.extract_text() for page in pdf.pages] for pdf in pdfs)
        assert len(full) == len(handout) == sum(len(column) for _, column in build.read_slides(path))
        assert len(full[1]) > len(handout[1]) > 20
        asked = [sorted(re.findall("予想|問[123い]", "".join(pages))) for pages in (full, handout)]
        assert asked[0] == asked[1] != []
