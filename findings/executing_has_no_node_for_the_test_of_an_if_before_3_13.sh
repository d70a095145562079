#!/usr/bin/env bash
# Guess: wherever Python's own traceback underlines an expression, executing (which tells IPython what to highlight) gives
# its node; so also in NumPy's most met error, the truth of an array in an if.
# Seen (executing 2.2.1, NumPy 2.3.5): on Python 3.11 and 3.12 the traceback underlines `arr > 0` in `if`, `while`, `… if …
# else …` and `assert`, and executing has no node there, while `not …` and `… and …` have theirs. On 3.13, where an
# instruction of its own asks for the truth, all six have one, and that of `not (arr > 0)` is now `arr > 0`.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet executing==2.2.1 numpy==2.3.5
cat > "$work/look.py" <<'PY'
import ast
import linecache
import sys
import traceback

import executing
import numpy as np

TESTS = ["if arr > 0: pass", "while arr > 0: pass", "1 if arr > 0 else 2", "assert arr > 0", "not (arr > 0)", "arr > 0 and 1"]
seen = []
for line in TESTS:
    linecache.cache[line] = (len(line), None, [line + "\n"], line)
    try:
        exec(compile(line + "\n", line, "exec"), {"arr": np.ones(2)})
    except ValueError as error:
        step = error.__traceback__.tb_next
        (place,) = traceback.extract_tb(step)
        node = executing.Source.executing(step).node
        seen.append((line[place.colno : place.end_colno], node and ast.unparse(node)))
print(sys.version_info[:2], *seen, sep="\n")
tests, joined = 4 * ["arr > 0"], "arr > 0 and 1"
assert [underlined for underlined, _ in seen] == [*tests, "not (arr > 0)", joined]
named = [*tests, "arr > 0", joined] if sys.version_info >= (3, 13) else [*4 * [None], "not arr > 0", joined]
assert [name for _, name in seen] == named
PY
"$work/env/bin/python" "$work/look.py"
