"""The classroom's site as it is read: built, then opened in Chromium from file://, on a phone too."""

import copy
import re
from urllib.parse import unquote, urldefrag

import lab
import pytest
from course import NOTEBOOKS, PATHS, cells


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    pytest.importorskip("myst_nb", reason="the extra 'publish' is not installed")
    from publish import one_file, student, website

    folder = tmp_path_factory.mktemp("教室 1")
    (folder / "生徒/one-file").mkdir(parents=True)
    student.build(folder / "生徒")
    one_file.build(folder / "生徒/one-file")
    website.build(folder / "site")
    return folder / "site"


def test_every_link_leads_to_a_place_in_a_file_and_nothing_of_the_teachers_is_there(site):
    pages = {path: path.read_text(encoding="utf-8") for path in site.glob("*.html")}
    broken = []
    for path, page in pages.items():
        for link in re.findall(r'<[^>]* (?:href|src)="([^"]+)"', page):
            target, place = map(unquote, urldefrag(link))
            file = path.parent / target.partition("?")[0] if target else path
            if re.match(r"https?:|data:|lite/", link):
                continue  # lite/ is built by a later step; tests/run_in_site.py opens it
            if not file.is_file() or place and file in pages and f'id="{place}"' not in pages[file]:
                broken.append((path.name, link))
    assert len(pages) > len(PATHS) and broken == []
    names = [path.name for path in site.rglob("*") if path.is_file()]
    assert [name for name in names if re.search(r"answer|解答|guide|test_|worksheet", name)] == []


def plain(page):
    """The text of a page without tags, marks and spaces."""
    return re.sub(r"\s|&#?\w+;|[<>&\"']", "", re.sub(r"<[^>]*>", "", page))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_page_holds_its_outputs_and_those_that_answer_a_prediction_are_folded(site, name):
    page = (site / f"{name}.html").read_text(encoding="utf-8")
    folded = plain("".join(re.findall(r"<details.*?</details>", page, flags=re.S)))
    assert "まだです" not in page
    for cell in cells(NOTEBOOKS[name], "code"):
        if not cell.source.startswith(("check(", "progress(")):
            hidden = cell.metadata.get("jupyter", {}).get("outputs_hidden")
            told = [re.sub(r"\s|[<>&\"']", "", output.get("text", "")) for output in cell.outputs]
            assert [text for text in told if text not in (folded if hidden else plain(page))] == [], cell.id


@pytest.fixture(scope="module")
def read(site):
    """Open a page of the site as wide as told; nothing outside is asked for, and nothing fails."""
    asked, wrong = [], []
    with lab.chromium() as browser:

        def read_one(name, width=1280, scheme="light"):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: wrong.append(error))
            page.goto((site / name).as_uri())
            return page

        yield read_one
    assert [url for url in asked if not url.startswith((site.as_uri(), "data:", "blob:"))] == []
    assert asked and wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "04_linear_vs_sigmoid.html"])
def test_nothing_serious_hinders_a_reader_who_sees_little_or_uses_no_mouse(read, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra 'browser'")
    found = axe.Axe().run(read(name, scheme=scheme)).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"][:150]) for one in serious] == []


def test_a_phone_shows_every_page_without_moving_it_sideways(read, site):
    for path in site.glob("*.html"):
        page = read(path.name, width=390)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path.name


@pytest.mark.parametrize("word, title", [("誤差逆伝播法", "2つの層"), ("教師あり学習", "線形とシグモイド")])
def test_the_search_finds_a_word_from_the_file_system(read, word, title):
    page = read("search.html")
    page.goto(f"{page.url}?q={word}")
    page.locator(f"#search-results a:has-text('{title}')").first.wait_for()


def test_the_runner_of_the_site_sees_a_cell_that_did_not_run_and_one_that_shows_something_else():
    site_runner = pytest.importorskip("run_in_site", reason="the extra 'browser' is not installed")
    stored = NOTEBOOKS["01_numpy_basics"]
    shown = copy.deepcopy(stored)
    first, *_, last = [cell for cell in cells(shown, "code") if cell.outputs]
    first.outputs, last.execution_count = [], None
    assert site_runner.differences(stored, shown).keys() == {first.id, last.id}
