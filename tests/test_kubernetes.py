"""teacher/classroom/values.yaml and Dockerfile, as far as they can be tried without a cluster.

The workflow .github/workflows/test.yml merges the values with the chart and checks them against its schema.
"""

import re
import sys

import pytest
from course import ROOT

yaml = pytest.importorskip("yaml", reason="the extra 'classroom' is not installed")
pytest.importorskip("oauthenticator", reason="the extra 'classroom' is not installed")
from jupyterhub.app import JupyterHub  # noqa: E402
from oauthenticator.generic import GenericOAuthenticator  # noqa: E402
from publish.student import STUDENT  # noqa: E402

sys.path.insert(0, str(ROOT / "teacher/classroom"))
import prestart  # noqa: E402

HERE = ROOT / "teacher/classroom"
VALUES = yaml.safe_load((HERE / "values.yaml").read_text(encoding="utf-8"))
CONFIG = (HERE / "jupyterhub_config.py").read_text(encoding="utf-8")


def test_the_settings_of_the_hub_exist_and_take_the_values():
    for section, settings in VALUES["hub"]["config"].items():
        made = {"JupyterHub": JupyterHub}.get(section, GenericOAuthenticator)
        unknown = set(settings) - set(made.class_traits())
        assert not unknown, (section, unknown)
        for name in {*settings} - {"authenticator_class"}:
            made.class_traits()[name]._validate(made(), settings[name])


@pytest.mark.parametrize("role", ["user", "teacher", "prestart"])
def test_the_roles_are_those_of_the_single_machine(role):
    scopes = re.search(rf'"name": "{role}"[^}}]*"scopes": \[(.*?)\]', CONFIG, re.S)[1]
    assert VALUES["hub"]["loadRoles"][role]["scopes"] == re.findall(r'"([^"]+)"', scopes)


def test_the_image_holds_what_the_servers_need_and_nothing_of_the_teachers():
    copied = re.findall(r"^COPY (.+) \S+$", (HERE / "Dockerfile").read_text(encoding="utf-8"), re.M)
    files = {name for line in copied for name in line.split()}
    settings = {name for name in files if name.startswith("teacher/")}
    assert files - settings == set(STUDENT)
    wanted = ("jupyter", "jupyter_server_config.py", "singleuser.py")
    assert settings == {f"teacher/classroom/{name}" for name in wanted}
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {name.removeprefix("!") for name in kept if name.startswith("!")} == files
    command = " ".join(VALUES["singleuser"]["cmd"])
    assert set(re.findall(r"/srv/settings/(\S+)", command)) == {*wanted} - {"jupyter"}
    assert VALUES["singleuser"]["extraEnv"]["JUPYTERHUB_DISABLE_USER_CONFIG"] == "1"


class Answer:
    """What the hub answers."""

    def __init__(self, status, data=None, text=""):
        self.status_code, self.data, self.text = status, data, text

    def json(self):
        return self.data

    def raise_for_status(self):
        assert self.status_code < 400


def test_prestart_says_the_hubs_reason_and_waits_when_too_many_start(monkeypatch):
    """A cluster without room: the hub says so, first for a moment, then for good."""
    replies = [Answer(429, text="too many"), Answer(500, text="no room"), Answer(500, text="no room")]

    def api(method, address, token, **_):
        return replies.pop(0) if method == "POST" else Answer(200, {"servers": {}})

    monkeypatch.setattr(prestart, "api", api)
    monkeypatch.setattr(prestart.time, "sleep", lambda seconds: None)
    assert prestart.main(4, ["s01"], "http://hub", "") == {"s01": "始まりません：no room"}
    assert not replies
