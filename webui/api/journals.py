"""Calls about journals."""

from datetime import date
from typing import Any

from flask import request

from engine.errors import Invalid, NotAllowed
from engine.registration import queries
from engine.registration.keeping import READERS
from webui.api import answers, shapes
from webui.api.calling import CURSOR, LIMIT, Word, call, page, paging, whole
from webui.port import actor, office

DAY = {"type": "string", "format": "date"}
WORDS = (
    Word("year", "Only of this year", {"type": "integer", "minimum": 1900, "maximum": 2200}),
    Word("from", "Only of this day and later", DAY),
    Word("to", "Only of this day and before", DAY),
    LIMIT,
    CURSOR,
)


def must_read_journals() -> None:
    """Raises NotAllowed for anybody but records officers and archivists."""
    if not actor().has(*READERS):
        raise NotAllowed("Expected a records officer to read journals, but you are none.")


@call("GET", "/journals", gives=answers.Page[answers.JournalLine])
def list_journals() -> dict[str, Any]:
    """The journals with their last numbers."""
    with office().look(actor()) as work:
        must_read_journals()
        found = queries.journals(work)
    return page(
        [
            {"code": one.code, "title": one.title, "year": one.year, "last": one.last, "direction": one.direction}
            for one in found
        ],
        None,
    )


@call("GET", "/journals/<code>/registrations", gives=answers.Page[answers.RegistrationLine], words=WORDS)
def list_registrations(code: str) -> dict[str, Any]:
    """The registrations of a journal in the order of their numbers."""
    limit, cursor = paging()
    year = whole("year", 0, 1900, 2200) or None
    with office().look(actor()) as work:
        must_read_journals()
        rows = queries.page(
            work, code, year=year, since=day("from"), until=day("to"), past=_place(cursor), limit=limit + 1
        )
    last = rows[limit - 1] if len(rows) > limit else None
    return page([shapes.registration(one) for one in rows[:limit]], f"{last.year}/{last.serial}" if last else None)


def _place(cursor: str) -> tuple[int, int]:
    year, _, serial = cursor.partition("/")
    return int(year or 0), int(serial or 0)


def day(name: str) -> date | None:
    """A date of the query."""
    value = request.args.get(name, "")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Invalid.one(
            name, "Expected a date that exists, as YYYY-MM-DD, but it is {value}.", value=value[:40]
        ) from None
