"""Taking a document under control, and moving the term of a task by request (J-10, domain 6.0 «Control»)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from engine.calendar.queries import working_time
from engine.control import checks
from engine.control.deciders import acts_for, deciders
from engine.control.models import Control, DueChange
from engine.db import put_new
from engine.documents.commands import let_read
from engine.documents.models import Document
from engine.errors import NotFound, WrongState
from engine.instances import commands as instances
from engine.instances import dues, progress
from engine.instances.models import Candidate, Task
from engine.instances.rows import step_of
from engine.instances.telling import name_of
from engine.kinds import Kind
from engine.notices.commands import announce
from engine.people.models import Person
from engine.resolutions.commands import move_due
from engine.texts import REASON, WHY, check_words
from engine.work import Work

NAMED = "controller"  # the answer that names who controls an order


def take(work: Work, document: Document, person: int, why: str) -> None:
    """Puts the document under a person's control: it stands in his list, and he decides on its terms."""
    put_new(
        work.session,
        Control,
        [{"document_id": document.id, "person_id": person, "why": why, "since": work.now}],
    )
    let_read(work, document.id, [person], "control")


def take_named(work: Work, document: Document, answers: dict[str, Any]) -> None:
    """Puts the document under the control of whom its answers name as the controller; nothing when they name nobody."""
    named = answers.get(NAMED)
    logins = [named] if isinstance(named, str) else [one for one in named or [] if isinstance(one, str)]
    found = select(Person.id).where(Person.login.in_(logins), Person.dismissed.is_(None))
    for person in work.session.scalars(found).all() if logins else ():
        take(work, document, person, "named")


def propose_due(work: Work, task_id: str, day: date, reason: str) -> DueChange:
    """The executor asks for another day; the author of the resolution, the controller or the signer is told.

    Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    task, _, document, published = instances.hold_task(work, task_id)
    checks.must_hold(work, task)
    checks.must_move(task, step_of(published.kind, task))
    if asked(work, task_id) is not None:
        raise WrongState("Expected one request about a term at a time, but one waits for its answer already.")
    check_words(reason, "reason", most=REASON, needed=WHY)
    wanted = working_time(work).end_of(checks.good_day(work, task, day, reason, "due"))
    checks.must_be_ahead(work, wanted)
    assert task.due is not None
    change = work.add(
        DueChange(
            task_id=task.id,
            document_id=document.id,
            by_id=work.actor.person,
            at=work.now,
            before=task.due,
            wanted=wanted,
            reason=reason.strip(),
            state="open",
        )
    )
    work.session.flush()
    after = {"due": wanted.isoformat(), "reason": reason.strip()}
    work.record(_stream(task), "task.due_proposed", task.step, before=_due(task), after={"task": task.id, **after})
    people = deciders(work, document, work.actor.person)
    let_read(work, document.id, people, "control")
    _tell(work, people, "due.proposed", task, document, published.kind, wanted)
    return change


def asked(work: Work, task_id: str) -> DueChange | None:
    """The request about the term of a task that waits for its answer."""
    found = select(DueChange).where(DueChange.task_id == task_id, DueChange.state == "open")
    return work.session.scalar(found.limit(1))


def grant_due(work: Work, change_id: int, *, day: date | None = None, comment: str = "") -> DueChange:
    """The term is moved to the wanted day, or to another one; reminders, lists and the resolution follow.

    Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    change, task, document, kind = _held(work, change_id)
    check_words(comment, "comment", most=REASON)
    moment = change.wanted
    if day is not None:
        moment = working_time(work).end_of(checks.good_day(work, task, day, change.reason, "due"))
    checks.must_be_ahead(work, moment)
    before = _due(task)
    move(work, task, document, kind, moment)
    change.state, change.granted = "granted", moment
    _close(work, change, comment)
    after = {"task": task.id, "due": moment.isoformat(), "comment": comment.strip()}
    work.record(
        _stream(task), "task.due_granted", task.step, before=before, after=after, acting_for=_acts_for(work, document)
    )
    _tell(work, [*_people(work, task), change.by_id], "due.granted", task, document, kind, moment)
    return change


def refuse_due(work: Work, change_id: int, comment: str) -> DueChange:
    """The term stays, with the reason. Raises NotFound, NotAllowed, WrongState, Invalid."""
    change, task, document, kind = _held(work, change_id)
    check_words(comment, "comment", most=REASON, needed=WHY)
    change.state = "refused"
    _close(work, change, comment)
    after = {"task": task.id, "comment": comment.strip()}
    who = _acts_for(work, document)
    work.record(_stream(task), "task.due_refused", task.step, before=_due(task), after=after, acting_for=who)
    _tell(work, [*_people(work, task), change.by_id], "due.refused", task, document, kind, change.wanted)
    return change


def move(work: Work, task: Task, document: Document, kind: Kind, due: datetime) -> None:
    """Gives an open task another term: its people's lists, its reminders and the resolution follow."""
    step = step_of(kind, task)
    task.due, task.due_moved, task.overdue = due, True, due < work.now
    task.alarm, task.alarm_at = dues.first_alarm(work, due) if step.term is None or step.term.remind else (None, None)
    work.session.execute(update(Candidate).where(Candidate.task_id == task.id).values(due=due))
    if not task.shared and step.term is not None and step.term.answer:
        day = checks.day_of(work, due)
        document.added = {**document.added, step.term.answer: day.isoformat()}
        move_due(work, document, day)


def _held(work: Work, change_id: int) -> tuple[DueChange, Task, Document, Kind]:
    found = work.session.get(DueChange, change_id)
    if found is None:
        raise NotFound("Expected to find the request about a term, but there is none.")
    task, _, document, published = instances.hold_task(work, found.task_id)
    change = work.get(DueChange, change_id, hold=True)
    checks.must_decide(work, document, change)
    if change.state != "open":
        raise WrongState("Expected a request that waits for its answer, but it is answered already.")
    checks.must_be_open(task)
    return change, task, document, published.kind


def _close(work: Work, change: DueChange, comment: str) -> None:
    change.answer, change.decided_by, change.decided_at = comment.strip() or None, work.actor.person, work.now


def _acts_for(work: Work, document: Document) -> str | None:
    absent = acts_for(work, document)
    return work.get(Person, absent).login if absent else None


def _stream(task: Task) -> str:
    return f"document:{task.document_id}"


def _due(task: Task) -> dict[str, Any]:
    return {"task": task.id, "due": task.due.isoformat() if task.due else None}


def _people(work: Work, task: Task) -> list[int]:
    return list(work.session.scalars(select(Candidate.person_id).where(Candidate.task_id == task.id)))


def _tell(
    work: Work, people: Sequence[int], act: str, task: Task, document: Document, kind: Kind, due: datetime
) -> None:
    step = kind.diagram.steps[task.step]
    who = name_of(work, work.actor.person)
    told = progress.facts(document, step=dict(step.names) or step.name, who=who, due=due.isoformat())
    announce(work, people, act, document=document.id, task=task.id, facts=told)
