"""Looking at tasks and runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm.util import identity_key

from engine.catalogue.queries import Published, version
from engine.documents.models import Document
from engine.documents.rights import visible
from engine.errors import NotAllowed, NotFound
from engine.instances.models import Candidate, Incident, Instance, LogEntry, Task, Waiting
from engine.instances.paging import Tasks, earliest, latest, soonest
from engine.instances.rows import name_of
from engine.kinds import Kind
from engine.people.queries import PersonCard, cards
from engine.work import Work

LISTED = 50  # so many rows of a list are shown with its document
WAITS = ("open", "held")


@dataclass(frozen=True)
class TaskCard:
    """A task as lists show it. `candidates` may do it; `acting_for` is whom the actor stands for in it."""

    id: str
    step: str
    step_name: str
    stage: str
    level: str
    state: str
    round: int
    queue: bool
    opened: datetime
    due: datetime | None
    overdue: bool
    outcome: str | None
    comment: str | None
    answers: Mapping[str, Any] | None
    done_at: datetime | None
    done_by: PersonCard | None
    done_for: PersonCard | None
    level_done: str | None
    claimed_by: PersonCard | None
    candidates: tuple[PersonCard, ...]
    why: Mapping[str, Any]
    document: str
    document_title: str
    document_number: str | None
    document_state: str
    kind: str
    version_id: int
    initiator: PersonCard
    mine: bool
    acting_for: PersonCard | None
    item: str = ""
    asked: str = ""
    parent: str = ""
    token: str = ""
    given_by: PersonCard | None = None
    done_by_order: str = ""  # the order by which it was done for another
    due_moved: bool = False
    seen: datetime | None = None


def of_actor(
    work: Work, *, state: str = "open", kind: str = "", cursor: str = "", limit: int = 50
) -> tuple[list[TaskCard], str | None]:
    """The actor's own tasks: open ones by their term, done ones newest first; and the cursor of the next page."""
    if state == "done":
        query = _of_kind(select(Task).where(Task.done_by == work.actor.person, Task.state == "done"), kind)
        rows, after = latest(work, query, Task.done_at, Task.id, cursor, limit, at=_done_at)
    else:
        places = and_(Candidate.task_id == Task.id, Candidate.person_id == work.actor.person, Candidate.open.is_(True))
        free = or_(Task.claimed_by.is_(None), Task.claimed_by == work.actor.person)
        query = _of_kind(select(Task).join(Candidate, places).where(free), kind)
        rows, after = soonest(work, query, Candidate.due, Candidate.task_id, cursor, limit, at=_due)
    return many(work, rows), after


def _of_kind(query: Tasks, kind: str) -> Tasks:
    return query.join(Document, Document.id == Task.document_id).where(Document.kind == kind) if kind else query


def _due(one: Task) -> datetime | None:
    return one.due


def _done_at(one: Task) -> datetime | None:
    return one.done_at


def counted(work: Work, *, overdue: bool = False) -> int:
    """How many tasks wait for the actor (or are overdue), counted up to a thousand."""
    query = select(Candidate.task_id).where(Candidate.person_id == work.actor.person, Candidate.open.is_(True))
    query = query.where(Candidate.due < work.now) if overdue else query
    return work.session.scalar(select(func.count()).select_from(query.limit(1000).subquery())) or 0


def of_documents(
    work: Work, *, state: str = "open", kind: str = "", document: str = "", cursor: str = "", limit: int = 50
) -> tuple[list[TaskCard], str | None]:
    """Tasks of all documents the actor may see, or of one of them."""
    query = select(Task).join(Document, Document.id == Task.document_id).where(visible(work.actor))
    query = query.where(Task.document_id == document) if document else query
    query = query.where(Document.kind == kind) if kind else query
    states = {"open": ("open",), "done": ("done", "skipped")}.get(state)
    query = query.where(Task.state.in_(states)) if states else query
    rows, after = earliest(work, query, Task.opened, Task.id, cursor, limit, at=lambda one: one.opened)
    return many(work, rows), after


