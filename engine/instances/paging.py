"""Pages of a list by the place of the last row, not by counting: as quick at the end of a long list as at its beginning.

A cursor is the moment and the id of the last row that was shown; rows that come meanwhile neither repeat nor hide others.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, String, literal, tuple_

from engine.db import Moment
from engine.errors import Invalid
from engine.instances.models import Task
from engine.work import Work

Tasks: TypeAlias = Select[Task]
Place: TypeAlias = tuple[datetime | None, str]
LONGEST = 120


def place(cursor: str) -> Place | None:
    """The place a cursor says; None at the beginning. Raises Invalid."""
    if not cursor:
        return None
    moment, bar, key = cursor.partition("|")
    try:
        at = datetime.fromisoformat(moment) if moment else None
        if not bar or not key or len(cursor) > LONGEST or (at and (at.tzinfo is None or not 1970 < at.year < 9000)):
            raise ValueError(cursor)
    except ValueError:
        raise Invalid.one("cursor", "Expected a cursor of this list, but {value} is none.", value=cursor[:60]) from None
    return at, key


def soonest(
    work: Work, query: Tasks, due: Any, key: Any, cursor: str, limit: int, *, at: Callable[[Task], datetime | None]
) -> tuple[list[Task], str | None]:
    """A page by term, those without one at the end; `at` gives the term of a row, `due` and `key` are its columns.

    Two statements, each in the order of an index: one over both sorts by an expression and reads the whole list.
    """
    held = place(cursor)
    rows: list[Task] = []
    if held is None or held[0] is not None:
        dated = query.where(due.is_not(None)).order_by(due, key)
        dated = dated.where(_past(due, key, held)) if held else dated
        rows = list(work.session.scalars(dated.limit(limit + 1)))
    if len(rows) <= limit:
        rest = query.where(due.is_(None)).order_by(key)
        rest = rest.where(key > held[1]) if held and held[0] is None else rest
        rows += work.session.scalars(rest.limit(limit + 1 - len(rows)))
    return _cut(rows, limit, at)


def latest(
    work: Work, query: Tasks, moment: Any, key: Any, cursor: str, limit: int, *, at: Callable[[Task], datetime | None]
) -> tuple[list[Task], str | None]:
    """A page with the newest first."""
    held = place(cursor)
    query = query.where(moment.is_not(None)).order_by(moment.desc(), key.desc())
    query = query.where(tuple_(moment, key) < _pair(held)) if held and held[0] else query
    return _cut(list(work.session.scalars(query.limit(limit + 1))), limit, at)


def earliest(
    work: Work, query: Tasks, moment: Any, key: Any, cursor: str, limit: int, *, at: Callable[[Task], datetime | None]
) -> tuple[list[Task], str | None]:
    """A page with the oldest first."""
    held = place(cursor)
    query = query.order_by(moment, key)
    query = query.where(_past(moment, key, held)) if held and held[0] else query
    return _cut(list(work.session.scalars(query.limit(limit + 1))), limit, at)


def _pair(held: Place) -> Any:
    return tuple_(literal(held[0], Moment()), literal(held[1], String()))


def _past(moment: Any, key: Any, held: Place) -> ColumnElement[bool]:
    past: ColumnElement[bool] = tuple_(moment, key) > _pair(held)
    return past


def _cut(rows: list[Task], limit: int, at: Callable[[Task], datetime | None]) -> tuple[list[Task], str | None]:
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    moment = at(last)
    return rows[:limit], f"{moment.isoformat() if moment else ''}|{last.id}"
