// What the scenarios walk is green, what none walks is red: in colour and in the stroke.
import { is } from "bpmn-js/lib/util/ModelUtil";

export function startCoverage(modeler, box, words) {
  const canvas = modeler.get("canvas");
  const registry = modeler.get("elementRegistry");
  let walked = null;

  function draw() {
    for (const flow of registry.filter((one) => is(one, "bpmn:SequenceFlow") && one.waypoints)) {
      const been = walked?.has(flow.id);
      canvas[box.checked && been ? "addMarker" : "removeMarker"](flow, "walked");
      canvas[box.checked && walked && !been ? "addMarker" : "removeMarker"](flow, "never-walked");
    }
  }

  box.addEventListener("change", draw);
  modeler.on("import.done", draw);
  return (found) => {
    walked = found.coverage === null ? null : new Set(found.walked);
    words.textContent = found.coverage === null ? "—" : `${Math.round(found.coverage * 100)} %`;
    draw();
  };
}
