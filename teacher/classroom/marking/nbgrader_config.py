"""nbgrader の設定。marks.py prepare が、採点のフォルダーに写す。"""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "perceptron"
c.ClearSolutions.enabled = False  # 答えのセルは、レッスンの ... のまま配る
c.ExecutePreprocessor.timeout = 120  # 止まらない答えは、2分でやめる
c.ExecutePreprocessor.interrupt_on_timeout = True
c.HTMLExporter.template_name = "feedback_ja"  # 日本語の結果
c.HTMLExporter.extra_template_basedirs = ["templates"]
