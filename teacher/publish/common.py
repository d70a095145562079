"""ほかのプログラム（git、npm、JupyterLite など）を実行する。"""

import shutil
import subprocess


def run(*command, cwd=None):
    """command を実行し、表示を返す。できなければ、何ができなかったかを言って止まる。"""
    program, *rest = map(str, command)
    if not shutil.which(program):
        raise RuntimeError(f"{program} がありません。npm と node なら、https://nodejs.org から入れましょう。")
    command = [shutil.which(program), *rest]  # Windows の npm.cmd のため
    result = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", errors="replace")
    if result.returncode:
        raise RuntimeError(f"{program} {' '.join(rest[:4])} … ができません。\n{result.stderr[-2000:]}")
    return result.stdout
