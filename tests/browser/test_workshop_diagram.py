"""The editor of diagrams in a real browser: an owner changes a route, nothing of it is lost, four languages are whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from engine.acts import drafting
from engine.catalogue import drafts
from tests.browser.axe import violations
from tests.browser.conftest import listen
from tests.browser.people import Seat, prefers, sits_down
from tests.browser.served import serving
from tests.offices import House

KINDS = ("memo", "order", "trip")
LOOKS = [("kk", "light", 1366), ("ru", "dark", 320)]
MORE = [("kk", "dark", 1366), ("ru", "light", 320), ("ky", "light", 1366), ("en", "light", 1366)]
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


@pytest.fixture
def served(small_house: House) -> Iterator[tuple[House, str]]:
    with serving(small_house) as address:
        yield small_house, address


def _begins(house: House, *kinds: str) -> None:
    with house.office.work(house.actor("owner")) as work:
        for kind in kinds:
            drafting.open_draft(work, kind)


def _drawn(house: House, kind: str) -> bytes:
    with house.office.look(house.actor("owner")) as work:
        return drafts.draft(work, kind).files["process.bpmn"]


def _owner(chromium: Browser, house: House, address: str, *kinds: str) -> Seat:
    """The owner in English, with a draft of each of those kinds."""
    _begins(house, *kinds)
    prefers(house, "owner", "en", "light")
    return sits_down(chromium, address, "owner")


def _opens(seat: Seat, kind: str) -> Page:
    seat.opens(f"/workshop/{kind}/diagram")
    seat.page.wait_for_selector("#modeler[data-ready]")
    assert seat.page.get_attribute("#modeler", "data-ready") == "yes", seat.text
    return seat.page


def _saved(page: Page) -> None:
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


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_opened_and_saved_says_all_that_it_said(
    chromium: Browser, served: tuple[House, str], kind: str
) -> None:
    house, address = served
    _begins(house, kind)
    before = _drawn(house, kind)
    page = _opens(sits_down(chromium, address, "owner"), kind)

    page.evaluate(TOUCH)
    _saved(page)

    after = _drawn(house, kind)
    assert after != before
    assert canonical(after) == canonical(before)
    page.context.close()


def test_an_owner_changes_a_term_and_adds_an_approver_and_finds_both_again(
    chromium: Browser, served: tuple[House, str], complaints: list[str]
) -> None:
    house, address = served
    seat = _owner(chromium, house, address, "memo")
    listen(seat.page, complaints)
    page = _opens(seat, "memo")

    page.evaluate(AT, ["approve_chair"])
    page.get_by_label("How long").fill("3")
    page.get_by_label("How long").press("Tab")
    expect(page.get_by_label("Counted in")).to_be_focused()
    made = page.evaluate(INSERT)
    page.evaluate(AT, [made])
    page.get_by_label("Name", exact=True).fill("Approve by the bursar")
    page.get_by_label("Name", exact=True).blur()
    page.get_by_label("Add a button").select_option("return")
    _saved(page)

    page = _opens(seat, "memo")
    page.evaluate(AT, [made])
    expect(page.get_by_label("Name", exact=True)).to_have_value("Approve by the bursar")
    expect(page.get_by_role("group", name="Return", exact=True)).to_be_visible()
    page.evaluate(AT, ["approve_chair"])
    expect(page.get_by_label("How long")).to_have_value("3")
    assert b'amount="3"' in _drawn(house, "memo")
    assert complaints == []
    page.context.close()


def test_a_problem_leads_to_its_element_and_undoing_takes_it_away(chromium: Browser, served: tuple[House, str]) -> None:
    house, address = served
    page = _opens(_owner(chromium, house, address, "memo"), "memo")

    page.evaluate(AT, ["freeze"])
    page.get_by_label("What the system does").select_option("")
    problem = page.locator("[data-modeler=problems] li.error").first
    expect(problem).to_contain_text("It does nothing yet")
    page.evaluate(AT, ["dean"])
    problem.get_by_role("button").click()
    expect(page.get_by_label("What the system does")).to_have_value("")
    _saved(page)
    expect(page.locator("[data-modeler=problems]")).to_contain_text("Expected a verb")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("What the system does")).to_have_value("make_rendition")
    expect(page.locator("[data-modeler=problems] li.error")).to_have_count(0)
    page.context.close()


def test_two_owners_at_one_draft_are_told_and_nothing_is_overwritten_unasked(
    chromium: Browser, served: tuple[House, str]
) -> None:
    house, address = served
    page = _opens(_owner(chromium, house, address, "memo"), "memo")
    with house.office.work(house.actor("owner")) as work:
        drafts.save(work, "memo", 1, {"README.md": b"theirs\n"})

    page.evaluate(TOUCH)
    expect(page.get_by_role("alert").filter(has_text="Somebody else has saved")).to_be_visible()
    with house.office.look(house.actor("owner")) as work:
        assert drafts.draft(work, "memo").version == 2
    page.get_by_role("button", name="Save mine over theirs").click()
    _saved(page)

    with house.office.look(house.actor("owner")) as work:
        assert drafts.draft(work, "memo").version == 3
        assert drafts.draft(work, "memo").files["README.md"] == b"theirs\n"
    page.context.close()


def test_only_what_runs_is_offered_and_what_scenarios_walk_is_green(
    chromium: Browser, served: tuple[House, str], complaints: list[str]
) -> None:
    house, address = served
    seat = _owner(chromium, house, address, "memo")
    listen(seat.page, complaints)
    page = _opens(seat, "memo")

    offered = page.evaluate("() => Object.keys(document.getElementById('modeler').modeler.get('palette').getEntries())")
    assert "create.user-task" in offered
    assert "create.data-store" not in offered
    page.evaluate(AT, ["approve_chair"])
    page.locator(".djs-context-pad [data-action=replace]").click()
    menu = page.locator(".djs-popup")
    expect(menu).to_contain_text("Service task")
    expect(menu).not_to_contain_text("Business rule task")
    page.keyboard.press("Escape")
    page.wait_for_selector("#modeler[data-checked]")
    page.get_by_label("What scenarios walk").check()
    assert page.locator(".modeler .walked").count() > 10
    assert page.locator(".modeler .never-walked").count() == 0
    expect(page.locator(".bjs-powered-by")).to_be_visible()
    assert [one for one in complaints if "is deprecated" not in one] == []
    page.context.close()


@pytest.mark.parametrize(
    ("tongue", "theme", "width"), [*LOOKS, *(pytest.param(*one, marks=pytest.mark.full) for one in MORE)]
)
def test_the_editor_is_whole_in_every_language_accessible_and_fits(
    chromium: Browser,
    served: tuple[House, str],
    artefacts: Path,
    complaints: list[str],
    tongue: str,
    theme: str,
    width: int,
) -> None:
    house, address = served
    _begins(house, "trip")
    prefers(house, "owner", tongue, theme)
    seat = sits_down(chromium, address, "owner", width=width)
    listen(seat.page, complaints)
    page = _opens(seat, "trip")

    _walk_through(page)
    page.evaluate(AT, ["approve_chair"])
    page.wait_for_selector("#modeler[data-checked]")
    page.screenshot(path=artefacts / f"workshop-diagram-{tongue}-{theme}-{width}.png", full_page=True)

    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    missing = page.evaluate("() => [...document.getElementById('modeler').missing]")
    assert missing == []
    assert wide <= 0
    assert violations(page, without="#modeler") == []
    assert complaints == []
    page.context.close()


def test_the_route_is_walked_and_continued_from_the_keyboard_alone(
    chromium: Browser, served: tuple[House, str]
) -> None:
    house, address = served
    page = _opens(_owner(chromium, house, address, "memo"), "memo")

    page.get_by_role("button", name="Find a step").press("Enter")
    expect(page.locator(".djs-search-input input")).to_be_focused()
    page.keyboard.type("approve_chair")
    page.keyboard.press("Enter")
    expect(page.get_by_label("How long")).to_have_value("1")
    page.get_by_role("button", name="Way to").press("Enter")
    page.get_by_role("button", name="To Согласовано?").press("Enter")
    expect(page.locator("[data-modeler=panel] .what")).to_have_text("Exclusive Gateway")
    page.get_by_role("button", name="Append a person's step").press("Enter")
    page.keyboard.type("Look at the sum")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Look at the sum")
    expect(page.get_by_label("Form", exact=True)).to_have_value("shared:approve")
    _saved(page)

    assert b"Look at the sum" in _drawn(house, "memo")
    page.context.close()


def test_a_name_is_not_drawn_as_html_by_the_simulation(
    chromium: Browser, served: tuple[House, str], complaints: list[str]
) -> None:
    house, address = served
    seat = _owner(chromium, house, address, "memo")
    listen(seat.page, complaints)
    page = _opens(seat, "memo")
    page.evaluate(AT, ["start"])
    page.get_by_label("Name", exact=True).fill('<b class="injected">x</b>')
    page.get_by_label("Name", exact=True).blur()

    page.get_by_role("button", name="Play with tokens").click()
    page.evaluate("() => document.querySelector('.djs-overlays[data-container-id=start] .bts-context-pad').click()")
    expect(page.locator(".bts-notification").filter(has_text='<b class="injected">x</b>').first).to_be_visible()

    assert page.locator(".injected").count() == 0
    assert complaints == []
    page.context.close()


def _walk_through(page: Page) -> None:
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
