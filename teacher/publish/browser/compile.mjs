// node compile.mjs PYODIDE FOLDER：FOLDER の .py を、この Pyodide の Python のバイトコード（.pyc）に変える。
// ブラウザーが、開くたびに翻訳し直さなくてすむ。教材の道具と設定は、学ぶ人が読めるように .py も残す。
import { pathToFileURL } from "node:url";

const [pyodide, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ stdout() {} });
python.mountNodeFS("/folder", folder);
python.runPython(`
import compileall, pathlib, py_compile

compileall.compile_dir("/folder", quiet=2, legacy=True, force=True, stripdir="/folder",
                       invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
for path in pathlib.Path("/folder").rglob("*.pyc"):
    read = {"lesson", "ipython_config.pyc", "perceptron_helpers.pyc"} & set(path.parts)
    (path if read else path.with_suffix(".py")).unlink()
`);
process.exit();
