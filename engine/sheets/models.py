"""Rows of sheets."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Moment, Row


class Sheet(Row):
    """A sealed sheet of a document: `type` approval or familiarisation; `shows` is the hash of the state it shows."""

    __tablename__ = "sheet"
    __table_args__ = (UniqueConstraint("document_id", "type", "language", "shows"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    type: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    shows: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int] = mapped_column(Integer)
    made: Mapped[datetime] = mapped_column(Moment)
