"""How documents of a kind run: where they stand now, and how long each step, unit or person took in a period.

A task waits from its opening until somebody who may do it first opens it, and is worked on from then until it is done;
one that was done without being opened has only waited. Spans are calendar time. Each table is one grouped statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, case, func, select

from engine.catalogue.models import KindVersion
from engine.catalogue.queries import Published, version
from engine.control.lists import members, midnight
from engine.control.overviews import Period, main_posts, sees_house
from engine.control.spans import Seconds, percentiles
from engine.documents.models import Document
from engine.errors import NotAllowed, NotFound
from engine.instances.models import Incident, Task, Waiting
from engine.people.models import Unit
from engine.people.queries import PersonCard, cards
from engine.texts import said
from engine.work import Work

MOST_PEOPLE = 200
JOINED = Task.__table__.join(Document.__table__, Document.id == Task.document_id)


@dataclass(frozen=True)
class Window:
    """What is looked at: a kind, days (both included), one version (0: all), one step (empty: all)."""

    kind: str
    period: Period
    version: int = 0
    step: str = ""


@dataclass(frozen=True)
class Span:
    """Seconds: half took at most the median, nineteen of twenty at most `high` (nearest rank)."""

    median: float
    high: float


@dataclass(frozen=True)
class Heat:
    """Done tasks of a step, a unit or a person (`key`; empty: nobody's unit). `late` and `again` are counts."""

    key: str
    name: str
    many: int
    waiting: Span
    working: Span
    late: int
    again: int


@dataclass(frozen=True)
class Now:
    """What stands at a step at this moment: open tasks, those overdue, the office's own waits, stopped documents."""

    open: int = 0
    overdue: int = 0
    waits: int = 0
    incidents: int = 0


@dataclass(frozen=True)
class Whole:
    """Documents that ended in the period: how many, how long they took, how many needed more than one round."""

    many: int
    again: int
    span: Span | None


def may_watch(work: Work) -> None:
    """Raises NotAllowed for anybody but process owners and those who lead the organisation or keep its records."""
    if not (work.actor.is_office or work.actor.has("owner") or sees_house(work)):
        raise NotAllowed("Expected a process owner, or who leads the organisation, but you are neither.")


def sees_people(work: Work) -> bool:
    """Whether the actor sees figures of persons: all, who leads the organisation; his own, the head of a unit."""
    return bool(work.actor.headed) or sees_house(work)


def now(work: Work, window: Window) -> Mapping[str, Now]:
    """By step, what stands there now."""
    may_watch(work)
    of_kind = (Document.kind == window.kind, *_of_version(window))
    overdue = func.coalesce(func.sum(case((Task.due < work.now, 1), else_=0)), 0)
    tasks = select(Task.step, func.count(), overdue).select_from(JOINED).where(Task.state == "open", *of_kind)
    waits = select(Waiting.step, func.count()).join(Document, Document.id == Waiting.document_id)
    stops = select(Incident.step, func.count()).join(Document, Document.id == Incident.document_id)
    found: dict[str, list[int]] = {}
    for step, many, late in work.session.execute(tasks.group_by(Task.step)):
        found.setdefault(step, [0, 0, 0, 0])[:2] = many, late
    for step, many in work.session.execute(waits.where(*of_kind).group_by(Waiting.step)):
        found.setdefault(step, [0, 0, 0, 0])[2] = many
    for step, many in work.session.execute(stops.where(Incident.state == "open", *of_kind).group_by(Incident.step)):
        found.setdefault(step, [0, 0, 0, 0])[3] = many
    return {step: Now(*counts) for step, counts in found.items()}


def steps(work: Work, window: Window) -> Mapping[str, Heat]:
    """By step, how its tasks went."""
    may_watch(work)
    return {one.key: one for one in _heats(work, heat(work, window, Task.step), {})}


def units(work: Work, window: Window) -> Sequence[Heat]:
    """By unit of those who did them, how tasks went; those that took longest first."""
    may_watch(work)
    posts = main_posts(work)
    joined = JOINED.outerjoin(posts, posts.c.person_id == Task.done_by)
    found = work.session.execute(heat(work, window, posts.c.unit_id, joined=joined)).all()
    rows = work.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_([row[0] for row in found if row[0]])))
    names = {str(id): said(name, work.actor.language) for id, name in rows}
    return sorted((_heat(row, names) for row in found), key=_longest)


def persons(work: Work, window: Window) -> Sequence[tuple[PersonCard, Heat]]:
    """By person, how tasks went, as far as the actor may know; raises NotAllowed for who sees no persons."""
    may_watch(work)
    if not sees_people(work):
        raise NotAllowed("Expected the head of a unit, or who leads the organisation, but you are neither.")
    own = () if sees_house(work) else (Task.done_by.in_(members(work, sorted(work.actor.headed))),)
    done = (Task.done_by.is_not(None), *own)
    found = work.session.execute(heat(work, window, Task.done_by, *done)).all()
    people = cards(work, {int(row[0]) for row in found})
    told = sorted(((people[int(row[0])], _heat(row, {})) for row in found), key=lambda one: _longest(one[1]))
    return told[:MOST_PEOPLE]


