"""Applying what the machine says has happened: the only writer of tasks, waits and the state of a run."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from engine.calendar.queries import term_end, working_time
from engine.catalogue.queries import Published
from engine.db import new_id
from engine.documents.commands import let_read, move
from engine.documents.models import Document
from engine.errors import Stopped
from engine.instances import seats
from engine.instances.models import Candidate, Incident, Instance, LogEntry, Task, Waiting
from engine.notices.commands import announce
from engine.work import Work
from engine.workflow import (
    Advance,
    Ended,
    Entry,
    Happening,
    MessageSent,
    Step,
    StepRequested,
    Stuck,
    TaskOpened,
    TaskWithdrawn,
    WaitClosed,
    WaitOpened,
)

FINAL_STATES = {"filed", "rejected", "withdrawn", "cancelled", "annulled"}


def apply(
    work: Work, instance: Instance, document: Document, published: Published, advance: Advance, entry: Entry
) -> None:
    """Keeps the new state, the log's entry, and everything that opened, closed or ended with it.

    A task whose only person would decide on his own document is passed over where the kind says so, which moves the
    instance again; that is done here until it rests. Raises Stopped, and keeps nothing, when the route cannot go on.
    """
    for happening in advance.happenings:
        if isinstance(happening, Stuck):
            raise Stopped(happening.reason_template, step=happening.step, **happening.facts)
    _log(work, instance, entry)
    instance.state, instance.next_due = advance.state, advance.next_due
    instance.steps += advance.steps
    passed: list[tuple[str, str]] = []
    for happening in advance.happenings:
        passed += _one(work, instance, document, published, happening)
    work.session.flush()
    for token, outcome in passed:
        again = Entry("finish", work.now, token=token, data={"outcome": outcome})
        moved = work.tools.machine.finish(published.spec, instance.state, token, again.data, work.now)
        apply(work, instance, document, published, moved, again)


def _log(work: Work, instance: Instance, entry: Entry) -> None:
    last = select(func.coalesce(func.max(LogEntry.number), 0) + 1).where(LogEntry.document_id == instance.document_id)
    work.session.execute(
        insert(LogEntry).values(
            document_id=instance.document_id,
            number=last.scalar_subquery(),
            at=entry.at,
            kind=entry.kind,
            token=entry.token,
            data={"data": dict(entry.data), "message": entry.message, "key": entry.key, "code": entry.code},
        )
    )


def _one(
    work: Work, instance: Instance, document: Document, published: Published, happening: Happening
) -> list[tuple[str, str]]:
    match happening:
        case TaskOpened(token, step):
            return _open_task(work, document, published, token, published.kind.diagram.steps[step])
        case TaskWithdrawn(token):
            _withdraw_task(work, document, token)
        case StepRequested(token, step, verb, parameters):
            _request_step(work, document, token, step, verb, dict(parameters))
        case WaitOpened(token, step, message, key, due):
            work.add(_waiting(work, document, token, step, "message" if message else "timer", message, key, None, due))
        case WaitClosed(token):
            work.session.execute(delete(Waiting).where(Waiting.document_id == document.id, Waiting.token == token))
        case MessageSent(message, key, payload):
            work.later(
                "deliver_message", {"message": message, "key": key, "payload": dict(payload)}, document=document.id
            )
        case Ended(end):
            ended(work, instance, document, end)
    return []


def _waiting(
    work: Work,
    document: Document,
    token: str,
    step: str,
    type: str,
    name: str | None,
    key: object,
    parameters: Any,
    due: datetime | None,
) -> Waiting:
    return Waiting(
        document_id=document.id,
        token=token,
        step=step,
        type=type,
        name=name,
        key=None if key is None else str(key)[:200],
        parameters=parameters,
        due=due,
        since=work.now,
    )


def _request_step(work: Work, document: Document, token: str, step: str, verb: str, parameters: dict[str, Any]) -> None:
    work.add(_waiting(work, document, token, step, "verb", verb, None, parameters, None))
    work.later(
        "step",
        {"document": document.id, "token": token, "verb": verb},
        key=f"step:{document.id}:{token}",
        document=document.id,
    )


def _open_task(work: Work, document: Document, published: Published, token: str, step: Step) -> list[tuple[str, str]]:
    found = seats.find(work, document, published.kind, step)
    if found.skip:
        _skipped(work, document, token, step, found)
        return [(token, found.skip)]
    due = _due(work, document, step)
    task = _task(work, document, token, step, found, due)
    work.add(task)
    work.session.flush()
    if step.stage:
        move(work, document, step.stage)
    rows = [
        {
            "task_id": task.id,
            "person_id": one.person,
            "acting_for": one.acting_for,
            "basis": one.basis,
            "open": True,
            "due": due,
        }
        for one in found.places
    ]
    if rows:
        work.session.execute(insert(Candidate), rows)
    people = [one.person for one in found.places]
    let_read(work, document.id, people, "task")
    announce(
        work,
        people,
        "task.opened",
        document=document.id,
        task=task.id,
        facts=facts(document, step=dict(step.names) or step.name),
    )
    if not people:
        vacant = "Expected somebody for {step}, but the post is vacant."
        raise_incident(work, document, step.id, vacant, {"step": step.name}, token=token)
    return []


def _task(work: Work, document: Document, token: str, step: Step, found: seats.Found, due: datetime | None) -> Task:
    alarm, at = first_alarm(work, due) if due and (step.term is None or step.term.remind) else (None, None)
    return Task(
        id=new_id(),
        document_id=document.id,
        token=token,
        step=step.id,
        stage=step.stage,
        level=step.level or "click",
        round=document.round,
        state="open",
        queue=found.queue,
        why=found.why,
        opened=work.now,
        due=due,
        alarm=alarm,
        alarm_at=at,
        overdue=False,
    )


def _skipped(work: Work, document: Document, token: str, step: Step, found: seats.Found) -> None:
    task = _task(work, document, token, step, found, None)
    task.state, task.outcome, task.done_at, task.done_by = "skipped", found.skip, work.now, None
    work.add(task)
    work.record(f"document:{document.id}", "task.skipped", step.id, after={"why": "own document"})


def _due(work: Work, document: Document, step: Step) -> datetime | None:
    term = step.term
    if term is None:
        return None
    answered = {**document.answers, **document.added}.get(term.answer) if term.answer else None
    if isinstance(answered, str) and answered:
        try:
            return working_time(work).end_of(datetime.fromisoformat(answered).date())
        except ValueError:
            pass
    return term_end(work, work.now, term.amount, term.unit) if term.amount else None


def first_alarm(work: Work, due: datetime) -> tuple[str | None, datetime | None]:
    """The first reminder of a term: at half of it."""
    if due <= work.now:
        return "due", work.now
    time = working_time(work)
    return "half", time.add_hours(work.now, time.hours_between(work.now, due) / 2)


def next_alarm(work: Work, task: Task) -> tuple[str | None, datetime | None]:
    """What comes after the alarm that has just sounded: half → soon (4 working hours before) → due → escalate, five times."""
    assert task.due is not None
    time = working_time(work)
    if task.alarm == "half":
        soon = due_minus_hours(work, task.due, 4)
        return ("soon", soon) if soon > work.now else ("due", task.due)
    if task.alarm == "soon":
        return "due", task.due
    count = int((task.alarm or "x:0").partition(":")[2] or 0) + 1
    return (f"escalate:{count}", time.add_days(max(task.due, work.now), 1)) if count <= 5 else (None, None)


def due_minus_hours(work: Work, due: datetime, hours: float) -> datetime:
    """The moment so many working hours before the due one."""
    time, low, high = working_time(work), due - timedelta(days=21), due
    for _ in range(40):
        middle = low + (high - low) / 2
        low, high = (middle, high) if time.hours_between(middle, due) > hours else (low, middle)
    return high


def _withdraw_task(work: Work, document: Document, token: str) -> None:
    task = work.session.scalar(
        select(Task).where(Task.document_id == document.id, Task.token == token, Task.state == "open")
    )
    if task is None:
        return
    task.state, task.done_at, task.alarm_at = "withdrawn", work.now, None
    close_candidates(work, task)


def close_candidates(work: Work, task: Task) -> None:
    """Takes the task out of everybody's list."""
    work.session.execute(update(Candidate).where(Candidate.task_id == task.id).values(open=False))


