"""The lessons as a student meets them in JupyterLab; needs Chromium and the extra "browser"."""

import re

import lab
import pytest
from course import NOTEBOOKS

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
sync_api.expect.set_options(timeout=120_000)
expect = sync_api.expect

LESSONS = [f"{name}.ipynb" for name in NOTEBOOKS]
SLIDERS = {LESSONS[1]: ["重み0", "重み1", "バイアス"], LESSONS[3]: ["学習率", "何倍", "エポック"]}
MODEL = f"{lab.FRONT}.content.model"
SAYS = """line => [...document.querySelectorAll('.jp-OutputArea-output, .jp-OutputArea-output *')].some(
    part => part.checkVisibility() &&
        (part.innerText + getComputedStyle(part, '::before').content).includes(line))"""
DEAD = "この図は、もう動きません。このセルをもう一度実行しましょう。"
STILL = "このセルを実行すると、この図を動かせます。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("授業 1")


@pytest.fixture(scope="module")
def jupyterlab(folder):
    """A page with JupyterLab on a copy of the lessons; loaded once, for that takes long."""
    with lab.chromium() as browser, lab.serve(folder) as address:
        yield lab.start(browser, address)


@pytest.fixture
def page(jupyterlab):
    lab.close_everything(jupyterlab)
    return jupyterlab


def live(page, label):
    """The picture with the slider of this name, and its controls."""
    return page.locator(".lesson-live", has=page.locator(".widget-slider", has_text=label))


def test_it_starts_on_lesson_1_in_japanese_with_nothing_run_and_nothing_unsaved(jupyterlab, folder):
    assert "ファイル" in jupyterlab.locator(".lm-MenuBar-itemLabel").all_inner_texts()
    assert set(jupyterlab.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()) == {"[ ]:"}
    assert jupyterlab.locator(".jp-DirListing-itemText").all_inner_texts()[: len(LESSONS)] == LESSONS
    assert "WARNING" not in (folder / "server.log").read_text(encoding="utf-8")
    for name in LESSONS[1:]:
        lab.open_lesson(jupyterlab, name)
    unsaved = "[...jupyterapp.shell.widgets('main')].filter(lesson => lesson.context.model.dirty).length"
    assert jupyterlab.evaluate(unsaved) == 0  # also of those that have been open for a while


def test_notebook_7_trusts_a_lesson_and_hides_its_explanations_too(jupyterlab, tmp_path):
    with lab.serve(tmp_path, "notebook") as address:
        page = jupyterlab.context.browser.new_page()
        page.goto(f"{address}/notebooks/notebooks/{LESSONS[0]}?token=test", timeout=120_000)
        page.get_by_text("Trusted", exact=True).wait_for(timeout=120_000)
        assert page.locator(".jp-OutputPlaceholder").count() > 5
        assert not page.locator("p", has_text="55が表示されました").is_visible()
        page.close()


def test_the_answer_and_its_explanation_are_hidden_until_the_cell_is_run(page):
    lab.open_lesson(page, LESSONS[0])
    hidden = page.locator(".jp-OutputPlaceholder").count()
    question = page.query_selector(".jp-CodeCell:has(.jp-OutputPlaceholder):has(+ .jp-MarkdownCell)")
    words = question.evaluate_handle("cell => cell.nextElementSibling.querySelector('p')").as_element()
    assert not words.is_visible() and question.query_selector(".jp-OutputPlaceholder").inner_text() == ""
    question.query_selector(".jp-InputPrompt").click()
    page.keyboard.press("Shift+Enter")
    words.wait_for_element_state("visible")
    page.locator(".jp-OutputPlaceholder").first.click()  # by hand
    assert page.locator(".jp-OutputPlaceholder").count() == hidden - 2 > 5
    lab.open_lesson(page, LESSONS[4])
    assert set(page.locator(".jp-InputPlaceholder").all_inner_texts()) == {""}  # no line of a folded answer


@pytest.mark.parametrize("name", LESSONS)
def test_run_all(page, name):
    lab.open_lesson(page, name)
    lab.run_all(page)
    page.wait_for_function("[...document.images].every(image => image.naturalWidth)")
    assert page.locator(".jp-OutputPlaceholder:visible").count() == 0  # running unfolds what was folded
    errors = page.locator("[data-mime-type$='jupyter.error'], [data-mime-type$='jupyter.stderr']")
    cells = NOTEBOOKS[name.removesuffix(".ipynb")].cells
    assert errors.count() == sum("raises-exception" in cell.metadata.get("tags", []) for cell in cells)
    if name == LESSONS[3]:
        the_film_begins_again_after_its_end(page)
    for label in SLIDERS.get(name, []):
        a_slider_moves_by_keyboard_and_comes_wholly_into_view_when_its_cell_is_run(page, label)


def a_slider_moves_by_keyboard_and_comes_wholly_into_view_when_its_cell_is_run(page, label):
    picture, height = live(page, label).locator("img"), live(page, label).bounding_box()["height"]
    before = [picture.get_attribute(name) for name in ("alt", "src")]
    page.locator(".widget-slider", has_text=label).locator(".noUi-handle").press("ArrowRight")
    expect(picture).not_to_have_attribute("alt", before[0])
    assert picture.get_attribute("src") != before[1] and live(page, label).bounding_box()["height"] == height
    page.locator(".jp-CodeCell", has=live(page, label)).locator(".jp-InputPrompt").click()
    page.keyboard.press("Shift+Enter")
    expect(live(page, label)).to_be_in_viewport(ratio=0.99)


def the_film_begins_again_after_its_end(page):
    film = live(page, "エポック")
    film.locator(".noUi-handle").press("End")
    expect(film.locator("img")).to_have_attribute("alt", re.compile("エポック 500。"))
    film.get_by_role("button", name="再生").click()
    expect(film.locator("img")).to_have_attribute("alt", re.compile(r"エポック \d\d。"))  # from 1, and on


def test_a_slider_without_its_kernel_says_so_and_claims_nothing(page):
    """After a restart, a page loaded again, and closing and opening."""
    lab.open_lesson(page, LESSONS[1])
    lab.run_all(page)
    for label, number in (("重み0", "1"), ("重み1", "１．０"), ("バイアス", "-1")):
        page.get_by_placeholder(label).fill(number)
        page.get_by_placeholder(label).press("Enter")
    expect(page.get_by_text("できました！")).to_be_visible()
    lab.execute(page, "docmanager:save")
    page.wait_for_function(f"!{MODEL}.dirty")
    lab.execute(page, "notebook:restart-kernel")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.wait_for_function(lab.IDLE)
    the_slider_is_still(page, DEAD)
    page.reload()
    lab.wait_until_ready(page, LESSONS[1])
    the_slider_is_still(page, DEAD)
    lab.close_everything(page)
    lab.open_lesson(page, LESSONS[1])
    the_slider_is_still(page, STILL)
    assert not page.evaluate(f"{MODEL}.dirty")


def the_slider_is_still(page, line):
    """This Japanese line, written in the output or by the stylesheet, and neither a slider nor a success."""
    page.wait_for_function(SAYS, arg=line)
    assert page.locator(".noUi-handle:visible").count() == 0
    assert page.get_by_text("できました！").locator("visible=true").count() == 0
