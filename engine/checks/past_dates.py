"""`past_dates`: what is asked for has begun already."""

from collections.abc import Iterator

from engine.checks.check import Asked, Check, Finding


def _do(asked: Asked) -> Iterator[Finding]:
    since = asked.date_of("from")
    if since is not None and since < asked.day:
        yield Finding(
            "from", "The first day, {since}, had passed already when it was sent.", {"since": since.isoformat()}
        )


CHECK = Check("past_dates", _do)
