"""teacher/classroom/: what a student may try to get out, to get in, and to disturb the others.

Each test makes the attack against the running hub, as the student's own program or from outside. The last of
them shows that the throw-away machine has the doors that are closed: without the cure, these tests fail.
"""

import json
import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("jupyterhub", reason="the extra 'classroom' is not installed")
import requests  # noqa: E402

from test_classroom import LESSON, enter, hub_token, processes, shown  # noqa: E402  # isort: skip
from load_test import Student, hub_xsrf  # noqa: E402
from temporary_hub import CONFIG, Hub, free_port, missing, wait_until  # noqa: E402

HELPERS = CONFIG.parents[2] / "perceptron_helpers.py"

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.fixture(scope="module")
def hub():
    with Hub() as hub:
        hub.passwords = hub.students("add", "sensei", "aoi", "ren", "yui")
        yield hub


def run(student, command):
    """Run a shell command in the student's kernel; gives (success, output)."""
    code = (
        "import json, subprocess\n"
        f"done = subprocess.run({command!r}, shell=True, text=True, capture_output=True, timeout=60, "
        "stdin=subprocess.DEVNULL)\n"
        "print(json.dumps([done.returncode == 0, done.stdout + done.stderr]))"
    )
    return tuple(json.loads(shown(student.open(LESSON).execute(code))))


def home(hub, student):
    return hub.machine.path(f"/home/jupyter-{student.name}")


# ---------- out of the server's box ----------


@pytest.mark.parametrize(
    "command",
    [
        "busctl call org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager "
        "SetUserLinger ubb $(id -u) true false",
        "systemd-run --user sleep 60",
        "systemd-run sleep 60",
        "echo '* * * * * sleep 60' | crontab -",
        "echo 'sleep 60' | at now",
    ],
)
def test_no_service_of_the_machine_runs_a_program_for_a_student(hub, aoi, command):
    """They would run it without the limits, and go on after the class."""
    assert not run(aoi, command)[0]
    assert not list(hub.machine.path("/var/lib/systemd").glob("linger/*"))
    assert not list(hub.machine.path("/var/spool/cron").glob("*/jupyter-*"))


def test_no_program_gives_a_student_the_rights_of_another_user(hub, aoi, ren):
    """Every program with the set-user-ID bit, asked for root; and a password that a friend has told."""
    assert run(aoi, "grep -c NoNewPrivs:.1 /proc/self/status") == (True, "1\n")
    hub.machine.run("cp", "/usr/bin/id", "/usr/local/bin/id-of-root")
    hub.machine.run("chmod", "4755", "/usr/local/bin/id-of-root")
    assert "uid=0" in hub.machine.run("id-of-root", user="jupyter-aoi").stdout
    assert "uid=0" not in run(aoi, "id-of-root")[1]
    told = f"echo {hub.passwords['ren']} | su -c id jupyter-ren"
    assert "jupyter-ren" not in run(aoi, told)[1]
    assert not run(aoi, "sudo -n id")[0] and not run(aoi, "unshare -Ur id")[0]


def test_a_student_with_a_key_of_her_own_does_not_come_in_by_ssh(hub, aoi):
    """Not even for a tunnel, for which no shell is needed."""
    key = "/root/key"
    hub.machine.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key)
    public = hub.machine.path(f"{key}.pub").read_text(encoding="ascii").strip()
    assert run(aoi, f"mkdir -m 700 ~/.ssh; echo '{public}' > ~/.ssh/authorized_keys")[0]
    hub.machine.run("mkdir", "-p", "/run/sshd")
    # with the cure, and without it
    for settings, comes_in in (
        ("/etc/ssh/sshd_config", False),
        ("/dev/null", True),
    ):
        port = free_port()
        hub.machine.run("/usr/sbin/sshd", "-f", settings, "-p", str(port), "-o", "ListenAddress=127.0.0.1")
        options = ["-o", "StrictHostKeyChecking=no", "-o", "BatchMode=yes", "-p", str(port), "-i", key, "-v"]
        answer = hub.machine.run("ssh", *options, "jupyter-aoi@127.0.0.1", check=False).stderr
        assert ("Authenticated to" in answer) == comes_in, answer


def test_a_student_sees_no_other_home_and_no_secret_of_the_hub(hub, aoi, ren):
    assert run(aoi, "ls /home") == (True, "jupyter-aoi\n")
    for closed in (
        "/home/jupyter-ren",
        "/root/key",
        "/etc/shadow",
        "/var/lib/classroom",
        "/proc/1/environ",
        str(CONFIG),
    ):
        assert not run(aoi, f"ls -A {closed}/ | grep . || cat {closed}")[0], closed
    owners = run(aoi, "stat -c %U /proc/[0-9]* | sort -u")
    assert owners == (True, "jupyter-aoi\n")


def test_a_student_leaves_nothing_where_others_find_it(hub, aoi, ren):
    assert run(aoi, "echo x > /tmp/left; echo x > /var/tmp/left; echo x > ~/left; chmod 777 ~ ~/left")[0]
    assert not run(ren, "ls /tmp/left")[0] and not run(ren, "ls /var/tmp/left")[0]
    assert not run(ren, "cat /home/jupyter-aoi/left")[0]
    for place in ("/srv/lessons.git/x", "/opt/x", f"{sys.prefix}/x", "/usr/local/bin/x", HELPERS):
        assert not run(aoi, f"echo x > {place}")[0], place


