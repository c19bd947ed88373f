"""Calls about journals."""

from datetime import date

from flask import Response, request

from engine.errors import Invalid, NotAllowed
from engine.registration import queries
from webui.api import api, shapes
from webui.api.calling import known, page, paging, whole
from webui.port import actor, office

READERS = ("registrar", "archivist", "records_admin")


def must_read_journals() -> None:
    """Raises NotAllowed for anybody but records officers and archivists."""
    if not actor().has(*READERS):
        raise NotAllowed("Expected a records officer to read journals, but you are none.")


@api.get("/journals")
def list_journals() -> Response:
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


@api.get("/journals/<code>/registrations")
def list_registrations(code: str) -> Response:
    """The registrations of a journal in the order of their numbers."""
    known("year", "from", "to", "limit", "cursor")
    limit, cursor = paging()
    if cursor and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
        raise Invalid.one("cursor", "Expected a cursor of this list, but {value} is none.", value=cursor[:60])
    year = whole("year", 0, 1900, 2200) or None
    with office().look(actor()) as work:
        must_read_journals()
        rows = queries.page(
            work, code, year=year, since=day("from"), until=day("to"), after=int(cursor or 0), limit=limit + 1
        )
    return page(
        [shapes.registration(one) for one in rows[:limit]], str(rows[limit - 1].serial) if len(rows) > limit else None
    )


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
