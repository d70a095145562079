#!/usr/bin/env bash
# Guess: with language = "ja" the search of a Sphinx site finds a word of several kanji that stands in a page's text, for
# Sphinx has a splitter for Japanese.
# Seen (Sphinx 9.0.4, its default splitter, no MeCab): the splitter works while the index is written: of 勾配降下法 (gradient
# descent) it keeps 勾配 and 降下, of 決定境界 (decision boundary) 決定 and 境界. In the browser the query is only cut at
# signs and spaces, stays one word, and is in no index: nothing is found. 予測 (prediction) is one word to both.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install --quiet sphinx==9.0.4
mkdir pages
echo 'language = "ja"' > pages/conf.py
printf '題\n==\n\n勾配降下法と決定境界と予測を使います。\n' > pages/index.rst
env/bin/python -m sphinx -q pages html
cat > ask.js <<'JS'
const fs = require("fs");
const code = ["documentation_options", "sphinx_highlight", "language_data", "searchtools"]
    .map(name => fs.readFileSync(`html/_static/${name}.js`, "utf8")).join("\n");
const index = JSON.parse(fs.readFileSync("html/searchindex.js", "utf8").match(/\((.*)\)/s)[1]);
global.document = {addEventListener() {}, readyState: "loading", documentElement: {dataset: {}}, querySelector() {}};
global.window = {};
global.localStorage = {setItem() {}, getItem() {}, removeItem() {}};
global._ready = () => {};
const Search = new Function(`${code}; return Search;`)();
Search.setIndex(index);
const found = word => {
    const [query, terms, excluded, highlight, objects] = Search._parseQuery(word);
    return Search.performTermsSearch(terms, excluded).length;
};
console.log(["勾配降下法", "決定境界", "予測", "勾配", "境界"].map(word => `${word} ${found(word)}`).join(", "));
JS
seen="$(node ask.js)"
echo "$seen"
[ "$seen" = "勾配降下法 0, 決定境界 0, 予測 1, 勾配 1, 境界 1" ]
