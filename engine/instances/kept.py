"""How a document stood, as plain data: taken before it follows to another version, and brought back from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from engine.db import Moment, Row
from engine.documents.commands import move
from engine.documents.models import Document
from engine.instances.models import Candidate, Incident, Instance, LogEntry, Task, Waiting
from engine.work import Work

SOME = 500  # rows of one statement


def snapshot(work: Work, instance: Instance, document: Document, tasks: Sequence[Task]) -> dict[str, Any]:
    """The document's state, those tasks with their people, all waits, open incidents and the log."""
    log = select(LogEntry.data).where(LogEntry.document_id == document.id).order_by(LogEntry.number)
    incidents = select(Incident.id).where(Incident.document_id == document.id, Incident.state == "open")
    return {
        "next_due": None if instance.next_due is None else instance.next_due.isoformat(),
        "state": document.state,
        "tasks": [_written(one) for one in tasks],
        "places": [_written(one) for some in portions([one.id for one in tasks]) for one in _places(work, some)],
        "waits": [_written(one) for one in _waits(work, document)],
        "incidents": list(work.session.scalars(incidents)),
        "log": list(work.session.scalars(log)),
    }


def portions(ids: Sequence[str]) -> list[Sequence[str]]:
    """The ids, as many at a time as one statement takes."""
    return [ids[first : first + SOME] for first in range(0, len(ids), SOME)]


def _places(work: Work, tasks: Sequence[str]) -> Sequence[Candidate]:
    return work.session.scalars(select(Candidate).where(Candidate.task_id.in_(tasks))).all()


def _waits(work: Work, document: Document) -> Sequence[Waiting]:
    return work.session.scalars(select(Waiting).where(Waiting.document_id == document.id)).all()


def _written(row: Row) -> dict[str, Any]:
    found = {one.key: getattr(row, one.key) for one in row.__table__.columns}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in found.items()}


def _read(model: type[Row], written: Mapping[str, Any]) -> dict[str, Any]:
    moments = {one.key for one in model.__table__.columns if isinstance(one.type, Moment)}
    return {
        name: datetime.fromisoformat(value) if name in moments and value is not None else value
        for name, value in written.items()
    }


def restore(work: Work, instance: Instance, document: Document, before: Mapping[str, Any]) -> None:
    """Brings everything of a snapshot back; what the office owed then, it owes again."""
    instance.next_due = None if before["next_due"] is None else datetime.fromisoformat(before["next_due"])
    move(work, document, before["state"])
    for one in before["tasks"]:
        given = _read(Task, one)
        work.session.execute(update(Task).where(Task.id == given.pop("id")).values(given))
    for some in portions([one["id"] for one in before["tasks"]]):
        work.session.execute(delete(Candidate).where(Candidate.task_id.in_(some)))
    if before["places"]:
        work.session.execute(insert(Candidate), [_read(Candidate, one) for one in before["places"]])
    _wait_again(work, document, before["waits"])
    _stop_again(work, document, before["incidents"])


def _wait_again(work: Work, document: Document, before: Sequence[Mapping[str, Any]]) -> None:
    there = {one.token for one in _waits(work, document)}
    work.session.execute(delete(Waiting).where(Waiting.document_id == document.id))
    for one in before:
        work.session.execute(insert(Waiting).values(_read(Waiting, one)))
        if one["token"] in there:
            continue
        if one["type"] == "verb":
            owed = {"document": document.id, "token": one["token"], "verb": one["name"]}
            work.later("step", owed, key=f"step:{document.id}:{one['token']}", document=document.id)
        elif one["type"] == "rows":
            work.later("open_rows", {"document": document.id, "token": one["token"]}, document=document.id)


def _stop_again(work: Work, document: Document, before: Sequence[int]) -> None:
    of_it = update(Incident).where(Incident.document_id == document.id)
    fresh = of_it.where(Incident.state == "open", Incident.id.not_in(before))
    work.session.execute(fresh.values(state="resolved", resolved_at=work.now))
    work.session.execute(of_it.where(Incident.id.in_(before)).values(state="open", resolved_at=None))
