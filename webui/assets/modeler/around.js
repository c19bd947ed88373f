// What stands around the chosen element, as buttons: the whole drawing can be walked and continued from the keyboard.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { subject } from "./settings.js";
import { say } from "./words.js";

const NEXT = [["bpmn:UserTask", "Append a person's step"], ["bpmn:ServiceTask", "Append an automatic step"], ["bpmn:ExclusiveGateway", "Append gateway"], ["bpmn:EndEvent", "Append end event"]];

const called = (bo) => (bo.name || bo.id).replace(/\s+/g, " ");

export function aroundParts(element, modeler) {
  const bo = subject(element);
  const registry = modeler.get("elementRegistry");
  const go = (target) => () => {
    const found = registry.get(target.id);
    modeler.get("canvas").scrollToElement(found, 80);
    modeler.get("selection").select(found);
  };
  const press = (name, label, act) => ({ name, sort: "press", label, press: act });
  if (is(element, "bpmn:SequenceFlow")) {
    const fields = [press("from", say("From {name}", { name: called(bo.sourceRef) }), go(bo.sourceRef)), press("to", say("To {name}", { name: called(bo.targetRef) }), go(bo.targetRef)), out(element, modeler)];
    return [{ title: say("Around it"), fields }];
  }
  if (!is(element, "bpmn:FlowNode")) return [];
  const ways = [
    ...(bo.incoming ?? []).map((flow) => press(`in-${flow.id}`, say("Way from {name}", { name: called(flow.sourceRef) }), go(flow))),
    ...(bo.outgoing ?? []).map((flow) => press(`out-${flow.id}`, say("Way to {name}", { name: flow.name ? `${called(flow.targetRef)} (${flow.name})` : called(flow.targetRef) }), go(flow))),
  ];
  const more = is(element, "bpmn:EndEvent") ? [] : NEXT.map(([type, words]) => press(`append-${type.slice(5)}`, say(words), () => modeler.get("bagytAllowed").follow(element, type)));
  return [{ title: say("Around it"), fields: [...ways, ...more, out(element, modeler)] }];
}

function out(element, modeler) {
  return { name: "delete", sort: "press", label: say("Delete"), press: () => modeler.get("modeling").removeElements([element]) };
}