def of_unit(
    work: Work, *, state: str = "open", kind: str = "", cursor: str = "", limit: int = 50
) -> tuple[list[TaskCard], str | None]:
    """Tasks on documents of the units the actor heads."""
    query = (
        select(Task)
        .join(Document, Document.id == Task.document_id)
        .where(Document.unit_id.in_(sorted(work.actor.headed) or [-1]), visible(work.actor))
    )
    query = query.where(Document.kind == kind) if kind else query
    query = query.where(Task.state == ("open" if state == "open" else "done"))
    rows, after = soonest(work, query, Task.due, Task.id, cursor, limit, at=_due)
    return many(work, rows), after


def many(work: Work, tasks: list[Task]) -> list[TaskCard]:
    """Cards of those tasks, in a fixed number of statements."""
    ids = [one.id for one in tasks]
    places: dict[str, list[Candidate]] = {}
    for place in work.session.scalars(
        select(Candidate).where(Candidate.task_id.in_(ids)).order_by(Candidate.person_id)
    ):
        places.setdefault(place.task_id, []).append(place)
    about = {one.document_id for one in tasks}
    documents = {one: held for one in about if (held := work.session.identity_map.get(identity_key(Document, one)))}
    if asked := about - documents.keys():
        documents |= {one.id: one for one in work.session.scalars(select(Document).where(Document.id.in_(asked)))}
    wanted = {one.initiator_id for one in documents.values()}
    for task in tasks:
        wanted |= {one for one in (task.done_by, task.acting_for, task.claimed_by) if one}
        wanted |= {
            one
            for place in places.get(task.id, [])[:20]
            for one in (place.person_id, place.acting_for, place.given_by)
            if one
        }
    people = cards(work, wanted)
    return [_card(work, one, documents[one.document_id], places.get(one.id, []), people) for one in tasks]


PLAIN = (
    "id step stage level state round queue opened due outcome comment answers done_at level_done why token due_moved seen"
).split()


def _card(
    work: Work, one: Task, document: Document, places: list[Candidate], people: Mapping[int, PersonCard]
) -> TaskCard:
    own = next((place for place in places if place.person_id == work.actor.person), None)
    plain: dict[str, Any] = {name: getattr(one, name) for name in PLAIN}
    return TaskCard(
        **plain,
        step_name=name_of(version(work, document.version_id).kind, one, work.actor.language),
        overdue=one.state == "open" and one.due is not None and one.due < work.now,
        done_by=people.get(one.done_by or 0),
        done_for=people.get(one.acting_for or 0),
        claimed_by=people.get(one.claimed_by or 0),
        candidates=tuple(people[place.person_id] for place in places[:20] if place.person_id in people),
        document=document.id,
        document_title=document.called(work.actor.language),
        document_number=document.numbered(work.actor.language) or None,
        document_state=document.state,
        kind=document.kind,
        version_id=document.version_id,
        initiator=people[document.initiator_id],
        mine=one.state == "open" and own is not None and one.claimed_by in (None, work.actor.person),
        acting_for=people.get(own.acting_for or 0) if own else None,
        item=one.item or "",
        asked=one.asked or "",
        parent=one.parent_id or "",
        given_by=people.get(next((place.given_by for place in places if place.given_by), 0) or 0),
        done_by_order=_order(one, places),
    )


def _order(one: Task, places: list[Candidate]) -> str:
    by = next((place for place in places if place.person_id == one.done_by), None) if one.acting_for else None
    return (by.basis or "") if by is not None else ""


def task(work: Work, task_id: str) -> TaskCard:
    """One task of a document the actor may see; raises NotFound or NotAllowed."""
    row = work.session.get(Task, task_id)
    if row is None:
        raise NotFound("Expected to find the task, but there is none.")
    if work.session.scalar(select(Document.id).where(Document.id == row.document_id, visible(work.actor))) is None:
        raise NotAllowed("Expected a task of yours, but this one is not.", task=task_id)
    return many(work, [row])[0]


