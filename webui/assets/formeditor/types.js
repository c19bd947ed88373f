// The types of fields as form-js draws them: its own with our beginnings, and those of Bagyt in the dress of a similar one.
import * as viewer from "@bpmn-io/form-js-viewer";
import { createElement, options } from "preact";
import { every, saidIn, spoken, writtenIn } from "./texts.js";
import { say } from "../modeler/words.js";

const SIMILAR = {
  money: viewer.Textfield, employee: viewer.Select, employees: viewer.Taglist, unit: viewer.Select, units: viewer.Taglist,
  people: viewer.Taglist, documents: viewer.Taglist,
};
const NAMED = new Set(["Build your form", "Drag and drop components here to start designing.", "Use the preview window to test your form.",
  "Drag and drop components here.", "Repeatable", "Text view is empty", "Text view is templated", "Text view is populated by an expression",
  "Select", "Browse", "No files selected", "Add new"]);

// The canvas has these words in its code and no door for translations: they are put in where its elements are made.
const word = (one) => (typeof one === "string" && NAMED.has(one) ? say(one) : one);
let called = () => "";
const before = options.vnode;
options.vnode = (made) => {
  const inside = made.props?.children;
  if (typeof made.type === "string") {
    if (Array.isArray(inside)) made.props.children = inside.map(word);
    else if (typeof inside === "string") made.props.children = word(inside);
    if (made.props["data-id"] && (made.props["data-field-type"] ?? "default") !== "default") name(made.props);
  }
  before?.(made);
};

// Whoever goes through the canvas by keyboard hears where he is, and what is chosen.
function name(props) {
  props.role = "group";
  props["aria-label"] = called(props["data-id"]);
  if (String(props.class).includes("fjs-editor-selected")) props["aria-current"] = "true";
}

// What a field begins with, beside its label in the language the form is written in.
const BEGINS = {
  datetime: { subtype: "date" },
  group: { components: [], showOutline: true },
  dynamiclist: { components: [], showOutline: true, isRepeating: true, allowAddRemove: true, defaultRepetitions: 1 },
};

export function fieldsModule(known, schema) {
  called = (id) => {
    const field = every(schema()).find((one) => one.id === id);
    return field ? titleOf(schema(), field, known) : "";
  };
  class Fields extends viewer.FormFields {
    constructor() {
      super();
      for (const type of Object.keys(known.names)) {
        const drawn = SIMILAR[type] ?? this.get(type);
        if (drawn) this.register(type, worn(type, drawn));
      }
    }
  }

  function worn(type, drawn) {
    const { label, ...rest } = drawn.config;
    const Worn = (props) => createElement(drawn, { ...props, field: spoken(schema(), props.field, known.language, known) });
    Worn.config = { ...rest, type, icon: rest.icon ?? viewer.iconsByType(type) ?? viewer.iconsByType(drawn.config.type), name: known.names[type][known.language], create: (given = {}, fresh = true) => (fresh ? { ...begins(type), ...given } : { ...given }) };
    return Worn;
  }

  function begins(type) {
    if (["separator", "spacer"].includes(type)) return {};
    const words = known.names[type][writtenIn(schema())];
    if (type === "text") return { text: words };
    return { label: words, ...(known.choices.includes(type) ? { values: [{ label: words, value: "choice_1" }] } : {}), ...structuredClone(BEGINS[type] ?? {}) };
  }
  return { formFields: ["type", Fields] };
}

export const titleOf = (schema, field, known) => [known.language, ...Object.keys(known.tongues)].map((one) => saidIn(schema, field, field.type === "text" ? "text" : "label", one)).find(Boolean)?.slice(0, 60) || field.key || field.path || known.names[field.type]?.[known.language] || field.id;
