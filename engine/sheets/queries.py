"""Looking at sheets."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.sheets.models import Sheet
from engine.work import Work


@dataclass(frozen=True)
class SheetCard:
    """A sealed sheet as lists show it."""

    type: str
    language: str
    rows: int
    pages: int
    sha256: str
    made: datetime


def showing(work: Work, document_id: str, type: str, language: str, shows: str) -> SheetCard | None:
    """The sheet that shows just that state, if it is made."""
    query = select(Sheet).where(
        Sheet.document_id == document_id, Sheet.type == type, Sheet.language == language, Sheet.shows == shows
    )
    found = work.session.scalar(query)
    return None if found is None else _card(found)


def of_document(work: Work, document_id: str) -> list[SheetCard]:
    """All sheets of a document, newest first."""
    query = select(Sheet).where(Sheet.document_id == document_id).order_by(Sheet.made.desc(), Sheet.id.desc())
    return [_card(one) for one in work.session.scalars(query)]


def newest(work: Work, document_id: str) -> dict[str, SheetCard]:
    """The newest sheet of each type, whatever its language."""
    return {one.type: one for one in reversed(of_document(work, document_id))}


def _card(one: Sheet) -> SheetCard:
    return SheetCard(one.type, one.language, one.rows, one.pages, one.sha256, one.made)
