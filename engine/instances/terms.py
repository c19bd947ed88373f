"""Open terms after a change of the calendar: counted anew from the moment their tasks were opened.

A term that a person moved by hand stays; one that an answer names is the end of that day anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update

from engine.calendar.queries import working_time
from engine.catalogue.queries import version
from engine.documents.models import Document
from engine.instances import progress
from engine.instances.dues import due_after, due_minus_hours
from engine.instances.models import Candidate, Instance, Task
from engine.instances.rows import step_of
from engine.notices.commands import announce
from engine.work import Work
from engine.workflow import Step

PORTION = 200  # documents that one look leaves counts for
LOOKED_AT = 2000  # so many tasks at most are looked at before a change
REASON = "The calendar changed."


@dataclass(frozen=True)
class Moving:
    """How many open terms a change moves; `more` says that there are more tasks than were looked at."""

    count: int
    more: bool = False


def recount(work: Work, given: Mapping[str, Any]) -> None:
    """Leaves a count for each of the next documents with open terms that end on the day `since` or later, and itself for the rest."""
    since, after = str(given["since"]), str(given.get("after", ""))
    found = select(Task.document_id).where(_concerned(work, date.fromisoformat(since)), Task.document_id > after)
    documents = list(work.session.scalars(found.distinct().order_by(Task.document_id).limit(PORTION)))
    for id in documents:
        work.later("recount_document", {"document": id}, key=f"recount:{id}", document=id)
    if len(documents) == PORTION:
        work.later("recount_terms", {"since": since, "after": documents[-1]})


def moving(work: Work, since: date) -> Moving:
    """How many open terms would be other than they are by the calendar this look counts with."""
    found = (
        select(Task, Document)
        .join(Document, Document.id == Task.document_id)
        .where(_concerned(work, since))
        .order_by(Task.id)
        .limit(LOOKED_AT + 1)
    )
    tasks = work.session.execute(found).all()
    moved = sum(_due(work, document, task) != task.due for task, document in tasks[:LOOKED_AT])
    return Moving(moved, len(tasks) > LOOKED_AT)


def _concerned(work: Work, since: date) -> ColumnElement[bool]:
    floor = working_time(work).start_of(since)
    return and_(Task.state.in_(("open", "held")), Task.due >= floor, Task.due_moved.is_(False))


def recount_document(work: Work, given: Mapping[str, Any]) -> None:
    """The open terms of one document, counted anew: nobody else's document is held meanwhile."""
    document_id = str(given["document"])
    instance = work.get(Instance, document_id, hold=True)
    if instance.status != "running":
        return
    document = work.get(Document, document_id, hold=True)
    waiting = select(Task).where(
        Task.document_id == document_id, Task.state.in_(("open", "held")), Task.due_moved.is_(False)
    )
    for task in work.session.scalars(waiting.execution_options(populate_existing=True)).all():
        due = _due(work, document, task)
        if due is not None and due != task.due:
            _move(work, document, task, due)


def _step(work: Work, document: Document, task: Task) -> Step:
    return step_of(version(work, document.version_id).kind, task)


def _due(work: Work, document: Document, task: Task) -> datetime | None:
    """When the task is due by the calendar as it is counted with now; as it was when its step has no term."""
    return None if task.due is None else due_after(work, document, _step(work, document, task), task) or task.due


def _move(work: Work, document: Document, task: Task, due: datetime) -> None:
    before, step = task.due, _step(work, document, task)
    task.due = due
    _set_alarm(work, task, due, step)
    work.session.execute(update(Candidate).where(Candidate.task_id == task.id).values(due=due))
    work.record(
        f"document:{document.id}",
        "task.due_moved",
        task.step,
        before={"task": task.id, "due": before.isoformat() if before else None},
        after={"task": task.id, "due": due.isoformat(), "reason": REASON},
    )
    told = progress.facts(document, step=dict(step.names) or step.name, due=due.isoformat())
    announce(work, _people(work, task), "task.recounted", document=document.id, task=task.id, facts=told)


def _people(work: Work, task: Task) -> list[int]:
    if task.claimed_by:
        return [task.claimed_by]
    return list(work.session.scalars(select(Candidate.person_id).where(Candidate.task_id == task.id)))


def _set_alarm(work: Work, task: Task, due: datetime, step: Step) -> None:
    """The next reminder by the new term: what has sounded does not sound again, unless the term begins to run anew."""
    if step.term is None or not step.term.remind:
        return
    if due <= work.now:
        if not task.overdue:
            task.alarm, task.alarm_at = "due", work.now
        return
    was_late, task.overdue = task.overdue, False
    time = working_time(work)
    if task.alarm == "half" and not was_late:
        task.alarm_at = time.add_hours(task.opened, time.hours_between(task.opened, due) / 2)
        return
    soon = due_minus_hours(work, due, 4)
    task.alarm, task.alarm_at = ("soon", soon) if soon > work.now else ("due", due)