def document_of(work: Work, task_id: str) -> str:
    """The document a task is about; raises NotFound."""
    found = work.session.scalar(select(Task.document_id).where(Task.id == task_id))
    if found is None:
        raise NotFound("Expected to find the task, but there is none.")
    return found


@dataclass(frozen=True)
class ListCard:
    """The rows of one list of a document in numbers; `made` of `all` are there already. `done` counts those left out too."""

    token: str
    step: str
    step_name: str
    round: int
    all: int
    made: int
    open: int
    done: int


def of_document(work: Work, document_id: str) -> list[TaskCard]:
    """Tasks of a document in the order they were opened; of those opened by one press, the finished ones first.

    Of each list at most LISTED rows, open ones first, and the actor's own; how many there are is told by `lists`.
    """
    rank = func.row_number().over(
        partition_by=Task.token, order_by=(Task.state != "open", Task.done_at.desc(), Task.opened, Task.id)
    )
    ranked = select(Task.id, rank.label("place")).where(Task.document_id == document_id, Task.item.is_not(None))
    among = ranked.subquery()
    own = exists().where(Candidate.task_id == Task.id, Candidate.person_id == work.actor.person)
    shown = or_(Task.item.is_(None), Task.id.in_(select(among.c.id).where(among.c.place <= LISTED)), own)
    rows = select(Task).where(Task.document_id == document_id, shown)
    first = (Task.opened, Task.done_at.is_(None), Task.done_at, Task.id)
    return many(work, list(work.session.scalars(rows.order_by(*first))))


def lists(
    work: Work, document_id: str, kind: Kind, waits: Sequence[Waiting], tasks: Sequence[TaskCard]
) -> list[ListCard]:
    """The lists of a document whose rows are more than are shown, or are still being made, as its `tasks` and `waits` tell."""
    if not any(one.item for one in tasks) and not any(one.type == "rows" for one in waits):
        return []
    counted = (
        select(Task.token, Task.step, Task.round, Task.state, func.count().label("rows"))
        .where(Task.document_id == document_id, Task.item.is_not(None))
        .group_by(Task.token, Task.step, Task.round, Task.state)
    )
    found: dict[str, ListCard] = {}
    for one in work.session.execute(counted.order_by(Task.round, Task.token)):
        name = kind.step_name(one.step, work.actor.language)
        card = found.get(one.token) or ListCard(one.token, one.step, name, one.round, 0, 0, 0, 0)
        open, done = one.rows * (one.state in WAITS), one.rows * (one.state in ("done", "skipped"))
        found[one.token] = replace(
            card, all=card.all + one.rows, made=card.made + one.rows, open=card.open + open, done=card.done + done
        )
    for waiting in (one for one in waits if one.type == "rows"):
        name, of = kind.step_name(waiting.step, work.actor.language), int(waiting.parameters["of"])
        made = found.get(waiting.token) or ListCard(waiting.token, waiting.step, name, 0, 0, 0, 0, 0)
        found[waiting.token] = replace(made, all=of)
    return [one for one in found.values() if one.all > min(LISTED, one.made)]


def run(work: Work, document_id: str) -> tuple[Instance, Published] | None:
    """The document's run and the version it runs on."""
    instance = work.session.get(Instance, document_id)
    return None if instance is None else (instance, version(work, instance.version_id))


def walked(work: Work, document_id: str) -> list[str]:
    """The steps done so far, in order, as their tokens' elements."""
    rows = work.session.execute(
        select(LogEntry.token)
        .where(LogEntry.document_id == document_id, LogEntry.kind != "move")
        .order_by(LogEntry.number)
    )
    return [token.partition("#")[0] for (token,) in rows if token]


def waits(work: Work, document_id: str) -> list[Waiting]:
    """What the run waits for besides people."""
    return list(work.session.scalars(select(Waiting).where(Waiting.document_id == document_id).order_by(Waiting.token)))


def incidents(work: Work, document_id: str = "") -> list[Incident]:
    """Open incidents, of one document or all."""
    query = select(Incident).where(Incident.state == "open").order_by(Incident.id)
    return list(work.session.scalars(query.where(Incident.document_id == document_id) if document_id else query))
