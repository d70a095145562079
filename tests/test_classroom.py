"""teacher/classroom/: the committed JupyterHub configuration on a throw-away machine.

Faults, security, and the students' work. Skipped without the extra "classroom", or where a throw-away machine
cannot be made (it needs Linux, root and configurable-http-proxy).
"""

import json
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("jupyterhub", reason="the extra 'classroom' is not installed")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "teacher/classroom"))
import prestart  # noqa: E402
import requests  # noqa: E402
import websocket  # noqa: E402
from load_test import Student, hub_xsrf, memory  # noqa: E402
from publish.student import STUDENT  # noqa: E402
from temporary_hub import CONFIG, Hub, missing, wait_until  # noqa: E402

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

LESSON = "lessons/notebooks/01_numpy_basics.ipynb"
STUDENTS = CONFIG.with_name("students.py")
STUDENT_LOG = "/var/log/students.log"


@pytest.fixture(scope="module")
def hub():
    with Hub(f"c.SystemdSpawner.unit_extra_properties['StandardError'] = 'append:{STUDENT_LOG}'\n") as hub:
        hub.passwords = hub.students("add", "sensei", "aoi", "ren", "yui", "mei")
        yield hub


def enter(hub, name):
    """A student with a running server."""
    student = Student(hub.url, name, hub.passwords[name])
    assert student.sign_in()
    student.start()
    return student


def shown(outputs):
    return "".join(output.get("text", "") or output.get("evalue", "") for output in outputs)


def kernel_works(notebook, code="print(kept)"):
    return shown(notebook.execute(code)).strip()


def answers(notebook):
    """Whether the kernel answers within two seconds (one that is just starting may lose a message)."""
    try:
        notebook.connect(timeout=2)
        notebook.execute("pass")
    except (OSError, websocket.WebSocketException):
        return False
    notebook.connect()
    return True


def processes(hub, name, words):
    found = hub.machine.run("pgrep", "-u", f"jupyter-{name}", "-f", words, check=False).stdout.split()
    return [int(pid) for pid in found]


# ---------- the door ----------


@pytest.mark.parametrize("name", ["../sensei", "a b", "a;reboot", "x" * 24, "あおい", "-a", "a.b"])
def test_names_that_are_no_students(hub, name):
    assert hub.machine.run(sys.executable, str(STUDENTS), "add", "--", name, check=False).returncode
    assert not Student(hub.url, name, "x").sign_in()


@pytest.mark.parametrize("name", ["root", "nobody", "haru"])
def test_nobody_signs_up_and_no_other_account_of_the_machine_signs_in(hub, name):
    """A name that is free, and those of the system, even with the right password."""
    assert requests.get(f"{hub.url}/hub/signup").status_code == 404
    hub.machine.run("bash", "-c", f"id {name} && echo {name}:perceptron-2026 | chpasswd", check=False)
    assert not Student(hub.url, name, "perceptron-2026").sign_in()


def test_wrong_passwords_do_not_lock_the_teacher_out(hub):
    for _ in range(12):
        assert not Student(hub.url, "sensei", "wrong").sign_in()
    assert Student(hub.url, "sensei", hub.passwords["sensei"]).sign_in()


def test_every_password_is_another_one_and_nobody_is_added_twice(hub):
    assert len(set(hub.passwords.values())) == len(hub.passwords)
    assert all(re.fullmatch(r"(\w{4}-){2}\w{4}", password) for password in hub.passwords.values())
    assert hub.students("add", "aoi") == {"aoi": "もういるので、変えません"}
    assert Student(hub.url, "aoi", hub.passwords["aoi"]).sign_in()


def test_students_can_be_started_before_their_first_visit(hub):
    token = hub.machine.path("/var/lib/classroom/prestart.token").read_text(encoding="ascii")
    hub.restart()  # it learns who there is
    assert {*hub.passwords} <= {*prestart.everybody(hub.url, token)}
    assert prestart.main(1, ["yui", "nobody"], hub.url, token) == {"nobody": "hub に、その名前の人がいません"}
    (kernel,) = processes(hub, "yui", "ipykernel")
    student = enter(hub, "yui")
    assert student.open(LESSON).run() == [] and processes(hub, "yui", "ipykernel") == [kernel]


