// One list of what is wrong: told while drawing and told by the office. A press goes to the element.
import { tag } from "./fields.js";
import { ofOffice } from "./lint.js";
import { say } from "./words.js";

export function startProblems(modeler, list, summary) {
  const registry = modeler.get("elementRegistry");
  let [drawn, office, late] = [[], [], true];

  function go(id) {
    const element = registry.get(id);
    if (!element) return;
    modeler.get("canvas").scrollToElement(element, 80);
    modeler.get("selection").select(element);
  }

  function line({ element, name, severity, message, place }) {
    const words = [tag("strong", {}, severity === "error" ? say("Error") : say("Warning")), ` ${name || (element && registry.get(element)?.businessObject?.name) || place || element}: `, message];
    const body = element && registry.get(element) ? tag("button", { type: "button", class: "btn btn-link text-start p-0", onclick: () => go(element) }, ...words) : tag("span", {}, ...words);
    return tag("li", { class: severity }, body);
  }

  function draw() {
    const told = [...drawn.filter((one) => late || !ofOffice.has(one.rule)), ...office];
    const seen = new Set();
    const lines = told.filter((one) => {
      const key = `${one.element} ${one.message}`;
      return !seen.has(key) && seen.add(key);
    });
    lines.sort((a, b) => (a.severity === "error" ? 0 : 1) - (b.severity === "error" ? 0 : 1));
    list.replaceChildren(...lines.map(line));
    const errors = lines.filter((one) => one.severity === "error").length;
    summary.textContent = lines.length ? say("Errors: {errors}, warnings: {warnings}", { errors, warnings: lines.length - errors }) : say("Nothing is wrong.");
  }

  modeler.on("linting.completed", ({ issues }) => {
    drawn = Object.entries(issues).flatMap(([element, many]) =>
      many.map((one) => ({ element, rule: one.rule, severity: one.category === "error" ? "error" : "warning", message: say(one.message) })));
    draw();
  });
  modeler.on("commandStack.changed", () => {
    late = true;
  });
  return {
    go,
    checked(found) {
      office = found.problems;
      late = false;
      draw();
    },
  };
}
