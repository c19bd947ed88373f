"""Calls that change people: new people and units, substitutions by order."""

from datetime import date
from typing import Any

from flask import g, request

from engine.errors import Invalid
from engine.people import commands, looking, queries
from webui.api import answers, shapes
from webui.api.bodies import NewPerson, NewSubstitution, NewUnit, SubstitutionEnd
from webui.api.calling import CURSOR, LIMIT, Word, call, page, paging
from webui.port import actor, office

WHEN = Word("when", "now, coming or past", {"type": "string", "enum": ["now", "coming", "past"], "default": "now"})


@call("GET", "/people/<login>", gives=answers.PersonLine)
def get_person(login: str) -> dict[str, Any] | None:
    """An employee."""
    with office().look(actor()) as work:
        return shapes.person(queries.card(work, queries.person(work, login).id))


@call("POST", "/people", takes=NewPerson, gives=answers.PersonLine, status=201)
def hire_person(body: NewPerson) -> dict[str, Any] | None:
    """A new employee. For the HR department and administrators."""
    with office().work(actor(), once=g.once) as work:
        made = commands.hire(
            work,
            body.login,
            body.names,
            number=body.number,
            email=body.email,
            phone_work=body.phone_work,
            phone_mobile=body.phone_mobile,
        )
        return shapes.person(queries.card(work, made.id))


@call("POST", "/units", takes=NewUnit, gives=answers.UnitLine, status=201)
def open_unit(body: NewUnit) -> dict[str, Any]:
    """A new unit. For administrators."""
    with office().work(actor(), once=g.once) as work:
        made = commands.open_unit(work, body.code, body.type, body.name, index=body.index, parent=body.parent)
        one = next(one for one in queries.units(work) if one.id == made.id)
    return {"code": one.code, "name": one.name, "parent": one.parent or None, "head": None, "type": one.type}


@call("GET", "/substitutions", gives=answers.Page[answers.SubstitutionLine], words=(WHEN, LIMIT, CURSOR))
def list_substitutions() -> dict[str, Any]:
    """Who stands for whom: for those who look after it all of them, for others their own."""
    limit, cursor = paging()
    first, when = int(cursor or 0), request.args.get("when", "now")
    if when not in {"now", "coming", "past"}:
        raise Invalid.one("when", "Expected one of the offered choices, but it is another.")
    whose = None if actor().has("hr", "admin", "records_admin") else actor().person
    with office().look(actor()) as work:
        found = looking.substitutions(work, when=when, person_id=whose, first=first, limit=limit + 1)
    return page([_line(one) for one in found[:limit]], str(first + limit) if len(found) > limit else None)


@call("POST", "/substitutions", takes=NewSubstitution, gives=answers.SubstitutionLine, status=201)
def order_substitution(body: NewSubstitution) -> dict[str, Any]:
    """Lets one employee stand for another. For the HR department."""
    with office().work(actor(), once=g.once) as work:
        made = commands.substitute(
            work,
            queries.person(work, body.absent),
            queries.person(work, body.substitute),
            since=_day("since", body.since),
            until=_day("until", body.until),
            basis=body.basis,
            may_sign=body.may_sign,
        )
        return _line(looking.substitution(work, made.id))


@call("POST", "/substitutions/<int:number>/end", takes=SubstitutionEnd, gives=answers.SubstitutionLine)
def end_substitution(number: int, body: SubstitutionEnd) -> dict[str, Any]:
    """Ends a substitution before its time. For the HR department."""
    last = _day("last", body.last) if body.last else None
    with office().work(actor(), once=g.once) as work:
        commands.end_substitution(work, number, last=last, reason=body.reason, seen_version=body.version)
        work.session.flush()
        return _line(looking.substitution(work, number))


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid.one(name, "Expected a day, but {value} is none.", value=text[:40] or "–") from None


def _line(one: looking.SubstitutionLine) -> dict[str, Any]:
    return {
        "id": one.id,
        "version": one.version,
        "absent": one.absent.login,
        "substitute": one.substitute.login,
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
        "basis": one.basis,
        "may_sign": one.may_sign,
        "when": one.when,
    }
