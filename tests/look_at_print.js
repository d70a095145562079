// In the view for printing: what lies outside the margins of its page, and which live picture shows its controls.
() => {
    const wrong = [], margin = 24;
    document.querySelectorAll('.pdf-page').forEach((sheet, k) => {
        const page = sheet.getBoundingClientRect();
        for (const part of sheet.querySelectorAll('.page *, .where')) {
            const box = part.getBoundingClientRect();
            if (!box.width || part.closest('math, .live svg')) continue;
            const side = Math.min(box.left - page.left, page.right - box.right);
            if (side < margin) wrong.push(`page ${k + 1}: ${part.tagName} is ${side} from the side`);
            if (box.top < page.top || box.bottom > page.bottom) wrong.push(`page ${k + 1}: ${part.tagName} is cut`);
        }
        for (const control of sheet.querySelectorAll('.live input, .live select, .live button'))
            if (control.getBoundingClientRect().width) wrong.push(`page ${k + 1}: shows a control`);
    });
    return wrong;
}
