// "/" jumps to the search box. Dead inside fields, with a modifier and while a Japanese input method is composing;
// data-keys="off" on <body> switches it off (WCAG 2.1.4).

const TYPING = "input, textarea, select, [contenteditable]";

export function watchKeys(page) {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (page.body.dataset.keys === "off" || event.target.closest?.(TYPING)) return;
    const box = [...page.querySelectorAll("[data-find]")].find((one) => one.checkVisibility());
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
}
