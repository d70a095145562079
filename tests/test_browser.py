"""The lessons as a student meets them in JupyterLab; needs Chromium and the extra "browser"."""

import json
import re

import lab
import pytest
from course import NOTEBOOKS

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
sync_api.expect.set_options(timeout=120_000)
expect = sync_api.expect
pytestmark = pytest.mark.skipif(not lab.CHROMIUM, reason="no Chromium on this machine")

LESSONS = [f"{name}.ipynb" for name in NOTEBOOKS]
SLIDERS = {LESSONS[1]: ["重み0", "重み1", "バイアス"], LESSONS[3]: ["学習率", "何倍", "エポック"]}
MODEL = f"{lab.FRONT}.content.model"
# the contrast of each element's text with the nearest ground behind it, as WCAG reckons it
CONTRAST = """nodes => nodes.map(node => {
    const light = color => color.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0.05);
    const ground = node => getComputedStyle(node).backgroundColor;
    const text = light(getComputedStyle(node).color);
    while (ground(node) === 'rgba(0, 0, 0, 0)') node = node.parentElement;
    return Math.max(text / light(ground(node)), light(ground(node)) / text);
})"""
# the picture with this slider, or this part of it, is inside the notebook's window
IN_VIEW = """([label, part]) => [...document.querySelectorAll('.lesson-live')].some(live => {
    const box = (live.querySelector(part) || live).getBoundingClientRect();
    const view = live.closest('.jp-WindowedPanel-outer').getBoundingClientRect();
    return live.innerText.includes(label) && view.top <= box.top + 1 && box.bottom <= view.bottom + 1
        && view.left <= box.left && box.right <= view.right;
})"""
DEAD = "この図は、もう動きません。このセルをもう一度実行しましょう。"
STILL = "このセルを実行すると、この図を動かせます。"


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lab.CHROMIUM, args=lab.QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("授業 1")


@pytest.fixture(scope="module")
def jupyterlab(browser, folder):
    """A page with JupyterLab on a copy of the lessons; loaded once, for that takes long."""
    with lab.serve(folder) as address:
        page = lab.start(browser, address)
        yield page
        page.close()


@pytest.fixture
def page(jupyterlab):
    lab.close_everything(jupyterlab)
    yield jupyterlab
    lab.close_everything(jupyterlab)


def cell(page, id):
    """The cell with this id in the lesson in front."""
    place = page.evaluate(f"id => [...{MODEL}.cells].findIndex(cell => cell.id === id)", id)
    return page.locator(".jp-Notebook:visible .jp-Cell").nth(place)


def live(page, label):
    """The picture with the slider of this name, and its controls."""
    return page.locator(".lesson-live", has=page.locator(".widget-slider", has_text=label))


def run_cell(page, cell):
    cell.locator(".jp-InputPrompt").click()
    page.keyboard.press("Shift+Enter")
    expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"))


# ---------- the first screen ----------


def test_it_starts_on_lesson_1_in_japanese_with_nothing_run_and_nothing_unsaved(jupyterlab, folder):
    assert "ファイル" in jupyterlab.locator(".lm-MenuBar-itemLabel").all_inner_texts()
    assert set(jupyterlab.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()) == {"[ ]:"}
    names = jupyterlab.locator(".jp-DirListing-itemText")
    assert names.all_inner_texts()[: len(LESSONS)] == LESSONS
    assert all(names.evaluate_all("names => names.map(name => name.clientWidth >= name.scrollWidth)"))
    assert jupyterlab.evaluate(f"[...{MODEL}.cells].every(cell => cell.type !== 'code' || cell.trusted)")
    assert not jupyterlab.evaluate(f"{MODEL}.dirty")
    assert "WARNING" not in (folder / "server.log").read_text(encoding="utf-8")
    first = jupyterlab.locator(".jp-CodeCell").first
    run_cell(jupyterlab, first)
    lab.save(jupyterlab)
    jupyterlab.reload()
    lab.wait_until_ready(jupyterlab, LESSONS[0])
    expect(first.locator(".jp-InputPrompt")).to_have_text("[1]:")  # its kernel still knows what it has run


