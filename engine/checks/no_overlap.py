"""`no_overlap`: the person has no other trip or leave on these days."""

from collections.abc import Iterator

from engine.checks.check import Asked, Check, Finding


def _do(asked: Asked) -> Iterator[Finding]:
    since, until = asked.date_of("from"), asked.date_of("to")
    if since is None or until is None:
        return
    for other in asked.others:
        if other.since <= until and since <= other.until:
            days = {"since": other.since.isoformat(), "until": other.until.isoformat()}
            facts = {"title": other.title, "number": other.number or "—", **days}
            sentence = (
                "Expected days without another trip or leave, but {since} – {until} is taken: {title} (№ {number})."
            )
            yield Finding("from", sentence, facts)


CHECK = Check("no_overlap", _do)
