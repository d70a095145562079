"""読むサイト（Sphinx と MyST-NB）の設定。teacher/publish/website.py が、この設定で build/site を作る。"""

from publish.common import ROOT

project = html_title = "はじめてのニューラルネットワーク"
language = "ja"
extensions = ["myst_nb", "sphinx_copybutton"]

nb_execution_mode = "off"  # 保存されている出力を、そのまま載せる

html_search_options = {"type": "publish.website.Words"}
html_theme = "sphinx_book_theme"
added = ("images/perceptron.png", "teacher/slides/live.js", "teacher/slides/live.css")
html_static_path = ["_static", *(str(ROOT / file) for file in added)]
html_favicon = "_static/favicon.svg"
copybutton_selector = "div.cell_input pre"
nb_code_prompt_show = "出力を開く"
nb_code_prompt_hide = "閉じる"
html_css_files = ["live.css", "site.css"]
html_js_files = [("live.js", {"defer": "defer"})]
html_show_sourcelink = False
html_show_search_summary = False  # file:// では、ほかのページを読めない
html_context = {"default_mode": "auto"}
html_theme_options = {
    "navbar_persistent": [],  # 検索は、左の欄にある
    "use_download_button": False,
    "search_bar_text": "この教材を検索",
    "toc_title": "このページの内容",
    "footer_content_items": ["extra-footer.html"],
    "extra_footer": "文章と絵は CC BY 4.0、コードは BSD-3-Clause です。",
}
