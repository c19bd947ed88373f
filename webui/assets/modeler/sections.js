// Which questions the panel asks about which element. A name of a field is the same however often it is drawn.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { aroundParts } from "./around.js";
import { flowParts, gatewayParts } from "./conditions.js";
import { eventParts, repeatParts } from "./events.js";
import { all, editing, first, subject } from "./settings.js";
import { say } from "./words.js";

const PERSON = ["bpmn:UserTask", "bpmn:ManualTask"];
const VERB = ["bpmn:ServiceTask", "bpmn:SendTask"];
const TONGUES = ["kk", "ru", "ky", "en"];

export function titled(element) {
  return say(element.type.replace("bpmn:", "").replace(/([a-z])([A-Z])/g, "$1 $2"));
}

export function sections(element, modeler, known) {
  const edit = editing(modeler);
  const bo = subject(element);
  const parts = [name(element, bo, edit)];
  const asked = is(element, "bpmn:FlowNode") ? who(element, bo, modeler, known) : undefined;
  if (asked) parts.push(asked);
  if (isAny(element, PERSON)) parts.push(task(element, bo, edit, known), term(element, bo, edit, known), ...buttons(element, bo, edit, known));
  if (isAny(element, VERB)) parts.push(...verb(element, bo, edit, known));
  if (is(element, "bpmn:Lane")) parts.push(rule(bo, known));
  if (is(element, "bpmn:ScriptTask")) parts.push(script(element, bo, edit));
  if (is(element, "bpmn:CallActivity")) parts.push(called(element, bo, edit));
  parts.push(...eventParts(element, modeler, known), ...gatewayParts(element), ...flowParts(element, modeler, known), ...repeatParts(element, modeler));
  parts.push(...aroundParts(element, modeler), ...languages(element, bo, edit, known), deeper(element, bo, edit));
  return parts;
}

function name(element, bo, edit) {
  const annotation = is(element, "bpmn:TextAnnotation");
  const value = (annotation ? bo.text : bo.name) ?? "";
  const set = (words) => edit.modeling.updateLabel(element, words);
  const fields = is(element, "bpmn:Group") || is(element, "bpmn:Collaboration") ? [] : [{ name: "name", sort: "area", label: say("Name"), value, set }];
  if (is(element, "bpmn:FlowNode")) {
    const words = bo.documentation?.[0]?.text ?? "";
    const told = (text) => edit.properties(element, { documentation: text ? [edit.factory.create("bpmn:Documentation", { text })] : [] });
    fields.push({ name: "documentation", sort: "area", label: say("What is to be done"), value: words, set: told });
  }
  return { title: say("What it is"), fields };
}

// Whoever stands in a lane does its steps: choosing another lane moves the step there.
function who(element, bo, modeler, known) {
  const lanes = modeler.get("elementRegistry").filter((one) => is(one, "bpmn:Lane") && !one.children.some((child) => is(child, "bpmn:Lane")));
  if (!lanes.length || is(element, "bpmn:BoundaryEvent")) return undefined;
  const held = lanes.find((one) => one.businessObject.get("flowNodeRef").includes(bo));
  const set = (id) => {
    const lane = lanes.find((one) => one.id === id);
    const by = { x: 0, y: Math.round(lane.y + lane.height / 2 - (element.y + element.height / 2)) };
    modeler.get("modeling").moveElements([element], by, element.parent);
  };
  const options = lanes.map((one) => [one.id, one.businessObject.name || one.id]);
  const fields = [{ name: "lane", sort: "select", label: say("Who does it"), options, value: held?.id ?? "", set }];
  if (held && known.rules[held.id]) fields.push({ name: "rule", sort: "note", label: say("They are found by the rule"), value: known.rules[held.id] });
  return { title: say("Who"), fields };
}

function rule(bo, known) {
  const found = known.rules[bo.id];
  const label = found ? say("They are found by the rule") : say("No rule says yet who stands in this lane. Rules are kept in kind.yaml by the lane's identifier.");
  return { title: say("Who"), fields: [{ name: "rule", sort: "note", label, value: found ?? bo.id }] };
}

function task(element, bo, edit, known) {
  const held = (key) => first(bo, "Task")?.get(key) ?? "";
  const set = (key) => (value) => edit.set(element, "Task", key, value);
  const fields = [
    { name: "form", sort: "select", label: say("Form"), options: [["", say("no form")], ...known.forms], value: held("form"), set: set("form") },
    { name: "stage", sort: "select", label: say("State of the document meanwhile"), options: [["", say("as before")], ...known.stages], value: held("stage"), set: set("stage") },
    { name: "level", sort: "select", label: say("Level of signature"), options: known.levels, value: held("level") || "click", set: set("level") },
    { name: "of", sort: "text", code: true, label: say("A task for each in the list"), hint: say("Name of the field that holds people or units; empty: one task."), value: held("of"), set: set("of") },
  ];
  return { title: say("The task"), fields };
}

