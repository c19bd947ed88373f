"""An owner before the editor of diagrams: begins drafts, opens the drawing, waits until it is saved, reads what it says."""

from lxml import etree
from playwright.sync_api import Browser, Page, expect

from engine.acts import drafting
from engine.catalogue import drafts
from tests.browser.people import Seat, prefers, sits_down
from tests.offices import House

AT = """([id]) => {
  const modeler = document.getElementById("modeler").modeler;
  modeler.get("selection").select(modeler.get("elementRegistry").get(id));
}"""
INSERT = """() => {
  const modeler = document.getElementById("modeler").modeler;
  const [registry, modeling] = [modeler.get("elementRegistry"), modeler.get("modeling")];
  const flow = registry.get("to_sign");
  const shape = modeler.get("bagytAllowed").made("bpmn:UserTask");
  const at = { x: flow.waypoints[0].x + 60, y: flow.waypoints[0].y };
  const made = modeling.createShape(shape, at, flow.parent);
  modeling.connect(registry.get("approved"), made);
  return made.id;
}"""
TOUCH = """() => {
  const modeler = document.getElementById("modeler").modeler;
  const one = modeler.get("elementRegistry").get("start");
  modeler.get("modeling").updateModdleProperties(one, one.businessObject, {});
}"""


def begins(house: House, *kinds: str) -> None:
    with house.office.work(house.actor("owner")) as work:
        for kind in kinds:
            drafting.open_draft(work, kind)


def drawn(house: House, kind: str) -> bytes:
    with house.office.look(house.actor("owner")) as work:
        return drafts.draft(work, kind).files["process.bpmn"]


def owner_draws(chromium: Browser, house: House, address: str, *kinds: str) -> Seat:
    """The owner in English, with a draft of each of those kinds."""
    begins(house, *kinds)
    prefers(house, "owner", "en", "light")
    return sits_down(chromium, address, "owner")


def opens(seat: Seat, kind: str) -> Page:
    seat.opens(f"/workshop/{kind}/diagram")
    seat.page.wait_for_selector("#modeler[data-ready]")
    assert seat.page.get_attribute("#modeler", "data-ready") == "yes", seat.text
    return seat.page


def saved(page: Page) -> None:
    """Waits until the drawing is saved and what the office says of it is there."""
    page.wait_for_selector("#modeler[data-state=saved]")
    said = page.locator("[data-modeler=state]").inner_text()
    version = "".join(one for one in said if one.isdigit())
    expect(page.locator("#modeler")).to_have_attribute("data-checked", version)


def canonical(xml: bytes) -> list[str]:
    """Every element with its attributes and text under its parents, in an order that does not depend on the file's.

    What BPMN says of an attribute that is absent may be written or not: an event on a border interrupts.
    """
    root = etree.fromstring(xml)
    lines = []
    for element in root.iter(etree.Element):
        above = [one.get("id") or etree.QName(one).localname for one in reversed(list(element.iterancestors()))]
        written = {str(key): str(value) for key, value in element.attrib.items()}
        attributes = sorted(set(written.items()) - {("cancelActivity", "true")})
        lines.append(f"{'/'.join(above)} {element.tag} {attributes} {(element.text or '').strip()}")
    return sorted(lines)


def walk_through(page: Page) -> None:
    """Chooses every element, opens its pad and menu, and plays the simulation, so that every word is asked for."""
    page.evaluate(
        """async () => {
          const modeler = document.getElementById("modeler").modeler;
          const pause = () => new Promise((done) => setTimeout(done, 0));
          const seen = new Set();
          for (const one of modeler.get("elementRegistry").filter((it) => !it.labelTarget)) {
            const sort = one.type + (one.businessObject.eventDefinitions?.[0]?.$type ?? "");
            if (seen.has(sort)) continue;
            seen.add(sort);
            modeler.get("selection").select(one);
            modeler.get("contextPad").open(one, true);
            modeler.get("popupMenu").open(one, "bpmn-replace", { x: 10, y: 10 });
            await pause();
            modeler.get("popupMenu").close();
          }
          const simulate = modeler.get("toggleMode");
          simulate.toggleMode(true);
          await pause();
          document.querySelector(".djs-overlays[data-container-id=start] .bts-context-pad:not(.hidden)").click();
          await new Promise((done) => setTimeout(done, 300));
          simulate.toggleMode(false);
        }"""
    )
