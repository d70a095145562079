"""生徒のプログラムを入れる箱：systemd の、どれも systemd.exec(5) と systemd.resource-control(5) にある設定。

サーバー（jupyterhub_config.py）と採点（marking/marks.py）が使う。
"""

import sys
from pathlib import Path

from publish.student import STUDENT

COURSE = Path(__file__).resolve().parents[2]
HERE = COURSE / "teacher/classroom"

# 箱の中から見える、COURSE の中のもの。ほかは、解答も、git の記録も、ないように見える
SETTINGS = [HERE / name for name in ("gitconfig", "jupyter", "jupyter_server_config.py", "singleuser.py")]
PYTHON = [Path(sys.prefix), Path(sys.base_prefix)]
VISIBLE = [*(COURSE / name for name in STUDENT), *PYTHON, *SETTINGS]

YES = (
    "LockPersonality MemoryDenyWriteExecute NoNewPrivileges PrivateDevices PrivateIPC PrivateTmp "
    "PrivateUsers ProtectClock ProtectControlGroups ProtectHostname ProtectKernelLogs ProtectKernelModules "
    "ProtectKernelTunables RemoveIPC RestrictNamespaces RestrictRealtime RestrictSUIDSGID"
)
BOX = {
    **dict.fromkeys(YES.split(), "yes"),
    # 書けるのは、自分のホームだけ。ほかの人のホームは、ないように見える
    "ProtectSystem": "strict",
    "ProtectHome": "tmpfs",
    # COURSE は空に見え、VISIBLE だけが、どこにあっても見えて、書きかえられない
    "TemporaryFileSystem": f"{COURSE}:ro",
    "BindReadOnlyPaths": " ".join(map(str, VISIBLE)),
    # D-Bus には、上限のない別のサービスを頼める。JupyterLab は、node が見えると、始まるたびに呼ぶ
    "InaccessiblePaths": "-/run/dbus -/run/systemd/private -/run/user -/usr/bin/node -/usr/local/bin/node",
    "CapabilityBoundingSet": "",
    "SystemCallFilter": "@system-service",
    "SystemCallErrorNumber": "EPERM",
    "SystemCallArchitectures": "native",
    "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6 AF_NETLINK",  # ZeroMQ は AF_NETLINK も使う
    "IPAddressDeny": "any",  # 外へもとなりのコンピュータへも、つながらない
    "IPAddressAllow": "localhost",
    "UMask": "0077",
    "ProcSubset": "pid",
    "ProtectProc": "invisible",  # ほかの生徒のプログラムを見せない
    "MemorySwapMax": "0",
    "LimitDATA": "400M",  # 1つのプログラムの上限。こえると、そのセルが MemoryError になる（カーネルは動く）
    "LimitFSIZE": "100M",  # 1つのファイルの上限
    "TasksMax": "200",
}
