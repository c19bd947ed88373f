// What an element says in the names of Bagyt, read and changed. Every change is one step of undoing.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";

const ORDER = ["Kind", "Task", "Term", "Outcome", "Verb", "Parameter", "Message", "Text"];
const place = (one) => {
  const at = ORDER.indexOf(one.$type.replace("bagyt:", ""));
  return at < 0 ? ORDER.length : at;
};

const ordered = (many) => many.map((one, at) => [place(one), at, one]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((one) => one[2]);

export const subject = (element) => getBusinessObject(element);
export const all = (bo, type) => (bo.extensionElements?.get("values") ?? []).filter((one) => one.$type === `bagyt:${type}`);
export const first = (bo, type) => all(bo, type)[0];

export function editing(modeler) {
  const [modeling, factory] = ["modeling", "bpmnFactory"].map((name) => modeler.get(name));
  const made = (type, values, parent) => {
    const one = modeler.get("moddle").create(type, values);
    one.$parent = parent;
    return one;
  };

  function put(element, bo, values) {
    if (bo.extensionElements) return modeling.updateModdleProperties(element, bo.extensionElements, { values });
    const holder = factory.create("bpmn:ExtensionElements", { values });
    holder.$parent = bo;
    for (const one of values) one.$parent = holder;
    modeling.updateModdleProperties(element, bo, { extensionElements: holder });
  }

  // `bo` is the element's own, or what stands behind it (a pool's process).
  function add(element, type, values, bo = subject(element)) {
    const kept = bo.extensionElements?.get("values") ?? [];
    const one = made(`bagyt:${type}`, values, bo.extensionElements);
    put(element, bo, ordered([...kept, one]));
  }

  function remove(element, gone, bo = subject(element)) {
    put(element, bo, bo.extensionElements.get("values").filter((one) => !gone.includes(one)));
  }

  // An empty value takes the attribute away; an element that says nothing more goes too.
  function set(element, type, name, value, bo = subject(element)) {
    const one = first(bo, type);
    const given = value === "" ? undefined : value;
    if (!one) return given === undefined ? undefined : add(element, type, { [name]: given }, bo);
    const left = Object.keys(one).filter((key) => key !== "$type" && key !== name && one.get(key) !== undefined);
    if (given === undefined && !left.length) return remove(element, [one], bo);
    modeling.updateModdleProperties(element, one, { [name]: given });
  }

  // The first of its type made anew, in one step.
  function anew(element, type, values) {
    const bo = subject(element);
    const said = Object.values(values).some((value) => value !== undefined);
    const kept = (bo.extensionElements?.get("values") ?? []).filter((one) => one !== first(bo, type));
    const next = said ? [...kept, made(`bagyt:${type}`, values, bo.extensionElements)] : kept;
    put(element, bo, ordered(next));
  }

  const change = (element, one, values) => modeling.updateModdleProperties(element, one, values);
  const properties = (element, values) => modeling.updateProperties(element, values);
  const expression = (body) => (body === "" ? undefined : factory.create("bpmn:FormalExpression", { body }));

  // Signals, errors and escalations are named once in the file and meant by reference.
  function refer(element, definition, reference, type, name) {
    const definitions = modeler.getDefinitions();
    const known = definitions.get("rootElements").find((one) => is(one, type) && one.name === name);
    if (name === "") return change(element, definition, { [reference]: undefined });
    const code = { "bpmn:Error": "errorCode", "bpmn:Escalation": "escalationCode" }[type];
    const target = known ?? factory.create(type, { name, ...(code ? { [code]: name } : {}) });
    if (!known) {
      target.$parent = definitions;
      change(element, definitions, { rootElements: [...definitions.get("rootElements"), target] });
    }
    change(element, definition, { [reference]: target });
  }

  return { modeling, factory, add, anew, remove, set, change, properties, expression, refer, made };
}
