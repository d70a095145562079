// スライドを始める。S キーで開く発表者の窓に、ノート、時計、今の1枚（動かした図も同じになる）、次の1枚を映す。
if (window.Reveal) (() => {
    let view = null, started = null;
    const straight = () => Reveal.getHorizontalSlides().map(slide => slide.querySelector('section') || slide);
    const clock = seconds => new Date(1000 * seconds).toISOString().slice(11, 19);

    function show() {
        if (!view || view.closed) return;
        const h = Reveal.getIndices().h, slides = straight(), part = id => view.document.getElementById(id);
        for (const [id, slide] of [['now', Reveal.getCurrentSlide()], ['next', slides[h + 1]]]) {
            part(id).innerHTML = slide ? slide.outerHTML : '';
            part(id).firstChild?.removeAttribute('hidden');
        }
        const planned = slides.slice(0, h + 1).reduce((sum, slide) => sum + Number(slide.dataset.timing), 0);
        part('notes').innerHTML = Reveal.getSlideNotes() || '';
        part('clock').textContent = `経過 ${clock((Date.now() - started) / 1000)}　この1枚の終わりの予定 ${clock(planned)}`;
    }

    function openView() {
        view = window.open('', 'speaker', 'width=1300,height=800');
        started ||= Date.now();
        view.document.head.innerHTML = `<title>発表者ノート</title>${document.querySelector('style').outerHTML}<style>
            body { display: grid; grid-template-columns: 1fr 1fr; align-content: start; gap: 8px 20px; padding: 12px; font-size: 22px; }
            .screen { position: relative; width: 1280px; height: 720px; zoom: 0.48; border: 2px solid #666; overflow: hidden; }
            .screen section { display: block !important; visibility: visible !important; opacity: 1 !important; }
            .screen section { position: static !important; transform: none !important; }
            #clock, #notes { grid-column: 1 / 3; }</style>`;
        view.document.body.innerHTML = '<b id="clock"></b><div>今の1枚</div><div>次の1枚</div>' + ['now', 'next'].map(id =>
            `<div class="reveal screen"><div class="slides" id="${id}" inert></div></div>`).join('') + '<div id="notes"></div>';
        view.onkeydown = event => {
            if (['ArrowRight', 'PageDown', ' '].includes(event.key)) Reveal.right();
            if (['ArrowLeft', 'PageUp'].includes(event.key)) Reveal.left();
        };
        show();
    }

    // → とスペースとリモコンは、まっすぐ次へ。「くわしく」は ↓ でだけ開く
    Reveal.initialize({width: 1280, height: 720, margin: 0, center: false, hash: true, transition: 'none',
        keyboard: {32: 'right', 34: 'right', 78: 'right', 33: 'left', 80: 'left', 83: openView}});
    for (const name of ['slidechanged', 'fragmentshown', 'fragmenthidden']) Reveal.on(name, show);
    document.addEventListener('livechange', show);
    setInterval(show, 1000);
})();
