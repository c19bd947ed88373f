// What is told while one draws, before the office has looked. The office's word is the last.
import duplicateFlows from "bpmnlint/rules/no-duplicate-sequence-flows";
import endRequired from "bpmnlint/rules/end-event-required";
import eventGateway from "bpmnlint/rules/event-based-gateway";
import disconnected from "bpmnlint/rules/no-disconnected";
import overlapping from "bpmnlint/rules/no-overlapping-elements";
import singleDefinition from "bpmnlint/rules/single-event-definition";
import startRequired from "bpmnlint/rules/start-event-required";
import superfluous from "bpmnlint/rules/superfluous-gateway";
import { is, isAny } from "bpmnlint-utils";
import { all, first } from "./settings.js";

const rule = (check) => () => ({ check: (node, reporter) => check(node, (message) => reporter.report(node.id, message)) });
const lanes = (node) => node.$parent?.laneSets?.flatMap((one) => one.get("lanes").flatMap((lane) => [lane, ...(lane.childLaneSet?.get("lanes") ?? [])])) ?? [];

const OWN = {
  "person-in-lane": rule((node, report) => {
    const inside = lanes(node);
    if (isAny(node, ["bpmn:UserTask", "bpmn:ManualTask"]) && inside.length && !inside.some((lane) => lane.get("flowNodeRef").includes(node))) report("Nobody does it: draw it inside a lane.");
  }),
  "person-has-buttons": rule((node, report) => {
    if (isAny(node, ["bpmn:UserTask", "bpmn:ManualTask"]) && !all(node, "Outcome").length) report("It has no buttons: add at least one.");
  }),
  "one-main-button": rule((node, report) => {
    if (all(node, "Outcome").filter((one) => one.primary === "yes").length > 1) report("It has more than one main button.");
  }),
  "person-has-term": rule((node, report) => {
    if (isAny(node, ["bpmn:UserTask", "bpmn:ManualTask"]) && !first(node, "Term")) report("It has no term.");
  }),
  "verb-chosen": rule((node, report) => {
    if (is(node, "bpmn:ServiceTask") && !first(node, "Verb")?.get("name")) report("It does nothing yet: choose what the system does.");
  }),
  "person-named": rule((node, report) => {
    if (isAny(node, ["bpmn:Activity", "bpmn:Lane"]) && !node.name?.trim()) report("It has no name.");
  }),
  "timer-set": rule((node, report) => {
    for (const one of node.eventDefinitions ?? []) {
      if (is(one, "bpmn:TimerEventDefinition") && !one.timeDuration && !one.timeDate && !one.timeCycle) report("The timer does not say how long it waits.");
    }
  }),
};

const BOUGHT = {
  "no-duplicate-sequence-flows": duplicateFlows, "end-event-required": endRequired, "event-based-gateway": eventGateway,
  "no-disconnected": disconnected, "no-overlapping-elements": overlapping,
  "single-event-definition": singleDefinition, "start-event-required": startRequired, "superfluous-gateway": superfluous,
};
const WARNED = ["no-overlapping-elements", "superfluous-gateway", "person-has-term", "person-named"];
const RULES = { ...BOUGHT, ...OWN };

export const ofOffice = new Set(Object.keys(OWN)); // the office says the same of these, once it has looked
export const linting = {
  config: { rules: Object.fromEntries(Object.keys(RULES).map((name) => [name, WARNED.includes(name) ? "warn" : "error"])) },
  resolver: { resolveRule: (_pkg, name) => RULES[name], resolveConfig: () => ({}) },
};
