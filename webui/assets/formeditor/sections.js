// What the panel shows of a field, in parts: fields with a value and what a change of it does.
import { say } from "../modeler/words.js";
import { every, renamedChoice, saidIn, saying, writtenIn } from "./texts.js";
import { titleOf } from "./types.js";

const KEY = "[A-Za-z][A-Za-z0-9_]*";
const plain = (value) => (typeof value === "number" || typeof value === "string" ? String(value) : "");
const number = (text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text || undefined);

export function sections(field, editor, known) {
  const schema = editor.schema();
  const text = (name, label, sort = "text", hint = undefined) => ({
    name: `text-${name}`, sort, label, hint, lang: known.language, value: saidIn(schema, field, name, known.language),
    example: saidIn(schema, field, name, writtenIn(schema)), set: (value) => editor.change(saying(schema, field, name, known.language, value)),
  });
  const prop = (name, sort, label, more = {}) => ({ name, sort, label, value: plain(field[name]), set: (value) => editor.change([[field, { [name]: more.as ? more.as(value) : value || undefined }]]), ...more });
  const parts = [{ title: say("What it is"), fields: [...words(field, text), ...naming(field, prop, known, editor)] }];
  const asked = !known.silent.includes(field.type);
  if (asked) parts.push({ title: say("Rules"), fields: [...rules(field, editor, known), ...properties(field, prop, editor)] });
  if (known.choices.includes(field.type)) parts.push({ title: say("Choices"), fields: choices(field, editor, known, prop) });
  parts.push({ title: say("When it is hidden"), fields: [hiding(field, editor)] });
  parts.push({ title: say("Its place"), fields: place(field, editor, known) });
  return parts.filter((one) => one.fields.length);
}

function words(field, text) {
  if (field.type === "text") return [{ ...text("text", say("Words"), "area", say("Markdown: # heading, **bold**, a list by -.")), rows: 6 }];
  if (["separator", "spacer"].includes(field.type)) return [];
  return [text("label", say("Label")), ...(["group", "button"].includes(field.type) ? [] : [text("description", say("Help under the label"), "area")])];
}

function naming(field, prop, known, editor) {
  if (known.silent.includes(field.type)) return [];
  const name = known.nested.includes(field.type) ? "path" : "key";
  const hint = { group: say("Answers within are kept under this name; empty: beside the others."), dynamiclist: say("Rows are kept under this name.") };
  const set = (value) => (value || field.type === "group") && value !== field[name] && editor.change([[field, { [name]: value }]]);
  return [prop(name, "text", say("Name of the answer"), { code: true, pattern: KEY, set, hint: hint[field.type] ?? say("Latin letters, digits and _; conditions, the template and rules name the answer so.") })];
}

function rules(field, editor, known) {
  const held = field.validate ?? {};
  const put = (values) => {
    const next = Object.fromEntries(Object.entries({ ...held, ...values }).filter(([, value]) => value !== undefined && value !== false));
    editor.change([[field, { validate: Object.keys(next).length ? next : undefined }]]);
  };
  const bound = (name, label) => ({ name, sort: "text", code: true, label, hint: say("A number, or an expression such as =days."), value: plain(held[name]), set: (value) => put({ [name]: number(value) }) });
  if (field.type === "group") return [];
  const found = [{ name: "required", sort: "check", label: field.type === "checkbox" ? say("It must be ticked") : say("An answer is required"), value: held.required === true, set: (value) => put({ required: value }) }];
  if (known.rules.text.includes(field.type)) found.push(bound("minLength", say("At least characters")), bound("maxLength", say("At most characters")), ...pattern(held, put));
  if (known.rules.number.includes(field.type)) found.push(bound("min", say("At least")), bound("max", say("At most")));
  if (known.rules.many.includes(field.type)) found.push(bound("minLength", say("At least entries")), bound("maxLength", say("At most entries")));
  return found;
}

function pattern(held, put) {
  const line = (name, label, more = {}) => ({ name, sort: "text", label, value: plain(held[name]), set: (value) => put({ [name]: value || undefined }), ...more });
  const types = [["", say("anything")], ["email", say("e-mail address")], ["phone", say("telephone number")]];
  return [
    { name: "validationType", sort: "select", label: say("Written as"), options: types, value: plain(held.validationType), set: (value) => put({ validationType: value || undefined }) },
    line("pattern", say("Pattern"), { code: true, hint: say("A regular expression the answer must fit.") }),
    ...(held.pattern ? [line("patternErrorMessage", say("What is said when it does not fit"))] : []),
  ];
}

