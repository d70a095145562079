"""The teacher's guide against the lessons: minutes, numbers, glossary, and what it or a deck names."""

import re

import pytest
from course import NOTEBOOKS, ROOT, cells, section_minutes, section_numbers

DECKS = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "teacher/slides").glob("0*.md")}
GUIDE = (ROOT / "teacher/guide.md").read_text(encoding="utf-8")
SECTIONS = sorted(number for number in section_numbers() if "." in number)


ROW = re.compile(r"^\| (\d+)–(\d+) \| ([^|]*)", flags=re.M)
MONDAY, *BELLS = [  # the tables of minutes: of seven lessons (50), of 90 × 2 and the third time, of 90 × 1
    [(int(start), int(end), what) for start, end, what in ROW.findall(table)]
    for table in re.findall(r"(?:^\| \d+–\d+ \|.*\n)+", GUIDE, flags=re.M)
]


def named(text):
    """["1.1", "1.2", "1.3", "2.6"] of "1.1–1.3、2.6"."""
    ends = re.findall(r"(\d\.\d)(?:–(\d\.\d))?", text.partition("：")[0])
    return [number for first, last in ends for number in SECTIONS if first <= number <= (last or first)]


@pytest.mark.parametrize("bell", range(11))
def test_a_class_fills_its_bell_and_each_row_has_the_minutes_that_its_sections_take(bell):
    rows, needed = BELLS[bell], section_minutes()
    assert [start for start, _, _ in rows] == [0, *(end for _, end, _ in rows[:-1])]
    assert rows[-1][1] == (50 if bell < 7 else 90)
    assert sum(end - start for start, end, what in rows if "予備" in what) >= 5
    for start, end, what in rows:
        need = sum(needed[number] for number in named(what))
        assert end - start >= 0.8 * need or bell == 10, (what, end - start, round(need, 1))


@pytest.mark.parametrize(("bells", "left_out"), [(BELLS[:7], "5.4"), (BELLS[7:10], "3.7 5.4")])
def test_every_section_has_its_minutes_in_each_plan(bells, left_out):
    shown = {number for rows in bells for _, _, what in rows for number in named(what)}
    assert set(SECTIONS) - shown <= set(left_out.split())


def test_the_parts_that_come_from_lessons_answers_and_slides_are_written_anew():
    guide = pytest.importorskip("guide", reason="the extra 'slides' is not installed")
    assert guide.filled_in(GUIDE) == GUIDE, "python teacher/guide.py"


@pytest.mark.parametrize("text", [*DECKS.values(), GUIDE], ids=[*DECKS, "guide"])
def test_sections_exercises_and_files_that_are_named_exist(text):
    numbers = re.findall(r"\d\.\d(?=節)|(?<=^\| )\d\.\d(?= \|)|(?<=^## )\d\.\d", text, flags=re.M)
    numbers += re.findall(r"(?<![-\w])[1-7]-\d(?![-\w])", text)
    assert set(numbers) <= section_numbers()
    patterns = ("*", "notebooks/*", "images/*", "teacher/**/*")
    files = {path.name for pattern in patterns for path in ROOT.glob(pattern)}
    assert set(re.findall(r"[\w-]+\.(?:ipynb|py|md|png|csv)\b", text, flags=re.A)) <= files


def test_the_glossary_holds_every_term_with_the_lesson_that_introduces_it():
    rows = re.findall(r"^\| ([^-].*) \|$", GUIDE.partition("## 付録：用語集")[2], flags=re.M)[1:]
    told = {term: lesson for term, *_, lesson in (row.split(" | ") for row in rows)}
    prose, first = {}, {}
    for name, notebook in NOTEBOOKS.items():
        prose[name[1]] = "\n".join(cell.source for cell in cells(notebook, "markdown"))
        for term in re.findall(r"\*\*([^*\n（]+)[^*\n]*\*\*（[^）]*?[a-zA-Z]{3,}[^）]*）", prose[name[1]]):
            first.setdefault(term, name[1])
    assert {term: told.get(term) for term in first} == first
    for term, lesson in told.items():
        assert term in re.sub(r"!?\[[^\]]*\]\([^)]*\)", "", prose[lesson]), term
