"""A business trip's life, told with the people who live it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.acts import end, events
from engine.acts.checking import warnings
from engine.acts.settlement import settlement
from engine.calendar.commands import set_day
from engine.catalogue.queries import version
from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, WrongState
from engine.office import OFFICE
from tests.offices import House, Paper

COSTS = [{"item": "Жол жүру", "amount": "38 900"}, {"item": "Тұру", "amount": "75 000,50"}]
ZONE = ZoneInfo("Asia/Almaty")


def asks(house: House, login: str = "teacher", *, ahead: int = 6, days: int = 4, **answers: Any) -> Paper:
    """A trip so many days ahead, of so many days."""
    given = {"purpose": "Конференция", "city": "Алматы", "costs": COSTS, "language": "kk", **answers}
    return house.as_(login).writes("trip", **{"from": day(house, ahead), "to": day(house, ahead + days - 1), **given})


def today(house: House) -> date:
    return house.office.tools.clock.now().astimezone(ZONE).date()


def day(house: House, ahead: int) -> str:
    return (today(house) + timedelta(days=ahead)).isoformat()


def is_registered(house: House, *approvers: str) -> None:
    for login in approvers or ("chair", "dean", "hr"):
        house.as_(login).completes("approve")
    house.as_("rector").completes("sign", level="simple")
    house.as_("registrar").completes("register", level="simple")


def order_is_registered(house: House) -> Paper:
    """Through the lawyer and finance to the rector and the registrar."""
    house.as_("lawyer").completes("approve")
    house.as_("finance").completes("approve")
    house.as_("rector").completes("sign")
    return house.as_("registrar").completes("register", level="simple")


def order_of(trip: Paper) -> Paper:
    """The newest order the trip's route had made."""
    made = [other for relation, other in trip.view("hr").links if relation == "<order_of"]
    return max((Paper(trip.house, one) for one in made), key=lambda one: one.view("hr").document.created)


def reports(house: House, login: str = "teacher") -> None:
    actual = [{"item": "Билеттер", "amount": "41 200,00"}, {"item": "Тұру", "amount": "70 000"}]
    does(house, login, "trip_report", "report", report="Баяндама жасалды.", actual_costs=actual)


def does(house: House, login: str, step: str, outcome: str, **answers: Any) -> None:
    """Completes the person's task at that step."""
    task = next(one for one in house.as_(login).tasks() if one.step == step)
    house.as_(login).completes(outcome, task=task, **answers)


def tells(house: House, login: str, paper: Paper, event: str, **answers: Any) -> None:
    with house.office.work(house.actor(login)) as work:
        events.happen(work, paper.id, event, answers)
    house.settle()


def travels(house: House, **answers: Any) -> Paper:
    """A trip whose order is registered: the traveller is away, or will be."""
    trip = asks(house, **answers)
    is_registered(house)
    house.goes_on(seconds=1)
    order_is_registered(house)
    house.goes_on(seconds=1)
    return trip


def done(paper: Paper) -> list[tuple[str, str | None]]:
    return [(task.step, task.outcome) for task in paper.view().tasks if task.state == "done"]


def test_a_trip_goes_to_its_settlement_with_the_order_that_started_by_itself(house: House) -> None:
    trip = asks(house, advance=True)
    is_registered(house)

    order = order_of(trip)
    assert (trip.number, trip.state, trip.view().incidents) == ("Ө-1", "registered", ())
    assert (order.view("hr").document.initiator.login, house.as_("accountant").tasks()) == ("hr", [])
    assert order_is_registered(house).id == order.id
    house.as_("accountant").completes("pay", paid="113 900,50")
    house.goes_on(days=9)
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


def test_an_order_that_was_rejected_goes_to_hr_who_has_it_made_again(small_house: House) -> None:
    house = small_house
    trip = asks(house)
    is_registered(house)
    first = order_of(trip)

    house.as_("lawyer").completes("approve")
    house.as_("finance").completes("approve")
    house.as_("rector").completes("refuse", comment="Не сейчас")
    again = next(task for task in house.as_("hr").tasks() if task.step == "renew_order")
    house.as_("hr").completes("approve", task=again)

    assert order_of(trip).id != first.id
    order_is_registered(house)
    assert set(trip.view().open_steps) == {"day_before", "extend", "shorten", "cancel"}
    assert house.broken() == []


