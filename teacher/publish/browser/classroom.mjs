// Python を始める。ノートブックの画面ができるより先に始め、JupyterLite が求めたときに渡す。
import { loadPyodide as load } from "./pyodide.mjs";

const options = {{options}};

async function start() {
  const python = await load({
    ...options,
    indexURL: new URL(".", import.meta.url).href,
    stdout: (text) => console.log(text),
    stderr: (text) => console.error(text),
  });
  const missing = options.packages.filter((name) => !(name in python.loadedPackages));
  if (missing.length) throw new Error(`not loaded: ${missing}`);
  // import のたびに、先にファイルの一覧（サーバー）へ探しに行かないようにする
  python.runPython("import sys; sys.path = [path for path in sys.path if path] + ['']");
  return python;
}

const started = start();
started.then(
  () => postMessage({ classroom: "ready" }),
  () => postMessage({ classroom: "failed" }),
);

export async function loadPyodide({ stdout, stderr }) {
  const python = await started;
  python.setStdout({ batched: stdout });
  python.setStderr({ batched: stderr });
  return python;
}
