"""The demo's clock."""

import re
from datetime import datetime, timedelta
from typing import Any

from flask import g

from engine.errors import Invalid, NotFound
from webui.api import answers, shapes
from webui.api.bodies import ClockMove
from webui.api.calling import call
from webui.port import actor, office

_FORWARD = re.compile(r"([0-9]{1,5})([dhms])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_FIRST, _LAST = 2000, 2100


@call("POST", "/demo/clock", takes=ClockMove, gives=answers.Clock)
def move_clock(body: ClockMove) -> dict[str, Any]:
    """Moves the moment everything believes in; only in a demo."""
    if not office().tools.settings.demo:
        raise NotFound("Expected a demo installation, but this is not one.")
    wanted = _wanted(body)
    with office().work(actor(), once=g.once) as work:
        work.record("system", "clock.moved", "demo", before=shapes.moment(work.now), after=shapes.moment(wanted))
    moment = office().tools.clock.set(wanted)
    office().kick.set()
    return {"now": shapes.moment(moment)}


def _wanted(body: ClockMove) -> datetime:
    if body.forward:
        wanted = _forward(body.forward.strip())
    else:
        try:
            wanted = datetime.fromisoformat(body.now or "")
        except ValueError:
            wanted = datetime.min
    if wanted.tzinfo is None or not _FIRST < wanted.year < _LAST:
        field = "forward" if body.forward else "now"
        raise Invalid.one(
            field,
            "Expected a moment with its zone, of this century, but it is {value}.",
            value=(body.forward or body.now or "")[:40],
        )
    return wanted


def _forward(text: str) -> datetime:
    match = _FORWARD.fullmatch(text)
    if match is None:
        raise Invalid.one("forward", "Expected a span such as 3d or 4h, but it is {value}.", value=text[:40])
    return office().tools.clock.now() + timedelta(**{_UNITS[match[2]]: int(match[1])})
