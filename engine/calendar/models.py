"""Rows of the calendar."""

from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Json, Row


class Calendar(Row):
    """The one row that says which calendar is in force: its number, which forms carry."""

    __tablename__ = "calendar"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)


class CalendarDay(Row):
    """A day that differs from the rule: a transfer of the government or a day of the organisation.

    `spans` are its own hours ([["09:00", "13:00"]]); None: the usual ones.
    """

    __tablename__ = "calendar_day"
    __stamp__ = "calendar"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    works: Mapped[bool] = mapped_column(Boolean)
    spans: Mapped[Any] = mapped_column(Json, nullable=True)
    reason: Mapped[str] = mapped_column(String(300))


class CalendarHours(Row):
    """Hours of the week from a day on: seven lists of spans, Monday first."""

    __tablename__ = "calendar_hours"
    __stamp__ = "calendar"

    since: Mapped[date] = mapped_column(Date, primary_key=True)
    week: Mapped[Any] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(String(300))