function properties(field, prop, editor) {
  const flag = (name, label, on = true) => prop(name, "check", label, { value: on ? field[name] === true : field[name] !== false, set: (value) => editor.change([[field, { [name]: value === on ? on : undefined }]]) });
  const sides = field.appearance ?? {};
  const side = (name, label) => prop(name, "text", label, { value: plain(sides[name]), set: (value) => editor.change([[field, { appearance: { ...sides, [name]: value || undefined } }]]) });
  const begins = (label, as) => prop("defaultValue", "text", label, { value: plain(field.defaultValue), as });
  const by = {
    textfield: () => [side("prefixAdorner", say("Before the answer")), side("suffixAdorner", say("After the answer")), begins(say("It begins with"))],
    textarea: () => [prop("rows", "number", say("Lines"), { as: (value) => number(value) }), begins(say("It begins with"))],
    number: () => [prop("decimalDigits", "text", say("Digits after the comma"), { code: true, as: number }), prop("increment", "text", say("In steps of"), { code: true, as: number }), side("suffixAdorner", say("After the answer")), begins(say("It begins with"), number)],
    money: () => [side("suffixAdorner", say("After the answer"))],
    datetime: () => [prop("subtype", "select", say("What is asked"), { value: field.subtype ?? "date", options: [["date", say("a day")], ["time", say("a time")], ["datetime", say("a day and a time")]] }), flag("disallowPassedDates", say("No day that has passed"))],
    filepicker: () => [flag("multiple", say("Several files"), false), prop("accept", "text", say("Allowed endings, such as .pdf,.docx"), { code: true })],
    dynamiclist: () => [prop("defaultRepetitions", "number", say("Rows to begin with"), { as: number }), flag("allowAddRemove", say("Rows may be added"), false)],
    checkbox: () => [prop("defaultValue", "select", say("It begins with"), { value: field.defaultValue === true ? "yes" : "no", options: [["no", say("no")], ["yes", say("yes")]], as: (value) => value === "yes" || undefined })],
  };
  const locked = ["group", "dynamiclist"].includes(field.type) ? [] : [flag("readonly", say("Cannot be changed"))];
  return [...(by[field.type]?.() ?? []), ...locked];
}

function choices(field, editor, known, prop) {
  const from = [["", say("this form")], ...Object.entries(known.lists)];
  const source = prop("valuesKey", "select", say("Choices come from"), {
    options: from,
    set: (value) => editor.change([[field, value ? { valuesKey: value, values: undefined } : { valuesKey: undefined, values: [{ value: "choice_1" }] }]]),
  });
  if (field.valuesKey) return [source];
  const schema = editor.schema();
  const values = field.values ?? [];
  const one = (choice, at) => ({
    name: `choice-${at}`, sort: "group", label: say("Choice {number}", { number: at + 1 }), away: say("Take this choice away"),
    remove: values.length > 1 ? () => editor.change([[field, { values: values.filter((_, where) => where !== at) }]]) : undefined,
    fields: [
      { name: `words-${at}`, sort: "text", label: say("Words"), lang: known.language, example: choice.label, value: saidIn(schema, field, `values.${choice.value}`, known.language), set: (value) => editor.change(saying(schema, field, `values.${choice.value}`, known.language, value)) },
      { name: `value-${at}`, sort: "text", code: true, label: say("Value"), value: choice.value ?? "", set: (value) => value && !values.some((other) => other.value === value) && editor.change(renamedChoice(schema, field, choice.value, value)) },
    ],
  });
  const add = () => {
    let next = values.length + 1;
    while (values.some((choice) => choice.value === `choice_${next}`)) next += 1;
    editor.change([[field, { values: [...values, { value: `choice_${next}` }] }]]);
  };
  return [source, ...values.map(one), { name: "add-choice", sort: "press", label: say("Add a choice"), press: add }];
}

function inRows(field, editor) {
  const parent = editor.parentOf(field);
  return Boolean(parent) && parent.type !== "default" && (parent.type === "dynamiclist" || inRows(parent, editor));
}

function hiding(field, editor) {
  const hint = say('A condition over answers, such as =days > 5 or =way != "train"; empty: always shown.');
  const set = (value) => editor.change([[field, { conditional: value ? { ...field.conditional, hide: value.startsWith("=") ? value : `=${value}` } : undefined }]]);
  return { name: "hide", sort: "area", rows: 2, code: true, label: say("Hidden when"), hint: inRows(field, editor) ? `${hint} ${say("Within rows, this.price is the price of the same row.")}` : hint, value: field.conditional?.hide ?? "", set };
}

function place(field, editor, known) {
  const parent = editor.parentOf(field);
  const within = new Set([field.id, ...every(field).map((one) => one.id)]);
  const schema = editor.schema();
  const homes = every(schema).filter((one) => known.nested.includes(one.type) && !within.has(one.id));
  const press = (name, label, act) => ({ name, sort: "press", label, press: act });
  const home = {
    name: "within", sort: "select", label: say("Stands in"), value: parent.type === "default" ? "" : parent.id,
    options: [["", say("the form itself")], ...homes.map((one) => [one.id, titleOf(schema, one, known)])],
    set: (id) => {
      const target = id ? editor.registry.get(id) : schema;
      editor.move(field, target, target.components.length);
    },
  };
  return [press("higher", say("Higher"), () => editor.shift(field, -1)), press("lower", say("Lower"), () => editor.shift(field, 1)), ...(homes.length || parent.type !== "default" ? [home] : []), press("take-out", say("Take the field out"), () => editor.remove(field))];
}
