// Makes pages quicker to use; every page works without it. Each part is fetched only where a page has something for it.
import { watchKeys } from "./keys.js";
import { closeDropsOutside } from "./drop.js";

const PARTS = [
  ["[data-combobox-url]", () => import("./combobox.js"), "enhanceCombobox"],
  ["[data-people]", () => import("./people.js"), "enhancePeople"],
  ["[data-datebox]", () => import("./datebox.js"), "enhanceDatebox"],
  ["[data-panel-url]", () => import("./live-panel.js"), "enhancePanel"],
  ["[data-copy]", () => import("./copy.js"), "enhanceCopy"],
];

watchKeys(document);
closeDropsOutside(document);

for (const [selector, load, enhance] of PARTS) {
  const elements = document.querySelectorAll(selector);
  if (elements.length > 0) {
    const part = await load();
    elements.forEach((element) => part[enhance](element));
  }
}
