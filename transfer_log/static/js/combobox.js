// Type-ahead on a plain text field (WAI-ARIA combobox with a list, nothing chosen before the person chooses).
//
// POSTs q=<text> to data-combobox-url and expects {"options": [{"value": ref, "label": name, "note": what tells namesakes apart}]}.
// Choosing fills the field with the label and the hidden field named by data-combobox-value with the value; without such a field it
// sends the event "combobox:chosen" and empties the text. While an input method is composing nothing is asked and no key is taken.

import { post } from "./post.js";

const WAIT_MS = 150;
const HANDLED = new Set(["ArrowDown", "ArrowUp", "Enter", "Escape", "Tab"]);
let serial = 0;

export function enhanceCombobox(input) {
  new Combobox(input).listen();
}

class Combobox {
  constructor(input) {
    this.input = input;
    this.target = input.dataset.comboboxValue ? document.getElementById(input.dataset.comboboxValue) : null;
    this.options = [];
    this.active = -1;
    this.asked = null;
    this.list = this.#makeList();
    this.status = this.#makeStatus();
  }

  #makeList() {
    const list = document.createElement("ul");
    list.id = `combobox-${++serial}`;
    list.className = "combobox__list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.input.labels[0]?.firstChild.textContent.trim() ?? "");
    list.hidden = true;
    this.input.after(list);
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", list.id);
    this.input.setAttribute("aria-expanded", "false");
    return list;
  }

  #makeStatus() {
    const status = document.createElement("div");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    this.list.after(status);
    return status;
  }

  listen() {
    this.input.addEventListener("input", (event) => {
      if (!event.isComposing) this.#typed();
    });
    this.input.addEventListener("compositionend", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#close());
    // pointerdown comes before blur: the list must still be there when the press lands.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(this.options[Number(option.dataset.index)]);
    });
  }

  #typed() {
    if (this.target?.value) {
      this.target.value = "";
      this.target.dispatchEvent(new Event("change", { bubbles: true }));
    }
    clearTimeout(this.timer);
    const text = this.input.value.trim();
    if (text === "") {
      this.asked?.abort();
      this.#close();
      return;
    }
    this.timer = setTimeout(() => this.#ask(text), WAIT_MS);
  }

  async #ask(text) {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const { form, dataset } = this.input;
      const answer = await post(dataset.comboboxUrl, new URLSearchParams({ q: text }), form, "application/json", this.asked.signal);
      this.#show((await answer.json()).options);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#close();
      this.status.textContent = this.input.dataset.comboboxFailed;
    }
  }

  #show(options) {
    if (document.activeElement !== this.input) return;
    this.options = options;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...options.map((option, index) => this.#row(option, index)));
    const found = options.length > 0;
    this.list.hidden = !found;
    this.input.setAttribute("aria-expanded", String(found));
    const { comboboxCount, comboboxNone } = this.input.dataset;
    this.status.textContent = found ? comboboxCount.replace("%(n)s", options.length) : comboboxNone;
  }

  #row(option, index) {
    const row = document.createElement("li");
    row.id = `${this.list.id}-${index}`;
    row.className = "combobox__option";
    row.dataset.index = index;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.append(option.label);
    if (option.note) {
      const note = document.createElement("span");
      note.className = "combobox__note";
      note.textContent = option.note;
      row.append(note);
    }
    return row;
  }

  #key(event) {
    // 229 is what some input methods report for the Enter that ends a composition.
    if (event.isComposing || event.keyCode === 229 || !HANDLED.has(event.key)) return;
    if (this.list.hidden) {
      if (event.key === "ArrowDown" && this.input.value.trim()) {
        event.preventDefault();
        this.#typed();
      }
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      // Enter with the list open settles the choice and never sends the form by chance.
      event.preventDefault();
      const only = this.options.length === 1 ? 0 : -1;
      const index = this.active >= 0 ? this.active : only;
      if (index >= 0) this.#choose(this.options[index]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (event.key === "Tab") {
      this.#close();
    }
  }

  #move(step) {
    const count = this.options.length;
    // From the field, Down goes to the first and Up to the last; past either end back to the field.
    this.active = ((this.active + 1 + step + count + 1) % (count + 1)) - 1;
    [...this.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this.active)));
    const row = this.list.children[this.active];
    if (row) {
      row.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", row.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  #choose(option) {
    if (this.target) {
      this.input.value = option.label;
      this.target.value = option.value;
      this.target.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      this.input.value = "";
      this.input.dispatchEvent(new CustomEvent("combobox:chosen", { bubbles: true, detail: option }));
    }
    this.#close();
    this.status.textContent = option.label;
  }

  #close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