def test_prestart_asks_for_all_pages_of_users(hub):
    config = hub.machine.path(str(CONFIG))
    kept = config.read_text(encoding="utf-8")
    many = [f"s{number}" for number in range(450)]
    config.write_text(f"{kept}\nc.JupyterHub.load_groups['many'] = {{'users': {many}}}\n", encoding="utf-8")
    hub.restart()
    token = hub.machine.path("/var/lib/classroom/prestart.token").read_text(encoding="ascii")
    assert {*many, *hub.passwords} <= {*prestart.everybody(hub.url, token)}
    config.write_text(kept, encoding="utf-8")


def test_prestart_waits_for_a_server_that_is_just_stopping(hub):
    student = enter(hub, "yui")
    stubborn = "trap '' TERM; while true; do sleep 1; done"
    student.open(LESSON).execute(f"import subprocess; subprocess.Popen(['setsid', 'sh', '-c', {stubborn!r}])")
    old = processes(hub, "yui", "ipykernel")
    token = hub.machine.path("/var/lib/classroom/prestart.token").read_text(encoding="ascii")
    with ThreadPoolExecutor() as pool:
        stopping = pool.submit(student.stop)
        wait_until(lambda: server(hub, "yui", token).get("pending") == "stop", 10, "the stop")
        assert prestart.main(1, ["yui"], hub.url, token) == {}
        stopping.result()
    assert processes(hub, "yui", "ipykernel") and not {*old} & {*processes(hub, "yui", "ipykernel")}


def server(hub, name, token):
    """What the hub says of a student's server."""
    return prestart.api("GET", f"{hub.url}/hub/api/users/{name}", token).json()["servers"].get("", {})


@pytest.mark.parametrize("action", ["password", "end"])
def test_a_new_password_and_the_end_of_the_class_end_the_old_sessions(hub, action):
    """Those of the hub and of the student's server, the websockets, and the token of the server."""
    thief = enter(hub, "mei")
    notebook = thief.open(LESSON)
    token = hub_token(thief)
    old = hub.passwords["mei"]
    said = hub.students(action, "mei")["mei"]
    if action == "password":
        hub.passwords["mei"] = said
        assert not Student(hub.url, "mei", old).sign_in()
    assert not processes(hub, "mei", "ipykernel")
    enter(hub, "mei")
    assert thief.session.get(f"{hub.url}/hub/home", allow_redirects=False).status_code == 302
    assert thief.session.get(f"{thief.home}/api/contents").status_code == 403
    headers = {"Authorization": f"token {token}"}
    assert requests.get(f"{hub.url}/hub/api/user", headers=headers).status_code in (401, 403)
    with pytest.raises((OSError, websocket.WebSocketException)):
        notebook.connect()


def test_a_name_that_the_hub_forgot_keeps_its_files_for_its_owner_alone(hub):
    """The database is lost: the password, and so the files, stay with the account of the machine."""
    enter(hub, "mei")
    hub.machine.path("/home/jupyter-mei/mine.txt").write_text("mine", encoding="utf-8")
    hub.students("end")
    hub.machine.run("pkill", "-TERM", "-f", "jupyterhub -f")
    hub.process.wait(timeout=30)
    hub.machine.path("/var/lib/classroom/jupyterhub.sqlite").unlink()
    hub.start()
    assert not Student(hub.url, "mei", "a-new-password").sign_in()
    owner = enter(hub, "mei")
    assert owner.api("GET", "contents/mine.txt")["content"] == "mine"
    assert hub.students("remove", "mei") == {"mei": "消しました"}
    hub.passwords |= hub.students("add", "mei")
    with pytest.raises(requests.HTTPError):
        enter(hub, "mei").api("GET", "contents/mine.txt")


