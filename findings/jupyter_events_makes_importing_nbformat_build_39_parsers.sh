#!/usr/bin/env bash
# Guess: importing nbformat, which checks notebooks with jsonschema, loads some modules and builds nothing; what else is
# installed beside it makes no difference.
# Seen (Python 3.11, nbformat 5.11.1, jsonschema 4.26.0, rfc3987-syntax 1.1.0, lark 1.3.1): alone it is so. With
# jupyter-events 0.12.1 beside it, as in every Jupyter server, jsonschema's extra "format-nongpl" is there too; jsonschema
# then imports rfc3987_syntax at once, for formats a notebook has none of, and that compiles one grammar with Lark, 39
# parsers: `import nbformat` takes about 1.0 s instead of 0.1 s, in each process that reads a notebook.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cat > "$work/count.py" <<'PY'
import sys
import time

built = 0
if "lark" in sys.argv:
    import lark

    original = lark.Lark.__init__

    def counting(self, *given, **named):
        global built
        built += 1
        original(self, *given, **named)

    lark.Lark.__init__ = counting
start = time.perf_counter()
import nbformat  # noqa: E402, F401

print(f"{time.perf_counter() - start:.2f} s", file=sys.stderr)
print("rfc3987_syntax" in sys.modules, built)
PY
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet nbformat==5.11.1 jsonschema==4.26.0
alone="$("$work/env/bin/python" "$work/count.py")"
"$work/env/bin/pip" install --quiet jupyter-events==0.12.1 jsonschema==4.26.0 rfc3987-syntax==1.1.0 lark==1.3.1
beside="$("$work/env/bin/python" "$work/count.py" lark)"
echo "alone: $alone; beside jupyter-events: $beside"
[ "$alone" = "False 0" ] && [ "$beside" = "True 39" ]
