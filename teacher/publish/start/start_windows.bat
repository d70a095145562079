@echo off
rem この教材を始めます。ダブルクリックすると、最初の1回だけ用意をして、JupyterLabを開きます。
chcp 65001 >nul
cd /d "%~dp0"

where py >nul 2>nul
if errorlevel 1 goto no_python
py -3 -c "import sys; sys.exit(sys.version_info < (3, 10))"
if errorlevel 1 goto old_python
if exist .venv\ready goto start

echo 最初の用意をしています。数分かかります。この窓を閉じないでください。
py -3 -m venv .venv
if errorlevel 1 goto no_folder
if exist wheels (
  .venv\Scripts\python -m pip install --quiet --no-index --find-links wheels -r requirements.txt
) else (
  .venv\Scripts\python -m pip install --quiet -r requirements.txt
)
if errorlevel 1 goto no_network
echo ready> .venv\ready

:start
echo JupyterLabを開きます。終わるときは、この窓を閉じます。
.venv\Scripts\jupyter lab
if errorlevel 1 goto no_start
exit /b 0

:no_python
echo Pythonがありません。https://www.python.org/downloads/ から入れて、もう一度ダブルクリックしましょう。
goto stop
:old_python
echo Pythonが古すぎます。3.10以上が必要です。https://www.python.org/downloads/ から新しいものを入れましょう。
goto stop
:no_folder
echo このフォルダーに書き込めません。フォルダーをデスクトップなどに移し、もう一度ダブルクリックしましょう。
goto stop
:no_network
echo 部品をダウンロードできません。インターネットにつながっているかを確かめ、もう一度ダブルクリックしましょう。
echo つながらない教室では、wheels のフォルダーを、このフォルダーに入れてもらいましょう。
goto stop
:no_start
echo JupyterLabが始まりません。フォルダーの場所の名前を半角の英数字だけにし、.venv を消して、もう一度試しましょう。
:stop
pause
exit /b 1
