"""The demo's clock."""

import re
from datetime import datetime, timedelta

from flask import Response, jsonify

from engine.errors import Invalid, NotFound
from webui.api import api
from webui.api.bodies import ClockMove
from webui.port import actor, office

_FORWARD = re.compile(r"(\d{1,5})([dhms])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


@api.post("/demo/clock")
@api.input(ClockMove, location="json")
def move_clock(json_data: ClockMove) -> Response:
    """Moves the moment everything believes in; only in a demo."""
    actor()
    if not office().tools.settings.demo:
        raise NotFound("Expected a demo installation, but this is not one.")
    moment = office().tools.clock.set(_wanted(json_data))
    office().kick.set()
    return jsonify({"now": moment.isoformat(timespec="seconds")})


def _wanted(body: ClockMove) -> datetime:
    now = office().tools.clock.now()
    if body.forward:
        match = _FORWARD.fullmatch(body.forward.strip())
        if match is None:
            raise Invalid.one(
                "forward", "Expected a span such as 3d or 4h, but it is {value}.", value=body.forward[:40]
            )
        return now + timedelta(**{_UNITS[match[2]]: int(match[1])})
    try:
        wanted = datetime.fromisoformat(body.now or "")
    except ValueError:
        wanted = None
    if wanted is None or wanted.tzinfo is None or not 2000 < wanted.year < 2100:
        raise Invalid.one("now", "Expected a moment with its zone, but it is {value}.", value=(body.now or "")[:40])
    return wanted
