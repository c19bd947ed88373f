"""Figures for those who lead: the load of a unit, the discipline of all units, how long each kind takes (K-04, J-14).

Everything is counted by the database in a fixed number of statements. Spans are calendar time, not working time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, distinct, func, or_, select

from engine.catalogue.queries import all_current
from engine.control.lists import members, midnight
from engine.control.spans import percentiles
from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed
from engine.instances.models import Candidate, Task
from engine.people.models import Appointment, Unit
from engine.people.queries import PersonCard, cards, today
from engine.texts import said
from engine.work import Work

LONGEST = timedelta(days=5 * 366)
USUAL = timedelta(days=90)
MOST_PEOPLE = 200


@dataclass(frozen=True)
class Period:
    """The days of an overview, both included."""

    since: date
    until: date


@dataclass(frozen=True)
class Load:
    """What a person of the unit has in his hands, and what he did late in the period."""

    person: PersonCard
    open: int
    overdue: int
    late: int


@dataclass(frozen=True)
class Discipline:
    """How a unit's people keep terms: open and overdue now; done and done late in the period."""

    code: str
    name: str
    open: int
    overdue: int
    done: int
    late: int


@dataclass(frozen=True)
class Time:
    """How long it takes: of a kind (`step` empty) from sending to the end, of a step from opening to the decision; seconds."""

    kind: str
    title: str
    step: str
    many: int
    median: float
    high: float


@dataclass(frozen=True)
class UnitOverview:
    """A unit head's page: his people's load, his unit's documents by state, the time of each kind."""

    period: Period
    load: Sequence[Load]
    states: Mapping[str, int]
    times: Sequence[Time]


@dataclass(frozen=True)
class HouseOverview:
    """The rector's page: every unit, every kind and step."""

    period: Period
    units: Sequence[Discipline]
    kinds: Sequence[Time]
    steps: Sequence[Time]


def period(work: Work, since: date | None, until: date | None) -> Period:
    """The days asked for, else the last ninety; raises Invalid."""
    last = until or today(work)
    first = since or last - USUAL
    if first > last or last - first > LONGEST:
        raise Invalid.one(
            "since",
            "Expected a period of at most five years, but it is from {since} to {until}.",
            since=first.isoformat(),
            until=last.isoformat(),
        )
    return Period(first, last)


def sees_house(work: Work) -> bool:
    """Whether the actor leads the organisation (heads its rectorate or the university itself) or keeps its records."""
    if work.actor.has("records_admin"):
        return True
    top = select(Unit.id).where(Unit.id.in_(sorted(work.actor.headed)), Unit.type.in_(("rectorate", "university")))
    return bool(work.actor.headed) and work.session.scalar(top.limit(1)) is not None


def unit_overview(work: Work, days: Period) -> UnitOverview:
    """The units the actor heads; raises NotAllowed for one who heads none."""
    if not work.actor.headed:
        raise NotAllowed("Expected the head of a unit to see its overview, but you head none.")
    units = sorted(work.actor.headed)
    states = select(Document.state, func.count()).where(Document.unit_id.in_(units), Document.state != "draft")
    in_days = states.where(_within(work, Document.created, days)).group_by(Document.state)
    found = {str(row[0]): int(row[1]) for row in work.session.execute(in_days)}
    return UnitOverview(days, _loads(work, units, days), found, _kinds(work, days, Document.unit_id.in_(units)))


def house_overview(work: Work, days: Period) -> HouseOverview:
    """The whole organisation; raises NotAllowed for anybody but who leads it."""
    if not sees_house(work):
        raise NotAllowed("Expected the rector or the records administrator to see this overview, but you are neither.")
    return HouseOverview(days, _units(work, days), _kinds(work, days), _steps(work, days))


def _within(work: Work, moment: Any, days: Period) -> Any:
    return and_(moment >= midnight(work, days.since), moment < midnight(work, days.until + timedelta(days=1)))


