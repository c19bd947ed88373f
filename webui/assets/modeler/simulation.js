// The simulation of tokens in the page's words. It writes names of elements as HTML, so they are escaped before.
import { say } from "./words.js";

const escaped = (text) => String(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
const KNOWN = /^(Service Task|User Task|Call Activity|Script Task|Business Rule Task|Manual Task|Receive Task|Send Task|Task|Exclusive Gateway|Parallel Gateway|Inclusive Gateway|Start Event|Intermediate Event|Boundary Event|End Event|Reset Simulation|Found unsupported elements|Not supported|Pause Simulation|Play Simulation|Finished|Process|Sub Process|Process instance)$/;
const SPEED = /^Set animation speed = (Slow|Normal|Fast)$/;
const SCOPE = /^Focus process instance (.+)$/;

function retitled(title) {
  const speed = SPEED.exec(title);
  if (speed) return say(`Animation: ${speed[1].toLowerCase()}`);
  const scope = SCOPE.exec(title);
  return scope ? say("Show this token alone: {name}", { name: scope[1] }) : say(title);
}

class Simulation {
  constructor(log, notifications, canvas) {
    const [write, show] = [log.log.bind(log), notifications.showNotification.bind(notifications)];
    const said = (options) => (options.safe ? options : { ...options, safe: true, text: escaped(KNOWN.test(options.text) ? say(options.text) : options.text) });
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
