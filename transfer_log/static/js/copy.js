// Shows a button that copies the text beside it; without the clipboard (http, old browsers) the text can still be selected whole.

const SAID_MS = 2000;

export function enhanceCopy(box) {
  if (!navigator.clipboard) return;
  const button = box.querySelector("button");
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.querySelector("[data-copy-text]").textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, SAID_MS);
  });
}
