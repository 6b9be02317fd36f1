// Makes pages quicker to use; every page works without it. Each part is fetched only where a page has something for it.
import { watchKeys } from "./keys.js";
import { closeDropsOutside } from "./drop.js";

const PARTS = [
  ["[data-combobox-url]", () => import("./combobox.js"), "enhanceCombobox"],
  ["[data-people]", () => import("./people.js"), "enhancePeople"],
  ["[data-datebox]", () => import("./datebox.js"), "enhanceDatebox"],
  ["[data-panel-url]", () => import("./live-panel.js"), "enhancePanel"],
  ["[data-copy]", () => import("./copy.js"), "enhanceCopy"],
  ["[data-print]", () => import("./print.js"), "enhancePrint"],
];

watchKeys(document);
closeDropsOutside(document);
await enhance(document);
document.addEventListener("part:replaced", (event) => enhance(event.target));

async function enhance(root) {
  for (const [selector, load, name] of PARTS) {
    const elements = root.querySelectorAll(selector);
    if (elements.length > 0) {
      const part = await load();
      elements.forEach((element) => part[name](element));
    }
  }
}
