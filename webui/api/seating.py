"""Calls for process owners: who would be asked for a document nobody has written, and who sits in a lane."""

from datetime import date
from typing import Any

from flask import g, request

from engine import kinds
from engine.acts import seating
from engine.acts.seating import Asked, Seated
from engine.catalogue import drafts
from engine.errors import Invalid
from engine.people.queries import today
from webui.api import answers
from webui.api.bodies import LaneSaid
from webui.api.calling import Word, call
from webui.languages import language, say
from webui.port import actor, office

WHO = Word("who", "Login of the person who starts the document")
DAY = Word("day", "The day, as 2026-09-01; left out: today", {"type": "string", "format": "date"})

ANSWERED = Word("answers", "What rules ask of the document, as key:login,unit;key:login")


@call("GET", "/processes/<kind>/draft/seats", gives=answers.DraftSeats, words=(WHO, DAY, ANSWERED))
def list_seats(kind: str) -> dict[str, Any]:
    """Who would be asked at each person's step of the draft; nothing is kept."""
    with office().look(actor()) as work:
        held, day = drafts.draft(work, kind), _day(today(work))
    read = kinds.read(held.files, kinds.read_folder(office().tools.settings.forms), office().tools.verbs)
    asked = Asked(request.args.get("who", "")[:100], day, _answers())
    with office().look(actor()) as work:
        return {"version": held.version, "seats": [_seat(one) for one in seating.would_be(work, read, asked)]}


def _answers() -> dict[str, list[str]]:
    given = [one.partition(":") for one in request.args.get("answers", "")[:2000].split(";")]
    return {
        key.strip(): [one.strip() for one in values.split(",") if one.strip()] for key, _, values in given if values
    }


def _day(now: date) -> date:
    text = request.args.get("day", "")
    try:
        return date.fromisoformat(text) if text else now
    except ValueError:
        raise Invalid.one("day", "Expected a day, but it is not written as one.") from None


def _seat(one: Seated) -> dict[str, Any]:
    return {
        "step": one.step.id,
        "item": one.item,
        "queue": one.queue,
        "passed_over": one.passed_over,
        "why": say(one.why, language(), one.facts) if one.why else "",
        "people": [
            {
                "login": sits.person.login,
                "name": sits.person.name,
                "stands_for": sits.stands_for.login if sits.stands_for else None,
                "basis": sits.basis,
            }
            for sits in one.people
        ],
    }


@call("POST", "/processes/<kind>/draft/lanes/<lane>", takes=LaneSaid, gives=answers.DraftSaved)
def change_lane(kind: str, lane: str, body: LaneSaid) -> dict[str, Any]:
    """Says who sits in a lane of the draft; refused with 409 when somebody has saved the draft since that version."""
    with office().work(actor(), once=g.once) as work:
        return {"kind": kind, "version": seating.change_rule(work, kind, body.version, lane, body.rule).version}
