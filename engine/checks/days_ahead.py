"""`days_ahead`: less than three working days are left until the first day: urgent (domain 6.3)."""

from collections.abc import Iterator

from engine.checks.check import Asked, Check, Finding

LEAST = 3


def _do(asked: Asked) -> Iterator[Finding]:
    since = asked.date_of("from")
    if since is not None and since >= asked.day and (left := asked.workdays(asked.day, since)) < LEAST:
        yield Finding("from", "Urgent: {count} working days were left until the first day.", {"count": left})


CHECK = Check("days_ahead", _do)
