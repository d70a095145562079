"""The teacher's guide against the lessons: minutes, numbers, glossary, and what it or a deck names."""

import re

import pytest
from course import NOTEBOOKS, section_minutes, section_numbers, sections, text_of
from test_slides import DECKS, LESSONS, ROOT

GUIDE = (ROOT / "teacher/guide.md").read_text(encoding="utf-8")
PROSE = {
    int(name[:2]): "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    for name, cells in LESSONS.items()
}
MINUTES = section_minutes()
SECTIONS = sorted(number for number in section_numbers() if "." in number)


def bells():
    """{bell: [(from, to, its words), …]}: a lesson's page of 50 minutes, or a table of a plan of 90."""
    found = {}
    for name, page in re.findall(r"^## (レッスン\d|90分×\d回)(.*?)(?=^## )", GUIDE, flags=re.S | re.M):
        for number, table in enumerate(re.findall(r"(?:^\| \d+–\d+ \|.*\n)+", page, flags=re.M), 1):
            rows = re.findall(r"^\| (\d+)–(\d+) \| ([^|]*) \|", table, flags=re.M)
            found[f"{name} {number}"] = [(int(a), int(b), f"{name[-1]} {what}") for a, b, what in rows]
    return found


BELLS = bells()


def named(text):
    """["1.1", "1.2", "1.3", "2.6"] of "1.1–1.3、2.6"."""
    ends = re.findall(r"(\d\.\d)(?:–(\d\.\d))?", text.partition("：")[0])
    return [number for first, last in ends for number in SECTIONS if first <= number <= (last or first)]


@pytest.mark.parametrize("bell", BELLS)
def test_a_class_fills_its_bell_and_each_row_has_the_minutes_that_its_sections_take(bell):
    assert len(BELLS) == 11
    rows = BELLS[bell]
    assert [row[0] for row in rows] == [0, *(row[1] for row in rows[:-1])]
    assert rows[-1][1] == (50 if bell.startswith("レ") else 90)
    assert sum(end - start for start, end, what in rows if "予備" in what) >= 5
    for start, end, what in rows:
        need = sum(MINUTES[number] for number in named(what))
        assert end - start >= 0.8 * need or "1回 1" in bell, (what, end - start, round(need, 1))


@pytest.mark.parametrize(("plan", "left_out"), [("レッスン", "5.4"), ("90分×2回", "3.7 5.4")])
def test_every_section_has_its_minutes_in_each_plan(plan, left_out):
    rows = [row for bell in BELLS if bell.startswith(plan) for row in BELLS[bell]]
    assert set(SECTIONS) - {number for row in rows for number in named(row[2])} <= set(left_out.split())


def test_the_parts_that_come_from_lessons_answers_and_slides_are_written_anew():
    pytest.importorskip("pyreveal", reason="the extra 'slides' is not installed")
    import guide

    assert guide.filled_in(GUIDE) == GUIDE, "python teacher/guide.py"


@pytest.mark.parametrize("text", [*DECKS.values(), GUIDE], ids=[*DECKS, "guide"])
def test_sections_exercises_and_files_that_are_named_exist(text):
    numbers = re.findall(r"\d\.\d(?=節)|(?<=^\| )\d\.\d(?= \|)|(?<=^## )\d\.\d", text, flags=re.M)
    assert set(numbers) <= set(SECTIONS)
    for number in re.findall(r"(?<![-\w])[1-7]-\d(?![-\w])", text):
        assert f"### 練習 {number}" in "\n".join(PROSE.values()), number
    folders = [ROOT / folder for folder in ("notebooks", "images", "teacher", "tests")]
    files = {path.name for folder in folders for path in folder.rglob("*")}
    files |= {path.name for path in ROOT.iterdir()}
    assert set(re.findall(r"[\w-]+\.(?:ipynb|py|md|png|csv)\b", text, flags=re.A)) <= files


def test_a_decimal_in_a_row_about_a_section_stands_in_that_section():
    missing, parts = [], {}
    for notebook in NOTEBOOKS.values():
        parts |= {heading[:3]: cells for heading, cells in sections(notebook).items()}
    for number, row in re.findall(r"^\| (\d\.\d) \|([^|]*\|[^|]*)", GUIDE, flags=re.M):
        shown = "\n".join(cell.source + text_of(cell) for cell in parts[number]).replace("−", "-")
        decimals = re.findall(r"(?<![\w.])\d+\.\d+(?!節|\d)", re.sub(r"\d\.\d節", "", row), flags=re.A)
        missing += [(number, decimal) for decimal in decimals if decimal not in shown]
    assert set(missing) <= {("2.6", "1.5"), ("4.8", "0.5")}  # calculated on their slides


def test_the_glossary_holds_every_term_with_the_lesson_that_introduces_it():
    rows = re.findall(r"^\| ([^-].*) \|$", GUIDE.partition("## 付録：用語集")[2], flags=re.M)[1:]
    told = {term: lesson for term, *_, lesson in (row.split(" | ") for row in rows)}
    first = {}
    for lesson, prose in PROSE.items():
        for term in re.findall(r"\*\*([^*\n（]+)[^*\n]*\*\*（[^）]*?[a-zA-Z]{3,}[^）]*）", prose):
            first.setdefault(term, str(lesson))
    assert {term: told.get(term) for term in first} == first
    for term, lesson in told.items():
        assert term in re.sub(r"!?\[[^\]]*\]\([^)]*\)", "", PROSE[int(lesson)]), term


def test_decks_and_guide_use_the_words_of_the_course():
    for wrong in ("推定", "ウェイト", "シェイプ", "活性関数", "教師データ", "決定領域", "学習データ"):
        assert wrong not in GUIDE + "".join(DECKS.values()), wrong
