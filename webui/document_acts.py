"""What may be done with a document besides its tasks: send, withdraw, annul, cancel, take a file out, check again."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.acts import end, files, start
from engine.errors import Invalid
from engine.office import looking, press
from webui import documents, refusals, waiting
from webui.languages import N_, _
from webui.port import actor, office

pages = Blueprint("document_acts", __name__)
ENDS: Mapping[str, tuple[Callable[..., object], str]] = {
    "withdraw": (end.withdraw, N_("The document is withdrawn.")),
    "annul": (end.annul, N_("The document is annulled; its number stays in the journal.")),
    "cancel": (end.cancel, N_("The document is cancelled.")),
}


@pages.post("/documents/<id>/<any(withdraw, annul, cancel):how>")
def end_early(id: str, how: str) -> Response | tuple[str, int]:
    act, done = ENDS[how]
    comment = request.form.get("comment", "")
    try:
        with office().work(actor()) as work:
            act(work, id, comment)
    except Invalid as refusal:
        return documents.again(id, how, refusals.told(refusal), comment), 422
    flash(_(done), "success")
    return redirect(url_for("documents.document", id=id), 303)


@pages.post("/documents/<id>/submit")
def submit(id: str) -> Response:
    """Sends a draft; a draft that is not whole leads to its form."""
    try:
        with press.stopping(office()), office().work(actor()) as work:
            start.submit(work, id)
    except Invalid:
        return redirect(url_for("starting.edit", id=id, mend=1), 303)
    flash(_("The document is on its way."), "success")
    waiting.for_steps(id)
    return redirect(url_for("documents.document", id=id), 303)


@pages.post("/documents/<id>/attachments/<int(max=9999):number>/remove")
def detach(id: str, number: int) -> Response:
    with office().work(actor()) as work:
        files.detach(work, id, number)
    flash(_("The file is taken out."), "success")
    return redirect(url_for("documents.tab", id=id, tab="files"), 303)


@pages.post("/documents/<id>/check")
def check_again(id: str) -> Response:
    """Asks again at once: what waits for an answer from outside is tried, and the newest file is checked."""
    looking.check_now(office(), actor(), id)
    waiting.for_steps(id)
    said = looking.document_verdict(office(), actor(), id)["verdict"]
    flash(_("Checked."), "success" if said == "valid" else "info")
    return redirect(url_for("documents.tab", id=id, tab="signatures"), 303)
