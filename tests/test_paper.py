"""The worksheets and tests on paper: their answers are calculated from the numbers in the questions."""

import ast
import re

import nbformat
import numpy as np
import pytest
from course import NOTEBOOKS, PATHS, ROOT, section_numbers, sections
from lab import CHROMIUM
from publish import build as publish

import perceptron_helpers as helpers

SHEETS = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "teacher/paper").glob("*.md")}
QUESTIONS = {name: text.partition("\n## 解答")[0] for name, text in SHEETS.items()}
ANSWERS = {name: text.partition("\n## 解答")[2] for name, text in SHEETS.items()}
TESTS = ("test_a", "test_b")


def answers(sheet):
    """{question: answer} as they are written in the part for the teacher."""
    found = re.findall(r"^- 問(\d)：`(.*)`$", ANSWERS[sheet], flags=re.M)
    return {int(number): text if text == "エラー" else ast.literal_eval(text) for number, text in found}


def given(sheet):
    """The names that the questions of a sheet set in code: {"w": array, …}, and the helper's functions."""
    names = {"np": np, **vars(helpers)}
    for code in re.findall(r"`(\w+ = [^`]*)`", QUESTIONS[sheet]):
        exec(code, names)
    return names


def shapes(sheet, number):
    """The two shapes in the table's row of a question."""
    row = re.search(rf"^\| \*\*問{number}\*\* \|.*", QUESTIONS[sheet], flags=re.M)[0]
    first, second = (ast.literal_eval(text) for text in re.findall(r"`(\(.*?\))`", row))
    try:
        return np.broadcast_shapes(first, second)
    except ValueError:
        return "エラー"


def wrong_pairs(sheet, number):
    """The marks of the pairs of shapes that cannot be added."""
    text = question(sheet, number)
    found = []
    for mark, *pair in re.findall(r"- (.)：`(.*?)` と `(.*?)`", text):
        try:
            np.broadcast_shapes(*map(ast.literal_eval, pair))
        except ValueError:
            found.append(mark)
    return found


def separable(sheet, number):
    """The mark of the one data set that some line separates: a sigmoid perceptron learns it."""
    found = []
    for mark, points, right in re.findall(r"- (.)：サンプル (.*) の正解が順に (.*)", question(sheet, number)):
        x = np.array(ast.literal_eval(f"[{points.replace('`', '').replace('、', ',')}]"), dtype=float)
        y_true = np.array([float(answer) for answer in right.split("、")])
        model = {"weights": np.zeros(2), "bias": np.zeros(1)}
        for _ in range(20000):
            d_weights, d_bias = helpers.mse_gradient(
                x, y_true, helpers.predict(model, helpers.sigmoid_activation, x)
            )
            model = {"weights": model["weights"] - 0.3 * d_weights, "bias": model["bias"] - 0.3 * d_bias}
        y_pred = helpers.predict(model, helpers.sigmoid_activation, x)
        found += [mark] if ((y_pred >= 0.5) == (y_true == 1)).all() else []
    assert len(found) == 1
    return found[0]


def question(sheet, number):
    return re.search(rf"\*\*問{number}\*\*.*?(?=\*\*問\d\*\*|\Z)", QUESTIONS[sheet], flags=re.S)[0]


def calculated(sheet):
    """{question: answer} of a sheet, calculated."""
    names = given(sheet)
    formulas = FORMULAS["test" if sheet in TESTS else sheet]
    found = {
        number: eval(formula, {**names, **globals(), "sheet": sheet}) for number, formula in formulas.items()
    }
    return {
        number: answer.tolist() if isinstance(answer, np.ndarray) else answer
        for number, answer in found.items()
    }