def test_the_cookies_end_in_hours_and_are_not_sent_from_other_sites(hub):
    answer = Student(hub.url, "aoi", hub.passwords["aoi"]).fill_in("login", password=hub.passwords["aoi"])
    login = [text for text in answer.headers["Set-Cookie"].split("Path=") if "jupyterhub-hub-login" in text]
    assert login
    for cookie in answer.cookies:
        if cookie.name == "jupyterhub-hub-login":
            assert cookie.expires - time.time() < 7 * 3600
            assert cookie.get_nonstandard_attr("SameSite") == "Lax"


def test_a_student_makes_no_token_that_outlives_the_session(hub, aoi):
    page = aoi.session.get(f"{hub.url}/hub/home")
    headers = {"X-XSRFToken": hub_xsrf(page)}
    for session, given in (
        (aoi.session, headers),
        (requests, {"Authorization": f"token {hub_token(aoi)}"}),
    ):
        answer = session.post(f"{hub.url}/hub/api/users/aoi/tokens", headers=given, json={})
        assert answer.status_code in (403, 404), answer.text


def test_only_teachers_see_the_admin_page(hub, aoi):
    teacher = Student(hub.url, "sensei", hub.passwords["sensei"])
    assert teacher.sign_in() and teacher.session.get(f"{hub.url}/hub/admin").ok
    assert aoi.session.get(f"{hub.url}/hub/admin").status_code == 403


def test_nothing_without_the_own_password_or_token(hub, aoi, ren):
    notebook = aoi.open(LESSON)
    address = f"{aoi.home}/api/contents/{LESSON}"
    own = hub_token(ren)
    assert requests.get(f"{hub.url}/hub/api/users/ren", headers={"Authorization": f"token {own}"}).ok
    for headers in ({}, {"Authorization": "token wrong"}, {"Authorization": f"token {own}"}):
        assert requests.get(address, headers=headers).status_code == 403
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            notebook.connect(cookie=None, header=headers)
    assert ren.session.get(address).status_code == 403
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        notebook.connect(cookie="; ".join(f"{cookie.name}={cookie.value}" for cookie in ren.session.cookies))
    notebook.connect()


def hub_token(student):
    """The token with which a student's server speaks to the hub, as the student can read it."""
    return shown(student.open(LESSON).execute("import os; print(os.environ['JUPYTERHUB_API_TOKEN'])")).strip()


def test_a_websocket_from_another_site_is_refused(aoi):
    notebook = aoi.open(LESSON)
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        notebook.connect(origin="http://evil.example")


def test_kernels_are_called_through_files_of_the_students_own_and_nothing_runs_as_root(hub, aoi):
    connection = (
        "import glob, json\n"
        "files = glob.glob('/home/jupyter-*/.local/share/jupyter/runtime/kernel-*.json')\n"
        "print({json.load(open(name))['transport'] for name in files})"
    )
    assert (
        shown(aoi.open(LESSON).execute(connection)) == "{'ipc'}\n"
    )  # sockets in the student's own folder, no port that others could open
    owners = hub.machine.run("ps", "axo", "uid,args").stdout
    assert not re.search(r"^ *0 .*(singleuser|ipykernel|gitpuller)", owners, re.M) and "ipykernel" in owners


def test_a_student_sees_nothing_of_the_teachers_half(hub, aoi):
    """Not in the lessons, not in the repository they come from, and not where the course lies."""
    home = hub.machine.path("/home/jupyter-aoi/lessons")
    assert {path.name for path in home.iterdir()} == {*STUDENT, ".git"}
    notebook = aoi.open(LESSON)
    ask = "git -C /srv/lessons.git ls-tree --name-only main"
    listed = shown(notebook.execute(f"import subprocess; print(subprocess.getoutput({ask!r}))"))
    assert set(listed.split()) == set(STUDENT)
    look = f"""
import os, sys
for folder, folders, files in os.walk({str(ROOT)!r}):
    folders[:] = [name for name in folders if os.path.join(folder, name) != sys.prefix]
    for name in files:
        print(os.path.relpath(os.path.join(folder, name), {str(ROOT)!r}))
"""
    seen = {Path(name) for name in shown(notebook.execute(look)).splitlines()}
    settings = {path for path in seen if path.is_relative_to("teacher/classroom")}
    assert {path.parts[0] for path in seen - settings} == set(STUDENT)
    assert {path.parts[2] for path in settings} == {
        "gitconfig",
        "jupyter",
        "jupyter_server_config.py",
        "singleuser.py",
    }