def test_in_a_narrow_window_the_list_says_how_to_close_it_and_no_picture_is_cut(page):
    page.set_viewport_size({"width": 683, "height": 512})  # 1024 x 768 at 150 %
    said = page.evaluate("getComputedStyle(document.querySelector('#filebrowser'), '::after').content")
    assert "押すと、この一覧を閉じられます" in said
    lab.open_lesson(page, LESSONS[1])
    page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab").first.click()
    lab.run_all(page)
    for part in ("img", ".lesson-controls", ".lesson-told"):
        live(page, "重み0").locator(part).scroll_into_view_if_needed()
        page.wait_for_function(IN_VIEW, arg=["重み0", part])
    page.set_viewport_size({"width": 1366, "height": 768})
    page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab").first.click()


# ---------- predictions ----------


def the_explanation_opens_when_its_cell_is_run(page):
    question = page.locator(".jp-CodeCell:has(.jp-OutputPlaceholder):has(+ .jp-MarkdownCell)").first
    question = question.element_handle()
    words = question.evaluate_handle("cell => cell.nextElementSibling.querySelector('p')").as_element()
    assert not words.is_visible() and question.query_selector(".jp-OutputPlaceholder").inner_text() == ""
    question.query_selector(".jp-InputPrompt").click()
    page.keyboard.press("Shift+Enter")
    words.wait_for_element_state("visible")


def test_the_answer_and_its_explanation_are_hidden_until_the_cell_is_run(page):
    lab.open_lesson(page, LESSONS[0])
    hidden = page.locator(".jp-OutputPlaceholder").count()
    the_explanation_opens_when_its_cell_is_run(page)
    page.locator(".jp-OutputPlaceholder").first.click()  # by hand
    assert page.locator(".jp-OutputPlaceholder").count() == hidden - 2 > 5
    lab.open_lesson(page, LESSONS[4])
    assert set(page.locator(".jp-InputPlaceholder").all_inner_texts()) == {""}  # no line of a folded answer


def test_notebook_7_starts_on_the_list_and_hides_explanations_too(browser, tmp_path):
    with lab.serve(tmp_path, "notebook") as address:
        page = browser.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{address}/?token=test")
        assert page.url.startswith(f"{address}/tree/notebooks")
        page.goto(f"{address}/notebooks/notebooks/{LESSONS[0]}")
        page.locator(".jp-OutputPlaceholder").first.wait_for()
        the_explanation_opens_when_its_cell_is_run(page)
        assert page.get_by_text(re.compile("Not Trusted|信頼されて")).count() == 0
        page.close()


# ---------- every lesson ----------


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all(page, name):
    cells, name = NOTEBOOKS[name].cells, f"{name}.ipynb"
    lab.open_lesson(page, name)
    lab.run_all(page)
    pictures = page.locator(".jp-Notebook img")
    page.wait_for_function(
        "[...document.querySelectorAll('.jp-Notebook img')].every(img => img.naturalWidth)"
    )
    assert page.locator(".jp-OutputPlaceholder:visible").count() == 0  # running unfolds what was folded
    alts = pictures.evaluate_all("images => images.map(image => image.alt)")
    plots = sum("text/html" in output.get("data", {}) for cell in cells for output in cell.get("outputs", ()))
    assert len(alts) > plots and all(re.search("[ぁ-ん]", alt) for alt in alts)
    assert max(pictures.evaluate_all("images => images.map(image => image.height)")) < 410  # of 647
    errors = page.locator("[data-mime-type$='jupyter.error'], [data-mime-type$='jupyter.stderr']")
    assert errors.count() == sum("raises-exception" in cell.metadata.get("tags", []) for cell in cells)
    for label in SLIDERS.get(name, []):
        a_slider_moves_its_picture_by_keyboard(page, label)
    if name == LESSONS[3]:
        the_film_plays_to_its_end_and_the_slider_agrees(page)


def a_slider_moves_its_picture_by_keyboard(page, label):
    picture, height = live(page, label).locator("img"), live(page, label).bounding_box()["height"]
    before = [picture.get_attribute(name) for name in ("alt", "src")]
    page.locator(".widget-slider", has_text=label).locator(".noUi-handle").focus()
    page.keyboard.press("ArrowRight")
    expect(picture).not_to_have_attribute("alt", before[0])
    assert picture.get_attribute("src") != before[1] and live(page, label).bounding_box()["height"] == height