def test_a_command_in_the_students_git_runs_in_the_box_when_the_lessons_come(hub):
    """Before the server starts, git brings the lessons into a repository that is the student's."""
    student = enter(hub, "yui")
    spy = "/home/jupyter-yui/spy"
    run(
        student, f"printf '#!/bin/sh\\n(id -u; ls /home) > /home/jupyter-yui/seen\\n' > {spy}; chmod +x {spy}"
    )
    assert run(student, f"git -C ~/lessons config core.fsmonitor {spy}")[0]
    student.stop()
    (home(hub, student) / "seen").unlink(missing_ok=True)
    student.start()
    uid = hub.machine.run("id", "-u", "jupyter-yui").stdout
    assert (home(hub, student) / "seen").read_text(encoding="utf-8") == f"{uid}jupyter-yui\n"


def test_the_proxy_and_the_neighbours_ports_obey_nobody_else(hub, aoi, ren):
    """All servers are on this machine, and a student's program can call their ports."""
    code = "import os; print(os.environ['JUPYTERHUB_SERVICE_URL'])"
    neighbour = shown(ren.open(LESSON).execute(code)).strip()
    hub_itself, proxy = (f"http://127.0.0.1:{port}/" for port in hub.ports)
    for address, said in (
        (f"{neighbour}api/contents", "403"),
        (f"{neighbour}api/kernels", "403"),
        (f"{proxy}api/routes", "403"),
        (f"{hub_itself}hub/api/users", "403"),
    ):
        assert run(aoi, f"curl -s -o ~/answer -w '%{{http_code}}' {address}") == (True, said), address


@pytest.mark.skipif(
    not Path("/sys/fs/cgroup/cgroup.controllers").exists(),
    reason="the addresses that a unit may call are filtered by control groups of version 2",
)
def test_a_student_calls_no_address_outside_the_machine(aoi):
    look = "import errno, socket\nprint(socket.socket().connect_ex(('192.0.2.1', 80)) == errno.EPERM)"
    assert shown(aoi.open(LESSON).execute(look)) == "True\n"


# ---------- into the hub ----------


def test_a_page_of_the_students_own_is_not_served_by_her_server(hub):
    """With settings of her own a student would put a page on the hub's address, for the teacher to open."""
    student = enter(hub, "yui")
    setting = "c = get_config()\\nc.ServerApp.extra_static_paths = ['/home/jupyter-yui']\\n"
    names = [
        f"{folder}/{name}.py"
        for folder in ("~", "~/.jupyter", "~/.local/etc/jupyter", "~/lessons/notebooks")
        for name in ("jupyter_config", "jupyter_server_config", "jupyter_lab_config", "jupyterhub_config")
    ]
    for name in names:
        run(student, f'mkdir -p $(dirname {name}); printf "{setting}" > {name}')
    run(student, "echo '<script>1</script>' > ~/page.html; cp -r ~/page.html ~/.jupyter/")
    assert (home(hub, student) / ".jupyter/jupyter_server_config.py").exists()
    student.stop()
    student.start()
    assert student.session.get(f"{student.home}/static/page.html").status_code == 404
    assert student.session.get(f"{student.home}/static/favicons/favicon.ico").ok


def test_no_session_in_the_room_can_make_a_student_a_teacher(hub, aoi):
    """Whatever a page of a student's own program does with the session of a teacher who opens it."""
    teacher = Student(hub.url, "sensei", hub.passwords["sensei"])
    assert teacher.sign_in()
    headers = {"X-XSRFToken": hub_xsrf(teacher.session.get(f"{hub.url}/hub/home"))}
    for method, path, data in (
        ("PATCH", "users/aoi", {"admin": True}),
        ("PATCH", "users/aoi", {"name": "sensei2"}),
        ("POST", "users/other", {}),
        ("DELETE", "users/aoi", None),
        ("POST", "groups/teachers/users", {"users": ["aoi"]}),
        ("POST", "users/sensei/tokens", {}),
        ("POST", "users/aoi/tokens", {}),
        ("POST", "shutdown", {}),
    ):
        answer = teacher.session.request(method, f"{hub.url}/hub/api/{path}", headers=headers, json=data)
        assert answer.status_code in (403, 404), (path, answer.text)
    assert teacher.session.get(f"{aoi.home}/api/contents").status_code == 403
    listed = teacher.session.get(f"{hub.url}/hub/api/users", headers=headers)
    assert listed.ok and not any(user["admin"] for user in listed.json())


def test_the_token_of_a_students_server_opens_nothing_of_the_others(hub, aoi, ren):
    headers = {"Authorization": f"token {hub_token(aoi)}"}
    for method, path in (
        ("GET", "users/ren"),
        ("DELETE", "users/ren/server"),
        ("POST", "users/ren/activity"),
        ("POST", "users/aoi/tokens"),
        ("GET", "users"),
        ("GET", "groups"),
        ("GET", "proxy"),
    ):
        answer = requests.request(method, f"{hub.url}/hub/api/{path}", headers=headers, json={})
        assert answer.status_code in (403, 404), (path, answer.text)


