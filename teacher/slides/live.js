// 動かせる図。<div class="live" data-live="名前" data-given="数（JSON）"> の中に、図と操作するものを作る。
// 数は build.py が教材の計算から求めて渡す（live.py）。描いた数は、テストのために live.shown にも入れる。
(() => {
    const BLUE = '#0072B2', ORANGE = '#D55E00', BLACK = '#1a1a1a', GRAY = '#666';
    const SVG = 'http://www.w3.org/2000/svg';

    // ---------- 図と、操作するもの ----------

    function draw(parent, name, attributes, text = '') {
        const part = document.createElementNS(SVG, name);
        for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
        part.textContent = text;
        parent.append(part);
        return part;
    }

    function write(parent, x, y, text, attributes = {}) {
        return draw(parent, 'text', {x, y, 'text-anchor': 'middle', 'font-size': 24, fill: BLACK, ...attributes}, text);
    }

    function add(parent, name, properties = {}) {
        const part = Object.assign(document.createElement(name), properties);
        parent.append(part);
        return part;
    }

    // live の中に、図 svg、操作するものの場所 controls、説明 words を作る
    function prepare(live, width, height) {
        const svg = draw(live, 'svg', {viewBox: `0 0 ${width} ${height}`, width, height, role: 'img'});
        const side = add(live, 'div', {className: 'side'});
        const controls = add(side, 'div', {className: 'knobs'});
        const words = add(side, 'p', {className: 'words'});
        const back = window.Reveal ? '。Escでスライドに戻ります' : '';
        add(side, 'p', {className: 'hint', textContent: `Tabで選び、矢印キーで動かします${back}`});
        return {svg, controls, words};
    }

    function labelled(controls, name, label, role) {
        const box = add(controls, 'label', {className: role || ''});
        const text = add(box, 'span', {textContent: label});
        return {text, control: add(box, name)};
    }

    function slider(controls, label, range, value, move, role) {
        const {text, control} = labelled(controls, 'input', label, role);
        Object.assign(control, {type: 'range', min: range[0], max: range[1], step: range[2] || 0.1, value});
        const show = () => { text.textContent = `${label} ${control.value}`; };
        control.addEventListener('input', () => { show(); move(Number(control.value)); });
        show();
        return control;
    }

    function choice(controls, label, options, value, choose) {
        const {control} = labelled(controls, 'select', label);
        for (const option of options) add(control, 'option', {textContent: option});
        control.value = value;
        control.addEventListener('change', () => choose(control.value));
        return control;
    }

    function button(controls, label, press) {
        const control = add(controls, 'button', {type: 'button', textContent: label});
        control.addEventListener('click', press);
        return control;
    }

    // ---------- 平面 ----------

    // a・x + b・y ≧ c の側の多角形と、境目の線分。square は [最小, 最大]。線が平面を通らなければ null
    function halfPlane(a, b, c, square) {
        const [low, high] = square, inside = ([x, y]) => a * x + b * y - c;
        const corners = [[low, low], [high, low], [high, high], [low, high]], side = [], line = [];
        corners.forEach((p, k) => {
            const q = corners[(k + 1) % 4], from = inside(p), to = inside(q);
            if (from >= 0) side.push(p);
            if ((from >= 0) !== (to >= 0)) {
                const t = from / (from - to), cut = [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
                side.push(cut);
                line.push(cut);
            }
        });
        return {side, line: line.length === 2 ? line : null};
    }

    // 正方形の平面を left に描き、座標を図の位置に変える関数を返す
    function plane(svg, left, size, square, names, half) {
        const [low, high] = square;
        const at = ([x, y]) => [left + (x - low) / (high - low) * size, 20 + (high - y) / (high - low) * size];
        const points = list => list.map(p => at(p).map(v => v.toFixed(1)).join()).join(' ');
        draw(svg, 'rect', {x: left, y: 20, width: size, height: size, fill: half ? '#E3EFF6' : '#fff', stroke: BLACK});
        if (half && half.side.length) draw(svg, 'polygon', {points: points(half.side), fill: '#FBE0CC'});
        if (half && half.line) draw(svg, 'polyline', {points: points(half.line), stroke: BLACK, 'stroke-width': 4});
        for (const tick of [0, 1]) {
            write(svg, at([tick, low])[0], size + 48, tick);
            write(svg, left - 16, at([low, tick])[1] + 8, tick);
        }
        write(svg, left + size / 2, size + 78, names[0]);
        const y = 20 + size / 2;
        write(svg, left - 42, y, names[1], {transform: `rotate(-90 ${left - 42} ${y})`});
        return at;
    }

    // 正解が0なら青い丸、1ならオレンジの四角
    function sample(svg, [x, y], answer, label = '') {
        const look = {stroke: '#fff', 'stroke-width': 2, fill: answer ? ORANGE : BLUE};
        if (answer) draw(svg, 'rect', {x: x - 15, y: y - 15, width: 30, height: 30, ...look});
        else draw(svg, 'circle', {cx: x, cy: y, r: 16, ...look});
        write(svg, x, y + 8, label || answer, {fill: '#fff', 'font-size': 22, 'font-weight': 'bold'});
    }

    const sigmoid = z => 1 / (1 + Math.exp(-z));
    const isRight = (output, answer) => (output >= 0.5) === (answer === 1);
    const sum = (weights, x, bias) => Math.round((weights[0] * x[0] + weights[1] * x[1] + bias) * 1e9) / 1e9;

    // ---------- 決定境界 ----------

    function boundary(live, given) {
        const {svg, controls, words} = prepare(live, 520, 500);
        const state = {gate: 'AND', activation: '線形', w: [1, -1], b: 0};

        function show() {
            const border = state.activation === '線形' ? 0.5 : 0, y = given.gates[state.gate];
            const half = halfPlane(...state.w, border - state.b, [-0.5, 1.5]);
            svg.replaceChildren();
            const at = plane(svg, 90, 400, [-0.5, 1.5], ['入力0', '入力1'], half);
            const outputs = given.x.map(x => sum(state.w, x, state.b)).map(z => state.activation === '線形' ? z : sigmoid(z));
            given.x.forEach((x, j) => sample(svg, at(x), y[j]));
            const right = outputs.filter((output, j) => isRight(output, y[j])).length;
            words.innerHTML = outputs.map((output, j) =>
                `<code>[${given.x[j].join(', ')}]</code> 正解 ${y[j]}、<span class="y">出力 ${output.toFixed(2)}</span> ` +
                (isRight(output, y[j]) ? '○' : '×')).join('<br>') + `<br><strong>合っている数 ${right} / 4</strong>`;
            svg.setAttribute('aria-label', `決定境界の図。${state.gate}、${state.activation}。重み ${state.w.join('と')}、` +
                `バイアス ${state.b}。${half.line ? '線が平面を通る' : '線は平面を通らない'}。合っている数は4つのうち${right}。`);
            live.shown = {outputs, right, line: half.line};
        }

        choice(controls, '規則', Object.keys(given.gates), 'AND', gate => { state.gate = gate; show(); });
        choice(controls, '活性化関数', ['線形', 'シグモイド'], '線形', name => { state.activation = name; show(); });
        slider(controls, '重み0', [-3, 3], 1, value => { state.w[0] = value; show(); }, 'w');
        slider(controls, '重み1', [-3, 3], -1, value => { state.w[1] = value; show(); }, 'w');
        slider(controls, 'バイアス', [-3, 3], 0, value => { state.b = value; show(); }, 'b');
        show();
    }

    // ---------- 損失の谷 ----------

    function verdict(rate) {
        if (rate < 0.35) return '小さすぎます。谷底まで、何歩もかかります';
        if (rate < 0.95) return 'よい大きさです。谷底に近づきます';
        if (rate < 1.05) return 'この谷では、ちょうど1歩で谷底です';
        if (rate < 1.95) return '谷底を飛び越えながら、近づきます';
        if (rate < 2.05) return '飛び越えて、同じ高さに出ます。減りません';
        return '飛び越えるたびに高くなります。発散です';
    }

    function valley(live, given) {
        const {svg, controls, words} = prepare(live, 660, 470);
        const z = given.x.map(x => sum(given.weights, x, 0));
        const mean = numbers => numbers.reduce((total, number) => total + number) / numbers.length;
        const loss = b => mean(z.map((value, j) => (value + b - given.y[j]) ** 2));
        const gradient = b => mean(z.map((value, j) => value + b - given.y[j]));  // 損失の半分の勾配
        const at = b => [60 + (b + 2.25) / 4 * 580, 410 - loss(b) / 4.2 * 390];
        const state = {rate: 0.1, path: [given.start]};

        function show() {
            const path = state.path, b = path[path.length - 1], visible = path.filter(value => Math.abs(value + 0.25) <= 2);
            svg.replaceChildren();
            const curve = Array.from({length: 81}, (_, k) => at(-2.25 + k / 20).join());
            draw(svg, 'polyline', {points: curve.join(' '), fill: 'none', stroke: GRAY, 'stroke-width': 4});
            draw(svg, 'path', {d: 'M60 20 V410 H640', fill: 'none', stroke: BLACK, 'stroke-width': 3});
            for (const tick of [-2, -1, 0, 1]) write(svg, at(tick)[0], 440, tick);
            write(svg, 350, 466, 'バイアス', {fill: 'var(--b)'});
            write(svg, 30, 215, '損失', {transform: 'rotate(-90 30 215)'});
            draw(svg, 'polyline', {points: visible.map(value => at(value).join()).join(' '), fill: 'none', stroke: ORANGE, 'stroke-width': 3});
            visible.forEach(value => draw(svg, 'circle', {cx: at(value)[0], cy: at(value)[1], r: 6, fill: ORANGE}));
            const outside = Math.abs(b + 0.25) > 2;
            if (outside) write(svg, 350, 120, 'ボールは図の外です', {'font-size': 30, fill: '#A33C00'});
            else draw(svg, 'circle', {cx: at(b)[0], cy: at(b)[1] - 16, r: 16, fill: ORANGE, stroke: BLACK, 'stroke-width': 2});
            const steps = path.length - 1, text = `${steps}歩　バイアス ${b.toFixed(3)}　損失 ${loss(b).toFixed(4)}`;
            words.innerHTML = `${text}<br><strong>${verdict(state.rate)}</strong>`;
            svg.setAttribute('aria-label', `損失の谷とボール。学習率 ${state.rate}。${text}。${verdict(state.rate)}。${outside ? 'ボールは図の外。' : ''}`);
            live.shown = {bias: b, loss: loss(b), steps, rate: state.rate};
        }

        function restart() {
            state.path = [given.start];
            show();
        }

        slider(controls, '学習率', [0.1, 2.2], 0.1, value => { state.rate = value; restart(); });
        button(controls, '1歩進む', () => {
            const b = state.path[state.path.length - 1];
            state.path.push(b - state.rate * gradient(b));
            show();
        });
        button(controls, '最初へ', restart);
        show();
    }

    // ---------- ブロードキャスト ----------

    const SHAPES = {'(4, 2)': [4, 2], '(4, 1)': [4, 1], '(4,)': [4], '(2,)': [2], '(1, 2)': [1, 2], '()': []};
    const named = shape => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;

    // 右端をそろえて、軸ごとに比べる。合わない軸があれば null
    function broadcast(a, b) {
        const axes = Math.max(a.length, b.length), result = [];
        for (let k = 1; k <= axes; k++) {
            const p = a[a.length - k] ?? 1, q = b[b.length - k] ?? 1;
            if (p !== q && p !== 1 && q !== 1) return null;
            result.unshift(p === 1 ? q : p);
        }
        return result;
    }

    // 配列を箱で描く。values(行, 列) が数、own(行, 列) が偽なら、広がった分なので点線にする
    function grid(svg, left, title, shape, values, own) {
        const rows = shape.length > 1 ? shape[0] : 1, columns = shape[shape.length - 1] ?? 1;
        write(svg, left + 110, 180, title);
        for (let r = 0; r < rows; r++)
            for (let c = 0; c < columns; c++) {
                const x = left + 110 - columns * 27 + c * 54, y = 200 + r * 48, mine = own(r, c);
                draw(svg, 'rect', {x, y, width: 54, height: 48, fill: mine ? '#E3EFF6' : '#fff', stroke: mine ? BLUE : GRAY,
                    'stroke-width': mine ? 3 : 2, 'stroke-dasharray': mine ? '' : '6 5'});
                write(svg, x + 27, y + 33, values(r, c), {fill: mine ? BLACK : GRAY});
            }
    }

    // 2つの形状を上下に並べ、軸ごとに合うかどうかを書く
    function compareShapes(svg, a, b) {
        [['A', a, 40], ['B', b, 80]].forEach(([name, shape, y]) => {
            write(svg, 330, y, name, {'font-weight': 'bold'});
            shape.forEach((size, k) => write(svg, 640 - (shape.length - k) * 110, y, size, {'font-size': 28}));
        });
        for (let k = 1; k <= Math.max(a.length, b.length); k++) {
            const given = [a[a.length - k], b[b.length - k]], [p, q] = given.map(size => size ?? 1);
            const fits = p === q || p === 1 || q === 1, missing = given.includes(undefined);
            const text = !fits ? '合わない' : missing ? '1を補う' : p === q ? '同じ' : '1が広がる';
            write(svg, 640 - k * 110, 122, text, {fill: fits ? '#00704F' : '#A33C00', 'font-weight': 'bold', 'font-size': 22});
        }
        write(svg, 700, 60, '右端をそろえる', {'text-anchor': 'start', 'font-size': 22, fill: GRAY});
    }

    function boxes(live) {
        const {svg, controls, words} = prepare(live, 1000, 400);
        const state = {a: [4, 2], b: [4]};
        const size = shape => shape.reduce((total, n) => total * n, 1);

        // 広げた後の (行, 列) に、元の配列の何番目の数が来るか
        function place(shape, r, c) {
            const columns = shape[shape.length - 1] ?? 1, rows = shape.length > 1 ? shape[0] : 1;
            return (rows === 1 ? 0 : r) * columns + (columns === 1 ? 0 : c);
        }

        function show() {
            const {a, b} = state, shape = broadcast(a, b), target = shape || [];
            const isOwn = own => (r, c) => r < (own.length > 1 ? own[0] : 1) && c < (own[own.length - 1] ?? 1);
            const numberA = (r, c) => place(a, r, c) + 1, numberB = (r, c) => (place(b, r, c) + 1) * 10;
            svg.replaceChildren();
            compareShapes(svg, a, b);
            grid(svg, 40, `A ${named(a)}`, shape ? target : a, numberA, isOwn(a));
            grid(svg, 380, `B ${named(b)}`, shape ? target : b, numberB, isOwn(b));
            write(svg, 320, 290, '＋', {'font-size': 36});
            write(svg, 660, 290, shape ? '＝' : '×', {'font-size': 36});
            if (shape) grid(svg, 720, `結果 ${named(shape)}`, shape, (r, c) => numberA(r, c) + numberB(r, c), () => true);
            else write(svg, 840, 290, '計算できない', {fill: '#A33C00', 'font-size': 30});
            const grows = shape && size(shape) > Math.max(size(a), size(b));
            const text = !shape ? 'ValueError：形状が合いません' : grows ?
                'エラーは出ませんが、AともBとも違う形状です' : '形状がそろい、要素ごとに計算します';
            words.innerHTML = `<strong>${text}</strong>`;
            svg.setAttribute('aria-label', `配列の箱。A ${named(a)} と B ${named(b)} を足す。${text}。${shape ? `結果の形状は ${named(shape)}。` : ''}`);
            const count = shape ? [shape.length > 1 ? shape[0] : 1, shape[shape.length - 1] ?? 1] : [0, 0];
            const result = Array.from({length: count[0]}, (_, r) => Array.from({length: count[1]}, (_, c) => numberA(r, c) + numberB(r, c)));
            live.shown = {shape, result: result.flat()};
            reshape.disabled = named(b) !== '(4,)';
        }

        choice(controls, 'A', ['(4, 2)', '(4, 1)', '(4,)', '(2,)'], '(4, 2)', name => { state.a = SHAPES[name]; show(); });
        const second = choice(controls, 'B', Object.keys(SHAPES), '(4,)', name => { state.b = SHAPES[name]; show(); });
        const reshape = button(controls, 'B.reshape(4, 1)', () => {
            second.value = '(4, 1)';
            state.b = [4, 1];
            second.focus();
            show();
        });
        show();
    }

    // ---------- 隠れ層の平面 ----------

    function hidden(live, given) {
        const {svg, controls, words} = prepare(live, 1000, 400);
        const last = given.epochs.length - 1;
        let k = 0, playing = null;

        function show() {
            const [w0, w1, b] = given.second[k], points = given.hidden[k];
            const half = halfPlane(w0, w1, -b, [-0.1, 1.1]);
            svg.replaceChildren();
            const left = plane(svg, 100, 310, [-0.1, 1.1], ['入力0', '入力1'], null);
            given.x.forEach((x, j) => sample(svg, left(x), given.y[j]));
            write(svg, 500, 170, '隠れ層');
            write(svg, 500, 210, '→', {'font-size': 44});
            const right = plane(svg, 640, 310, [-0.1, 1.1], ['隠れ層の出力0', '隠れ層の出力1'], half);
            points.forEach((point, j) => sample(svg, right(point), given.y[j]));
            const count = points.filter((point, j) => isRight(sigmoid(w0 * point[0] + w1 * point[1] + b), given.y[j])).length;
            const text = `エポック ${given.epochs[k]}　損失 ${given.loss[k].toFixed(3)}　合っている数 ${count} / 4`;
            words.innerHTML = `<strong>${text}</strong>`;
            svg.setAttribute('aria-label', '左は入力の平面の4つの点。右は隠れ層の平面。' + text + '。点は ' +
                points.map(point => `(${point.map(v => v.toFixed(2)).join(', ')})`).join('、') + '。');
            live.shown = {points, epoch: given.epochs[k], loss: given.loss[k], right: count, line: half.line};
        }

        function stop() {
            clearInterval(playing);
            playing = null;
            play.textContent = '再生';
        }

        function move(value) {
            k = value;
            range.value = k;
            show();
        }

        const range = slider(controls, '記録', [0, last, 1], 0, value => { stop(); move(value); });
        const play = button(controls, '再生', () => {
            if (playing) return stop();
            if (k === last) move(0);
            play.textContent = '止める';
            playing = setInterval(() => k < last ? move(k + 1) : stop(), 350);
        });
        show();
    }

    // ---------- 始める ----------

    const PICTURES = {boundary, valley, boxes, hidden};

    for (const live of document.querySelectorAll('.live')) {
        live.dataset.preventSwipe = '';
        PICTURES[live.dataset.live](live, JSON.parse(live.dataset.given));
        live.addEventListener('keydown', event => {
            if (event.key === 'Escape') document.activeElement.blur();
            event.stopPropagation();  // 図を動かすキーで、スライドを進めない
        });
    }
    document.addEventListener('slidechanged', () => document.activeElement.blur());
})();
