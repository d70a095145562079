// 発表者の窓（S キー）：ノート、時計、今の1枚（動かした図も同じになる）、次の1枚を映す。
(() => {
    if (!window.Reveal) return;
    let view = null, started = null;
    const straight = () => Reveal.getHorizontalSlides().map(slide => slide.querySelector('section') || slide);
    const time = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
    const part = id => view.document.getElementById(id);

    function copy(slide, id) {
        part(id).replaceChildren();
        if (!slide) return;
        const made = slide.cloneNode(true);
        made.removeAttribute('hidden');
        made.className = 'present';
        part(id).append(made);
    }

    function show() {
        if (!view || view.closed) return;
        copy(Reveal.getCurrentSlide(), 'now');
        copy(straight()[Reveal.getIndices().h + 1], 'next');
        part('notes').innerHTML = Reveal.getSlideNotes() || '';
        tick();
    }

    function tick() {
        if (!view || view.closed) return;
        const until = straight().slice(0, Reveal.getIndices().h + 1);
        const planned = until.reduce((sum, slide) => sum + Number(slide.dataset.timing), 0);
        part('clock').textContent = `経過 ${time((Date.now() - started) / 1000)}　この1枚の終わりの予定 ${time(planned)}`;
    }

    function openView() {
        view = window.open('', 'speaker', 'width=1300,height=800');
        started = started || Date.now();
        const styles = [...document.querySelectorAll('style')].map(style => style.outerHTML).join('');
        view.document.documentElement.lang = 'ja';
        view.document.head.innerHTML = `<title>発表者ノート</title>${styles}<style>
            body { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 20px; padding: 12px; font: 22px/1.6 sans-serif; }
            .screen { position: relative; width: 1280px; height: 720px; zoom: 0.48; border: 2px solid #666; overflow: hidden; }
            .screen section { display: block !important; position: static !important; visibility: visible !important; }
            #clock { font-weight: bold; } #notes, #clock { grid-column: 1 / 3; }</style>`;
        view.document.body.innerHTML = '<div id="clock"></div><div>今の1枚</div><div>次の1枚</div>' +
            ['now', 'next'].map(id => `<div class="reveal screen"><div class="slides" id="${id}" inert></div></div>`).join('') +
            '<div id="notes"></div>';
        view.onkeydown = event => {
            if (['ArrowRight', 'PageDown', ' '].includes(event.key)) Reveal.right();
            if (['ArrowLeft', 'PageUp'].includes(event.key)) Reveal.left();
        };
        show();
    }

    for (const name of ['slidechanged', 'fragmentshown', 'fragmenthidden']) Reveal.on(name, show);
    document.addEventListener('livechange', show);
    Reveal.addKeyBinding({keyCode: 83, key: 'S', description: '発表者ノート'}, openView);
    setInterval(tick, 1000);
})();
