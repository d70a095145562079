"""教材の場所と、ほかのプログラム（git、npm、JupyterLite など）の実行。"""

import shutil
import subprocess
from pathlib import Path

from lesson.contents import lesson_files

ROOT = Path(__file__).resolve().parents[2]
BROWSER = ROOT / "teacher/publish/browser"
LESSONS = lesson_files(ROOT / "notebooks")


def run(*command, cwd=None):
    """command を実行し、表示を返す。できなければ、何ができなかったかを言って止まる。"""
    program, *rest = map(str, command)
    found = shutil.which(program)  # Windows では npm.cmd
    if not found:
        raise RuntimeError(f"{program} がありません。npm と node なら、https://nodejs.org から入れましょう。")
    result = subprocess.run([found, *rest], cwd=cwd, capture_output=True, encoding="utf-8", errors="replace")
    if result.returncode:
        raise RuntimeError(f"{program} {' '.join(rest[:4])} … ができません。\n{result.stderr[-2000:]}")
    return result.stdout
