"""Calls for process owners: which versions run, what following would mean, moving documents, bringing them back."""

from typing import Any

from flask import g

from engine.acts import moving
from engine.acts.moving import Line, Looked, Progress
from engine.people.queries import cards
from webui import asked
from webui.api import answers, shapes
from webui.api.bodies import DocumentsMoved, MoveUndone
from webui.api.calling import CURSOR, LIMIT, Word, call, page, paging
from webui.port import actor, office
from webui.workshop_running import reason

TO = Word("to", "The version they would follow to", {"type": "integer", "minimum": 1})


@call("GET", "/processes/<kind>/running", gives=answers.Page[answers.OnVersion])
def list_running(kind: str) -> dict[str, Any]:
    """How many documents are on their way on each version, newest first."""
    with office().look(actor()) as work:
        found = moving.by_version(work, kind)
    return page([{"version": one.number, "running": one.count, "current": one.current} for one in found], None)


@call("GET", "/processes/<kind>/moves/look", gives=answers.MovesLooked, words=(TO,))
def look_at_moves(kind: str) -> dict[str, Any]:
    """What it would mean for each running document to follow to a version; nothing is changed. `more` are not shown."""
    with office().look(actor()) as work:
        found, more = moving.look(work, kind, asked.whole("to"))
    return {"items": [_looked(one) for one in found], "more": more}


def _looked(one: Looked) -> dict[str, Any]:
    plan = one.plan
    return {
        "document": one.document,
        "number": one.number or None,
        "state": one.state,
        "version": one.on,
        "at": list(one.at),
        "outcome": plan.outcome,
        "appear": list(plan.appear),
        "go": list(plan.go),
        "changed": {token: list(ways) for token, ways in plan.changed.items()},
        "reason": reason(plan.reason) if plan.reason else None,
    }


@call("POST", "/processes/<kind>/moves", takes=DocumentsMoved, gives=answers.VersionMove, status=202)
def move_documents(kind: str, body: DocumentsMoved) -> dict[str, Any]:
    """Lets running documents follow to a version, one by one in the background."""
    with office().work(actor(), once=g.once) as work:
        made = moving.order(work, kind, body.to, body.documents, body.reason).id
        return _progress(work, moving.progress(work, kind, made)[0])


@call("GET", "/processes/<kind>/moves", gives=answers.Page[answers.VersionMove])
def list_moves(kind: str) -> dict[str, Any]:
    """The last moves of a kind, newest first, each with how far it is."""
    with office().look(actor()) as work:
        return page([_progress(work, one) for one in moving.progress(work, kind)], None)


def _progress(work: Any, one: Progress) -> dict[str, Any]:
    return {
        "id": one.id,
        "to": one.to,
        "at": shapes.moment(one.at),
        "by": cards(work, {one.by})[one.by].login,
        "reason": one.reason,
        "total": one.total,
        "left": one.left,
        **{state: one.counts.get(state, 0) for state in ("moved", "refused", "undone")},
    }


@call("GET", "/processes/<kind>/moves/<int:move>", gives=answers.Page[answers.MoveLine], words=(LIMIT, CURSOR))
def list_moved(kind: str, move: int) -> dict[str, Any]:
    """What came of each document of a move."""
    most, cursor = paging()
    with office().look(actor()) as work:
        found, after = moving.lines(work, kind, move, after=asked.bounded(cursor), limit=most)
    return page([_line(one) for one in found], str(after) if after else None)


def _line(one: Line) -> dict[str, Any]:
    return {
        "document": one.document,
        "number": one.number or None,
        "document_state": one.document_state,
        "version": one.on,
        "state": one.state,
        "changes": one.changes,
        "reason": reason(one.reason) if one.reason else None,
        "undoable": one.undoable,
    }


@call("POST", "/processes/<kind>/moves/<int:move>/undo", takes=MoveUndone, gives=answers.MovesUndone, status=202)
def undo_move(kind: str, move: int, body: MoveUndone) -> dict[str, Any]:
    """Brings one document back to how it stood, or every one of the move that nobody has acted on since."""
    with office().work(actor(), once=g.once) as work:
        return {"documents": moving.undo(work, kind, move, body.document)}
