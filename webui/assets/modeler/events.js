// Events: what is waited for or told, and until when; and steps that repeat.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { editing, first, subject } from "./settings.js";
import { say } from "./words.js";

const TIMES = [["timeDuration", "for a length of time"], ["timeDate", "until a moment"], ["timeCycle", "again and again"]];
const NAMED = {
  "bpmn:SignalEventDefinition": ["signalRef", "bpmn:Signal", "Signal"],
  "bpmn:ErrorEventDefinition": ["errorRef", "bpmn:Error", "Error"],
  "bpmn:EscalationEventDefinition": ["escalationRef", "bpmn:Escalation", "Escalation"],
};

export function eventParts(element, modeler, known) {
  const bo = subject(element);
  const edit = editing(modeler);
  const definition = bo.eventDefinitions?.[0];
  const parts = [];
  if (definition && is(definition, "bpmn:TimerEventDefinition")) parts.push(timer(element, definition, edit));
  if (definition && NAMED[definition.$type]) parts.push(named(element, definition, edit));
  const tells = definition ? is(definition, "bpmn:MessageEventDefinition") : isAny(element, ["bpmn:ReceiveTask", "bpmn:SendTask"]);
  if (tells && !first(bo, "Verb")) parts.push(message(element, bo, edit, known, modeler));
  if (is(element, "bpmn:BoundaryEvent")) parts.push(border(element, bo, modeler));
  if (is(element, "bpmn:EndEvent") && !definition && is(bo.$parent, "bpmn:Process")) parts.push(ending(element, bo, edit, known));
  return parts;
}

function timer(element, definition, edit) {
  const sort = TIMES.find(([key]) => definition[key])?.[0] ?? "timeDuration";
  const body = definition[sort]?.body ?? "";
  const put = (key, value) => edit.change(element, definition, { ...Object.fromEntries(TIMES.map(([one]) => [one, undefined])), [key]: edit.expression(value) });
  const options = TIMES.map(([key, words]) => [key, say(words)]);
  const fields = [
    { name: "waits", sort: "select", label: say("Waits"), options, value: sort, set: (key) => put(key, body) },
    { name: "time", sort: "text", code: true, label: say("Time"), hint: say("P3D: three days; 2026-09-01: a day; R3/P1D: three times, each day; or an expression."), value: body, set: (value) => put(sort, value) },
  ];
  return { title: say("Timer"), fields };
}

function named(element, definition, edit) {
  const [reference, type, title] = NAMED[definition.$type];
  const set = (value) => edit.refer(element, definition, reference, type, value);
  return { title: say(title), fields: [{ name: "reference", sort: "text", label: say("Its name"), value: definition[reference]?.name ?? "", set }] };
}

function message(element, bo, edit, known, modeler) {
  const held = (key) => first(bo, "Message")?.get(key) ?? "";
  const set = (key) => (value) => edit.set(element, "Message", key, value);
  const fields = [
    { name: "message", sort: "text", code: true, label: say("Its name"), value: held("name"), set: set("name") },
    { name: "key", sort: "area", rows: 2, code: true, label: say("Key"), hint: say("An expression that says which document is meant."), value: held("key"), set: set("key") },
  ];
  if (isAny(element, ["bpmn:BoundaryEvent", "bpmn:IntermediateCatchEvent", "bpmn:ReceiveTask"])) {
    const lanes = modeler.get("elementRegistry").filter((one) => is(one, "bpmn:Lane")).map((one) => [one.id, one.businessObject.name || one.id]);
    const form = (value) => edit.set(element, "Task", "form", value);
    fields.push({ name: "message-lane", sort: "select", label: say("Whose people tell it"), options: [["", say("those of its own lane")], ...lanes], value: held("lane"), set: set("lane") });
    fields.push({ name: "message-form", sort: "select", label: say("Form"), options: [["", say("no form")], ...known.forms], value: first(bo, "Task")?.get("form") ?? "", set: form });
  }
  return { title: say("Message"), fields };
}

function border(element, bo, modeler) {
  const set = (yes) => modeler.get("modeling").updateProperties(element, { cancelActivity: yes });
  return { title: say("On the border"), fields: [{ name: "interrupts", sort: "check", label: say("The step ends when it happens"), value: bo.cancelActivity !== false, set }] };
}

function ending(element, bo, edit, known) {
  const free = known.ends.filter(([id]) => id === bo.id || !bo.$parent.get("flowElements").some((one) => one.id === id));
  const options = free.some(([id]) => id === bo.id) ? free : [["", "—"], ...free];
  const value = free.some(([id]) => id === bo.id) ? bo.id : "";
  return { title: say("The end"), fields: [{ name: "ends", sort: "select", label: say("State of the document in the end"), options, value, set: (id) => id && edit.properties(element, { id }) }] };
}

export function repeatParts(element, modeler) {
  const bo = subject(element);
  const loop = is(element, "bpmn:Activity") ? bo.loopCharacteristics : undefined;
  if (!loop) return [];
  const edit = editing(modeler);
  const set = (key) => (body) => edit.change(element, loop, { [key]: edit.expression(body) });
  const field = (key, label) => ({ name: key, sort: "text", code: true, label: say(label), value: loop[key]?.body ?? "", set: set(key) });
  const each = is(loop, "bpmn:MultiInstanceLoopCharacteristics");
  const fields = each ? [field("loopCardinality", "How many times"), field("completionCondition", "Over when")] : [field("loopCondition", "Again while")];
  return [{ title: say("Repetition"), fields }];
}
