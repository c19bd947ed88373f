"""The days of a trip: no two trips, no leave beside it, also when it is extended; what was not agreed to does not stay."""

from datetime import date

import pytest

from engine.acts import end
from engine.acts.views import history
from engine.errors import Invalid
from engine.people.commands import substitute
from engine.people.queries import person
from tests.journeys.test_order import SAMPLE, issued
from tests.journeys.travel import asks, day, does, order_of, tells, told, travels
from tests.offices import House, Paper


def _stands_for(house: House, absent: str, stands: str, since: int, until: int) -> None:
    with house.office.work(house.actor("hr")) as work:
        first, last = date.fromisoformat(day(house, since)), date.fromisoformat(day(house, until))
        substitute(work, person(work, absent), person(work, stands), since=first, until=last, basis="№ 7 бұйрық")
    house.settle()


def _extends(house: House, trip: Paper, until: int) -> None:
    tells(house, "teacher", trip, "extend", new_to=day(house, until), change_reason="Кездесу ұзартылды")


def test_a_trip_is_not_extended_into_another_trip_of_the_traveller(small_house: House) -> None:
    house = small_house
    trip = travels(house)
    asks(house, ahead=12)

    with pytest.raises(Invalid) as refused:
        _extends(house, trip, 12)
    assert [one.field for one in refused.value.problems] == ["new_to"]

    _extends(house, trip, 11)
    assert "confirm_change" in trip.view().open_steps


def test_a_leave_ordered_for_him_keeps_the_traveller_from_asking_and_from_extending(small_house: House) -> None:
    house = small_house
    trip = travels(house)
    leave = issued(
        house,
        subtype="leave",
        executors=[],
        acquaint=[],
        controller=None,
        about=["teacher"],
        leave_from=day(house, 11),
        leave_to=day(house, 20),
    )

    with pytest.raises(Invalid) as refused:
        _extends(house, trip, 11)
    assert [one.field for one in refused.value.problems] == ["new_to"]
    with pytest.raises(Invalid) as refused:
        asks(house, ahead=20)
    assert [one.field for one in refused.value.problems] == ["from"]
    assert asks(house, ahead=21).state == "on_approval"
    assert asks(house, "docent", ahead=11).view("docent").document.state == "on_approval"
    with house.office.work(house.actor("registrar")) as work:
        end.annul(work, leave.id, "Қате")
    house.settle()
    _extends(house, trip, 11)
    assert house.broken() == []


def test_those_who_decide_are_told_that_somebody_stands_in_for_the_traveller(small_house: House) -> None:
    house = small_house
    _stands_for(house, "teacher", "docent", 8, 12)
    trip = asks(house)

    assert "The traveller is stood in for from {since} to {until} ({basis})" in told(house, trip)


def test_an_extension_is_within_a_year(small_house: House) -> None:
    house = small_house
    trip = travels(house)

    for new_to in ("2100-01-01", day(house, 6 + 366)):
        with pytest.raises(Invalid) as refused:
            tells(house, "teacher", trip, "extend", new_to=new_to, change_reason="Ұзақ")
        assert [one.field for one in refused.value.problems] == ["new_to"]


def test_what_was_not_confirmed_does_not_stay_among_the_requisites(small_house: House) -> None:
    house = small_house
    trip = travels(house)
    _extends(house, trip, 12)
    assert trip.view().requisites["new_to"] == day(house, 12)

    does(house, "hr", "confirm_change", "reject", comment="Сабақ көп")

    assert {"new_to", "change_reason"} & set(trip.view().requisites) == set()
    assert "extend" in trip.view().open_steps
    assert house.broken() == []


def test_what_no_order_was_issued_for_does_not_stay_among_the_requisites(small_house: House) -> None:
    house = small_house
    trip = travels(house)
    _extends(house, trip, 12)
    does(house, "hr", "confirm_change", "approve")
    with house.office.work(house.actor("hr")) as work:
        end.withdraw(work, order_of(trip).id, "Қате")
    house.settle()

    assert {"to", "new_to", "change_reason"} & set(trip.view().requisites) == set()
    tells(house, "teacher", trip, "cancel", change_reason="Ауырып қалдым")
    does(house, "hr", "confirm_cancel", "reject", comment="Жоқ")
    assert "change_reason" not in trip.view().requisites
    assert house.broken() == []


def test_an_event_told_by_a_substitute_names_him_and_whom_he_stands_for(small_house: House) -> None:
    house = small_house
    trip = travels(house)
    _stands_for(house, "teacher", "chair", 0, 1)

    tells(house, "chair", trip, "shorten", new_to=day(house, 7), change_reason="Ауырып қалды")

    with house.office.look(house.actor("teacher")) as work:
        [line] = [one for one in history(work, trip.id) if one.act == "document.event"]
    assert (line.actor, line.acting_for) == ("chair", "teacher")


def test_what_the_traveller_writes_anew_goes_before_what_hr_had_added(small_house: House) -> None:
    house = small_house
    asks(house, purpose="Баяндама", purpose_ru="доклад")
    for login in ("chair", "dean"):
        house.as_(login).completes("approve")
    house.as_("hr").completes("approve", purpose_ru="доклад на конференции")
    house.as_("rector").completes("return", comment="Мақсаты анық емес")
    task = next(one for one in house.as_("teacher").tasks() if one.step == "rework")

    house.as_("teacher").completes("submit", task=task, purpose="Оқу", purpose_ru="учёба")
    for login in ("chair", "dean"):
        house.as_(login).completes("approve")

    assert house.as_("hr").sees(house.as_("hr").tasks()[0]).answers["purpose_ru"] == "учёба"


def test_an_order_of_leave_with_days_the_wrong_way_round_is_refused(small_house: House) -> None:
    house = small_house
    given = {**SAMPLE, "subtype": "leave", "about": ["teacher"], "leave_from": day(house, 9), "leave_to": day(house, 8)}

    with pytest.raises(Invalid) as refused:
        house.as_("hr").writes("order", **given)

    assert [one.field for one in refused.value.problems] == ["leave_to"]
