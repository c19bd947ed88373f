// The real form-js viewer, asked what it shows and refuses. Types of Bagyt are put in as fields that hold any answer.
import { Form, Textfield } from "@bpmn-io/form-js-viewer";

const OWN = ["money", "employee", "employees", "unit", "units", "people", "documents"];
const own = (type) => {
  const Own = () => null;
  Own.config = { ...Textfield.config, type, emptyValue: null, sanitizeValue: ({ value }) => value, create: (given = {}) => ({ ...given }) };
  return Own;
};

class Types {
  constructor(formFields) {
    for (const type of OWN) formFields.register(type, own(type));
  }
}
Types.$inject = ["formFields"];

const FILES = "files::f1";
const place = document.createElement("div");
document.body.append(place);
const rest = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
const key = (id, indexes) => [id, ...indexes].join("|");

function flat(found, path) {
  if (Array.isArray(found) && found.every((one) => typeof one === "string")) return found.length ? [[path, found]] : [];
  return Object.entries(found ?? {}).flatMap(([name, inner]) => flat(inner, path ? `${path}|${name}` : name));
}

async function one(schema, data) {
  const form = new Form({ container: place, additionalModules: [{ __init__: ["ownTypes"], ownTypes: ["type", Types] }] });
  await form.importSchema(schema, data);
  form.get("fileRegistry").setFiles(FILES, [new File(["x"], "f1.pdf")]);
  await rest();
  const shown = form.get("formFieldInstanceRegistry").getAll().map(({ id, indexes }) => key(id, Object.values(indexes ?? {})));
  const told = form.submit();
  form.destroy();
  return { shown, refused: flat(told.errors, ""), data: told.data };
}

window.trial = async (schema, many) => {
  const found = [];
  for (const data of many) found.push(await one(schema, data));
  return found;
};
