// Sends fields by POST, never in an address, with the token of the form they belong to.

export async function post(url, fields, form, accept, signal) {
  const answer = await fetch(url, {
    method: "POST",
    body: fields,
    headers: { "X-CSRFToken": tokenOf(form), Accept: accept },
    credentials: "same-origin",
    signal,
  });
  // A redirect means the session has ended: a sign-in page must not land inside a panel.
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  return answer;
}

function tokenOf(form) {
  const field = form?.elements.namedItem("csrf_token") ?? document.querySelector("input[name=csrf_token]");
  return field?.value ?? "";
}
