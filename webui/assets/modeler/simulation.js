// The simulation of tokens in the page's words. What it is given to write is HTML already.
import { say } from "./words.js";

const KNOWN = /^(Service Task|User Task|Call Activity|Script Task|Business Rule Task|Manual Task|Receive Task|Send Task|Task|Exclusive Gateway|Parallel Gateway|Inclusive Gateway|Start Event|Intermediate Event|Boundary Event|End Event|Reset Simulation|Found unsupported elements|Not supported|Pause Simulation|Play Simulation|Finished)$/;
const MOVED = /^(.*) (started|finished|canceled)$/;
const SPEED = /^Set animation speed = (Slow|Normal|Fast)$/;
const SCOPE = /^Focus process instance (.+)$/;

function retitled(title) {
  const speed = SPEED.exec(title);
  if (speed) return say(`Animation: ${speed[1].toLowerCase()}`);
  const scope = SCOPE.exec(title);
  return scope ? say("Show this token alone: {name}", { name: scope[1] }) : say(title);
}

function retold(text) {
  const moved = MOVED.exec(text);
  if (moved) return say(`{name}: ${moved[2]}`, { name: { Process: say("Process"), SubProcess: say("Sub Process") }[moved[1]] ?? moved[1] });
  return KNOWN.test(text) ? say(text) : text;
}

class Simulation {
  constructor(log, notifications, canvas) {
    const [write, show] = [log.log.bind(log), notifications.showNotification.bind(notifications)];
    const said = (options) => (options.said ? options : { ...options, said: true, text: retold(options.text) });
    log.log = (options) => write(said(options));
    notifications.showNotification = (options) => show(said(options));
    this.frame = canvas.getContainer();
    const watch = new MutationObserver(() => this.speak());
    watch.observe(this.frame, { childList: true, subtree: true, attributes: true, attributeFilter: ["title"] });
  }

  speak() {
    for (const one of this.frame.querySelectorAll("button[class*=bts-][title], .bts-palette [title], .bts-scopes [title]")) {
      if (one.dataset.said === one.title) continue;
      one.title = one.dataset.said = retitled(one.title);
      one.setAttribute("aria-label", one.title);
    }
    for (const one of this.frame.querySelectorAll(".bts-header, .bts-entry.placeholder")) {
      if (one.dataset.said) continue;
      one.dataset.said = "yes";
      const text = [...one.childNodes].find((node) => node.nodeType === 3 && node.data.trim());
      if (text) text.data = say(text.data.trim());
      const close = one.querySelector("[aria-label=Close]");
      close?.setAttribute("aria-label", say("Close"));
    }
  }
}

Simulation.$inject = ["log", "notifications", "canvas"];

export const simulation = { __init__: ["bagytSimulation"], bagytSimulation: ["type", Simulation] };
