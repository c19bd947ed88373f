"""`no_overlap`: the person has no other trip or leave on these days; `later_overlap`: nor on those it is extended by."""

from collections.abc import Iterator
from datetime import date, timedelta

from engine.checks.check import Asked, Check, Finding

TAKEN = "Expected days without another trip or leave, but {since} – {until} is taken: {title} (№ {number})."


def _do(asked: Asked) -> Iterator[Finding]:
    since, until = asked.date_of("from"), asked.date_of("to")
    if since is not None and until is not None:
        yield from _taken(asked, "from", since, until)


def _later(asked: Asked) -> Iterator[Finding]:
    until, new = asked.date_of("to"), asked.date_of("new_to")
    if until is not None and new is not None and until < new:
        yield from _taken(asked, "new_to", until + timedelta(days=1), new)


def _taken(asked: Asked, field: str, since: date, until: date) -> Iterator[Finding]:
    for other in asked.others:
        if other.since <= until and since <= other.until:
            days = {"since": other.since.isoformat(), "until": other.until.isoformat()}
            yield Finding(field, TAKEN, {"title": other.title, "number": other.number or "—", **days})


CHECK = Check("no_overlap", _do)
LATER = Check("later_overlap", _later, at="extend")
