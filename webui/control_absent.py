"""Who is not acquainted yet and why, and the posts nobody is in."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.acts import handing
from engine.control import absent
from engine.errors import Invalid
from engine.exports import tables
from engine.instances.queries import document_of
from engine.texts import LANGUAGES
from webui import control, exporting, refusals
from webui.languages import N_, _, say
from webui.port import actor, office

pages = Blueprint("control_absent", __name__)
REASONS = (
    N_("On leave"),
    N_("Sick"),
    N_("On a business trip"),
    N_("Dismissed"),
    N_("Refused; an act was drawn up"),
)
"""What is usual to note; another reason is written beside."""


@pages.get("/control/acquaintance")
def unread() -> str:
    with office().look(actor()) as work:
        return render_template("control/unread.html", found=absent.unread(work), places=control.places(work))


@pages.get("/control/acquaintance/<id>")
def people(id: str) -> str:
    return _people(id, None, "")


def _people(id: str, problem: refusals.Problem | None, task: str) -> str:
    after = request.args.get("after", "")[:40]
    with office().look(actor()) as work:
        lines, more = absent.not_acquainted(work, id, after=after)
        about = absent.about(work, id)
        places = control.places(work)
    shown = {"id": id, "lines": lines, "more": more, "after": after, "about": about, "places": places}
    reasons = [(one, _(one)) for one in REASONS]
    return render_template("control/people.html", **shown, reasons=reasons, problem=problem, wrong=task)


@pages.post("/tasks/<id>/excuse")
def excuse(id: str) -> AnyResponse | tuple[str, int]:
    chosen, written = request.form.get("reason", ""), request.form.get("other", "")
    usual = {one: say(chosen, one) for one in LANGUAGES} if chosen in REASONS else ""
    reason = written.strip() or usual
    try:
        with office().work(actor()) as work:
            document = handing.excuse(work, id, reason).id
    except Invalid as refusal:
        with office().look(actor()) as work:
            found = document_of(work, id)
        return _people(found, refusals.told(refusal), id), 422
    flash(_("Noted; the route goes on without this person."), "success")
    return redirect(url_for("control_absent.people", id=document), 303)


@pages.get("/control/acquaintance/<id>/list.<any(xlsx, csv):format>")
def people_taken(id: str, format: str) -> Response:
    return exporting.sent(lambda work: tables.not_acquainted(work, id), format)


@pages.get("/administration/vacancies")
def vacancies() -> str:
    with office().look(actor()) as work:
        return render_template("control/vacancies.html", found=absent.vacancies(work), places=control.places(work))


@pages.get("/administration/vacancies.<any(xlsx, csv):format>")
def vacancies_taken(format: str) -> Response:
    return exporting.sent(tables.vacancies, format)
