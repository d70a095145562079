#!/usr/bin/env bash
# Guess: nbval's strict mode compares the list of a cell's outputs, so that a result stored above a line of text that is now
# printed before it fails.
# Seen (nbval 0.11.0, ipykernel 7.1.0): it gathers the outputs by kind (stdout, text/html, text/plain …) and compares kind by
# kind. Text before and after a picture, all text before it, or all after it, are one and the same to it; only an order
# within a kind counts, as two streams' lines exchanged show.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install --quiet nbval==0.11.0 ipykernel==7.1.0 nbformat==5.10.4 pytest==8.4.2
cat > make.py <<'PY'
import nbformat
from nbformat import v4

SOURCE = """from IPython.display import HTML, display
print("before")
display(HTML("<b>shown</b>"))
print("after")"""
shown = v4.new_output("display_data", {"text/html": "<b>shown</b>", "text/plain": "<IPython.core.display.HTML object>"})
before, after = (v4.new_output("stream", name="stdout", text=f"{word}\n") for word in ("before", "after"))
ORDERS = {
    "as_run": [before, shown, after],
    "text_first": [before, after, shown],
    "text_last": [shown, before, after],
    "exchanged": [after, shown, before],
}
for name, outputs in ORDERS.items():
    cell = v4.new_code_cell(SOURCE, execution_count=1, outputs=outputs)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})
    nbformat.write(notebook, f"{name}.ipynb")
PY
env/bin/python make.py
seen=""
for name in as_run text_first text_last exchanged; do
    env/bin/python -m pytest -q --nbval "$name.ipynb" >/dev/null 2>&1 && seen+="$name passes, " || seen+="$name fails, "
done
echo "$seen"
[ "$seen" = "as_run passes, text_first passes, text_last passes, exchanged fails, " ]
