"""The lessons as a student meets them in JupyterLab; needs Chromium and the extra "browser"."""

import re

import lab
import nbformat
import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
sync_api.expect.set_options(timeout=120_000)
pytestmark = pytest.mark.skipif(not lab.CHROMIUM, reason="no Chromium on this machine")

LESSONS = sorted(path.name for path in (lab.ROOT / "notebooks").glob("*.ipynb"))
SLIDERS = {LESSONS[1]: ["重み0", "重み1", "バイアス"], LESSONS[3]: ["学習率", "何倍", "エポック"]}
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
BEFORE = "xpath=preceding-sibling::*[1]"
DEAD = "この図は、もう動きません。このセルをもう一度実行しましょう。"


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
    cells = "[...jupyterapp.shell.currentWidget.content.model.cells].findIndex(cell => cell.id === id)"
    return page.locator(".jp-Notebook:visible .jp-Cell").nth(page.evaluate(f"id => {cells}", id))


def live(page, label):
    """The picture with the slider of this name, and its controls."""
    return page.locator(".lesson-live", has=page.locator(".widget-slider", has_text=label))


# ---------- the first screen ----------


def test_it_starts_on_lesson_1_in_japanese_with_nothing_run_and_nothing_unsaved(jupyterlab, folder):
    assert "ファイル" in jupyterlab.locator(".lm-MenuBar-itemLabel").all_inner_texts()
    assert jupyterlab.locator(".jp-Launcher, .jp-Dialog").count() == 0
    assert set(jupyterlab.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()) == {"[ ]:"}
    names = jupyterlab.locator(".jp-DirListing-itemText")
    assert names.all_inner_texts()[: len(LESSONS)] == LESSONS
    assert all(names.evaluate_all("names => names.map(name => name.clientWidth >= name.scrollWidth)"))
    model = "jupyterapp.shell.currentWidget.content.model"
    assert jupyterlab.evaluate(f"[...{model}.cells].every(cell => cell.type !== 'code' || cell.trusted)")
    lab.open_lesson(jupyterlab, LESSONS[1])
    assert not jupyterlab.evaluate(f"{model}.dirty")
    assert "WARNING" not in (folder / "server.log").read_text(encoding="utf-8")


def test_a_number_shows_that_a_cell_has_run_also_after_the_page_is_loaded_again(page):
    lab.open_lesson(page, LESSONS[0])
    page.locator(".jp-CodeCell .jp-InputPrompt").first.click()
    page.keyboard.press("Shift+Enter")
    sync_api.expect(page.locator(".jp-CodeCell .jp-InputPrompt").first).to_have_text("[1]:")
    lab.save(page)
    page.reload()
    lab.wait_until_restored(page)
    sync_api.expect(page.locator(".jp-CodeCell .jp-InputPrompt").first).to_have_text("[1]:")


def test_in_a_narrow_window_the_list_says_how_to_close_it_and_no_picture_is_cut(page):
    page.set_viewport_size({"width": 683, "height": 512})  # 1024 x 768 at 150 %
    said = page.evaluate("getComputedStyle(document.querySelector('#filebrowser'), '::after').content")
    assert "押すと、この一覧を閉じられます" in said
    lab.open_lesson(page, LESSONS[1])
    page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab").first.click()
    lab.run_all(page)
    for part in (live(page, "重み0").locator("img"), live(page, "重み0").locator(".lesson-told")):
        part.scroll_into_view_if_needed()
        box, around = part.bounding_box(), page.locator(".jp-Notebook:visible").bounding_box()
        assert around["x"] < box["x"] and box["x"] + box["width"] < around["x"] + around["width"]
    page.set_viewport_size({"width": 1366, "height": 768})
    page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab").first.click()


# ---------- predictions ----------


def the_explanation_opens_when_its_cell_is_run(page):
    explanation = page.locator(".jp-CodeCell:has(.jp-OutputPlaceholder) + .jp-MarkdownCell").first
    words, question = (explanation.locator(part).first.element_handle() for part in ("p", BEFORE))
    assert not words.is_visible() and question.query_selector(".jp-OutputPlaceholder").inner_text() == ""
    question.scroll_into_view_if_needed()
    question.query_selector(".jp-InputPrompt").click()
    page.keyboard.press("Shift+Enter")
    words.wait_for_element_state("visible")
    assert words.inner_text().strip()


