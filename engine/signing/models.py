"""Rows of signatures."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Json, Moment, Row


class Signature(Row):
    """One person's signature of one rendition.

    `event` is what the person did, in canonical form, its hash goes into the signature; `state`: asked (to be put by the
    office), put, valid, invalid. `level`: simple or certificate.
    """

    __tablename__ = "signature"
    __table_args__ = (
        Index("ix_signature_document_id", "document_id"),
        UniqueConstraint("rendition_id", "field", "attempt"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    rendition_id: Mapped[str] = mapped_column(ForeignKey("rendition.id"))
    field: Mapped[str] = mapped_column(String(80))
    attempt: Mapped[int] = mapped_column(Integer, default=1)
    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    acting_for: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    level: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    shown_sha256: Mapped[str] = mapped_column(String(64))
    event: Mapped[Any] = mapped_column(Json)
    event_sha256: Mapped[str] = mapped_column(String(64))
    certificate: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason: Mapped[Any] = mapped_column(Json, nullable=True)
    at: Mapped[datetime] = mapped_column(Moment)
    decided: Mapped[datetime | None] = mapped_column(Moment)


class SignedFile(Row):
    """A file a rendition became: each signature, seal and stamp makes the next one; none is ever rewritten."""

    __tablename__ = "signed_file"

    rendition_id: Mapped[str] = mapped_column(ForeignKey("rendition.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    field: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(Moment)


class Verdict(Row):
    """What the strict check said about a file, by its hash."""

    __tablename__ = "verdict"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(24))
    report: Mapped[Any] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Moment)


class Credential(Row):
    """A person's key on the server: only demo keys, encrypted by the demo password."""

    __tablename__ = "credential"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    pkcs12: Mapped[bytes] = mapped_column(LargeBinary)
    added: Mapped[datetime] = mapped_column(Moment)
