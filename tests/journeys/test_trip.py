"""A business trip's life, told with the people who live it."""

from datetime import UTC, datetime, time, timedelta

import pytest

from engine.calendar.commands import set_day
from engine.documents.settlement import settlement
from engine.errors import Invalid, NotFound
from engine.office import papers
from engine.texts import LANGUAGES
from tests.journeys.travel import (
    ZONE,
    asks,
    day,
    does,
    done,
    is_registered,
    order_is_registered,
    order_of,
    reports,
    today,
    told,
    travels,
)
from tests.offices import House, Paper
from tests.validators import pdftotext


def test_a_trip_goes_to_its_settlement_with_the_order_that_started_by_itself(house: House) -> None:
    trip = asks(house, advance=True)
    is_registered(house)

    order = order_of(trip)
    assert (trip.number, trip.state, trip.view().incidents) == ("Ө-1", "registered", ())
    assert (order.view("hr").document.initiator.login, house.as_("accountant").tasks()) == ("hr", [])
    assert order_is_registered(house).id == order.id
    house.as_("accountant").completes("pay", paid="113 900,50")
    house.goes_on(days=10)
    reports(house)
    does(house, "chair", "accept_report", "accept")
    house.as_("accountant").completes("settle", settled_on=day(house, 0))

    assert trip.state == "filed"
    assert done(trip) == [
        ("approve_chair", "approve"),
        ("approve_dean", "approve"),
        ("approve_hr", "approve"),
        ("sign_rector", "sign"),
        ("register", "register"),
        ("advance", "pay"),
        ("trip_report", "report"),
        ("accept_report", "accept"),
        ("settle", "settle"),
    ]
    assert house.broken() == []


def test_the_order_says_in_kazakh_and_russian_who_goes_where_when_and_on_what_basis(small_house: House) -> None:
    trip = asks(
        small_house, "docent", **{"from": "2026-12-07", "to": "2026-12-10", "purpose_ru": "выступление с докладом"}
    )
    is_registered(small_house)

    answers = order_of(trip).view("hr").document.answers

    assert answers["title_kk"] == "Іссапарға жіберу туралы"
    assert "Іссапарға жіберілсін: Жұмабаева Сәуле Маратқызы (Доцент, " in answers["text_kk"]
    assert "Мерзімі: 2026 жылғы 7–10 желтоқсан (4\N{NO-BREAK SPACE}күнтізбелік күн)." in answers["text_kk"]
    assert ("basis", trip.id) in order_of(trip).view("hr").links
    assert "Направить в командировку: Жумабаева Сауле Маратовна (Доцент, " in answers["text_ru"]
    assert "Срок: с 7 по 10 декабря 2026 года (4\N{NO-BREAK SPACE}календарных дня)." in answers["text_ru"]
    assert "Цель: выступление с докладом." in answers["text_ru"]
    assert answers["acquaint"] == ["docent"]


def test_a_trip_that_ends_on_friday_before_a_transferred_day_off_is_reported_by_the_third_working_day(
    house: House,
) -> None:
    friday = today(house) + timedelta(days=(4 - today(house).weekday()) % 7 + 7)
    monday = friday + timedelta(days=3)
    with house.office.work(house.actor("records")) as work:
        for ahead, works in enumerate((False, True, True, True)):
            set_day(work, monday + timedelta(days=ahead), works=works, reason="Қаулы № 1")
    trip = travels(house, **{"from": (friday - timedelta(days=1)).isoformat(), "to": friday.isoformat()})

    evening = datetime.combine(friday, time(18, 1), ZONE).astimezone(UTC)
    house.goes_on(seconds=(evening - house.office.tools.clock.now()).total_seconds())

    report = next(task for task in trip.view().tasks if task.step == "trip_report")
    thursday = friday + timedelta(days=6)
    assert report.due == datetime.combine(thursday, time(18), ZONE)
    assert house.broken() == []


def test_days_that_are_taken_by_another_trip_are_refused_and_free_ones_are_not(small_house: House) -> None:
    asks(small_house, ahead=6, days=4)

    with pytest.raises(Invalid) as refused:
        asks(small_house, ahead=9, days=2)

    assert [one.field for one in refused.value.problems] == ["from"]
    assert asks(small_house, ahead=10, days=2).state == "on_approval"
    assert asks(small_house, "docent", ahead=6, days=4).view("docent").document.state == "on_approval"


