#!/usr/bin/env bash
# Guess: latex2mathml turns a transposed matrix, \begin{pmatrix}…\end{pmatrix}^T, into an msup of the matrix and T, as it
# does for a letter; each of the fenced environments alike.
# Seen (latex2mathml 3.81.1): pmatrix, bmatrix and vmatrix put their two fences and the table into the msup, without an
# mrow, so that it has four children. MathML allows two; Chromium 156 then sets T on the line, small, as a factor.
# \binom does the same. Written as \left(\begin{matrix}…\end{matrix}\right)^T, or in braces, the msup has two. cases has
# no such fault.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet latex2mathml==3.81.1
cat > "$work/count.py" <<'PY'
from xml.etree import ElementTree

from latex2mathml.converter import convert

TABLE = r"1 & 2 \\ 3 & 4"
FORMULAS = [
    "W^T",
    *(rf"\begin{{{name}}}{TABLE}\end{{{name}}}^T" for name in ("pmatrix", "bmatrix", "vmatrix", "cases")),
    r"\binom{n}{k}^T",
    rf"\left(\begin{{matrix}}{TABLE}\end{{matrix}}\right)^T",
    rf"{{\begin{{pmatrix}}{TABLE}\end{{pmatrix}}}}^T",
]
for formula in FORMULAS:
    raised = next(ElementTree.fromstring(convert(formula)).iter("{http://www.w3.org/1998/Math/MathML}msup"))
    print(len(raised), end=" ")
PY
seen="$("$work/env/bin/python" "$work/count.py")"
echo "children of msup: $seen"
[ "$seen" = "2 4 4 4 2 4 2 2 " ]
