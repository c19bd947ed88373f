"""Rows of published kinds."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, Text, UniqueConstraint
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
