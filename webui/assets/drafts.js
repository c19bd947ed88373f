// A form with data-draft-url is kept on the server while one types; [data-draft-said] inside tells when.
const PAUSE = 1500;

export function startDrafts() {
  for (const form of document.querySelectorAll("form[data-draft-url]")) keep(form);
}

function keep(form) {
  const said = form.querySelector("[data-draft-said]");
  let timer = 0;
  let dirty = false;
  let sending = false;
  const say = (name) => {
    if (said) said.textContent = form.dataset[name] ?? "";
  };
  const send = async () => {
    if (sending) return later();
    dirty = false;
    sending = true;
    try {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body, headers: { Accept: "application/json" } });
      say(answer.ok ? "draftKept" : "draftFailed");
      dirty ||= !answer.ok;
    } catch {
      dirty = true;
      say("draftFailed");
    }
    sending = false;
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  };
  form.addEventListener("input", () => {
    dirty = true;
    later();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
