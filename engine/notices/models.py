"""Rows of the feed, of letters, and of what each person wants to have by mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Json, Moment, Row


class Notice(Row):
    """One line of one person's feed. `act` is a word of the table in `commands`; `facts` fill its sentence.

    `digest_at` is when the letter of the morning with this line is due; none when it goes into no such letter (any more).
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_person_id_id", "person_id", "id"),
        Index("ix_notice_person_id_read_at", "person_id", "read_at"),
        Index("ix_notice_digest_at_person_id", "digest_at", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    act: Mapped[str] = mapped_column(String(60))
    document_id: Mapped[str | None] = mapped_column(String(32), index=True)
    task_id: Mapped[str | None] = mapped_column(String(32))
    facts: Mapped[Any] = mapped_column(Json)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    digest_at: Mapped[datetime | None] = mapped_column(Moment)


class Letter(Row):
    """One letter to one person. `letter` is a word of `letters.LETTERS`, `link` an address of this site.

    `state`: queued, sent, failed (given up), held (no server for mail is set), dropped (he may no longer see what it is
    about). `code` stands in its Message-ID, the same at every try. `batch` is what one job sends; `at` its next try.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_batch_state_at", "batch", "state", "at"),
        Index("ix_letter_state_at", "state", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    letter: Mapped[str] = mapped_column(String(60))
    document_id: Mapped[str | None] = mapped_column(String(32))
    facts: Mapped[Any] = mapped_column(Json)
    link: Mapped[str] = mapped_column(String(500))
    code: Mapped[str] = mapped_column(String(32))
    batch: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    created: Mapped[datetime] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(Text)


class MailChoice(Row):
    """What a person wants to have by mail: event → now, digest or none; `quiet`: only in working time."""

    __tablename__ = "mail_choice"
    __stamp__ = "mail"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    events: Mapped[Any] = mapped_column(Json)
    quiet: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
