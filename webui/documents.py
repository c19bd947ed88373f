"""My documents, and a document's page: where it stands, who decided, what is signed, what was done, its files and history."""

from typing import Any

from flask import Blueprint, render_template, request

from engine.acts import rail, views
from engine.acts.views import DocumentView
from engine.catalogue.queries import all_current
from engine.documents.queries import listed
from engine.kinds.labels import ACCESS
from engine.office import Work
from engine.texts import said
from webui import documents_tabs, terms
from webui.languages import N_, language
from webui.port import actor, office
from webui.words import STATES

pages = Blueprint("documents", __name__)
PAGE = 50
TABS = (
    ("overview", N_("Document")),
    ("route", N_("Route")),
    ("approval", N_("Approval sheet")),
    ("signatures", N_("Signatures")),
    ("execution", N_("Execution")),
    ("files", N_("Files")),
    ("history", N_("History")),
)


@pages.get("/documents")
def mine() -> str:
    """Documents I started; with `scope=all` those I may see."""
    asked = {name: request.args.get(name, "")[:200] for name in ("q", "state", "kind", "scope", "cursor")}
    asked["state"] = asked["state"] if asked["state"] in STATES else ""
    with office().look(actor()) as work:
        found, after = listed(
            work,
            state=asked["state"],
            kind=asked["kind"],
            text=asked["q"],
            mine=asked["scope"] != "all",
            cursor=asked["cursor"],
            limit=PAGE,
        )
        kinds = [(one.kind.name, one.kind.texts("title", language())) for one in all_current(work)]
    return render_template("documents/list.html", asked=asked, found=found, after=after, kinds=kinds)


@pages.get("/documents/<id>")
def document(id: str) -> str:
    return _tab(id, "overview")


@pages.get("/documents/<id>/<any(route, approval, signatures, execution, files, history):tab>")
def tab(id: str, tab: str) -> str:
    return _tab(id, tab)


def _tab(id: str, tab: str) -> str:
    with office().look(actor()) as work:
        view = views.document_view(work, id)
        shown = head(work, view)
        shown |= documents_tabs.TABS[tab](work, view)
    return render_template(f"documents/{tab}.html", tab=tab, **shown)


def head(work: Work, view: DocumentView) -> dict[str, Any]:
    """What every tab of a document shows: its title, the rail of big steps, what I may do."""
    tongue = language()
    return {
        "view": view,
        "document": view.document,
        "frozen": view.rendition,
        "kind_title": view.kind.texts("title", tongue),
        "access": said(ACCESS.get(view.document.access, view.document.access), tongue),
        "rail": rail.rail(view, tongue),
        "tabs": TABS,
        "my_tasks": [terms.line(work, one) for one in view.tasks if one.mine],
        "waits": terms.lines_together(work, documents_tabs.waiting(view)),
        "problem": None,
        "asked_end": "",
        "typed_comment": "",
    }


def again(id: str, end: str, problem: Any, comment: str) -> str:
    """The document's page with what is wrong with a press on it."""
    with office().look(actor()) as work:
        view = views.document_view(work, id)
        shown = head(work, view) | documents_tabs.TABS["overview"](work, view)
    shown |= {"problem": problem, "asked_end": end, "typed_comment": comment}
    return render_template("documents/overview.html", tab="overview", **shown)
