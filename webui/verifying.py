"""The public page behind the QR code: whether the document is in force and its signatures hold, and nothing personal beyond."""

from dataclasses import replace

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from engine.acts.views import DocumentView, document_view
from engine.documents.queries import by_public_id
from engine.errors import NotFound
from engine.kinds.labels import LEVELS
from engine.office import OFFICE
from engine.people.queries import units
from engine.signing.queries import kept_verdict
from engine.texts import said
from webui.documents_tabs import Said, verdict_words
from webui.languages import language
from webui.notes import notes
from webui.port import office

pages = Blueprint("verifying", __name__)
STOPPED = {"annulled", "cancelled", "withdrawn", "rejected"}


@pages.get("/verify/<public_id>")
def verify(public_id: str) -> Response:
    """Kind, number, date, organisation, signers, levels, moments, verdict; only of a document that has a number."""
    with office().look(replace(OFFICE, language=language())) as work:
        view = document_view(work, by_public_id(work, public_id).id)
        if not view.document.number or view.rendition is None:
            raise NotFound("Expected to find the document of this code, but there is none.")
        verdict = verdict_words(view, kept_verdict(work, view.rendition.latest))
        standing = notes(work, view).standing
        organisation = next((one.name for one in units(work) if not one.parent), "")
    tongue = language()
    signers = [
        (one, said(LEVELS.get(one.level, one.level), tongue))
        for one in view.signatures
        if one.state in {"valid", "put"} and one.round == view.rendition.round
    ]
    shown = render_template(
        "verify.html",
        document=view.document,
        kind_title=view.kind.texts("title", tongue),
        organisation=organisation,
        verdict=verdict,
        force=_force(view, verdict),
        signers=signers,
        standing=standing,
    )
    answer = make_response(shown)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _force(view: DocumentView, verdict: Said) -> str:
    """The one answer: in_force, stopped, repealed, invalid or unknown."""
    if view.document.state in STOPPED:
        return "stopped"
    if view.document.standing == "repealed" and verdict.key == "valid":
        return "repealed"
    return {"valid": "in_force", "invalid": "invalid"}.get(verdict.key, "unknown")
