"""Rows of people and units."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.db import Json, Moment, Row


class Unit(Row):
    """A structural unit. `index` stands in registration numbers; `type` is university, rectorate, faculty, chair, department."""

    __tablename__ = "unit"
    __stamp__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    type: Mapped[str] = mapped_column(String(30))
    name: Mapped[Any] = mapped_column(Json)
    index: Mapped[str] = mapped_column(String(20), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    closed: Mapped[bool] = mapped_column(Boolean, default=False)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))  # who goes on with a closed unit's work
    version: Mapped[int] = mapped_column(default=1)


class Person(Row):
    """An employee. `names` is {language: {family, given, patronymic}}; `number` the personal identification number (IIN)."""

    __tablename__ = "person"
    __stamp__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[Any] = mapped_column(Json)
    number: Mapped[str | None] = mapped_column(String(20), index=True)
    email: Mapped[str | None] = mapped_column(String(200))
    confirmed_email: Mapped[str | None] = mapped_column(
        String(200)
    )  # his own last one while another has set the present one; empty: he had none
    phone_work: Mapped[str | None] = mapped_column(String(40))
    phone_mobile: Mapped[str | None] = mapped_column(String(40))
    found_by: Mapped[str] = mapped_column(String(400), default="", index=True)
    leaves: Mapped[date | None] = mapped_column(Date)  # the last day, known before it comes
    dismissed: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(default=1)


class Appointment(Row):
    """A person in a post of a unit. `post` is a code (teacher, head, dean, rector); `to` how he is addressed on paper.

    `acting` is a post held until somebody is appointed (м.а., и.о.).
    """

    __tablename__ = "appointment"
    __stamp__ = "people"
    __table_args__ = (Index("ix_appointment_unit_head", "unit_id", "is_head"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    post: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[Any] = mapped_column(Json)
    to: Mapped[Any] = mapped_column(Json, nullable=True)
    is_head: Mapped[bool] = mapped_column(Boolean, default=False)
    acting: Mapped[bool] = mapped_column(Boolean, default=False)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)


class RoleGrant(Row):
    """A role a person has (`rights.ROLES`), and why it was given."""

    __tablename__ = "role_grant"
    __stamp__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(40), index=True)
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(300), default="")


class Substitution(Row):
    """Who stands for whom, in which days (both included), by which order, and whether he may sign or only approve."""

    __tablename__ = "substitution"
    __stamp__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    absent_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    basis: Mapped[str] = mapped_column(String(300))
    may_sign: Mapped[bool] = mapped_column(Boolean, default=False)
    ended: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str] = mapped_column(String(300), default="")  # why it ended before its time
    version: Mapped[int] = mapped_column(default=1)


class PeopleImport(Row):
    """People being brought in from a spreadsheet: what the file says, what was shown of it, how far it is."""

    __tablename__ = "people_import"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    shown: Mapped[str] = mapped_column(String(64))  # SHA-256 of what was shown, so that nothing else is done
    state: Mapped[str] = mapped_column(String(12))  # shown, going, done, stopped
    done: Mapped[int] = mapped_column(default=0)
    rows: Mapped[Any] = mapped_column(Json)
    told: Mapped[Any] = mapped_column(Json)
