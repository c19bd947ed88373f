"""`stood_in_for`: somebody stands in for the person on these days, who may be away for another reason."""

from collections.abc import Iterator

from engine.checks.check import Asked, Check, Finding


def _do(asked: Asked) -> Iterator[Finding]:
    since, until = asked.date_of("from"), asked.date_of("to")
    if since is None or until is None:
        return
    until = max(until, asked.date_of("new_to") or until)
    for one in asked.away:
        if one.since <= until and since <= one.until:
            days = {"since": one.since.isoformat(), "until": one.until.isoformat()}
            sentence = "The traveller is stood in for from {since} to {until} ({basis}): perhaps he is away for another reason."
            yield Finding("from", sentence, {"basis": one.basis, **days})


CHECK = Check("stood_in_for", _do)
