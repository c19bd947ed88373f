"""Stamps: what is read once and kept in memory knows by its stamp whether it is still so.

A row's class names its stamp (`__stamp__`); whatever writes such a row through a session puts a new value there, in the
same transaction. A value is never given twice, so an undone change cannot be taken for another.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Label, String, event, select, update
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, UOWTransaction, mapped_column

from engine.db import Row, put_new

T = TypeVar("T")
KEPT = "kept by stamp"
VALUES = "stamps"
PRESSED = ("people", "calendar", "mail")  # what every press asks of the house


class Stamp(Row):
    """The stamp of one sort of thing."""

    __tablename__ = "stamp"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(32))


def kept(session: Session, shelf: dict[str, Any], name: str, read: Callable[[], T]) -> T:
    """What `read` gives, read anew only when its stamp has changed; looked at once in a transaction.

    `shelf` belongs to the process; several threads may put there what they have read.
    """
    held = session.info.setdefault(KEPT, {})
    if any(getattr(type(row), "__stamp__", "") == name for row in (*session.new, *session.dirty)):
        session.flush()
    if name not in held:
        held[name] = _current(session, shelf, name, read)
    found: T = held[name]
    return found


def _current(session: Session, shelf: dict[str, Any], name: str, read: Callable[[], T]) -> T:
    if VALUES not in session.info:
        session.info[VALUES] = _values(session)
    value, before = session.info[VALUES].get(name, ""), shelf.get(name)
    if before is not None and before[0] == value:
        known: T = before[1]
        return known
    found = read()
    if _values(session).get(name, "") == value:  # nobody changed it between the statements
        shelf[name] = (value, found)
    return found


def _values(session: Session) -> dict[str, str]:
    return {one.name: one.value for one in session.execute(select(Stamp.name, Stamp.value))}


def asked() -> list[Label[str]]:
    """Columns with the stamps of what every press asks of the house, to be asked for together with something else."""
    return [select(Stamp.value).where(Stamp.name == name).scalar_subquery().label(f"stamp_{name}") for name in PRESSED]


def told(session: Session, row: Any) -> None:
    """Takes the stamps from a row that `asked` was part of; none stands for an empty one."""
    session.info[VALUES] = {name: getattr(row, f"stamp_{name}") or "" for name in PRESSED}


def changed(session: Session, name: str) -> None:
    """Puts a new stamp."""
    value = secrets.token_hex(16)
    if not put_new(session, Stamp, [{"name": name, "value": value}]):
        session.execute(update(Stamp).where(Stamp.name == name).values(value=value))
    session.info.get(KEPT, {}).pop(name, None)
    session.info.pop(VALUES, None)


def _of_rows(session: Session, context: UOWTransaction, instances: Any) -> None:
    rows = [*session.new, *session.deleted, *(one for one in session.dirty if session.is_modified(one))]
    for name in sorted({stamp for row in rows if (stamp := getattr(type(row), "__stamp__", ""))}):
        changed(session, name)


def _of_statements(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        mapper = state.bind_mapper
        name = getattr(mapper.class_, "__stamp__", "") if mapper is not None else ""
        if name:
            changed(state.session, name)


event.listen(Session, "before_flush", _of_rows)
event.listen(Session, "do_orm_execute", _of_statements)
