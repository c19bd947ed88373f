"""Reading the feed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.notices.models import Notice
from engine.notices.sentences import SENTENCES
from engine.work import Work


@dataclass(frozen=True)
class NoticeCard:
    """A line of the feed: its sentence (a gettext key), the facts, and where it leads."""

    id: int
    at: datetime
    sentence: str
    facts: Mapping[str, object]
    document: str | None
    task: str | None
    unread: bool


def feed(work: Work, *, before: int = 0, limit: int = 50) -> list[NoticeCard]:
    """The actor's lines, newest first."""
    query = select(Notice).where(Notice.person_id == work.actor.person).order_by(Notice.id.desc()).limit(limit)
    if before:
        query = query.where(Notice.id < before)
    return [
        NoticeCard(
            one.id,
            one.at,
            SENTENCES.get(one.act, one.act),
            one.facts,
            one.document_id,
            one.task_id,
            one.read_at is None,
        )
        for one in work.session.scalars(query)
    ]


def unread(work: Work) -> int:
    """How many lines the actor has not read; counted up to a thousand."""
    some = (
        select(Notice.id).where(Notice.person_id == work.actor.person, Notice.read_at.is_(None)).limit(1000).subquery()
    )
    return work.session.scalar(select(func.count()).select_from(some)) or 0
