"""`terms_ahead`: the days by which an order is to be executed and read are not past when it is sent, nor far away."""

from collections.abc import Iterator
from datetime import timedelta

from engine.checks.check import Asked, Check, Finding

TERMS = ("due", "acquaint_until")
YEARS = 5


def _do(asked: Asked) -> Iterator[Finding]:
    for field in TERMS:
        day = asked.date_of(field)
        if day is not None and day < asked.day:
            yield Finding(field, "Expected a day from today on, but {day} is past.", {"day": day.isoformat()})
        elif day is not None and day > asked.day + timedelta(days=366 * YEARS):
            sentence = "Expected a day within {years} years, but it is {day}."
            yield Finding(field, sentence, {"years": YEARS, "day": day.isoformat()})


CHECK = Check("terms_ahead", _do)
