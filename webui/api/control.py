"""Calls about control: lists, requests to move a term, who is not acquainted and why."""

from typing import Any

from flask import g, request

from engine.acts import handing
from engine.control import commands, lists, queries
from engine.control.lists import SCOPES, TABS, ControlLine, Wanted
from engine.control.queries import DueChangeCard
from engine.errors import Invalid
from engine.office import Work
from webui.api import answers, shapes
from webui.api.bodies import DueAnswer, DueRefusal, DueRequest, Excuse
from webui.api.calling import CURSOR, LIMIT, Word, call, one_of, page, paging
from webui.api.journals import DAY, day
from webui.control import day_of
from webui.port import actor, office

WORDS = (
    Word(
        "scope",
        "What I execute, what I control, what people of my units execute, or everything registered (records officers)",
        {"type": "string", "enum": list(SCOPES), "default": "mine"},
    ),
    Word("tab", "Which of them", {"type": "string", "enum": list(TABS), "default": "open"}),
    Word("kind", "Only of documents of this kind"),
    Word("unit", "Only of documents this unit, or one beneath it, started"),
    Word("from", "Only due (or done) on this day and later", DAY),
    Word("to", "Only due (or done) on this day and before", DAY),
    LIMIT,
    CURSOR,
)


@call("GET", "/control", gives=answers.Page[answers.ControlLine], words=WORDS)
def list_control() -> dict[str, Any]:
    """Tasks of execution by their term: open, due today or this week, overdue, extended, done late or in time."""
    limit, cursor = paging()
    kind, unit = request.args.get("kind", ""), request.args.get("unit", "")
    wanted = Wanted(one_of("scope", SCOPES), one_of("tab", TABS), kind, unit, day("from"), day("to"))
    with office().look(actor()) as work:
        found, after = lists.page(work, wanted, cursor=cursor, limit=limit)
        return page([_line(one) for one in found], after)


def _line(one: ControlLine) -> dict[str, Any]:
    task = one.task
    people = [task.done_by] if task.done_by else list(task.candidates)
    return {
        "task": task.id,
        "name": task.step_name,
        "document": task.document,
        "kind": task.kind,
        "number": one.number or None,
        "title": one.title or None,
        "unit": one.unit,
        "people": [shapes.person(who) for who in people],
        "due": shapes.moment(task.due),
        "done": shapes.moment(task.done_at),
        "extended": task.due_moved,
        "standing": one.standing,
    }


@call("POST", "/tasks/<id>/due", takes=DueRequest, gives=answers.DueChange, status=201)
def propose_due(id: str, body: DueRequest) -> dict[str, Any]:
    """Asks for another term of one's task of execution."""
    wanted = day_of("due", body.due)
    if wanted is None:
        raise Invalid.one("due", "Expected the day you ask for, but there is none.")
    with office().work(actor(), once=g.once) as work:
        change = commands.propose_due(work, id, wanted, body.reason)
        return _change(work, change.id)


@call("POST", "/due-changes/<int:change>/grant", takes=DueAnswer, gives=answers.DueChange)
def grant_due(change: int, body: DueAnswer) -> dict[str, Any]:
    """Moves the term to the day asked for, or to `due`."""
    with office().work(actor(), once=g.once) as work:
        commands.grant_due(work, change, day=day_of("due", body.due or ""), comment=body.comment or "")
        return _change(work, change)


@call("POST", "/due-changes/<int:change>/refuse", takes=DueRefusal, gives=answers.DueChange)
def refuse_due(change: int, body: DueRefusal) -> dict[str, Any]:
    """Leaves the term as it is, with the reason."""
    with office().work(actor(), once=g.once) as work:
        commands.refuse_due(work, change, body.comment)
        return _change(work, change)


@call("GET", "/documents/<id>/due-changes", gives=answers.Page[answers.DueChange])
def list_due_changes(id: str) -> dict[str, Any]:
    """All requests about terms of a document, oldest first."""
    with office().look(actor()) as work:
        return page([_shape(one) for one in queries.due_changes(work, id)], None)


def _change(work: Work, id: int) -> dict[str, Any]:
    work.session.flush()
    return _shape(queries.due_change(work, id))


def _shape(one: DueChangeCard) -> dict[str, Any]:
    return {
        "id": one.id,
        "task": one.task,
        "document": one.document,
        "by": shapes.person(one.by),
        "at": shapes.moment(one.at),
        "before": shapes.moment(one.before),
        "wanted": shapes.moment(one.wanted),
        "reason": one.reason,
        "state": one.state,
        "granted": shapes.moment(one.granted),
        "comment": one.answer or None,
        "decided_by": shapes.person(one.decided_by),
        "decided_at": shapes.moment(one.decided_at),
    }


@call("POST", "/tasks/<id>/excuse", takes=Excuse, gives=answers.Excused)
def excuse_task(id: str, body: Excuse) -> dict[str, Any]:
    """Notes why a person of a list is not acquainted; the route goes on without him."""
    with office().work(actor(), once=g.once) as work:
        document = handing.excuse(work, id, body.reason).id
    return {"task": id, "document": document, "reason": body.reason.strip()}
