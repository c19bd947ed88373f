// The route on its diagram: open steps, walked steps, who waits. Beside it stands the same as a list of words.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const frame = document.getElementById("diagram");

function renamed(xml, names, pool) {
  const tree = new DOMParser().parseFromString(xml, "application/xml");
  for (const element of tree.querySelectorAll("[id]")) {
    const name = names[element.getAttribute("id")];
    if (name && element.hasAttribute("name")) element.setAttribute("name", name);
  }
  const pools = tree.querySelectorAll("participant");
  if (pool && pools.length === 1) pools[0].setAttribute("name", pool);
  return new XMLSerializer().serializeToString(tree);
}

function waiting(words) {
  const note = document.createElement("div");
  note.className = "waits-here";
  note.textContent = words;
  return note;
}

async function draw() {
  const marks = JSON.parse(frame.dataset.marks);
  const answer = await fetch(frame.dataset.url);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const viewer = new NavigatedViewer({ container: frame });
  await viewer.importXML(renamed(await answer.text(), marks.names ?? {}, marks.pool));
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const there = (id) => viewer.get("elementRegistry").get(id);
  for (const id of marks.walked ?? []) if (there(id)) canvas.addMarker(id, "step-done");
  for (const id of marks.open ?? []) if (there(id)) canvas.addMarker(id, "step-now");
  for (const [id, words] of Object.entries(marks.waiting ?? {})) {
    if (words && there(id)) overlays.add(id, { position: { bottom: -4, left: 0 }, html: waiting(words) });
  }
  const drawn = canvas.viewbox().inner;
  frame.style.height = `${Math.min(760, Math.max(320, Math.round((frame.clientWidth * drawn.height) / drawn.width) + 24))}px`;
  canvas.resized();
  canvas.zoom("fit-viewport", "auto");
}

draw().catch((error) => {
  console.info(error);
  frame.textContent = frame.dataset.failed;
  frame.classList.add("undrawn");
});