def ended(work: Work, instance: Instance, document: Document, end: str) -> None:
    """Notes that the run is over; the name of its end is the document's state where it is one."""
    instance.status, instance.end, instance.ended, instance.next_due = "ended", end, work.now, None
    if end in FINAL_STATES:
        move(work, document, end)


def raise_incident(
    work: Work,
    document: Document,
    step: str,
    template: str,
    given: dict[str, Any],
    *,
    token: str = "",
    detail: str = "",
) -> None:
    """Notes that a step stopped and tells those who can mend it; nothing when the same is noted and open already."""
    same = select(Incident.id).where(
        Incident.document_id == document.id, Incident.step == step, Incident.token == token, Incident.state == "open"
    )
    if work.session.scalar(same.where(Incident.template == template).limit(1)) is not None:
        return
    work.add(
        Incident(
            document_id=document.id,
            step=step,
            token=token,
            template=template,
            facts=given,
            detail=detail[:4000],
            state="open",
            at=work.now,
        )
    )
    work.record(f"document:{document.id}", "incident.raised", step, after={"reason": template, **given})
    told = {**facts(document), "title": document.kind}  # owners and administrators mend it without reading it
    announce(work, seats.owners(work), "incident.raised", document=document.id, facts=told)


def facts(document: Document, **more: Any) -> dict[str, Any]:
    """What a notice says of a document."""
    return {"kind": document.kind, "title": document.title, "number": document.number or "", **more}