function term(element, bo, edit, known) {
  const held = (key) => first(bo, "Term")?.get(key) ?? "";
  const set = (key) => (value) => edit.set(element, "Term", key, value);
  const amount = (value) => {
    if (value && !held("unit")) return edit.anew(element, "Term", { ...own(first(bo, "Term")), amount: value, unit: "workday" });
    if (!value && held("unit")) return edit.anew(element, "Term", { ...own(first(bo, "Term")), amount: undefined, unit: undefined });
    edit.set(element, "Term", "amount", value);
  };
  const fields = [
    { name: "amount", sort: "number", label: say("How long"), value: held("amount"), set: amount },
    { name: "unit", sort: "select", label: say("Counted in"), options: [["", "—"], ["hour", say("working hours")], ["workday", say("working days")], ["day", say("calendar days")]], value: held("unit"), set: set("unit") },
    { name: "answer", sort: "text", code: true, label: say("Or until the day in the field"), hint: say("Goes before the length when the day is given."), value: held("answer"), set: set("answer") },
  ];
  if (first(bo, "Term")) fields.push({ name: "remind", sort: "check", label: say("Remind before the term and tell who stands above after it"), value: held("remind") !== "no", set: (yes) => edit.set(element, "Term", "remind", yes ? "" : "no") });
  return { title: say("Term"), fields };
}

const own = (one) => Object.fromEntries(["amount", "unit", "answer", "remind"].filter((key) => one?.get(key) !== undefined).map((key) => [key, one.get(key)]));

function buttons(element, bo, edit, known) {
  const there = all(bo, "Outcome");
  const words = new Map(known.outcomes);
  const comments = [["none", say("no comment")], ["optional", say("may say why")], ["required", say("must say why")]];
  const one = (held) => ({
    name: `outcome-${held.id}`, sort: "group", label: words.get(held.id) ?? held.id, remove: () => edit.remove(element, [held]),
    fields: [
      { name: `comment-${held.id}`, sort: "select", label: say("Comment"), options: comments, value: held.comment ?? "none", set: (value) => edit.change(element, held, { comment: value }) },
      { name: `primary-${held.id}`, sort: "check", label: say("The main button"), value: held.primary === "yes", set: (yes) => edit.change(element, held, { primary: yes ? "yes" : undefined }) },
    ],
  });
  const more = known.outcomes.filter(([id]) => !there.some((held) => held.id === id));
  const add = (id) => edit.add(element, "Outcome", { id, comment: "none", ...(there.length ? {} : { primary: "yes" }) });
  return [{ title: say("Buttons"), fields: [...there.map(one), { name: "outcome-add", sort: "add", label: say("Add a button"), options: more, add }] }];
}

function verb(element, bo, edit, known) {
  const held = first(bo, "Verb")?.get("name") ?? "";
  const given = all(bo, "Parameter");
  const shape = known.verbs[held] ?? { parameters: {}, optional: [] };
  const names = [...new Set([...Object.keys(shape.parameters), ...given.map((one) => one.name)])];
  const fields = [{ name: "verb", sort: "select", label: say("What the system does"), options: [["", "—"], ...known.deeds], value: held, set: (value) => edit.set(element, "Verb", "name", value) }];
  for (const key of names) {
    const one = given.find((it) => it.name === key);
    const set = (value) => {
      if (!one) return value && edit.add(element, "Parameter", { name: key, value });
      return value === "" ? edit.remove(element, [one]) : edit.change(element, one, { value });
    };
    const hint = shape.optional.includes(key) ? say("May be left out.") : undefined;
    fields.push({ name: `parameter-${key}`, sort: "area", rows: 2, code: true, label: key, hint, value: one?.value ?? "", set });
  }
  return [{ title: say("Automatic step"), fields }];
}

function script(element, bo, edit) {
  const set = (value) => edit.properties(element, { script: value || undefined });
  return { title: say("Script"), fields: [{ name: "script", sort: "area", rows: 5, code: true, label: say("Lines name = expression"), value: bo.script ?? "", set }] };
}

function called(element, bo, edit) {
  const set = (value) => edit.properties(element, { calledElement: value || undefined });
  return { title: say("Called process"), fields: [{ name: "called", sort: "text", code: true, label: say("Identifier of a process in this file"), value: bo.calledElement ?? "", set }] };
}

function languages(element, bo, edit, known) {
  if (!isAny(element, ["bpmn:FlowNode", "bpmn:Lane", "bpmn:Participant", "bpmn:SequenceFlow"])) return [];
  const translated = known.names[bo.id] ?? {};
  const fields = TONGUES.map((lang) => {
    const one = all(bo, "Text").find((held) => held.lang === lang);
    const set = (value) => {
      if (!one) return value && edit.add(element, "Text", { lang, name: value });
      return value === "" ? edit.remove(element, [one]) : edit.change(element, one, { name: value });
    };
    return { name: `name-${lang}`, sort: "text", lang, label: known.tongues[lang], example: translated[lang], value: one?.name ?? "", set };
  });
  return [{ title: say("The name in other languages"), folded: true, fields }];
}

function deeper(element, bo, edit) {
  const set = (id) => id && id !== bo.id && edit.properties(element, { id });
  const hint = say("Conditions and rules name the element so: Latin letters, digits and _.");
  return { title: say("For rules and conditions"), folded: true, fields: [{ name: "id", sort: "text", code: true, pattern: "[A-Za-z_][A-Za-z0-9_]{0,60}", label: say("Identifier"), hint, value: bo.id, set }] };
}
