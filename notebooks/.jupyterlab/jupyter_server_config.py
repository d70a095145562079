"""教材のフォルダーで始めると、jupyter lab はレッスン1を、jupyter notebook は一覧を開く。"""

import sys
from pathlib import Path

import nbformat
from ipykernel.ipkernel import IPythonKernel
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from nbformat.sign import NotebookNotary

c = get_config()  # noqa: F821


class Lessons(AsyncLargeFileManager):
    """カーネルのないノートブックを開くとき、前の実行の番号と、もう動かないスライダーを除く（図は残る）。"""

    async def get(self, path, *args, **named):
        """path のファイルの中身。ファイルそのものは変えない。"""
        model = await super().get(path, *args, **named)
        running = [session["path"] for session in await self.parent.session_manager.list_sessions()]
        if model["type"] == "notebook" and model["content"] and path.strip("/") not in running:
            # 初めから入れておくと、開いただけで「未保存」にならない
            model["content"]["metadata"]["language_info"] = IPythonKernel.language_info
            for cell in model["content"]["cells"]:
                for part in [cell, *cell.get("outputs", [])]:
                    if "execution_count" in part:
                        part["execution_count"] = None
                    part.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
        return model


c.ServerApp.contents_manager_class = Lessons
c.Application.log_level = "ERROR"  # 開くアドレスと、本当の間違いだけを表示する
for path in (Path(sys.prefix) / "share/perceptron-lessons").glob("*.ipynb"):
    NotebookNotary().sign(nbformat.read(path, as_version=4))  # 教材のままのノートブックは「信頼できる」とする
c.LabApp.custom_css = True  # custom/custom.css：予想の答えを見せない
c.ServerApp.tornado_settings.update({"static_custom_path": [str(Path(__file__).parent / "custom")]})
if Path("notebooks/01_numpy_basics.ipynb").exists():
    c.LabApp.default_url = "/lab/tree/notebooks/01_numpy_basics.ipynb"
    c.JupyterNotebookApp.default_url = "/tree/notebooks"
    c.ContentsManager.hide_globs.append("lesson")  # フォルダーはレッスンより前に並ぶので、一覧に出さない
