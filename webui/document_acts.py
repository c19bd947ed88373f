"""What may be done with a document besides its tasks: send, withdraw, annul, cancel, take a file out, check again."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import pades
from engine.acts import end, files, start
from engine.acts.views import DocumentView, document_view
from engine.errors import Invalid, NotFound
from engine.office import press
from engine.signing.commands import CLOSING, OPENING, keep_verdict
from webui import documents, refusals
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
        with press.stopping(office(), id), office().work(actor()) as work:
            start.submit(work, id)
    except Invalid:
        return redirect(url_for("starting.edit", id=id, mend=1), 303)
    flash(_("The document is on its way."), "success")
    office().settled(id, 3)
    return redirect(url_for("documents.document", id=id), 303)


@pages.post("/documents/<id>/attachments/<int:number>/remove")
def detach(id: str, number: int) -> Response:
    with office().work(actor()) as work:
        files.detach(work, id, number)
    flash(_("The file is taken out."), "success")
    return redirect(url_for("documents.tab", id=id, tab="files"), 303)


@pages.post("/documents/<id>/check")
def check_again(id: str) -> Response:
    """The strict check of the newest file, now; what it says is kept."""
    with office().look(actor()) as work:
        view = document_view(work, id)
    if view.rendition is None:
        raise NotFound("Expected the frozen document, but it is not made yet.")
    latest = view.rendition.latest
    found = pades.verdict(
        office().tools.files.get(latest), office().tools.outside, expected=_expected(view), sha256=latest
    )
    with office().work(actor()) as work:
        keep_verdict(work, latest, found.to_dict())
        work.record(f"document:{id}", "signature.checked", id, after={"verdict": found.verdict, "sha256": latest})
    flash(_("Checked just now."), "success")
    return redirect(url_for("documents.tab", id=id, tab="signatures"), 303)


def _expected(view: DocumentView) -> tuple[str, ...] | None:
    """The fields a closed file must have filled; None before it is closed."""
    if not view.document.number or view.document.state in {"on_registration", "being_checked"}:
        return None
    return (OPENING, *view.kind.signers, view.kind.registrar, CLOSING)
