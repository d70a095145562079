// Goes through a deck, the details too, and tells what is wrong with each slide once all of it is shown.
() => {
    const wrong = [], box = part => part.getBoundingClientRect();

    function overlap(a, b) {
        if (a.contains(b) || b.contains(a)) return false;
        const p = box(a), q = box(b);
        return p.left < q.right - 4 && q.left < p.right - 4 && p.top < q.bottom - 4 && q.top < p.bottom - 4;
    }

    function look(section, say) {
        const parts = [...section.querySelectorAll(':not(aside, aside *, .live *, .page)')];
        for (const part of parts) {
            const {width, left, top, right, bottom} = box(part);
            if (width && (bottom > 721 || right > 1262 || left < 0 || top < 0)) say('is outside', part);
            if (part.tagName === 'PRE' && part.scrollWidth > part.clientWidth) say('is clipped', part);
            if (part.tagName === 'IMG' && !part.naturalWidth) say('shows no picture', part);
        }
        const blocks = parts.filter(part => part.matches('h1, h2, h3, p, li, pre, table, img, svg, .live'));
        for (const a of blocks) if (blocks.some(b => overlap(a, b))) say('overlaps', a);
        const texts = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode())
            if (/\$|\*\*|`|\{\{|\+\+\+/.test(text.data) && !text.parentElement.closest('code, pre, math'))
                say('shows raw marks', text.parentElement);
    }

    for (const section of Reveal.getSlides()) {
        const {h, v} = Reveal.getIndices(section);
        const say = (what, part) => wrong.push(`slide ${h + 1}.${v || 0} ${what}: ${part.outerHTML}`);
        Reveal.slide(h, v, -1);
        for (const result of section.querySelectorAll('.output, .error, .answer'))
            if (!result.closest('.fragment:not(.visible)')) say('shows at once', result);
        while (Reveal.availableFragments().next) Reveal.nextFragment();
        look(section, say);
    }
    return wrong;
}
