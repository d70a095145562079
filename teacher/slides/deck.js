// スライドを始める。S キーで開く窓に、ノート、時計、今の1枚（動かした図も）、次の1枚を映す。
addEventListener('load', () => {
    // 1枚の中身を、はみ出さないいちばん大きい文字で映す。図があれば、図を大きくする
    function fit(slide) {
        const body = slide.querySelector('.body'), codes = [...slide.querySelectorAll('pre')];
        for (let tenths = slide.querySelector('.figure, .live') ? 10 : 14; tenths > 6; tenths--) {
            body.style.zoom = tenths / 10;
            const widths = codes.map(code => (code.scrollWidth - 32) / (code.clientWidth - 32));
            if (tenths <= 10) codes.forEach((code, k) => { code.style.fontSize = `${29 / widths[k]}px`; });
            else if (Math.max(0, ...widths) > 1) continue;
            if (body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth) break;
        }
    }

    for (const image of document.querySelectorAll('.body p > img'))  // 横長の図は、横いっぱいに置く
        image.parentElement.className = image.naturalWidth > 2.15 * image.naturalHeight ? 'figure wide' : 'figure';
    if (!window.Reveal) {  // 印刷では、全部を並べる
        document.querySelectorAll('section:has(> .page)').forEach(fit);
        return;
    }

    let view = null, started = null;
    const clock = seconds => new Date(1000 * seconds).toISOString().slice(11, 19);

    function show() {
        if (!view || view.closed) return;
        const {h} = Reveal.getIndices(), columns = Reveal.getHorizontalSlides();
        const part = id => view.document.getElementById(id), next = columns[h + 1]?.querySelector('section');
        for (const [id, slide] of [['now', Reveal.getCurrentSlide()], ['next', next]]) {
            part(id).innerHTML = slide ? slide.outerHTML : '';
            part(id).firstChild?.removeAttribute('hidden');
            if (slide) fit(part(id));
        }
        const planned = columns.slice(0, h + 1).reduce((sum, column) => sum + Number(column.dataset.timing), 0);
        part('notes').innerHTML = Reveal.getSlideNotes() || '';
        const passed = clock((Date.now() - started) / 1000);
        part('clock').textContent = `経過 ${passed}　この1枚の終わりの予定 ${clock(planned)}`;
    }

    function openView() {
        view = window.open('', 'speaker', 'width=1300,height=800');
        started ||= Date.now();
        const style = document.querySelector('style').outerHTML;
        const screen = id => `<div class="reveal screen"><div class="slides" id="${id}" inert></div></div>`;
        view.document.head.innerHTML = `<title>発表者ノート</title>${style}`;
        view.document.body.className = 'speaker';
        view.document.body.innerHTML = `<b id="clock"></b><div>今の1枚</div><div>次の1枚</div>
            ${screen('now')}${screen('next')}<div id="notes"></div>`;
        view.onkeydown = event => {
            if (['ArrowRight', 'PageDown', ' '].includes(event.key)) Reveal.right();
            if (['ArrowLeft', 'PageUp'].includes(event.key)) Reveal.left();
        };
        show();
    }

    // → とスペースとリモコンは、まっすぐ次へ。「くわしく」は ↓ でだけ開く
    Reveal.initialize({width: 1280, height: 720, margin: 0, center: false, hash: true, transition: 'none',
        keyboard: {32: 'right', 34: 'right', 78: 'right', 33: 'left', 80: 'left', 83: openView}});
    for (const name of ['ready', 'slidechanged']) Reveal.on(name, () => fit(Reveal.getCurrentSlide()));
    for (const name of ['slidechanged', 'fragmentshown', 'fragmenthidden']) Reveal.on(name, show);
    document.addEventListener('livechange', show);
    setInterval(show, 1000);
});
