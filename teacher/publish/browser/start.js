// ページの最初に動く：Python を、画面を作る間に始める。下の帯で、準備、失敗、保存のしかたを日本語で伝える。
const OtherWorker = window.Worker;
const first = new OtherWorker("../static/pyodide/worker.mjs", { type: "module" });
window.Worker = function (url, options) {
  if (!String(url).includes("/comlink.worker")) return new OtherWorker(url, options);
  window.Worker = OtherWorker;
  return first; // JupyterLite が最初に求める Python は、もう始まっている
};

const KEPT = `書いたものは、このブラウザーの中だけに残ります。
  共用の端末やシークレットウィンドウでは、最後にダウンロードしましょう。`;
const bar = document.createElement("footer");
bar.innerHTML = `<span role="status">Pythonを読み込んでいます。少し待ちましょう。</span>
  <button>ダウンロード</button>
  <button>ファイルを戻す</button><input type="file" accept=".ipynb" hidden>
  <button>始めの形に戻す</button>
  <a href="../../index.html">レッスンの一覧</a>`;
const [line, download, back, chosen, again] = bar.children;
addEventListener("DOMContentLoaded", () => document.body.append(bar));

// カーネルが決まる前に実行すると、JupyterLite はどのカーネルかを尋ねる。それまでは、画面を動かせなくする
const waiting = setInterval(() => {
  const main = document.querySelector("#main");
  if (main) main.inert = !window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
  if (main && !main.inert) clearInterval(waiting);
}, 100);

download.onclick = () => jupyterapp.commands.execute("docmanager:download");
back.onclick = () => chosen.click();
chosen.onchange = async () => {
  const [file] = chosen.files;
  const content = JSON.parse(await file.text());
  const path = `notebooks/${file.name}`;
  await jupyterapp.serviceManager.contents.save(path, { type: "notebook", format: "json", content });
  location.search = `?path=${encodeURIComponent(path)}`;
};

again.onclick = async () => {
  const { context } = jupyterapp.shell.currentWidget;
  await context.save();
  const copy = await jupyterapp.serviceManager.contents.copy(context.path, "notebooks");
  await jupyterapp.serviceManager.contents.delete(context.path); // 消すと、サイトの原本がまた見える
  alert(`いまのものは ${copy.name} に残しました。始めの形で開き直します。`);
  location.reload();
};

function failed() {
  line.textContent = "教材を読み込めません。先生のコンピュータにつながっているかを確かめて、読み込み直しましょう。";
}

first.addEventListener("error", failed);
first.addEventListener("message", ({ data }) => {
  if (data.classroom === "ready") line.textContent = KEPT;
  if (data.classroom === "failed") failed();
});
addEventListener("error", ({ target }) => target instanceof HTMLScriptElement && failed(), true);
