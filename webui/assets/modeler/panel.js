// The panel beside the drawing: what the chosen element means, in the owner's words.
import { tag } from "./fields.js";
import { sections, titled } from "./sections.js";
import { standing } from "./standing.js";
import { say } from "./words.js";

export function startPanel(modeler, place, known) {
  const selection = modeler.get("selection");
  const canvas = modeler.get("canvas");
  const panel = standing(place);
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
    if (!element?.businessObject) return panel.empty(tag("p", { class: "form-text" }, say("Choose one element to see what it means.")));
    panel.show(element.id + element.type, titled(element), sections(element, modeler, known));
  }

  const soon = () => {
    due ||= setTimeout(draw, 0);
  };
  modeler.on("selection.changed", soon);
  modeler.on("commandStack.changed", soon);
  modeler.on("import.done", soon);
  draw();
}
