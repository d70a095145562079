# 赤いエラーの日本語の説明を、どのカーネルでも、再起動のすぐあとから使えるようにする
import importlib.util

if importlib.util.find_spec("lesson"):
    c.InteractiveShellApp.extensions.append("lesson.explain")  # noqa: F821
