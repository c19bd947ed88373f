"""What the familiarisation sheet says: each person of the lists, when and by which level, or why not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.catalogue.queries import version
from engine.documents.models import Document
from engine.instances.models import Candidate, Task
from engine.kinds import Kind
from engine.kinds.labels import LEVELS
from engine.sheets.people import People
from engine.sheets.words import word
from engine.texts import said
from engine.wording import numeric_moment
from engine.work import Work

COLUMNS = (
    Task.id,
    Task.state,
    Task.outcome,
    Task.done_by,
    Task.done_at,
    Task.level_done,
    Task.comment,
    Task.why,
    Task.due,
)


def steps(kind: Kind) -> list[str]:
    """The steps of the kind in which people acquaint themselves."""
    return [
        one.id for one in kind.diagram.steps.values() if any(outcome.id == "acknowledge" for outcome in one.outcomes)
    ]


def lines(work: Work, document: Document, language: str) -> list[dict[str, Any]]:
    """A line a person, by name; empty when nobody was asked."""
    rows = _rows(work, document)
    whose = {row.id: row.done_by or meant for row, meant in rows}
    people = People(work, [one for one in whose.values() if one], language)
    zone = ZoneInfo(work.tools.settings.timezone)
    found = [_line(row, whose[row.id], people, zone, work.now, language) for row, _ in rows if whose[row.id]]
    return sorted(found, key=lambda one: str(one["name"]).casefold())


def _rows(work: Work, document: Document) -> Sequence[tuple[Any, int | None]]:
    drawn = steps(version(work, document.version_id).kind)
    meant = (
        select(Candidate.person_id)
        .where(Candidate.task_id == Task.id)
        .order_by(Candidate.acting_for.is_not(None), Candidate.person_id)
        .limit(1)
        .scalar_subquery()
    )
    query = select(*COLUMNS, meant).where(
        Task.document_id == document.id, Task.step.in_(drawn), Task.round == document.round
    )
    return [(row, row[-1]) for row in work.session.execute(query.order_by(Task.id))]


def _line(row: Any, person: int | None, people: People, zone: ZoneInfo, now: datetime, language: str) -> dict[str, Any]:
    acquainted = row.state == "done" and row.outcome == "acknowledge"
    who = people.on(person or 0, (row.done_at or now).astimezone(zone).date())
    return {
        "name": who.whole_name,
        "place": who.place,
        "acquainted": acquainted,
        "mark": word("acquainted", language)
        if acquainted
        else word("not_acquainted", language, reason=_reason(row, zone, now, language)),
        "at": row.done_at.isoformat() if acquainted and row.done_at else "",
        "level": said(LEVELS.get(row.level_done or "", ""), language) if acquainted else "",
    }


def _reason(row: Any, zone: ZoneInfo, now: datetime, language: str) -> str:
    if row.comment:
        return said(((row.why or {}).get("facts") or {}).get("reason") or row.comment, language)
    if row.state == "withdrawn":
        return word("taken_back", language)
    if row.due is not None and row.due < now:
        return word("overdue", language, due=numeric_moment(row.due, zone))
    return word("not_yet", language)
