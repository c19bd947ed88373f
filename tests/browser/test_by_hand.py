"""Handing over, asking and leafing through in a real browser: axe, a phone's width, both themes."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House
from tests.webui.test_pages_by_hand import ORDER

QUICK = [("kk", "light", 1366), ("ru", "dark", 320)]


@pytest.mark.parametrize(("tongue", "theme", "width"), QUICK)
def test_pages_beside_a_decision_are_accessible_and_fit(
    chromium: Browser, small_house: House, artefacts: Path, tongue: str, theme: str, width: int
) -> None:
    for number in range(2):
        small_house.as_("hr").writes(
            "order", **ORDER | {"title_ru": f"Приказ {number}", "title_kk": f"Бұйрық {number}"}
        )
    for login in ("finance", "lawyer"):
        for _ in range(2):
            small_house.as_(login).completes("approve")
    small_house.as_("hr").writes("order", **ORDER)
    task = small_house.as_("finance").tasks()[0].id
    pages = {
        "rector": ["/tasks", "/tasks/several"],
        "finance": [f"/tasks/{task}", f"/tasks/{task}/delegate", f"/tasks/{task}/add_approver"],
        "records": [f"/tasks/{task}/reassign"],
    }
    found = {}
    with serving(small_house) as address:
        for login, held in pages.items():
            prefers(small_house, login, tongue, theme)
            seat = sits_down(chromium, address, login, width=width)
            for page in held:
                seat.opens(page)
                wide = seat.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                name = page.replace(task, "task").strip("/").replace("/", "-")
                seat.page.screenshot(path=artefacts / f"hand-{name}-{tongue}-{theme}-{width}.png", full_page=True)
                found[page] = violations(seat.page) + ([f"{wide} pixels too wide"] if wide > 0 else [])

    assert {page: wrong for page, wrong in found.items() if wrong} == {}