def test_what_a_notebook_shows_sends_nothing_to_another_address(aoi):
    policy = aoi.session.get(f"{aoi.home}/lab").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    for kind in ("connect-src", "img-src", "form-action", "frame-ancestors"):
        sources = rules.get(kind, rules["default-src"]).split()
        assert "'self'" in sources and not {"*", "http:", "https:"} & {*sources}, kind


# ---------- the disk, the memory and the work ----------


def test_a_full_disk_is_said_and_the_saved_work_and_the_neighbour_are_safe(hub, ren):
    hub.machine.run("mkdir", "-p", "/home/jupyter-yui")
    student = Student(hub.url, "yui", hub.passwords["yui"])
    assert student.sign_in()
    student.stop()
    hub.machine.run(
        "mount", "-t", "tmpfs", "-o", "size=8m,mode=700,uid=jupyter-yui", "tmpfs", "/home/jupyter-yui"
    )
    student.start()
    notebook = student.open(LESSON)
    notebook.save()
    saved = (home(hub, student) / LESSON).read_text(encoding="utf-8")
    assert not run(student, "cat /dev/zero > ~/large")[0]
    notebook.content.cells[0].source += "\nmore"
    with pytest.raises(requests.HTTPError) as failed:
        notebook.save()
    assert re.search("No space left on device|disk is full", failed.value.response.text)
    assert (home(hub, student) / LESSON).read_text(encoding="utf-8") == saved
    assert ren.open(LESSON).run() == []
    notebook.execute("import os; os.remove('/home/jupyter-yui/large')")
    notebook.save()
    student.stop()
    hub.machine.run("umount", "-l", "/home/jupyter-yui")


def test_a_notebook_that_a_kill_left_half_written_comes_back(hub, ren):
    """The server writes a copy, empties the file, writes: and is killed in between."""
    lesson = home(hub, ren) / LESSON
    saved = lesson.read_text(encoding="utf-8")
    die = (
        "import os, sys\nfrom jupyter_server.services.contents.fileio import atomic_writing\n"
        "with atomic_writing(sys.argv[1]) as file:\n    file.write('{')\n    file.flush()\n    os._exit(9)"
    )
    path = f"/home/jupyter-ren/{LESSON}"
    hub.machine.run(sys.executable, "-c", die, path, check=False, user="jupyter-ren")
    assert lesson.read_text(encoding="utf-8") == "{"
    hub.machine.run("kill", "-9", *map(str, processes(hub, "ren", "singleuser.py")))
    wait_until(lambda: lesson.read_text(encoding="utf-8") == saved, 30, "the notebook")


def test_a_student_fills_no_disk_with_one_file_and_the_machine_with_no_programs(hub, aoi, ren):
    assert not run(aoi, "head -c 200000000 /dev/zero > ~/large")[0]
    assert (home(hub, aoi) / "large").stat().st_size <= 100 * 2**20
    bomb = "import subprocess\nwhile True: subprocess.Popen(['sleep', '99'])"
    aoi.open(LESSON).send(bomb)
    assert ren.open(LESSON).run() == []
    assert len(processes(hub, "aoi", "")) <= 200
    aoi.stop()
    assert not processes(hub, "aoi", "")
    aoi.start()


def test_nothing_of_a_student_runs_after_her_server_stops(hub, aoi):
    assert run(aoi, "nohup setsid sleep 999 >/dev/null 2>&1 & disown; true")[0]
    wait_until(lambda: processes(hub, "aoi", "sleep 999"), 10, "the program")
    aoi.stop()
    assert not processes(hub, "aoi", "")
    aoi.start()


def test_systemd_calls_the_students_unit_ok(hub, aoi):
    said = hub.machine.run(
        "systemd-analyze", "security", "--no-pager", "jupyter-aoi-singleuser.service"
    ).stdout
    level = float(said.rpartition("service: ")[2].split()[0])
    assert level <= 1.5, said


# ---------- the doors are there ----------


def test_the_doors_are_open_to_an_account_outside_the_box(hub, aoi):
    """So the tests above fail because of the cure, and not because the machine lacks the service."""
    uid = hub.machine.run("id", "-u", "jupyter-aoi").stdout.strip()
    call = "org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager SetUserLinger ubb"
    hub.machine.run("busctl", "call", *call.split(), uid, "true", "false", user="jupyter-aoi")
    wait_until(lambda: hub.machine.path("/var/lib/systemd/linger/jupyter-aoi").exists(), 10, "the linger")
    hub.machine.run("bash", "-c", "echo '* * * * * true' | crontab -", user="jupyter-aoi")
    assert hub.machine.path("/var/spool/cron/crontabs/jupyter-aoi").exists()
    hub.machine.run("loginctl", "disable-linger", "jupyter-aoi")
    wait_until(lambda: not processes(hub, "aoi", "systemd --user"), 20, "the end of the user's services")
