// Goes through a deck with "next", and tells what is wrong with each slide once all its fragments are shown.
() => {
    const wrong = [], seen = new Set();

    function lookAtPart(part, say) {
        const box = part.getBoundingClientRect();
        if (box.width && (box.bottom > 720 || box.right > 1262 || box.left < 0 || box.top < 0))
            say(`${part.tagName} is outside`);
        if (part.tagName === 'PRE' && part.scrollWidth > part.clientWidth) say(`clips ${part.innerText}`);
        if (part.tagName === 'IMG' && !part.naturalWidth) say('has no picture');
        if (part.tagName === 'IMG' && !/[ぁ-ん]/.test(part.alt)) say('has a picture without a text for it');
        if (part.tagName === 'math' && !box.height) say('has an empty formula');
    }

    function lookAtPair(a, b, say) {
        if (a === b || a.contains(b) || b.contains(a)) return;
        const p = a.getBoundingClientRect(), q = b.getBoundingClientRect();
        if (p.left < q.right - 4 && q.left < p.right - 4 && p.top < q.bottom - 4 && q.top < p.bottom - 4)
            say(`${a.innerText || a.alt} overlaps ${b.innerText || b.alt}`);
    }

    function look(section, say) {
        const parts = [...section.querySelectorAll(':not(aside, aside *)')];
        const blocks = parts.filter(part => part.matches('h1, h2, h3, p, li, pre, table, img'));
        if (!section.querySelector('.where').innerText.slice(7)) say('does not name its section');
        if (section.querySelector('.fragment:not(.visible)')) say('keeps a fragment hidden');
        parts.forEach(part => lookAtPart(part, say));
        blocks.forEach(a => blocks.forEach(b => lookAtPair(a, b, say)));
        const texts = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode())
            if (/\$|\*\*|`|\{\{|\+\+\+/.test(text.data) && !text.parentElement.closest('code, pre, math'))
                say(`shows raw marks: ${text.data}`);
    }

    while (!seen.has(Reveal.getCurrentSlide())) {
        const section = Reveal.getCurrentSlide();
        const say = text => wrong.push(`slide ${seen.size + 1}: ${text}`);
        for (const result of section.querySelectorAll('.output, .error, .figure, .answer'))
            if (!result.closest('.fragment:not(.visible)')) say(`shows at once: ${result.innerText}`);
        for (let k = 0; k < 50 && Reveal.availableFragments().next; k++) Reveal.next();
        look(section, say);
        seen.add(section);
        Reveal.next();
    }
    if (seen.size !== Reveal.getTotalSlides()) wrong.push(`only ${seen.size} slides can be reached`);
    return wrong;
}
