// Goes through a deck, the details too, and tells what is wrong with each slide once all of it is shown.
() => {
    const wrong = [];

    function look(section, say) {
        for (const part of section.querySelectorAll(':not(aside, aside *, svg *, .page, .where, .school, .school *)')) {
            const {width, left, top, right, bottom} = part.getBoundingClientRect();
            if (width && (bottom > 676 || right > 1262 || left < 0 || top < 0)) say('is outside', part);
            if (part.tagName === 'PRE' && part.scrollWidth > part.clientWidth) say('is clipped', part);
            if (part.tagName === 'IMG' && !part.naturalWidth) say('shows no picture', part);
        }
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
