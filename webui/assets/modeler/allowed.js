// Only what runs can be drawn: the palette, the pad beside an element and the menu of other sorts offer nothing else.
import { say } from "./words.js";

const NOT_DRAWN = ["create.data-object", "create.data-store", "create.task", "create.participant-expanded"];
const NOT_APPENDED = ["append.condition-intermediate-event", "append.compensation-activity", "append.append-task"];
const NOT_RUN = /ad-hoc|transaction|complex|rule-task|conditional-(start|intermediate|boundary)|non-interrupting-conditional|compensation|cancel|event-subprocess|instantiat|(message|timer|signal|conditional|escalation|error)-start|link|collapsed-subprocess|empty-participant/;
const NOT_MARKED = ["toggle-is-collection", "toggle-participant-multiplicity"];

const without = (entries, gone) => Object.fromEntries(Object.entries(entries).filter(([key]) => !gone(key)));

class Allowed {
  constructor(palette, contextPad, popupMenu, create, elementFactory, bpmnFactory, moddle, autoPlace) {
    Object.assign(this, { create, elementFactory, bpmnFactory, moddle, autoPlace });
    palette.registerProvider(500, this);
    contextPad.registerProvider(500, this);
    popupMenu.registerProvider("bpmn-replace", 500, {
      getPopupMenuEntries: () => (entries) => without(entries, (key) => NOT_RUN.test(key)),
      getPopupMenuHeaderEntries: () => (entries) => without(entries, (key) => NOT_MARKED.includes(key)),
    });
  }

  // A person's step begins as an approval, so that it runs as soon as it is drawn.
  made(type) {
    const businessObject = this.bpmnFactory.create(type);
    if (type === "bpmn:UserTask") businessObject.extensionElements = this.approval(businessObject);
    return this.elementFactory.createShape({ type, businessObject });
  }

  approval(task) {
    const holder = this.bpmnFactory.create("bpmn:ExtensionElements", {});
    const values = [
      ["bagyt:Task", { form: "shared:approve", stage: "on_approval", level: "click" }],
      ["bagyt:Term", { amount: "1", unit: "workday" }],
      ["bagyt:Outcome", { id: "approve", comment: "none", primary: "yes" }],
    ].map(([type, given]) => Object.assign(this.moddle.create(type, given), { $parent: holder }));
    holder.values = values;
    holder.$parent = task;
    return holder;
  }

  entry(type, group, className, title) {
    const begin = (event) => this.create.start(event, this.made(type));
    return { group, className, title: say(title), action: { dragstart: begin, click: begin } };
  }

  getPaletteEntries() {
    return (entries) => ({
      ...without(entries, (key) => NOT_DRAWN.includes(key)),
      "create.user-task": this.entry("bpmn:UserTask", "activity", "bpmn-icon-user-task", "Create a person's step"),
      "create.service-task": this.entry("bpmn:ServiceTask", "activity", "bpmn-icon-service-task", "Create an automatic step"),
      "create.parallel-gateway": this.entry("bpmn:ParallelGateway", "gateway", "bpmn-icon-gateway-parallel", "Create parallel gateway"),
    });
  }

  getContextPadEntries() {
    return (entries) => {
      const kept = without(entries, (key) => NOT_APPENDED.includes(key));
      if (!entries["append.append-task"]) return kept;
      return { ...kept, "append.person": this.append("bpmn:UserTask", "bpmn-icon-user-task", "Append a person's step"), "append.automatic": this.append("bpmn:ServiceTask", "bpmn-icon-service-task", "Append an automatic step") };
    };
  }

  follow(source, type) {
    return this.autoPlace.append(source, this.made(type));
  }

  append(type, className, title) {
    const dragged = (event, source) => this.create.start(event, this.made(type), { source });
    return { group: "model", className, title: say(title), action: { dragstart: dragged, click: (_event, source) => this.follow(source, type) } };
  }
}

Allowed.$inject = ["palette", "contextPad", "popupMenu", "create", "elementFactory", "bpmnFactory", "moddle", "autoPlace"];

export const allowed = { __init__: ["bagytAllowed"], bagytAllowed: ["type", Allowed] };
