// 動かせる図。<div class="live" data-live="名前" data-given="数" data-start="最初の状態"> の中に作る。
// 数は教材の計算から求めて渡す（live.py）。描いた数は、テストのために live.shown にも入れる。
// 図は {name, size, start, end, controls, draw}。draw は状態を描き、[説明, 描いた数] を返す。
(() => {
    const BLUE = '#0072B2', ORANGE = '#D55E00', RED = '#A33C00', BLACK = '#1a1a1a', GRAY = '#666';
    const COLORS = {線形: BLUE, シグモイド: ORANGE}, KINDS = Object.keys(COLORS);
    const INPUTS = ['入力0', '入力1'];

    function draw(parent, name, attributes, text = '') {
        const part = document.createElementNS('http://www.w3.org/2000/svg', name);
        for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
        part.textContent = text;
        parent.append(part);
        return part;
    }

    const write = (svg, x, y, text, look = {}) =>
        draw(svg, 'text', {x, y, 'text-anchor': 'middle', 'font-size': 24, fill: BLACK, ...look}, text);

    const dot = (svg, [cx, cy], r, fill, look = {}) => draw(svg, 'circle', {cx, cy, r, fill, ...look});

    const path = (svg, points, stroke, look = {}) =>
        draw(svg, 'polyline', {points: points.join(' '), fill: 'none', stroke, 'stroke-width': 4, ...look});

    const sum = ([w0, w1, b], [x0, x1]) => Math.round((w0 * x0 + w1 * x1 + b) * 1e9) / 1e9;
    const predict = (kind, model, x) =>
        x.map(row => kind === '線形' ? sum(model, row) : 1 / (1 + Math.exp(-sum(model, row))));
    const isRight = (output, answer) => (output >= 0.5) === (answer === 1);
    const mean = numbers => numbers.reduce((total, number) => total + number) / numbers.length;

    // 勾配：差 × 入力 の平均。最後はバイアス（いつも1の入力の重み）
    function gradient(kind, model, x, y) {
        const errors = predict(kind, model, x).map((output, j) => output - y[j]);
        return [0, 1, 2].map(i => mean(errors.map((error, j) => error * (x[j][i] ?? 1))));
    }

    // 出力が0.5以上になる側の多角形 side と、境目の線分 line。線が平面を通らなければ line は null
    function halfPlane(kind, [w0, w1, b], low, high) {
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

    // 入力の平面に、サンプルと、model があれば境目を描く。出力、合っている数、境目の線分を返す
    function plane(svg, left, size, [low, high], {title = '', names = INPUTS, kind, model, x, y}) {
        const scale = value => (value - low) / (high - low) * size, middle = 30 + size / 2;
        const at = ([x0, x1]) => [left + scale(x0), 30 + size - scale(x1)];
        const {side, line} = model ? halfPlane(kind, model, low, high) : {side: [], line: null};
        draw(svg, 'rect', {x: left, y: 30, width: size, height: size, stroke: BLACK, fill: '#E3EFF6'});
        path(svg, side.map(at), 'none', {fill: '#FBE0CC'});
        if (line) path(svg, line.map(at), BLACK);
        for (let tick = Math.ceil(low); tick <= high; tick++) {
            write(svg, at([tick, low])[0], size + 58, tick);
            write(svg, left - 16, at([low, tick])[1] + 8, tick);
        }
        write(svg, left + size / 2, 22, title, {fill: COLORS[kind]});
        write(svg, left + size / 2, size + 88, names[0]);
        write(svg, left - 42, middle, names[1], {transform: `rotate(-90 ${left - 42} ${middle})`});
        samples(svg, x.map(at), y);
        const outputs = model ? predict(kind, model, x) : [];
        return {outputs, line, right: outputs.filter((output, j) => isRight(output, y[j])).length};
    }

    // 正解が0なら青い丸、1ならオレンジの四角。同じ正解の点が重なれば ×2
    function samples(svg, points, answers) {
        points.forEach(([x, y], j) => {
            const near = k => Math.hypot(points[k][0] - x, points[k][1] - y) < 18;
            const same = Object.keys(points).filter(k => answers[k] === answers[j] && near(k));
            if (Number(same[0]) < j) return;
            if (answers[j]) draw(svg, 'rect', {x: x - 15, y: y - 15, width: 30, height: 30, fill: ORANGE});
            else dot(svg, [x, y], 16, BLUE);
            write(svg, x, y + 8, answers[j], {fill: '#fff', 'font-size': 22, 'font-weight': 'bold'});
            const times = same.length > 1 ? `×${same.length}` : '';
            write(svg, x, y < 90 ? y + 40 : y - 22, times, {class: 'times'});
        });
    }

    // 線形とシグモイドの平面を並べる。modelOf(活性化関数) の境目を描き、{活性化関数: 描いた数} を返す
    const pair = (svg, left, gap, size, range, given, modelOf) => Object.fromEntries(KINDS.map((kind, k) => {
        const shown = {...given, title: kind, kind, model: modelOf(kind)};
        return [kind, plane(svg, left + gap * k, size, range, shown)];
    }));

    function add(parent, name, properties = {}) {
        const part = Object.assign(document.createElement(name), properties);
        parent.append(part);
        return part;
    }

    // 操作するものは、どれも状態 state を変える。also は、いっしょに元に戻すもの
    const slider = (key, label, range, also = {}, role = '') => (box, state, change, given) => {
        const line = add(box, 'label', {className: role}), text = add(line, 'span');
        const [min, max, step] = Array.isArray(range) ? range : [0, given[range].length - 1, 1];
        const control = add(line, 'input', {type: 'range', min, max, step});
        control.addEventListener('input', () => change({[key]: +control.value, touched: true, ...also}));
        return () => {
            control.value = state[key];
            text.textContent = `${label} ${Array.isArray(range) ? state[key] : given[range][state[key]]}`;
        };
    };

    const button = (label, press, can = () => true) => (box, state, change, given) => {
        const control = add(box, 'button', {type: 'button', textContent: label});
        control.addEventListener('click', () => change(press(state, given)));
        return () => Object.assign(control, {disabled: !can(state)});
    };

    const choice = (key, label, options, also = {}) => (box, state, change) => {
        const line = add(box, 'div', {className: 'choice', role: 'group', ariaLabel: label});
        add(line, 'span', {textContent: label});
        const updates = options.map(option =>
            button(option, () => ({[key]: option, touched: true, ...also}))(line, state, change));
        return () => updates.forEach((update, k) => { update().ariaPressed = options[k] === state[key]; });
    };

    const record = slider('record', 'エポック', 'epochs', {known: false});
    const check = button('確かめる', () => ({known: true}), state => !state.known);

    const toLast = (state, given) => ({record: given.epochs.length - 1});
    const counts = shown => KINDS.map(kind => `${kind} ${shown[kind].right} / 4`).join('、');

    const LINES = {AND: [1, 1, -1], OR: [1, 1, 0], NAND: [-1, -1, 2], XOR: [1, 1, 0]};  // XORは、3つ合う線

    const boundary = {
        name: '決定境界', size: [520, 510],
        start: {gate: 'AND', w0: 1, w1: -1, b: 0},
        end({gate}) {
            const [w0, w1, b] = LINES[gate];
            return {w0, w1, b, touched: true};
        },
        controls: [
            choice('gate', '規則', Object.keys(LINES)),
            slider('w0', '重み0', [-3, 3, 0.1], {}, 'w'), slider('w1', '重み1', [-3, 3, 0.1], {}, 'w'),
            slider('b', 'バイアス', [-3, 3, 0.1], {}, 'b'),
        ],
        draw(svg, {gate, w0, w1, b, touched}, {x, gates}) {
            const y = gates[gate], given = {kind: '線形', model: [w0, w1, b], x, y};
            const shown = plane(svg, 90, 400, [-0.5, 1.5], given);
            if (!touched) return ['1つ動かすと、線はどう動きますか。', shown];
            const rows = shown.outputs.map((output, j) => `<code>[${x[j]}]</code> 正解 ${y[j]}、出力 ` +
                `${output.toFixed(2)} ${isRight(output, y[j]) ? '○' : '×'}<br>`);
            const none = shown.line ? '' : '。線は平面を通りません';
            return [`${rows.join('')}<strong>合っている数 ${shown.right} / 4${none}</strong>`, shown];
        },
    };

    // 重みは両方とも0.5に固定する。勾配の最後が、バイアスの勾配
    function step({path, rate}, {x, gates}) {
        const b = path.at(-1), slope = gradient('線形', [0.5, 0.5, b], x, gates.AND)[2];
        return {path: [...path, b - rate * slope]};
    }

    const valley = {
        name: '損失の谷とボール', size: [660, 470], start: {rate: 0.1, path: [1]},
        end: (state, given) => [1, 2, 3, 4].reduce(now => ({...now, ...step(now, given)}), state),
        controls: [
            slider('rate', '学習率', [0.1, 2.2, 0.1], {path: [1]}),
            button('1歩進む', step), button('最初へ', () => ({path: [1]})),
        ],
        draw(svg, {rate, path: all}, {x, gates}) {
            const b = all.at(-1), before = all.at(-2), inside = all.filter(b => Math.abs(b + 0.25) <= 2);
            const loss = b => mean(predict('線形', [0.5, 0.5, b], x).map((p, j) => (p - gates.AND[j]) ** 2));
            const at = b => [60 + (b + 2.25) / 4 * 580, 410 - loss(b) / 4.2 * 390];
            path(svg, Array.from({length: 81}, (_, k) => at(-2.25 + k / 20)), GRAY);
            path(svg, [[60, 20], [60, 410], [640, 410]], BLACK);
            for (const tick of [-2, -1, 0, 1]) write(svg, at(tick)[0], 440, tick);
            write(svg, 350, 466, 'バイアス', {fill: 'var(--b)'});
            write(svg, 30, 215, '損失', {transform: 'rotate(-90 30 215)'});
            path(svg, inside.map(at), ORANGE);
            for (const value of inside) dot(svg, at(value), 6, ORANGE);
            if (inside.includes(b)) dot(svg, [at(b)[0], at(b)[1] - 16], 16, ORANGE, {stroke: BLACK});
            else write(svg, 350, 120, 'ボールは図の外です', {'font-size': 30, fill: RED});
            const shown = {bias: b, loss: loss(b), steps: all.length - 1, rate};
            const text = `${shown.steps}歩　バイアス ${b.toFixed(2)}　損失 ${loss(b).toFixed(2)}<br>`;
            if (!shown.steps) return [`${text}次の1歩で、ボールはどこへ行きますか。`, shown];
            const change = loss(b) - loss(before), over = (b + 0.25) * (before + 0.25) < -1e-9;
            const words = Math.abs(change) < 1e-9 ? '変わりません' : change < 0 ? '減りました' : '増えました';
            const slope = ((before - b) / rate).toFixed(2);
            return [`${text}${before.toFixed(2)} − ${rate} × (${slope}) ＝ ${b.toFixed(2)}<br>` +
                `<strong>${over ? '谷底を飛び越え、' : ''}損失は${words}</strong>`, shown];
        },
    };

    const shapeOf = text => text.match(/\d+/g)?.map(Number) ?? [];
    const sizes = shape => [shape.length > 1 ? shape[0] : 1, shape.at(-1) ?? 1];  // 描くときの、行と列の数

    // 右端から k 番目の軸を比べた [大きさ, 説明]。合わなければ大きさは null
    function compare(a, b, k) {
        const [p, q] = [a, b].map(shape => shape.at(-k) ?? 1), missing = k > Math.min(a.length, b.length);
        if (p !== q && p !== 1 && q !== 1) return [null, '合わない'];
        return [p === 1 ? q : p, missing ? '1を補う' : p === q ? '同じ' : '1が広がる'];
    }

    // 配列を箱で描く。value(行, 列) が数。元の大きさ own の外は、広がった分なので点線にする
    function grid(svg, left, title, shape, own, value) {
        const [rows, columns] = sizes(shape), [ownRows, ownColumns] = sizes(own);
        write(svg, left + 110, 160, title);
        return Array.from({length: rows * columns}, (_, k) => {
            const r = Math.floor(k / columns), c = k % columns, number = value(r, c);
            const x = left + 110 - columns * 27 + c * 54, y = 180 + r * 48;
            const look = r < ownRows && c < ownColumns ? {fill: '#E3EFF6', stroke: BLUE} :
                {fill: '#fff', stroke: GRAY, 'stroke-dasharray': 6};
            draw(svg, 'rect', {x, y, width: 54, height: 48, 'stroke-width': 3, ...look});
            write(svg, x + 27, y + 33, number);
            return number;
        });
    }

    const boxes = {
        name: '配列の箱を足す', size: [900, 380], start: {A: '(4, 2)', B: '(4,)'},
        end: state => ({B: state.A === '(4, 2)' ? '(4, 1)' : state.B, known: true}),
        controls: [
            choice('A', 'A', ['(4, 2)', '(4, 1)', '(4,)', '(2,)'], {known: false}),
            choice('B', 'B', ['(4, 2)', '(4, 1)', '(4,)', '(2,)', '(1, 2)', '()'], {known: false}),
            button('B.reshape(4, 1)', () => ({B: '(4, 1)', known: false}), ({B}) => B === '(4,)'), check,
        ],
        draw(svg, {A, B, known}) {
            const a = shapeOf(A), b = shapeOf(B), axes = Math.max(a.length, b.length);
            const compared = Array.from({length: axes}, (_, k) => compare(a, b, axes - k));
            const shape = compared.map(([size]) => size), fits = !shape.includes(null), shows = known && fits;
            const place = (own, r, c) => (own[0] > 1 ? r : 0) * own[1] + (own[1] > 1 ? c : 0) + 1;
            const numbers = [(r, c) => place(sizes(a), r, c), (r, c) => 10 * place(sizes(b), r, c)];
            [[A, a], [B, b]].forEach(([name, own], row) => {
                write(svg, 230, 30 + 36 * row, 'AB'[row], {'font-weight': 'bold'});
                own.forEach((size, k) => write(svg, 540 - (own.length - k) * 110, 30 + 36 * row, size));
                grid(svg, 10 + 310 * row, `${'AB'[row]} ${name}`, shows ? shape : own, own, numbers[row]);
            });
            if (known) compared.forEach(([size, text], k) =>
                write(svg, 540 - (axes - k) * 110, 104, text, {fill: size === null ? RED : '#00704F'}));
            write(svg, 620, 48, '右端をそろえる', {fill: GRAY});
            write(svg, 275, 270, '＋', {'font-size': 36});
            write(svg, 590, 270, known && !fits ? '×' : '＝', {'font-size': 36});
            const name = `(${shape.join(', ')}${axes === 1 ? ',' : ''})`;
            const total = (r, c) => numbers[0](r, c) + numbers[1](r, c);
            const result = shows ? grid(svg, 640, `結果 ${name}`, shape, shape, total) : [];
            if (!shows) write(svg, 750, 270, known ? '計算できない' : '？', {fill: RED});
            const shown = {shape: fits ? shape : null, result};
            if (!known) return ['結果の形状は？　それとも、エラー？', shown];
            if (!fits) return ['<strong>ValueError：形状が合いません</strong>', shown];
            const words = [A, B].includes(name) ? '形状がそろい、要素ごとに計算します' :
                'エラーは出ませんが、AともBとも違う形状です';
            return [`<strong>結果は ${name}。${words}</strong>`, shown];
        },
    };

    const hidden = {
        name: '左は入力の平面、右は隠れ層の平面', size: [900, 400],
        start: {record: 0}, end: toLast, controls: [record],
        draw(svg, state, {x, gates: {XOR: y}, epochs, hidden, second, loss}) {
            const points = hidden[state.record], names = ['隠れ層の出力0', '隠れ層の出力1'];
            plane(svg, 70, 300, [-0.1, 1.1], {x, y});
            write(svg, 450, 180, '隠れ層 →');
            const output = {names, kind: 'シグモイド', model: second[state.record], x: points, y};
            const shown = plane(svg, 590, 300, [-0.1, 1.1], output), epoch = epochs[state.record];
            const text = `エポック ${epoch}　損失 ${loss[state.record].toFixed(3)}<br>`;
            return [`${text}<strong>合っている数 ${shown.right} / 4</strong>`, {...shown, points, epoch}];
        },
    };

    // 今のエポックまでの損失曲線を、左端 left に描く。縦軸は対数目盛り
    function curves(svg, left, losses, now) {
        const at = (loss, epoch) => [left + epoch * 260 / 500, 110 - 80 * Math.log10(loss)];
        path(svg, [[left, 20], [left, 300], [left + 260, 300]], BLACK, {'stroke-width': 2});
        for (const tick of [10, 1, 0.1]) write(svg, left - 24, at(tick, 0)[1] + 8, tick, {'font-size': 20});
        write(svg, left + 130, 335, '損失（エポック 0〜500）');
        KINDS.forEach((kind, k) => {
            const points = losses[kind].slice(0, now + 1).map(at);
            path(svg, points, COLORS[kind], {'stroke-dasharray': k ? 8 : ''});
            dot(svg, points.at(-1), 9, COLORS[kind]);
            write(svg, left + 190, 60 + 34 * k, `${'━╍'[k]} ${kind}`, {fill: COLORS[kind]});
        });
    }

    const training = {
        name: '線形とシグモイドの学習', size: [1080, 370], start: {record: 0, times: 1}, end: toLast,
        controls: [record, slider('times', '重みとバイアス ×', [0.2, 5, 0.2], {}, 'w')],
        draw(svg, {record, times}, {x, gates: {AND: y}, epochs, models, losses}) {
            const epoch = epochs[record];
            const modelOf = kind => models[kind][record].map(number => times * number);
            const shown = pair(svg, 70, 360, 270, [-0.5, 1.5], {x, y}, modelOf);
            curves(svg, 790, losses, epoch);
            const text = times !== 1 ?
                `${times}倍：決定境界の z が、線形では 0.5 なので動き、シグモイドでは 0 なので動きません` :
                record ? '何倍かにすると、動くのはどちらの線ですか。' : '先に止まるのは、どちらの線ですか。';
            return [`エポック ${epoch}　合っている数：${counts(shown)}<br><strong>${text}</strong>`, shown];
        },
    };

    const far = {
        name: '遠くの点を加えて学習した決定境界', size: [820, 380],
        start: {x0: 2, x1: 2, answer: '1'}, end: () => ({x0: 4, x1: 4, touched: true}),
        controls: [
            slider('x0', '遠くの点の入力0', [1, 4, 0.1]), slider('x1', '入力1', [1, 4, 0.1]),
            choice('answer', '点の正解', ['1', '0']),
        ],
        drag(x, y) {
            const place = pixels => Math.round(10 * Math.min(4, Math.max(1, pixels / 56 - 0.5))) / 10;
            return {x0: place(x - (x < 440 ? 80 : 500)), x1: place(310 - y), touched: true};
        },
        draw(svg, {x0, x1, answer, touched}, {x, gates, model, rate, steps}) {
            const given = {x: [...x, [x0, x1]], y: [...gates.AND, Number(answer)]};
            const learn = kind => Array.from({length: steps}).reduce(now => {
                const slope = gradient(kind, now, given.x, given.y);
                return now.map((number, i) => number - rate * slope[i]);
            }, model);
            const models = Object.fromEntries(KINDS.map(kind => [kind, learn(kind)]));
            const shown = pair(svg, 80, 420, 280, [-0.5, 4.5], given, kind => models[kind]);
            KINDS.forEach((kind, k) => {
                dot(svg, [108 + 420 * k + 56 * x0, 282 - 56 * x1], 24, 'none', {stroke: BLACK});
                const right = shown[kind].outputs.slice(0, 4).filter((p, j) => isRight(p, given.y[j])).length;
                Object.assign(shown[kind], {model: models[kind], right});
            });
            return [touched ? `点 (${x0}, ${x1})　<strong>ANDの点で合っている数：${counts(shown)}</strong>` :
                '丸で囲んだ点を右上へ動かすと、どちらの線が引っ張られますか。', shown];
        },
    };

    function arrow(svg, from, to, y, color, width) {
        const tip = Math.sign(to - from) * Math.min(12, Math.abs(to - from)), half = 0.75 * tip;
        path(svg, [[from, y], [to - tip, y]], color, {'stroke-width': width});
        path(svg, [[to, y], [to - tip, y - half], [to - tip, y + half]], 'none', {fill: color});
    }

    const pushes = {
        name: '4つのサンプルが3つのパラメータを押す矢印', size: [760, 400],
        start: {gate: 'AND', record: 0}, end: () => ({known: true}),
        controls: [choice('gate', '規則', ['AND', 'OR', 'XOR'], {known: false}), record, check],
        draw(svg, {gate, record, known}, {x, gates, epochs, models}) {
            const outputs = predict('シグモイド', models[gate][record], x), y = gates[gate];
            const push = x.map((row, j) => [...row, 1].map(input => (y[j] - outputs[j]) * input / 4));
            const longest = Math.max(...push.flat().map(Math.abs)), names = ['重み0', '重み1', 'バイアス'];
            const total = names.map((_, i) => 4 * mean(push.map(row => row[i])));
            names.forEach((name, i) => {
                const top = 20 + 128 * i;
                let from = 440;
                write(svg, 90, top + 56, name, {fill: `var(--${'wwb'[i]})`, 'font-weight': 'bold'});
                path(svg, [[440, top], [440, top + 106]], GRAY, {'stroke-width': 2});
                push.forEach((row, j) => {
                    write(svg, 210, top + 21 + 22 * j, `[${x[j]}]`, {'font-size': 20});
                    const to = from + 160 * row[i] / longest, color = row[i] < 0 ? BLUE : ORANGE;
                    arrow(svg, from, to, top + 14 + 22 * j, color, 6);
                    from = to;
                });
                if (known) arrow(svg, 440, from, top + 102, BLACK, 10);
            });
            write(svg, 440, 396, '← 減らす　　　　増やす →', {fill: GRAY, 'font-size': 22});
            const sums = names.map((name, i) => `${name} ${total[i].toFixed(3)}`).join('、');
            return [`${gate}　エポック ${epochs[record]}　<strong>${known ? `足した矢印（黒）：${sums}` :
                '4つを足すと、どちら向きですか。打ち消し合うのは？'}</strong>`, {push, total}];
        },
    };

    const scaling = {
        name: 'くちばしの長さと、重みとバイアスの谷', size: [940, 400],
        start: {coding: '測定値のまま', record: 0}, end: () => ({coding: '標準化する', record: 10}),
        controls: [
            choice('coding', '入力', ['測定値のまま', '平均を引く', '標準化する'], {record: 0}),
            slider('record', '歩数', 'epochs'),
        ],
        draw(svg, {coding, record}, {y, epochs, valleys}) {
            const {inputs, ring, path: walked} = valleys[coding], ball = walked[record];
            const x = value => 120 + value * 5.3, at = size => ([w, b]) => [740 + size * w, 190 - size * b];
            path(svg, [[40, 250], [440, 250]], BLACK);
            path(svg, [[x(0), 100], [x(0), 250]], GRAY, {'stroke-width': 2});
            for (const tick of [0, 20, 40, 60]) write(svg, x(tick), 284, tick);
            inputs.forEach((input, j) => dot(svg, [x(input), 200 - 60 * y[j]], 5, [BLUE, ORANGE][y[j]]));
            write(svg, x(1) - 11, 80, '▼ いつも1の入力', {fill: 'var(--b)', 'text-anchor': 'start'});
            write(svg, 240, 320, `くちばしの長さ（${coding}）`, {fill: 'var(--w)'});
            const frame = {x: 560, y: 10, width: 360, height: 360};
            const view = draw(svg, 'svg', {...frame, viewBox: '560 10 360 360', role: 'presentation'});
            for (const size of [35, 70, 105, 140]) path(view, ring.map(at(size)), GRAY, {'stroke-width': 2});
            dot(view, at(140)(ball), 12, ORANGE, {stroke: BLACK});
            write(view, 740, 200, '×', {'font-size': 30});
            draw(svg, 'rect', {...frame, fill: 'none', stroke: BLACK});
            write(svg, 740, 396, '重み', {fill: 'var(--w)'});
            write(svg, 540, 190, 'バイアス', {transform: 'rotate(-90 540 190)', fill: 'var(--b)'});
            const left = Math.hypot(...ball);
            const text = `${epochs[record]}歩　谷底（×）までの距離は、最初の ${(100 * left).toFixed(0)} %`;
            return [record ? `<strong>${text}</strong>` : 'ボールは、10歩で谷底に着きますか。', {ball, left}];
        },
    };

    const PICTURES = {boundary, valley, boxes, hidden, training, far, pushes, scaling};

    function show(picture, state, given, svg, text) {
        svg.replaceChildren();
        const [words, shown] = picture.draw(svg, state, given);
        text.innerHTML = words;
        svg.setAttribute('aria-label', `${picture.name}の図。${text.innerText}`);
        return shown;
    }

    function open(live) {
        const picture = PICTURES[live.dataset.live], given = JSON.parse(live.dataset.given);
        const state = {...picture.start, ...JSON.parse(live.dataset.start || '{}')};
        const [width, height] = picture.size, shape = {viewBox: `0 0 ${width} ${height}`, width, height};
        const canvas = parent => draw(parent, 'svg', {...shape, role: 'img'});
        live.classList.toggle('wide', width > 700);
        if (document.documentElement.matches('.print')) {  // 印刷では、はじめとおわりの図を並べる
            for (const [name, now] of [['first', state], ['end', {...state, ...picture.end(state, given)}]]) {
                const box = add(live, 'div', {className: name});
                show(picture, now, given, canvas(box), add(box, 'p', {className: 'words'}));
            }
            return;
        }
        const svg = canvas(live), side = add(live, 'div', {className: 'side'});
        const knobs = add(side, 'div', {className: 'knobs'}), text = add(side, 'p', {className: 'words'});
        const updates = picture.controls.map(control => control(knobs, state, change, given));
        function change(moved) {
            Object.assign(state, moved);
            live.shown = show(picture, state, given, svg, text);
            updates.forEach(update => update());
            document.dispatchEvent(new Event('livechange'));
        }
        for (const name of picture.drag ? ['pointerdown', 'pointermove'] : [])
            svg.addEventListener(name, event => {
                const place = new DOMPoint(event.clientX, event.clientY);
                const {x, y} = place.matrixTransform(svg.getScreenCTM().inverse());
                if (event.buttons) change(picture.drag(x, y));
            });
        change({});
        live.dataset.preventSwipe = '';
    }

    // Tab で選べば矢印キーで動く。クリックした後と、リモコンのキー（PageDown、PageUp）では、スライドが進む
    function shareKeys(live) {
        live.addEventListener('click', event => { if (event.detail) document.activeElement.blur(); });
        live.addEventListener('keydown', event => {
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
