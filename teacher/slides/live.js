// 動かせる図。<div class="live" data-live="名前" data-given="数" data-start="最初の状態"> の中に、図と操作するものを作る。
// 数は build.py が教材の計算から求めて渡す（live.py）。描いた数は、テストのために live.shown にも入れる。
// 図は {size, start, controls, draw, end}。draw は状態を描き、{words, told, shown} を返す。end は印刷する、おわりの状態。
(() => {
    const BLUE = '#0072B2', ORANGE = '#D55E00', GREEN = '#00704F', RED = '#A33C00', BLACK = '#1a1a1a', GRAY = '#666';
    const COLORS = {線形: BLUE, シグモイド: ORANGE};

    // ---------- 描く ----------

    function draw(parent, name, attributes, text = '') {
        const part = document.createElementNS('http://www.w3.org/2000/svg', name);
        for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
        part.textContent = text;
        parent.append(part);
        return part;
    }

    function write(svg, x, y, text, attributes = {}) {
        return draw(svg, 'text', {x, y, 'text-anchor': 'middle', 'font-size': 24, fill: BLACK, ...attributes}, text);
    }

    function path(svg, points, color, attributes = {}) {
        const places = points.map(point => point.map(value => value.toFixed(1)).join()).join(' ');
        draw(svg, 'polyline', {points: places, fill: 'none', stroke: color, 'stroke-width': 4, ...attributes});
    }

    function arrow(svg, from, to, y, color, width) {
        const tip = Math.sign(to - from) * Math.min(12, Math.abs(to - from));
        path(svg, [[from, y], [to - tip, y]], color, {'stroke-width': width});
        draw(svg, 'polygon', {points: `${to},${y} ${to - tip},${y - 9} ${to - tip},${y + 9}`, fill: color});
    }

    // 正方形の平面を left に描き、座標を図の位置に変える関数を返す。half があれば、1の側を塗り、境目を引く
    function plane(svg, left, size, [low, high], names, half) {
        const at = ([x, y]) => [left + (x - low) / (high - low) * size, 30 + (high - y) / (high - low) * size];
        const back = {x: left, y: 30, width: size, height: size, stroke: BLACK};
        draw(svg, 'rect', {...back, fill: half ? '#E3EFF6' : '#fff'});
        if (half?.side.length) path(svg, half.side.map(at), 'none', {fill: '#FBE0CC'});
        if (half?.line) path(svg, half.line.map(at), BLACK);
        for (let tick = Math.ceil(low); tick <= high; tick++) {
            write(svg, at([tick, low])[0], size + 58, tick);
            write(svg, left - 16, at([low, tick])[1] + 8, tick);
        }
        const middle = 30 + size / 2;
        write(svg, left + size / 2, size + 88, names[0]);
        write(svg, left - 42, middle, names[1], {transform: `rotate(-90 ${left - 42} ${middle})`});
        return at;
    }

    // 正解が0なら青い丸、1ならオレンジの四角。同じ正解の点が重なれば ×2、違う正解なら左右にずらす
    function samples(svg, points, answers) {
        points.forEach(([x, y], j) => {
            const near = points.map((p, k) => k).filter(k => Math.hypot(points[k][0] - x, points[k][1] - y) < 18);
            const same = near.filter(k => answers[k] === answers[j]);
            if (same[0] < j) return;
            const shift = same.length < near.length ? (answers[j] ? 14 : -14) : 0;
            const look = {stroke: '#fff', 'stroke-width': 2, fill: answers[j] ? ORANGE : BLUE};
            if (answers[j]) draw(svg, 'rect', {x: x + shift - 15, y: y - 15, width: 30, height: 30, ...look});
            else draw(svg, 'circle', {cx: x + shift, cy: y, r: 16, ...look});
            write(svg, x + shift, y + 8, answers[j], {fill: '#fff', 'font-size': 22, 'font-weight': 'bold'});
            if (same.length > 1) write(svg, x + 36, y + 8, `×${same.length}`, {'font-weight': 'bold', class: 'times'});
        });
    }

    // ---------- 計算 ----------

    const sigmoid = z => 1 / (1 + Math.exp(-z));
    const isRight = (output, answer) => (output >= 0.5) === (answer === 1);
    const sum = ([w0, w1, b], [x0, x1]) => Math.round((w0 * x0 + w1 * x1 + b) * 1e9) / 1e9;
    const predict = (kind, model, x) => x.map(row => kind === '線形' ? sum(model, row) : sigmoid(sum(model, row)));
    const count = (outputs, answers) => outputs.filter((output, j) => isRight(output, answers[j])).length;
    const mean = numbers => numbers.reduce((total, number) => total + number) / numbers.length;

    // 勾配：差 × 入力 の平均。最後はバイアス（いつも1の入力の重み）
    function gradient(kind, model, x, y) {
        const errors = predict(kind, model, x).map((output, j) => output - y[j]);
        return [0, 1, 2].map(i => mean(errors.map((error, j) => error * (x[j][i] ?? 1))));
    }

    // 出力が0.5以上になる側の多角形と、境目の線分。線が平面を通らなければ line は null
    function halfPlane(kind, [w0, w1, b], [low, high]) {
        const inside = ([x, y]) => w0 * x + w1 * y + b - (kind === '線形' ? 0.5 : 0);
        const corners = [[low, low], [high, low], [high, high], [low, high]], side = [], line = [];
        corners.forEach((p, k) => {
            const q = corners[(k + 1) % 4], from = inside(p), to = inside(q), t = from / (from - to);
            if (from >= 0) side.push(p);
            if ((from >= 0) === (to >= 0)) return;
            line.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
            side.push(line.at(-1));
        });
        return {side, line: line.length === 2 ? line : null};
    }

    // ---------- 操作するもの：どれも、状態 state を変える ----------

    function add(parent, name, properties = {}) {
        const part = Object.assign(document.createElement(name), properties);
        parent.append(part);
        return part;
    }

    // also は、いっしょに元に戻すもの
    const slider = (key, label, range, role = '', also = () => ({})) => (box, state, change, given) => {
        const line = add(box, 'label', {className: role}), text = add(line, 'span');
        const [min, max, step = 0.1] = range(given);
        const control = add(line, 'input', {type: 'range', min, max, step});
        control.addEventListener('input', () => change({[key]: Number(control.value), touched: true, ...also(given)}));
        return () => {
            control.value = state[key];
            text.textContent = `${label} ${state[key]}`;
        };
    };

    const choice = (key, label, options, also = () => ({})) => (box, state, change, given) => {
        const line = add(box, 'div', {className: 'choice', role: 'group', ariaLabel: label});
        add(line, 'span', {textContent: label});
        const buttons = options.map(name => add(line, 'button', {type: 'button', textContent: name}));
        buttons.forEach((button, k) => button.addEventListener('click', () =>
            change({[key]: options[k], known: false, touched: true, ...also(given)})));
        return () => buttons.forEach((button, k) => { button.ariaPressed = options[k] === state[key]; });
    };

    const button = (label, press, can = () => true) => (box, state, change, given) => {
        const control = add(box, 'button', {type: 'button', textContent: label});
        control.addEventListener('click', () => change(press(state, given)));
        return () => { control.disabled = !can(state, given); };
    };

    const check = button('確かめる', () => ({known: true}), state => !state.known);

    // 記録 records を順に見せる。動きを減らす設定では、最後の記録へ移るだけ
    const play = (box, state, change, given) => {
        const control = add(box, 'button', {type: 'button'}), last = given.epochs.length - 1;
        control.addEventListener('click', () => {
            if (state.playing) return change({playing: clearInterval(state.playing)});
            if (matchMedia('(prefers-reduced-motion: reduce)').matches) return change({record: last});
            const next = () => change(state.record < last ? {record: state.record + 1} :
                {playing: clearInterval(state.playing)});
            change({record: state.record % last, playing: setInterval(next, 6000 / last)});
        });
        return () => { control.textContent = state.playing ? '止める' : '再生'; };
    };

    // ---------- 決定境界 ----------

    const GATES = ['AND', 'OR', 'NAND', 'XOR'];

    const boundary = {
        size: [520, 510],
        start: () => ({gate: 'AND', kind: '線形', w0: 1, w1: -1, b: 0}),
        end: (state, given) => ({...given.examples[state.gate], touched: true}),
        controls: [
            choice('gate', '規則', GATES), choice('kind', '活性化関数', ['線形', 'シグモイド']),
            slider('w0', '重み0', () => [-3, 3], 'w'), slider('w1', '重み1', () => [-3, 3], 'w'),
            slider('b', 'バイアス', () => [-3, 3], 'b'),
        ],
        draw(svg, state, given) {
            const model = [state.w0, state.w1, state.b], y = given.gates[state.gate];
            const half = halfPlane(state.kind, model, [-0.5, 1.5]), outputs = predict(state.kind, model, given.x);
            const at = plane(svg, 90, 400, [-0.5, 1.5], ['入力0', '入力1'], half), right = count(outputs, y);
            samples(svg, given.x.map(at), y);
            const rows = outputs.map((output, j) => `<code>[${given.x[j].join(', ')}]</code> 正解 ${y[j]}、` +
                `<span class="y">出力 ${output.toFixed(2)}</span> ${isRight(output, y[j]) ? '○' : '×'}`);
            return {
                words: state.touched ? `${rows.join('<br>')}<br><strong>合っている数 ${right} / 4</strong>` :
                    '1つ動かすと、線はどう動きますか。',
                told: `決定境界の図。${state.gate}、${state.kind}。重み ${state.w0}と${state.w1}、バイアス ${state.b}。` +
                    `${half.line ? '線が平面を通る' : '線は平面を通らない'}。合っている数は4つのうち${right}。`,
                shown: {outputs, right, line: half.line},
            };
        },
    };

    // ---------- 損失の谷 ----------

    function verdict(rate) {
        if (rate < 0.35) return '一歩が小さく、谷底まで何歩もかかります';
        if (rate < 0.95) return 'よい大きさです。谷底に近づきます';
        if (rate < 1.05) return 'この谷では、ちょうど1歩で谷底です';
        if (rate < 1.95) return '谷底を飛び越えながら、近づきます';
        if (rate < 2.05) return '飛び越えて、同じ高さに出ます。減りません';
        return '飛び越えるたびに高くなります。発散です';
    }

    function walk(state, given) {
        const b = state.path.at(-1), slope = gradient('線形', [...given.weights, b], given.x, given.y)[2];
        return {path: [...state.path, b - state.rate * slope]};
    }

    const valley = {
        size: [660, 470],
        start: given => ({rate: 0.1, path: [given.start]}),
        end: (state, given) => [1, 2, 3, 4].reduce(now => ({...now, ...walk(now, given)}), {...state}),
        controls: [
            slider('rate', '学習率', () => [0.1, 2.2], '', given => ({path: [given.start]})),
            button('1歩進む', walk), button('最初へ', (state, given) => ({path: [given.start]})),
        ],
        draw(svg, state, given) {
            const lossAt = b => mean(predict('線形', [...given.weights, b], given.x).map((p, j) => (p - given.y[j]) ** 2));
            const at = b => [60 + (b + 2.25) / 4 * 580, 410 - lossAt(b) / 4.2 * 390];
            const steps = state.path.length - 1, b = state.path.at(-1), before = state.path.at(-2);
            const inside = value => Math.abs(value + 0.25) <= 2;
            path(svg, Array.from({length: 81}, (_, k) => at(-2.25 + k / 20)), GRAY);
            draw(svg, 'path', {d: 'M60 20 V410 H640', fill: 'none', stroke: BLACK, 'stroke-width': 3});
            for (const tick of [-2, -1, 0, 1]) write(svg, at(tick)[0], 440, tick);
            write(svg, 350, 466, 'バイアス', {fill: 'var(--b)'});
            write(svg, 30, 215, '損失', {transform: 'rotate(-90 30 215)'});
            path(svg, state.path.filter(inside).map(at), ORANGE, {'stroke-width': 3});
            state.path.filter(inside).forEach(value => draw(svg, 'circle', {cx: at(value)[0], cy: at(value)[1], r: 6, fill: ORANGE}));
            if (!inside(b)) write(svg, 350, 120, 'ボールは図の外です', {'font-size': 30, fill: RED});
            else draw(svg, 'circle', {cx: at(b)[0], cy: at(b)[1] - 16, r: 16, fill: ORANGE, stroke: BLACK, 'stroke-width': 2});
            const text = `${steps}歩　バイアス ${b.toFixed(3)}　損失 ${lossAt(b).toFixed(4)}`;
            const sum = steps ? `${before.toFixed(3)} − ${state.rate} × (${((before - b) / state.rate).toFixed(3)}) ` +
                `＝ ${b.toFixed(3)}<br><strong>${verdict(state.rate)}</strong>` : '次の1歩で、ボールはどこへ行きますか。';
            return {
                words: `${text}<br>${sum}`,
                told: `損失の谷とボール。学習率 ${state.rate}。${text}。${inside(b) ? '' : 'ボールは図の外。'}` +
                    (steps ? `${verdict(state.rate)}。` : ''),
                shown: {bias: b, loss: lossAt(b), steps, rate: state.rate},
            };
        },
    };

    // ---------- ブロードキャスト ----------

    const shapeOf = text => text.match(/\d+/g)?.map(Number) ?? [];
    const named = shape => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
    const sizes = shape => [shape.length > 1 ? shape[0] : 1, shape.at(-1) ?? 1];  // 描くときの、行と列の数

    // 右端から k 番目の軸を比べた [大きさ, 説明]。合わなければ大きさは null
    function axis(a, b, k) {
        const given = [a.at(-k), b.at(-k)], [p, q] = given.map(size => size ?? 1);
        if (p !== q && p !== 1 && q !== 1) return [null, '合わない'];
        return [p === 1 ? q : p, given.includes(undefined) ? '1を補う' : p === q ? '同じ' : '1が広がる'];
    }

    // 配列を箱で描く。value(行, 列) が数。自分の大きさ own の外は、広がった分なので点線にする
    function grid(svg, left, title, shape, own, value) {
        const [rows, columns] = sizes(shape), [ownRows, ownColumns] = sizes(own);
        write(svg, left + 110, 180, title);
        for (let r = 0; r < rows; r++)
            for (let c = 0; c < columns; c++) {
                const x = left + 110 - columns * 27 + c * 54, y = 200 + r * 48, mine = r < ownRows && c < ownColumns;
                draw(svg, 'rect', {x, y, width: 54, height: 48, fill: mine ? '#E3EFF6' : '#fff', stroke: mine ? BLUE : GRAY,
                    'stroke-width': mine ? 3 : 2, 'stroke-dasharray': mine ? '' : '6 5'});
                write(svg, x + 27, y + 33, value(r, c), {fill: mine ? BLACK : GRAY});
            }
    }

    const boxes = {
        size: [1000, 400],
        start: () => ({A: '(4, 2)', B: '(4,)'}),
        end: state => ({B: state.A === '(4, 2)' ? '(4, 1)' : state.B, known: true}),
        controls: [
            choice('A', 'A', ['(4, 2)', '(4, 1)', '(4,)', '(2,)']),
            choice('B', 'B', ['(4, 2)', '(4, 1)', '(4,)', '(2,)', '(1, 2)', '()']),
            button('B.reshape(4, 1)', () => ({B: '(4, 1)', known: false}), state => state.B === '(4,)'), check,
        ],
        draw(svg, state) {
            const a = shapeOf(state.A), b = shapeOf(state.B), axes = Math.max(a.length, b.length);
            const compared = Array.from({length: axes}, (_, k) => axis(a, b, axes - k));
            const fits = compared.every(([size]) => size !== null), known = state.known, shape = compared.map(([size]) => size);
            const number = (own, step) => (r, c) =>
                step * ((sizes(own)[0] === 1 ? 0 : r) * sizes(own)[1] + (sizes(own)[1] === 1 ? 0 : c) + 1);
            const total = (r, c) => number(a, 1)(r, c) + number(b, 10)(r, c);
            [['A', a, 40], ['B', b, 80]].forEach(([name, own, y]) => {
                write(svg, 330, y, name, {'font-weight': 'bold'});
                own.forEach((size, k) => write(svg, 640 - (own.length - k) * 110, y, size, {'font-size': 28}));
            });
            if (known) compared.forEach(([size, text], k) => write(svg, 640 - (axes - k) * 110, 122, text,
                {fill: size === null ? RED : GREEN, 'font-weight': 'bold', 'font-size': 22}));
            write(svg, 700, 60, '右端をそろえる', {'text-anchor': 'start', 'font-size': 22, fill: GRAY});
            grid(svg, 40, `A ${named(a)}`, known && fits ? shape : a, a, number(a, 1));
            grid(svg, 380, `B ${named(b)}`, known && fits ? shape : b, b, number(b, 10));
            write(svg, 320, 290, '＋', {'font-size': 36});
            write(svg, 660, 290, known && !fits ? '×' : '＝', {'font-size': 36});
            const [rows, columns] = fits ? sizes(shape) : [0, 0];
            if (known && fits) grid(svg, 720, `結果 ${named(shape)}`, shape, shape, total);
            else write(svg, 840, 290, known ? '計算できない' : '？', {fill: RED, 'font-size': 30});
            const grows = ![named(a), named(b)].includes(named(shape));
            const text = !known ? '結果の形状は？　それとも、エラー？' : !fits ? 'ValueError：形状が合いません' :
                grows ? 'エラーは出ませんが、AともBとも違う形状です' : '形状がそろい、要素ごとに計算します';
            const result = Array.from({length: rows * columns}, (_, k) => total(Math.floor(k / columns), k % columns));
            return {
                words: `<strong>${text}</strong>`,
                told: `配列の箱。A ${named(a)} と B ${named(b)} を足す。${text}${known && fits ? `。結果の形状は ${named(shape)}` : ''}。`,
                shown: {shape: fits ? shape : null, result},
            };
        },
    };

    // ---------- 隠れ層の平面 ----------

    const record = slider('record', '記録', given => [0, given.epochs.length - 1, 1], '', () => ({known: false}));

    const hidden = {
        size: [1000, 410],
        start: () => ({record: 0}),
        end: (state, given) => ({record: given.epochs.length - 1}),
        controls: [record, play],
        draw(svg, state, given) {
            const model = given.second[state.record], points = given.hidden[state.record], loss = given.loss[state.record];
            const half = halfPlane('シグモイド', model, [-0.1, 1.1]), names = ['隠れ層の出力0', '隠れ層の出力1'];
            samples(svg, given.x.map(plane(svg, 100, 300, [-0.1, 1.1], ['入力0', '入力1'], null)), given.y);
            write(svg, 500, 170, '隠れ層');
            write(svg, 500, 210, '→', {'font-size': 44});
            samples(svg, points.map(plane(svg, 640, 300, [-0.1, 1.1], names, half)), given.y);
            const right = count(predict('シグモイド', model, points), given.y), epoch = given.epochs[state.record];
            const text = `エポック ${epoch}　損失 ${loss.toFixed(3)}　合っている数 ${right} / 4`;
            return {
                words: `<strong>${text}</strong>`,
                told: `左は入力の平面の4つの点。右は隠れ層の平面。${text}。点は ` +
                    `${points.map(point => `(${point.map(value => value.toFixed(2)).join(', ')})`).join('、')}。`,
                shown: {points, epoch, loss, right, line: half.line},
            };
        },
    };

    // ---------- 線形とシグモイドの学習 ----------

    // 左端 left、上端30の場所に、損失曲線を描く。縦軸は対数目盛り
    function curves(svg, left, losses, now) {
        const all = Object.values(losses).flat(), [low, high] = [Math.min, Math.max].map(pick => Math.log10(pick(...all)));
        const at = (epoch, loss) => [left + epoch / 500 * 260, 30 + (high - Math.log10(loss)) / (high - low) * 260];
        draw(svg, 'path', {d: `M${left} 20 V300 H${left + 260}`, fill: 'none', stroke: BLACK, 'stroke-width': 2});
        for (const tick of [10, 1, 0.1]) write(svg, left - 8, at(0, tick)[1] + 8, tick, {'text-anchor': 'end', 'font-size': 20});
        write(svg, left + 10, 26, '損失', {'text-anchor': 'start', 'font-size': 22});
        write(svg, left + 130, 335, 'エポック 0〜500');
        for (const [kind, history] of Object.entries(losses)) {
            path(svg, history.map((loss, epoch) => at(epoch, loss)), COLORS[kind],
                {'stroke-dasharray': kind === '線形' ? '' : '10 6'});
            const [x, y] = at(Math.min(now, history.length - 1), history[Math.min(now, history.length - 1)]);
            draw(svg, 'circle', {cx: x, cy: y, r: 9, fill: COLORS[kind]});
            write(svg, left + 266, at(0, history.at(-1))[1] + (kind === '線形' ? -6 : 14), kind,
                {'text-anchor': 'start', fill: COLORS[kind], 'font-size': 22});
        }
    }

    const training = {
        size: [1150, 400],
        start: () => ({record: 0, times: 1}),
        end: (state, given) => ({record: given.epochs.length - 1, times: 3}),
        controls: [
            record, play, slider('times', '重みとバイアス ×', () => [0.2, 5, 0.2], 'w'),
        ],
        draw(svg, state, given) {
            const epoch = given.epochs[state.record], shown = {epoch}, told = [];
            Object.entries(given.models).forEach(([kind, models], k) => {
                const model = models[state.record].map(number => state.times * number);
                const half = halfPlane(kind, model, [-0.5, 1.5]), outputs = predict(kind, model, given.x);
                samples(svg, given.x.map(plane(svg, 80 + 380 * k, 270, [-0.5, 1.5], ['入力0', '入力1'], half)), given.y);
                write(svg, 215 + 380 * k, 22, kind, {fill: COLORS[kind], 'font-weight': 'bold'});
                shown[kind] = {outputs, line: half.line, right: count(outputs, given.y)};
                told.push(`${kind}は4つのうち${shown[kind].right}つが合い、出力は ${outputs.map(p => p.toFixed(2)).join('、')}`);
            });
            curves(svg, 790, given.losses, epoch);
            const text = state.times === 1 ? 'どちらの線が、先に止まりますか。何倍かにすると、どちらの線が動きますか。' :
                `${state.times}倍：線形の境目は 0.5 なので線が動き、シグモイドの境目の z は 0 なので動きません`;
            return {
                words: `エポック ${epoch}　${told.join('。')}。<br><strong>${text}</strong>`,
                told: `線形とシグモイドの学習。エポック ${epoch}、重みとバイアスは${state.times}倍。${told.join('。')}。`, shown,
            };
        },
    };

    // ---------- 遠くの点 ----------

    const far = {
        size: [1000, 400],
        start: () => ({x0: 2, x1: 2, answer: '1'}),
        end: () => ({x0: 4, x1: 4, touched: true}),
        controls: [
            slider('x0', '遠くの点の入力0', () => [1, 4]), slider('x1', '入力1', () => [1, 4]),
            choice('answer', '点の正解', ['1', '0']),
        ],
        drag(x, y) {
            const place = value => Math.round(10 * Math.min(4, Math.max(1, value))) / 10;
            const left = x < 500 ? 80 : 580;
            return {x0: place((x - left) / 56 - 0.5), x1: place((310 - y) / 56 - 0.5), touched: true};
        },
        draw(svg, state, given) {
            const x = [...given.x, [state.x0, state.x1]], y = [...given.y, Number(state.answer)], shown = {}, told = [];
            ['線形', 'シグモイド'].forEach((kind, k) => {
                let model = given.model;
                for (let epoch = 0; epoch < given.epochs; epoch++) {
                    const slope = gradient(kind, model, x, y);
                    model = model.map((number, i) => number - given.rate * slope[i]);
                }
                const half = halfPlane(kind, model, [-0.5, 4.5]), right = count(predict(kind, model, given.x), given.y);
                const at = plane(svg, 80 + 500 * k, 280, [-0.5, 4.5], ['入力0', '入力1'], half), [fx, fy] = at(x[4]);
                samples(svg, x.map(at), y);
                draw(svg, 'circle', {cx: fx, cy: fy, r: 24, fill: 'none', stroke: BLACK, 'stroke-width': 3});
                write(svg, 220 + 500 * k, 22, kind, {fill: COLORS[kind], 'font-weight': 'bold'});
                shown[kind] = {model, right, line: half.line};
                told.push(`${kind}はANDの4つのうち${right}つが合う`);
            });
            return {
                words: state.touched ? `<strong>${told.join('。')}。</strong>` :
                    '丸で囲んだ点を右上へ動かすと、どちらの線が引っ張られますか。',
                told: `点 (${state.x0}, ${state.x1})、正解 ${state.answer} を加えて学習した決定境界。${told.join('。')}。`, shown,
            };
        },
    };

    // ---------- 4つのサンプルが押す向き ----------

    const pushes = {
        size: [1000, 400],
        start: () => ({gate: 'AND', record: 0}),
        end: (state, given) => ({record: given.epochs.length - 1, known: true}),
        controls: [choice('gate', '規則', ['AND', 'OR', 'XOR']), record, check],
        draw(svg, state, given) {
            const model = given.models[state.gate][state.record], outputs = predict('シグモイド', model, given.x);
            const push = given.x.map((row, j) => [...row, 1].map(input => -(outputs[j] - given.gates[state.gate][j]) * input / 4));
            const scale = 160 / Math.max(...push.flat().map(Math.abs)), total = [0, 1, 2].map(i => 4 * mean(push.map(row => row[i])));
            ['重み0', '重み1', 'バイアス'].forEach((name, i) => {
                const top = 20 + 128 * i;
                let from = 500;
                write(svg, 90, top + 56, name, {fill: i < 2 ? 'var(--w)' : 'var(--b)', 'font-weight': 'bold'});
                path(svg, [[500, top], [500, top + 106]], GRAY, {'stroke-width': 2});
                push.forEach((row, j) => {
                    const to = from + scale * row[i], y = top + 14 + 22 * j, right = row[i] >= 0;
                    arrow(svg, from, to, y, right ? ORANGE : BLUE, 6);
                    write(svg, 220, y + 7, `[${given.x[j].join(', ')}]`, {'font-size': 20});
                    from = to;
                });
                if (state.known) arrow(svg, 500, from, top + 102, BLACK, 10);
                if (state.known) write(svg, 930, top + 62, total[i].toFixed(3), {'font-weight': 'bold'});
            });
            write(svg, 300, 396, '← 減らす', {fill: BLUE, 'font-size': 22});
            write(svg, 700, 396, '増やす →', {fill: RED, 'font-size': 22});
            const epoch = given.epochs[state.record];
            const moves = ['重み0', '重み1', 'バイアス'].map((name, i) => `${name} ${total[i].toFixed(3)}`).join('、');
            return {
                words: `${state.gate}　エポック ${epoch}　<strong>` +
                    `${state.known ? `足した矢印（黒）：${moves}` : '4つを足すと、どちら向きですか。打ち消し合うのは？'}</strong>`,
                told: `${state.gate}、エポック ${epoch} で、4つのサンプルが3つのパラメータを押す矢印。` +
                    `${state.known ? `足すと ${moves}。` : ''}`,
                shown: {epoch, push, total},
            };
        },
    };

    // ---------- 入力の大きさと、谷の形 ----------

    const CODINGS = ['測定値のまま', '平均を引く', '標準化する'];

    function descend(state, given, steps) {
        const {axes: [[a, b], [c, d]], curvatures: [p, q], bottom, rate} = given.valleys[state.coding];
        let ball = state.ball;
        for (let k = 0; k < steps; k++) {
            const [x, y] = [ball[0] - bottom[0], ball[1] - bottom[1]], u = p * (a * x + b * y), v = q * (c * x + d * y);
            ball = [ball[0] - rate * (u * a + v * c), ball[1] - rate * (u * b + v * d)];
        }
        return {ball, steps: state.steps + steps};
    }

    const scaling = {
        size: [1000, 400],
        start: () => ({coding: '測定値のまま', ball: [0, 0], steps: 0}),
        end: (state, given) => ({coding: '標準化する', ...descend({...state, coding: '標準化する'}, given, 10)}),
        controls: [
            choice('coding', '入力', CODINGS, () => ({ball: [0, 0], steps: 0})),
            button('1歩', (state, given) => descend(state, given, 1)),
            button('100歩', (state, given) => descend(state, given, 100)),
            button('最初へ', () => ({ball: [0, 0], steps: 0})),
        ],
        draw(svg, state, given) {
            const now = given.valleys[state.coding], x = value => 60 + (value + 15) / 75 * 400, [w, b] = now.bottom;
            draw(svg, 'path', {d: 'M60 250 H460', stroke: BLACK, 'stroke-width': 3});
            for (const tick of [0, 20, 40, 60]) write(svg, x(tick), 284, tick);
            path(svg, [[x(0), 100], [x(0), 250]], GRAY, {'stroke-width': 2, 'stroke-dasharray': '6 5'});
            now.inputs.forEach((value, j) => draw(svg, 'circle',
                {cx: x(value), cy: given.y[j] ? 140 : 200, r: 5, fill: given.y[j] ? ORANGE : BLUE, 'fill-opacity': 0.5}));
            write(svg, x(1), 70, '▼ いつも1の入力（バイアス）', {'text-anchor': 'start', 'font-size': 20, fill: 'var(--b)'});
            write(svg, 260, 320, `入力（くちばしの長さ、${state.coding}）`, {fill: 'var(--w)'});
            const reach = 1.3 * Math.hypot(w, b), at = ([p, q]) => [760 + 180 * (p - w) / reach, 190 - 180 * (q - b) / reach];
            const window = draw(svg, 'svg', {role: 'presentation', x: 580, y: 10, width: 360, height: 360, viewBox: '580 10 360 360'});
            for (const size of [0.25, 0.5, 0.75, 1])
                path(window, Array.from({length: 181}, (_, k) => [0, 1].map(i => now.bottom[i] + size * now.level * (
                    Math.cos(k * Math.PI / 90) * now.axes[0][i] / Math.sqrt(now.curvatures[0]) +
                    Math.sin(k * Math.PI / 90) * now.axes[1][i] / Math.sqrt(now.curvatures[1])))).map(at), GRAY, {'stroke-width': 2});
            draw(window, 'circle', {cx: at(state.ball)[0], cy: at(state.ball)[1], r: 12, fill: ORANGE, stroke: BLACK});
            write(window, ...at(now.bottom), '×', {'font-size': 30, dy: 10});
            draw(svg, 'rect', {x: 580, y: 10, width: 360, height: 360, fill: 'none', stroke: BLACK});
            write(svg, 760, 396, '重み', {fill: 'var(--w)'});
            write(svg, 560, 190, 'バイアス', {transform: 'rotate(-90 560 190)', fill: 'var(--b)'});
            const left = Math.hypot(state.ball[0] - w, state.ball[1] - b) / Math.hypot(w, b);
            const text = `${state.steps}歩　谷底（×）までの距離は、最初の ${(100 * left).toFixed(0)} %`;
            return {
                words: state.steps ? `<strong>${text}</strong>` : 'ボールは、10歩で谷底に着きますか。',
                told: `入力は${state.coding}。谷の細長さは ${Math.sqrt(now.curvatures[1] / now.curvatures[0]).toFixed(0)} 対 1。${text}。`,
                shown: {ball: state.ball, steps: state.steps, left},
            };
        },
    };

    // ---------- 始める ----------

    const PICTURES = {boundary, valley, boxes, hidden, training, far, pushes, scaling};
    const PRINT = document.documentElement.matches('.print') || location.search.includes('print-pdf');

    function canvas(parent, picture) {
        const [width, height] = picture.size;
        return draw(parent, 'svg', {viewBox: `0 0 ${width} ${height}`, width, height, role: 'img'});
    }

    // 印刷では、はじめとおわりの図を並べる
    function print(live, picture, given, first) {
        for (const [name, state] of [['はじめ', first], ['おわり', {...first, ...picture.end(first, given)}]]) {
            const box = add(live, 'div', {className: name === 'おわり' ? 'end' : ''}), svg = canvas(box, picture);
            const {words, told} = picture.draw(svg, state, given);
            svg.setAttribute('aria-label', told);
            add(box, 'p', {className: 'words', innerHTML: words});
        }
    }

    function open(live) {
        const picture = PICTURES[live.dataset.live], given = JSON.parse(live.dataset.given);
        const state = {...picture.start(given), ...JSON.parse(live.dataset.start || '{}')};
        live.classList.toggle('wide', picture.size[0] > 700);
        if (PRINT) return print(live, picture, given, state);
        const svg = canvas(live, picture), side = add(live, 'div', {className: 'side'});
        const knobs = add(side, 'div', {className: 'knobs'}), text = add(side, 'p', {className: 'words'});
        const updates = picture.controls.map(control => control(knobs, state, change, given));

        function change(moved) {
            Object.assign(state, moved);
            svg.replaceChildren();
            const {words, told, shown} = picture.draw(svg, state, given);
            text.innerHTML = words;
            svg.setAttribute('aria-label', told);
            live.shown = shown;
            updates.forEach(update => update());
            document.dispatchEvent(new Event('livechange'));
        }

        function drag(event) {
            if (!event.buttons) return;
            const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
            change(picture.drag(point.x, point.y));
        }

        if (picture.drag) for (const name of ['pointerdown', 'pointermove']) svg.addEventListener(name, drag);
        change({});
        live.dataset.preventSwipe = '';
    }

    // Tab で選んだものは矢印キーで動く。クリックした後と、リモコンのキー（PageDown、PageUp）では、スライドが進む
    function shareKeys(live) {
        let byPointer = false;
        live.addEventListener('pointerdown', () => { byPointer = true; });
        for (const name of ['click', 'change'])
            live.addEventListener(name, () => { if (byPointer) document.activeElement.blur(); });
        live.addEventListener('keydown', event => {
            byPointer = false;
            if (['PageDown', 'PageUp', 'Escape'].includes(event.key)) document.activeElement.blur();
            if (event.key.startsWith('Page')) event.preventDefault();
            else event.stopPropagation();
        });
    }

    for (const live of document.querySelectorAll('.live')) {
        open(live);
        shareKeys(live);
    }
    document.addEventListener('slidechanged', () => document.activeElement.blur());
})();
