"""The worksheets and tests on paper: their answers are calculated; here some by hand; what a page holds."""

import re

import pytest
from course import CELLS, NOTEBOOKS, sections, slow
from lab import CHROMIUM
from PIL import Image

build = pytest.importorskip("paper.build", reason="the extra 'slides' is not installed")
SHEETS = build.sheets()
BY_HAND = """
worksheet_1 | 問4：`[3, 5, 10]` | 問6：`(2,)` | 問8：`[(3,), (3, 1)]`
worksheet_2 | 問1：`[-0.5, -1.5, 1.5, 0.5]` | 問2：`[0, 0, 1, 1]` | 問3：`[0.5, -1.0]`
worksheet_3 | 問1：`1.3125` | 問2：`[-0.25, 0.25, -0.125]`
worksheet_3 | 問3：`[1.05, 0.45, 0.275]` | 問5：エラー | 問8：`(3, 3)`
worksheet_4 | 問2：`[0.875, -0.25, -2.125]` | 問3：`[1.328125, 0.0625, 3.578125]` | 問6：`[1.5, 1.5]`
worksheet_5 | 問1：`3` | 問2：`0.110625` | 問3：`[0.0, 0.0, -0.55, -0.1]` | 問5：`3`
worksheet_5 | 問6：`[[0, 1, 0], [1, 1, 1], [1, 1, 1], [1, 0, 0]]`
worksheet_6 | 問1：`[3, 5, 5]` | 問2：`[0.25, 0.16]` | 問3：`[-0.3, 0.128]` | 問6：`3`
worksheet_7 | 問1：`42.0` | 問3：`[-1.0, -1.0, 1.0, 1.0]` | 問4：`1.5` | 問6：`95.0` | 問7：`75.0`
test_a | `[4, 11, 7, 6]` | 問2：イ、エ | 問3：`0.25` なので `0` | 横軸 `1.0`、縦軸 `0.5`
test_a | `-1.0` なので 増やす | 問6：ウ | 問7：ア | 問8：ア。イは、同じ正解の点が斜め
test_b | `[8, 6, 10, 3]` | 問2：ア、ウ | 問3：`0.25` なので `0` | 横軸 `0.5`、縦軸 `0.4` | `2.0` なので 減らす
test_b | 問6：イ | 問7：イ | 問8：イ。ウは、同じ正解の点が斜め
test_c | 重み `[4, 1]`、バイアス `5` | バイアスが `3`：1層目のバイアスを忘れ | `4`：2層目の重みを
test_d | バイアスが `1`：1層目のバイアスを忘れ | `3`：2層目の重みを
test_c | `[0.25, -0.32]` | 増えます | 問3：`0.5` | `90.0` % と `70.0` %
test_d | 重み `[1, -3]`、バイアス `5` | `[0.1, -0.32]` | 増えます | 問3：`-0.75` | `90.0` % と `75.0` %
"""


@pytest.mark.parametrize("row", BY_HAND.strip().splitlines(), ids=lambda row: row[:11])
def test_the_answers_calculated_are_those_found_by_hand(row):
    sheet, *by_hand = row.split(" | ")
    answers = SHEETS[sheet].partition("\n## 解答")[2]
    assert [line for line in by_hand if line not in answers] == []


@pytest.mark.parametrize(("form", "total"), [("a", 20), ("b", 20), ("c", 12), ("d", 12)])
def test_the_points_of_a_test_add_up_to_what_its_title_says(form, total):
    text = SHEETS[f"test_{form}"]
    assert f"{total}点）" in text.splitlines()[0]
    assert sum(map(int, re.findall(r"\*\*問\d\*\*（(\d)点）", text))) == total


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_worksheets_predictions_are_asked_in_that_section_and_its_words_are_of_its_lesson(name):
    _, first, *_, words = SHEETS[f"worksheet_{name[1]}"].partition("\n## 解答")[0].split("\n## ")
    named = re.findall(r"^\| (\d\.\d) \|", first, flags=re.M)
    parts = {heading[:3]: part for heading, part in sections(NOTEBOOKS[name]).items()}
    assert len(named) >= 6
    for number in named:
        assert "**予想**" in "".join(cell.source for cell in parts[number]), number
    taught = "".join(cell.source for cell in CELLS.values() if cell.id[1] <= name[1])
    words = re.findall(r"^\| ([^|*`]+?) \| [a-z ]* ?\| \|", words, flags=re.M)
    assert len(words) >= 3
    assert [word for word in words if f"**{word}**" not in taught and f"**{word}（" not in taught] == []


def test_a_students_sheet_holds_the_schools_name_and_no_answer_and_the_teachers_all(monkeypatch, tmp_path):
    Image.new("RGB", (4, 4)).save(tmp_path / "logo.png")
    ini = tmp_path / "school.ini"
    ini.write_text("[school]\nname = みほん高校\ndate = 4月8日\nlogo = logo.png\n", encoding="utf-8")
    monkeypatch.setattr("page.SCHOOL", ini)
    monkeypatch.setattr(build, "print_pdfs", dict)
    build.write_papers(tmp_path)
    pages = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")}
    for name, text in SHEETS.items():
        assert re.search('alt="みほん高校のロゴ" src="data:image/png;.*みほん高校　4月8日', pages[name])
        assert "解答" not in pages[name]
        for line in re.findall(r"^- 問\d：`([^`]*)`", text.partition("\n## 解答")[2], flags=re.M):
            assert line in pages["answers"]


@slow
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
def test_a_sheet_is_one_or_two_numbered_a4_pages_and_the_guide_a_page_a_lesson(tmp_path):
    pypdf = pytest.importorskip("pypdf", reason="the extra 'browser' is not installed")
    build.write_papers(tmp_path)
    for name in SHEETS:
        pages = pypdf.PdfReader(tmp_path / f"{name}.pdf").pages
        assert len(pages) <= 2, name
        assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {(595, 842)}
        assert all(f"{k} / {len(pages)}" in page.extract_text() for k, page in enumerate(pages, 1)), name
    guide = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "guide.pdf").pages]
    pages = [k for k, text in enumerate(guide) if re.search(r"^レッスン\d ", text[:20], flags=re.M)]
    assert len(pages) == 7 and pages[-1] - pages[0] == 6  # a page a lesson, to hold in the hand
