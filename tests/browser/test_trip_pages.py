"""The pages of a trip: its form, the day before it, the change of its dates, the settlement; by axe, wide and narrow."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations
from tests.browser.people import prefers, sits_down
from tests.browser.served import serving
from tests.offices import House, Paper

COSTS = [{"item": "Жол жүру", "amount": "38 900"}, {"item": "Тұру", "amount": "75 000,50"}]


def day(house: House, ahead: int) -> str:
    return (house.office.tools.clock.now() + timedelta(days=ahead)).date().isoformat()


def does(house: House, login: str, step: str, outcome: str, **answers: Any) -> None:
    task = next(one for one in house.as_(login).tasks() if one.step == step)
    house.as_(login).completes(outcome, task=task, **answers)


def away(house: House) -> Paper:
    """A teacher whose order is registered, and who was paid an advance."""
    days = {"from": day(house, 1), "to": day(house, 4)}
    trip = house.as_("teacher").writes(
        "trip", purpose="Конференция", city="Алматы", costs=COSTS, advance=True, language="kk", **days
    )
    for login, step in (("chair", "approve_chair"), ("dean", "approve_dean"), ("hr", "approve_hr")):
        does(house, login, step, "approve")
    does(house, "rector", "sign_rector", "sign", level="simple")
    does(house, "registrar", "register", "register", level="simple")
    does(house, "lawyer", "approve_lawyer", "approve")
    does(house, "finance", "approve_finance", "approve")
    does(house, "rector", "sign_rector", "sign")
    does(house, "registrar", "register", "register", level="simple")
    does(house, "accountant", "advance", "pay", paid="100 000")
    return trip


@pytest.mark.timeout(900)
def test_the_pages_of_a_trip_are_fit_for_everybody(small_house: House, chromium: Browser, artefacts: Path) -> None:
    trip = away(small_house)
    wrong: list[str] = []
    with serving(small_house) as address:
        for language, theme, width in (("kk", "light", 1366), ("ru", "dark", 320)):
            prefers(small_house, "teacher", language, theme)
            seat = sits_down(
                chromium, address, "teacher", language=language, theme=theme, width=width, pictures=artefacts
            )
            pages = {
                "start": "/start/trip",
                "document": f"/documents/{trip.id}",
                "route": f"/documents/{trip.id}/route",
            }
            for name, path in {**pages, "extend": f"/documents/{trip.id}/events/extend"}.items():
                seat.opens(path).stands_tall().shot(f"trip-{name}-{language}-{width}")
                wrong += [f"{path} {language} {width}: {one}" for one in violations(seat.page)]
            seat.page.context.close()

    assert wrong == []


@pytest.mark.timeout(900)
def test_a_traveller_extends_the_trip_and_the_accountant_sees_the_sums(
    small_house: House, chromium: Browser, artefacts: Path
) -> None:
    trip = away(small_house)
    for login in ("teacher", "accountant"):
        prefers(small_house, login, "ru", "light")
    with serving(small_house) as address:
        seat = sits_down(chromium, address, "teacher", language="ru", script=False)
        seat.opens(f"/documents/{trip.id}/events/extend").fills("new_to", day(small_house, 2)).fills(
            "change_reason", "Семинар"
        )
        with seat.page.expect_navigation():
            seat.page.click("main form button.btn-primary")
        assert "Нужен день позже" in seat.text
        seat.fills("new_to", day(small_house, 6))
        with seat.page.expect_navigation():
            seat.page.click("main form button.btn-primary")
        assert "Просят: последний день" in seat.text
        seat.page.context.close()

    task = next(one for one in small_house.as_("hr").tasks() if one.step == "confirm_change")
    small_house.as_("hr").completes("reject", task=task, comment="Нет средств")
    small_house.goes_on(days=5)
    actual = [{"item": "Билеттер", "amount": "120 000"}]
    does(small_house, "teacher", "trip_report", "report", report="Баяндама жасалды.", actual_costs=actual)
    does(small_house, "chair", "accept_report", "accept")
    task = next(one for one in small_house.as_("accountant").tasks() if one.step == "settle")
    with serving(small_house) as address:
        seat = sits_down(chromium, address, "accountant", language="ru", pictures=artefacts)
        seat.opens(f"/tasks/{task.id}").shot("trip-settle-ru")
        assert "К выплате командируемому" in seat.text
        seat.opens(f"/documents/{trip.id}").shot("trip-sums-ru")
        assert "Лист расчёта" in seat.text
        seat.page.context.close()
