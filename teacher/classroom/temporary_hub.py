"""A throw-away machine for the tests and the load table: systemd and the hub, over a copy of this system.

Needs Linux, root, systemd, git and configurable-http-proxy. Everything that is written (users, homes, the
hub's data) stays in memory and is gone afterwards.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "teacher/classroom/jupyterhub_config.py"

# An overlay of / in a mount namespace, the control groups of this subtree, and systemd as process 1 of a
# process namespace.
BOOT = r"""
set -e
mount --make-rprivate /
new=$1; group=$(basename "$new"); mount -t tmpfs -o mode=755 tmpfs "$new"; mkdir "$new"/{up,work,root}
mount -t overlay -o "lowerdir=/,upperdir=$new/up,workdir=$new/work" overlay "$new/root"
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p "/sys/fs/cgroup/$group"; echo $$ > "/sys/fs/cgroup/$group/cgroup.procs"
else
  for tree in systemd memory cpu cpuacct pids; do
    mkdir -p "/sys/fs/cgroup/$tree/$group"; echo $$ > "/sys/fs/cgroup/$tree/$group/cgroup.procs"
  done
fi
exec unshare --cgroup --ipc --pid --fork --kill-child bash -c '
set -e
cd "$1"; mount -t proc proc proc; mount --rbind /dev dev; mount --rbind /sys sys
if [ -e sys/fs/cgroup/cgroup.controllers ]; then
  umount -l sys/fs/cgroup; mount -t cgroup2 cgroup2 sys/fs/cgroup
else
  umount -l sys/fs/cgroup; mount -t tmpfs tmpfs sys/fs/cgroup
  mkdir sys/fs/cgroup/{systemd,memory,cpu,cpuacct,pids}
  mount -t cgroup -o none,name=systemd,xattr cgroup sys/fs/cgroup/systemd
  for tree in memory cpu cpuacct pids; do mount -t cgroup -o $tree cgroup sys/fs/cgroup/$tree; done
fi
mount -t tmpfs -o mode=755 tmpfs run; mount -t tmpfs -o mode=1777 tmpfs var/tmp
mkdir run/lock run/units
for unit in boot sysinit basic shutdown; do
  printf "[Unit]\nDefaultDependencies=no\n" > run/units/$unit.target
done
for unit in dbus.service dbus.socket polkit.service systemd-logind.service user@.service \
    user-runtime-dir@.service cron.service; do
  ln -s "/lib/systemd/system/$unit" run/units/
done
ln -s systemd-logind.service run/units/dbus-org.freedesktop.login1.service
pivot_root . mnt; umount -l /mnt
for folder in "${@:2}"; do
  while [ "$folder" != / ]; do chmod o+rx "$folder"; folder=$(dirname "$folder"); done
done
export container=other SYSTEMD_UNIT_PATH=/run/units
exec /lib/systemd/systemd --system --unit=boot.target --log-target=null
' boot "$new/root" "${@:2}"
"""


def missing():
    """What this machine lacks for a temporary hub, in a sentence; empty if nothing."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "the temporary hub needs Linux and root"
    for program in ("configurable-http-proxy", "git", "unshare", "nsenter", "useradd", "systemd-run"):
        if not shutil.which(program):
            return f"{program} is not installed"
    allowed = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--cgroup", "true"], capture_output=True
    )
    return "" if allowed.returncode == 0 else "this machine may not make namespaces"


def free_port():
    """A port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_until(ready, seconds, what):
    """Wait until ready() is true; after so many seconds, say what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return
        time.sleep(0.1)
    raise TimeoutError(f"{what}: not within {seconds} s")


