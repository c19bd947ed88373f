// Saves what is drawn into its file of the draft while one works. When somebody else has saved since, nothing is overwritten unasked.
// `drawing` is the file's name, what it says now, and how changes are heard of.
import { say } from "./words.js";

const REST = 1200; // ms of quiet before a save
const AGAIN = 10000;

export function startSaving(drawing, frame, told, checked) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { "X-CSRF-Token": token };
  let version = Number(frame.dataset.version);
  let [changes, saved, busy, stopped, timer] = [0, 0, false, false, 0];

  const post = (path, body) => fetch(`${frame.dataset.draft}/${path}`, { method: "POST", body, headers: body ? { ...headers, "Content-Type": "application/octet-stream" } : headers });

  async function save() {
    clearTimeout(timer);
    if (busy || stopped || saved === changes) return;
    busy = true;
    const now = changes;
    try {
      const answer = await post(`file?name=${encodeURIComponent(drawing.file)}&version=${version}`, await drawing.content());
      await kept(answer, now);
    } catch (error) {
      console.info(error);
      told("late", say("Not saved: no answer. It is tried again."));
      timer = setTimeout(save, AGAIN);
    }
    busy = false;
    if (!stopped && saved === now && changes !== now) timer = setTimeout(save, REST);
  }

  async function kept(answer, now) {
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      [version, saved] = [said.version, now];
      look();
      return told("saved", say("Saved, version {version} of the draft.", { version }));
    }
    if (answer.status === 409) {
      stopped = true;
      return told("stale", said.detail ?? say("Somebody has saved the draft since."));
    }
    if (answer.status >= 500) throw new Error(answer.status);
    saved = now;
    told("refused", said.detail ?? say("Not saved."));
  }

  // What the office says of a drawing that has changed meanwhile is not shown.
  async function look() {
    try {
      const answer = await post("check");
      const found = answer.ok ? await answer.json() : {};
      if (saved === changes && found.version === version) checked(found);
    } catch (error) {
      console.info(error);
    }
  }

  // What the other has saved stays in the list of saves.
  async function insist() {
    const answer = await post("check").catch(() => ({ ok: false }));
    if (!answer.ok) return told("stale", say("Not saved: no answer. It is tried again."));
    version = (await answer.json()).version;
    stopped = false;
    changes += 1;
    save();
  }

  drawing.onChange(() => {
    changes += 1;
    if (stopped) return;
    told("changed", say("Not saved yet."));
    clearTimeout(timer);
    timer = setTimeout(save, REST);
  });
  window.addEventListener("beforeunload", (event) => {
    if (saved !== changes) event.preventDefault();
  });
  look();
  return { save, insist, fresh: () => saved === changes, version: () => version };
}

// What is on the page as a file for the person.
export function handOut(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
