"""What I may tell a document on its way: its trip is extended, shortened, cancelled …"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.acts import events, views
from engine.errors import Invalid, WrongState
from engine.office import Work, press
from webui import asking, refusals, waiting
from webui.languages import _, language
from webui.port import actor, office

pages = Blueprint("document_events", __name__)


@pages.get("/documents/<id>/events/<name>")
def form(id: str, name: str) -> str:
    """The form of an event the document waits for."""
    with office().look(actor()) as work:
        return _page(work, id, name, {}, None)


def _page(work: Work, id: str, name: str, answers: Mapping[str, Any], problem: refusals.Problem | None) -> str:
    view = views.document_view(work, id)
    step = dict(view.events).get(name)
    if step is None:
        sentence = "Expected document {document} to wait for {event}, but it does not now."
        raise WrongState(sentence, document=id, event=name[:80])
    asked = view.kind.forms[step.form]
    problems = problem.problems if problem else ()
    return render_template(
        "documents/event.html",
        document=view.document,
        event=name,
        event_name=view.kind.step_name(step.id, language()),
        fields=asking.shown(work, asked, answers, problems),
        problem=problem,
        other=[one for one in problems if not asking.belongs(asked, one)],
    )


@pages.post("/documents/<id>/events/<name>")
def happen(id: str, name: str) -> Response | tuple[str, int]:
    with office().look(actor()) as work:
        view = views.document_view(work, id)
    step = dict(view.events).get(name)
    answers = asking.sent(view.kind.forms[step.form]) if step else {}
    try:
        with press.stopping(office()), office().work(actor()) as work:
            events.happen(work, id, name, answers)
    except Invalid as refusal:
        with office().look(actor()) as work:
            return _page(work, id, name, answers, refusals.told(refusal)), 422
    waiting.for_steps(id)
    flash(_("It is sent."), "success")
    return redirect(url_for("documents.document", id=id), 303)
