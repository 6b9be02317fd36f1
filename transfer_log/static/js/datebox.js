// Shows the buttons "today" and "yesterday", counted in Japan wherever the browser stands.

const DAY_MS = 24 * 60 * 60 * 1000;
const JAPAN_DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" });

export function enhanceDatebox(box) {
  const input = box.querySelector("input");
  box.querySelectorAll("[data-days-ago]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      input.value = JAPAN_DAY.format(Date.now() - Number(button.dataset.daysAgo) * DAY_MS);
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
  });
}
