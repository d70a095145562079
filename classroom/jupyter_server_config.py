"""生徒のサーバーの設定。レッスンに要らないものを読みこまない。"""

c.KernelManager.transport = "ipc"  # カーネルとの通信を、本人だけが開けるファイルで行う（ほかの生徒がのぞけない）
c.ServerApp.jpserver_extensions = {
    "jupyterlab": True, "jupyter_lsp": False, "jupyter_server_terminals": False, "nbgitpuller": False,
    "notebook": False, "notebook_shim": False}
c.ServerApp.terminals_enabled = False
c.LabApp.extension_manager = "readonly"
