// Comforts over pages that work without them.
import "htmx.org";
import { startDialogs } from "./dialogs.js";
import { startDrafts } from "./drafts.js";
import { startForms } from "./forms.js";
import { startPreview } from "./preview.js";
import { startShortcuts } from "./shortcuts.js";
import { startToasts } from "./toasts.js";

document.documentElement.dataset.script = "yes";

// A menu closes when the press or the focus goes elsewhere, and on Escape.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// A long panel ends where the window ends, wherever the page stands.
const panel = document.querySelector(".deciding > .panel");
if (panel) {
  const fit = () => panel.style.setProperty("--panel-top", `${Math.max(0, Math.round(panel.getBoundingClientRect().top))}px`);
  for (const what of ["scroll", "resize", "load"]) window.addEventListener(what, fit, { passive: true });
  fit();
}

// A second press of a button that already works does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) button.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

// Requests made by htmx carry the token of the page.
document.addEventListener("htmx:config:request", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token && event.detail.ctx) event.detail.ctx.request.headers["X-CSRF-Token"] = token.content;
});

// After a refused form the reader starts at the summary of what to mend.
document.querySelector("[data-focus]")?.focus();

startDialogs();
startDrafts();
startForms();
startPreview();
startShortcuts();
startToasts();
