"""The checks a kind asks for: facts gathered from the desks, findings refused or told."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.calendar.queries import working_time
from engine.checks import CHECKS, Asked, Finding, Other
from engine.checks.check import START
from engine.documents.models import Document
from engine.documents.relations import OUT_OF_FORCE
from engine.errors import FieldProblem, Invalid
from engine.instances.models import Task
from engine.kinds import Kind
from engine.people.queries import today
from engine.work import Work

MOST_OTHERS = 300


def must_pass(work: Work, document: Document, kind: Kind, answers: Mapping[str, Any], *, at: str = START) -> None:
    """Raises Invalid with what the kind's checks refuse. `answers` are what is sent now."""
    found = _findings(work, document, kind, {**document.answers, **document.added, **answers}, "refuse", at)
    if found:
        raise Invalid([FieldProblem(one.field, one.template, one.facts) for one in found])


def warnings(work: Work, document: Document, kind: Kind) -> tuple[Finding, ...]:
    """What those who decide on the document should know of it; nothing once it is over."""
    if document.ended is not None:
        return ()
    return tuple(_findings(work, document, kind, {**document.answers, **document.added}, "warn", START))


def _findings(
    work: Work, document: Document, kind: Kind, answers: Mapping[str, Any], how: str, at: str
) -> list[Finding]:
    wanted = [CHECKS[name] for name, does in kind.checks.items() if does == how and CHECKS[name].at == at]
    if not wanted:
        return []
    asked = _asked(work, document, kind, answers)
    return [finding for check in wanted for finding in check.do(asked)]


def _asked(work: Work, document: Document, kind: Kind, answers: Mapping[str, Any]) -> Asked:
    counting, zone = working_time(work), ZoneInfo(work.tools.settings.timezone)

    def workdays(first: date, last: date) -> int:
        return sum(counting.works(first + timedelta(days=one)) for one in range(1, min((last - first).days, 60) + 1))

    day = document.sent.astimezone(zone).date() if document.sent and document.state != "rework" else today(work)
    return Asked(kind.name, answers, day, workdays, tuple(_others(work, document, kind)))


def _others(work: Work, document: Document, kind: Kind) -> list[Other]:
    out = (*OUT_OF_FORCE, "draft")
    query = (
        select(Document)
        .where(Document.initiator_id == document.initiator_id, Document.id != document.id, Document.state.not_in(out))
        .order_by(Document.created.desc())
        .limit(MOST_OTHERS)
    )
    rows = list(work.session.scalars(query))
    owing = select(Task.document_id).where(
        Task.document_id.in_([one.id for one in rows if one.kind == kind.name]),
        Task.step == kind.executors,
        Task.state.in_(("open", "held")),
    )
    owes = set(work.session.scalars(owing))
    return [other for one in rows if (other := _other(one, one.id in owes, work.actor.language)) is not None]


def _other(one: Document, owes: bool, language: str) -> Other | None:
    """A document with days; None for one without, and for one that was over before its days began (a cancelled trip)."""
    answers = {**one.answers, **one.added}
    try:
        since, until = date.fromisoformat(str(answers.get("from"))), date.fromisoformat(str(answers.get("to")))
    except ValueError:
        return None
    if one.ended is not None and one.ended.date() < since:
        return None
    return Other(one.kind, one.called(language), one.number or "", since, until, owes)
