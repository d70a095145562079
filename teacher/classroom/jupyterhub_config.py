"""教室の1台のコンピュータで、この教材を JupyterHub で配る設定。使い方は teacher/classroom/README.md。

生徒ごとに Unix の利用者（jupyter-名前）を作り、サーバーは systemd がその利用者で動かす。
root で動くのは hub だけ。
"""

import pwd
import secrets
import subprocess
import sys
from pathlib import Path

c = get_config()  # noqa: F821

# ---------- 学校に合わせて変えるところ ----------

TEACHERS = {"sensei"}  # 管理者の名前。生徒に知らせる前に、この名前で Sign up する
MEMORY = "512M"  # 1人の上限。こえると、その人のカーネルだけが止まる
DATA = "400M"  # 1つのプログラムの上限。こえると、そのセルが MemoryError になる（カーネルは動く）
CPUS = 1.0  # 1人が使えるコアの数
IDLE = 3600  # 何もしないサーバーを止めるまでの秒数

# ---------- 場所 ----------

COURSE = Path(__file__).resolve().parents[2]
HERE = COURSE / "teacher/classroom"
STATE = Path("/var/lib/classroom")  # 利用者の一覧、鍵、名簿。root だけが読める
LESSONS = Path("/srv/lessons.git")  # 生徒に配るものだけの、git のリポジトリー。だれでも読める
FOLDER = "lessons"  # 生徒のホームにできる、教材のフォルダー

sys.path.insert(0, str(COURSE / "teacher"))
from publish.student import STUDENT, update_repository  # noqa: E402

# 生徒のサーバーに見える、COURSE の中のもの。ほかは、解答も、git の記録も、ないように見える
VISIBLE = [
    *(COURSE / name for name in STUDENT),
    Path(sys.prefix),
    HERE / "gitconfig",
    HERE / "jupyter",
    HERE / "jupyter_server_config.py",
    HERE / "not_loaded",
]

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

# ---------- 入口：生徒は Sign up し、先生が承認する。名簿にある名前は、承認なしで入れる ----------

c.JupyterHub.authenticator_class = "native"
c.Authenticator.admin_users = TEACHERS
c.Authenticator.allow_all = True  # 承認された人だけが、ここまで来る
c.Authenticator.username_pattern = "[a-z0-9][a-z0-9-]{0,22}$"  # Unix の利用者の名前にできるもの
c.NativeAuthenticator.check_common_password = True
c.NativeAuthenticator.minimum_password_length = 8
c.NativeAuthenticator.allowed_failed_logins = 10
c.NativeAuthenticator.seconds_before_next_try = 60
ROSTER = STATE / "students.txt"  # 名簿：1行に1つの名前
if ROSTER.exists():
    c.Authenticator.allowed_users = set(ROSTER.read_text(encoding="utf-8").split())
c.JupyterHub.template_vars = {
    "announcement_login": "はじめての人は、いちばん下の Sign up で、"
    "名前（半角の英小文字、数字、-）とパスワード（8文字以上）を決めます。"
    "「has not been authorized」と出たら、先生の承認を待ちましょう。"
}

# ---------- hub：止めて始め直しても、生徒のサーバーは動き続ける ----------

c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.JupyterHub.cleanup_servers = False
c.JupyterHub.concurrent_spawn_limit = 100

# ---------- 生徒のサーバー ----------


def create_user(spawner):
    """はじめての生徒の、Unix の利用者とホーム（本人だけが読める）を作る。"""
    name = f"jupyter-{spawner.user.name}"
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(
            [
                "useradd",
                "--create-home",
                "--skel",
                str(STATE / "home"),
                "--key",
                "HOME_MODE=0700",
                "--shell",
                "/bin/bash",
                name,
            ],
            check=True,
        )


def prepare(spawner):
    """生徒のサーバーが始まる前にすること。教材を新しくできなくても、サーバーは前の教材で始まる。"""
    create_user(spawner)
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
c.SystemdSpawner.username_template = "jupyter-{USERNAME}"
c.SystemdSpawner.pre_spawn_hook = prepare
c.SystemdSpawner.cmd = [f"{sys.prefix}/bin/jupyterhub-singleuser"]
c.SystemdSpawner.args = [f"--config={HERE}/jupyter_server_config.py"]
c.SystemdSpawner.default_url = f"/lab/tree/{FOLDER}/notebooks/01_numpy_basics.ipynb"
c.SystemdSpawner.mem_limit = MEMORY
c.SystemdSpawner.cpu_limit = CPUS
c.SystemdSpawner.start_timeout = 120
c.SystemdSpawner.http_timeout = 120
c.SystemdSpawner.default_shell = "/bin/bash"
c.SystemdSpawner.isolate_tmp = True
c.SystemdSpawner.isolate_devices = True
c.SystemdSpawner.disable_user_sudo = True
c.SystemdSpawner.environment = {
    "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "JUPYTER_PATH": str(HERE / "jupyter"),  # メモリが足りなくなったら、サーバーより先に止まるカーネル
    "PYTHONPATH": str(HERE / "not_loaded"),  # ここにあるパッケージは、本物を読みこまない
    "GIT_CONFIG_SYSTEM": str(HERE / "gitconfig"),
}
c.SystemdSpawner.unit_extra_properties = {
    # 教材を配る：新しいものを取りこみ、生徒が書きかえたところは生徒のものを残す。失敗しても、サーバーは始まる
    "ExecStartPre": f"-{sys.prefix}/bin/gitpuller file://{LESSONS} main {FOLDER}",
    # COURSE は空に見え、VISIBLE だけが、どこにあっても見えて、書きかえられない
    "TemporaryFileSystem": f"{COURSE}:ro",
    "BindReadOnlyPaths": " ".join(map(str, VISIBLE)),
    # JupyterLab は、node が見えると、始まるたびに呼ぶ
    "InaccessiblePaths": "-/usr/bin/node -/usr/local/bin/node",
    "MemorySwapMax": "0",
    "LimitDATA": DATA,
    "TasksMax": "200",
    "Restart": "on-failure",  # サーバーが急に止まったら、すぐに始め直す
    "ProtectProc": "invisible",  # ほかの生徒のプログラムを見せない
}

# ---------- 手伝い：空いたサーバーを止める係と、授業の前に始める係。それぞれ、必要な権限だけを持つ ----------

TOKEN = STATE / "prestart.token"  # prestart.py が読む
if not TOKEN.exists():
    TOKEN.touch(mode=0o600)
    TOKEN.write_text(secrets.token_hex(32), encoding="ascii")
c.JupyterHub.services = [
    {"name": "idle-culler", "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={IDLE}"]},
    {"name": "prestart", "api_token": TOKEN.read_text(encoding="ascii")},
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    },
    {"name": "prestart", "services": ["prestart"], "scopes": ["list:users", "read:servers", "servers"]},
]
