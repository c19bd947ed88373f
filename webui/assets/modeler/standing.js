// A panel that is drawn anew after each change, but in which nobody loses his place: where the shape stays, the inputs stay.
import { drawn, tag } from "./fields.js";

const shape = (parts) => JSON.stringify(parts.map(({ title, fields }) => [title, fields.map(outline)]));
const outline = (field) => [field.name, field.sort, field.label, field.options, field.fields?.map(outline), field.sort === "note" ? field.value : 0];

// Two panels of one shape: only the values move; what somebody is typing is his until he leaves it.
function refresh(from, to) {
  const fresh = new Map([...from.querySelectorAll("[name]")].map((one) => [one.name, one]));
  for (const input of to.querySelectorAll("input, select, textarea")) {
    const now = fresh.get(input.name);
    if (!now) continue;
    if (input.type === "checkbox" || input.type === "radio") input.checked = now.checked;
    else if (input.value !== now.value && (input !== document.activeElement || input.tagName === "SELECT")) input.value = now.value;
  }
}

// `show(key, what, parts)` draws the parts of the thing `key`; `empty(words)` says that nothing is chosen.
export function standing(place) {
  let was = "";

  function show(key, what, parts) {
    const now = key + shape(parts);
    const inside = parts.map(({ title, fields, folded }) =>
      folded
        ? tag("details", { class: "part" }, tag("summary", {}, title), ...fields.map(drawn))
        : tag("section", { class: "part", "aria-label": title }, tag("h3", { class: "h4" }, title), ...fields.map(drawn)));
    const fresh = tag("div", {}, tag("p", { class: "what" }, what), ...inside);
    if (now === was) return refresh(fresh, place);
    was = now;
    const here = place.contains(document.activeElement) ? document.activeElement.name : "";
    const open = [...place.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
    place.replaceChildren(fresh);
    for (const one of place.querySelectorAll("details > summary")) if (open.includes(one.textContent)) one.parentElement.open = true;
    if (here) (place.querySelector(`[name="${CSS.escape(here)}"]`) ?? place).focus();
  }

  function empty(...children) {
    was = "";
    place.replaceChildren(...children);
  }
  return { show, empty };
}
