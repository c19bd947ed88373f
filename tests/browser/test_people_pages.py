"""Pages of people, units and substitutions in a real browser: axe, a phone's width, both themes; people are found while one types."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House

PAGES = {
    "admin": ("", "/people", "/people/docent", "/units", "/units/informatics/close"),
    "hr": ("/people/docent/appoint", "/substitutions", "/new-substitution"),
}
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
def test_pages_of_people_are_accessible_and_fit(
    chromium: Browser, served: tuple[House, str], artefacts: Path, tongue: str, theme: str, width: int
) -> None:
    house, address = served
    found = {}
    for login, pages in PAGES.items():
        prefers(house, login, tongue, theme)
        seat = sits_down(chromium, address, login, width=width)
        for page in pages:
            seat.opens(f"/administration{page}")
            wide = seat.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            name = page.strip("/").replace("/", "-") or "overview"
            seat.page.screenshot(path=artefacts / f"people-{name}-{tongue}-{theme}-{width}.png", full_page=True)
            found[page] = violations(seat.page) + ([f"{wide} pixels too wide"] if wide > 0 else [])

    assert {page: wrong for page, wrong in found.items() if wrong} == {}
