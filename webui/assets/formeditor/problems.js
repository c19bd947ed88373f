// What the office says of the form after each save; a press goes to the field. What is wrong elsewhere in the kind is counted.
import { tag } from "../modeler/fields.js";
import { say } from "../modeler/words.js";
import { titleOf } from "./types.js";

export function startProblems(editor, frame, list, summary, known) {
  function line({ element, name, severity, message }) {
    const field = element && editor.registry.get(element);
    const words = [tag("strong", {}, severity === "error" ? say("Error") : say("Warning")), ` ${field ? titleOf(editor.schema(), field, known) : name || element}: `, message];
    const go = () => {
      editor.selection.set(field);
      document.querySelector('[data-editor="panel"]').focus();
    };
    return tag("li", { class: severity }, field ? tag("button", { type: "button", class: "btn btn-link text-start p-0", onclick: go }, ...words) : tag("span", {}, ...words));
  }

  return ({ problems }) => {
    const mine = problems.filter((one) => one.place === frame.dataset.file).sort((a, b) => (a.severity === "error" ? 0 : 1) - (b.severity === "error" ? 0 : 1));
    const errors = mine.filter((one) => one.severity === "error").length;
    const elsewhere = problems.length - mine.length;
    list.replaceChildren(...mine.map(line));
    const told = mine.length ? say("Errors: {errors}, warnings: {warnings}", { errors, warnings: mine.length - errors }) : say("Nothing is wrong.");
    summary.textContent = elsewhere ? `${told} ${say("In the rest of the kind: {count}", { count: elsewhere })}` : told;
  };
}
