"""How a registered document is kept: its case, its retention, and its paper duplicate (K-29, K-30).

Changing them never touches the number or the sealed file: both stay what was signed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select

from engine.documents.models import Document
from engine.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from engine.registration.cases import retention
from engine.registration.models import Dossier, Registration
from engine.texts import REASON, check_words
from engine.work import Work

PAPER_AFTER = 10  # years; exactly ten needs no paper
LONGEST_PLACE = 300
EMPTY = "Expected it to be filled in, but it is empty."
READERS = ("registrar", "archivist", "records_admin")


@dataclass(frozen=True)
class Kept:
    """Where a document is filed and how long; `paper` is why a paper duplicate is spoken of: due, done or empty."""

    document: str
    number: str
    dated: date
    case: str
    retention_years: int | None
    state: str
    paper: str
    place: str
    made: datetime | None
    title: str
    kind: str


def kept(work: Work, document_id: str) -> Kept | None:
    """How that document is kept; None before it has a number."""
    row = work.session.execute(_joined().where(Registration.document_id == document_id)).first()
    return None if row is None else _card(row[0], row[1], work.actor.language)


def may_refile(work: Work, document_id: str) -> bool:
    """Whether the actor may change case and retention now."""
    row = work.session.scalar(select(Registration).where(Registration.document_id == document_id))
    return row is not None and _may(work, row)


def _may(work: Work, row: Registration) -> bool:
    if row.state == "annulled":
        return False
    return work.actor.has("records_admin") or (row.state == "taken" and work.actor.has("registrar"))


def refile(work: Work, document_id: str, *, case: str, kept_for: str, reason: str, seen: str) -> None:
    """Another case or retention: by a registrar until the number is sealed, by the records administrator, with a reason, after.

    `seen` is what the person was shown (`seen_as`). Raises NotFound, NotAllowed, WrongState, Invalid, Stale.
    """
    row = _held(work, document_id)
    if row.state == "annulled":
        raise WrongState("Expected № {number} to be in force, but it is annulled already.", number=row.number)
    if not _may(work, row):
        raise NotAllowed("Expected the records administrator to change where a document is kept, but you are none.")
    if work.session.get(Dossier, case) is None:
        raise Invalid.one("case", "Expected a case of the nomenclature, but {value} is none.", value=case[:40])
    years = retention(kept_for)
    check_words(reason, "reason", most=REASON, needed=EMPTY if row.state == "registered" else "")
    if seen != seen_as(row.dossier, row.retention_years):
        raise Stale(
            "Expected the case and the retention as you saw them, but they were changed since. Look at them again."
        )
    before = {"case": row.dossier, "retention_years": row.retention_years}
    row.dossier, row.retention_years = case, years
    after = {"case": case, "retention_years": years}
    if before != after:
        work.record(
            f"document:{document_id}",
            "registration.refiled",
            document_id,
            before=before,
            after=after | {"reason": reason.strip()},
        )


def seen_as(case: str | None, years: int | None) -> str:
    """Case and retention as a form carries them, so that a change meanwhile is noticed."""
    return f"{case or ''}/{years if years is not None else 'permanent'}"


def lay_paper(work: Work, document_id: str, place: str) -> None:
    """Notes where the paper duplicate lies, or that it was moved. Raises NotFound, NotAllowed, WrongState, Invalid."""
    if not work.actor.has("registrar", "records_admin"):
        raise NotAllowed("Expected a records officer to say where a paper lies, but you are none.")
    _note(work, _held(work, document_id), place)


def paper_made(work: Work, document_id: str, place: str) -> None:
    """The same by whoever has the task of making it; nothing for a document without a number."""
    row = _locked(work, document_id)
    if row is not None:
        _note(work, row, place)


def _note(work: Work, row: Registration, place: str) -> None:
    """Keeps the place on the card."""
    check_words(place, "place", most=LONGEST_PLACE, needed=EMPTY)
    if row.state != "registered":
        raise WrongState("Expected a registered document, but № {number} is not.", number=row.number)
    before, said = row.paper_place, " ".join(place.split())
    if before == said:
        return
    row.paper_place, row.paper_made = said, row.paper_made or work.now
    work.record(
        f"document:{row.document_id}",
        "paper.laid",
        row.document_id,
        before={"place": before} if before else None,
        after={"place": said},
    )


def papers(work: Work, *, done: bool, text: str = "", after: int = 0, limit: int = 50) -> list[Kept]:
    """Paper duplicates that are due, or that are made; found by number, title or place. Raises NotAllowed.

    `after` passes so many over.
    """
    if not work.actor.has(*READERS):
        raise NotAllowed("Expected a records officer to read the paper duplicates, but you are none.")
    query = _joined().where(Registration.state == "registered", _made() if done else _due())
    for one in text.split()[:5]:
        query = query.where(_holds(one))
    order = (Registration.paper_made.desc(), Registration.id) if done else (Registration.at, Registration.id)
    rows = work.session.execute(query.order_by(*order).offset(after).limit(limit))
    return [_card(row[0], row[1], work.actor.language) for row in rows]


def _holds(word: str) -> ColumnElement[bool]:
    """Whether number, title or place hold the word; SQLite folds only Latin letters, so the usual writings are tried."""
    written = {word, word.lower(), word.upper(), word.capitalize()}
    columns = (Registration.number, Registration.paper_place)
    tried = [column.contains(one, autoescape=True) for column in columns for one in sorted(written)]
    return or_(Document.found_by.contains(word.casefold().replace("ё", "е"), autoescape=True), *tried)


def _due() -> ColumnElement[bool]:
    long = or_(Registration.retention_years > PAPER_AFTER, Registration.retention_years.is_(None))
    filed = Registration.dossier.is_not(None)
    return and_(Registration.paper_made.is_(None), long, filed)


def _made() -> ColumnElement[bool]:
    return Registration.paper_made.is_not(None)


def _joined() -> Select[Registration, Document]:
    return select(Registration, Document).join(Document, Document.id == Registration.document_id)


def _card(row: Registration, document: Document, language: str) -> Kept:
    long = row.retention_years is None or row.retention_years > PAPER_AFTER
    due = long and row.dossier is not None and row.state == "registered"
    return Kept(
        document=row.document_id,
        number=(row.numbers or {}).get(language, row.number),
        dated=row.dated,
        case=row.dossier or "",
        retention_years=row.retention_years,
        state=row.state,
        paper="done" if row.paper_made else "due" if due else "",
        place=row.paper_place or "",
        made=row.paper_made,
        title=document.called(language),
        kind=document.kind,
    )


def _held(work: Work, document_id: str) -> Registration:
    row = _locked(work, document_id)
    if row is None:
        raise NotFound("Expected to find the registration, but the document has no number.")
    return row


def _locked(work: Work, document_id: str) -> Registration | None:
    work.session.flush()
    query = select(Registration).where(Registration.document_id == document_id).with_for_update()
    return work.session.scalar(query.execution_options(populate_existing=True))
