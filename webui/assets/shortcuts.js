// One-key shortcuts: / search, n start, j and k along the list, ? help. Off by the person's choice (data-shortcuts="off").
// Keys go by their place on the board, so they work in a Cyrillic layout too.
const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog");

export function startShortcuts() {
  if (document.body.dataset.shortcuts === "off") return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
    const act = chosen(event);
    if (act && act()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    const form = event.target.closest("form[data-ctrl-enter]");
    form?.requestSubmit(form.querySelector("button.btn-primary[name=outcome]"));
  });
}

function chosen(event) {
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return openHelp;
  if (event.key === "/" || event.code === "Slash") return goSearch;
  return event.shiftKey ? null : { KeyN: goStart, KeyJ: () => move(1), KeyK: () => move(-1) }[event.code];
}

function openHelp() {
  const help = document.getElementById("shortcuts");
  help?.showModal();
  return help;
}

function goSearch() {
  const field = document.querySelector("input[type=search]");
  if (field?.offsetParent) return field.focus(), true;
  return follow('[data-key="/"]');
}

const goStart = () => follow('[data-key="n"]');

function follow(selector) {
  const link = document.querySelector(selector);
  link?.click();
  return link;
}

function move(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1)];
  (next.matches("a, button") ? next : next.querySelector("a, button")).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}
