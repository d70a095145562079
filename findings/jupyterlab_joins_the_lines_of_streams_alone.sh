#!/usr/bin/env bash
# Guess: JupyterLab's output model joins text that the file holds as a list of lines (nbformat's multiline_string) in every
# kind of output, for nbformat allows it in all of them.
# Seen (@jupyterlab/rendermime 4.6.6): a stream's lines are joined; those of an execute_result stay an array, and as a
# string they have commas between the lines. A Jupyter server joins them before the page sees them; where no server
# stands between (JupyterLite), a result saved as a list, as nbformat itself writes it, is shown with a comma a line.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit @jupyterlab/rendermime@4.6.6 esbuild@0.25.12
cat > look.js <<'JS'
const { OutputModel } = require("@jupyterlab/rendermime/lib/outputmodel.js");
const lines = ["[[1 2]\n", " [3 4]]"];
const stream = { output_type: "stream", name: "stdout", text: lines };
const result = { output_type: "execute_result", execution_count: 1, metadata: {}, data: { "text/plain": lines } };
const shown = [new OutputModel({ value: stream }).toJSON().text, new OutputModel({ value: result }).data["text/plain"]];
console.log(JSON.stringify(shown.map(String)));
JS
npx esbuild look.js --bundle --platform=node --format=cjs --outfile=look.cjs --log-level=error
seen="$(node look.cjs)"
echo "stream, result: $seen"
[ "$seen" = '["[[1 2]\n [3 4]]","[[1 2]\n, [3 4]]"]' ]
