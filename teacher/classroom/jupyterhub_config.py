"""教室の1台のコンピュータで、この教材を JupyterHub で配る設定。使い方は teacher/classroom/README.md。

生徒ごとに Unix の利用者（jupyter-名前）を作り、サーバーは systemd がその利用者で動かす。
root で動くのは hub だけ。学校に合わせて変えるところは、この設定を読みこむ /etc/classroom.py に書く。
"""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from jupyterhub.auth import PAMAuthenticator

c = get_config()  # noqa: F821

# ---------- 場所 ----------

LESSONS = Path("/srv/lessons.git")  # 生徒に配るものだけの、git のリポジトリー。だれでも読める
FOLDER = "lessons"  # 生徒のホームにできる、教材のフォルダー

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from classroom.box import BOX, HERE  # noqa: E402
from classroom.students import NAME, STATE, TOKEN, create_user, everybody  # noqa: E402
from publish.student import update_repository  # noqa: E402

if not Path("/run/systemd/system").exists():
    sys.exit(
        "systemd が動いていません。Ubuntu や Debian のサーバーで動かすか、Kubernetes を使ってください"
        "（teacher/classroom/README.md）。"
    )
STATE.mkdir(mode=0o700, exist_ok=True)
try:
    update_repository(LESSONS)
except RuntimeError as error:
    sys.exit(str(error))

# ---------- 入口：利用者とパスワードは students.py が作る。Sign up はない ----------


class ClassroomAuthenticator(PAMAuthenticator):
    """名前 aoi でサインインする人を、Unix の利用者 jupyter-aoi のパスワードで確かめる。"""

    service = "classroom"  # /etc/pam.d/classroom

    async def authenticate(self, handler, data):
        """パスワードが合っていれば、名前を返す。"""
        account = {**data, "username": f"jupyter-{data['username']}"}
        return data["username"] if await super().authenticate(handler, account) else None

    def system_user_exists(self, user):
        """hub の名前は、Unix の利用者の名前ではない。利用者は students.py が作る。"""
        return True


c.JupyterHub.authenticator_class = ClassroomAuthenticator
c.Authenticator.allow_all = True  # パスワードのある人だけが、ここまで来る
c.Authenticator.username_pattern = NAME
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
HOURS = 6  # サインインの長さ
c.JupyterHub.cookie_max_age_days = HOURS / 24
c.JupyterHub.tornado_settings = {"cookie_options": {"expires_days": HOURS / 24, "SameSite": "Lax"}}

# ---------- hub：止めて始め直しても、生徒のサーバーは動き続ける ----------

c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.JupyterHub.cleanup_servers = False
c.JupyterHub.concurrent_spawn_limit = 100

# ---------- 生徒のサーバー ----------


def prepare(spawner):
    """生徒のサーバーが始まる前にすること。教材を新しくできなくても、サーバーは前の教材で始まる。"""
    if spawner.user.name not in everybody():  # 学校のアカウントでサインインした人
        create_user(spawner.user.name)
    try:
        update_repository(LESSONS)
    except (OSError, RuntimeError) as error:
        spawner.log.error("%s", error)


# ホームのひな形：matplotlib のフォントの一覧を、1人ずつ作らなくてよいようにする
fonts = STATE / "home/.cache/matplotlib"
fonts.mkdir(parents=True, exist_ok=True)
subprocess.run(
    [sys.executable, "-c", "import matplotlib.font_manager"], env={"MPLCONFIGDIR": str(fonts)}, check=True
)

c.JupyterHub.spawner_class = "systemd"
c.Spawner.disable_user_config = True  # 生徒の ~/.jupyter の設定を読まない
c.SystemdSpawner.username_template = "jupyter-{USERNAME}"
c.SystemdSpawner.pre_spawn_hook = prepare
c.SystemdSpawner.cmd = [sys.executable, "-P", str(HERE / "singleuser.py")]
c.SystemdSpawner.args = [f"--config={HERE}/jupyter_server_config.py"]
c.SystemdSpawner.default_url = f"/lab/tree/{FOLDER}/notebooks/01_numpy_basics.ipynb"
c.SystemdSpawner.mem_limit = "512M"  # 1人の上限。こえると、その人のカーネルだけが止まる
c.SystemdSpawner.cpu_limit = 1.0  # 1人が使えるコアの数
c.SystemdSpawner.start_timeout = 120
c.SystemdSpawner.http_timeout = 120
c.SystemdSpawner.default_shell = "/bin/bash"
c.SystemdSpawner.environment = {
    "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "JUPYTER_PATH": str(HERE / "jupyter"),  # メモリが足りなくなったら、サーバーより先に止まるカーネル
    "PYTHONNOUSERSITE": "1",  # 生徒の ~/.local のパッケージを読みこまない
    "GIT_CONFIG_SYSTEM": str(HERE / "gitconfig"),
}
c.SystemdSpawner.unit_extra_properties = {
    **BOX,
    "BindPaths": "/home/jupyter-{USERNAME}",
    # 教材を配る：新しいものを取りこみ、生徒が書きかえたところは生徒のものを残す。失敗しても、サーバーは始まる
    "ExecStartPre": f"-{sys.prefix}/bin/gitpuller file://{LESSONS} main {FOLDER}",
    "TimeoutStopSec": "10",  # 止まろうとしないプログラムを、待たない
    "Restart": "on-failure",  # サーバーが急に止まったら、すぐに始め直す
}

# ---------- 役割：だれも hub の管理者にしない。先生は、サーバーを見て、始めて、止めるだけ ----------

PRESTART = STATE / "prestart.token"  # prestart.py が読む
for token in (TOKEN, PRESTART):
    if not token.exists():
        os.close(os.open(token, os.O_CREAT, 0o600))
        token.write_text(secrets.token_hex(32), encoding="ascii")
c.JupyterHub.services = [
    {"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600"]},
    {"name": "prestart", "api_token": PRESTART.read_text(encoding="ascii")},
    {"name": "students", "api_token": TOKEN.read_text(encoding="ascii")},
]
c.JupyterHub.load_groups = {"teachers": {"users": ["sensei"]}, "everybody": {"users": everybody()}}
c.JupyterHub.load_roles = [
    # 生徒は自分のサーバーだけ。期限のない鍵（トークン）は作れない
    {
        "name": "user",
        "scopes": ["read:users!user", "users:activity!user", "servers!user", "access:servers!user"],
    },
    {"name": "teacher", "groups": ["teachers"], "scopes": ["admin-ui", "list:users", "servers"]},
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    },
    {"name": "prestart", "services": ["prestart"], "scopes": ["list:users", "servers", "access:servers"]},
    {"name": "students", "services": ["students"], "scopes": ["delete:users"]},
]
