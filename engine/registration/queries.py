"""Journals as a clerk reads them."""

import datetime
from dataclasses import dataclass

from sqlalchemy import func, select, tuple_

from engine.documents.models import Document
from engine.errors import NotFound
from engine.instances.models import Task
from engine.numbering import number
from engine.people.queries import PersonCard, cards, today
from engine.registration.commands import number_facts
from engine.registration.models import Counter, Dossier, Journal, Registration
from engine.resolutions.models import Resolution
from engine.texts import said
from engine.work import Work

FOR_EVER = 1000


@dataclass(frozen=True)
class JournalCard:
    """A journal: code, title, direction, this year and the last serial taken in it."""

    code: str
    title: str
    direction: str
    year: int
    last: int
    pattern: str


@dataclass(frozen=True)
class RegistrationCard:
    """A line of a journal. `number` is as the document's language writes it, `shown` as the reader's does."""

    serial: int
    number: str
    shown: str
    date: datetime.date
    document: str
    kind: str
    title: str
    signer: str
    executors: tuple[str, ...]
    due: datetime.date | None
    state: str
    reason: str
    document_state: str
    dossier: str
    year: int
    standing: str | None = None


def journals(work: Work) -> list[JournalCard]:
    """All journals with their last numbers of this year."""
    year = today(work).year
    counters = {
        (one.journal, one.year): one.last
        for one in work.session.scalars(select(Counter).where(Counter.year.in_([0, year])))
    }
    return [
        JournalCard(
            one.code,
            said(one.title, work.actor.language),
            one.direction,
            year,
            counters.get((one.code, year if one.restart == "yearly" else 0), 0),
            (one.patterns or {}).get(work.actor.language, one.pattern),
        )
        for one in work.session.scalars(select(Journal).order_by(Journal.code))
    ]


def dossiers(work: Work) -> list[tuple[str, str, int | None]]:
    """The nomenclature: (index, title, years kept)."""
    rows = work.session.scalars(select(Dossier).order_by(Dossier.index))
    return [(one.index, said(one.title, work.actor.language), one.retention_years) for one in rows]


def page(
    work: Work,
    journal: str,
    *,
    year: int | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    after: int = 0,
    past: tuple[int, int] = (0, 0),
    limit: int = 100,
) -> list[RegistrationCard]:
    """Registrations of a journal in the order of their numbers, after a serial, or past a year and serial.

    Raises NotFound for a journal that is not there.
    """
    if work.session.get(Journal, journal) is None:
        raise NotFound("Expected to find the journal {journal}, but there is none.", journal=journal)
    query = (
        select(Registration, Document)
        .join(Document, Document.id == Registration.document_id)
        .where(Registration.journal == journal, Registration.serial > after)
        .where(tuple_(Registration.year, Registration.serial) > past)
        .order_by(Registration.year, Registration.serial)
        .limit(limit)
    )
    query = query.where(Registration.year == year) if year else query
    query = query.where(Registration.dated >= since) if since else query
    query = query.where(Registration.dated <= until) if until else query
    rows = work.session.execute(query).all()
    return _cards(work, [(row[0], row[1]) for row in rows])


def _cards(work: Work, rows: list[tuple[Registration, Document]]) -> list[RegistrationCard]:
    given = {
        one.document_id: one
        for one in work.session.scalars(
            select(Resolution)
            .where(Resolution.document_id.in_([document.id for _, document in rows]))
            .order_by(Resolution.id)
        )
    }
    signed = {id: one.by_id for id, one in given.items()} | _signed(work, [document.id for _, document in rows])
    signers, language = cards(work, set(signed.values())), work.actor.language
    return [
        _card(one, document, given.get(document.id), signers.get(signed.get(document.id, 0)), language)
        for one, document in rows
    ]


def _signed(work: Work, documents: list[str]) -> dict[str, int]:
    """Who signed each of those documents last."""
    query = select(Task.document_id, Task.done_by).where(
        Task.document_id.in_(documents), Task.outcome == "sign", Task.state == "done", Task.done_by.is_not(None)
    )
    return {document: who for document, who in work.session.execute(query.order_by(Task.done_at)) if who is not None}


def _card(
    registration: Registration,
    document: Document,
    resolution: Resolution | None,
    signer: PersonCard | None,
    language: str,
) -> RegistrationCard:
    return RegistrationCard(
        serial=registration.serial,
        number=registration.number,
        shown=(registration.numbers or {}).get(language, registration.number),
        date=registration.dated,
        document=document.id,
        kind=document.kind,
        title=document.called(language),
        signer=signer.name if signer else "",
        executors=tuple(registration.card.get("executors") or ()),
        due=resolution.due if resolution else None,
        state=registration.state,
        reason=registration.reason or "",
        document_state=document.state,
        dossier=registration.dossier or "",
        year=registration.year,
        standing=document.standing,
    )


def of_document(work: Work, document_id: str) -> Registration | None:
    """The document's registration, if it has one."""
    return work.session.scalar(select(Registration).where(Registration.document_id == document_id))


def kept_for(registration: Registration) -> int:
    """For how many years it is kept, as conditions of a route ask it: for ever is more than any number of years."""
    return FOR_EVER if registration.retention_years is None else registration.retention_years


def next_number(work: Work, document: Document, journal: str, case: str) -> str:
    """The number the document would get now: shown, not taken."""
    book = work.session.get(Journal, journal)
    if book is None:
        return ""
    year = today(work).year if book.restart == "yearly" else 0
    last = (
        work.session.scalar(select(func.max(Counter.last)).where(Counter.journal == journal, Counter.year == year)) or 0
    )
    pattern = (book.patterns or {}).get(document.language, book.pattern)
    return number(pattern, last + 1, number_facts(work, document, work.session.get(Dossier, case) if case else None))
