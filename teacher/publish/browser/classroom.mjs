// Python を始める。ノートブックの画面ができるより先に始め、JupyterLite が求めたときに渡す。
import { loadPyodide as load } from "./pyodide.mjs";

const file = (name) => new URL(name, import.meta.url).href;

async function start() {
  const [python, archive] = await Promise.all([
    load({ indexURL: file("."), env: { HOME: "/home/pyodide", IPYTHONDIR: "/classroom/ipython" } }),
    fetch(file("classroom.zip")).then((answer) => answer.arrayBuffer()),
  ]);
  python.unpackArchive(archive, "zip", { extractDir: "/classroom" });
  // import のたびに、先にファイルの一覧（サーバー）へ探しに行かないように、それを最後にする
  python.runPython("import sys; sys.path = [path for path in sys.path if path] + ['/classroom', '']");
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
