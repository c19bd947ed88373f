"""Reading the feed, a person's switches, and what stands in the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from engine.documents.models import Document
from engine.documents.rights import visible
from engine.errors import NotAllowed
from engine.notices.models import Letter, MailChoice, Notice
from engine.notices.sentences import EVENTS, SENTENCES
from engine.notices.told import in_language, put_back
from engine.notices.wording import in_words
from engine.people.models import Person
from engine.people.queries import cards
from engine.work import Work

WATCHED = ("failed", "held", "queued")  # states of letters an administrator may have to look after


@dataclass(frozen=True)
class NoticeCard:
    """A line of the feed: its sentence (a gettext key), the facts, and where it leads."""

    id: int
    at: datetime
    act: str
    sentence: str
    facts: Mapping[str, object]
    document: str | None
    task: str | None
    unread: bool


@dataclass(frozen=True)
class MailCard:
    """A person's switches as they stand, by event in the order of the page; `address` is where letters go, if any.

    `posted`: whether this installation has a server for mail.
    """

    events: Mapping[str, str]
    quiet: bool
    version: int
    address: str
    posted: bool


@dataclass(frozen=True)
class LetterCard:
    """A letter of the outbox as its keeper sees it: to whom and which, not what it says."""

    id: int
    person: str
    letter: str
    state: str
    attempts: int
    created: datetime
    at: datetime
    error: str


@dataclass(frozen=True)
class Outbox:
    """The outbox: how many letters are in each state, those to look after, and whether a server is set."""

    counts: Mapping[str, int]
    letters: Sequence[LetterCard]
    posted: bool


def feed(
    work: Work, *, before: int = 0, limit: int = 50, unread: bool = False, mine: bool = False, kind: str = ""
) -> list[NoticeCard]:
    """The actor's lines, newest first: all, or those not read, about documents he started, of one kind.

    A document he may not see is called by its kind alone.
    """
    query = select(Notice, Document, visible(work.actor).label("seen"))
    query = query.outerjoin(Document, Document.id == Notice.document_id)
    query = query.where(Notice.person_id == work.actor.person).order_by(Notice.id.desc()).limit(limit)
    if before:
        query = query.where(Notice.id < before)
    if unread:
        query = query.where(Notice.read_at.is_(None))
    query = query.where(Document.initiator_id == work.actor.person) if mine else query
    query = query.where(Document.kind == kind) if kind else query
    return [
        NoticeCard(
            one.id,
            one.at,
            one.act,
            SENTENCES.get(one.act, one.act),
            _told(work, one, document, seen),
            one.document_id,
            one.task_id,
            one.read_at is None,
        )
        for one, document, seen in work.session.execute(query)
    ]


def _told(work: Work, line: Notice, document: Document | None, seen: bool) -> Mapping[str, Any]:
    facts = in_language(put_back(line.facts, document), document, work.actor.language)
    if document is not None and not seen:
        facts["title"] = in_words(work, facts, work.actor.language)["kind_title"]
    return facts


def unread(work: Work) -> int:
    """How many lines the actor has not read; counted up to a thousand."""
    some = (
        select(Notice.id).where(Notice.person_id == work.actor.person, Notice.read_at.is_(None)).limit(1000).subquery()
    )
    return work.session.scalar(select(func.count()).select_from(some)) or 0


def switches(work: Work) -> MailCard:
    """What the actor wants to have by mail."""
    row = work.session.get(MailChoice, work.actor.person)
    address = work.get(Person, work.actor.person).email or ""
    kept = row.events if row else {}
    events = {event: kept.get(event, way) for event, way in EVENTS.items()}
    return MailCard(
        events, row.quiet if row else True, row.version if row else 0, address, bool(work.tools.settings.smtp_url)
    )


def outbox(work: Work, *, limit: int = 100) -> Outbox:
    """The outbox for its keeper; raises NotAllowed."""
    must_keep_letters(work)
    counts = {row[0]: row[1] for row in work.session.execute(select(Letter.state, func.count()).group_by(Letter.state))}
    query = select(Letter).where(Letter.state.in_(WATCHED)).order_by(Letter.state, Letter.id.desc()).limit(limit)
    rows = list(work.session.scalars(query))
    people = cards(work, {one.person_id for one in rows})
    return Outbox(
        counts,
        [
            LetterCard(
                one.id,
                people[one.person_id].name,
                one.letter,
                one.state,
                one.attempts,
                one.created,
                one.at,
                one.error or "",
            )
            for one in rows
        ],
        bool(work.tools.settings.smtp_url),
    )


def must_keep_letters(work: Work) -> None:
    """Raises NotAllowed unless the actor looks after letters."""
    if not work.actor.has("admin"):
        raise NotAllowed("Expected an administrator to look after letters, but you are none.")
