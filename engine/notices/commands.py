"""Telling people."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, update

from engine.notices.models import Notice
from engine.work import Work

# The sentence of each act; the facts are those of the document (kind, title, number) and of the act.
SENTENCES = {
    "task.opened": "{step} is asked of you: {title}",
    "task.reminded": "{step} is due soon: {title}",
    "task.overdue": "{step} is overdue: {title}",
    "task.escalated": "{step} has been overdue for a day and waits for {who}: {title}",
    "task.recounted": "The calendar changed: {step} is now due {due}: {title}",
    "task.done": "{who}: {outcome}: {title}",
    "due.proposed": "{who} asks to move the term of {step} to {due}: {title}",
    "due.granted": "{who} moved the term of {step} to {due}: {title}",
    "due.refused": "{who} did not move the term of {step}: {title}",
    "document.returned": "{who} returned it for rework: {title}",
    "document.rejected": "{who} rejected it: {title}",
    "document.registered": "Registered with № {number}: {title}",
    "document.filed": "Executed and filed: {title}",
    "document.withdrawn": "{who} withdrew it: {title}",
    "document.annulled": "№ {number} was annulled: {title}",
    "document.cancelled": "{who} cancelled it: {title}",
    "document.being_checked": "The signature is being checked: {title}",
    "signature.invalid": "The signature was not accepted: {title}",
    "incident.raised": "An automatic step of {title} stopped and needs attention",
}


def announce(
    work: Work,
    persons: Iterable[int],
    act: str,
    *,
    document: str | None = None,
    task: str | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Puts a line into the feed of each person (not of the one who acts)."""
    rows = [
        {
            "person_id": person,
            "at": work.now,
            "act": act,
            "document_id": document,
            "task_id": task,
            "facts": facts or {},
        }
        for person in sorted(set(persons) - {work.actor.person})
    ]
    if rows:
        work.session.execute(insert(Notice), rows)


def read(work: Work, up_to: int) -> None:
    """Marks the actor's lines up to that one as read."""
    work.session.execute(
        update(Notice)
        .where(Notice.person_id == work.actor.person, Notice.id <= up_to, Notice.read_at.is_(None))
        .values(read_at=work.now)
    )
