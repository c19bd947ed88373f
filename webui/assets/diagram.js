// The route on its diagram: open steps, walked steps, who waits. Beside it stands the same as a list of words.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const frame = document.getElementById("diagram");

function renamed(xml, names) {
  const tree = new DOMParser().parseFromString(xml, "application/xml");
  for (const element of tree.querySelectorAll("[id]")) {
    const name = names[element.getAttribute("id")];
    if (name && element.hasAttribute("name")) element.setAttribute("name", name);
  }
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
  await viewer.importXML(renamed(await answer.text(), marks.names ?? {}));
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const there = (id) => viewer.get("elementRegistry").get(id);
  for (const id of marks.walked ?? []) if (there(id)) canvas.addMarker(id, "step-done");
  for (const id of marks.open ?? []) if (there(id)) canvas.addMarker(id, "step-now");
  for (const [id, words] of Object.entries(marks.waiting ?? {})) {
    if (words && there(id)) overlays.add(id, { position: { bottom: -4, left: 0 }, html: waiting(words) });
  }
  canvas.zoom("fit-viewport", "auto");
}

draw().catch((error) => {
  console.info(error);
  frame.textContent = frame.dataset.failed;
  frame.classList.add("undrawn");
});
