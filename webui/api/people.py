"""Calls about people, units and kinds."""

from typing import Any

from flask import request

from engine.accounts.queries import of_person
from engine.acts.start import may_start
from engine.catalogue.queries import Published, all_current, current
from engine.errors import NotAllowed
from engine.forms import to_json
from engine.people import queries
from engine.texts import said
from webui.api import answers, shapes
from webui.api.calling import CURSOR, LIMIT, Word, call, page, paging
from webui.languages import language
from webui.port import actor, office
from webui.session import signed_in

Q = Word("q", "Words of the name, the login or the e-mail")


@call("GET", "/me", gives=answers.Me)
def get_me() -> dict[str, Any]:
    """Who calls."""
    who = signed_in()
    with office().look(actor()) as work:
        account = of_person(work, who.person)
        posts = queries.appointments(work, who.person)
        stands = queries.cards(work, queries.substitutes_for(work, who.person))
    return {
        "login": who.login,
        "name": who.name,
        "posts": [said(title, language()) for title, _, _ in posts],
        "units": [code for _, _, code in posts],
        "roles": sorted(who.roles),
        "language": account.language if account else language(),
        "substitutes_for": [one.login for one in stands.values()],
    }


@call("GET", "/people", gives=answers.Page[answers.PersonLine], words=(Q, LIMIT, CURSOR))
def list_people() -> dict[str, Any]:
    """Employees found by name, login or e-mail."""
    limit, cursor = paging()
    first = int(cursor or 0)
    with office().look(actor()) as work:
        found = queries.search(work, request.args.get("q", "")[:100], limit=limit + 1, first=first)
    return page([shapes.person(one) for one in found[:limit]], str(first + limit) if len(found) > limit else None)


@call("GET", "/units", gives=answers.Page[answers.UnitLine])
def list_units() -> dict[str, Any]:
    """All units."""
    with office().look(actor()) as work:
        found = queries.units(work)
    return page(
        [
            {
                "code": one.code,
                "name": one.name,
                "parent": one.parent or None,
                "head": one.head or None,
                "type": one.type,
            }
            for one in found
        ],
        None,
    )


@call("GET", "/kinds", gives=answers.Page[answers.KindLine])
def list_kinds() -> dict[str, Any]:
    """The kinds the caller may start."""
    with office().look(actor()) as work:
        found = [one for one in all_current(work) if _may(one)]
    return page([_kind(one) for one in found], None)


def _may(one: Published) -> bool:
    try:
        may_start(actor(), one.kind)
    except NotAllowed:
        return False
    return True


@call("GET", "/kinds/<kind>", gives=answers.KindLine)
def get_kind(kind: str) -> dict[str, Any]:
    """A kind with its start form."""
    with office().look(actor()) as work:
        found = current(work, kind)
    return _kind(found)


def _kind(one: Published) -> dict[str, Any]:
    kind = one.kind
    outcomes = sorted({outcome.id for step in kind.diagram.persons() for outcome in step.outcomes})
    steps = [
        {"id": step.id, "name": kind.step_name(step.id, language()), "outcomes": [o.id for o in step.outcomes]}
        for step in kind.diagram.persons()
    ]
    return {
        "kind": kind.name,
        "title": said(kind.title, language()),
        "description": said(kind.description, language()),
        "purpose": kind.purpose,
        "version": one.number,
        "outcomes": outcomes,
        "steps": steps,
        "form": to_json(kind.forms[kind.start.form]),
        "sample": dict(kind.sample),
    }