def test_an_order_that_is_given_up_files_the_request(small_house: House) -> None:
    house = small_house
    trip = asks(house)
    is_registered(house)
    order = order_of(trip)

    with house.office.work(house.actor("hr")) as work:
        end.withdraw(work, order.id, "Қате")
    house.settle()
    task = next(task for task in house.as_("hr").tasks() if task.step == "renew_order")
    house.as_("hr").completes("reject", task=task, comment="Сапар болмайды")

    assert trip.state == "filed"
    assert house.broken() == []


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


def test_a_trip_is_extended_by_an_order_that_amends_the_first(house: House) -> None:
    trip = travels(house)
    first = order_of(trip)
    before = trip.view().document.answers["to"]

    tells(house, "teacher", trip, "extend", new_to=day(house, 12), change_reason="Кездесу ұзартылды")
    house.as_("hr").completes(
        "approve", task=next(one for one in house.as_("hr").tasks() if one.step == "confirm_change")
    )
    amending = order_of(trip)
    order_is_registered(house)

    view = trip.view()
    assert (view.document.answers["to"], view.document.added["to"]) == (before, day(house, 12))
    assert first.view("hr").document.standing == "amended"
    assert first.view("hr").document.standing_by == amending.id
    house.goes_on(days=10)
    assert not [task for task in trip.view().tasks if task.step == "trip_report"]
    house.goes_on(days=3)
    assert "trip_report" in [task.step for task in house.as_("teacher").tasks()]
    assert house.broken() == []


def test_a_cancelled_trip_gives_its_advance_back_and_its_days_are_free_again(small_house: House) -> None:
    house = small_house
    trip = travels(house, advance=True)
    house.as_("accountant").completes("pay")
    first = order_of(trip)

    tells(house, "teacher", trip, "cancel", change_reason="Конференция болмайды")
    task = next(one for one in house.as_("hr").tasks() if one.step == "confirm_cancel")
    house.as_("hr").completes("approve", task=task)
    order_is_registered(house)
    assert first.view("hr").document.standing == "repealed"
    house.as_("accountant").completes("settle", repaid="113 900,50")

    assert trip.state == "filed"
    assert trip.view().document.added["paid"] == "113900.50"
    assert asks(house).state == "on_approval"
    assert house.broken() == []


def test_annulling_the_order_that_repeals_gives_the_first_its_force_back(small_house: House) -> None:
    house = small_house
    trip = travels(house)
    first = order_of(trip)
    tells(house, "teacher", trip, "cancel", change_reason="Конференция болмайды")
    task = next(one for one in house.as_("hr").tasks() if one.step == "confirm_cancel")
    house.as_("hr").completes("approve", task=task)
    repealing = order_is_registered(house)
    assert first.view("hr").document.standing == "repealed"

    with house.office.work(house.actor("registrar")) as work:
        end.annul(work, repealing.id, "Қате шығарылған")
    house.settle()

    assert first.view("hr").document.standing is None
    assert house.broken() == []


def test_a_change_hr_does_not_confirm_leaves_the_trip_as_it_was(small_house: House) -> None:
    house = small_house
    trip = travels(house)

    tells(house, "teacher", trip, "shorten", new_to=day(house, 7), change_reason="Ерте қайтамын")
    task = next(one for one in house.as_("hr").tasks() if one.step == "confirm_change")
    house.as_("hr").completes("reject", task=task, comment="Сабақтар ауыстырылған")

    assert "to" not in trip.view().document.added
    assert "extend" in trip.view().open_steps
    assert house.broken() == []


def test_only_the_traveller_changes_his_trip_and_only_while_it_waits_for_that(small_house: House) -> None:
    trip = travels(small_house)

    with pytest.raises(Invalid) as refused:
        tells(small_house, "teacher", trip, "extend", new_to=day(small_house, 9), change_reason="Себебі бар")
    assert [one.field for one in refused.value.problems] == ["new_to"]
    with pytest.raises(NotAllowed):
        tells(small_house, "chair", trip, "cancel", change_reason="Сабақ көп")
    small_house.goes_on(days=10)
    with pytest.raises(WrongState):
        tells(small_house, "teacher", trip, "cancel", change_reason="Кеш қалдым")


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


def told(house: House, paper: Paper) -> list[str]:
    with house.office.look(OFFICE) as work:
        document = work.get(Document, paper.id)
        return [
            one.template.partition(":")[0] for one in warnings(work, document, version(work, document.version_id).kind)
        ]


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

    assert sums is not None
    assert [str(one) for one in (sums.planned, sums.advance, sums.actual, sums.to_pay, sums.to_return)] == [
        "113900.50",
        "100000.00",
        "111200.00",
        "11200.00",
        "0",
    ]


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
