"""`dates_in_order`: the last day is not before the first, and the days are at most a year."""

from collections.abc import Iterator

from engine.checks.check import Asked, Check, Finding

LONGEST = 366


def _do(asked: Asked) -> Iterator[Finding]:
    since, until = asked.date_of("from"), asked.date_of("to")
    if since is None or until is None:
        return
    days = (until - since).days + 1
    if days < 1:
        facts = {"since": since.isoformat(), "until": until.isoformat()}
        yield Finding("to", "Expected the last day not before the first, {since}, but it is {until}.", facts)
    if days > LONGEST:
        yield Finding("to", "Expected at most {most} days, but there are {count}.", {"most": LONGEST, "count": days})


CHECK = Check("dates_in_order", _do)