def test_the_answer_and_its_explanation_are_hidden_until_the_cell_is_run(page):
    lab.open_lesson(page, LESSONS[0])
    hidden = page.locator(".jp-OutputPlaceholder").count()
    the_explanation_opens_when_its_cell_is_run(page)
    page.locator(".jp-OutputPlaceholder").first.click()  # by hand
    assert page.locator(".jp-OutputPlaceholder").count() < hidden - 1 > 5
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


@pytest.mark.parametrize("name", LESSONS)
def test_run_all(page, name):
    cells = nbformat.read(lab.ROOT / "notebooks" / name, as_version=4).cells
    lab.open_lesson(page, name)
    lab.run_all(page)
    page.wait_for_function(
        "[...document.querySelectorAll('.jp-Notebook img')].every(image => image.naturalWidth)"
    )
    assert page.locator(".jp-OutputPlaceholder:visible").count() == 0  # running unfolds what was folded
    alts = page.evaluate("[...document.querySelectorAll('.jp-Notebook img')].map(image => image.alt)")
    plots = sum("text/html" in output.get("data", {}) for cell in cells for output in cell.get("outputs", ()))
    assert len(alts) > plots and all(re.search("[ぁ-ん]", alt) for alt in alts)
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
    sync_api.expect(picture).not_to_have_attribute("alt", before[0])
    assert picture.get_attribute("src") != before[1] and live(page, label).bounding_box()["height"] == height


def the_film_plays_to_its_end_and_the_slider_agrees(page):
    film = live(page, "エポック")
    film.locator(".noUi-handle").focus()
    page.keyboard.press("End")
    for _ in range(3):  # so that it need not play for long
        page.keyboard.press("PageDown")
    button = film.get_by_role("button", name="再生")
    button.click()
    sync_api.expect(button).to_have_class(re.compile("mod-active"))
    sync_api.expect(button).not_to_have_class(re.compile("mod-active"))  # it stops by itself
    epoch = re.search(r"エポック (\d+)。", film.locator("img").get_attribute("alt"))[1]
    assert int(epoch) > 490 and film.locator("input").input_value() == epoch
    film.get_by_role("button", name="最初に戻す").click()
    sync_api.expect(film.locator("img")).to_have_attribute("alt", re.compile("エポック 1。"))


def make_and(page):
    for label, number in (("重み0", "1"), ("重み1", "１．０"), ("バイアス", "-1")):
        box = page.get_by_placeholder(label)
        box.fill(number)
        box.press("Enter")
    sync_api.expect(page.get_by_text("できました！")).to_be_visible()


def its_texts_can_be_read_in_both_themes(page):
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate("theme => { jupyterapp.commands.execute('apputils:change-theme', {theme}); }", theme)
        page.locator(f"body[data-jp-theme-name='{theme}']").wait_for(state="attached")
        contrasts = page.locator(".lesson-told *").evaluate_all(CONTRAST)
        assert len(contrasts) > 20 and min(contrasts) >= 4.5


def test_a_sliders_texts_can_be_read_and_without_its_kernel_it_says_so_and_claims_nothing(page):
    """After a restart (with another lesson open), after closing and opening, and after both."""
    lab.open_lesson(page, LESSONS[3])
    lab.run_all(page)
    lab.open_lesson(page, LESSONS[1])
    lab.run_all(page)
    make_and(page)
    its_texts_can_be_read_in_both_themes(page)
    lab.save(page)
    lab.execute(page, "notebook:restart-kernel")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.wait_for_function(lab.IDLE)
    the_slider_is_dead(page)
    lab.open_lesson(page, LESSONS[3])  # the other lesson's kernel still lives
    a_slider_moves_its_picture_by_keyboard(page, "何倍")
    for _ in ("saved before the restart", "saved after it"):
        lab.close_everything(page)
        lab.open_lesson(page, LESSONS[1])
        the_slider_is_dead(page)
        lab.save(page)
    lab.run_all(page)
    a_slider_moves_its_picture_by_keyboard(page, "重み0")


def the_slider_is_dead(page):
    """A Japanese line, written in the output or by the stylesheet, and neither a slider nor a success."""
    cell(page, "l2-slider").scroll_into_view_if_needed()
    page.wait_for_function(
        """dead => [...document.querySelectorAll('.jp-OutputArea-output.jupyter-widgets, .lesson-gone')].some(
            part => part.checkVisibility() && [part.innerText, getComputedStyle(part, '::before').content]
                .some(text => text.includes(dead)))""",
        arg=DEAD,
    )
    out = cell(page, "l2-slider").locator(".jp-OutputArea")
    assert (
        out.locator(".noUi-handle:visible").count()
        == 0
        == out.get_by_text("できました").locator("visible=true").count()
    )