def test_the_tokens_of_the_services_can_do_no_more_than_needed(hub, aoi):
    token = hub.machine.path("/var/lib/classroom/prestart.token").read_text(encoding="ascii")
    assert not prestart.main(1, ["aoi"], hub.url, token)
    mode = hub.machine.run(
        "stat",
        "-c",
        "%a %U",
        "/var/lib/classroom",
        "/var/lib/classroom/prestart.token",
        "/var/lib/classroom/students.token",
    )
    assert mode.stdout.split() == ["700", "root", "600", "root", "600", "root"]
    for method, path in (
        ("POST", "users/new"),
        ("DELETE", "users/aoi"),
        ("POST", "users/aoi/tokens"),
        ("POST", "shutdown"),
    ):
        assert prestart.api(method, f"{hub.url}/hub/api/{path}", token).status_code in (403, 404)


# ---------- lessons ----------


def test_an_update_merges_and_the_students_work_stays(hub, aoi):
    course = hub.machine.path(str(ROOT))
    notebook = aoi.open(LESSON)
    notebook.content.cells[-1].source += "\n生徒のメモ"
    notebook.run()
    home = hub.machine.path("/home/jupyter-aoi/lessons")
    (home / "notebooks/自由研究.txt").write_text("生徒のファイル", encoding="utf-8")
    (home / "notebooks/02_building_the_perceptron.ipynb").unlink()
    for name, old, new in (
        ("01_numpy_basics", "# 1. ", "# 1．"),
        ("03_shape_error_and_reshape", "# 3. ", "# 3．"),
    ):
        lesson = course / f"notebooks/{name}.ipynb"
        lesson.write_text(lesson.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    git = (
        "git",
        "-c",
        "safe.directory=*",
        "-c",
        "user.name=sensei",
        "-c",
        "user.email=sensei@localhost",
        "-C",
        str(ROOT),
    )
    hub.machine.run(*git, "commit", "-qam", "Update two lessons")
    aoi.stop()
    aoi.start()
    merged = json.loads((home / "notebooks/01_numpy_basics.ipynb").read_text(encoding="utf-8"))
    text = "".join("".join(cell["source"]) for cell in merged["cells"])
    assert "生徒のメモ" in text and "# 1．" in text
    assert "# 3．" in (home / "notebooks/03_shape_error_and_reshape.ipynb").read_text(encoding="utf-8")
    assert (home / "notebooks/自由研究.txt").read_text(encoding="utf-8") == "生徒のファイル"
    assert (home / "notebooks/02_building_the_perceptron.ipynb").exists()
    assert all(
        cell["outputs"]
        for cell in merged["cells"]
        if cell["cell_type"] == "code" and "print" in "".join(cell["source"])
    )


# ---------- faults: what a student sees, and that the others go on ----------


def test_a_lesson_runs_as_stored_while_a_neighbour_loops_and_fills_memory(hub, aoi, ren):
    looping, filling = ren.open(LESSON), ren.open("lessons/notebooks/05_and_then_or.ipynb")
    looping.execute("kept = 1")
    looping.send("while True: pass")
    shown_error = filling.execute("kept = 2\nlots = []\nwhile True: lots.append(bytearray(5 * 10**7))")
    assert shown_error[0].get("ename") == "MemoryError"
    assert kernel_works(filling) == "2"
    assert aoi.open("lessons/notebooks/05_and_then_or.ipynb").run() == []
    ren.api("POST", f"kernels/{filling.kernel}/restart")
    ren.api("POST", f"kernels/{looping.kernel}/interrupt")
    assert looping.receive()[0].ename == "KeyboardInterrupt" and kernel_works(looping) == "1"


def test_the_limit_of_a_student_is_held_by_the_system(hub, ren):
    """Several programs that are each below the limit of one: the system stops one, the server goes on."""
    notebook = ren.open(LESSON)
    notebook.execute(
        "import subprocess, sys\n"
        "eat = 'import time; x = bytearray(250 * 2**20); print(len(x), flush=True); time.sleep(60)'\n"
        "eaters = [subprocess.Popen([sys.executable, '-c', eat]) for _ in range(3)]"
    )
    wait_until(
        lambda: "-9" in kernel_works(notebook, "print([eater.poll() for eater in eaters])"),
        20,
        "the system's stop",
    )
    assert memory(hub, "ren") < 540  # 512 and its share of what others have read
    assert kernel_works(notebook, "for eater in eaters: eater.kill()\nprint(6 * 7)") == "42"


def test_a_kernel_that_dies_in_a_cell_comes_back_and_the_saved_work_is_there(hub, aoi, ren):
    notebook, other = aoi.open(LESSON), ren.open(LESSON)
    other.execute("kept = 7")
    notebook.content.cells[0].source += "\n保存した文"
    notebook.save()
    notebook.send("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    state = notebook.receive_state({"restarting", "dead", "autorestarting"})
    assert state in ("restarting", "autorestarting")
    wait_until(lambda: answers(notebook), 30, "the new kernel")
    assert kernel_works(notebook, "print(1 + 1)") == "2" and kernel_works(other) == "7"
    assert "保存した文" in aoi.open(LESSON).content.cells[0].source


def test_a_server_that_is_killed_starts_again_with_the_saved_work(hub, aoi, ren):
    other = ren.open(LESSON)
    other.execute("kept = 8")
    hub.machine.run("kill", "-9", *map(str, processes(hub, "aoi", "singleuser.py")))
    wait_until(lambda: not processes(hub, "aoi", "ipykernel"), 20, "the end of the kernels")
    wait_until(lambda: aoi.session.get(f"{aoi.home}/lab").ok, 30, "the new server")
    assert "保存した文" in aoi.open(LESSON).content.cells[0].source and kernel_works(other) == "8"


@pytest.mark.parametrize("how", ["-TERM", "-KILL"])
def test_students_keep_their_kernels_when_the_hub_restarts(hub, aoi, how):
    notebook = aoi.open(LESSON)
    notebook.execute(f"kept = '{how}'")
    hub.restart(how)
    wait_until(lambda: answers(notebook), 30, "the connection")
    assert kernel_works(notebook) == how


def test_students_keep_their_kernels_when_the_proxy_restarts(hub, aoi):
    notebook = aoi.open(LESSON)
    notebook.execute("kept = 9")
    hub.machine.run("pkill", "-KILL", "-f", "configurable-http-proxy --ip")
    wait_until(lambda: answers(notebook), 60, "the proxy")
    assert kernel_works(notebook) == "9"


# ---------- at the end ----------


def test_no_secret_is_in_a_log(hub, aoi, ren):
    logs = Path(hub.log.name).read_text(encoding="utf-8") + hub.machine.path(STUDENT_LOG).read_text(
        encoding="utf-8"
    )
    assert "aoi" in logs and "GET /user/aoi/" in logs
    cookies = {cookie.name: cookie.value for cookie in aoi.session.cookies if cookie.name != "_xsrf"}
    session = {
        "jupyterhub-session-id": cookies.pop("jupyterhub-session-id")
    }  # the hub logs it; alone it opens nothing
    for page in (f"{hub.url}/hub/api/user", f"{aoi.home}/api/contents"):
        assert requests.get(page, cookies=session).status_code == 403
    secrets = [
        *hub.passwords.values(),
        hub_token(aoi),
        hub_token(ren),
        *cookies.values(),
        *(
            hub.machine.path(f"/var/lib/classroom/{name}").read_text().strip()
            for name in ("prestart.token", "students.token")
        ),
    ]
    assert not [secret for secret in secrets if secret in logs]


def test_idle_servers_are_stopped(hub, aoi, ren):
    config = hub.machine.path(str(CONFIG))
    config.write_text(
        config.read_text(encoding="utf-8").replace("--timeout=3600", "--timeout=2"), encoding="utf-8"
    )
    hub.restart()
    wait_until(
        lambda: not processes(hub, "aoi", "singleuser") and not processes(hub, "ren", "singleuser"),
        40,
        "stop of the idle servers",
    )
