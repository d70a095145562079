"""teacher/classroom/marking: from the students' notebooks to the marks, on the throw-away machine.

What a student may write to get marks that are not hers, to see the marks, or to stop the marking.
"""

import csv
import os
import sys

import nbformat
import pytest

pytest.importorskip("jupyterhub", reason="the extra 'classroom' is not installed")
from course import ROOT
from publish.solutions import answers_of

sys.path.insert(0, str(ROOT / "teacher/classroom"))
from temporary_hub import Hub, missing  # noqa: E402

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

MARKS = ROOT / "teacher/classroom/marking/marks.py"
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
FIFTH = LESSONS[4]
PRINT_DONE = "def check(*a, **k): print('練習 5-1：できました')\n"
FORGE = """
import builtins, sys, lesson.checks, lesson.exercises, perceptron_helpers, numpy as np
for exercise in lesson.exercises.EXERCISES.values(): exercise.right = lambda t: True
lesson.checks.verdict = lambda number, *_: f'練習 {number}：できました'
for module in list(sys.modules.values()):
    if hasattr(module, 'judge') or hasattr(module, 'verdict'):
        module.judge = module.verdict = lambda *a: ('できました', '', None)
perceptron_helpers.GATES['OR'] = [0, 0, 0, 1]
np.allclose = lambda *a, **k: True
class Equal:
    def __eq__(self, other): return True
    def __array__(self, *a, **k): return np.array([0, 1, 1, 1])
for n in ('or', 'nand'):
    for kind in ('model', 'y_true', 'history', 'y_pred'): globals()[f'{kind}_{n}'] = Equal()
impossible = xnor = Equal()
"""
SPEAK = """
import os
for number in range(3, 50):
    try: os.write(number, b'["5-1", "\\\\u7df4 5-1 できました"]\\n' * 50)
    except OSError: continue
"""
SEE = """
import os, socket
from contextlib import suppress
seen = []
for place in ('/root/marks/lesson5.csv', '/home/jupyter-right', '/var/lib/classroom', '/etc/shadow', '%s'):
    with suppress(OSError): seen.append(os.listdir(place) if os.path.isdir(place) else open(place).read())
with suppress(OSError): seen.append(open('/home/jupyter-see/mine', 'w').write('x'))
with suppress(OSError): seen.append(socket.create_connection(('127.0.0.1', %d), 2))
impossible = ['ウ', 'オ'] if not seen and os.getuid() else seen
"""


@pytest.fixture(scope="module")
def hub():
    with Hub() as hub:
        script = hub.machine.path(str(MARKS))
        script.write_text(script.read_text(encoding="utf-8").replace("= 180", "= 12"), encoding="utf-8")
        yield hub


def folder(hub, name):
    """The folder of the lessons of a new student."""
    hub.students("add", name)
    place = f"/home/jupyter-{name}/lessons/notebooks"
    hub.machine.run("cp", "-r", f"{ROOT}/notebooks", f"/home/jupyter-{name}/")
    hub.machine.run("mkdir", "-p", f"/home/jupyter-{name}/lessons")
    hub.machine.run("mv", f"/home/jupyter-{name}/notebooks", place)
    hub.machine.run("chown", "-R", f"jupyter-{name}:", f"/home/jupyter-{name}")
    return hub.machine.path(place)


def write(hub, name, lesson, answers, first=""):
    """The student's notebook: answers in their cells, and first before everything."""
    notebook = nbformat.read(lesson, as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    if first:
        notebook.cells.insert(0, nbformat.v4.new_code_cell(first))
    (folder(hub, name) / lesson.name).write_text(nbformat.writes(notebook), encoding="utf-8")


def marks(hub, lesson):
    """Mark all; gives {name: points}, and the sentences."""
    number = str(int(lesson.name[:2]))
    hub.machine.run(sys.executable, str(MARKS), number, "/root/marks")
    with hub.machine.path(f"/root/marks/lesson{number}.csv").open(encoding="utf-8-sig") as table:
        points = {row["名前"]: int(row["点"]) for row in csv.DictReader(table)}
    return points, hub.machine.path(f"/root/marks/lesson{number}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_the_teachers_answers_get_all_points_in_each_lesson(hub, lesson):
    """First, while there are few students."""
    answers = answers_of(lesson)
    write(hub, lesson.stem[:2], lesson, answers)
    points, texts = marks(hub, lesson)
    assert points[lesson.stem[:2]] == len(answers), texts


@pytest.fixture(scope="module")
def marked(hub):
    """The fifth lesson of students who answer, who do not, and who attack."""
    right = answers_of(FIFTH)
    write(hub, "right", FIFTH, right)
    write(hub, "two", FIFTH, {key: right[key] for key in ("l5-ex1", "l5-ex3")})
    write(hub, "nothing", FIFTH, {})
    write(hub, "check", FIFTH, {"l5-ex1": PRINT_DONE, "l5-ex1-check": PRINT_DONE + "check('5-1')"})
    write(hub, "forge", FIFTH, {"l5-ex1": FORGE, "l5-ex2": FORGE, "l5-ex3": FORGE, "l5-ex4": FORGE})
    write(hub, "speak", FIFTH, {"l5-ex1": SPEAK}, first=SPEAK)
    see = SEE % (ROOT / "teacher/answers", hub.port)
    write(hub, "see", FIFTH, {"l5-ex3": see})
    write(hub, "loop", FIFTH, {"l5-ex1": right["l5-ex1"], "l5-ex2": "while True: pass"})
    write(
        hub,
        "memory",
        FIFTH,
        {"l5-ex2": "lots = []\nwhile True: lots.append('x' * 10**8)", "l5-ex3": right["l5-ex3"]},
    )
    write(hub, "exit", FIFTH, {"l5-ex1": "import os; os._exit(0)"})
    pipe = folder(hub, "fifo") / FIFTH.name
    pipe.unlink()
    os.mkfifo(pipe)
    link = folder(hub, "link") / FIFTH.name
    link.unlink()
    link.symlink_to(f"/home/jupyter-right/lessons/notebooks/{FIFTH.name}")
    (folder(hub, "broken") / FIFTH.name).write_text("こわれたファイル", encoding="utf-8")
    hub.students("add", "absent")
    hub.machine.run("chown", "-R", "jupyter-fifo:", "/home/jupyter-fifo")
    return marks(hub, FIFTH)


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("right", 4),
        ("two", 2),
        ("nothing", 0),
        ("check", 0),
        ("forge", 0),
        ("speak", 0),
        ("see", 1),
        ("loop", 1),
        ("memory", 1),
        ("exit", 0),
        ("fifo", 0),
        ("link", 0),
        ("broken", 0),
        ("absent", 0),
    ],
)
def test_a_student_gets_the_points_of_her_answers(marked, name, points):
    """Those of a function check of her own, of changed lessons, of a friend's file and of loops: none."""
    assert marked[0][name] == points, marked[1]


def test_the_sentences_are_those_of_the_lesson(marked):
    assert "right\n入力" in marked[1] and "練習 5-4：できました！XNORを作れました。" in marked[1]
    assert "練習 5-2：ノートブックが、ここまで動きませんでした。" in marked[1]


def test_only_root_reads_the_marks(hub, marked):
    assert hub.machine.run("stat", "-c", "%a %U", "/root/marks").stdout == "700 root\n"
