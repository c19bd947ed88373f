"""Rows of journals."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Json, Moment, Row


class Journal(Row):
    """A book of registrations with one sequence a year. `direction`: incoming, outgoing, internal; `pattern` of the number.

    `patterns` by language where the number is written differently in each («412 НҚ», «412 ОД»).
    """

    __tablename__ = "journal"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[Any] = mapped_column(Json)
    direction: Mapped[str] = mapped_column(String(10))
    pattern: Mapped[str] = mapped_column(String(80))
    restart: Mapped[str] = mapped_column(String(10), default="yearly")
    patterns: Mapped[Any] = mapped_column(Json, nullable=True)


class Counter(Row):
    """The last serial of a journal in a year; its row is locked while a number is taken."""

    __tablename__ = "counter"

    journal: Mapped[str] = mapped_column(ForeignKey("journal.code"), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer, default=0)


class Dossier(Row):
    """A case of the nomenclature: index, title, retention in years (None = for ever); `version` counts its changes."""

    __tablename__ = "dossier"

    index: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[Any] = mapped_column(Json)
    retention_years: Mapped[int | None] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, default=1)


class Registration(Row):
    """A number given to a document, with its card. `state`: taken (not yet sealed), registered, annulled.

    `paper_place` is where its paper duplicate lies since `paper_made`.
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("journal", "year", "serial"),
        UniqueConstraint("document_id"),
        Index("ix_registration_journal_dated", "journal", "dated"),
        Index("ix_registration_paper_made_retention_years", "paper_made", "retention_years"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journal: Mapped[str] = mapped_column(ForeignKey("journal.code"))
    year: Mapped[int] = mapped_column(Integer)
    serial: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(60))  # in the document's language
    numbers: Mapped[Any] = mapped_column(Json, nullable=True)  # by language, where the journal writes it differently
    dated: Mapped[date] = mapped_column(Date)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    registrar_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    dossier: Mapped[str | None] = mapped_column(ForeignKey("dossier.index"))
    retention_years: Mapped[int | None] = mapped_column(Integer)
    card: Mapped[Any] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(12), default="taken")
    reason: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    paper_place: Mapped[str | None] = mapped_column(String(300))
    paper_made: Mapped[datetime | None] = mapped_column(Moment)
