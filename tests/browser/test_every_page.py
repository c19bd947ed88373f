"""Every page by axe, in languages, themes and widths; and no page is wider than a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House

PAGES = {
    "teacher": [
        "/tasks",
        "/tasks?tab=watching",
        "/tasks?tab=done",
        "/documents",
        "/start",
        "/start/memo",
        "/feed",
        "/me",
        "/me/notices",
        "/calendar",
        "/search?q=проектор",
    ],
    "chair": ["/tasks", "/unit", "FIRST_TASK"],
    "dean": ["/tasks", "FIRST_TASK"],
    "registrar": [
        "/registration",
        "/journals",
        "JOURNAL",
        "REGISTERED",
        "REGISTERED/route",
        "REGISTERED/approval",
        "REGISTERED/signatures",
    ],
    "facility": ["FIRST_TASK"],
    "owner": ["/workshop", "/workshop/memo", "/workshop/memo/watch", "/workshop/incidents"],
    "admin": ["/administration/calendar", "/administration/letters", "/people"],
    "stranger": ["/tasks", "/documents/nothing"],
}
QUICK = [("kk", "light", 1366), ("ru", "dark", 320)]
ALL = [
    (language, theme, width)
    for language in ("kk", "ru", "ky", "en")
    for theme in ("light", "dark")
    for width in (320, 1366)
]


@pytest.fixture
def lived_in(small_house: House) -> Iterator[tuple[House, str]]:
    """A house with a memo on approval, one to be signed, one to be registered, and one registered."""
    registered = small_house.registers_a_memo()
    for people in (("chair", "dean"), ("chair",), ()):
        small_house.as_("teacher").writes(subject=f"Проектор {len(people)}")
        for login in people:
            small_house.as_(login).completes(
                "approve" if login == "chair" else "sign",
                level="simple" if login == "dean" else "",
                **({"executor_unit": "facility"} if login == "dean" else {}),
            )
    yield small_house, registered.id


def addresses(login: str, house: House, registered: str) -> list[str]:
    year = house.authority.now().year
    known = {"JOURNAL": f"/journals/memos/{year}"}
    tasks = house.as_(login).tasks()
    found = []
    for page in PAGES[login]:
        if page == "FIRST_TASK":
            found += [f"/tasks/{one.id}" for one in tasks[:1]]
        else:
            found.append(known.get(page, page.replace("REGISTERED", f"/documents/{registered}")))
    return found


@pytest.mark.timeout(1500)
@pytest.mark.parametrize(
    ("language", "theme", "width"), [pytest.param(*one, marks=() if one in QUICK else pytest.mark.full) for one in ALL]
)
def test_every_page_is_fit_for_everybody(
    lived_in: tuple[House, str], chromium: Browser, artefacts: Path, language: str, theme: str, width: int
) -> None:
    house, registered = lived_in
    wrong: list[str] = []
    with serving(house) as address:
        for login in PAGES:
            prefers(house, login, language, theme)
            seat = sits_down(chromium, address, login, language=language, theme=theme, width=width, pictures=artefacts)
            for number, page in enumerate(addresses(login, house, registered)):
                seat.opens(page)
                seat.stands_tall()
                wrong += [f"{login} {page}: {one}" for one in violations(seat.page)]
                wide = seat.page.evaluate("document.documentElement.scrollWidth")
                wrong += [f"{login} {page}: {wide} wide"] if wide > width else []
                if (language, theme, width) in QUICK:
                    seat.shot(f"page-{language}-{theme}-{width}-{login}-{number}")
            seat.page.context.close()

    assert wrong == []
