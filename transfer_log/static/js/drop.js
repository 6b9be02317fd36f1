// Closes open menus on Escape and on a press outside; opening them is the browser's own <details>.

export function closeDropsOutside(page) {
  const open = () => page.querySelectorAll("[data-drop][open]");

  page.addEventListener("click", (event) => {
    open().forEach((drop) => {
      if (!drop.contains(event.target)) drop.open = false;
    });
  });

  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    open().forEach((drop) => {
      drop.open = false;
      drop.querySelector("summary").focus();
    });
  });
}
