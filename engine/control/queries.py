"""Requests about terms, as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from engine.catalogue.queries import version
from engine.control.checks import may_move
from engine.control.deciders import deciders
from engine.control.models import Control, DueChange
from engine.documents.models import Document
from engine.documents.rights import may_see, seen
from engine.errors import NotFound
from engine.instances.commands import place_of
from engine.instances.models import Task
from engine.instances.rows import step_of
from engine.people.queries import PersonCard, cards, substitutes_for
from engine.resolutions.models import Resolution
from engine.work import Work


@dataclass(frozen=True)
class DueChangeCard:
    """A request to move a term. `state`: open, granted, refused, or lapsed when the task ended without an answer."""

    id: int
    task: str
    document: str
    step: str
    by: PersonCard
    at: datetime
    before: datetime
    wanted: datetime
    reason: str
    state: str
    granted: datetime | None
    answer: str
    decided_by: PersonCard | None
    decided_at: datetime | None
    mine_to_decide: bool


def due_changes(work: Work, document_id: str) -> list[DueChangeCard]:
    """All requests about terms of a document the actor may see, oldest first; raises NotFound, NotAllowed."""
    document = seen(work, document_id)
    found = select(DueChange, Task).join(Task, Task.id == DueChange.task_id)
    rows = work.session.execute(found.where(DueChange.document_id == document_id).order_by(DueChange.id)).all()
    pairs = [(row[0], row[1]) for row in rows]
    people = cards(work, {one for change, _ in pairs for one in (change.by_id, change.decided_by) if one})
    return [_card(work, document, change, task, people) for change, task in pairs]


def due_change(work: Work, change_id: int) -> DueChangeCard:
    """One request, on a document the actor may see."""
    row = work.session.get(DueChange, change_id)
    if row is None:
        raise NotFound("Expected to find the request about a term, but there is none.")
    return next(one for one in due_changes(work, row.document_id) if one.id == change_id)


def _card(
    work: Work, document: Document, change: DueChange, task: Task, people: Mapping[int, PersonCard]
) -> DueChangeCard:
    is_open = change.state == "open" and task.state == "open"
    return DueChangeCard(
        id=change.id,
        task=change.task_id,
        document=change.document_id,
        step=version(work, document.version_id).kind.step_name(task.step, work.actor.language),
        by=people[change.by_id],
        at=change.at,
        before=change.before,
        wanted=change.wanted,
        reason=change.reason,
        state="lapsed" if change.state == "open" and not is_open else change.state,
        granted=change.granted,
        answer=change.answer or "",
        decided_by=people.get(change.decided_by or 0),
        decided_at=change.decided_at,
        mine_to_decide=is_open and _decides(work, document, change),
    )


def _decides(work: Work, document: Document, change: DueChange) -> bool:
    if work.actor.person == change.by_id:
        return False
    people = deciders(work, document, change.by_id)
    return work.actor.person in people or (not people and work.actor.has("records_admin"))


def may_propose(work: Work, task_id: str) -> bool:
    """Whether the actor may ask for another term of the task now."""
    row = work.session.get(Task, task_id)
    if row is None or row.state != "open" or place_of(work, row) is None:
        return False
    document = work.get(Document, row.document_id)
    waits = select(DueChange.id).where(DueChange.task_id == task_id, DueChange.state == "open").limit(1)
    movable = may_move(row, step_of(version(work, document.version_id).kind, row))
    return movable and work.session.scalar(waits) is None


def waiting_for(work: Work, limit: int = 50) -> Sequence[DueChangeCard]:
    """The requests that wait for the actor's decision, oldest first."""
    found = select(DueChange.document_id).join(Task, Task.id == DueChange.task_id)
    found = found.where(DueChange.state == "open", Task.state == "open", DueChange.by_id != work.actor.person)
    if not work.actor.has("records_admin"):
        found = found.where(_concerns([work.actor.person, *substitutes_for(work, work.actor.person)]))
    documents = dict.fromkeys(work.session.scalars(found.order_by(DueChange.id).limit(limit)))
    visible = [one for one in documents if may_see(work, one)]
    return [card for one in visible for card in due_changes(work, one) if card.mine_to_decide]


def _concerns(people: Sequence[int]) -> ColumnElement[bool]:
    """The condition on requests that one of those persons may be who decides."""
    controls = select(Control.document_id).where(Control.person_id.in_(people))
    wrote = select(Resolution.document_id).where(Resolution.by_id.in_(people))
    signing = aliased(Task)
    signed = exists().where(
        signing.document_id == DueChange.document_id, signing.outcome == "sign", signing.done_by.in_(people)
    )
    return or_(DueChange.document_id.in_(controls), DueChange.document_id.in_(wrote), signed)
