// Every text of the form in four languages, in one table; what is missing is marked.
import { tag } from "../modeler/fields.js";
import { say } from "../modeler/words.js";
import { every, saidIn, saying, textsOf, TONGUES } from "./texts.js";
import { titleOf } from "./types.js";

const NAMES = { label: "Label", description: "Help under the label", text: "Words" };

export function startGrid(editor, place, lacking, known) {
  let shape = "";
  const named = (name) => (name in NAMES ? say(NAMES[name]) : say("choice {value}", { value: name.slice("values.".length) }));
  const rows = () => every(editor.schema()).flatMap((field) => textsOf(field, known).map((name) => ({ field, name })));

  // A text that is said nowhere is not missing, except a label; of choices that are all names in one language none is.
  const gone = ({ field, name }, tongue) => {
    const says = (one, where) => saidIn(editor.schema(), field, one, where);
    if (says(name, tongue)) return false;
    if (name.startsWith("values.")) return textsOf(field, known).some((one) => one.startsWith("values.") && says(one, tongue));
    return name === "label" || TONGUES.some((one) => says(name, one));
  };

  function cell(row, tongue) {
    const label = say("{field}: {text}, {language}", { field: titleOf(editor.schema(), row.field, known), text: named(row.name), language: known.tongues[tongue] });
    const input = tag("textarea", { class: "form-control", rows: row.name === "text" ? 3 : 1, maxlength: 2000, lang: tongue, "aria-label": label, "data-text": `${row.field.id}.${row.name}`, onchange: () => editor.change(saying(editor.schema(), row.field, row.name, tongue, input.value.trim())) });
    return tag("td", {}, input, tag("span", { class: "gone" }, say("missing")));
  }

  function line(row, at, all) {
    const fresh = at === 0 || all[at - 1].field !== row.field;
    const press = () => {
      editor.selection.set(row.field);
      document.getElementById("formeditor").scrollIntoView({ block: "nearest" });
    };
    const head = fresh ? [tag("button", { type: "button", class: "btn btn-link p-0 text-start", onclick: press }, titleOf(editor.schema(), row.field, known)), tag("br")] : [];
    return tag("tr", {}, tag("th", { scope: "row" }, ...head, tag("span", { class: "form-text" }, named(row.name))), ...TONGUES.map((tongue) => cell(row, tongue)));
  }

  function draw() {
    const all = rows();
    const now = JSON.stringify(all.map((row) => [row.field.id, row.name, titleOf(editor.schema(), row.field, known)]));
    if (now !== shape) place.replaceChildren(...all.map(line));
    shape = now;
    let missing = 0;
    for (const [at, row] of all.entries()) {
      for (const [where, tongue] of TONGUES.entries()) {
        const one = place.rows[at].cells[where + 1];
        const input = one.firstChild;
        const text = saidIn(editor.schema(), row.field, row.name, tongue);
        if (input.value !== text && input !== document.activeElement) input.value = text;
        const lacks = gone(row, tongue);
        one.classList.toggle("lacks", lacks);
        missing += lacks;
      }
    }
    lacking.textContent = missing ? say("Missing: {count}", { count: missing }) : say("Nothing is missing.");
  }

  editor.onChange(draw);
  draw();
}
