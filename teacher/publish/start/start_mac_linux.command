#!/bin/sh
# この教材を始めます。ダブルクリックすると、最初の1回だけ用意をして、JupyterLabを開きます。
cd "$(dirname "$0")" || exit 1

stop() {
  echo "$1"
  [ ! -t 0 ] || { printf 'Enterキーを押すと、閉じます。'; read -r _; }
  exit 1
}

python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || stop \
  'Pythonがないか、古すぎます。3.10以上を、https://www.python.org/downloads/ から入れて、もう一度始めましょう。'

if [ ! -e .venv/ready ]; then
  echo '[1/3] 最初の用意をしています（最初の1回だけ、数分かかります）。この窓を閉じないでください。'
  python3 -m venv .venv || stop \
    'ここに用意できません。書き込めるかを確かめましょう。Ubuntuなどでは、python3-venv も必要です。'
  echo '[2/3] 部品を入れています。英語の行が流れますが、そのまま待ちましょう。'
  [ ! -d wheels ] || set -- --no-index --find-links wheels
  .venv/bin/python -m pip install "$@" -r requirements.txt || stop \
    '部品をダウンロードできません。インターネットにつなぐか、wheels のフォルダーをここに入れましょう。'
  touch .venv/ready
fi

echo '[3/3] JupyterLabを開きます。ブラウザーが開くまで、10秒ほど待ちます。終わるときは、この窓を閉じます。'
.venv/bin/python -m jupyter lab || stop \
  'JupyterLabが始まりません。フォルダーの場所の名前を半角の英数字にし、.venv を消して、もう一度。'
