#!/usr/bin/env bash
# Guess: npm's pyodide ships its standard library compiled, since it compiles the wheels that it hands out beside it.
# Seen (pyodide 314.0.3, node 20; Python says 3.14.2, its lock file 3.14.0): python_stdlib.zip holds 0 .pyc among 614 entries, so every page that opens
# compiles what it imports: `import asyncio, json, inspect` reads .py files. A zip that holds only .pyc, made by this very
# Python, boots and imports as well (zipimport takes .pyc that need no check), in about a quarter of the time on one machine.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent pyodide@314.0.3 >/dev/null
tar -xzf pyodide-*.tgz
cat > look.mjs <<'JS'
import { loadPyodide } from "./package/pyodide.mjs";
const python = await loadPyodide({ stdLibURL: process.argv[2] });
console.log(python.runPython("import json, sys; f'{sys.version.split()[0]} {json.__spec__.origin.rsplit(chr(46), 1)[1]}'"));
process.exit();
JS
cat > compile.mjs <<'JS'
import { loadPyodide } from "./package/pyodide.mjs";
const python = await loadPyodide();
python.mountNodeFS("/course", process.cwd());
python.runPython(`
import compileall, pathlib, py_compile, zipfile
zipfile.ZipFile("/course/package/python_stdlib.zip").extractall("/course/stdlib")
compileall.compile_dir("/course/stdlib", quiet=2, legacy=True,
                       invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
root = pathlib.Path("/course/stdlib")
with zipfile.ZipFile("/course/compiled.zip", "w", zipfile.ZIP_DEFLATED) as made:
    for path in root.rglob("*"):
        if path.is_file() and path.suffix != ".py":
            made.write(path, path.relative_to(root))
`);
process.exit();
JS
entries="$(unzip -Z1 package/python_stdlib.zip | wc -l)" compiled="$(unzip -Z1 package/python_stdlib.zip | grep -c '\.pyc$' || true)"
node compile.mjs
shipped="$(node look.mjs "$PWD/package/python_stdlib.zip")" ours="$(node look.mjs "$PWD/compiled.zip")"
echo "entries $entries, compiled $compiled; shipped: $shipped; only .pyc: $ours"
[ "entries $entries, compiled $compiled; shipped: $shipped; only .pyc: $ours" = \
  "entries 614, compiled 0; shipped: 3.14.2 py; only .pyc: 3.14.2 pyc" ]
