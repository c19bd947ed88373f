"""One document on its way, for those who step in: paused, sent back, let go on; nothing of its content."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.acts import stepping_in
from engine.acts.on_its_way import on_its_way
from engine.errors import Invalid
from engine.office import Work
from engine.texts import said
from webui.acts_words import ACTS
from webui.languages import N_, _, language
from webui.naming import person_name
from webui.port import actor, office
from webui.refusals import Problem, told
from webui.workshop_incidents import words

pages = Blueprint("workshop_document", __name__)
TYPES = {
    "person": N_("a person's task"),
    "verb": N_("the office's own step"),
    "message": N_("waits for a message"),
    "timer": N_("waits for a moment"),
    "rows": N_("tasks are being made"),
}


@pages.get("/workshop/on-the-way/<id>")
def document(id: str) -> str:
    return _page(id, None, "", "")


def _page(id: str, problem: Problem | None, typed: str, act: str) -> str:
    tongue = language()
    with office().look(actor()) as work:
        run = on_its_way(work, id)
        lines = [(one, _(ACTS.get(one.act, one.act)), _who(work, one.actor)) for one in run.lines]
    return render_template(
        "workshop/document.html",
        run=run,
        drawing=Markup(run.drawing),  # noqa: S704 - all its words are escaped there
        standing=[(one, said(one.name, tongue), _(TYPES[one.type])) for one in run.standing],
        targets=[(step, said(name, tongue)) for step, name in run.targets],
        stops=[(one, words(one)) for one in run.stops],
        lines=lines,
        may=actor().has(*stepping_in.STEPS_IN),
        named=lambda text: said(text, language()),
        problem=problem,
        typed=typed,
        act=act,
    )


def _who(work: Work, login: str) -> str:
    return _("the system") if login == "bagyt" else person_name(work, login)


def _send_back(work: Work, id: str, reason: str) -> None:
    stepping_in.send_back(work, id, request.form.get("step", "")[:80], reason)


def _go_on(work: Work, id: str, _reason: str) -> None:
    stepping_in.go_on(work, id)


DOINGS: Mapping[str, tuple[Callable[[Work, str, str], None], str]] = {
    "pause": (stepping_in.pause, N_("The document is paused. Nothing happens to it until you let it go on.")),
    "go_on": (_go_on, N_("The document goes on.")),
    "send_back": (_send_back, N_("The document is sent back.")),
}


@pages.post("/workshop/on-the-way/<id>/<any(pause, go_on, send_back):how>")
def step_in(id: str, how: str) -> Response | tuple[str, int]:
    doing, done = DOINGS[how]
    reason = request.form.get("reason", "")
    try:
        with office().work(actor()) as work:
            doing(work, id, reason)
    except Invalid as refused:
        return _page(id, told(refused), reason, how), 422
    flash(_(done), "success")
    return redirect(f"/workshop/on-the-way/{id}", 303)
