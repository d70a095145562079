// スライドを始める。S キーで開く窓に、ノート、時計、今の1枚（動かした図も）、次の1枚を映す。
addEventListener('load', () => {
    // 1枚の中身を、はみ出さないいちばん大きい文字で映す。図があれば、図を大きくする
    function fit(slide) {
        const body = slide.querySelector('.body'), codes = [...slide.querySelectorAll('pre')];
        for (let tenths = slide.querySelector('.figure, .live') ? 10 : 14; tenths > 6; tenths--) {
            body.style.zoom = tenths / 10;
            codes.forEach(code => { code.style.fontSize = ''; });
            const widths = codes.map(code => (code.scrollWidth - 32) / (code.clientWidth - 32));
            if (tenths <= 10) codes.forEach((code, k) => { code.style.fontSize = `${29 / widths[k]}px`; });
            else if (Math.max(0, ...widths) > 1) continue;
            if (body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth) break;
        }
    }

    for (const image of document.querySelectorAll('.body p > img')) {  // 横長の図は、横いっぱいに置く
        const wide = image.naturalWidth > 2.15 * image.naturalHeight;
        image.parentElement.className = wide ? 'figure wide' : 'figure';
    }
    if (!window.Reveal) {  // 印刷では、全部を並べる
        document.querySelectorAll('section:has(> .page)').forEach(fit);
        return;
    }

    let view = null, started = null;
    const clock = seconds => new Date(1000 * seconds).toISOString().slice(11, 19);
    const screen = (id, slide) =>
        `<div class="reveal screen"><div class="slides" id="${id}" inert>${slide}</div></div>`;

    function show() {
        if (!view || view.closed) return;
        const {h} = Reveal.getIndices(), columns = Reveal.getHorizontalSlides();
        const next = columns[h + 1]?.querySelector('section').outerHTML || '';
        const planned = columns.slice(0, h + 1).reduce((sum, {dataset}) => sum + Number(dataset.timing), 0);
        const passed = clock((Date.now() - started) / 1000);
        view.document.body.innerHTML = `
            <b id="clock">経過 ${passed}　この1枚の終わりの予定 ${clock(planned)}</b>
            <div>今の1枚</div><div>次の1枚</div>${screen('now', Reveal.getCurrentSlide().outerHTML)}
            ${screen('next', next)}<div id="notes">${Reveal.getSlideNotes() || ''}</div>`;
        view.document.querySelectorAll('section').forEach(fit);
    }

    function openView() {
        view = window.open('', 'speaker', 'width=1300,height=800');
        started ||= Date.now();
        view.document.head.innerHTML = document.querySelector('style').outerHTML;
        view.document.title = '発表者ノート';
        view.document.body.className = 'speaker';
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
