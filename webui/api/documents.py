"""Calls about documents."""

from typing import Any

from flask import Response, g, jsonify, request, url_for

from engine.acts import end, start, views
from engine.acts import events as happenings
from engine.documents import queries, rights
from engine.documents.commands import STATES
from engine.errors import Invalid
from engine.office import looking, press
from engine.signing import queries as signing
from webui.api import answers, shapes
from webui.api.bodies import Answers, Happening, NewDocument, Nothing, Said
from webui.api.calling import CURSOR, LIMIT, WAIT, Word, call, page, paging, settle
from webui.api.telling import told
from webui.port import actor, office

WORDS = (
    Word("state", "Only in these states, with commas between", {"type": "string", "examples": ["on_approval,rework"]}),
    Word("kind", "Only of this kind"),
    Word("unit", "Only of the unit with this code"),
    Word("q", "Words of the title or the number"),
    Word("mine", "Only those the caller started", {"type": "string", "enum": ["true", "false"], "default": "false"}),
    LIMIT,
    CURSOR,
)


@call("POST", "/documents", takes=NewDocument, gives=answers.DocumentSaid, status=201)
def create_document(body: NewDocument) -> Response:
    """A new document: a draft, or straight onto its route."""
    made = press.start_document(office(), actor(), body.kind, body.answers, submit=body.submit, once=g.once)
    answer = jsonify(told(made))
    answer.status_code = 201
    answer.headers["Location"] = url_for("api.get_document", id=made)
    return answer


@call("GET", "/documents", gives=answers.Page[answers.DocumentLine], words=WORDS)
def list_documents() -> dict[str, Any]:
    """Documents the caller may see, newest first."""
    limit, cursor = paging()
    state = ",".join(filter(None, request.args.get("state", "").split(",")))
    if unknown := set(filter(None, state.split(","))) - set(STATES):
        raise Invalid.one(
            "state",
            "Expected one of {known}, but it is {value}.",
            known=", ".join(STATES),
            value=sorted(unknown)[0][:40],
        )
    with office().look(actor()) as work:
        cards, after = queries.listed(
            work,
            state=state,
            kind=request.args.get("kind", ""),
            unit=request.args.get("unit", ""),
            text=request.args.get("q", "")[:200],
            mine=request.args.get("mine") == "true",
            cursor=cursor,
            limit=limit,
        )
    return page([shapes.document_line(one) for one in cards], after)


@call("GET", "/documents/<id>", gives=answers.DocumentSaid, words=(WAIT,))
def get_document(id: str) -> dict[str, Any]:
    """A document."""
    with office().look(actor()) as work:
        rights.seen(work, id)
    return told(id)


@call("PUT", "/documents/<id>", takes=Answers, gives=answers.DocumentSaid)
def revise_document(id: str, body: Answers) -> dict[str, Any]:
    """New answers for a draft or a returned document."""
    with office().work(actor()) as work:
        start.revise(work, id, body.answers)
    return told(id)


@call("POST", "/documents/<id>/submit", takes=Nothing, gives=answers.DocumentSaid)
def submit_document(id: str, body: Nothing) -> dict[str, Any]:
    """Sends a draft, or a returned document (the same as `submit` of its rework task)."""
    with office().look(actor()) as work:
        view = views.document_view(work, id)
    task = next((one for one in view.tasks if one.state == "open" and one.stage == "rework" and one.mine), None)
    if task is not None:
        press.complete(office(), actor(), task.id, press.acts.Press("submit", dict(view.document.answers)), once=g.once)
    else:
        with press.stopping(office()), office().work(actor(), once=g.once) as work:
            start.submit(work, id)
    return told(id)


@call("POST", "/documents/<id>/withdraw", takes=Said, gives=answers.DocumentSaid)
def withdraw_document(id: str, body: Said) -> dict[str, Any]:
    """The initiator takes it back, until it is signed."""
    with office().work(actor(), once=g.once) as work:
        end.withdraw(work, id, body.comment or "")
    return told(id)


@call("POST", "/documents/<id>/annul", takes=Said, gives=answers.DocumentSaid)
def annul_document(id: str, body: Said) -> dict[str, Any]:
    """The records officer annuls it; the number stays in the journal."""
    with office().work(actor(), once=g.once) as work:
        end.annul(work, id, body.comment or "")
    return told(id)


@call("POST", "/documents/<id>/cancel", takes=Said, gives=answers.Cancelled)
def cancel_document(id: str, body: Said) -> dict[str, Any]:
    """The administrator of the kind stops it; he need not see what it says."""
    with office().work(actor(), once=g.once) as work:
        document = end.cancel(work, id, body.comment or "")
        made = {"id": document.id, "kind": document.kind, "state": document.state, "number": document.number}
    return made | {"settled": settle(id)}


@call("POST", "/documents/<id>/events/<name>", takes=Happening, gives=answers.DocumentSaid)
def tell_document(id: str, name: str, body: Happening) -> dict[str, Any]:
    """Tells a document what it waits for (`events`): a trip is extended, shortened, cancelled."""
    with press.stopping(office()), office().work(actor(), once=g.once) as work:
        happenings.happen(work, id, name, body.answers, body.comment or "")
    return told(id)


@call("GET", "/documents/<id>/history", gives=answers.Page[answers.HistoryLine], words=(LIMIT, CURSOR))
def get_history(id: str) -> dict[str, Any]:
    """Who did what, when, from what to what."""
    limit, cursor = paging()
    with office().look(actor()) as work:
        lines = views.history(work, id, after=int(cursor or 0), limit=limit + 1)
    return page(
        [shapes.history(one) for one in lines[:limit]], str(lines[limit - 1].number) if len(lines) > limit else None
    )


@call("GET", "/documents/<id>/signatures", gives=answers.Page[answers.SignatureLine])
def get_signatures(id: str) -> dict[str, Any]:
    """Who signed, in order."""
    with office().look(actor()) as work:
        rights.seen(work, id)
        return page([shapes.signature(one) for one in signing.of_document(work, id)], None)


@call("GET", "/documents/<id>/verdict", gives=answers.Verdict)
def get_verdict(id: str) -> dict[str, Any]:
    """What the strict check says of the newest file."""
    return shapes.verdict(looking.document_verdict(office(), actor(), id))


@call("POST", "/documents/<id>/check", takes=Nothing, gives=answers.DocumentSaid)
def check_again(id: str, body: Nothing) -> dict[str, Any]:
    """Asks again at once about a signature that is being checked."""
    looking.check_now(office(), actor(), id)
    return told(id)
