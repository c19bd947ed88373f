"""Imposing, reporting, closing."""

from datetime import date
from typing import Any

from sqlalchemy import select

from engine.documents.models import Document
from engine.resolutions.models import Resolution
from engine.work import Work


def impose(work: Work, document: Document, answers: dict[str, Any]) -> Resolution:
    """The instruction a signer gives with his signature."""
    due = answers.get("due")
    resolution = work.add(
        Resolution(
            document_id=document.id,
            by_id=work.actor.person,
            executor=str(answers.get("executor_unit") or ""),
            co_executors=answers.get("co_executors") or [],
            text=str(answers.get("resolution") or ""),
            due=date.fromisoformat(due) if due else None,
            control=bool(answers.get("control")),
            state="open",
            at=work.now,
        )
    )
    work.record(f"document:{document.id}", "resolution.imposed", document.id, after=answers)
    return resolution


def _current(work: Work, document_id: str) -> Resolution | None:
    return work.session.scalar(
        select(Resolution).where(Resolution.document_id == document_id).order_by(Resolution.id.desc()).limit(1)
    )


def report(work: Work, document: Document, text: str) -> None:
    """The executor's report."""
    resolution = _current(work, document.id)
    if resolution is not None:
        resolution.report, resolution.state = text, "reported"


def accept(work: Work, document: Document) -> None:
    """The report is accepted: the instruction is done."""
    resolution = _current(work, document.id)
    if resolution is not None:
        resolution.state, resolution.closed = "done", work.now


def reopen(work: Work, document: Document, due: str | None) -> None:
    """The report was returned: the instruction is open again, with a new term when one was given."""
    resolution = _current(work, document.id)
    if resolution is not None:
        before = {"due": str(resolution.due), "state": resolution.state}
        resolution.state, resolution.due = "open", date.fromisoformat(due) if due else resolution.due
        work.record(
            f"document:{document.id}",
            "resolution.reopened",
            document.id,
            before=before,
            after={"due": str(resolution.due)},
        )


def move_due(work: Work, document: Document, day: date) -> None:
    """The term of the instruction was moved by its author."""
    resolution = _current(work, document.id)
    if resolution is not None:
        resolution.due = day
