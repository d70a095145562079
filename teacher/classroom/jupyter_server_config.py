"""生徒のサーバーの設定。レッスンに要らないものを読みこまない。"""

c = get_config()  # noqa: F821

UNUSED = [
    "jupyter_lsp",
    "jupyter_server_terminals",
    "nbgitpuller",
    "notebook",
    "notebook_shim",
    "nbgrader.server_extensions.assignment_list",
    "nbgrader.server_extensions.course_list",
    "nbgrader.server_extensions.formgrader",
    "nbgrader.server_extensions.validate_assignment",
]

c.ServerApp.jpserver_extensions = {"jupyterlab": True, **dict.fromkeys(UNUSED, False)}
c.ServerApp.terminals_enabled = False
c.LabApp.extension_manager = "readonly"
# カーネルとの通信を、本人だけが開けるファイルで行う（ほかの生徒がのぞけない）
c.KernelManager.transport = "ipc"
