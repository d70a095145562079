"""レッスンで、perceptron_helpers のほかに使うもの。"""

from lesson.restore import restore  # noqa: F401
