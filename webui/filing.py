"""Where documents are kept: case and retention on the card, paper duplicates and their places, the sealed sheets."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.acts.views import document_view
from engine.documents import rights
from engine.errors import Invalid, NotAllowed, NotFound, Stale
from engine.office import papers
from engine.registration import cases, keeping
from webui import asked, refusals
from webui.languages import _, language
from webui.paper import given
from webui.port import actor, office

pages = Blueprint("filing", __name__)
PAGE = 50
Page = Response | tuple[str, int] | str


@pages.get("/documents/<id>/approval-sheet")
def approval_sheet(id: str) -> Response:
    """The sealed approval sheet as of now, in the reader's language."""
    return _sheet(id, "approval")


@pages.get("/documents/<id>/familiarisation-sheet")
def familiarisation_sheet(id: str) -> Response:
    """The sealed familiarisation sheet as of now, in the reader's language."""
    return _sheet(id, "familiarisation")


@pages.get("/documents/<id>/settlement-sheet")
def settlement_sheet(id: str) -> Response:
    """The sealed settlement sheet of a trip as of now, in the reader's language."""
    return _sheet(id, "settlement")


def _sheet(id: str, type: str) -> Response:
    found = papers.sheet(office(), actor(), id, type, language())
    return given(office().tools.files.get(found.sha256), f"{type}-sheet-{found.language}.pdf", "application/pdf")


@pages.get("/documents/<id>/filing")
def filing(id: str) -> str:
    """The form for case and retention."""
    return _form(id)


@pages.post("/documents/<id>/filing")
def refile(id: str) -> Page:
    typed = {name: request.form.get(name, "")[:2000] for name in ("case", "retention_years", "reason", "seen")}
    if request.form.get("permanent"):
        typed["retention_years"] = "permanent"
    with office().look(actor()) as work:
        rights.seen(work, id)
    try:
        with office().work(actor()) as work:
            keeping.refile(
                work,
                id,
                case=typed["case"],
                kept_for=typed["retention_years"],
                reason=typed["reason"],
                seen=typed["seen"],
            )
    except (Invalid, Stale) as refusal:
        told = refusals.told(refusal)
        return _form(id, typed, told), told.status
    flash(_("Case and retention are saved."), "success")
    return redirect(url_for("documents.document", id=id), 303)


def _form(id: str, typed: dict[str, str] | None = None, told: refusals.Problem | None = None) -> str:
    with office().look(actor()) as work:
        view = document_view(work, id)
        kept = keeping.kept(work, id)
        if kept is None:
            raise NotFound("Expected to find the registration, but the document has no number.")
        if not keeping.may_refile(work, id):
            raise NotAllowed("Expected the records administrator to change where a document is kept, but you are none.")
        choices = [(one.index, one.title.get(language()) or one.title.get("kk", "")) for one in cases.cases(work)]
    years = "permanent" if kept.retention_years is None else str(kept.retention_years)
    return render_template(
        "documents/filing.html",
        document=view.document,
        kept=kept,
        choices=choices,
        typed=typed or {"case": kept.case, "retention_years": years, "reason": ""},
        seen=keeping.seen_as(kept.case, kept.retention_years),
        problems=told.problems if told else [],
        note=told.detail if told and not told.problems else "",
    )


@pages.get("/journals/paper")
def paper_duplicates() -> str:
    """Paper duplicates that are due, or with `tab=done` those that are made, and where they lie."""
    return _papers({}, None)


def _papers(typed: dict[str, str], told: refusals.Problem | None) -> str:
    done = request.args.get("tab") == "done"
    text, after = request.args.get("q", "").replace("\0", "")[:200], asked.whole("after")
    with office().look(actor()) as work:
        found = keeping.papers(work, done=done, text=text, after=after, limit=PAGE + 1)
    return render_template(
        "journals/paper.html",
        done=done,
        text=text,
        found=found[:PAGE],
        after=after,
        more=after + PAGE if len(found) > PAGE else 0,
        may=actor().has("registrar", "records_admin"),
        typed=typed,
        problems=told.problems if told else [],
    )


@pages.post("/journals/paper/<id>")
def lay(id: str) -> Page:
    """Notes where the paper lies."""
    place = request.form.get("place", "")[:2000]
    try:
        with office().work(actor()) as work:
            keeping.lay_paper(work, id, place)
    except Invalid as refusal:
        told = refusals.told(refusal)
        return _papers({id: place}, told), told.status
    flash(_("The place of the paper is saved."), "success")
    return redirect(url_for("filing.paper_duplicates"), 303)
