"""`dates_in_order`: the last day is not before the first, the days are at most a year, and begin within two."""

from collections.abc import Iterator
from datetime import date, timedelta

from engine.checks.check import Asked, Check, Finding

LONGEST = 366
YEARS = 2


def _do(asked: Asked) -> Iterator[Finding]:
    since, until = asked.date_of("from"), asked.date_of("to")
    if since is not None and until is not None:
        yield from in_order("to", since, until, LONGEST)
    if since is not None and since > asked.day + timedelta(days=366 * YEARS):
        sentence = "Expected a day within {years} years, but it is {day}."
        yield Finding("from", sentence, {"years": YEARS, "day": since.isoformat()})


def in_order(field: str, since: date, until: date, most: int) -> Iterator[Finding]:
    """What is wrong with a first and a last day."""
    days = (until - since).days + 1
    if days < 1:
        facts = {"since": since.isoformat(), "until": until.isoformat()}
        yield Finding(field, "Expected the last day not before the first, {since}, but it is {until}.", facts)
    if days > most:
        yield Finding(field, "Expected at most {most} days, but there are {count}.", {"most": most, "count": days})


CHECK = Check("dates_in_order", _do)
