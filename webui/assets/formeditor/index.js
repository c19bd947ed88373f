// The editor of a kind's form: fields to put in, canvas, panel, texts in four languages, preview, problems, saving.
import { handOut, startSaving } from "../modeler/saving.js";
import { missing, say, speak } from "../modeler/words.js";
import { openEditor } from "./editor.js";
import { startGrid } from "./grid.js";
import { startPanel } from "./panel.js";
import { startPreview } from "./preview.js";
import { startProblems } from "./problems.js";

const frame = document.getElementById("formeditor");
const part = (name) => document.querySelector(`[data-editor="${name}"]`);
const data = (id) => JSON.parse(document.getElementById(id).textContent);

function startTools(editor) {
  part("undo").addEventListener("click", () => editor.stack.canUndo() && editor.stack.undo());
  part("redo").addEventListener("click", () => editor.stack.canRedo() && editor.stack.redo());
  const follow = () => {
    part("undo").disabled = !editor.stack.canUndo();
    part("redo").disabled = !editor.stack.canRedo();
  };
  editor.onChange(follow);
  follow();
  for (const one of document.querySelectorAll("[data-put]")) one.addEventListener("click", () => editor.put(one.dataset.put));
}

// Keys of the canvas stay in the canvas; the page's own shortcuts do not hear them.
function startKeys(editor) {
  frame.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const chosen = editor.selection.get();
    const field = chosen && chosen.type !== "default" ? chosen : null;
    const control = event.ctrlKey || event.metaKey;
    const act = {
      z: control && (() => (event.shiftKey ? editor.stack.canRedo() && editor.stack.redo() : editor.stack.canUndo() && editor.stack.undo())),
      y: control && (() => editor.stack.canRedo() && editor.stack.redo()),
      Delete: field && (() => editor.remove(field)),
      ArrowUp: field && event.altKey && (() => editor.shift(field, -1)),
      ArrowDown: field && event.altKey && (() => editor.shift(field, 1)),
      Escape: field && (() => editor.selection.clear()),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
    setTimeout(back, 0);
  });

  // What is drawn anew lets the focus go: it comes back to the chosen field, else to the canvas.
  function back() {
    if (document.activeElement !== document.body) return;
    const chosen = editor.selection.get();
    (frame.querySelector(`.fjs-element[data-id="${CSS.escape(chosen?.id ?? "")}"]`) ?? frame.querySelector(".fjs-container")?.parentElement ?? frame).focus();
  }
}

function startState(drawing, saving) {
  const [state, stale] = [part("state"), part("stale")];
  part("insist").addEventListener("click", () => saving().insist());
  part("keep").addEventListener("click", () => handOut(drawing.file, drawing.content(), "application/json"));
  return (how, words) => {
    state.textContent = words;
    state.dataset.how = frame.dataset.state = how;
    stale.hidden = how !== "stale";
  };
}

async function open() {
  speak(data("form-words"));
  const known = data("form-known");
  const answer = await fetch(`${frame.dataset.draft}/file?name=${encodeURIComponent(frame.dataset.file)}`);
  if (!answer.ok) throw new Error(answer.status);
  const editor = await openEditor(frame, await answer.json(), known);
  frame.editor = editor; // for whoever looks from the browser's console, and for tests
  frame.missing = missing;
  startPanel(editor, part("panel"), known);
  startTools(editor);
  startKeys(editor);
  startGrid(editor, part("grid"), part("lacking"), known);
  const drawing = { file: frame.dataset.file, content: editor.content, onChange: editor.onChange };
  const checked = startProblems(editor, frame, part("problems"), part("summary"), known);
  let saving;
  saving = startSaving(drawing, frame, startState(drawing, () => saving), (found) => {
    checked(found);
    frame.dataset.checked = found.version;
  });
  startPreview(editor, frame, part("preview"));
  frame.dataset.ready = "yes";
}

open().catch((error) => {
  console.info(error);
  const words = part("failed");
  words.textContent = `${say("The form cannot be opened here.")} ${String(error.message ?? "").slice(0, 300)}`;
  words.hidden = false;
  frame.dataset.ready = "failed";
});
