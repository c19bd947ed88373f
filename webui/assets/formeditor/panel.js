// The panel beside the form: what the chosen field asks; without one, the fields in their order.
import { tag } from "../modeler/fields.js";
import { standing } from "../modeler/standing.js";
import { say } from "../modeler/words.js";
import { sections } from "./sections.js";
import { every } from "./texts.js";
import { titleOf } from "./types.js";

export function startPanel(editor, place, known) {
  const panel = standing(place);
  let due = 0;

  const line = (one) => tag("li", {}, tag("button", { type: "button", class: "btn btn-link p-0 text-start", onclick: () => editor.selection.set(one) }, titleOf(editor.schema(), one, known)));

  function draw() {
    due = 0;
    const field = editor.selection.get();
    if (field && field.type !== "default") return panel.show(field.id + field.type, known.names[field.type]?.[known.language] ?? field.type, sections(field, editor, known));
    const fields = every(editor.schema());
    const list = fields.length ? [tag("h3", { class: "h4" }, say("Fields in their order")), tag("ol", { class: "outline" }, ...fields.map(line))] : [];
    panel.empty(tag("p", { class: "form-text" }, say("Choose a field to see what it asks.")), ...list);
  }

  const soon = () => {
    due ||= setTimeout(draw, 0);
  };
  editor.canvas.on("selection.changed", 500, soon);
  editor.onChange(soon);
  draw();
}
