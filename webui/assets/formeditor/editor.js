// form-js's canvas without its palette and panel: ours stand around it. Fields stand one under another, as people see them.
import { FormEditor } from "@bpmn-io/form-js-editor";
import { FormLayouter } from "@bpmn-io/form-js-viewer";
import { say } from "../modeler/words.js";
import { every, textsOf } from "./texts.js";
import { fieldsModule, titleOf } from "./types.js";

const ROOT = "Form_whole"; // a field may have the form's own id, which form-js does not bear

class Stacked extends FormLayouter {
  calculateLayout(field) {
    for (const one of field.components ?? []) {
      this.addRow(field.id, { id: `Row_${one.id}`, components: [one.id] });
      this.calculateLayout(one);
    }
    this._eventBus.fire("form.layoutCalculated", { rows: this._rows });
  }
}

class Several {
  constructor(modeling) {
    this.preExecute = ({ edits }) => edits.forEach(([field, properties]) => modeling.editFormField(field, properties));
  }
}
Several.$inject = ["modeling"];

const indexOf = (parent, field) => parent.components.findIndex((one) => one.id === field.id);

class Canvas extends FormEditor {
  _getModules() {
    return super._getModules().filter((one) => !("propertiesPanel" in one || "keyboardBindings" in one));
  }
}

export async function openEditor(frame, source, known) {
  const elsewhere = document.createElement("div");
  const schema = () => canvas?._getState().schema ?? source;
  class Leaving {
    constructor(formFieldContextActions) {
      formFieldContextActions.registerProvider(500, this);
    }
    getContextPadEntries(field) {
      if (field.type === "default") return {};
      const action = (event) => {
        event.stopPropagation();
        remove(field);
      };
      return { delete: { action, title: say("Take out: {field}", { field: titleOf(schema(), field, known) }), icon: "delete", group: "actions" } };
    }
  }
  Leaving.$inject = ["formFieldContextActions"];
  let canvas;
  canvas = new Canvas({
    container: frame,
    properties: { ariaLabel: frame.dataset.label },
    palette: { parent: elsewhere },
    propertiesPanel: { parent: elsewhere },
    additionalModules: [
      fieldsModule(known, schema),
      { formLayouter: ["type", Stacked], deleteActionProvider: ["type", Leaving], propertiesPanel: ["value", { attachTo: () => undefined }] },
    ],
  });
  const [modeling, registry, selection, stack] = ["modeling", "formFieldRegistry", "selection", "commandStack"].map((name) => canvas.get(name));
  stack.registerHandler("bagyt.several", Several);
  canvas._container.tabIndex = -1; // its fields are where one goes
  await canvas.importSchema({ ...source, id: ROOT });

  const parentOf = (field) => registry.get(field._parent);
  const change = (edits) => edits.length && stack.execute("bagyt.several", { edits });
  const row = (field) => canvas.get("formLayouter").getRowForField(field);

  function put(type) {
    const chosen = selection.get();
    const inside = chosen && known.nested.includes(chosen.type);
    const parent = inside ? chosen : chosen && chosen.type !== "default" ? parentOf(chosen) : schema();
    const at = chosen && !inside && chosen.type !== "default" ? indexOf(parent, chosen) + 1 : parent.components.length;
    modeling.addFormField({ type, _parent: parent.id }, parent, at);
  }

  function remove(field) {
    modeling.removeFormField(field, parentOf(field), indexOf(parentOf(field), field));
  }

  function move(field, parent, at) {
    const from = parentOf(field);
    modeling.moveFormField(field, from, parent, indexOf(from, field), at, row(field), undefined);
    selection.set(field);
  }

  // One place up or down among those beside it.
  function shift(field, by) {
    const parent = parentOf(field);
    const at = indexOf(parent, field);
    if (at + by < 0 || at + by >= parent.components.length) return;
    move(field, parent, by > 0 ? at + by + 1 : at + by);
  }

  // What is kept: no rows of a layout, no texts of fields that are gone, the form's own id.
  function content() {
    const saved = canvas.saveSchema();
    const wanted = new Set(every(saved).flatMap((one) => textsOf(one, known).map((name) => `${one.id}.${name}`)));
    for (const one of every(saved)) delete one.layout;
    if (source.id === undefined) delete saved.id;
    else saved.id = source.id;
    if (saved["x-i18n"]) {
      const kept = (held) => Object.fromEntries(Object.entries(held).filter(([name, text]) => text && wanted.has(name)));
      saved["x-i18n"] = Object.fromEntries(Object.entries(saved["x-i18n"]).map(([tongue, held]) => [tongue, kept(held)]));
    }
    if (source.schemaVersion !== undefined) saved.schemaVersion = source.schemaVersion;
    return `${JSON.stringify(saved, null, 2)}\n`;
  }

  const onChange = (act) => canvas.on("commandStack.changed", 500, act);
  return { canvas, schema, selection, stack, registry, change, put, remove, move, shift, parentOf, content, onChange };
}
