"""The control lists: what is to be executed, by when, and how it was done (K-14, K-21).

`mine` is what one executes, `controlled` what one controls, `unit` what the people of the units one heads execute, `all`
what a records officer may see. Open tasks come by their term, done ones newest first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select

from engine.catalogue.models import KindVersion
from engine.catalogue.queries import version
from engine.control.models import Control
from engine.documents.models import Document
from engine.documents.rights import visible
from engine.errors import Invalid, NotAllowed
from engine.instances.models import Candidate, Task
from engine.instances.paging import Tasks, latest, soonest
from engine.instances.queries import TaskCard, many
from engine.people.models import Appointment, Unit
from engine.people.queries import beneath, today, unit
from engine.texts import said
from engine.work import Work

SCOPES = ("mine", "controlled", "unit", "all")
TABS = ("open", "today", "week", "overdue", "extended", "late", "in_time")
DONE = ("late", "in_time")
RECORDS = ("registrar", "records_admin")
MOST = 1000  # a list is counted up to here: the page says 999+
PORTION = 500
REPORT = "report"  # the outcome by which steps of execution are known
ACQUAINTED = "acknowledge"


@dataclass(frozen=True)
class Wanted:
    """Which list: whose, which tab, and what it is narrowed to. The period is of terms, or of what was done."""

    scope: str = "mine"
    tab: str = "open"
    kind: str = ""
    unit: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ControlLine:
    """A task under control. `standing`: in_time, late, overdue, extended; `readable` says whether its title may be seen."""

    task: TaskCard
    standing: str
    title: str
    number: str
    dated: date | None
    unit: str
    readable: bool


def scopes(work: Work) -> list[str]:
    """Whose lists the actor may see."""
    may = {"unit": bool(work.actor.headed), "all": work.actor.has(*RECORDS)}
    return [one for one in SCOPES if may.get(one, True)]


def page(work: Work, wanted: Wanted, *, cursor: str = "", limit: int = 50) -> tuple[list[ControlLine], str | None]:
    """A page of the list and the cursor of the next one; raises NotAllowed, NotFound, Invalid."""
    query = _narrowed(work, wanted)
    if wanted.tab in DONE:
        rows, after = latest(work, query, Task.done_at, Task.id, cursor, limit, at=lambda one: one.done_at)
    else:
        rows, after = soonest(work, query, Task.due, Task.id, cursor, limit, at=lambda one: one.due)
    return _lines(work, rows), after


def every(work: Work, wanted: Wanted) -> Iterator[ControlLine]:
    """The whole list, in portions."""
    cursor: str | None = ""
    while cursor is not None:
        lines, cursor = page(work, wanted, cursor=cursor, limit=PORTION)
        yield from lines


def counts(work: Work, wanted: Wanted) -> Mapping[str, int]:
    """How many stand in each tab, counted up to a thousand."""
    found = {}
    for tab in TABS:
        some = _narrowed(work, replace(wanted, tab=tab)).with_only_columns(Task.id).limit(MOST).subquery()
        found[tab] = work.session.scalar(select(func.count()).select_from(some)) or 0
    return found


def steps_with(work: Work, outcome: str) -> list[str]:
    """The steps, of all published versions, that a person may end with that outcome."""
    kinds = [version(work, one).kind for one in work.session.scalars(select(KindVersion.id))]
    drawn = [step for kind in kinds for step in kind.diagram.steps.values()]
    return sorted({step.id for step in drawn if any(one.id == outcome for one in step.outcomes)})


def _narrowed(work: Work, wanted: Wanted) -> Tasks:
    if wanted.tab not in TABS or wanted.scope not in SCOPES:
        raise Invalid.one(
            "tab", "Expected one of {known}, but it is {value}.", known=", ".join(TABS), value=wanted.tab[:40]
        )
    if wanted.scope not in scopes(work):
        raise NotAllowed("Expected a list of yours, but this one is for heads of units or records officers.")
    query = select(Task).join(Document, Document.id == Task.document_id)
    query = query.where(Task.step.in_(steps_with(work, REPORT)), Task.stage == "on_execution")
    query = query.where(_of_scope(work, wanted), *_of_tab(work, wanted.tab), *_of_period(work, wanted))
    query = query.where(Document.kind == wanted.kind) if wanted.kind else query
    if wanted.unit:
        query = query.where(Document.unit_id.in_(beneath(work, [unit(work, wanted.unit).id])))
    return query


def _of_scope(work: Work, wanted: Wanted) -> ColumnElement[bool]:
    me, done = work.actor.person, wanted.tab in DONE
    if wanted.scope == "controlled":
        return Task.document_id.in_(select(Control.document_id).where(Control.person_id == me))
    if wanted.scope == "all":
        return visible(work.actor)
    if wanted.scope == "unit":
        people: Any = members(work, sorted(work.actor.headed))
        holders = select(Candidate.task_id).where(Candidate.person_id.in_(people), Candidate.open.is_(True))
        return Task.done_by.in_(people) if done else Task.id.in_(holders)
    places = select(Candidate.task_id).where(Candidate.person_id == me, Candidate.open.is_(True))
    return Task.done_by == me if done else Task.id.in_(places)


def members(work: Work, units: Sequence[int]) -> Any:
    """The persons with a post in those units today, as a condition's subquery."""
    day = today(work)
    in_force = and_(Appointment.since <= day, or_(Appointment.until.is_(None), Appointment.until >= day))
    return select(Appointment.person_id).where(Appointment.unit_id.in_(units or [-1]), in_force)


