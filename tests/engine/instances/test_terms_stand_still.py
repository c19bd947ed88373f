"""The term of a task stands still while somebody asked before it answers; afterwards the rest of it is left."""

from datetime import date, datetime, timedelta

from engine.acts import asking
from engine.calendar.commands import set_day
from engine.instances.models import Task
from engine.office import OFFICE
from tests.engine.instances.test_terms import at
from tests.offices import House


def _sent(house: House, moment: str) -> str:
    house.office.tools.clock.set(at(moment))
    house.as_("teacher").writes()
    [task] = house.as_("chair").tasks()
    return task.id


def _term(house: House, task: str) -> tuple[datetime | None, bool]:
    """When it is due, by the minute (the clock goes on), and whether it is late."""
    with house.office.look(OFFICE) as work:
        row = work.get(Task, task)
        return row.due and row.due.replace(second=0, microsecond=0), row.overdue


def _asks_before(house: House, task: str, moment: str) -> None:
    house.office.tools.clock.set(at(moment))
    house.settle()
    with house.office.work(house.actor("chair")) as work:
        asking.add_approver(work, task, "docent", "?", "before")


def _answers(house: House, moment: str) -> None:
    house.office.tools.clock.set(at(moment))
    house.as_("docent").completes("approve")


def _is_late_at(house: House, moment: str) -> None:
    house.office.tools.clock.set(at(moment))
    for _ in ("half of it", "shortly before", "due"):
        house.settle()


def test_the_rest_of_the_term_is_left_when_he_has_answered(quick_house: House) -> None:
    house = quick_house
    task = _sent(house, "2026-12-07 10:00")  # a Monday; due on Tuesday at 18:00
    assert _term(house, task)[0] == at("2026-12-08 18:00")

    _asks_before(house, task, "2026-12-08 15:00")
    _answers(house, "2026-12-10 09:30")

    assert _term(house, task) == (at("2026-12-10 12:30"), False)
    _is_late_at(house, "2026-12-10 12:32")
    assert _term(house, task)[1]
    assert house.broken() == []


def test_who_asks_when_he_is_late_already_gets_one_hour_and_no_new_term(quick_house: House) -> None:
    house = quick_house
    task = _sent(house, "2026-12-07 10:00")
    _asks_before(house, task, "2026-12-22 10:00")
    assert _term(house, task)[1]

    _answers(house, "2026-12-23 11:00")

    assert _term(house, task) == (at("2026-12-23 12:00"), False)
    _is_late_at(house, "2026-12-23 12:02")
    assert _term(house, task)[1]


def test_asking_twice_adds_no_more_than_the_time_that_was_waited(quick_house: House) -> None:
    house = quick_house
    task = _sent(house, "2026-12-07 10:00")

    _asks_before(house, task, "2026-12-07 11:00")
    _answers(house, "2026-12-07 12:00")
    house.office.tools.clock.set(at("2026-12-07 16:00"))
    with house.office.work(house.actor("chair")) as work:
        asking.return_to(work, task, "docent", "Тағы қараңыз")
    _answers(house, "2026-12-07 17:00")

    assert _term(house, task)[0] == at("2026-12-09 11:00")


def test_a_changed_calendar_keeps_what_stood_still(quick_house: House) -> None:
    house = quick_house
    task = _sent(house, "2026-12-07 10:00")
    _asks_before(house, task, "2026-12-07 11:00")
    _answers(house, "2026-12-07 12:00")
    assert _term(house, task)[0] == at("2026-12-09 10:00")

    with house.office.work(OFFICE) as work:
        set_day(work, date(2026, 12, 8), works=False, reason="№ 1 қаулы")
    house.settle()

    assert _term(house, task)[0] == at("2026-12-10 10:00")
    assert house.broken() == []


def test_a_term_that_was_moved_by_hand_stays_and_is_late_only_when_it_is_over(quick_house: House) -> None:
    house = quick_house
    task = _sent(house, "2026-12-07 10:00")
    moved = at("2026-12-30 18:00")
    _asks_before(house, task, "2026-12-22 10:00")
    with house.office.work(OFFICE) as work:
        row = work.get(Task, task)
        row.due, row.due_moved = moved, True

    _answers(house, "2026-12-23 11:00")

    assert _term(house, task) == (moved, False)
    assert moved - at("2026-12-23 11:00") > timedelta(days=7)
