"""Calls about people, units and kinds."""

from flask import Response, jsonify, request

from engine.accounts.queries import of_person
from engine.acts.start import may_start
from engine.catalogue.queries import Published, all_current, current
from engine.errors import NotAllowed
from engine.forms import to_json
from engine.people import queries
from engine.texts import said
from webui.api import api, shapes
from webui.api.calling import known, page, whole
from webui.languages import language
from webui.port import actor, office
from webui.session import signed_in


@api.get("/me")
def get_me() -> Response:
    """Who calls."""
    who = signed_in()
    with office().look(actor()) as work:
        account = of_person(work, who.person)
        posts = queries.appointments(work, who.person)
        stands = queries.cards(work, queries.substitutes_for(work, who.person))
    return jsonify(
        {
            "login": who.login,
            "name": who.name,
            "posts": [said(title, language()) for title, _, _ in posts],
            "units": [code for _, _, code in posts],
            "roles": sorted(who.roles),
            "language": account.language if account else language(),
            "substitutes_for": [one.login for one in stands.values()],
        }
    )


@api.get("/people")
def list_people() -> Response:
    """Employees found by name, login or e-mail."""
    known("q", "limit", "cursor")
    with office().look(actor()) as work:
        found = queries.search(
            work, request.args.get("q", "")[:100].replace("\0", ""), limit=whole("limit", 50, 1, 200)
        )
    return page([shapes.person(one) for one in found], None)


@api.get("/units")
def list_units() -> Response:
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


@api.get("/kinds")
def list_kinds() -> Response:
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


@api.get("/kinds/<kind>")
def get_kind(kind: str) -> Response:
    """A kind with its start form."""
    with office().look(actor()) as work:
        found = current(work, kind)
    return jsonify(
        _kind(found) | {"form": to_json(found.kind.forms[found.kind.start.form]), "sample": dict(found.kind.sample)}
    )


def _kind(one: Published) -> dict[str, object]:
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
    }