def whole(work: Work, window: Window) -> Whole:
    """The documents that ended in the period, from sending to the end."""
    may_watch(work)
    ended = (Document.kind == window.kind, Document.sent.is_not(None), *_of_version(window))
    ended = (*ended, *_within(work, Document.ended, window.period))
    again = func.coalesce(func.sum(case((Document.round > 1, 1), else_=0)), 0)
    many, rounds = work.session.execute(select(func.count(), again).select_from(Document).where(*ended)).one()
    span = work.session.execute(percentiles({"kind": Document.kind}, Document.sent, Document.ended, *ended)).first()
    return Whole(int(many), int(rounds), Span(float(span[2]), float(span[3])) if span else None)


def heat(work: Work, window: Window, by: Any, *conditions: Any, joined: Any = JOINED) -> Select[Any]:
    """One statement: (key, how many, waiting's median and 95th percentile, working's, how many late, how many again)."""
    seen = func.coalesce(Task.seen, Task.done_at)
    spans = select(
        by.label("key"),
        Seconds(Task.opened, seen).label("waiting"),
        Seconds(seen, Task.done_at).label("working"),
        case((Task.done_at > Task.due, 1), else_=0).label("late"),
        case((Task.round > 1, 1), else_=0).label("again"),
    )
    each = spans.select_from(joined).where(*done_in(work, window), *conditions).cte("each").prefix_with("MATERIALIZED")
    inner = select(
        *each.c,
        func.row_number().over(partition_by=each.c.key, order_by=each.c.waiting).label("by_waiting"),
        func.row_number().over(partition_by=each.c.key, order_by=each.c.working).label("by_working"),
        func.count().over(partition_by=each.c.key).label("many"),
    ).subquery()
    middle, high = (inner.c.many + 1) // 2, (inner.c.many * 95 + 99) // 100
    figures = [
        func.max(case((inner.c[f"by_{span}"] == rank, inner.c[span])))
        for span in ("waiting", "working")
        for rank in (middle, high)
    ]
    told = select(inner.c.key, func.count(), *figures, func.sum(inner.c.late), func.sum(inner.c.again))
    return told.group_by(inner.c.key).order_by(inner.c.key)


def done_in(work: Work, window: Window) -> tuple[Any, ...]:
    """The conditions on tasks with their documents that were done as the window says."""
    step = (Task.step == window.step,) if window.step else ()
    of_kind = (Document.kind == window.kind, *_of_version(window))
    return (Task.state == "done", *_within(work, Task.done_at, window.period), *of_kind, *step)


def _of_version(window: Window) -> tuple[Any, ...]:
    if not window.version:
        return ()
    number = select(KindVersion.id).where(KindVersion.kind == window.kind, KindVersion.number == window.version)
    return (Document.version_id == number.scalar_subquery(),)


def _within(work: Work, moment: Any, days: Period) -> tuple[Any, Any]:
    return moment >= midnight(work, days.since), moment < midnight(work, days.until + timedelta(days=1))


def _heats(work: Work, asked: Select[Any], names: Mapping[str, str]) -> list[Heat]:
    return [_heat(row, names) for row in work.session.execute(asked)]


def _heat(row: Any, names: Mapping[str, str]) -> Heat:
    key = "" if row[0] is None else str(row[0])
    waiting, working = Span(float(row[2]), float(row[3])), Span(float(row[4]), float(row[5]))
    return Heat(key, names.get(key, key), int(row[1]), waiting, working, int(row[6]), int(row[7]))


def _longest(one: Heat) -> tuple[float, str]:
    return (-(one.waiting.median + one.working.median), one.name)


def before(window: Window) -> Window:
    """The window just before, as long as this one."""
    days = window.period
    long = days.until - days.since + timedelta(days=1)
    earlier = Period(days.since - long, days.since - timedelta(days=1))
    return Window(window.kind, earlier, window.version, window.step)


def of_version(work: Work, window: Window, number: int) -> Window:
    """The same days of that version; raises NotFound."""
    _numbered(work, window.kind, number)
    return Window(window.kind, window.period, number, window.step)


def drawn_on(work: Work, window: Window) -> Published:
    """The version the window is about; raises NotFound."""
    return version(work, _numbered(work, window.kind, window.version))


def _numbered(work: Work, kind: str, number: int) -> int:
    found = work.session.scalar(select(KindVersion.id).where(KindVersion.kind == kind, KindVersion.number == number))
    if found is None:
        raise NotFound("Expected to find version {number} of {kind}, but there is none.", kind=kind, number=number)
    return found
