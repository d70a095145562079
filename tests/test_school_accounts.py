"""teacher/classroom/README.md: the accounts of the school (OAuth), and HTTPS with an address for each one.

The lines of the README as they stand, with a small provider of accounts in the place of the school's.
"""

import json
import re
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

pytest.importorskip("oauthenticator", reason="the extra 'classroom' is not installed")
from test_classroom import LESSON, processes  # noqa: E402  # isort: skip
import prestart  # noqa: E402
import requests  # noqa: E402
from load_test import Student  # noqa: E402
from temporary_hub import CONFIG, Hub, missing  # noqa: E402

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


def lines_of(heading):
    """The first Python block of the README under a heading."""
    text = CONFIG.with_name("README.md").read_text(encoding="utf-8").partition(f"### {heading}\n")[2]
    return re.search(r"```python\n(.*?)```", text, re.S)[1]


class Provider(BaseHTTPRequestHandler):
    """Signs everybody in: the code is the name, and so is the token."""

    def do_GET(self):
        asked = {key: value[0] for key, value in parse_qs(urlsplit(self.path).query).items()}
        if self.path.startswith("/authorize"):
            code = {"code": self.server.name, "state": asked["state"]}
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(code)}")
            self.end_headers()
        else:
            name = self.headers["Authorization"].removeprefix("Bearer ")
            self.answer({"preferred_username": name, "sub": name})

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer({"access_token": form["code"][0], "token_type": "Bearer"})

    def answer(self, data):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def provider():
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def hub(provider):
    lines = lines_of("学校のアカウントで入る（すすめる方法）")
    lines = lines.replace("https://accounts.school.example", f"http://127.0.0.1:{provider.server_port}")
    with Hub(lines) as hub:
        yield hub


def sign_in(hub, provider, name):
    provider.name = name
    student = Student(hub.url, name)
    answer = student.session.get(f"{hub.url}/hub/oauth_login", allow_redirects=True)
    return student, answer


def test_a_student_comes_in_with_the_account_of_the_school(hub, provider):
    student, _ = sign_in(hub, provider, "haru")
    student.start()
    assert student.open(LESSON).run() == [] and processes(hub, "haru", "ipykernel")
    assert student.session.get(f"{hub.url}/hub/admin").status_code == 403


def test_the_teacher_is_the_one_of_the_school(hub, provider):
    teacher, _ = sign_in(hub, provider, "sensei")
    assert teacher.session.get(f"{hub.url}/hub/admin").ok


@pytest.mark.parametrize("name", ["root/../x", "a b", "a;reboot", "x" * 40])
def test_a_name_that_is_none_of_the_machine_is_refused(hub, provider, name):
    student, answer = sign_in(hub, provider, name)
    assert answer.status_code in (400, 403)
    assert student.session.get(f"{hub.url}/hub/home", allow_redirects=False).status_code == 302


def test_an_answer_that_was_not_asked_for_is_refused(hub):
    session = requests.Session()
    forged = f"{hub.url}/hub/oauth_callback?{urlencode({'code': 'haru', 'state': 'forged'})}"
    assert session.get(forged).status_code in (400, 403)
    assert session.get(f"{hub.url}/hub/home", allow_redirects=False).status_code == 302
    form = session.post(f"{hub.url}/hub/login", data={"username": "haru", "password": "x"})
    assert form.status_code in (403, 404, 405)


@pytest.fixture(scope="module")
def https(tmp_path_factory):
    """The hub as the README says for more than one room, with a certificate of our own."""
    folder = tmp_path_factory.mktemp("certificate")
    key, certificate = folder / "key", folder / "crt"
    names = "subjectAltName=DNS:hub.school.localhost,DNS:*.hub.school.localhost"
    new = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=hub -addext"
    subprocess.run(
        [*new.split(), names, "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    lookup = socket.getaddrinfo
    here = {"REQUESTS_CA_BUNDLE": str(certificate), "WEBSOCKET_CLIENT_CA_BUNDLE": str(certificate)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in here.items():
            patch.setenv(name, value)
        patch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *rest, **more: lookup(
                "127.0.0.1" if str(host).endswith(".localhost") else host, *rest, **more
            ),
        )
        lines = lines_of("HTTPS にする、教室の外から使う")
        files = {"/etc/classroom.key": key.read_bytes(), "/etc/classroom.crt": certificate.read_bytes()}
        with Hub(lines, "https://hub.school.localhost", files) as hub:
            yield hub


def test_with_https_every_student_has_an_address_of_her_own(https):
    """So a page of one student's server is of another origin than the hub and the others' servers."""
    student = Student(https.url, "aoi", https.students("add", "aoi")["aoi"])
    student.home = https.url.replace("//", "//aoi.") + "/user/aoi"
    assert student.sign_in()
    student.start()
    assert student.open(LESSON).run() == []
    token = https.machine.path("/var/lib/classroom/prestart.token").read_text(encoding="ascii")
    assert prestart.main(1, ["aoi"], https.url, token) == {}
    assert all(cookie.secure for cookie in student.session.cookies if cookie.name != "_xsrf")
    at_the_hub = student.session.get(f"{https.url}/user/aoi/lab", allow_redirects=False)
    assert at_the_hub.status_code in (302, 404)
    for cookie in student.session.cookies:
        assert cookie.name.startswith("jupyterhub-user") == (cookie.domain == "aoi.hub.school.localhost") or (
            cookie.name in ("_xsrf", "jupyterhub-session-id")
        ), cookie
    assert not Student(https.url, "aoi", "wrong").sign_in()
