"""An order's way in the browser, in Kazakh and in Russian: returned, signed by the substitute, acquainted with, filed."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.api.test_order import ANSWERS, BASIS
from tests.browser.journeys import Journey, names
from tests.browser.served import serving
from tests.offices import House, Paper

TABS = ("", "/route", "/approval", "/signatures", "/execution", "/files", "/history")
CHAIR = ["chair", "docent", "teacher", "teacher2", "teacher3"]
FACULTIES = ["fit", "fped", "it", "unit:facility", "library", "accounting", "vice2"]


def writes(journey: Journey, acquaint: list[str]) -> str:
    """HR writes the order and sends it; gives its id."""
    seat = journey.sits("hr").opens("/start/order")
    for name in ("title_kk", "title_ru", "text_kk", "text_ru"):
        seat.fills(name, str(ANSWERS[name]))
    names(seat, "executors", ["facility", "accounting"])
    names(seat, "acquaint", acquaint)
    seat.fills("controller", "vice2").stands_tall().shot(f"order-{journey.language}-1-written")
    with seat.page.expect_navigation():
        seat.page.locator("button[name=act][value=send], button[name=send]").first.click()
    id = seat.page.url.rpartition("/documents/")[2].partition("/")[0].partition("?")[0]
    journey.waits(id)
    return id


def stands_in(journey: Journey) -> None:
    """HR orders that the vice-rector stands for the rector and may sign."""
    today = journey.house.office.tools.clock.now().date()
    seat = journey.sits("hr").opens("/administration/new-substitution")
    seat.fills("absent", "rector").fills("substitute", "vice1").fills("basis", BASIS)
    seat.fills("since", today.isoformat()).fills("until", (today + timedelta(days=9)).isoformat())
    seat.page.check("[name=may_sign]")
    with seat.page.expect_navigation():
        seat.page.click("main form button.btn-primary")
    journey.looks("hr", "/administration/substitutions", "4-substitutions")


def approved(journey: Journey, id: str) -> None:
    """Returned by finance in the first round, approved in the other order in the second."""
    journey.does("lawyer", "approve_lawyer", "approve")
    seat = journey.opens("finance", "approve_finance")
    journey.looks("finance", seat.page.url.removeprefix(journey.address), "2-finance")
    journey.opens("finance", "approve_finance").says_why("return", "Қаржыландыру көзін көрсетіңіз").presses("return")
    journey.waits(id)
    journey.looks("hr", f"/documents/{id}", "3-returned")
    journey.does("hr", "rework", "submit", text_kk=f"{ANSWERS['text_kk']} Көзі – университет қаражаты.")
    journey.waits(id)
    journey.does("finance", "approve_finance", "approve")
    journey.does("lawyer", "approve_lawyer", "approve")
    journey.waits(id)


def signed(journey: Journey, id: str) -> None:
    """By the rector's substitute; then the records officer registers it."""
    stands_in(journey)
    seat = journey.opens("vice1", "sign_rector")
    journey.looks("vice1", seat.page.url.removeprefix(journey.address), "5-signing")
    journey.does("vice1", "sign_rector", "sign")
    journey.waits(id)
    seat = journey.opens("registrar", "register")
    journey.looks("registrar", seat.page.url.removeprefix(journey.address), "6-registering")
    journey.does("registrar", "register", "register")
    journey.waits(id)


def executed(journey: Journey, id: str) -> None:
    """Both executors report, the controller accepts, the paper duplicate is put into its place."""
    for login in ("facility", "chief_accountant"):
        journey.does(login, "execute", "report", report="Орындалды.")
        journey.waits(id)
    seat = journey.opens("vice2", "control")
    journey.looks("vice2", seat.page.url.removeprefix(journey.address), "8-control")
    journey.does("vice2", "control", "accept")
    journey.does("registrar", "paper_duplicate", "print_done", place="104-кабинет, 3-сөре")
    journey.waits(id)


def acquainted(journey: Journey, id: str, people: list[str], away: str) -> None:
    """Each but one says by password that he has read it; for that one HR notes why not."""
    first, *rest = people
    seat = journey.opens(first, "acknowledge")
    journey.looks(first, seat.page.url.removeprefix(journey.address), "7-acquaintance")
    journey.looks("hr", f"/control/acquaintance/{id}", "9-not-acquainted")
    seat = journey.sits("hr").opens(f"/control/acquaintance/{id}")
    line = seat.page.locator("ul.rows > li").filter(
        has=seat.page.locator(f"form[action='/tasks/{row(journey, away)}/excuse']")
    )
    line.locator("summary").click()
    with seat.page.expect_navigation():
        line.locator("button").click()
    for login in (first, *rest):
        journey.does(login, "acknowledge", "acknowledge")
        journey.rises(login)
        journey.waits(id)


def row(journey: Journey, login: str) -> str:
    return next(one.id for one in journey.house.as_(login).tasks() if one.step == "acknowledge")


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("language", "acquaint"),
    [("kk", ["informatics"]), pytest.param("ru", FACULTIES, marks=pytest.mark.full)],
)
def test_an_order_goes_from_hr_to_the_case(
    small_house: House, chromium: Browser, artefacts: Path, language: str, acquaint: list[str]
) -> None:
    with serving(small_house) as address:
        journey = Journey(small_house, chromium, address, language, artefacts, "order")
        id = writes(journey, acquaint)
        approved(journey, id)
        signed(journey, id)
        everybody = sorted(one.item for one in Paper(small_house, id).view("hr").tasks if one.step == "acknowledge")
        acquainted(journey, id, [one for one in everybody if one != "docent"], "docent")
        executed(journey, id)

        for tab in TABS:
            journey.looks("hr", f"/documents/{id}{tab}", f"9-document{tab.replace('/', '-')}")
        for sheet in ("approval", "familiarisation"):
            made = journey.sits("hr").page.request.get(f"{address}/documents/{id}/{sheet}-sheet")
            assert made.body().startswith(b"%PDF-"), (sheet, made.status)
        journey.looks("registrar", "/journals", "9-journals")
        journey.rises()

    assert len(everybody) == (30 if acquaint == FACULTIES else len(CHAIR))
    found = Paper(small_house, id).view("hr").document
    assert (found.state, found.round) == ("filed", 2)
    assert journey.wrong == []
    assert small_house.broken() == []
