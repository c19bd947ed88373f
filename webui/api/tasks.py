"""Calls about tasks."""

from flask import Response, g, jsonify, request

from engine.acts import views
from engine.errors import Invalid
from engine.instances import commands, queries
from engine.office import press
from webui.api import api, shapes
from webui.api.bodies import Completion, Nothing
from webui.api.calling import keyed, known, page, paging, settle
from webui.port import actor, office

SCOPES = ("mine", "unit", "all")
STATES = ("open", "done")


@api.get("/tasks")
def list_tasks() -> Response:
    """Tasks: mine, of my unit, or of all documents I may see."""
    known("scope", "state", "document", "kind", "limit", "cursor")
    scope, state = _one_of("scope", SCOPES), _one_of("state", STATES)
    limit, cursor = paging()
    kind, document = request.args.get("kind", ""), request.args.get("document", "")
    with office().look(actor()) as work:
        if document:
            found, next_cursor = queries.of_documents(
                work, state=state, kind=kind, document=document, cursor=cursor, limit=limit
            )
            found = found if scope == "all" else [one for one in found if _is_mine(one)]
        elif scope == "mine":
            found, next_cursor = queries.of_actor(work, state=state, kind=kind, cursor=cursor, limit=limit)
        elif scope == "unit":
            found, next_cursor = queries.of_unit(work, state=state, kind=kind, cursor=cursor, limit=limit)
        else:
            found, next_cursor = queries.of_documents(work, state=state, kind=kind, cursor=cursor, limit=limit)
    return page([shapes.task_line(one) for one in found], next_cursor)


def _one_of(name: str, choices: tuple[str, ...]) -> str:
    value = request.args.get(name, choices[0])
    if value not in choices:
        raise Invalid.one(
            name, "Expected one of {known}, but it is {value}.", known=", ".join(choices), value=value[:40]
        )
    return value


def _is_mine(one: queries.TaskCard) -> bool:
    return one.mine or (one.done_by is not None and one.done_by.id == actor().person)


@api.get("/tasks/<id>")
def get_task(id: str) -> Response:
    """A task with its form and what its buttons lead to."""
    with office().look(actor()) as work:
        return jsonify(shapes.task(views.task_view(work, id)))


@api.post("/tasks/<id>/claim")
@api.input(Nothing, location="json", arg_name="body")
@keyed
def claim_task(id: str, body: Nothing) -> Response:
    """Takes a task of a queue."""
    with office().work(actor(), once=g.once) as work:
        commands.claim(work, commands.hold_task(work, id))
    return get_task(id)


@api.post("/tasks/<id>/release")
@api.input(Nothing, location="json", arg_name="body")
@keyed
def release_task(id: str, body: Nothing) -> Response:
    """Gives it back to the queue."""
    with office().work(actor(), once=g.once) as work:
        commands.release(work, commands.hold_task(work, id))
    return get_task(id)


@api.post("/tasks/<id>/complete")
@api.input(Completion, location="json")
@keyed
def complete_task(id: str, json_data: Completion) -> Response:
    """Completes a task; nothing is kept when anything is refused."""
    pressed = press.acts.Press(
        outcome=json_data.outcome,
        answers=json_data.answers,
        comment=json_data.comment or "",
        password=json_data.password or "",
        shown=json_data.rendition_sha256 or "",
        level=json_data.level or "",
    )
    document = press.complete(office(), actor(), id, pressed, once=g.once)
    settled = settle(document)
    with office().look(actor()) as work:
        view = views.document_view(work, document)
    open_tasks = [shapes.task_line(one) for one in view.tasks if one.state == "open"]
    return jsonify({"document": shapes.document(view), "next_tasks": open_tasks, "settled": settled})
