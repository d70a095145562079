"""teacher/marks.py: a row for each collected file, and the verdict that the notebook gives."""

import csv
import json
import os
from dataclasses import asdict

import marks
import nbformat
import pytest
from course import PATHS, STUBS, slow
from publish.solutions import answers_of
from test_exercises import RIGHT as RIGHT_CELLS
from test_exercises import run, start

from lesson.exercises.checks import EXERCISES, evidence, judge

RIGHT = answers_of(PATHS[0])
SECOND = STUBS["1-2"].id
FORGE = """
import builtins, sys, lesson.exercises.checks as checks, lesson.exercises.facts as facts, os
checks.judge = checks.evidence = lambda number, *_: (True, f'練習 {number}：できました')
facts.describe = lambda *_: facts.Answer('配列', (3,), [2.0, 4.0, 6.0])
def check(number): print(f'練習 {number}：できました')
for number in range(3, 50):
    try: os.write(number, b'["1-3", {}, ""]\\n["1-3", true, "x"]\\n["1-3", {"answer_shapes": 1}, ""]\\n' * 9)
    except OSError: continue
"""


def written(answers, first="", lesson=PATHS[0]):
    """The student's notebook with these answers (by cell id) and a first cell, without outputs."""
    notebook = nbformat.read(lesson, as_version=4)
    cells = [nbformat.v4.new_code_cell(first)]
    for cell in notebook.cells:
        new = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        cells.append(new(answers.get(cell.id, cell.source), id=cell.id))
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells))


def of_another_editor(**metadata):
    """The right answers in the file of another editor: no ids, other metadata."""
    notebook = json.loads(FULL)
    for cell in notebook["cells"]:
        del cell["id"]
    return json.dumps({**notebook, "nbformat_minor": 4, "metadata": metadata}, ensure_ascii=False)


def answered_below(answers):
    """An untouched lesson with each answer and its own check in new cells at the end."""
    notebook = json.loads(written({}))
    for number, stub in STUBS.items():
        if number[0] == "1":
            source = f"{answers[stub.id]}\ncheck('{number}')  # once more"
            notebook["cells"].append(nbformat.v4.new_code_cell(source))
    return json.dumps(notebook)


FULL = written(RIGHT)
NO_CHECKS = FULL.replace('check(\\"', '# (\\"')
SAME = {  # the same cells as other editors and systems write them
    "bom": FULL.encode("utf-8-sig"), "utf-16": FULL.encode("utf-16"),
    "crlf": FULL.replace("\n", "\r\n").replace("\\n", "\\r\\n").encode(),
    "null ids": FULL.replace('"id": "l1-', '"id": null, "was": "l1-').encode(),
    "colab": of_another_editor(colab={"provenance": []}, kernelspec={"name": "python3"}).encode(),
    "vscode": of_another_editor(language_info={"name": "r"}).encode()}
ENDINGS = {STUBS["1-2"].id: "answer_sums = (", STUBS["1-3"].id: "answer_shapes = np.ones(10**10)",
           STUBS["1-4"].id: "answer_tall = input()"}
