// Flows: when each is taken. The usual question is after which button; any expression may be written.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { all, editing, subject } from "./settings.js";
import { say } from "./words.js";

const ASKS = ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway", "bpmn:Activity"];
const BUTTON = /^\s*outcome\s*==\s*"(\w+)"\s*$/;

// The buttons of the persons' steps that lead here, through gateways.
function before(node, seen = new Set()) {
  const found = [];
  for (const flow of node.incoming ?? []) {
    const from = flow.sourceRef;
    if (!from || seen.has(from)) continue;
    seen.add(from);
    const own = all(from, "Outcome").map((one) => one.id);
    found.push(...(own.length || is(from, "bpmn:UserTask") ? own : is(from, "bpmn:Gateway") ? before(from, seen) : []));
  }
  return found;
}

export function flowParts(element, modeler, known) {
  const bo = subject(element);
  if (!is(element, "bpmn:SequenceFlow") || !isAny(bo.sourceRef, ASKS)) return [];
  const edit = editing(modeler);
  const held = (bo.conditionExpression?.body ?? "").trim();
  const set = (body) => edit.properties(element, { conditionExpression: edit.expression(body) });
  const source = modeler.get("elementRegistry").get(bo.sourceRef.id);
  const words = new Map(known.outcomes);
  const own = all(bo.sourceRef, "Outcome").map((one) => one.id);
  const outcomes = [...new Set(own.length ? own : before(bo.sourceRef))];
  const pressed = BUTTON.exec(held)?.[1] ?? "";
  const fields = [];
  if (outcomes.length) {
    const options = [["", held && !pressed ? say("see the condition") : "—"], ...outcomes.map((id) => [id, words.get(id) ?? id])];
    fields.push({ name: "pressed", sort: "select", label: say("After the button"), options, value: pressed, set: (id) => set(id ? `outcome == "${id}"` : "") });
  }
  fields.push({ name: "condition", sort: "area", rows: 2, code: true, label: say("Condition"), value: held, set });
  const usual = bo.sourceRef.default === bo;
  fields.push({ name: "default", sort: "check", label: say("Taken when no other is"), value: usual, set: (yes) => edit.properties(source, { default: yes ? bo : undefined }) });
  return [{ title: say("When this way is taken"), fields }];
}

const GATEWAYS = {
  "bpmn:ExclusiveGateway": "One way is taken: the first whose condition holds.",
  "bpmn:InclusiveGateway": "Every way whose condition holds is taken.",
  "bpmn:ParallelGateway": "All ways are taken at once; where they meet, all are waited for.",
  "bpmn:EventBasedGateway": "The way of the event that comes first is taken.",
};

export function gatewayParts(element) {
  const told = GATEWAYS[element.type];
  return told ? [{ title: say("How it decides"), fields: [{ name: "decides", sort: "note", label: say(told), value: "" }] }] : [];
}