FORMULAS = {
    "worksheet_1": {
        1: "scores.shape",
        2: "scores[1, 2]",
        3: "scores[:, 0]",
        4: "scores.sum(axis=0)",
        5: "scores.sum(axis=1)",
        6: "scores.sum(axis=1).shape",
        7: "10 * scores",
        8: "[flat.shape, column.shape]",
    },
    "worksheet_2": {
        1: "truth_table('AND')[0] @ w + b",
        2: "step_activation(truth_table('AND')[0] @ w + b)",
        3: "(0.5 - b) / w",
        5: "and_by_hand(sheet)",
    },
    "worksheet_3": {
        1: "np.mean((y_pred - y_true) ** 2)",
        2: "gradient(y_true, y_pred)",
        3: "np.array([*w, b]) - 0.2 * gradient(y_true, y_pred)",
        **{number: f"shapes(sheet, {number})" for number in (5, 6, 7, 8)},
    },
    "worksheet_4": {
        1: "['ウ', 'エ', 'ア', 'イ']",
        2: "[b - rate * valley(b)[1] for rate in rates]",
        3: "[valley(b - rate * valley(b)[1])[0] for rate in rates]",
        5: "np.round(sigmoid_activation(z), 1)",
        6: "[(0 - b2) / w[0], (0 - 2 * b2) / (2 * w[0])]",
    },
    "worksheet_5": {
        1: "int(((y_pred >= 0.5) == y_true).sum())",
        2: "mean_squared_error(y_true, y_pred)",
        3: "(y_pred - y_true) * truth_table('AND')[0][:, 0]",
        5: "most_right('XOR')",
        6: "layers()",
    },
    "worksheet_6": {
        1: "np.array([*(W1 @ w2), b1 @ w2 + b2])",
        2: "hidden * (1 - hidden)",
        3: "error * second_weights * hidden * (1 - hidden)",
        6: "int((losses < 0.1).sum())",
    },
    "worksheet_7": {
        1: "lengths.mean()",
        2: "lengths.std()",
        3: "(lengths - lengths.mean()) / lengths.std()",
        4: "(new - lengths.mean()) / lengths.std()",
        6: "100 * right / n",
        7: "100 * adelie / n",
    },
    "test": {
        1: "[rows_added(sheet).tolist(), rows_added(sheet).shape]",
        2: "wrong_pairs(sheet, 2)",
        3: "[x @ w + b, int(x @ w + b >= 0.5)]",
        4: "[*((0.5 - c) / v), int(c >= 0.5)]",
        5: "pushed((y_pred - y_true) @ samples[:, 0] / len(samples))",
        6: "rate_to_take(sheet)",
        7: "steeper(sheet)",
        8: "separable(sheet, 8)",
    },
}


def gradient(y_true, y_pred):
    d_weights, d_bias = helpers.mse_gradient(helpers.truth_table("AND")[0], y_true, y_pred)
    return np.array([*d_weights, *d_bias])


def and_by_hand(sheet):
    """The three numbers of the example, if they are AND."""
    *weights, bias = answers(sheet)[5]
    x, y_true = helpers.truth_table("AND")
    assert (helpers.step_activation(x @ weights + bias) == y_true).all()
    return answers(sheet)[5]


def valley(bias):
    """Loss and gradient of the linear AND model with both weights 0.5, as the sheet says in a formula."""
    x, y_true = helpers.truth_table("AND")
    y_pred = x @ [0.5, 0.5] + bias
    loss, d_bias = np.mean((y_pred - y_true) ** 2), np.mean(y_pred - y_true)
    assert (loss, d_bias) == pytest.approx((0.0625 + (bias + 0.25) ** 2, bias + 0.25))
    return loss, d_bias


def most_right(gate):
    x, y_true = helpers.truth_table(gate)
    grid = np.arange(-2, 2.1, 0.5)
    tried = [((x @ [w0, w1] + b >= 0.5) == (y_true == 1)).sum() for w0 in grid for w1 in grid for b in grid]
    return int(max(tried))


def layers():
    first, second = helpers.GATES["OR"], helpers.GATES["NAND"]
    return [[one, two, int(one and two)] for one, two in zip(first, second)]


def rows_added(sheet):
    return next(value for name, value in given(sheet).items() if name in ("visits", "points")).sum(axis=1)


def pushed(mean):
    return [mean, "増やす" if mean < 0 else "減らす"]


def rate_to_take(sheet):
    text = question(sheet, 6)
    first, second, third = map(float, re.search(r"損失が (.*?)、(.*?)、(.*?) と", text).groups())
    wanted = "学習率を小さくする" if third > second > first else "学習率を大きくする"
    return re.search(rf"- (.)：{wanted}", text)[1]


def steeper(sheet):
    text = question(sheet, 7)
    times = float(re.search(r"全て([\d.]+)倍", text)[1])
    z = np.array([-1.0, 0.0, 1.0])
    before, after = helpers.sigmoid_activation(z), helpers.sigmoid_activation(times * z)
    assert after[1] == before[1] == 0.5
    wanted = "0か1に近づく" if after[2] > before[2] else "0.5に近づく"
    return re.search(rf"- (.)：決定境界は変わらないが、出力は{wanted}", text)[1]


def same(told, right):
    if isinstance(right, (list, tuple)):
        return type(told) is type(right) and len(told) == len(right) and all(map(same, told, right))
    return told == right or (not isinstance(right, str) and told == pytest.approx(right))


@pytest.mark.parametrize("sheet", [name for name in SHEETS if name != "results"])
def test_the_answers_are_what_the_numbers_in_the_questions_give(sheet):
    told, right = answers(sheet), calculated(sheet)
    assert told.keys() == right.keys()
    assert {number: told[number] for number in right if not same(told[number], right[number])} == {}


