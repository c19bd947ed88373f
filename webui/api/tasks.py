"""Calls about tasks."""

from typing import Any

from flask import g, request

from engine.acts import asking, handing, views
from engine.instances import commands, queries
from engine.office import press
from webui.api import answers, shapes
from webui.api.bodies import Again, Completion, Handing, Nothing, OneMore
from webui.api.calling import CURSOR, LIMIT, Word, call, one_of, page, paging, settle
from webui.port import actor, office

SCOPES = ("mine", "unit", "all")
STATES = ("open", "done")
WORDS = (
    Word(
        "scope",
        "Whose: mine, of the units I head, of all documents I may see",
        {"type": "string", "enum": list(SCOPES), "default": "mine"},
    ),
    Word("state", "Open ones, or done ones", {"type": "string", "enum": list(STATES), "default": "open"}),
    Word("document", "Only of the document with this id"),
    Word("kind", "Only of documents of this kind"),
    LIMIT,
    CURSOR,
)


@call("GET", "/tasks", gives=answers.Page[answers.TaskLine], words=WORDS)
def list_tasks() -> dict[str, Any]:
    """Tasks: mine, of my units, or of all documents I may see; without their forms."""
    scope, state = one_of("scope", SCOPES), one_of("state", STATES)
    limit, cursor = paging()
    kind, document = request.args.get("kind", ""), request.args.get("document", "")
    with office().look(actor()) as work:
        if document:
            found, after = queries.of_documents(
                work, state=state, kind=kind, document=document, cursor=cursor, limit=limit
            )
            found = found if scope == "all" else [one for one in found if _is_mine(one)]
        elif scope == "mine":
            found, after = queries.of_actor(work, state=state, kind=kind, cursor=cursor, limit=limit)
        elif scope == "unit":
            found, after = queries.of_unit(work, state=state, kind=kind, cursor=cursor, limit=limit)
        else:
            found, after = queries.of_documents(work, state=state, kind=kind, cursor=cursor, limit=limit)
        return page(shapes.task_lines(work, found), after)


def _is_mine(one: queries.TaskCard) -> bool:
    return one.mine or (one.done_by is not None and one.done_by.id == actor().person)


@call("GET", "/tasks/<id>", gives=answers.Task)
def get_task(id: str) -> dict[str, Any]:
    """A task with its form and what its buttons lead to."""
    with office().look(actor()) as work:
        return shapes.task(work, views.task_view(work, id))


@call("POST", "/tasks/<id>/claim", takes=Nothing, gives=answers.Task)
def claim_task(id: str, body: Nothing) -> dict[str, Any]:
    """Takes a task of a queue for oneself."""
    with office().work(actor(), once=g.once) as work:
        commands.claim(work, commands.hold_task(work, id))
    return get_task(id)


@call("POST", "/tasks/<id>/release", takes=Nothing, gives=answers.Task)
def release_task(id: str, body: Nothing) -> dict[str, Any]:
    """Gives it back to the queue."""
    with office().work(actor(), once=g.once) as work:
        commands.release(work, commands.hold_task(work, id))
    return get_task(id)


@call("POST", "/tasks/<id>/delegate", takes=Handing, gives=answers.Document)
def delegate_task(id: str, body: Handing) -> dict[str, Any]:
    """Gives the caller's own task to another employee, who acts in his own name. Signing and registering are not delegated."""
    with office().work(actor(), once=g.once) as work:
        document = handing.delegate(work, id, body.to, body.comment or "").id
    return _document(document)


@call("POST", "/tasks/<id>/reassign", takes=Handing, gives=answers.Handed)
def reassign_task(id: str, body: Handing) -> dict[str, Any]:
    """A head, or the records administrator, gives another's task to a third, with a reason."""
    with office().work(actor(), once=g.once) as work:
        handing.reassign(work, id, body.to, body.comment or "")
    return {"task": id, "people": [body.to]}


@call("POST", "/tasks/<id>/add_approver", takes=OneMore, gives=answers.Document)
def add_approver(id: str, body: OneMore) -> dict[str, Any]:
    """Asks one more approver before the task, which waits for him, or beside it. Before the signature only."""
    with office().work(actor(), once=g.once) as work:
        document = asking.add_approver(work, id, body.who, body.comment or "", body.order).id
    return _document(document)


@call("POST", "/tasks/<id>/return_to", takes=Again, gives=answers.Document)
def return_to_approver(id: str, body: Again) -> dict[str, Any]:
    """Asks somebody who has approved in this round again; the task waits for his answer."""
    with office().work(actor(), once=g.once) as work:
        document = asking.return_to(work, id, body.who, body.comment).id
    return _document(document)


def _document(id: str) -> dict[str, Any]:
    with office().look(actor()) as work:
        return shapes.document(work, views.document_view(work, id))


@call("POST", "/tasks/<id>/complete", takes=Completion, gives=answers.Completed)
def complete_task(id: str, body: Completion) -> dict[str, Any]:
    """Completes a task; nothing is kept when anything is refused."""
    pressed = press.acts.Press(
        outcome=body.outcome,
        answers=body.answers or {},
        comment=body.comment or "",
        password=body.password or "",
        shown=body.rendition_sha256 or "",
        level=body.level or "",
    )
    document = press.complete(office(), actor(), id, pressed, once=g.once)
    settled = settle(document)
    with office().look(actor()) as work:
        told = shapes.document(work, views.document_view(work, document))
    return {"document": told, "next_tasks": told["tasks"], "settled": settled}
