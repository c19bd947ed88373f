// Forms of kinds, beyond what they do without a script: fields that depend on answers come and go, days are said in words,
// names are looked up while one types.
const PAUSE = 300;

export function startForms(page = document) {
  for (const form of page.querySelectorAll("form")) if (form.querySelector("[data-field]")) start(form);
}

function start(form) {
  for (const note of form.querySelectorAll("[data-without-script]")) note.hidden = true;
  for (const field of form.querySelectorAll("[data-unasked]")) field.hidden = true;
  if (form.querySelector("[data-hide]")) form.addEventListener("input", later(() => ask(form)));
  form.addEventListener("input", (event) => {
    sayDay(event.target);
    if (event.target.dataset.source) lookUp(event.target);
  });
}

function later(act) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), PAUSE);
  };
}

// The server draws the page for these answers; what it hides is hidden here.
async function ask(form) {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  body.set("_refresh", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const drawn = new Map([...page.querySelectorAll("[data-field]")].map((one) => [one.dataset.field, one.hidden]));
    for (const field of form.querySelectorAll("[data-hide]")) field.hidden = drawn.get(field.dataset.field) ?? field.hidden;
  } catch {
    // Without an answer all stays as it is: the server decides again when the form is sent.
  }
}

function sayDay(input) {
  const words = document.querySelector(`[data-day-of="${input.id}"]`);
  if (!words) return;
  const day = input.valueAsDate;
  const tongue = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  words.textContent = day ? new Intl.DateTimeFormat(tongue, { dateStyle: "long", timeZone: "UTC" }).format(day) : "";
}

const lookUp = later(async (input) => {
  if (input.value.trim().length < 2) return;
  const address = new URL(input.dataset.source, location.href);
  address.searchParams.set("q", input.value.trim());
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    const found = answer.ok ? (await answer.json()).items : [];
    const known = new Set([...input.list.options].map((one) => one.value));
    for (const one of found) {
      const words = `${[one.name, one.post].filter(Boolean).join(", ")} (${one.login ?? one.code})`;
      if (!known.has(words)) input.list.append(new Option("", words));
    }
  } catch {
    // The list stays as it is.
  }
});
