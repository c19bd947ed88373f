"""Beside deciding: hand a task to another, ask one more approver, or an earlier one again. One page each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import forms
from engine.acts import asking as asks
from engine.acts import handing, offered, views
from engine.documents.rights import may_see
from engine.errors import Invalid, NotAllowed
from engine.forms import Form
from engine.office import Work
from engine.people.queries import PersonCard
from engine.texts import REASON
from webui import asking, refusals
from webui.languages import N_, _
from webui.port import actor, office

pages = Blueprint("handing", __name__)

WORDS = {
    "delegate": (
        N_("Delegate"),
        N_("Another employee does it in his own name; you see on what comes of it."),
        N_("Delegate"),
        N_("Handed over."),
    ),
    "reassign": (
        N_("Give to another"),
        N_("The task goes to another employee; those who had it are told why."),
        N_("Give to another"),
        N_("Handed over."),
    ),
    "add_approver": (
        N_("Add an approver"),
        N_("One more employee is asked for his approval of this document."),
        N_("Add the approver"),
        N_("The approver was asked."),
    ),
    "return_to": (
        N_("Return to an earlier approver"),
        N_("He looks at it once more; the document comes back to you with his answer."),
        N_("Return to him"),
        N_("It was returned to the approver."),
    ),
}


@pages.get("/tasks/<id>/<any(delegate, reassign, add_approver, return_to):verb>")
def ask(id: str, verb: str) -> str:
    with office().look(actor()) as work:
        return _page(work, id, verb, None)


def _page(work: Work, id: str, verb: str, problem: refusals.Problem | None) -> str:
    shown: dict[str, Any] = {"verb": verb, "id": id}
    people, orders = [], False
    if verb == "reassign":
        shown["about"] = offered.about(work, id)
    else:
        view = views.task_view(work, id)
        if verb not in offered.offered(work, view.task):
            raise NotAllowed("Expected a task you may hand over or ask about, but it is not.", task=id)
        shown["about"] = offered.About(
            id, view.document.kind.texts("title", work.actor.language), view.step_name, (), True
        )
        shown["title"] = view.document.document.title
        people = offered.earlier(work, view.task) if verb == "return_to" else []
        orders = verb == "add_approver" and view.task.stage == "on_approval"
    heading, meaning, button, _done = (_(word) for word in WORDS[verb])
    asked = form(verb, people, orders=orders)
    problems = problem.problems if problem else ()
    given = asking.sent(asked) if request.method == "POST" else {}
    drawn = asking.shown(work, asked, given, problems, enter=("_act", "1"))
    return render_template("tasks/handing.html", heading=heading, meaning=meaning, button=button, fields=drawn, **shown)


def form(verb: str, people: Sequence[PersonCard], *, orders: bool) -> Form:
    """The few fields of a verb, as a form like any other."""
    field = "to" if verb in ("delegate", "reassign") else "who"
    who: dict[str, Any] = {
        "type": "employee",
        "id": field,
        "key": field,
        "label": _("Who"),
        "validate": {"required": True},
    }
    if people:
        values = [{"value": one.login, "label": f"{one.name}, {one.post}" if one.post else one.name} for one in people]
        who |= {"type": "radio", "values": values}
    when = {
        "type": "radio",
        "id": "order",
        "key": "order",
        "label": _("When"),
        "defaultValue": "before",
        "values": [
            {"value": "before", "label": _("Before this step: it waits for his answer")},
            {"value": "beside", "label": _("Beside this step: both are waited for")},
        ],
    }
    why = {
        "type": "textarea",
        "id": "comment",
        "key": "comment",
        "label": _("Why") if verb in ("reassign", "return_to") else _("Comment"),
        "validate": {"maxLength": REASON, "required": verb in ("reassign", "return_to")},
    }
    drawn = {"type": "default", "id": verb, "components": [who, *([when] if orders else []), why]}
    return forms.read(json.dumps(drawn), verb)


@pages.post("/tasks/<id>/<any(delegate, reassign, add_approver, return_to):verb>")
def act(id: str, verb: str) -> Response | tuple[str, int]:
    with office().look(actor()) as work:
        people = offered.earlier(work, views.task_view(work, id).task) if verb == "return_to" else []
    given = asking.sent(form(verb, people, orders=verb == "add_approver"))
    try:
        with office().work(actor()) as work:
            document = _done(work, id, verb, given)
    except Invalid as refusal:
        with office().look(actor()) as work:
            return _page(work, id, verb, refusals.told(refusal)), 422
    return redirect(_after(document), 303)


def _done(work: Work, id: str, verb: str, given: Mapping[str, Any]) -> str:
    field = "to" if verb in ("delegate", "reassign") else "who"
    who, comment = str(given.get(field) or ""), str(given.get("comment") or "")
    if not who:
        raise Invalid.one(field, "Expected an employee, but none is chosen.")
    if verb == "delegate":
        return handing.delegate(work, id, who, comment).id
    if verb == "reassign":
        return handing.reassign(work, id, who, comment).id
    if verb == "return_to":
        return asks.return_to(work, id, who, comment).id
    return asks.add_approver(work, id, who, comment, str(given.get("order") or "before")).id


def _after(document: str) -> str:
    with office().look(actor()) as work:
        seen = may_see(work, document)
    return url_for("documents.document", id=document) if seen else url_for("tasks.mine")
