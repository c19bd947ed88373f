"""Looking at documents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from engine.documents.models import Attachment, Document, DocumentLink, Draft, Rendition, Revision
from engine.documents.rights import visible
from engine.errors import Invalid, NotFound
from engine.people.models import Unit
from engine.people.queries import PersonCard, cards
from engine.people.staff import UnitFact, staff
from engine.texts import said
from engine.work import Work


@dataclass(frozen=True)
class DocumentCard:
    """A document as lists and pages show it."""

    id: str
    public_id: str
    kind: str
    version_id: int
    title: str
    state: str
    round: int
    revision: int
    number: str | None
    shown_number: str | None
    date: date | None
    language: str
    access: str
    initiator: PersonCard
    unit: str
    unit_code: str
    created: datetime
    sent: datetime | None
    ended: datetime | None
    answers: Mapping[str, Any]
    added: Mapping[str, Any]
    standing: str | None = None
    standing_by: str | None = None


@dataclass(frozen=True)
class AttachmentCard:
    """A file of a document."""

    id: str
    number: int
    name: str
    media_type: str
    size: int
    sha256: str
    content_part: bool
    task: str | None
    added: datetime
    by: int


@dataclass(frozen=True)
class RenditionCard:
    """The frozen file of a round."""

    id: str
    round: int
    sha256: str
    latest: str
    pages: int
    made: datetime


def many(work: Work, documents: list[Document]) -> list[DocumentCard]:
    """Cards of those documents, in a fixed number of statements."""
    people, units = cards(work, {one.initiator_id for one in documents}), staff(work).units
    return [_card(one, people[one.initiator_id], units[one.unit_id], work.actor.language) for one in documents]


def card(work: Work, document: Document) -> DocumentCard:
    return many(work, [document])[0]


def card_of(work: Work, document_id: str) -> DocumentCard:
    """The card of the document with that id, whoever looks: show no more of it than its number and day."""
    return card(work, work.get(Document, document_id))


def _card(one: Document, initiator: PersonCard, unit: UnitFact, language: str) -> DocumentCard:
    return DocumentCard(
        id=one.id,
        public_id=one.public_id,
        kind=one.kind,
        version_id=one.version_id,
        title=one.called(language),
        state=one.state,
        round=one.round,
        revision=one.revision,
        number=one.number,
        shown_number=(one.numbers or {}).get(language, one.number),
        date=one.dated,
        language=one.language,
        access=one.access,
        initiator=initiator,
        unit=said(unit.name, language),
        unit_code=unit.code,
        created=one.created,
        sent=one.sent,
        ended=one.ended,
        answers=one.answers,
        added=one.added,
        standing=one.standing,
        standing_by=one.standing_by,
    )


def listed(
    work: Work,
    *,
    state: str = "",
    kind: str = "",
    unit: str = "",
    text: str = "",
    mine: bool = False,
    cursor: str = "",
    limit: int = 50,
) -> tuple[list[DocumentCard], str | None]:
    """Documents the actor may see, newest first, and the cursor of the next page (None at the end)."""
    query = (
        select(Document)
        .where(visible(work.actor))
        .order_by(Document.created.desc(), Document.id.desc())
        .limit(limit + 1)
    )
    query = query.where(Document.state.in_(state.split(","))) if state else query
    query = query.where(Document.kind == kind) if kind else query
    query = (
        query.where(Document.unit_id == select(Unit.id).where(Unit.code == unit).scalar_subquery()) if unit else query
    )
    query = query.where(Document.initiator_id == work.actor.person) if mine else query
    for word in text.casefold().replace("ё", "е").split()[:6]:
        query = query.where(
            or_(
                Document.found_by.contains(word, autoescape=True),
                Document.number.contains(word.upper(), autoescape=True),
            )
        )
    rows = list(work.session.scalars(_after(query, cursor)))
    next_cursor = f"{rows[limit - 1].created.isoformat()}|{rows[limit - 1].id}" if len(rows) > limit else None
    return many(work, rows[:limit]), next_cursor


def _after(query: Select[Document], cursor: str) -> Select[Document]:
    if not cursor:
        return query
    moment, _, document_id = cursor.partition("|")
    try:
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None or not 1970 < at.year < 9000:
            raise ValueError(moment)
    except ValueError:
        raise Invalid.one("cursor", "Expected a cursor of this list, but {value} is none.", value=cursor[:60]) from None
    return query.where(or_(Document.created < at, and_(Document.created == at, Document.id < document_id)))


def attachments(work: Work, document_id: str) -> list[AttachmentCard]:
    """The files of a document that were not taken out again."""
    rows = work.session.scalars(
        select(Attachment).where(Attachment.document_id == document_id, ~Attachment.removed).order_by(Attachment.number)
    )
    return [
        AttachmentCard(
            one.id,
            one.number,
            one.name,
            one.media_type,
            one.size,
            one.sha256,
            one.content_part,
            one.task_id,
            one.added,
            one.by_id,
        )
        for one in rows
    ]


def attachment(work: Work, document_id: str, number: int) -> AttachmentCard:
    """One file by its number; raises NotFound."""
    found = [one for one in attachments(work, document_id) if one.number == number]
    if not found:
        raise NotFound("Expected to find attachment {number}, but there is none.", number=number)
    return found[0]


def rendition(work: Work, document_id: str, round: int | None = None) -> RenditionCard | None:
    """The frozen file of a round (the newest, when not said), or None."""
    query = select(Rendition).where(Rendition.document_id == document_id).order_by(Rendition.round.desc()).limit(1)
    query = query.where(Rendition.round == round) if round is not None else query
    one = work.session.scalar(query)
    return None if one is None else RenditionCard(one.id, one.round, one.sha256, one.latest, one.pages, one.made)


def renditions(work: Work, documents: Collection[str]) -> dict[str, RenditionCard]:
    """The newest frozen file of each of those documents that has one."""
    rows = work.session.scalars(select(Rendition).where(Rendition.document_id.in_(documents)).order_by(Rendition.round))
    return {
        one.document_id: RenditionCard(one.id, one.round, one.sha256, one.latest, one.pages, one.made) for one in rows
    }


def links(work: Work, document_id: str) -> list[tuple[str, str]]:
    """(relation, other document), both ways; the other side's relation starts with `<`."""
    either = or_(DocumentLink.document_id == document_id, DocumentLink.other_id == document_id)
    rows = list(work.session.scalars(select(DocumentLink).where(either).order_by(DocumentLink.relation)))
    out = [(one.relation, one.other_id) for one in rows if one.document_id == document_id]
    return out + [(f"<{one.relation}", one.document_id) for one in rows if one.other_id == document_id]


def draft(work: Work, about: str) -> Mapping[str, Any]:
    """What the actor has typed and not sent."""
    held = work.session.get(Draft, (work.actor.person, about))
    return held.answers if held else {}


def revisions(work: Work, document_id: str) -> list[tuple[int, datetime, Mapping[str, Any]]]:
    """The content after each change: (number, moment, answers)."""
    rows = work.session.scalars(select(Revision).where(Revision.document_id == document_id).order_by(Revision.number))
    return [(one.number, one.at, one.answers) for one in rows]


def by_public_id(work: Work, public_id: str) -> Document:
    """The document behind a QR code; raises NotFound."""
    found = work.session.scalar(select(Document).where(Document.public_id == public_id))
    if found is None:
        raise NotFound("Expected to find the document of this code, but there is none.")
    return found
