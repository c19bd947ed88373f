"""The calendar's pages in a real browser: axe, a phone's width, both themes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House

PAGES = ("", "/2026-12-31", "/import", "/hours")
QUICK = [("kk", "light", 1366), ("ru", "dark", 320)]
ALL = [
    (tongue, theme, width)
    for tongue in ("kk", "ru", "ky", "en")
    for theme in ("light", "dark")
    for width in (320, 1366)
]
LOOKS = [*QUICK, *(pytest.param(*one, marks=pytest.mark.full) for one in ALL if one not in QUICK)]


@pytest.fixture
def served(small_house: House) -> Iterator[tuple[House, str]]:
    with serving(small_house) as address:
        yield small_house, address


@pytest.mark.parametrize(("tongue", "theme", "width"), LOOKS)
def test_the_calendar_is_accessible_and_fits(
    chromium: Browser, served: tuple[House, str], artefacts: Path, tongue: str, theme: str, width: int
) -> None:
    house, address = served
    prefers(house, "admin", tongue, theme)
    admin = sits_down(chromium, address, "admin", width=width)
    admin.opens("/administration/calendar/2026-12-31")
    admin.page.locator("#how-own").check()
    admin.fills("spans", "09:00-13:00").fills("reason", "№ 45")
    with admin.page.expect_navigation():
        admin.page.locator("button[value=save]").click()
    admin.opens("/administration/calendar/import").fills("lines", "2026-12-30 works № 1\n2026-12-29 free '№ 2'")
    with admin.page.expect_navigation():
        admin.page.locator("button[value=look]").click()
    admin.page.screenshot(path=artefacts / f"calendar-import-looked-{tongue}-{theme}-{width}.png", full_page=True)

    found = {}
    for page in PAGES:
        admin.opens(f"/administration/calendar{page}")
        wide = admin.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        name = page.strip("/") or "year"
        admin.page.screenshot(path=artefacts / f"calendar-{name}-{tongue}-{theme}-{width}.png", full_page=True)
        found[page] = violations(admin.page) + ([f"{wide} pixels too wide"] if wide > 0 else [])

    assert {page: wrong for page, wrong in found.items() if wrong} == {}
