@echo off
chcp 65001 >nul
rem この教材を始めます。ダブルクリックすると、最初の1回だけ用意をして、JupyterLabを開きます。
cd /d "%~dp0"

set "PYTHON=py -3"
%PYTHON% -c "" >nul 2>nul
if errorlevel 1 set "PYTHON=python"
%PYTHON% -c "" >nul 2>nul
if errorlevel 1 goto no_python
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 10))"
if errorlevel 1 goto old_python
if exist .venv\ready goto start
rem Windowsのパスは259文字まで。部品の中の最も長い名前が161文字なので、このフォルダーは97文字まで
if not "%CD:~97%"=="" goto long_path

echo [1/3] 最初の用意をしています（最初の1回だけ、数分かかります）。この窓を閉じないでください。
%PYTHON% -m venv .venv
if errorlevel 1 goto no_folder
echo [2/3] 部品を入れています。英語の行が流れますが、そのまま待ちましょう。
if exist wheels (
  .venv\Scripts\python -m pip install --no-index --find-links wheels -r requirements.txt
) else (
  .venv\Scripts\python -m pip install -r requirements.txt
)
if errorlevel 1 goto no_network
echo ready> .venv\ready

:start
echo [3/3] JupyterLabを開きます。ブラウザーが開くまで、10秒ほど待ちます。終わるときは、この窓を閉じます。
.venv\Scripts\python -m jupyter lab
if errorlevel 1 goto no_start
exit /b 0

:no_python
echo Pythonがありません。https://www.python.org/downloads/ から入れて、もう一度ダブルクリックしましょう。
goto stop
:old_python
echo Pythonが古すぎます。3.10以上が必要です。https://www.python.org/downloads/ から新しいものを入れましょう。
goto stop
:long_path
echo フォルダーの場所の名前が長すぎます（97文字まで）。C:\perceptron などに移し、もう一度ダブルクリックしましょう。
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
