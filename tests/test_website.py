"""The classroom's site as it is read: built, then opened in Chromium from file://, on a phone too."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

import nbformat
import pytest
from course import NOTEBOOKS, ROOT, cells
from lab import CHROMIUM
from publish import address, build

PAGES = ["index", *NOTEBOOKS, "licences", "404", "search"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    for package in ("sphinx", "myst_nb", "sphinx_book_theme", "sphinx_copybutton", "latex2mathml"):
        pytest.importorskip(package, reason="the extra 'publish' is not installed")
    folder = tmp_path_factory.mktemp("教室 1")
    for step in (build.student_zip, build.one_files, build.reading_site):
        step(folder)
    return folder / "site"


class Links(HTMLParser):
    """All that a page points at, and all that can be pointed at in it."""

    def __init__(self, path):
        super().__init__()
        self.links, self.names = set(), set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.names.add(given.get("id"))
        self.links |= {given[key] for key in ("href", "src") if given.get(key)}


def test_every_link_leads_to_a_file_and_a_place_in_it(site):
    pages = {path: Links(path) for path in site.glob("*.html")}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            target, place = urldefrag(link)
            if link.startswith(("data:", "lite/")) or urlsplit(target).scheme in ("http", "https"):
                continue  # lite/ is built by a later step; tests/run_in_site.py opens it
            file = path.parent / unquote(target.partition("?")[0]) if target else path
            if not file.is_file() or place and file in pages and unquote(place) not in pages[file].names:
                broken.append((path.name, link))
    assert broken == []


def folded_on_the_page(page):
    """What stands inside <details>, as one text without tags and spaces."""
    inside = "".join(re.findall(r"<details.*?</details>", page, flags=re.S))
    return re.sub(r"\s|&#?\w+;|[<>&\"']", "", re.sub(r"<[^>]*>", "", inside))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_page_holds_its_outputs_and_those_that_answer_a_prediction_are_folded(site, name):
    page = (site / f"{name}.html").read_text(encoding="utf-8")
    plain = re.sub(r"\s|&#?\w+;|[<>&\"']", "", re.sub(r"<[^>]*>", "", page))
    folded = folded_on_the_page(page)
    for cell in cells(NOTEBOOKS[name], "code"):
        for output in cell.outputs:
            text = re.sub(r"\s|[<>&\"']", "", output.get("text", ""))
            if cell.source.startswith(("check(", "progress(")):
                assert "まだです" not in page
            elif cell.metadata.get("jupyter", {}).get("outputs_hidden"):
                assert text in folded, cell.id
            else:
                assert text in plain, cell.id


def test_nothing_of_the_teachers_is_there(site):
    names = [path.name for path in site.rglob("*") if path.is_file()]
    assert [name for name in names if re.search(r"answer|解答|guide|test_|worksheet|\.map$", name)] == []
    guide = (ROOT / "teacher/guide.md").read_text(encoding="utf-8")
    everything = "".join(path.read_text(encoding="utf-8") for path in site.glob("*.html"))
    assert re.findall(r"^## .*", guide, flags=re.M)[0].lstrip("# ") not in everything


@pytest.fixture(scope="module")
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])


@pytest.fixture
def read(chromium, site):
    """Open a page of the site, as wide as told; afterwards nothing outside was asked for."""
    asked, wrong, contexts = [], [], []

    def read_one(name, width=1280, scheme="light"):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        page = context.new_page()
        page.goto((site / f"{name}.html").as_uri())
        return page

    yield read_one
    assert [url for url in asked if not url.startswith((site.as_uri(), "data:", "blob:"))] == []
    assert wrong == []
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "04_linear_vs_sigmoid"])
def test_nothing_serious_hinders_a_reader_who_sees_little_or_uses_no_mouse(read, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra 'browser'")
    found = axe.Axe().run(read(name, scheme=scheme)).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"][:150]) for one in serious] == []


def test_a_phone_shows_every_page_without_moving_it_sideways(read):
    for name in PAGES:
        page = read(name, width=390)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name


def test_the_search_finds_a_word_from_the_file_system(read):
    page = read("search")
    page.goto(f"{page.url}?q=誤差逆伝播法")
    page.locator("#search-results a:has-text('2つの層でXORを学ぶ')").first.wait_for()


def test_the_picture_on_the_first_page_moves_and_its_keys_are_named(read):
    picture = read("index").locator("[data-live=boundary]")
    before = picture.get_by_role("img").get_attribute("aria-label")
    picture.locator("input").first.focus()
    picture.page.keyboard.press("ArrowRight")
    assert picture.get_by_role("img").get_attribute("aria-label") != before
    assert "スライド" not in picture.inner_text()


def test_the_address_is_set_in_one_place(monkeypatch):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert address.linked(readme) == readme
    monkeypatch.setattr(address, "address", lambda: "https://someone.github.io/lessons/")
    assert address.colab("01_numpy_basics") == (
        "https://colab.research.google.com/github/someone/lessons/blob/one-file/01_numpy_basics.ipynb"
    )
    there = address.linked(readme)
    assert there.count("https://someone.github.io/lessons/0") == len(NOTEBOOKS)
    monkeypatch.setattr(address, "address", lambda: "")
    assert address.linked(there) == address.linked(readme)


# ---------- the runner that opens the built site, on a wrong notebook ----------


def test_the_runner_of_the_site_sees_a_cell_that_did_not_run_and_one_that_shows_something_else():
    pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
    from run_in_site import differences

    stored = NOTEBOOKS["01_numpy_basics"]
    shown = nbformat.from_dict(stored)
    code = [cell for cell in shown.cells if cell.cell_type == "code"]
    assert differences(stored, shown) == {}
    printing = next(cell for cell in code if cell.outputs and cell.outputs[0].output_type == "stream")
    printing.outputs[0] = {**printing.outputs[0], "text": "another\n"}
    code[-1].execution_count = None
    assert differences(NOTEBOOKS["01_numpy_basics"], shown).keys() == {printing.id, code[-1].id}
