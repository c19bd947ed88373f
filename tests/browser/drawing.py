"""An owner before the editor of diagrams: begins drafts, opens the drawing, waits until it is saved, reads what it says."""

from collections.abc import Iterator

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


TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
DEFAULTS = {
    ("cancelActivity", "true"), ("isInterrupting", "true"), ("isForCompensation", "false"), ("startQuantity", "1"),
    ("completionQuantity", "1"), ("isCollection", "false"), ("isSequential", "false"), ("triggeredByEvent", "false"),
    ("parallelMultiple", "false"), ("instantiate", "false"), ("gatewayDirection", "Unspecified"), ("isClosed", "false"),
    ("expressionLanguage", "http://www.w3.org/1999/XPath"), ("typeLanguage", "http://www.w3.org/2001/XMLSchema"),
    ("isUnlimited", "false"), ("isExecutable", "false"), ("processType", "None"), ("isReference", "false"),
    ("itemKind", "Information"), ("implementation", "##unspecified"), ("implementation", "##WebService"),
    ("testBefore", "false"), ("behavior", "All"), ("associationDirection", "None"), ("isImmediate", "false"),
    ("textFormat", "text/plain"), ("eventGatewayType", "Exclusive"), (TYPE, "Point"),
}  # fmt: skip
"""What the schema of BPMN says of an attribute that is absent: it may be written or not."""


def canonical(xml: bytes) -> list[str]:
    """Every element with its attributes and text under its parents, in an order that does not depend on the file's."""
    return sorted(f"{place} {sorted(attributes)} {text}" for place, attributes, text in _said(xml))


def lost(before: bytes, after: bytes) -> list[str]:
    """The elements of BPMN that the second file has not, or without an attribute or the text it had."""
    there: dict[str, list[tuple[set[tuple[str, str]], str]]] = {}
    for place, attributes, text in _said(after):
        there.setdefault(place, []).append((attributes, text))
    return [
        f"{place} {sorted(attributes)} {text}"
        for place, attributes, text in _said(before)
        if not any(attributes <= has and text == said for has, said in there.get(place, ()))
    ]


def _said(xml: bytes) -> Iterator[tuple[str, set[tuple[str, str]], str]]:
    for element in etree.fromstring(xml).iter(etree.Element):
        above = [one.get("id") or etree.QName(one).localname for one in reversed(list(element.iterancestors()))]
        written = {str(key): " ".join(str(value).split()) for key, value in element.attrib.items()}
        if TYPE in written:
            written[TYPE] = written[TYPE].rpartition(":")[2]  # whatever the file calls BPMN's namespace
        attributes = {(key, _number(value)) for key, value in set(written.items()) - DEFAULTS}
        yield f"{'/'.join(above)} {element.tag}", attributes, " ".join((element.text or "").split())


def _number(text: str) -> str:
    try:
        return f"{float(text):.6g}"
    except ValueError:
        return text


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
