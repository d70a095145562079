"""本物の alembic のかわり：hub がデータベースを直す道具で、生徒のサーバーは名前を読みこむだけで使わない。

1人につき約11 MB が減る。
"""

import sys

command = config = script = ScriptDirectory = None
for name in ("command", "config", "script"):
    sys.modules[f"alembic.{name}"] = sys.modules["alembic"]
