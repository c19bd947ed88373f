"""Rows of documents."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Json, Moment, Row


class Document(Row):
    """Recorded information treated as a unit. Content is `answers` and the attachments of its revision; the rest is requisites."""

    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_initiator_id_created", "initiator_id", "created"),
        Index("ix_document_state_created", "state", "created"),
        Index("ix_document_unit_id_created", "unit_id", "created"),
        Index("ix_document_ended_kind", "ended", "kind", "sent", "unit_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    version_id: Mapped[int] = mapped_column(ForeignKey("kind_version.id"))
    title: Mapped[str] = mapped_column(String(500))  # in the language it is made in
    titles: Mapped[Any] = mapped_column(Json, nullable=True)  # by language, where they differ
    found_by: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    round: Mapped[int] = mapped_column(Integer, default=0)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    answers: Mapped[Any] = mapped_column(Json)
    added: Mapped[Any] = mapped_column(Json)  # answers of tasks on the way (resolution, card): requisites, not content
    content_sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    access: Mapped[str] = mapped_column(String(20), default="route")
    initiator_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    number: Mapped[str | None] = mapped_column(String(60), index=True)  # as its language writes it
    numbers: Mapped[Any] = mapped_column(Json, nullable=True)  # by language, where they differ
    dated: Mapped[date | None] = mapped_column(Date)
    created: Mapped[datetime] = mapped_column(Moment)
    sent: Mapped[datetime | None] = mapped_column(Moment)
    ended: Mapped[datetime | None] = mapped_column(Moment)
    standing: Mapped[str | None] = mapped_column(String(12))  # amended or repealed, by the document `standing_by`
    standing_by: Mapped[str | None] = mapped_column(ForeignKey("document.id", use_alter=True))

    def called(self, language: str) -> str:
        """Its title as a reader of that language is told it."""
        return str((self.titles or {}).get(language, self.title))

    def numbered(self, language: str) -> str:
        """Its number as that language writes it; empty while it has none."""
        return str((self.numbers or {}).get(language, self.number) or "")


class Revision(Row):
    """The content as it was after a change; the newest equals the document's."""

    __tablename__ = "revision"

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    answers: Mapped[Any] = mapped_column(Json)
    attachments: Mapped[Any] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Attachment(Row):
    """A file attached to a document, or to the report of a task."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    content_part: Mapped[bool] = mapped_column(Boolean, default=True)  # part of what is signed, or of a later report
    task_id: Mapped[str | None] = mapped_column(String(32))
    added: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed: Mapped[bool] = mapped_column(Boolean, default=False)


class Rendition(Row):
    """The frozen PDF of a round: everybody in it sees and acts on these bytes. `latest` is the same file with what was signed since."""

    __tablename__ = "rendition"
    __table_args__ = (UniqueConstraint("document_id", "round"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    round: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    latest: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int] = mapped_column(Integer)
    boxes: Mapped[Any] = mapped_column(Json)
    made: Mapped[datetime] = mapped_column(Moment)


class DocumentReader(Row):
    """A person who may see the document, because he takes or took part in it."""

    __tablename__ = "document_reader"
    __table_args__ = (Index("ix_document_reader_person_id_document_id", "person_id", "document_id"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    why: Mapped[str] = mapped_column(String(40))


class DocumentLink(Row):
    """One document's relation to another: basis, amends, repeals, answers, order_of."""

    __tablename__ = "document_link"

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    relation: Mapped[str] = mapped_column(String(30), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    made_as: Mapped[str | None] = mapped_column(String(120))  # the token of the step that had `document_id` made


class Draft(Row):
    """What a person has typed and not yet sent: kept while he types, by what it is about (`task:…`, `document:…`, `start:…`)."""

    __tablename__ = "draft"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    about: Mapped[str] = mapped_column(String(80), primary_key=True)
    answers: Mapped[Any] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Moment)
