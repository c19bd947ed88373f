"""Rows of resolutions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Json, Moment, Row


class Resolution(Row):
    """Who must do what by when. `executor` is a unit's code; the report and its acceptance close it."""

    __tablename__ = "resolution"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    executor: Mapped[str] = mapped_column(String(60))
    co_executors: Mapped[Any] = mapped_column(Json)
    text: Mapped[str] = mapped_column(Text, default="")
    due: Mapped[date | None] = mapped_column(Date)
    control: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(12), default="open")
    report: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    closed: Mapped[datetime | None] = mapped_column(Moment)