def the_film_plays_to_its_end_and_the_slider_agrees(page):
    film = live(page, "エポック")
    film.locator(".noUi-handle").focus()
    for key in ("End", "PageDown", "PageDown", "PageDown"):  # so that it need not play for long
        page.keyboard.press(key)
    button = film.get_by_role("button", name="再生")
    button.click()
    expect(button).to_have_class(re.compile("mod-active"))
    expect(button).not_to_have_class(re.compile("mod-active"))  # it stops by itself
    epoch = re.search(r"エポック (\d+)。", film.locator("img").get_attribute("alt"))[1]
    assert int(epoch) > 490 and film.locator("input").input_value() == epoch
    button.click()
    expect(film.locator("img")).to_have_attribute("alt", re.compile(r"エポック \d\d?。"))  # it begins again
    button.click()
    film.get_by_role("button", name="最初に戻す").click()
    expect(film.locator("img")).to_have_attribute("alt", re.compile("エポック 1。"))


def test_a_slider_comes_wholly_into_view_when_its_cell_is_run(page):
    lab.open_lesson(page, LESSONS[3])
    for id in ("l4-import", "l4-model", "l4-steepness", "l4-replay"):
        run_cell(page, cell(page, id))
    for label in ("何倍", "エポック"):
        run_cell(page, page.locator(".jp-CodeCell", has=live(page, label)))
        page.wait_for_function(IN_VIEW, arg=[label, ".lesson-live"])


def its_texts_can_be_read_in_both_themes(page):
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate("theme => { jupyterapp.commands.execute('apputils:change-theme', {theme}); }", theme)
        page.locator(f"body[data-jp-theme-name='{theme}']").wait_for(state="attached")
        contrasts = page.locator(".lesson-told *").evaluate_all(CONTRAST)
        assert len(contrasts) > 20 and min(contrasts) >= 4.5


def test_a_sliders_texts_can_be_read_and_without_its_kernel_it_says_so_and_claims_nothing(page, folder):
    """After a restart (with another lesson open), a page loaded again, and closing and opening."""
    lab.open_lesson(page, LESSONS[3])
    lab.run_all(page)
    lab.open_lesson(page, LESSONS[1])
    lab.run_all(page)
    for label, number in (("重み0", "1"), ("重み1", "１．０"), ("バイアス", "-1")):
        page.get_by_placeholder(label).fill(number)
        page.get_by_placeholder(label).press("Enter")
    expect(page.get_by_text("できました！")).to_be_visible()
    its_texts_can_be_read_in_both_themes(page)
    lab.save(page)
    lab.execute(page, "notebook:restart-kernel")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.wait_for_function(lab.IDLE)
    the_slider_is_still(page, DEAD)
    lab.open_lesson(page, LESSONS[3])  # its kernel still lives
    a_slider_moves_its_picture_by_keyboard(page, "何倍")
    lab.open_lesson(page, LESSONS[1])
    page.reload()
    lab.wait_until_ready(page, LESSONS[1])
    the_slider_is_still(page, DEAD)
    lab.close_everything(page)
    assert "widgets" not in json.loads((folder / "notebooks" / LESSONS[1]).read_bytes())["metadata"]
    lab.open_lesson(page, LESSONS[1])
    the_slider_is_still(page, STILL)
    assert cell(page, "l2-slider").locator("img").count() == 1 and not page.evaluate(f"{MODEL}.dirty")
    lab.run_all(page)
    a_slider_moves_its_picture_by_keyboard(page, "重み0")


def the_slider_is_still(page, line):
    """This Japanese line, written in the output or by the stylesheet, and neither a slider nor a success."""
    cell(page, "l2-slider").scroll_into_view_if_needed()
    page.wait_for_function(
        """line => [...document.querySelectorAll('.jp-OutputArea-output, .jp-OutputArea-output *')].some(
            part => part.checkVisibility() && [part.innerText, getComputedStyle(part, '::before').content]
                .some(text => text.includes(line)))""",
        arg=line,
    )
    out = cell(page, "l2-slider").locator(".jp-OutputArea")
    assert out.locator(".noUi-handle:visible").count() == 0
    assert out.get_by_text("できました").locator("visible=true").count() == 0
