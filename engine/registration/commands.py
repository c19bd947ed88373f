"""Taking numbers. A number is taken in the transaction that keeps the registration, so none is lost and none is double."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, WrongState
from engine.numbering import check_pattern, number
from engine.people.models import Unit
from engine.people.queries import today
from engine.registration.models import Counter, Dossier, Journal, Registration
from engine.work import Work

KEEPING = ("case", "retention_years")  # what a card says of how its document is kept


def open_journal(
    work: Work,
    code: str,
    title: dict[str, str],
    direction: str,
    pattern: str,
    *,
    restart: str = "yearly",
    patterns: Mapping[str, str] | None = None,
) -> Journal:
    """A new journal; `patterns` where languages write its number differently. Raises Invalid for a wrong pattern."""
    for one in (pattern, *(patterns or {}).values()):
        check_pattern(one)
    by_language = dict(patterns) if patterns else None
    journal = work.add(
        Journal(code=code, title=title, direction=direction, pattern=pattern, restart=restart, patterns=by_language)
    )
    after = {"title": title, "direction": direction, "pattern": pattern, "patterns": by_language}
    work.record("system", "journal.opened", code, after={key: value for key, value in after.items() if value})
    return journal


def open_dossier(work: Work, index: str, title: dict[str, str], retention_years: int | None) -> Dossier:
    """A new case of the nomenclature."""
    dossier = work.add(Dossier(index=index, title=title, retention_years=retention_years))
    work.record("system", "dossier.opened", index, after={"title": title, "retention_years": retention_years})
    return dossier


def take_number(work: Work, document: Document, *, journal: str, card: dict[str, Any], registrar: int) -> Registration:
    """The document's number: the one it has already, or the next of the journal in this year.

    The caller holds the document's instance; here the journal's counter is locked last (instance → document → journal).
    """
    held = work.session.scalar(select(Registration).where(Registration.document_id == document.id))
    if held is not None:
        return held
    book = _journal(work, journal)
    day = today(work)
    dossier = _dossier(work, str(card.get("case") or ""))
    counter = _counter(work, book.code, day.year if book.restart == "yearly" else 0)
    counter.last += 1
    own, numbers = _numbers(book, counter.last, number_facts(work, document, dossier), document.language)
    registration = work.add(
        Registration(
            journal=book.code,
            year=counter.year,
            serial=counter.last,
            number=own,
            numbers=numbers,
            dated=day,
            document_id=document.id,
            registrar_id=registrar,
            dossier=dossier.index if dossier else None,
            retention_years=card.get("retention_years", dossier.retention_years if dossier else None),
            card=card,
            state="taken",
            at=work.now,
        )
    )
    document.dated = day
    _carry(document, registration)
    work.session.flush()
    taken = {"journal": book.code, "number": registration.number, "date": str(day), "card": card}
    work.record(f"document:{document.id}", "number.taken", document.id, after=taken)
    return registration


def change_card(work: Work, registration: Registration, card: dict[str, Any]) -> None:
    """The card as the registrar fills it now. Its number and journal stay; nothing changes once the number is sealed.

    Case and retention follow it where he has changed them on the card: what was refiled meanwhile stays otherwise.
    """
    work.session.flush()
    work.session.refresh(registration, with_for_update=True)
    if registration.state != "taken" or registration.card == card:
        return
    wanted = str(card.get("journal") or registration.journal)
    if wanted != registration.journal:
        raise Invalid.one(
            "journal",
            "Expected the journal {journal}, which the document's number was taken from, but it is {value}.",
            journal=registration.journal,
            value=wanted,
        )
    document, dossier = work.get(Document, registration.document_id), _dossier(work, str(card.get("case") or ""))
    before = {"number": registration.number, "card": registration.card}
    if any(card.get(name) != registration.card.get(name) for name in KEEPING):
        registration.dossier = dossier.index if dossier else None
        registration.retention_years = card.get("retention_years", dossier.retention_years if dossier else None)
    registration.card = card
    book, given = _journal(work, registration.journal), number_facts(work, document, dossier)
    registration.number, registration.numbers = _numbers(book, registration.serial, given, document.language)
    _carry(document, registration)
    after = {"number": registration.number, "card": card}
    work.record(f"document:{document.id}", "registration.changed", document.id, before=before, after=after)


def _numbers(book: Journal, serial: int, given: dict[str, Any], language: str) -> tuple[str, dict[str, str] | None]:
    """The number as the document's language writes it, and as each does where the journal tells them apart."""
    found = {one: number(pattern, serial, given) for one, pattern in (book.patterns or {}).items()}
    return found.get(language) or number(book.pattern, serial, given), found or None


def _carry(document: Document, registration: Registration) -> None:
    document.number, document.numbers = registration.number, registration.numbers
    variants = [one.casefold() for one in (registration.numbers or {}).values()]
    added = [one for one in variants if one not in document.found_by]
    document.found_by = " ".join((document.found_by, *added))


def number_facts(work: Work, document: Document, dossier: Dossier | None) -> dict[str, Any]:
    """What a number's pattern may name."""
    return {
        "unit": {"index": work.get(Unit, document.unit_id).index},
        "case": {"index": dossier.index.split("-")[-1] if dossier else ""},
        "dossier": dossier.index if dossier else "",
        "year": today(work).year,
        "language": document.language,
    }


def _journal(work: Work, code: str) -> Journal:
    book = work.session.get(Journal, code)
    if book is None:
        raise Invalid.one("journal", "Expected one of the journals, but {value} is none.", value=code)
    return book


def _dossier(work: Work, index: str) -> Dossier | None:
    if not index:
        return None
    dossier = work.session.get(Dossier, index)
    if dossier is None:
        raise Invalid.one("case", "Expected a case of the nomenclature, but {value} is none.", value=index)
    return dossier


def _counter(work: Work, journal: str, year: int) -> Counter:
    # The journal's own row is locked too: two first registrations of a year would otherwise both make the counter.
    work.get(Journal, journal, hold=True)
    counter = work.session.get(Counter, (journal, year), with_for_update=True, populate_existing=True)
    if counter is None:
        counter = work.add(Counter(journal=journal, year=year, last=0))
    return counter


def registered(work: Work, registration: Registration) -> None:
    """Notes that the number is sealed into the file."""
    if registration.state == "taken":
        registration.state = "registered"
        work.record(
            f"document:{registration.document_id}",
            "document.registered",
            registration.document_id,
            after={"number": registration.number},
        )


def let_go(work: Work, document_id: str, reason: str) -> None:
    """Strikes through the number of a document that is not, or no longer, in force, if it has one; it goes to nobody else."""
    registration = work.session.scalar(select(Registration).where(Registration.document_id == document_id))
    if registration is None or registration.state == "annulled":
        return
    before = registration.state
    registration.state, registration.reason = "annulled", reason
    work.record(
        f"document:{document_id}",
        "number.annulled",
        registration.number,
        before={"state": before},
        after={"reason": reason},
    )


def annul(work: Work, registration: Registration, reason: str) -> None:
    """Strikes the number through; it stays in the journal and goes to nobody else."""
    if not work.actor.has("registrar", "records_admin"):
        raise NotAllowed("Expected a records officer to annul a number, but you are none.")
    if registration.state == "annulled":
        raise WrongState("Expected № {number} to be in force, but it is annulled already.", number=registration.number)
    let_go(work, registration.document_id, reason)
