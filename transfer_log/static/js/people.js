// Turns chosen people into chips at once, and looks up a pasted column of names or numbers.
//
// data-resolve-url gets lines=<pasted text> by POST and answers
// {"options": [{"value", "label", "note", "short"}], "unclear": ["line that fits nobody or several", …]}; unclear lines stay to be mended.

import { post } from "./post.js";

export function enhancePeople(area) {
  const list = area.querySelector("[data-people-list]");
  const template = area.querySelector("[data-people-template]");
  const input = area.querySelector("input[data-combobox-url]");
  const paste = area.nextElementSibling;

  const add = (person) => {
    if (list.querySelector(`input[value="${CSS.escape(person.value)}"]`)) return;
    const chip = template.content.firstElementChild.cloneNode(true);
    const box = chip.querySelector("input");
    const [label, note] = chip.querySelectorAll("span");
    box.value = person.value;
    const told = person.short ?? person.note ?? "";
    box.setAttribute("aria-label", [person.label, told].filter(Boolean).join(" "));
    label.textContent = person.label;
    note.textContent = told;
    list.append(chip);
  };
  const changed = () => list.dispatchEvent(new Event("change", { bubbles: true }));

  input.addEventListener("combobox:chosen", (event) => {
    add(event.detail);
    changed();
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key !== "Backspace" || input.value !== "") return;
    const boxes = list.querySelectorAll("input:checked");
    const last = boxes[boxes.length - 1];
    if (last) {
      last.checked = false;
      changed();
    }
  });

  input.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").trim();
    if (!text.includes("\n") || !area.dataset.resolveUrl) return;
    event.preventDefault();
    resolve(text);
  });

  async function resolve(text) {
    try {
      const answer = await post(area.dataset.resolveUrl, new URLSearchParams({ lines: text }), input.form, "application/json");
      const { options, unclear } = await answer.json();
      options.forEach(add);
      show(unclear.join("\n"));
      if (options.length > 0) changed();
    } catch {
      show(text);
    }
  }

  // What could not be settled stays in the box for pasted lists, where it can be read and mended.
  function show(lines) {
    paste.querySelector("textarea").value = lines;
    paste.open = lines !== "";
  }
}
