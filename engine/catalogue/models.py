"""Rows of published kinds."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Json, Moment, Row


class KindVersion(Row):
    """One published version. `sha256` names the bundle, `bundle` is its file, `spec` the compiled process."""

    __tablename__ = "kind_version"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    bundle: Mapped[str] = mapped_column(String(64))
    spec: Mapped[bytes] = mapped_column(LargeBinary)
    title: Mapped[Any] = mapped_column(Json)
    published_at: Mapped[datetime] = mapped_column(Moment)
    published_by: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)


class KindDraft(Row):
    """A kind being worked on: one for each kind. `bundle` is the file with its files as they are now, `base` the number of the
    version it began from (none: a new kind), `version` grows with each save.
    """

    __tablename__ = "kind_draft"

    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    base: Mapped[int | None]
    bundle: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    began_at: Mapped[datetime] = mapped_column(Moment)
    began_by: Mapped[str] = mapped_column(String(60))
    saved_at: Mapped[datetime] = mapped_column(Moment)
    saved_by: Mapped[str] = mapped_column(String(60))


class DraftSave(Row):
    """One save of a draft, kept until the draft ends: what it was then, so that any of them can be taken back."""

    __tablename__ = "draft_save"
    __table_args__ = (Index("ix_draft_save_kind_version", "kind", "version", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    bundle: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(200))
