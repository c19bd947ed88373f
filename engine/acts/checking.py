"""The checks a kind asks for: facts gathered from the desks, findings refused or told."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Text, or_, select, type_coerce

from engine.calendar.queries import working_time
from engine.checks import CHECKS, Asked, Away, Finding, Other
from engine.checks.check import START
from engine.checks.leave_in_order import FIRST, LAST
from engine.documents.models import Document, DocumentReader
from engine.documents.relations import OUT_OF_FORCE, STANDING
from engine.documents.rights import IN_FORCE
from engine.errors import FieldProblem, Invalid
from engine.instances.models import Task
from engine.instances.own import ABOUT
from engine.kinds import Kind
from engine.people.queries import today
from engine.people.staff import staff
from engine.work import Work

MOST_OTHERS = 300
TRIP, LEAVE = ("from", "to"), (FIRST, LAST)  # the answers that hold a document's days
NEW_END = "new_to"  # the last day that is asked for and not decided yet


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
    others = (*_others(work, document, kind), *_leaves(work, document))
    return Asked(kind.name, answers, day, workdays, others, _away(work, document))


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


def _leaves(work: Work, document: Document) -> list[Other]:
    """The leaves of orders in force about the initiator."""
    login, reader = staff(work).names.get(document.initiator_id, ""), document.initiator_id
    query = (
        select(Document)
        .join(DocumentReader, DocumentReader.document_id == Document.id)
        .where(DocumentReader.person_id == reader, Document.state.in_(IN_FORCE))
        .where(type_coerce(Document.answers, Text).contains(f'"{LEAVE[0]}"'))
        .where(or_(Document.standing.is_(None), Document.standing != STANDING["repeals"]))
        .order_by(Document.created.desc())
        .limit(MOST_OTHERS)
    )
    theirs = [one for one in work.session.scalars(query) if login in (one.answers.get(ABOUT) or ())]
    return [found for one in theirs if (found := _days(one, one.answers, LEAVE, work.actor.language)) is not None]


def _away(work: Work, document: Document) -> tuple[Away, ...]:
    """When somebody stands in for the initiator; nothing once all is settled: then it may be for this very trip."""
    if document.number is not None and NEW_END not in document.added:
        return ()
    stood_in_for = staff(work).absent.get(document.initiator_id, ())
    return tuple(Away(one.since, one.until, one.basis) for one in stood_in_for)


def _other(one: Document, owes: bool, language: str) -> Other | None:
    """A document with days; None for one without, and for one that was over before its days began (a cancelled trip)."""
    found = _days(one, {**one.answers, **one.added}, TRIP, language, owes)
    over = found is not None and one.ended is not None and one.ended.date() < found.since
    return None if over else found


def _days(
    one: Document, answers: Mapping[str, Any], named: tuple[str, str], language: str, owes: bool = False
) -> Other | None:
    """The document with the days of those two answers; None without."""
    try:
        since, until = (date.fromisoformat(str(answers.get(name))) for name in named)
    except ValueError:
        return None
    return Other(one.kind, one.called(language), one.number or "", since, until, owes)
