"""The lessons as a student sees them: JupyterLab in Chromium, Run All, pictures, the one error.

Needs Chromium and the extra "browser" (playwright); .ci/run installs both. Skipped where they are missing.
"""

import re
import sys

import nbformat
import pytest

from lab import CHROMIUM, QUIET, ROOT, choose, close_without_saving, open_and_run_all, serve

sys.path.insert(0, str(ROOT / "teacher"))
from publish.solutions import answers_of  # noqa: E402

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")

SLIDERS = {"02_building_the_perceptron.ipynb": ["重み0", "重み1", "バイアス"], "04_linear_vs_sigmoid.ipynb": ["エポック", "学習率"]}
LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A page with JupyterLab on a copy of the lessons; loaded once, for loading takes longer than opening a lesson."""
    with serve(tmp_path_factory.mktemp("授業 1")) as (address, _), sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/lab?token=test")
        page.wait_for_selector(".jp-DirListing-item", timeout=60_000)
        yield page
        browser.close()


@pytest.fixture
def page(lab):
    yield lab
    if lab.locator(".jp-Notebook").count():
        close_without_saving(lab)


def test_it_opens_on_the_lessons_in_japanese(page):
    assert "ファイル" in page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
    assert set(LESSONS) <= set(page.locator(".jp-DirListing-itemText").all_inner_texts())


@pytest.mark.parametrize("name", LESSONS)
def test_run_all(page, name):
    cells = [cell for cell in nbformat.read(ROOT / "notebooks" / name, as_version=4).cells if cell.cell_type == "code"]
    open_and_run_all(page, name)
    page.wait_for_function(
        "n => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].filter(e => /\\d/.test(e.innerText)).length === n",
        arg=len(cells) - sum("jupyter" in cell.metadata for cell in cells), timeout=60_000)  # folded cells show no number
    page.wait_for_selector("[data-status='idle']", timeout=60_000)

    pictures = page.evaluate("[...document.querySelectorAll('.jp-Notebook img')].map(i => [i.alt, i.naturalWidth])")
    plots = sum("text/html" in output.get("data", {}) for cell in cells for output in cell.outputs)
    assert len(pictures) > plots and all(re.search("[ぁ-ん]", alt) and width > 0 for alt, width in pictures)
    errors = page.locator("[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']")
    tagged = ["raises-exception" in cell.metadata.get("tags", []) for cell in cells]
    assert errors.count() == sum(tagged)
    if any(tagged):
        assert "operands could not be broadcast" in errors.first.inner_text()

    for label in SLIDERS.get(name, []):
        a_slider_moves_its_picture_by_keyboard(page, label)
    if "エポック" in SLIDERS.get(name, []):
        the_film_plays_and_the_slider_follows(page)
    if name.startswith("05"):
        the_or_exercise_wrongly_then_in_a_new_kernel_rightly(page)


def a_slider_moves_its_picture_by_keyboard(page, label):
    slider = page.locator(".widget-slider", has_text=label)
    live = page.locator(".widget-vbox", has=slider).last
    picture = live.locator("img")
    before, height = (picture.get_attribute("alt"), picture.get_attribute("src")), live.bounding_box()["height"]
    slider.locator(".noUi-handle").focus()
    page.keyboard.press("ArrowLeft")
    sync_api.expect(picture).not_to_have_attribute("alt", before[0])
    assert picture.get_attribute("src") != before[1] and live.bounding_box()["height"] == height


def the_film_plays_and_the_slider_follows(page):
    live = page.locator(".widget-vbox", has=page.locator(".widget-play")).last
    play = live.locator(".widget-play button").first
    assert "エポック 499。" in live.locator("img").get_attribute("alt")
    play.click()
    sync_api.expect(live.locator("img")).to_have_attribute("alt", re.compile(r"エポック \d\d?。"))  # from the start again
    play.click()  # pause
    page.wait_for_timeout(300)
    epoch = re.search(r"エポック (\d+)。", live.locator("img").get_attribute("alt")).group(1)
    assert live.locator(".widget-readout").inner_text() == epoch


def the_or_exercise_wrongly_then_in_a_new_kernel_rightly(page):
    lesson = ROOT / "notebooks/05_and_then_or.ipynb"
    code, solution = nbformat.read(lesson, as_version=4).cells, answers_of(lesson)["l5-ex1"]
    numbers = [cell.id for cell in code if cell.cell_type == "code"]
    stub, shown = (page.locator(".jp-Notebook .jp-CodeCell").nth(numbers.index(cell)) for cell in ("l5-ex1", "l5-ex1-check"))

    def type_answer(source):
        stub.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(source)

    type_answer(solution.replace("[0, 1, 1, 1]", "[0, 0, 0, 1]"))
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    sync_api.expect(shown.locator(".jp-OutputArea-output")).to_contain_text("正解が AND のままです。OR の正解にしましょう。")

    type_answer(solution)
    shown.locator(".cm-content").click()
    choose(page, "カーネル", "カーネルを再起動して選択したセルまで実行…", "document.querySelector('.jp-Dialog')")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    sync_api.expect(shown.locator(".jp-OutputArea-output")).to_contain_text("練習 5-1：できました！")
    sync_api.expect(shown.locator(".jp-InputPrompt")).to_have_text(f"[{numbers.index('l5-ex1-check') + 1}]:")  # counted from 1 again
