@echo off
chcp 65001 >nul
rem ダブルクリックすると、最初の1回だけ用意をして、JupyterLabを開きます。
cd /d "%~dp0"

set "PYTHON=py -3"
%PYTHON% -c "" >nul 2>nul || set "PYTHON=python"
set "WHY=Pythonがないか、古すぎます。3.10以上を、https://www.python.org/downloads/ から入れて、もう一度始めましょう。"
%PYTHON% -c "import sys; sys.exit(sys.version_info < (3, 10))" >nul 2>nul || goto stop
if exist .venv\ready goto start

rem Windowsのパスは259文字まで。部品の中の最も長い名前が161文字なので、このフォルダーは97文字まで
set "WHY=フォルダーの場所の名前が長すぎます（97文字まで）。C:\perceptron などに移しましょう。"
if not "%CD:~97%"=="" goto stop
echo [1/3] 最初の用意をしています（最初の1回だけ、数分かかります）。この窓を閉じないでください。
set "WHY=このフォルダーに書き込めません。デスクトップなどに移し、もう一度ダブルクリックしましょう。"
%PYTHON% -m venv .venv || goto stop
echo [2/3] 部品を入れています。英語の行が流れますが、そのまま待ちましょう。
set "WHY=部品をダウンロードできません。インターネットにつなぐか、wheels のフォルダーをここに入れましょう。"
if exist wheels set "WHEELS=--no-index --find-links wheels"
.venv\Scripts\python -m pip install %WHEELS% -r requirements.txt || goto stop
echo ready> .venv\ready

:start
echo [3/3] JupyterLabを開きます。ブラウザーが開くまで、10秒ほど待ちます。終わるときは、この窓を閉じます。
set "WHY=JupyterLabが始まりません。フォルダーの場所の名前を半角の英数字にし、.venv を消して、もう一度。"
.venv\Scripts\python -m jupyter lab && exit /b 0

:stop
echo %WHY%
pause
exit /b 1