def test_the_last_day_is_not_before_the_first(small_house: House) -> None:
    with pytest.raises(Invalid) as refused:
        asks(small_house, days=0)

    assert [one.field for one in refused.value.problems] == ["to"]


def test_past_dates_and_short_notice_are_accepted_with_a_warning(small_house: House) -> None:
    late, soon, early = asks(small_house, ahead=-5, days=2), asks(small_house, ahead=1), asks(small_house, ahead=40)

    assert told(small_house, late) == ["The first day, {since}, had passed already when it was sent."]
    assert told(small_house, soon) == ["Urgent"]
    assert told(small_house, early) == []


def test_an_earlier_report_that_is_owed_is_told_to_those_who_approve(small_house: House) -> None:
    house = small_house
    travels(house)
    house.goes_on(days=10)

    second = asks(house, ahead=30)

    assert told(house, second) == ["The report on an earlier trip is still owed"]


@pytest.mark.parametrize(
    ("login", "asked"),
    [
        ("chair", ["approve_dean", "approve_hr"]),
        ("dean", ["approve_hr"]),
        ("hr", ["approve_dean", "approve_hr"]),
        ("accountant", ["approve_chair", "approve_dean", "approve_hr"]),
    ],
)
def test_nobody_approves_his_own_trip(small_house: House, login: str, asked: list[str]) -> None:
    trip = asks(small_house, login)
    for _ in asked:
        task = next(task for task in trip.view(login).tasks if task.state == "open")
        assert login not in {one.login for one in task.candidates}
        small_house.as_(task.candidates[0].login).completes("approve", task=task)

    steps = [(task.step, task.state) for task in trip.view(login).tasks]
    assert [step for step, state in steps if state == "done"] == asked
    assert steps[-1] == ("sign_rector", "open")


def test_the_settlement_says_what_is_still_paid_and_what_is_given_back(small_house: House) -> None:
    house = small_house
    trip = travels(house, advance=True)
    house.as_("accountant").completes("pay", paid="100 000")
    house.goes_on(days=10)
    reports(house)

    document = trip.view().document
    sums = settlement(document.answers, document.added)
    said = {one: _settlement_sheet(house, trip, one) for one in LANGUAGES}

    assert sums is not None
    assert [str(one) for one in (sums.planned, sums.advance, sums.actual, sums.to_pay, sums.to_return)] == [
        "113900.50",
        "100000.00",
        "111200.00",
        "11200.00",
        "0",
    ]
    assert "Выплаченный аванс 100 000 ₸ сто тысяч тенге 00 тиын" in said["ru"]
    assert "Іссапарға шығушыға төленеді 11 200 ₸ он бір мың екі жүз теңге 00 тиын" in said["kk"]
    assert "113 900,50 ₸" in said["ky"]
    assert "Settlement sheet of a trip".upper() in said["en"]


def _settlement_sheet(house: House, trip: Paper, language: str) -> str:
    found = papers.sheet(house.office, house.actor("accountant"), trip.id, "settlement", language)
    return " ".join(pdftotext(house.office.tools.files.get(found.sha256)).split())


def test_there_is_no_settlement_sheet_before_there_is_something_to_settle(small_house: House) -> None:
    trip = asks(small_house)

    with pytest.raises(NotFound):
        papers.sheet(small_house.office, small_house.actor("teacher"), trip.id, "settlement", "kk")


def test_a_request_kept_for_eleven_years_gets_a_paper_duplicate(small_house: House) -> None:
    house = small_house
    trip = asks(house)
    for login in ("chair", "dean", "hr"):
        house.as_(login).completes("approve")
    house.as_("rector").completes("sign", level="simple")
    house.as_("registrar").completes("register", level="simple", retention_years=11)

    task = next(one for one in house.as_("registrar").tasks() if one.step == "paper_duplicate")
    house.as_("registrar").completes("print_done", task=task, place="Шкаф 2")

    assert trip.view().requisites["place"] == "Шкаф 2"
    assert house.broken() == []
