"""The reading site: built whole, then read in Chromium from file://, on a phone and in the dark too."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from course import NOTEBOOKS, ROOT, cells
from lab import CHROMIUM
from publish import address, build, one_file, pdf, student

PAGES = ["index", *NOTEBOOKS, "guide", "decks", "paper", "search"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    for package in ("sphinx", "myst_nb", "sphinx_book_theme", "mistune", "pyreveal"):
        pytest.importorskip(package, reason="the extra 'publish' is not installed")
    from paper import build as paper

    folder = tmp_path_factory.mktemp("読むサイト 1")
    with pytest.MonkeyPatch.context() as without_pdf:  # tests/test_slides.py and test_paper.py print them
        without_pdf.setattr(pdf, "find_browser", lambda: None)
        without_pdf.setattr(paper, "find_browser", lambda: None)
        for make in (student.build, one_file.build, build.decks, build.papers, build.reading_site):
            make(folder)
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
            if link.startswith("data:") or urlsplit(target).scheme in ("http", "https"):
                continue
            file = path.parent / unquote(target.partition("?")[0]) if target else path
            if not file.is_file():
                broken.append((path.name, link))
            elif place and file in pages and unquote(place) not in pages[file].names:
                broken.append((path.name, link))
    assert broken == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_page_holds_its_lessons_text_outputs_pictures_and_formulas(site, name):
    page = (site / f"{name}.html").read_text(encoding="utf-8")
    plain = re.sub(r"\s|&#?\w+;|[<>&\"']", "", re.sub(r"<[^>]*>", "", page))
    assert (site / f"{name}.html").stat().st_size <= 600_000
    for cell in cells(NOTEBOOKS[name], "code"):
        for output in cell.outputs:
            if output.output_type == "stream":
                assert re.sub(r"\s|[<>&\"']", "", output.text) in plain, cell.id
            for alt in re.findall(r'alt="([^"]*)"', output.get("data", {}).get("text/html", "")):
                assert f'alt="{alt}"' in page, cell.id
    text = "".join(cell.source for cell in cells(NOTEBOOKS[name], "markdown"))
    assert page.count("<details") == text.count("<details")
    assert page.count("<math") >= text.count("$$") / 2
    for alt in re.findall(r"!\[([^\]]*)\]", text):
        assert f'alt="{alt}"' in page


def test_the_site_is_at_most_15_megabytes_and_names_no_place_that_is_not_decided(site):
    files = [path for path in site.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 15_000_000
    assert not any(path.suffix == ".map" for path in files)
    assert not any("answers" in path.name for path in files)
    for path in site.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"example\.(?:com|org)|localhost|OWNER|not set", text), path.name


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
@pytest.mark.parametrize("name", ["index", "04_linear_vs_sigmoid", "guide", "decks"])
def test_nothing_serious_hinders_a_reader_who_sees_little_or_uses_no_mouse(read, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra 'browser'")
    page = read(name, scheme=scheme)
    found = axe.Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"][:150]) for one in serious] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_a_page_without_moving_it_sideways(read, name):
    page = read(name, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.documentElement.lang") == "ja"


@pytest.mark.parametrize(
    ("word", "lesson"),
    [
        ("誤差逆伝播法", "2つの層でXORを学ぶ"),
        ("重み", "パーセプトロンの構築"),
        ("reshape", "shapeエラー"),
    ],
)
def test_the_search_finds_a_word_from_the_file_system(read, word, lesson):
    page = read("search")
    page.goto(f"{page.url}?q={word}")
    page.locator(f"#search-results a:has-text('{lesson}')").first.wait_for()


def test_the_picture_on_the_first_page_moves_and_its_keys_are_named(read):
    page = read("index")
    picture = page.locator("[data-live=boundary]")
    before = picture.get_by_role("img").get_attribute("aria-label")
    picture.locator("input").first.focus()
    page.keyboard.press("ArrowRight")
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
    assert "| [1. NumPyの基本](https://someone.github.io/lessons/01_numpy_basics.html) |" in there
    assert there.count("https://someone.github.io/lessons/0") == len(NOTEBOOKS)
    monkeypatch.setattr(address, "address", lambda: "")
    assert address.linked(there) == address.linked(readme)
    assert address.colab("01_numpy_basics") == ""
