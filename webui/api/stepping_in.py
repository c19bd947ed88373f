"""Calls for process owners about single documents on their way: what stopped, trying again, pausing, sending back."""

from typing import Any

from flask import g, request

from engine.acts import stepping_in, stopped
from engine.acts.on_its_way import OnItsWay, on_its_way
from engine.acts.stopped import Stop
from engine.texts import said
from webui import asked
from webui.api import answers, shapes
from webui.api.bodies import Nothing
from webui.api.calling import CURSOR, LIMIT, Word, call, one_of, page, paging
from webui.api.stepping_bodies import Reason, SentBack
from webui.languages import language, say
from webui.port import actor, office

STATES = ("open", "resolved", "all")
WORDS = (
    Word("kind", "Only of documents of this kind"),
    Word("state", "Standing still, or gone on", {"type": "string", "enum": list(STATES), "default": "open"}),
    LIMIT,
    CURSOR,
)


@call("GET", "/incidents", gives=answers.Page[answers.StoppedStep], words=WORDS)
def list_incidents() -> dict[str, Any]:
    """Steps that stopped, newest first; nothing of what the documents say. For process owners and administrators."""
    limit, cursor = paging()
    state, kind = one_of("state", STATES), request.args.get("kind", "")
    with office().look(actor()) as work:
        found, after = stopped.stops(work, kind=kind, state=state, before=asked.bounded(cursor), limit=limit)
    return page([_stop(one) for one in found], str(after) if after else None)


def _stop(one: Stop) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "document": one.document,
        "number": one.number or None,
        "step": one.step,
        "name": said(one.step_name, language()),
        "sort": one.sort,
        "reason": say(one.template, language(), one.facts),
        "detail": one.detail,
        "state": one.state,
        "since": shapes.moment(one.at),
        "until": shapes.moment(one.resolved_at),
        "tried": one.tried,
        "skips": one.skips,
    }


@call("POST", "/incidents/<int:incident>/retry", takes=Nothing, gives=answers.DocumentRun)
def retry_step(incident: int, body: Nothing) -> dict[str, Any]:
    """Lets a stopped step be tried again at once."""
    with office().work(actor(), once=g.once) as work:
        document = stepping_in.retry(work, incident)
    return get_run(document)


@call("POST", "/incidents/<int:incident>/skip", takes=Reason, gives=answers.DocumentRun)
def skip_step(incident: int, body: Reason) -> dict[str, Any]:
    """Goes on without a step the document can do without."""
    with office().work(actor(), once=g.once) as work:
        document = stepping_in.skip(work, incident, body.reason)
    return get_run(document)


@call("GET", "/documents/<id>/run", gives=answers.DocumentRun)
def get_run(id: str) -> dict[str, Any]:
    """Where a document on its way stands, for those who step in; nothing of what it says."""
    with office().look(actor()) as work:
        return _run(on_its_way(work, id))


def _run(one: OnItsWay) -> dict[str, Any]:
    return {
        "document": one.document,
        "kind": one.kind,
        "number": one.number or None,
        "state": one.state,
        "round": one.round,
        "version": one.version,
        "running": one.running,
        "paused": shapes.moment(one.paused),
        "paused_for": one.paused_for or None,
        "standing": [
            {"token": each.token, "step": each.step, "type": each.type, "since": shapes.moment(each.since)}
            for each in one.standing
        ],
        "targets": [step for step, _name in one.targets],
        "incidents": [each.id for each in one.stops],
    }


@call("POST", "/documents/<id>/run/pause", takes=Reason, gives=answers.DocumentRun)
def pause_run(id: str, body: Reason) -> dict[str, Any]:
    """Nothing happens to the document until it is let go on: tasks, verbs, moments and messages wait."""
    with office().work(actor(), once=g.once) as work:
        stepping_in.pause(work, id, body.reason)
    return get_run(id)


@call("POST", "/documents/<id>/run/go_on", takes=Nothing, gives=answers.DocumentRun)
def go_on_run(id: str, body: Nothing) -> dict[str, Any]:
    """Lets a paused document go on; terms get back the working time they lost."""
    with office().work(actor(), once=g.once) as work:
        stepping_in.go_on(work, id)
    return get_run(id)


@call("POST", "/documents/<id>/run/send_back", takes=SentBack, gives=answers.DocumentRun)
def send_back_run(id: str, body: SentBack) -> dict[str, Any]:
    """Sends a document that is not signed yet back to a person's step it has been at (`targets` of the run)."""
    with office().work(actor(), once=g.once) as work:
        stepping_in.send_back(work, id, body.step, body.reason)
    return get_run(id)
