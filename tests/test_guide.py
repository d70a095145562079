"""The teacher's guide against the lessons: answers, glossary, and what it or a deck names."""

import re

import pytest
from course import NOTEBOOKS, clock, section_minutes, section_numbers, sections, text_of
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


MINUTES = section_minutes()


def expand(ranges):
    """["1.1", "1.2", "1.3", "2.6"] of "1.1–1.3、2.6"."""
    ends = [(first, last or first) for first, last in re.findall(r"(\d\.\d)(?:–(\d\.\d))?", ranges)]
    known = sorted(number for number in section_numbers() if "." in number)
    return [number for first, last in ends for number in known if first <= number <= last]


def bells():
    """{bell: (its part of the guide, [(from, to, what, where), …])} of all plans."""
    part = GUIDE.partition("## 時間の配分")[2].partition("### スライドの時計")[0]
    found = {}
    for lesson, row in re.findall(r"^\| (\d) \| (.*) \|$", part, flags=re.M):
        rows = re.findall(r"(\d+)–(\d+) ([^／]+)", row)
        found[f"6×50, {lesson}"] = [(int(a), int(b), what, f"{lesson} {what}") for a, b, what in rows]
    for plan, name in [("2×90", "### 90分×2回"), ("1×90", "### 90分×1回")]:
        text = part.partition(name)[2].partition("\n### ")[0]
        for number, table in enumerate(re.findall(r"(?:^\| \d+–.*\n)+", text, flags=re.M), 1):
            rows = re.findall(r"^\| (\d+)–(\d+) \| (.*) \| (.*) \|", table, flags=re.M)
            found[f"{plan}, {number}"] = [(int(a), int(b), what, where) for a, b, what, where in rows]
    return found


BELLS = bells()


def test_each_plan_is_read():
    assert [len(rows) for rows in BELLS.values()] == [8, 9, 10, 11, 10, 9, 10, 14, 20, 17, 18]


@pytest.mark.parametrize("bell", BELLS)
def test_a_class_fills_its_bell_with_signing_in_and_five_minutes_to_spare(bell):
    rows = BELLS[bell]
    assert [row[0] for row in rows] == [0, *(row[1] for row in rows[:-1])]
    assert rows[-1][1] == int(re.search(r"×(\d+)", bell)[1])
    assert "サインイン" in rows[0][2]
    assert rows[0][1] >= 4
    assert sum(end - start for start, end, what, _ in rows if what.startswith("予備")) >= 5


@pytest.mark.parametrize("bell", BELLS)
def test_a_row_has_the_minutes_that_its_sections_take(bell):
    short = []
    for start, end, what, where in BELLS[bell][1:]:
        exercises = re.findall(r"\d-\d", re.sub("（.*?）", "", what))
        if where in MINUTES:
            need = MINUTES[where]
        elif "スライドで" in where:
            need = 0
        else:
            need = sum(MINUTES[number] for number in expand(where)) or 4 * len(exercises)
        if end - start < 0.85 * need:
            short.append((what, end - start, round(need, 1)))
    assert short == []


@pytest.mark.parametrize(("plan", "lessons"), [("6×50", "1234567"), ("2×90", "1234567"), ("1×90", "12345")])
def test_every_section_has_its_minutes_in_each_plan_or_is_named_as_left_out(plan, lessons):
    name = {"6×50": "### 50分×6回", "2×90": "### 90分×2回", "1×90": "### 90分×1回"}[plan]
    text = GUIDE.partition(name)[2].partition("\n### ")[0]
    named = "".join(found for found in re.findall(r"[\d.–、]*節", text))
    shown = {
        number
        for bell, rows in BELLS.items()
        if bell.startswith(plan)
        for row in rows
        for number in expand(row[3])
    }
    for number in section_numbers():
        if "." in number and number[0] in lessons:
            assert number in shown or number in expand(named), number


@pytest.mark.parametrize("plan", ["6×50", "2×90", "1×90"])
def test_the_clock_of_the_slides_is_the_sum_of_each_lessons_rows(plan):
    summed = dict.fromkeys(clock(plan), 0)
    for bell in (bell for bell in BELLS if bell.startswith(plan)):
        named = [
            re.search(r"\d(?=[.-]\d)|^\d(?= )", f"{where} {what}") for _, _, what, where in BELLS[bell][1:]
        ]
        lesson = next(found[0] for found in named if found)  # the opening is of the first lesson that follows
        for (start, end, *_), found in zip(BELLS[bell], [None, *named]):
            lesson = found[0] if found else lesson
            summed[lesson] += end - start
    assert summed == clock(plan)


@pytest.mark.parametrize("text", [*DECKS.values(), GUIDE], ids=[*DECKS, "guide"])
def test_sections_exercises_and_files_that_are_named_exist(text):
    headings = re.findall(r"^##+ (.*)", "\n".join(PROSE.values()), flags=re.M)
    assert set(re.findall(r"^##+ (\d\.\d .*|練習 .*)", text, flags=re.M)) <= set(headings)
    timetable = "".join(row[3] for rows in BELLS.values() for row in rows)
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
