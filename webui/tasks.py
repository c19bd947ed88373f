"""My tasks: what waits for me, my unit's, what I watch, what I did."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.catalogue.queries import all_current
from engine.documents.queries import DocumentCard, card, listed
from engine.documents.rights import seen
from engine.instances import queries as instances
from engine.instances.queries import TaskCard
from engine.office import Work
from webui import terms
from webui.languages import N_, language
from webui.port import actor, office

pages = Blueprint("tasks", __name__)
ON_THE_WAY = "on_approval,rework,on_signing,being_checked,on_registration,registered,on_execution,executed"
TABS = (("todo", N_("To do")), ("unit", N_("Unit")), ("watching", N_("Watching")), ("done", N_("Done")))
PAGE = 50


@dataclass(frozen=True)
class Listed:
    """What a tab shows: tasks by urgency, or documents; the next page's cursor."""

    groups: list[tuple[str, str, list[terms.Line]]]
    documents: list[DocumentCard]
    next: str | None


@pages.get("/")
def first() -> Response:
    return redirect(url_for("tasks.mine"), 303)


@pages.get("/tasks")
def mine() -> str:
    who = actor()
    tab, kind, cursor = request.args.get("tab", "todo"), request.args.get("kind", ""), request.args.get("cursor", "")
    if document := request.args.get("document", ""):
        return _of_document(document, cursor)
    tabs = [(key, words) for key, words in TABS if key != "unit" or who.headed]
    tab = tab if tab in dict(tabs) else "todo"
    with office().look(who) as work:
        found = _listed(work, tab, kind, cursor)
        waiting = instances.counted(work)
        kinds = [(one.kind.name, one.kind.texts("title", language())) for one in all_current(work)]
    return render_template(
        "tasks/list.html",
        tab=tab,
        tabs=tabs,
        kind=kind,
        kinds=kinds,
        found=found,
        waiting=waiting,
        cursor=cursor,
        several=_several(found),
    )


def _of_document(id: str, cursor: str) -> str:
    """Every task of one document, page by page: of a long list its page shows the first rows only."""
    with office().look(actor()) as work:
        document = card(work, seen(work, id))
        found, after = instances.of_documents(work, state="", document=id, cursor=cursor, limit=PAGE)
        lines = [terms.line(work, one) for one in found]
    return render_template("tasks/of_document.html", document=document, lines=lines, cursor=cursor, after=after)


def _listed(work: Work, tab: str, kind: str, cursor: str) -> Listed:
    if tab == "watching":
        documents, after = listed(work, state=ON_THE_WAY, kind=kind, cursor=cursor, limit=PAGE)
        return Listed([], documents, after)
    if tab == "unit":
        tasks, after = instances.of_unit(work, kind=kind, cursor=cursor, limit=PAGE)
    else:
        state = "done" if tab == "done" else "open"
        tasks, after = instances.of_actor(work, state=state, kind=kind, cursor=cursor, limit=PAGE)
    lines = [terms.line(work, one) for one in tasks]
    return Listed([("done", "", lines)] if tab == "done" and lines else list(terms.grouped(lines)), [], after)


def _several(found: Listed) -> int:
    """How many of the shown tasks may be leafed through together, as far as their stage and level tell."""
    tasks = [one.task for _key, _words, lines in found.groups for one in lines]
    return sum(one.level != "click" and one.stage in ("on_signing", "on_execution") for one in tasks)


def next_task(work: Work, *, besides: str = "") -> TaskCard | None:
    """The first task that still waits for the actor, by its term."""
    tasks, _after = instances.of_actor(work, limit=5)
    return next((one for one in tasks if one.id != besides), None)


def queue(work: Work) -> list[terms.Line]:
    """What waits at the registration desk for the actor."""
    tasks, _after = instances.of_actor(work, limit=200)
    return [terms.line(work, one) for one in tasks if one.stage == "on_registration"]
