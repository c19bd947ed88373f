"""The term of a task: reminders, overdue, escalation to the next heads, in working time (domain 6.0)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from engine.acts.handing import delegate
from engine.calendar.commands import set_day
from engine.documents.models import DocumentReader
from engine.documents.rights import may_see
from engine.instances.models import Task
from engine.notices.models import Notice
from engine.notices.queries import feed
from engine.office import OFFICE
from engine.people.models import Person
from tests.offices import House

ALMATY = ZoneInfo("Asia/Almaty")
ACTS = ("task.reminded", "task.overdue", "task.escalated")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY)


def _told(house: House) -> list[tuple[str, str, list[str]]]:
    """When, what and who: the alarms so far."""
    found: dict[tuple[str, str], list[str]] = {}
    with house.office.look(OFFICE) as work:
        rows = work.session.execute(
            select(Notice.at, Notice.act, Person.login)
            .join(Person, Person.id == Notice.person_id)
            .where(Notice.act.in_(ACTS))
            .order_by(Notice.id)
        )
        for moment, act, login in rows:
            found.setdefault((f"{moment.astimezone(ALMATY):%m-%d %H:%M}", act), []).append(login)
    return [(moment, act.removeprefix("task."), sorted(who)) for (moment, act), who in found.items()]


def _next(house: House) -> datetime | None:
    with house.office.look(OFFICE) as work:
        return work.session.scalar(select(Task.alarm_at).where(Task.state == "open"))


def _goes_to_the_next_alarm(house: House) -> None:
    moment = _next(house)
    assert moment is not None
    house.office.tools.clock.set(moment)
    house.settle()


def _sent_at(house: House, moment: str) -> None:
    house.office.tools.clock.set(at(moment))
    house.as_("teacher").writes()


def test_a_days_term_reminds_twice_is_overdue_and_escalates_five_times_over_weekends_and_holidays(
    quick_house: House,
) -> None:
    house = quick_house
    _sent_at(house, "2026-12-10 11:00")  # a Thursday; 16 December is a holiday, 12 and 13 a weekend

    while _next(house) is not None:
        _goes_to_the_next_alarm(house)

    told = _told(house)
    assert [(when, act) for when, act, _ in told] == [
        ("12-11 10:00", "reminded"),
        ("12-11 13:00", "reminded"),
        ("12-11 18:00", "overdue"),
        ("12-14 18:00", "escalated"),
        ("12-15 18:00", "escalated"),
        ("12-17 18:00", "escalated"),
        ("12-18 18:00", "escalated"),
        ("12-21 18:00", "escalated"),
    ]
    assert [who for _, _, who in told][:3] == [["chair"], ["chair"], ["chair", "dean"]]
    assert {"chair", "dean", "rector"} <= set(told[-1][2])
    assert house.as_("chair").tasks()[0].overdue
    assert house.broken() == []


def test_a_transferred_working_day_moves_the_term(quick_house: House) -> None:
    house = quick_house
    house.office.tools.clock.set(at("2026-12-11 08:00"))
    with house.office.work(OFFICE) as work:
        set_day(work, date(2026, 12, 12), works=True, reason="№ 1 қаулы")

    _sent_at(house, "2026-12-11 10:00")

    assert house.as_("chair").tasks()[0].due == at("2026-12-12 18:00")


def test_a_done_task_sounds_no_alarm(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-10 09:00")
    done = house.as_("chair").tasks()[0]
    house.as_("chair").completes("return", comment="Түзетіңіз")

    house.goes_on(days=20)

    with house.office.look(OFFICE) as work:
        sounded = select(Notice.act).where(Notice.task_id == done.id, Notice.act.in_(ACTS))
        assert list(work.session.scalars(sounded)) == []
    assert house.broken() == []


def test_a_long_sleep_sounds_each_alarm_once_and_in_order(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-10 09:00")

    house.goes_on(days=14)
    first = [act for _, act, _ in _told(house)]
    house.settle()

    assert first[:2] == ["reminded", "overdue"] or first[:1] == ["reminded"]
    for _ in range(12):
        house.goes_on(days=4)
    with house.office.look(OFFICE) as work:
        sounded = list(
            work.session.scalars(
                select(Notice.act).where(Notice.act.in_(ACTS)).join(Person).where(Person.login == "chair")
            )
        )
    assert sounded == ["task.reminded"] * sounded.count("task.reminded") + ["task.overdue"] + ["task.escalated"] * 5
    assert house.broken() == []


@pytest.mark.parametrize(("given", "due"), [("2026-12-30", "2026-12-30 18:00"), (None, None)])
def test_the_executors_term_is_the_signers_date_or_the_usual(
    quick_house: House, given: str | None, due: str | None
) -> None:
    house = quick_house
    _sent_at(house, "2026-12-07 09:00")
    house.as_("chair").completes("approve")
    house.as_("dean").completes("sign", level="simple", executor_unit="facility", **({"due": given} if given else {}))
    house.as_("registrar").completes("register", level="simple")

    (task,) = house.as_("facility").tasks()

    assert task.due == at(due or "2026-12-14 18:00")


def test_whoever_is_told_that_a_task_is_late_may_see_the_document_and_others_read_no_title(quick_house: House) -> None:
    house = quick_house
    _sent_at(house, "2026-12-10 11:00")
    [task] = house.as_("chair").tasks()
    with house.office.work(house.actor("chair")) as work:
        delegate(work, task.id, "accountant2")

    while "overdue" not in [act for _, act, _ in _told(house)]:
        _goes_to_the_next_alarm(house)

    [(_, _, who)] = [one for one in _told(house) if one[1] == "overdue"]
    assert len(who) > 1
    for login in who:
        with house.office.look(house.actor(login)) as work:
            assert may_see(work, task.document)
    with house.office.work(OFFICE) as work:
        work.session.execute(delete(DocumentReader).where(DocumentReader.document_id == task.document))
    [head] = set(who) - {"accountant2"}
    with house.office.look(house.actor(head)) as work:
        assert not may_see(work, task.document)
        assert {one.facts["title"] for one in feed(work) if one.document == task.document} == {"Қызметтік жазба"}
