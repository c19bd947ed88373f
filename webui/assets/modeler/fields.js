// Fields of the panel as plain HTML: a label, an input, sometimes a hint.
import { say } from "./words.js";

export function tag(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((one) => one !== undefined && one !== ""));
  return made;
}

const given = (input) => (input.type === "checkbox" ? input.checked : input.value.trim());

function control(field, id) {
  const common = { id, name: field.name, "aria-describedby": field.hint ? `${id}-hint` : undefined };
  const changed = (event) => {
    if (event.target.checkValidity()) field.set(given(event.target));
    else event.target.reportValidity();
  };
  if (field.sort === "select") {
    const chosen = field.options.some(([value]) => value === field.value) ? field.options : [...field.options, [field.value, field.value]];
    const options = chosen.map(([value, label]) => tag("option", { value, selected: value === field.value }, label));
    return tag("select", { ...common, class: "form-select", onchange: changed }, ...options);
  }
  if (field.sort === "area") {
    const area = tag("textarea", { ...common, class: "form-control", rows: field.rows ?? 2, maxlength: 4000, lang: field.lang, placeholder: field.example, onchange: changed });
    area.value = field.value;
    return area;
  }
  const more = field.sort === "number" ? { type: "number", min: 1, max: 10000, step: 1 } : { type: "text", maxlength: 2000 };
  const input = tag("input", { ...common, ...more, class: "form-control", pattern: field.pattern, lang: field.lang, placeholder: field.example, spellcheck: field.code ? "false" : undefined, onchange: changed });
  input.value = field.value;
  if (field.code) input.classList.add("code");
  return input;
}

function check(field, id) {
  const input = tag("input", { id, type: "checkbox", name: field.name, class: "form-check-input", onchange: (event) => field.set(event.target.checked) });
  input.checked = field.value;
  return tag("div", { class: "form-check" }, input, tag("label", { class: "form-check-label", for: id }, field.label));
}

function group(field) {
  const gone = tag("button", { type: "button", class: "btn btn-sm btn-outline-secondary", name: `${field.name}-remove`, onclick: field.remove }, field.away ?? say("Take this button away"));
  return tag("fieldset", { class: "one-button" }, tag("legend", {}, field.label), ...field.fields.map(drawn), field.remove ? gone : "");
}

function adder(field) {
  const id = `panel-${field.name}`;
  const chosen = (event) => event.target.value && field.add(event.target.value);
  const options = [tag("option", { value: "" }, "—"), ...field.options.map(([value, label]) => tag("option", { value }, label))];
  return tag("div", { class: "mb-2" }, tag("label", { class: "form-label", for: id }, field.label), tag("select", { id, name: field.name, class: "form-select", onchange: chosen }, ...options));
}

export function drawn(field) {
  const id = `panel-${field.name}`;
  if (field.sort === "group") return group(field);
  if (field.sort === "add") return adder(field);
  if (field.sort === "note") return tag("p", { class: "form-text" }, field.label, field.value ? " " : "", field.value ? tag("code", {}, field.value) : "");
  if (field.sort === "press") return tag("button", { type: "button", name: field.name, class: "btn btn-sm btn-outline-secondary mb-2", onclick: field.press }, field.label);
  if (field.sort === "check") return check(field, id);
  const hint = field.hint ? tag("div", { class: "form-text", id: `${id}-hint` }, field.hint) : "";
  return tag("div", { class: "mb-2" }, tag("label", { class: "form-label", for: id }, field.label), control(field, id), hint);
}
