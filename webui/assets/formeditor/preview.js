// The form as the employee sees it: drawn by the server, what is typed into it stays while the form is changed.
import { startForms } from "../forms.js";
import { tag } from "../modeler/fields.js";
import { say } from "../modeler/words.js";

const REST = 600; // ms

export function startPreview(editor, frame, place) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  let [timer, turn, act] = [0, 0, "fill"];

  async function draw(pressed) {
    clearTimeout(timer);
    const mine = (turn += 1);
    const form = place.querySelector("form");
    const body = form ? new FormData(form, pressed?.form === form ? pressed : undefined) : new FormData();
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    if (!form) body.set("_act", act);
    body.set("_content", editor.content());
    try {
      const answer = await fetch(frame.dataset.preview, { method: "POST", body, headers: { "X-CSRF-Token": token } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== turn) return;
      show(page.querySelector("[data-preview-of]"), pressed);
    } catch (error) {
      console.info(error);
      if (mine === turn) place.replaceChildren(tag("p", { class: "form-text" }, say("It cannot be shown now.")));
    }
    frame.dataset.previewed = String(turn);
  }

  // Where somebody types, he goes on typing.
  function show(drawn, pressed) {
    const here = place.contains(document.activeElement) ? document.activeElement : null;
    const at = here?.selectionStart;
    place.replaceChildren(...drawn.childNodes);
    startForms(place);
    const again = here && (here.id ? document.getElementById(here.id) : place.querySelector(`[name="${CSS.escape(here.name)}"][value="${CSS.escape(here.value)}"]`));
    const next = pressed ? place.querySelector("[autofocus]") ?? again : again;
    next?.focus();
    if (next && at !== undefined && at !== null && next.setSelectionRange && next.type !== "number") next.setSelectionRange(at, at);
  }

  place.addEventListener("submit", (event) => {
    event.preventDefault();
    draw(event.submitter);
  });
  place.addEventListener("change", (event) => event.target.id === "preview-language" && draw());
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(draw, REST);
  };
  place.addEventListener("input", (event) => place.querySelector("[data-hide]") && event.target.id !== "preview-language" && soon());
  editor.onChange(soon);
  draw();
  return draw;
}
