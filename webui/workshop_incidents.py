"""Steps that stopped, of all kinds: tried again, or left out where the document can do without."""

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.acts import stepping_in, stopped
from engine.acts.stopped import Stop
from engine.catalogue.queries import all_current
from engine.errors import Invalid
from engine.texts import said
from webui import asked
from webui.languages import N_, _, language, say
from webui.port import actor, office
from webui.refusals import Problem, told

pages = Blueprint("workshop_incidents", __name__)
STATES = {"open": N_("standing still"), "resolved": N_("gone on"), "": N_("all")}
PAGE = 30


@pages.get("/workshop/incidents")
def listed() -> str:
    return _listed(None, 0, "")


def _listed(problem: Problem | None, about: int, typed: str) -> str:
    kind, state = request.args.get("kind", "")[:60], request.args.get("state", "open")
    state = state if state in STATES else "open"
    with office().look(actor()) as work:
        found, after = stopped.stops(work, kind=kind, state=state, before=asked.whole("before"), limit=PAGE)
        kinds = [(one.kind.name, one.kind.texts("title", language())) for one in all_current(work)]
    return render_template(
        "workshop/incidents.html",
        stops=[(one, words(one)) for one in found],
        after=after,
        kinds=kinds,
        kind=kind,
        state=state,
        states=STATES,
        may_skip=actor().has(*stepping_in.STEPS_IN),
        named=lambda text: said(text, language()),
        problem=problem,
        about=about,
        typed=typed,
    )


def words(one: Stop) -> str:
    """Why it stopped, in the reader's language."""
    return say(one.template, language(), one.facts)


@pages.post("/workshop/incidents/<int:incident>/retry")
def retry(incident: int) -> Response:
    with office().work(actor()) as work:
        document = stepping_in.retry(work, incident)
    flash(_("It is being tried again."), "success")
    return redirect(_back(document), 303)


@pages.post("/workshop/incidents/<int:incident>/skip")
def skip(incident: int) -> Response | tuple[str, int]:
    reason = request.form.get("reason", "")
    try:
        with office().work(actor()) as work:
            document = stepping_in.skip(work, incident, reason)
    except Invalid as refused:
        return _listed(told(refused), incident, reason), 422
    flash(_("The step is left out; the document goes on."), "success")
    return redirect(_back(document), 303)


def _back(document: str) -> str:
    return f"/workshop/on-the-way/{document}" if request.form.get("from") == "document" else "/workshop/incidents"
