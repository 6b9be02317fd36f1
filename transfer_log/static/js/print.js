// Shows a button that prints the page; without JavaScript the browser's own menu does.

export function enhancePrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
