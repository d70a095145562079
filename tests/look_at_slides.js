// Goes through a deck, the details too, and tells what is wrong with each slide once all of it is shown.
() => {
    const wrong = [];

    function lookAtPart(part, say) {
        const box = part.getBoundingClientRect();
        if (box.width && (box.bottom > 721 || box.right > 1262 || box.left < 0 || box.top < 0))
            say(`${part.tagName} is outside`);
        if (part.tagName === 'PRE' && part.scrollWidth > part.clientWidth) say(`clips ${part.innerText}`);
        if (part.tagName === 'IMG' && !part.naturalWidth) say('has no picture');
        if (part.matches('img, svg') && box.height < 120) say('has a picture that is too small to be seen');
        if (part.matches('img, svg') && !/[ぁ-ん]/.test(part.alt || part.getAttribute('aria-label')))
            say('has a picture without a text for it');
    }

    function lookAtPair(a, b, say) {
        if (a === b || a.contains(b) || b.contains(a)) return;
        const p = a.getBoundingClientRect(), q = b.getBoundingClientRect();
        if (p.left < q.right - 4 && q.left < p.right - 4 && p.top < q.bottom - 4 && q.top < p.bottom - 4)
            say(`${a.innerText || a.alt} overlaps ${b.innerText || b.alt}`);
    }

    function look(section, say) {
        const parts = [...section.querySelectorAll(':not(aside, aside *, .live *, .page)')];
        const blocks = parts.filter(part => part.matches('h1, h2, h3, p, li, pre, table, img, svg, .live'));
        if (section.querySelector('aside').textContent.trim().length < 10) say('has no notes');
        if (section.querySelector('.fragment:not(.visible)')) say('keeps a fragment hidden');
        parts.forEach(part => lookAtPart(part, say));
        blocks.forEach(a => blocks.forEach(b => lookAtPair(a, b, say)));
        const texts = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode())
            if (/\$|\*\*|`|\{\{|\+\+\+/.test(text.data) && !text.parentElement.closest('code, pre, math'))
                say(`shows raw marks: ${text.data}`);
    }

    for (const section of Reveal.getSlides()) {
        const {h, v} = Reveal.getIndices(section);
        const say = text => wrong.push(`slide ${h + 1}.${v || 0}: ${text}`);
        Reveal.slide(h, v, -1);
        for (const result of section.querySelectorAll('.output, .error, .answer'))
            if (!result.closest('.fragment:not(.visible)')) say(`shows at once: ${result.innerText}`);
        while (Reveal.availableFragments().next) Reveal.nextFragment();
        look(section, say);
    }
    return wrong;
}
