"""A change of the calendar moves open terms: counted anew from where they began, and told to those who have them."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from engine.audit import AuditRecord
from engine.calendar.commands import clear_day, set_day, set_hours
from engine.calendar.counting import USUAL
from engine.calendar.queries import suppose
from engine.instances import terms
from engine.instances.models import Candidate, Task
from engine.notices.models import Notice
from engine.notices.queries import feed
from engine.office import OFFICE, running
from tests.circular import publishes_circulars
from tests.offices import House, Paper

ALMATY = ZoneInfo("Asia/Almaty")
FRIDAY = date(2026, 12, 11)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY)


def _sent_at(house: House, moment: str) -> Paper:
    house.office.tools.clock.set(at(moment))
    return house.as_("teacher").writes()


def _changes(house: House, day: date, *, works: bool, reason: str = "№ 1 қаулы") -> None:
    with house.office.work(house.actor("admin")) as work:
        set_day(work, day, works=works, reason=reason)
    house.settle()


def _due(house: House, login: str = "chair") -> datetime | None:
    return house.as_(login).tasks()[0].due


def _told(house: House, act: str = "task.recounted") -> list[str]:
    with house.office.look(OFFICE) as work:
        return [row.facts["due"] for row in work.session.scalars(select(Notice).where(Notice.act == act))]


def test_a_day_made_free_moves_the_open_term_and_says_so(quick_houses: House) -> None:
    house = quick_houses
    paper = _sent_at(house, "2026-12-10 11:00")
    assert _due(house) == at("2026-12-11 18:00")

    _changes(house, FRIDAY, works=False)

    assert _due(house) == at("2026-12-14 18:00")
    with house.office.look(house.actor("chair")) as work:
        newest = feed(work)[0]
        assert newest.sentence == "The calendar changed: {step} is now due {due}: {title}"
        assert datetime.fromisoformat(newest.facts["due"]) == at("2026-12-14 18:00")
        record = work.session.scalars(select(AuditRecord).where(AuditRecord.act == "task.due_moved")).one()
        assert (record.stream, record.actor) == (f"document:{paper.id}", "bagyt")
        candidates = set(work.session.scalars(select(Candidate.due).where(Candidate.open)))
        assert candidates == {at("2026-12-14 18:00")}
    assert house.broken() == []


def test_a_day_made_a_working_one_brings_the_term_nearer_and_back_again(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-11 11:00")
    assert _due(house) == at("2026-12-14 18:00")

    _changes(house, date(2026, 12, 12), works=True)
    nearer = _due(house)
    with house.office.work(house.actor("admin")) as work:
        clear_day(work, date(2026, 12, 12))
    house.settle()

    assert nearer == at("2026-12-12 18:00")
    assert _due(house) == at("2026-12-14 18:00")
    assert [datetime.fromisoformat(one).astimezone(ALMATY).day for one in _told(house)] == [12, 14]


def test_a_change_behind_the_term_moves_nothing(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-10 11:00")

    _changes(house, date(2026, 12, 14), works=False)

    assert _due(house) == at("2026-12-11 18:00")
    assert _told(house) == []


def test_a_term_moved_by_a_person_stays(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-10 11:00")
    with house.office.work(OFFICE) as work:
        work.session.execute(update(Task).values(due_moved=True))

    _changes(house, FRIDAY, works=False)

    assert _due(house) == at("2026-12-11 18:00")


def test_a_term_moved_by_a_person_stays_also_where_another_of_the_same_document_is_counted_anew(
    quick_house: House,
) -> None:
    house = publishes_circulars(quick_house)
    house.office.tools.clock.set(at("2026-12-09 11:00"))
    house.as_("teacher").writes("circular", subject="S", text="T", executors=["facility"], acquaint=["chair"])
    assert _due(house, "lawyer") == _due(house, "finance") == at("2026-12-11 18:00")
    with house.office.work(OFFICE) as work:
        work.session.execute(update(Task).where(Task.step == "approve_lawyer").values(due_moved=True))

    _changes(house, FRIDAY, works=False)

    assert (_due(house, "lawyer"), _due(house, "finance")) == (at("2026-12-11 18:00"), at("2026-12-14 18:00"))
    assert house.broken() == []


def test_a_date_that_was_named_stays_that_days_end_by_the_new_hours(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-07 09:00")
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility", due="2026-12-30")
    house.as_("registrar").completes("register", level="simple")
    assert _due(house, "facility") == at("2026-12-30 18:00")

    _changes(house, date(2026, 12, 30), works=False)
    free = _due(house, "facility")
    with house.office.work(house.actor("admin")) as work:
        short = (at("2026-12-30 09:00").time(), at("2026-12-30 13:00").time())
        set_day(work, date(2026, 12, 30), works=True, reason="№ 2 қаулы", spans=(short,))
    house.settle()

    assert free == at("2026-12-30 18:00")
    assert _due(house, "facility") == at("2026-12-30 13:00")


def test_new_hours_of_the_week_move_terms_from_their_day_on(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-11 11:00")

    with house.office.work(house.actor("admin")) as work:
        set_hours(work, date(2026, 12, 12), ((USUAL,) * 6 + ((),)), reason="№ 3 бұйрық")
    house.settle()

    assert _due(house) == at("2026-12-12 18:00")


def test_reminders_follow_the_term_that_moved(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-10 11:00")

    _changes(house, FRIDAY, works=False)
    with house.office.look(OFFICE) as work:
        half = work.session.scalar(select(Task.alarm_at).where(Task.state == "open"))
    house.office.tools.clock.set(at("2026-12-14 17:00"))
    house.settle()

    assert half is not None
    assert abs(half - at("2026-12-14 10:00")) < timedelta(minutes=1)  # half of fourteen hours
    assert not house.as_("chair").tasks()[0].overdue


def test_a_late_task_is_late_no_more_when_its_term_moves_ahead_and_may_be_late_again(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-10 11:00")
    for moment in ("2026-12-11 12:00", "2026-12-11 17:00", "2026-12-11 18:01"):
        house.office.tools.clock.set(at(moment))
        house.settle()
    assert house.as_("chair").tasks()[0].overdue

    _changes(house, FRIDAY, works=False, reason="кеш шыққан қаулы")
    on_time = not house.as_("chair").tasks()[0].overdue
    for moment in ("2026-12-14 16:00", "2026-12-14 18:01"):
        house.office.tools.clock.set(at(moment))
        house.settle()

    assert on_time
    assert house.as_("chair").tasks()[0].overdue
    assert house.broken() == []


def test_a_term_that_has_passed_by_the_new_calendar_is_late_at_once(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-11 11:00")
    house.office.tools.clock.set(at("2026-12-13 12:00"))

    _changes(house, date(2026, 12, 12), works=True)

    assert house.as_("chair").tasks()[0].overdue


def test_before_saving_one_is_told_how_many_terms_would_move(quick_house: House) -> None:
    house = quick_house
    for _ in range(3):
        _sent_at(house, "2026-12-10 11:00")

    with house.office.look(house.actor("admin")) as work:
        suppose(work, {FRIDAY: False})
        moved = terms.moving(work, FRIDAY)
    with house.office.look(house.actor("admin")) as work:
        suppose(work, {date(2026, 12, 14): False})
        later = terms.moving(work, date(2026, 12, 14))

    assert (moved.count, moved.more, later.count) == (3, False, 0)
    assert _due(house) == at("2026-12-11 18:00")


def test_more_documents_than_a_portion_are_all_counted_anew(
    quick_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = quick_house
    monkeypatch.setattr(terms, "PORTION", 2)
    for _ in range(5):
        _sent_at(house, "2026-12-10 11:00")

    _changes(house, FRIDAY, works=False)

    assert {task.due for task in house.as_("chair").tasks()} == {at("2026-12-14 18:00")}
    assert len(_told(house)) == 5


def test_a_change_of_the_calendar_holds_one_document_at_a_time(quick_house: House) -> None:
    house = quick_house
    for _ in range(4):
        _sent_at(house, "2026-12-10 11:00")
    with house.office.work(house.actor("admin")) as work:
        set_day(work, FRIDAY, works=False, reason="бір")

    moved = [0]
    while running.run_one(house.office, "test"):
        moved.append(sum(task.due == at("2026-12-14 18:00") for task in house.as_("chair").tasks()))

    assert moved[-1] == 4
    assert max(after - before for before, after in pairwise(moved)) == 1


def test_terms_of_two_changes_in_one_breath_follow_the_last(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-10 11:00")
    with house.office.work(house.actor("admin")) as work:
        set_day(work, FRIDAY, works=False, reason="бір")
    with house.office.work(house.actor("admin")) as work:
        set_day(work, FRIDAY + timedelta(days=3), works=False, reason="екі")

    house.settle()

    assert _due(house) == at("2026-12-15 18:00")
