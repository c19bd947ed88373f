"""Pages of people, units and substitutions in a real browser: axe, a phone's width, both themes; people are found while one types."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from engine.people import importing
from engine.spreadsheets.writing import Sheet, write_xlsx
from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House

PAGES = {
    "admin": ("", "/people", "/people/docent", "/units", "/units/informatics/close"),
    "hr": ("/people/import", "IMPORT", "/people/docent/appoint", "/substitutions", "/new-substitution"),
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


def _sent(house: House) -> str:
    """An import that waits, with a line of every state."""
    rows = [
        ("testova", "Тестова", "900101300014", "t@example.org", "informatics", "доцент"),
        ("docent", "", "", "new@example.org", "", ""),
        ("teacher", "", "", "", "", ""),
        ("Тестов", "Тестов", "12a", "nobody", "nowhere", ""),
    ]
    head = ("login", "family_ru", "number", "email", "unit", "title_ru", "Разряд")
    write_xlsx(Sheet("1", head, [(*row, "5") for row in rows]), file := BytesIO(), ZoneInfo("Asia/Almaty"))
    table = importing.read_table(file.getvalue(), "ru")
    with house.office.work(house.actor("hr")) as work:
        return importing.show(work, "Қызметкерлер 2026.xlsx", file.getvalue(), table)


@pytest.mark.parametrize(("tongue", "theme", "width"), LOOKS)
def test_pages_of_people_are_accessible_and_fit(
    chromium: Browser, served: tuple[House, str], artefacts: Path, tongue: str, theme: str, width: int
) -> None:
    house, address = served
    found = {}
    for login, pages in PAGES.items():
        prefers(house, login, tongue, theme)
        seat = sits_down(chromium, address, login, width=width)
        for wanted in pages:
            page = f"/people/import/{_sent(house)}" if wanted == "IMPORT" else wanted
            seat.opens(f"/administration{page}")
            wide = seat.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            name = "import-shown" if "import/" in page else page.strip("/").replace("/", "-") or "overview"
            seat.page.screenshot(path=artefacts / f"people-{name}-{tongue}-{theme}-{width}.png", full_page=True)
            found[page] = violations(seat.page) + ([f"{wide} pixels too wide"] if wide > 0 else [])

    assert {page: wrong for page, wrong in found.items() if wrong} == {}