def _loads(work: Work, units: Sequence[int], days: Period) -> list[Load]:
    people = members(work, units)
    held = select(Candidate.person_id, func.count(), _sum(Candidate.due < work.now))
    held = held.where(Candidate.open.is_(True), Candidate.person_id.in_(people)).group_by(Candidate.person_id)
    done = select(Task.done_by, func.count()).where(Task.state == "done", Task.done_by.in_(people))
    done = done.where(_within(work, Task.done_at, days), Task.done_at > Task.due).group_by(Task.done_by)
    late = {row[0]: int(row[1]) for row in work.session.execute(done)}
    open_now = {row[0]: (int(row[1]), int(row[2])) for row in work.session.execute(held)}
    named = cards(work, {one for one in {*open_now, *late} if one})
    rows = [Load(named[one], *open_now.get(one, (0, 0)), late.get(one, 0)) for one in named]
    return sorted(rows, key=lambda one: (-one.overdue, -one.open, one.person.name))[:MOST_PEOPLE]


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def main_posts(work: Work) -> Any:
    """Of each person the unit of the post he is known by: as head before others, then the earliest."""
    day = today(work)
    known = (Appointment.is_head.desc(), Appointment.since, Appointment.id)
    place = func.row_number().over(partition_by=Appointment.person_id, order_by=known)
    in_force = and_(Appointment.since <= day, or_(Appointment.until.is_(None), Appointment.until >= day))
    ranked = select(Appointment.person_id, Appointment.unit_id, place.label("place")).where(in_force).subquery()
    return select(ranked.c.person_id, ranked.c.unit_id).where(ranked.c.place == 1).subquery()


def _units(work: Work, days: Period) -> list[Discipline]:
    """Each unit by its people's tasks; a task that several of a unit may do counts once."""
    posts = main_posts(work)
    late = case((Candidate.due < work.now, Candidate.task_id))
    held = select(posts.c.unit_id, func.count(distinct(Candidate.task_id)), func.count(distinct(late)))
    held = held.join(posts, posts.c.person_id == Candidate.person_id).where(Candidate.open.is_(True))
    open_now = {row[0]: (int(row[1]), int(row[2])) for row in work.session.execute(held.group_by(posts.c.unit_id))}
    done = select(posts.c.unit_id, func.count(), _sum(Task.done_at > Task.due))
    done = done.join(posts, posts.c.person_id == Task.done_by).where(Task.state == "done")
    done = done.where(_within(work, Task.done_at, days)).group_by(posts.c.unit_id)
    over = {row[0]: (int(row[1]), int(row[2] or 0)) for row in work.session.execute(done)}
    units = work.session.scalars(select(Unit).where(Unit.id.in_({*open_now, *over})).order_by(Unit.code))
    tongue, none = work.actor.language, (0, 0)
    rows = [
        Discipline(one.code, said(one.name, tongue), *open_now.get(one.id, none), *over.get(one.id, none))
        for one in units
    ]
    return sorted(rows, key=lambda one: (-one.overdue, -one.open, one.name))


def _kinds(work: Work, days: Period, *conditions: Any) -> list[Time]:
    ended = (Document.sent.is_not(None), _within(work, Document.ended, days), *conditions)
    rows = work.session.execute(percentiles({"kind": Document.kind}, Document.sent, Document.ended, *ended))
    titles = _titles(work)
    return [
        Time(str(row[0]), titles.get(str(row[0]), str(row[0])), "", int(row[1]), float(row[2]), float(row[3]))
        for row in rows
    ]


def _steps(work: Work, days: Period) -> list[Time]:
    done = (Task.state == "done", _within(work, Task.done_at, days))
    by = {"kind": Document.kind, "step": Task.step}
    joined = Task.__table__.join(Document.__table__, Document.id == Task.document_id)
    found = work.session.execute(percentiles(by, Task.opened, Task.done_at, *done, joined=joined))
    kinds = {one.kind.name: one.kind for one in all_current(work)}
    tongue, lines = work.actor.language, []
    for kind, step, many, median, high in found:
        drawn = (
            kinds[kind].step_name(step, tongue) if kind in kinds and step in kinds[kind].diagram.steps else str(step)
        )
        title = kinds[kind].texts("title", tongue) if kind in kinds else str(kind)
        lines.append(Time(str(kind), title, drawn, int(many), float(median), float(high)))
    return lines


def _titles(work: Work) -> dict[str, str]:
    return {one.kind.name: one.kind.texts("title", work.actor.language) for one in all_current(work)}
