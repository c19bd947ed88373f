"""Rows of people and units."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Json, Moment, Row


class Unit(Row):
    """A structural unit. `index` stands in registration numbers; `type` is university, rectorate, faculty, chair, department."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    type: Mapped[str] = mapped_column(String(30))
    name: Mapped[Any] = mapped_column(Json)
    index: Mapped[str] = mapped_column(String(20), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    closed: Mapped[bool] = mapped_column(Boolean, default=False)


class Person(Row):
    """An employee. `names` is {language: {family, given, patronymic}}; `number` the personal identification number (IIN)."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[Any] = mapped_column(Json)
    number: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(200))
    found_by: Mapped[str] = mapped_column(String(400), default="")
    dismissed: Mapped[date | None] = mapped_column(Date)


class Appointment(Row):
    """A person in a post of a unit. `post` is a code (teacher, head, dean, rector); `to` how he is addressed on paper."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_unit_head", "unit_id", "is_head"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    post: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[Any] = mapped_column(Json)
    to: Mapped[Any] = mapped_column(Json, nullable=True)
    is_head: Mapped[bool] = mapped_column(Boolean, default=False)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)


class RoleGrant(Row):
    """A role a person has: registrar, archivist, owner, admin, records_admin."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(40), index=True)
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)


class Substitution(Row):
    """Who stands for whom, in which days (both included), by which order, and whether he may sign or only approve."""

    __tablename__ = "substitution"

    id: Mapped[int] = mapped_column(primary_key=True)
    absent_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    basis: Mapped[str] = mapped_column(String(300))
    may_sign: Mapped[bool] = mapped_column(Boolean, default=False)
    ended: Mapped[bool] = mapped_column(Boolean, default=False)
