"""`later_end`, `earlier_end`: the new last day of what is extended or shortened."""

from collections.abc import Iterator

from engine.checks.check import Asked, Check, Finding
from engine.checks.dates_in_order import LONGEST, in_order


def _later(asked: Asked) -> Iterator[Finding]:
    since, until, new = asked.date_of("from"), asked.date_of("to"), asked.date_of("new_to")
    if until is not None and new is not None and new <= until:
        facts = {"until": until.isoformat(), "new": new.isoformat()}
        yield Finding("new_to", "Expected a day after the present last day, {until}, but it is {new}.", facts)
    elif since is not None and new is not None:
        yield from in_order("new_to", since, new, LONGEST)


def _earlier(asked: Asked) -> Iterator[Finding]:
    since, until, new = asked.date_of("from"), asked.date_of("to"), asked.date_of("new_to")
    if since is None or until is None or new is None or since <= new < until:
        return
    facts = {"since": since.isoformat(), "until": until.isoformat(), "new": new.isoformat()}
    yield Finding("new_to", "Expected a day from {since} on and before {until}, but it is {new}.", facts)


LATER = Check("later_end", _later, at="extend")
EARLIER = Check("earlier_end", _earlier, at="shorten")
