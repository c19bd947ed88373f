"""The table of a route in a real browser: readable in each look, clean by axe, used by keyboard, also without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.acts import drafting, route_table
from engine.catalogue import drafts
from engine.kinds.redrawing import Approver, New
from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House

LOOKS = [("kk", "light", 1366), ("ru", "dark", 320)]
MORE = [("kk", "dark", 320), ("ru", "light", 1366), ("ky", "light", 1366), ("en", "dark", 1366)]
ALL = [*LOOKS, *(pytest.param(*one, marks=pytest.mark.full) for one in MORE)]
TABLE = "/workshop/memo/table"


def _begun(house: House) -> None:
    """A draft of the memo with a lawyer whom no story knows."""
    with house.office.work(house.actor("owner")) as work:
        drafting.open_draft(work, "memo")
        who = Approver(new=New('unit("legal")', {"kk": "Заңгер", "ru": "Юрист"}))
        route_table.insert_approver(work, "memo", 1, "approve_chair", "after", who)


@pytest.mark.parametrize(("tongue", "theme", "wide"), ALL)
def test_table_and_row_are_readable(
    chromium: Browser, small_house: House, artefacts: Path, tongue: str, theme: str, wide: int
) -> None:
    _begun(small_house)
    prefers(small_house, "owner", tongue, theme)
    with serving(small_house) as address:
        seat = sits_down(chromium, address, "owner")
        seat.page.set_viewport_size({"width": wide, "height": 900})
        for name, path in (("table", TABLE), ("table-row", f"{TABLE}/approve_chair")):
            seat.opens(path)
            seat.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
            seat.page.screenshot(path=artefacts / f"workshop-{name}-{tongue}-{theme}-{wide}.png", full_page=True)

            assert seat.page.evaluate("document.documentElement.scrollWidth") <= wide
            assert violations(seat.page) == []


def test_a_term_is_changed_by_keyboard_alone(chromium: Browser, small_house: House) -> None:
    with small_house.office.work(small_house.actor("owner")) as work:
        drafting.open_draft(work, "memo")
    prefers(small_house, "owner", "en")
    with serving(small_house) as address:
        page = sits_down(chromium, address, "owner", script=False).opens(TABLE).page

        page.locator("#row-approve_chair").get_by_role("link", name="Change").focus()
        page.keyboard.press("Enter")
        page.get_by_label("How long").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("4")
        page.keyboard.press("Enter")

        expect(page.get_by_text("The route is saved")).to_be_visible()
        expect(page.locator("#row-approve_chair")).to_contain_text("4 working days")
        with small_house.office.look(small_house.actor("owner")) as work:
            assert b'amount="4"' in drafts.draft(work, "memo").files["process.bpmn"]


def test_what_the_table_draws_opens_in_the_editor(chromium: Browser, small_house: House, artefacts: Path) -> None:
    _begun(small_house)
    prefers(small_house, "owner", "ru")
    with serving(small_house) as address:
        page = sits_down(chromium, address, "owner").opens("/workshop/memo/diagram").page
        page.wait_for_selector("#modeler[data-ready]")

        assert page.locator("[data-element-id=approve_legal]").count() == 1
        assert page.locator("[data-element-id=approved_legal]").count() >= 1
        page.screenshot(path=artefacts / "workshop-table-drawn.png", full_page=True)
