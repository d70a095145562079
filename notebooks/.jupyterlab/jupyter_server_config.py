"""教材のフォルダーで始めると、jupyter lab はレッスン1を、jupyter notebook は一覧を開く。"""

from pathlib import Path

c = get_config()  # noqa: F821

c.Application.log_level = "ERROR"  # 開くアドレスと、本当の間違いだけを表示する
c.LabApp.custom_css = True  # custom/custom.css：折りたたんだ出力の1行目を見せない
c.ServerApp.tornado_settings.update({"static_custom_path": [str(Path(__file__).parent / "custom")]})
if Path("notebooks/01_numpy_basics.ipynb").exists():
    c.LabApp.default_url = "/lab/tree/notebooks/01_numpy_basics.ipynb"
    c.JupyterNotebookApp.default_url = "/tree/notebooks"
    c.ContentsManager.hide_globs.append("lesson")  # フォルダーはレッスンより前に並ぶので、一覧に出さない
