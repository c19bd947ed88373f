"""Applying what the machine says has happened: the only writer of tasks, waits and the state of a run."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from engine.catalogue.queries import Published
from engine.documents.commands import move
from engine.documents.models import Document
from engine.errors import Stopped
from engine.instances import opening, renewing, rounds, rows, seats
from engine.instances.models import Incident, Instance, LogEntry, Task, Waiting
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

VACANT = "Expected somebody for {step}, but the post is vacant."
OWN = "Expected somebody for {step} instead of the initiator himself, but nobody stands above or acts for him by order."
REPORTED = "Expected somebody for {step} instead of who reported, but nobody stands above or acts for him by order."
VACANCIES = (VACANT, OWN, REPORTED)  # how an incident says that nobody may do a step


def apply(
    work: Work, instance: Instance, document: Document, published: Published, advance: Advance, entry: Entry
) -> None:
    """Keeps the new state, the log's entry, and everything that opened, closed or ended with it.

    A task whose only person would decide on his own document is passed over where the kind says so, which moves the
    instance again; that is done here until it rests. Raises Stopped, and keeps nothing, when the route cannot go on.
    """
    for happening in advance.happenings:
        if isinstance(happening, Stuck):
            raise Stopped(happening.reason_template, step=happening.step, document=document.id, **happening.facts)
    _log(work, instance, entry, entry.data if advance.data is None else advance.data)
    instance.state, instance.next_due = advance.state, advance.next_due
    instance.steps += advance.steps
    arrive(work, instance, document, published, advance.happenings)


def arrive(
    work: Work, instance: Instance, document: Document, published: Published, happenings: Sequence[Happening]
) -> None:
    """Keeps what opened, closed or ended; what is passed over moves the instance on."""
    passed: list[tuple[str, str]] = []
    for happening in happenings:
        passed += _one(work, instance, document, published, happening)
    work.session.flush()
    for token, outcome in passed:
        again = Entry("finish", work.now, token=token, data={"outcome": outcome})
        moved = work.tools.machine.finish(published.spec, instance.state, token, again.data, work.now)
        apply(work, instance, document, published, moved, again)


def _log(work: Work, instance: Instance, entry: Entry, data: Mapping[str, Any]) -> None:
    last = select(func.coalesce(func.max(LogEntry.number), 0) + 1).where(LogEntry.document_id == instance.document_id)
    work.session.execute(
        insert(LogEntry).values(
            document_id=instance.document_id,
            number=last.scalar_subquery(),
            at=entry.at,
            kind=entry.kind,
            token=entry.token,
            data={"data": dict(data), "message": entry.message, "key": entry.key, "code": entry.code},
        )
    )


def _one(
    work: Work, instance: Instance, document: Document, published: Published, happening: Happening
) -> list[tuple[str, str]]:
    match happening:
        case TaskOpened(token, step):
            return _open_task(work, document, published, token, published.kind.diagram.steps[step])
        case TaskWithdrawn(token):
            rows.withdraw(work, document, token)
        case StepRequested(token, step, verb, parameters):
            _request_step(work, document, token, step, verb, dict(parameters))
        case WaitOpened(token, step, message, key, due):
            work.add(_waiting(work, document, token, step, "message" if message else "timer", message, key, None, due))
        case WaitClosed(token):
            work.session.execute(delete(Waiting).where(Waiting.document_id == document.id, Waiting.token == token))
        case MessageSent(message, key, payload):
            told = {"message": message, "key": key, "payload": dict(payload), "sender": document.id}
            work.later("deliver_message", told, document=document.id)
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
    """Opens the rows of a waiting point; gives the token and the outcome where it is passed over instead."""
    kind = published.kind
    told = facts(document, step=dict(step.names) or step.name)
    if not step.of and rounds.approved_before(work, document, kind, step, token):
        return [(token, "approve")]
    again = renewing.asked_last(work, document, kind, step)
    if step.of:
        opened = rows.of_list(work, document, kind, step, token, told, held=again.held)
        vacant(work, document, step, opened.vacant)
        passed = [(token, rows.usual(step))] if opened.none else []
    else:
        found = seats.find(work, document, kind, step)
        if found.skip:
            opening.pass_over(work, document, step, token, found.skip, found.why)
            return [(token, found.skip)]
        row = seats.Row("", found)
        vacant(work, document, step, opening.open_rows(work, document, step, token, [row], told, held=again.held))
        passed = []
    vacant(work, document, step, renewing.ask_again(work, document, kind, step, token, again, told))
    return passed


def vacant(work: Work, document: Document, step: Step, tasks: Sequence[Task]) -> None:
    """Asks the records administrator to find somebody for tasks that nobody may do."""
    for task in tasks:
        instead = {seats.NOBODY_ABOVE: OWN, seats.NOBODY_ACCEPTS: REPORTED}
        sentence = instead.get((task.why or {}).get("template", ""), VACANT)
        raise_incident(work, document, step.id, sentence, {"step": step.name}, token=vacancy(task))


def vacancy(task: Task) -> str:
    """The token under which a vacancy is noted: the waiting point's, and the element of the list or the row asked for beside."""
    of = task.item or (task.id if task.asked else "")
    return f"{task.token}/{of}"[:120] if of else task.token


def ended(work: Work, instance: Instance, document: Document, end: str) -> None:
    """Notes that the run is over; the name of its end is the document's state where it is one."""
    instance.status, instance.end, instance.ended, instance.next_due = "ended", end, work.now, None
    over = update(Incident).where(Incident.document_id == document.id, Incident.state == "open")
    work.session.execute(over.values(state="resolved", resolved_at=work.now))
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