class Machine:
    """The throw-away machine."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="classroom-"))
        readable = [ROOT, Path(sys.prefix), Path(os.path.realpath(sys.executable)).parents[1]]
        self.process = subprocess.Popen(
            [
                "setpriv",
                "--pdeathsig",
                "KILL",
                "unshare",
                "--mount",
                "--fork",
                "--kill-child",
                "bash",
                "-c",
                BOOT,
                "boot",
                str(self.folder),
                *map(str, readable),
            ],
            start_new_session=True,
        )
        wait_until(lambda: self.process.poll() is not None or self.systemd(), 20, "start of systemd")
        wait_until(
            lambda: self.run("systemctl", "is-active", "boot.target", check=False).stdout.strip() == "active",
            20,
            "boot",
        )
        # what a student may call on an ordinary server
        self.run("systemctl", "start", "dbus", "polkit", "systemd-logind", "cron", check=False)

    def systemd(self):
        """The process id of systemd, as seen from outside."""
        self.pid = self.process.pid
        for _ in range(2):
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            if not children:
                return None
            self.pid = int(children[0])
        return self.pid if Path(f"/proc/{self.pid}/comm").read_text().strip() == "systemd" else None

    def inside(self, *command):
        return [
            "nsenter",
            "-t",
            str(self.pid),
            "--mount",
            "--pid",
            "--cgroup",
            "--ipc",
            "--root",
            "--wd",
            *command,
        ]

    def run(self, *command, check=True, user="root"):
        prefix = () if user == "root" else ("runuser", "-u", user, "--")
        return subprocess.run(self.inside(*prefix, *command), check=check, text=True, capture_output=True)

    def path(self, path):
        """A path of the machine, as seen from outside."""
        return Path(f"/proc/{self.pid}/root{path}")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.folder.rmdir()
        groups = [
            group
            for top in Path("/sys/fs/cgroup").glob(f"**/{self.folder.name}")
            for group in (top, *top.rglob("*/"))
        ]
        for group in sorted(groups, key=lambda group: len(group.parts), reverse=True):
            programs = group / "cgroup.procs"
            wait_until(lambda file=programs: not file.read_text(), 20, "the end of the throw-away machine")
            group.rmdir()


class Hub:
    """The hub on a throw-away machine, with the committed configuration and lines of the school's own."""

    def __init__(self, lines="", url="http://127.0.0.1", files=None):
        self.machine = Machine()
        files = {
            "/etc/pam.d/classroom": CONFIG.with_name("pam").read_bytes(),
            "/etc/ssh/sshd_config.d/classroom.conf": CONFIG.with_name("sshd.conf").read_bytes(),
            **(files or {}),
        }
        for place, content in files.items():
            self.machine.path(place).write_bytes(content)
        self.port, self.ports = free_port(), (free_port(), free_port())  # of the hub itself and of its proxy
        self.url = f"{url}:{self.port}"
        lines = lines.replace("https://hub.school.example", self.url)
        self.machine.path("/etc/classroom.py").write_text(
            f"load_subconfig({str(CONFIG)!r})\n{lines}\n", encoding="utf-8"
        )
        self.command = [
            sys.executable,
            "-m",
            "jupyterhub",
            "-f",
            "/etc/classroom.py",
            f"--JupyterHub.bind_url={self.url.partition(':')[0]}://127.0.0.1:{self.port}",
            f"--JupyterHub.hub_bind_url=http://127.0.0.1:{self.ports[0]}",
            f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{self.ports[1]}",
        ]
        self.log = tempfile.NamedTemporaryFile("w+", suffix=".log", encoding="utf-8")
        try:
            self.start()
        except BaseException:
            self.machine.close()
            raise

    def start(self):
        self.process = subprocess.Popen(self.machine.inside(*self.command), stdout=self.log, stderr=self.log)
        wait_until(self.answers, 60, "start of the hub")

    def restart(self, how="-TERM"):
        """Stop the hub, softly or hard, and start it again; the servers of the students go on."""
        self.machine.run("pkill", how, "-f", "jupyterhub -f")
        self.process.wait(timeout=30)
        self.start()

    def answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(Path(self.log.name).read_text(encoding="utf-8"))
        try:
            return requests.get(f"{self.url}/hub/health", timeout=5).ok
        except requests.ConnectionError:
            return False

    def students(self, action, *names):
        """Run students.py; gives {name: what it says}, the password where there is a new one."""
        command = [sys.executable, str(CONFIG.with_name("students.py")), f"--url={self.url}", action, *names]
        said = self.machine.run(*command).stdout
        return dict(line.split("\t") for line in said.splitlines())

    def close(self):
        self.machine.close()
        self.process.wait()
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
