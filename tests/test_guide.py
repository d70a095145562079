"""The teacher's guide against the lessons: answers, glossary, and what it or a deck names."""

import re

import pytest
from course import NOTEBOOKS, sections, text_of
from test_slides import DECKS, LESSONS, ROOT

GUIDE = (ROOT / "teacher/guide.md").read_text(encoding="utf-8")
PROSE = {
    int(name[:2]): "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    for name, cells in LESSONS.items()
}
GLOSSARY = [
    [part.strip() for part in line.strip("|").split("|")]
    for line in re.findall(r"^\| [^-].*", GUIDE.partition("## 用語集")[2], flags=re.M)
][1:]


@pytest.mark.parametrize("text", [*DECKS.values(), GUIDE], ids=[*DECKS, "guide"])
def test_sections_exercises_and_files_that_are_named_exist(text):
    headings = re.findall(r"^##+ (.*)", "\n".join(PROSE.values()), flags=re.M)
    assert set(re.findall(r"^##+ (\d\.\d .*|練習 .*)", text, flags=re.M)) <= set(headings)
    timetable = "".join(row.split("|")[-2] for row in re.findall(r"^\| \d+–\d+ \|.*", text, flags=re.M))
    sections = re.findall(r"\d\.\d(?=節)|(?<=^\| )\d\.\d(?= \|)", text, flags=re.M)
    for number in sections + re.findall(r"\d\.\d", timetable):
        assert any(heading.startswith(f"{number} ") for heading in headings), number
    for number in re.findall(r"(?<![-\w])[1-7]-\d(?![-\w])", text):
        assert any(heading.startswith(f"練習 {number}") for heading in headings), number
    folders = [ROOT / folder for folder in ("notebooks", "images", "teacher", "tests")]
    files = {path.name for folder in folders for path in folder.rglob("*")}
    files |= {path.name for path in ROOT.iterdir()}
    assert set(re.findall(r"\w+\.(?:ipynb|py|md|png|csv)\b", text, flags=re.A)) <= files


def test_a_long_number_in_the_guide_is_one_that_a_lesson_shows():
    shown = "\n".join(str(cell.get("outputs")) for cells in LESSONS.values() for cell in cells)
    assert {number for number in re.findall(r"\d+\.\d{4,}", GUIDE) if number not in shown} == set()


def test_a_decimal_in_a_row_about_a_section_stands_in_that_section():
    parts = {
        heading[:3]: part for notebook in NOTEBOOKS.values() for heading, part in sections(notebook).items()
    }
    missing = []
    for number, row in re.findall(r"^\| (\d\.\d) \|(.*)", GUIDE, flags=re.M):
        shown = "\n".join(
            cell.source + (text_of(cell) if cell.cell_type == "code" else "") for cell in parts[number]
        )
        decimals = re.findall(r"(?<![\w.])\d+\.\d+(?!節|\d*[〜–])", re.sub(r"\d\.\d節", "", row), flags=re.A)
        missing += [(number, decimal) for decimal in decimals if decimal not in shown]
    assert missing == []


@pytest.mark.parametrize("lesson", PROSE)
def test_the_guide_gives_the_lessons_own_answers_to_the_check_questions(lesson):
    asked = PROSE[lesson].partition("## 確認問題")[2]
    answers = re.findall(r"<summary>答え</summary>\s*(.*?)\s*</details>", asked, flags=re.S)
    chapter = re.search(rf"^## レッスン{lesson}.*?(?=^## )", GUIDE, flags=re.S | re.M)[0]
    given = re.findall(r"^- 問\d[^：]*：(.*)", chapter.partition("**確認問題の答え**")[2], flags=re.M)
    assert len(given) == len(answers) == 3
    for own, answer in zip(given, answers):
        assert re.split("[。、（]", own)[0] == re.split("[。、（]", answer)[0]


def test_the_glossary_holds_every_term_with_the_lesson_that_introduces_it():
    first = {}
    for lesson, prose in PROSE.items():
        for term in re.findall(r"\*\*([^*\n（]+)[^*\n]*\*\*（[^）]*?[a-zA-Z]{3,}[^）]*）", prose):
            first.setdefault(term, str(lesson))
    told = {term: lesson for term, *_, lesson in GLOSSARY}
    assert len(told) == len(GLOSSARY) >= 40
    assert {term: told.get(term) for term in first} == first


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row[0])
def test_a_glossary_term_is_explained_and_stands_in_its_lesson(row):
    term, reading, english, meaning, lesson = row
    assert re.fullmatch("[ぁ-んァ-ヶー]+", reading)
    assert re.search("[A-Za-z]", english)
    assert len(meaning) >= 8
    assert term in re.sub(r"!?\[[^\]]*\]\([^)]*\)", "", PROSE[int(lesson)])


def test_decks_and_guide_use_the_words_of_the_course():
    for wrong in ("推定", "ウェイト", "シェイプ", "活性関数", "教師データ", "決定領域", "学習データ"):
        assert wrong not in GUIDE + "".join(DECKS.values()), wrong