def test_the_two_tests_ask_the_same_kinds_of_questions_for_the_same_20_points():
    points = {name: re.findall(r"\*\*問(\d)\*\*（(\d)点）", QUESTIONS[name]) for name in TESTS}
    marked = {name: re.findall(r"^\| (\d) \| (\d) \|", ANSWERS[name], flags=re.M) for name in TESTS}
    assert points["test_a"] == points["test_b"] == marked["test_a"] == marked["test_b"]
    assert sum(int(point) for _, point in points["test_a"]) == 20
    first, second = (answers(name) for name in TESTS)
    assert {number: type(answer) for number, answer in first.items()} == {
        n: type(a) for n, a in second.items()
    }
    assert all(first[number] != second[number] for number in first)


def test_no_question_of_the_tests_stands_in_a_lesson_or_a_worksheet():
    lessons = "".join(cell.source for path in PATHS for cell in nbformat.read(path, 4).cells)
    worksheets = "".join(text for name, text in SHEETS.items() if name.startswith("worksheet"))
    for name in TESTS:
        for sentence in re.findall(r"[^。\n]{12,}。", QUESTIONS[name].partition("\n\n")[2]):
            assert sentence.strip() not in lessons + worksheets, sentence
        for numbers in re.findall(r"np\.array\((.*?)\)`", QUESTIONS[name]):
            assert f"({numbers})" not in lessons, numbers


@pytest.mark.parametrize("lesson", range(1, 8))
def test_a_worksheet_asks_what_its_lesson_asks_to_predict(lesson):
    sheet = QUESTIONS[f"worksheet_{lesson}"].split("\n## ")[1]
    notebook = next(notebook for name, notebook in NOTEBOOKS.items() if name.startswith(f"0{lesson}"))
    asked = {
        heading[:3]
        for heading, cells in sections(notebook).items()
        if any("**予想**" in cell.source for cell in cells if cell.cell_type == "markdown")
    }
    named = re.findall(r"^\| (\d\.\d) \|", sheet, flags=re.M)
    assert len(named) >= 6
    assert set(named) <= asked & section_numbers()


@pytest.mark.parametrize("lesson", range(1, 8))
def test_a_worksheets_words_are_words_of_its_lesson(lesson):
    sheet = QUESTIONS[f"worksheet_{lesson}"].partition("## 言葉")[2]
    words = re.findall(r"^\| ([^|*`]+?) \| [a-z ]* ?\| \|", sheet, flags=re.M)
    text = "".join(
        cell.source
        for name, notebook in NOTEBOOKS.items()
        if name < f"0{lesson + 1}"
        for cell in notebook.cells
    )
    assert len(words) >= 3
    assert [word for word in words if f"**{word}**" not in text and f"**{word}（" not in text] == []


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    for package in ("mistune", "latex2mathml", "pygments"):
        pytest.importorskip(package, reason="the extra 'slides' is not installed")
    folder = tmp_path_factory.mktemp("published")
    publish.papers(folder)
    return folder / "paper"


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_students_sheet_holds_no_answer_and_the_teachers_holds_all(printed, sheet):
    own, answers = ((printed / f"{name}.html").read_text(encoding="utf-8") for name in (sheet, "answers"))
    assert "解答" not in own
    for line in re.findall(r"^- 問\d：`(.*)`$", ANSWERS[sheet], flags=re.M):
        assert line.replace('"', "&quot;") in answers


def test_a_sheet_is_one_or_two_a4_pages(printed):
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    for name in SHEETS:
        pdf = (printed / f"{name}.pdf").read_bytes()
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2, name
        sides = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)}
        assert {(round(w), round(h)) for _, _, w, h in sides} == {(595, 842)}, name


def test_nothing_is_wider_than_the_page(printed):
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    right = "() => Math.max(...[...document.querySelectorAll('*')].map(p => p.getBoundingClientRect().right))"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 658, "height": 900})  # A4 without margins
        for name in SHEETS:
            page.goto((printed / f"{name}.html").as_uri())
            assert page.evaluate(right) <= 660, name


def test_the_table_of_results_opens_in_a_spreadsheet_with_one_column_a_question(printed):
    text = (printed / "results.csv").read_bytes().decode("utf-8-sig")
    assert (printed / "results.csv").read_bytes().startswith("\ufeff".encode())
    assert [f"問{number}" for number in range(1, 9)] == re.findall("問\\d", text)


def test_the_schools_name_and_date_head_each_sheet(monkeypatch):
    for package in ("mistune", "latex2mathml", "pygments"):
        pytest.importorskip(package, reason="the extra 'slides' is not installed")
    from paper import build

    monkeypatch.setattr(build, "school", lambda: {"name": "みほん高校", "date": "4月8日", "logo": None})
    assert "みほん高校　4月8日" in build.page("題", "# 題\n", "")
