# 赤いエラーの日本語の説明を、どのカーネルでも、再起動のすぐあとから使えるようにする
import importlib.util

if importlib.util.find_spec("lesson"):
    c.InteractiveShellApp.extensions.append("lesson.errors")  # noqa: F821
c.IPKernelApp.log_level = "ERROR"  # noqa: F821  起動のたびに出る英語の注意（通信の暗号など）を表示しない
