"""jupyter lab はレッスン1を、jupyter notebook はレッスンの一覧を開く。ほかのフォルダーで始めたときは、ふだんのまま。"""

from pathlib import Path

if Path("notebooks/01_numpy_basics.ipynb").exists():
    c.LabApp.default_url = "/lab/tree/notebooks/01_numpy_basics.ipynb"  # noqa: F821
    c.JupyterNotebookApp.default_url = "/tree/notebooks"  # noqa: F821
