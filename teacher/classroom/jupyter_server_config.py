"""生徒のサーバーの設定。レッスンに要らないものを読みこまない。"""

UNUSED = ["jupyter_lsp", "jupyter_server_terminals", "nbgitpuller", "notebook", "notebook_shim", *(
    f"nbgrader.server_extensions.{name}" for name in ("assignment_list", "course_list", "formgrader", "validate_assignment"))]

c.ServerApp.jpserver_extensions = {"jupyterlab": True, **dict.fromkeys(UNUSED, False)}
c.ServerApp.terminals_enabled = False
c.LabApp.extension_manager = "readonly"
c.KernelManager.transport = "ipc"  # カーネルとの通信を、本人だけが開けるファイルで行う（ほかの生徒がのぞけない）
