// The panel beside the drawing: what the chosen element means, in the owner's words.
import { drawn, tag } from "./fields.js";
import { sections, titled } from "./sections.js";
import { say } from "./words.js";

const shape = (parts) => JSON.stringify(parts.map(({ title, fields }) => [title, fields.map(outline)]));
const outline = (field) => [field.name, field.sort, field.label, field.options, field.fields?.map(outline), field.sort === "note" ? field.value : 0];

// Two panels of one shape: the values move, the inputs stay, so that nobody loses his place.
function refresh(from, to) {
  const fresh = new Map([...from.querySelectorAll("[name]")].map((one) => [one.name, one]));
  for (const input of to.querySelectorAll("input, select, textarea")) {
    const now = fresh.get(input.name);
    if (!now) continue;
    if (input.type === "checkbox" || input.type === "radio") input.checked = now.checked;
    else if (input.value !== now.value) input.value = now.value;
  }
}

export function startPanel(modeler, place, known) {
  const selection = modeler.get("selection");
  const canvas = modeler.get("canvas");
  let was = "";
  let due = 0;

  function chosen() {
    const held = selection.get();
    if (held.length > 1) return null;
    const one = held[0] ?? canvas.getRootElement();
    return one?.labelTarget ?? one;
  }

  function draw() {
    due = 0;
    const element = chosen();
    if (!element?.businessObject) {
      was = "";
      return place.replaceChildren(tag("p", { class: "form-text" }, say("Choose one element to see what it means.")));
    }
    const parts = sections(element, modeler, known);
    const now = element.id + element.type + shape(parts);
    const inside = parts.map(({ title, fields, folded }) =>
      folded
        ? tag("details", { class: "part" }, tag("summary", {}, title), ...fields.map(drawn))
        : tag("section", { class: "part", "aria-label": title }, tag("h3", { class: "h4" }, title), ...fields.map(drawn)));
    const fresh = tag("div", {}, tag("p", { class: "what" }, titled(element)), ...inside);
    if (now === was) return refresh(fresh, place);
    was = now;
    const here = place.contains(document.activeElement) ? document.activeElement.name : "";
    const open = [...place.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
    place.replaceChildren(fresh);
    for (const one of place.querySelectorAll("details > summary")) if (open.includes(one.textContent)) one.parentElement.open = true;
    if (here) (place.querySelector(`[name="${CSS.escape(here)}"]`) ?? place).focus();
  }

  const soon = () => {
    due ||= setTimeout(draw, 0);
  };
  modeler.on("selection.changed", soon);
  modeler.on("commandStack.changed", soon);
  modeler.on("import.done", soon);
  draw();
}
