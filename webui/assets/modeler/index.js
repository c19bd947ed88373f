// The editor of a kind's diagram: drawing, panel, problems, simulation, coverage, saving.
import lintModule from "bpmn-js-bpmnlint";
import simulationModule from "bpmn-js-token-simulation";
import Modeler from "bpmn-js/lib/Modeler";
import minimapModule from "diagram-js-minimap";
import { allowed } from "./allowed.js";
import bagyt from "./bagyt.json";
import { startCoverage } from "./coverage.js";
import { linting } from "./lint.js";
import { startPanel } from "./panel.js";
import { startProblems } from "./problems.js";
import { handOut, startSaving } from "./saving.js";
import { simulation } from "./simulation.js";
import { missing, say, speak, translation } from "./words.js";

const READABLE = 0.6;
const PALETTE = 120; // pixels
const frame = document.getElementById("modeler");
const part = (name) => document.querySelector(`[data-modeler="${name}"]`);
const data = (id) => JSON.parse(document.getElementById(id).textContent);

function startTools(modeler) {
  const canvas = modeler.get("canvas");
  const stack = modeler.get("commandStack");
  const presses = {
    undo: () => stack.canUndo() && stack.undo(),
    redo: () => stack.canRedo() && stack.redo(),
    fit: () => fit(canvas),
    closer: () => modeler.get("zoomScroll").stepZoom(1),
    farther: () => modeler.get("zoomScroll").stepZoom(-1),
    map: () => modeler.get("minimap").toggle(),
    simulate: () => modeler.get("toggleMode").toggleMode(),
    find: () => setTimeout(() => modeler.get("searchPad").toggle(), 0), // the press itself would close it
  };
  for (const [name, press] of Object.entries(presses)) part(name).addEventListener("click", press);
  const follow = () => {
    part("undo").disabled = !stack.canUndo();
    part("redo").disabled = !stack.canRedo();
  };
  modeler.on("commandStack.changed", follow);
  modeler.on("tokenSimulation.toggleMode", ({ active }) => {
    part("simulate").setAttribute("aria-pressed", String(active));
    part("panel").inert = active;
  });
  modeler.on("minimap.toggle", ({ open }) => part("map").setAttribute("aria-pressed", String(open)));
  follow();
}

// Keys of the drawing stay in the drawing; the page's own shortcuts do not hear them.
// A key let go here that was pressed elsewhere means nothing here: else the press that opens the search would end it.
function keepKeys() {
  let pressed = false;
  frame.addEventListener("keydown", (event) => event.stopPropagation());
  frame.addEventListener("keydown", () => (pressed = true), true);
  frame.addEventListener("keyup", (event) => {
    if (!pressed) event.stopPropagation();
    pressed = false;
  }, true);
}

function startState(drawing, saving) {
  const [state, stale] = [part("state"), part("stale")];
  part("insist").addEventListener("click", () => saving().insist());
  part("keep").addEventListener("click", async () => handOut(drawing.file, await drawing.content(), "application/xml"));
  return (how, words) => {
    state.textContent = words;
    state.dataset.how = frame.dataset.state = how;
    stale.hidden = how !== "stale";
  };
}

// The whole route beside the palette.
function fit(canvas) {
  const { inner, outer } = canvas.viewbox();
  const beside = Math.max(outer.width - PALETTE - 20, outer.width / 2);
  const scale = Math.min(1, beside / inner.width, (outer.height - 40) / inner.height);
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: inner.x - (outer.width - beside - 10) / scale, y: inner.y - (height - inner.height) / 2, width, height });
}

// A route that would be too small to read begins at its left, beside the palette.
function begin(canvas) {
  fit(canvas);
  if (canvas.zoom() >= READABLE) return;
  canvas.zoom(READABLE);
  const { inner, width, height } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - PALETTE / READABLE, y: inner.y - 20, width, height });
}

async function open() {
  speak(data("modeler-words"));
  const modeler = new Modeler({
    container: frame,
    moddleExtensions: { bagyt },
    linting: { bpmnlint: linting, active: true },
    additionalModules: [translation, minimapModule, simulationModule, lintModule, allowed, simulation],
  });
  frame.modeler = modeler; // for whoever looks from the browser's console, and for tests
  frame.missing = missing;
  const answer = await fetch(`${frame.dataset.draft}/file?name=process.bpmn`);
  if (!answer.ok) throw new Error(answer.status);
  const xml = await answer.text();
  const problems = startProblems(modeler, part("problems"), part("summary"));
  await modeler.importXML(xml);
  startPanel(modeler, part("panel"), data("modeler-known"));
  startTools(modeler);
  keepKeys();
  const cover = startCoverage(modeler, part("cover"), part("covered"));
  const drawing = {
    file: "process.bpmn",
    content: async () => (await modeler.saveXML({ format: true })).xml,
    onChange: (act) => modeler.on("commandStack.changed", act),
  };
  let saving;
  saving = startSaving(drawing, frame, startState(drawing, () => saving), (found) => {
    problems.checked(found);
    cover(found);
    frame.dataset.checked = found.version;
  });
  const svg = frame.querySelector("svg[tabindex], .djs-container svg");
  svg?.setAttribute("aria-label", frame.dataset.label);
  begin(modeler.get("canvas"));
  problems.go(decodeURIComponent(location.hash.slice(1))); // an address may name an element
  frame.dataset.ready = "yes";
}

open().catch((error) => {
  console.info(error);
  const words = part("failed");
  words.textContent = `${say("The diagram cannot be opened here.")} ${String(error.message ?? "").slice(0, 300)}`;
  words.hidden = false;
  frame.dataset.ready = "failed";
});
