"""A business trip in the browser, in Kazakh and in Russian: from the request to the settlement, with the order it starts."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.api.test_trip import SAID, scan
from tests.browser.journeys import Journey, adds_row
from tests.browser.served import serving
from tests.offices import House, Paper


def writes(journey: Journey, first: date) -> str:
    """The teacher asks for four days with an advance; gives the request's id."""
    said = SAID[journey.language]
    seat = journey.sits("teacher").opens("/start/trip")
    for name in ("purpose", "purpose_kk", "purpose_ru", "city"):
        seat.fills(name, said.get(name, ""))
    seat.fills("from", first.isoformat()).fills("to", (first + timedelta(days=3)).isoformat())
    seat.fills("costs[0].item", said["item"]).fills("costs[0].amount", "38 900")
    adds_row(seat, "costs")
    seat.fills("costs[1].item", said["item"]).fills("costs[1].amount", "75 000,50")
    seat.page.check("[name=advance]")
    seat.page.locator("[name=language]").last.select_option(journey.language)
    seat.stands_tall().shot(f"trip-{journey.language}-1-written")
    with seat.page.expect_navigation():
        seat.page.locator("button[name=act][value=send], button[name=send]").first.click()
    id = seat.page.url.rpartition("/documents/")[2].partition("/")[0].partition("?")[0]
    journey.waits(id)
    return id


def registered(journey: Journey, id: str) -> None:
    for login, step in (("chair", "approve_chair"), ("dean", "approve_dean"), ("hr", "approve_hr")):
        journey.does(login, step, "approve")
        journey.waits(id)
    journey.does("rector", "sign_rector", "sign", level="simple")
    journey.waits(id)
    journey.does("registrar", "register", "register", level="simple")
    journey.waits(id)


def ordered(journey: Journey, trip: str) -> str:
    """The order that has started by itself, to its registration; gives its id."""
    journey.waits_for("lawyer", "approve_lawyer")
    order = next(one.document for one in journey.house.as_("lawyer").tasks() if one.step == "approve_lawyer")
    journey.looks("hr", f"/documents/{order}", "2-order")
    journey.does("finance", "approve_finance", "approve")
    journey.does("lawyer", "approve_lawyer", "approve")
    journey.waits(order)
    journey.does("rector", "sign_rector", "sign", level="certificate")
    journey.waits(order)
    journey.does("registrar", "register", "register", level="simple")
    journey.waits(order, trip)
    return order


def settled(journey: Journey, trip: str, order: str) -> None:
    """Back: a report with costs and a scan, accepted and settled; the order executed and read."""
    said = SAID[journey.language]
    journey.waits_for("teacher", "trip_report")
    seat = journey.opens("teacher", "trip_report")
    seat.fills("report", said["report"])
    seat.fills("actual_costs[0].item", said["item"]).fills("actual_costs[0].amount", "120 000")
    seat.page.locator("input[type=file][name=files]").set_input_files(
        {"name": "билет.png", "mimeType": "image/png", "buffer": scan()}
    )
    seat.presses("report")
    journey.waits(trip)
    seat = journey.opens("chair", "accept_report")
    journey.looks("chair", seat.page.url.removeprefix(journey.address), "5-report")
    journey.does("chair", "accept_report", "accept")
    journey.waits(trip)
    seat = journey.opens("accountant", "settle")
    journey.looks("accountant", seat.page.url.removeprefix(journey.address), "6-settlement")
    journey.does("accountant", "settle", "settle")
    journey.does("chief_accountant", "execute", "report", report=said["settled"])
    journey.does("teacher", "acknowledge", "acknowledge")
    journey.waits(trip, order)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("language", ["ru", pytest.param("kk", marks=pytest.mark.full)])
def test_a_trip_goes_from_the_request_to_the_settlement(
    small_house: House, chromium: Browser, artefacts: Path, language: str
) -> None:
    with serving(small_house) as address:
        journey = Journey(small_house, chromium, address, language, artefacts, "trip")
        id = writes(journey, small_house.office.tools.clock.now().date() + timedelta(days=3))
        registered(journey, id)
        order = ordered(journey, id)
        journey.waits_for("accountant", "advance")
        seat = journey.opens("accountant", "advance")
        journey.looks("accountant", seat.page.url.removeprefix(journey.address), "3-advance")
        journey.does("accountant", "advance", "pay", paid="100 000")
        journey.waits(id)
        journey.looks("teacher", f"/documents/{id}", "4-away")
        journey.rises()
        journey.moves_the_clock("7d")
        settled(journey, id, order)

        for tab in ("", "/route", "/approval", "/execution", "/files"):
            journey.looks("teacher", f"/documents/{id}{tab}", f"7-document{tab.replace('/', '-')}")
        journey.looks("hr", f"/documents/{order}", "8-order")
        journey.rises()

    ended = [Paper(small_house, one).view("hr").document.state for one in (id, order)]
    assert ended == ["filed", "filed"]
    assert journey.wrong == []
    assert small_house.broken() == []
