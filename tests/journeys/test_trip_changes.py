"""A trip that changes: extended, shortened, cancelled, its order refused."""

import pytest

from engine.acts import end
from engine.errors import Invalid, NotAllowed, WrongState
from tests.journeys.travel import asks, day, is_registered, order_is_registered, order_of, tells, travels
from tests.offices import House


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
