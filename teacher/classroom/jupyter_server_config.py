"""生徒のサーバーの設定。レッスンに要らないものを読みこまない。"""

import json
from pathlib import Path

c = get_config()  # noqa: F821

UNUSED = ["jupyter_lsp", "jupyter_server_terminals", "nbgitpuller", "notebook", "notebook_shim"]

c.ServerApp.jpserver_extensions = {"jupyterlab": True, **dict.fromkeys(UNUSED, False)}
c.ServerApp.terminals_enabled = False
c.LabApp.extension_manager = "readonly"
# カーネルとの通信を、本人だけが開けるファイルで行う（ほかの生徒がのぞけない）
c.KernelManager.transport = "ipc"
# ノートブックの出力は、ほかの場所へ何も送れない
c.ServerApp.tornado_settings = {
    "headers": {
        "Content-Security-Policy": "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; "
        "frame-ancestors 'self'"
    }
}

# 保存の途中で止まったときは、保存の前の写し（.~名前）が残っている。こわれたノートブックを、それで直す
for copy in Path().glob("*/notebooks/.~*.ipynb"):
    notebook = copy.with_name(copy.name.removeprefix(".~"))
    try:
        json.loads(notebook.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        copy.replace(notebook)
