// 動かせる図。<div class="live" data-live="名前" data-given="図" data-start="最初の値"> の中に作る。
// 図の全ての状態の絵と説明は live.py が作る。ここでは、form の値の組に合うものを見せる。
(() => {
    // 出力が limit 以上になる側を塗り、決定境界を引く。side の座標では、下が正
    function shade(side, [limit, w0, w1, b] = JSON.parse(side.dataset.model)) {
        const length = Math.hypot(w0, w1), turn = Math.atan2(-w1, w0) * 180 / Math.PI;
        const away = length ? (limit - b) / length : b < limit ? 99 : -99;  // 原点から決定境界まで
        side.innerHTML = `<rect x="-9" y="-9" width="18" height="18"/>
            <g transform="rotate(${turn}) translate(${away})">
                <path d="M0-99H999V99H0z"/><line y1="-99" y2="99"/></g>`;
    }

    // 重みとバイアスを細かく動かす図の説明。全ては先に作れないので、ここで計算する
    function outputs([, w0, w1, b], answers) {
        const shown = [b, w1 + b, w0 + b, w0 + w1 + b].map(z => (Math.round(10 * z) / 10).toFixed(1));
        const right = shown.filter((output, j) => (output >= 0.5) === (answers[j] === 1)).length;
        return `出力 ${shown.join('、')}<br>合っている数 ${right} / 4`;
    }

    // 図を1つ作る。values は最初の値、answered は説明を見せるかどうか
    function make(live, given, values, answered) {
        const box = live.appendChild(document.createElement('div'));
        box.innerHTML = `<svg viewBox="0 0 ${given.size}" role="img">
            <image width="100%" height="100%" href="${given.still}"/><g></g></svg>
            <div><form autocomplete="off">${given.form.join('')}</form><p class="words"></p></div>`;
        const [svg, moving, form, words] = ['svg', 'g', 'form', 'p'].map(part => box.querySelector(part));
        const key = form.elements.steps ? 'steps' : 'known';  // 説明を見せるもの。ほかを動かすと、元に戻る
        const answer = form.elements[key], asking = answer?.value;

        function show(answered) {
            for (const now of form.querySelectorAll('output')) now.value = now.previousElementSibling.value;
            const state = Object.fromEntries(new FormData(form)), {gate, w0, w1, b} = state;
            const [told, picture] = given.frames[Object.values(state).join()] ?? given.frames[gate];
            const model = w0 && [0.5, w0, w1, b].map(Number);
            moving.innerHTML = picture;
            for (const side of moving.querySelectorAll('.side')) shade(side, model);
            words.innerHTML = !answered ? given.question : model ? outputs(model, told) : told;
            svg.setAttribute('aria-label', words.innerText);
            document.dispatchEvent(new Event('livechange'));
        }

        form.addEventListener('input', ({target}) => {
            if (answer && target.name !== key) answer.value = asking;
            show(!answer || answer.value !== asking);
        });
        svg.addEventListener('pointermove', ({target, buttons, clientX, clientY}) => {
            const {place} = form.elements, area = target.closest('.side')?.firstElementChild;
            if (!buttons || !area || !place) return;
            const {x, y} = new DOMPoint(clientX, clientY).matrixTransform(area.getScreenCTM().inverse());
            place.value = (x - y) / 2;
            show(true);
        });
        for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
        show(answered);
    }

    for (const live of document.querySelectorAll('.live')) {
        const given = JSON.parse(live.dataset.given);
        const start = {...given.start, ...JSON.parse(live.dataset.start || '{}')};
        make(live, given, start, false);
        if (document.documentElement.matches('.print')) make(live, given, {...start, ...given.end}, true);
        // Tab で選べば矢印キーで動く。クリックした後と、リモコンのキー（PageDown など）では、スライドが進む
        live.onclick = ({detail}) => { if (detail) document.activeElement.blur(); };
        live.onkeydown = ({key}) => { if (key.startsWith('Page')) document.activeElement.blur(); };
        live.dataset.preventSwipe = '';
    }
})();