def _of_tab(work: Work, tab: str) -> list[ColumnElement[bool]]:
    day = today(work)
    ends = {"today": day + timedelta(days=1), "week": day + timedelta(days=7 - day.weekday())}
    if tab in ends:
        return [Task.state == "open", Task.due >= work.now, Task.due < midnight(work, ends[tab])]
    if tab == "overdue":
        return [Task.state == "open", Task.due < work.now]
    if tab == "extended":
        return [Task.state == "open", Task.due_moved.is_(True)]
    if tab == "late":
        return [Task.state == "done", Task.done_at > Task.due]
    if tab == "in_time":
        return [Task.state == "done", or_(Task.due.is_(None), Task.done_at <= Task.due)]
    return [Task.state == "open"]


def _of_period(work: Work, wanted: Wanted) -> list[ColumnElement[bool]]:
    moment: Any = Task.done_at if wanted.tab in DONE else Task.due
    found = [moment >= midnight(work, wanted.since)] if wanted.since else []
    return [*found, moment < midnight(work, wanted.until + timedelta(days=1))] if wanted.until else found


def midnight(work: Work, day: date) -> datetime:
    """When that day begins where the organisation is."""
    return datetime.combine(day, time(), ZoneInfo(work.tools.settings.timezone))


def local_day(work: Work, moment: datetime) -> date:
    """The day of a moment where the organisation is."""
    return moment.astimezone(ZoneInfo(work.tools.settings.timezone)).date()


def _lines(work: Work, rows: list[Task]) -> list[ControlLine]:
    tasks = many(work, rows)
    found = documents_of(work, {one.document for one in tasks})
    return [_line(work, one, *found[one.document]) for one in tasks]


def documents_of(work: Work, ids: set[str]) -> dict[str, tuple[date | None, str, bool]]:
    """Of each document its date, the name of its unit, and whether the actor may read it."""
    readable = set(work.session.scalars(select(Document.id).where(Document.id.in_(ids), visible(work.actor))))
    rows = select(Document.id, Document.dated, Unit.name).join(Unit, Unit.id == Document.unit_id)
    found = work.session.execute(rows.where(Document.id.in_(ids)))
    return {row[0]: (row[1], said(row[2], work.actor.language), row[0] in readable) for row in found}


def _line(work: Work, one: TaskCard, dated: date | None, unit: str, readable: bool) -> ControlLine:
    title = one.document_title if readable else ""
    return ControlLine(one, _standing(one), title, one.document_number or "", dated, unit, readable)


def _standing(one: TaskCard) -> str:
    if one.state == "done":
        late = one.due is not None and one.done_at is not None and one.done_at > one.due
        return "late" if late else "in_time"
    return "overdue" if one.overdue else "extended" if one.due_moved else "in_time"