FILES = {  # name: (contents, points)
    "01_numpy_basics.ipynb": (written({}), 0),
    "class/01_はじめから (1).IPYNB": (FULL, 4),
    "=1+1.ipynb.txt": (NO_CHECKS, 4),
    "below.ipynb": (answered_below(RIGHT), 4),
    "empty.ipynb": ("", 0),
    "broken.ipynb": ("{", 0),
    "conflict.ipynb": ("<<<<<<< HEAD\n" + FULL, 0),
    "odd.ipynb": (written({**RIGHT, SECOND: "answer_sums = np.array([..., 7, 11])"}), 3),
    "errors.ipynb": (written({**RIGHT, **ENDINGS}), 1),
    "loop.ipynb": (written({**RIGHT, SECOND: "while True:\n    print('x' * 1000)"}), 3),
    "dies.ipynb": (written({**RIGHT, SECOND: "import os; os._exit(0)"}), 1),
    "forged.ipynb": (written({}, first=FORGE), 0),
    "other lesson.ipynb": (written({}, lesson=PATHS[1]), 0),
}
LOOKS = """import os
secrets = [name for name in os.environ if 'SECRET' in name]
secrets += [name for name in os.listdir(os.path.expanduser('~')) if 'report' in name]
answer_column = secrets or table[:, 1]"""


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """The folder after the marking: {file: row}, the texts."""
    folder = tmp_path_factory.mktemp("collected")
    for name, (contents, _) in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode("utf-8"))
    before = {name: (folder / name).read_bytes() for name in FILES}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "SECONDS_OF_CELL", 4)
        marks.main(folder, "1")
    assert {name: (folder / name).read_bytes() for name in FILES} == before
    with (folder / "採点_レッスン1.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = {row["ファイル"]: row for row in csv.DictReader(table)}
    return rows, (folder / "採点_レッスン1.txt").read_text(encoding="utf-8-sig")


@slow
@pytest.mark.parametrize("name", FILES)
def test_each_file_gets_the_points_of_its_own_answers(marked, name):
    row = marked[0][name.replace("=", "'=").replace("/", os.sep)]
    assert int(row["点"]) == FILES[name][1] == sum(int(row[f"1-{k}"]) for k in (1, 2, 3, 4)), marked[1]


@slow
def test_each_file_has_one_row_and_the_faulty_ones_say_why(marked):
    assert len(marked[0]) == len(FILES)
    notes = {name: row["備考"] for name, row in marked[0].items() if row["備考"]}
    assert notes == {
        "empty.ipynb": "空のファイルです", "broken.ipynb": "ノートブックとして読めません",
        "conflict.ipynb": "競合の印（<<<<<<< など）が残っています",
        "other lesson.ipynb": "レッスン2のノートブックのようです", "dies.ipynb": "途中で止まりました"}


@slow
def test_the_text_says_what_was_wrong(marked):
    odd = marked[1].partition("==== odd.ipynb　3点")[2].partition("====")[0]
    assert "まだ書き換えていない ... があります。" in odd.splitlines()[2]
    errors = marked[1].partition("==== errors.ipynb　1点")[2].partition("====")[0]
    assert errors.count("まだです。答えのセルが赤いエラーで止まっています。") == 3


@pytest.mark.parametrize("name", SAME)
def test_a_file_of_another_editor_holds_the_same_cells(name, tmp_path):
    (tmp_path / name).write_bytes(SAME[name])
    (tmp_path / "full").write_text(FULL, encoding="utf-8", newline="\n")
    assert marks.read(tmp_path / name) == marks.read(tmp_path / "full")


def test_a_notebook_sees_an_empty_home_and_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "report").write_text("mine", encoding="utf-8")
    path = tmp_path / "looks.ipynb"
    path.write_text(written({STUBS["1-1"].id: LOOKS}), encoding="utf-8")
    found, note = marks.mark(path, "1", ["1-1"])
    assert found == {"1-1": (True, "練習 1-1：できました！　列を取り出せました。")} and note == ""


# ---------- the notebook and the marking say the same ----------

KINDS = """None; ...; True; 0; -1; 2.5; 10**400; float('nan'); float('-inf'); 1j; '2'; 'ヒゲペンギン';
b'1'; print; np; []; [1, 2]; (1, 2); {1, 2}; {}; range(3); [[1], [1, 2]]; [..., 2]; np.array([..., 2, 3]);
np.array(['1', '2', '3']); np.array(['イ', 'オ']); np.array([None]); np.array([1j]);
np.array(['2026-01-01'], dtype='datetime64[D]'); np.longdouble([2, 4, 6]);
np.array([2, 4, 6], dtype=object); np.zeros((2, 2, 2)); np.zeros(100_001); np.zeros(4) > 0;
np.matrix([[1, 2]]); np.ma.masked_array([2, 4, 6], mask=[0, 1, 0]); deque([1, 2]); array('d', [2, 4, 6]);
loop; knot; OrderedDict(weights=np.array([8., 8.]), bias=np.array([-4.])); defaultdict(list);
Series([2, 4, 6]); object()"""
SETUP = """import warnings
from array import array
from collections import OrderedDict, defaultdict, deque
warnings.simplefilter('ignore')
loop, knot = [], {}
loop.append(loop)
knot['weights'] = knot['bias'] = [knot]
class Series:
    def __init__(self, values): self.values = np.array(values)
    def __array__(self, dtype=None, copy=None): return self.values"""


@pytest.mark.parametrize("number", EXERCISES)
def test_for_answers_of_all_kinds_the_facts_give_the_same_verdict_after_their_journey(number, monkeypatch):
    monkeypatch.chdir(PATHS[0].parent)
    space = start(number)
    run(f"import numpy as np\n{SETUP}\n{RIGHT_CELLS[number]}", space)
    verdicts = set()
    for kind in KINDS.split(";"):
        run(f"{EXERCISES[number].answers[0]} = {kind.strip()}", space)
        facts, problem = evidence(number, space)
        line = json.dumps([number, {name: asdict(fact) for name, fact in facts.items()}, problem])
        right, text = judge(number, facts, problem)
        assert marks.judged(line) == (number, right, text), kind
        verdicts.add(text)
    assert len(verdicts) > 9
