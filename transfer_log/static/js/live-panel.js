// Keeps a panel in step with a form: after a change the whole form goes by POST to data-panel-url, and the HTML that comes back
// replaces what stands in the element named by data-panel-id. When that fails the last good panel stays and is marked as old.
//
// Parts elsewhere on the page that follow from the same change come along as <template data-replaces="id of the part">.

import { post } from "./post.js";

const WAIT_MS = 250;

export function enhancePanel(form) {
  const panel = document.getElementById(form.dataset.panelId);
  let asked = null;
  let timer = null;

  const refresh = async () => {
    asked?.abort();
    asked = new AbortController();
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await post(form.dataset.panelUrl, new FormData(form), form, "text/html", asked.signal);
      panel.innerHTML = await answer.text();
      panel.querySelectorAll("template[data-replaces]").forEach(replacePart);
      delete panel.dataset.stale;
    } catch (error) {
      if (error.name === "AbortError") return;
      panel.dataset.stale = "";
    }
    panel.removeAttribute("aria-busy");
  };
  const later = (event) => {
    if (event.isComposing) return;
    // Half a name means nothing yet; what is chosen from the suggestions sends its own change.
    if (event.type === "input" && event.target.dataset.comboboxUrl !== undefined) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, WAIT_MS);
  };

  form.addEventListener("change", later);
  form.addEventListener("input", later);
}

// A part that somebody is working in stays as it is: it would lose the cursor, and what was typed since.
function replacePart(template) {
  const part = document.getElementById(template.dataset.replaces);
  if (part && !part.contains(document.activeElement)) {
    const open = [...part.querySelectorAll("details[open][id]")].map((details) => details.id);
    part.replaceChildren(template.content);
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    part.dispatchEvent(new CustomEvent("part:replaced", { bubbles: true }));
  }
  template.remove();
}
