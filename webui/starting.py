"""Starting a document and changing it while it is mine: the kinds, the form, the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import forms
from engine.acts import start, views
from engine.acts.content import must_print
from engine.acts.views import DocumentView
from engine.catalogue.queries import Published, all_current, current
from engine.documents.commands import drop_draft, keep_draft
from engine.documents.queries import draft
from engine.errors import Invalid, NotAllowed, WrongState
from engine.forms import Form
from engine.kinds import PURPOSES
from engine.office import Work, press
from engine.texts import said
from webui import asking, refusals, uploading, waiting
from webui.languages import _, language
from webui.port import actor, office

pages = Blueprint("starting", __name__)


@dataclass(frozen=True)
class Typed:
    """What was typed, what is wrong with it, the files that wait, and where to stand."""

    answers: Mapping[str, Any]
    problem: refusals.Problem | None = None
    held: Sequence[uploading.Held] = field(default=())
    focus: str = ""
    fresh: bool = False


@pages.get("/start")
def kinds() -> str:
    """The kinds I may start, by purpose, with a search."""
    wanted = request.args.get("q", "")[:100]
    with office().look(actor()) as work:
        cards = [_card(one) for one in all_current(work) if _may(one)]
    found = [one for one in cards if wanted.casefold() in (one["title"] + " " + one["about"]).casefold()]
    groups: dict[str, list[dict[str, Any]]] = {
        said(PURPOSES.get(one["purpose"], one["purpose"]), language()): [] for one in found
    }
    for one in found:
        groups[said(PURPOSES.get(one["purpose"], one["purpose"]), language())].append(one)
    return render_template("start/kinds.html", groups=groups, q=wanted)


def _card(published: Published) -> dict[str, Any]:
    kind, tongue = published.kind, language()
    people = [one for one in kind.diagram.steps.values() if one.type == "person" and one.stage != "rework"]
    return {
        "name": kind.name,
        "title": kind.texts("title", tongue),
        "about": kind.texts("description", tongue),
        "purpose": kind.purpose,
        "seen_by": list(dict.fromkeys(kind.lane_name(one.lane, tongue) for one in people if one.lane)),
    }


def _may(published: Published) -> bool:
    try:
        start.may_start(actor(), published.kind)
    except NotAllowed:
        return False
    return True


@pages.get("/start/<kind>")
def form(kind: str) -> str:
    with office().look(actor()) as work:
        published = current(work, kind)
        start.may_start(actor(), published.kind)
        asked = published.kind.forms[published.kind.start.form]
        kept = draft(work, f"start:{kind}")
        typed = Typed({**forms.defaults(asked, {}), **kept}, fresh=not kept)
        return _page(work, published, asked, typed, kept=bool(kept))


def _page(work: Work, published: Published, asked: Form, typed: Typed, *, kept: bool = False) -> str:
    drawn = asking.shown(work, asked, typed.answers, _problems(typed), focus=typed.focus, fresh=typed.fresh)
    return render_template(
        "start/form.html", card=_card(published), fields=drawn, typed=typed, kept=kept, other=_other(asked, typed)
    )


def _problems(typed: Typed) -> Sequence[Mapping[str, str]]:
    return typed.problem.problems if typed.problem else ()


def _other(asked: Form, typed: Typed) -> list[Mapping[str, str]]:
    return [one for one in _problems(typed) if not asking.belongs(asked, one)]


@pages.post("/start/<kind>")
def send(kind: str) -> Response | str | tuple[str, int]:
    """Keeps a draft document, or sends it on its way; what has to be mended is told on the same page."""
    with office().look(actor()) as work:
        published = current(work, kind)
    asked = published.kind.forms[published.kind.start.form]
    turned, answers = asking.pressed(asked), asking.sent(asked)
    typed = Typed(turned.raw if turned else answers, focus=turned.focus if turned else "")
    status = 200
    if turned is None and request.form.get("act") in {"save", "send"}:
        try:
            typed = Typed(answers, held=uploading.taken(uploading.fields_of(asked)))
            return _started(published, typed, request.form["act"])
        except Invalid as refusal:
            typed, status = Typed(answers, refusals.told(refusal), typed.held), 422
    with office().work(actor()) as work:
        keep_draft(work, f"start:{kind}", dict(typed.answers))
    with office().look(actor()) as work:
        return _page(work, published, asked, typed), status


def _started(published: Published, typed: Typed, act: str) -> Response:
    """The new document with its files, on its way when it is to be sent; all of it or nothing."""
    answers = dict(typed.answers)
    with office().work(actor()) as work:
        document = start.create(work, published.kind.name, answers)
        if typed.held:
            start.revise(work, document.id, uploading.attached(work, document.id, typed.held, answers))
        if act == "send":
            start.submit(work, document.id)
        made = document.id
    return _sent(made, act)


def _sent(id: str, act: str) -> Response:
    if act == "send":
        waiting.for_steps(id)
        flash(_("The document is on its way."), "success")
    else:
        flash(_("The draft is kept."), "success")
    return redirect(url_for("documents.document", id=id), 303)


@pages.post("/start/<kind>/draft")
def keep(kind: str) -> tuple[str, int]:
    """Keeps what is being typed."""
    with office().look(actor()) as work:
        published = current(work, kind)
    answers = asking.sent(published.kind.forms[published.kind.start.form])
    with office().work(actor()) as work:
        keep_draft(work, f"start:{kind}", answers)
    return "", 204


@pages.post("/start/<kind>/forget")
def forget(kind: str) -> Response:
    """Throws away what was typed and not sent."""
    with office().work(actor()) as work:
        drop_draft(work, f"start:{kind}")
    return redirect(url_for("starting.form", kind=kind), 303)


@pages.get("/documents/<id>/edit")
def edit(id: str) -> Response | str:
    """The form of a draft; a returned document is changed in its rework task."""
    with office().look(actor()) as work:
        view = views.document_view(work, id)
        rework = next((one for one in view.tasks if one.mine and one.stage == "rework"), None)
        if rework is not None:
            return redirect(url_for("deciding.task", id=rework.id), 303)
        _must_be_open(view)
        kept = draft(work, f"edit:{id}")
        asked = view.kind.forms[view.kind.start.form]
        typed = Typed(uploading.standing(asked, {**view.document.answers, **kept}, view.attachments))
        if request.args.get("mend"):
            typed = Typed(typed.answers, _wrong(work, view))
        return _edit_page(work, view, typed)


def _must_be_open(view: DocumentView) -> None:
    if "revise" not in view.may:
        raise WrongState(
            "Expected a draft or a returned document, but {document} is {state}.",
            document=view.document.id,
            state=view.document.state,
        )


def _wrong(work: Work, view: DocumentView) -> refusals.Problem | None:
    try:
        published = current(work, view.document.kind)
        answers = start.checked_answers(work, published, dict(view.document.answers), document=view.document.id)
        must_print(answers)
    except Invalid as refusal:
        return refusals.told(refusal)
    return None


def _edit_page(work: Work, view: DocumentView, typed: Typed) -> str:
    asked = view.kind.forms[view.kind.start.form]
    drawn = asking.shown(work, asked, typed.answers, _problems(typed), view.attachments, focus=typed.focus)
    return render_template(
        "start/edit.html",
        view=view,
        document=view.document,
        kind_title=view.kind.texts("title", language()),
        fields=drawn,
        typed=typed,
        other=_other(asked, typed),
    )


@pages.post("/documents/<id>/edit")
def change(id: str) -> Response | str | tuple[str, int]:
    """New answers of a draft, kept or sent on its way."""
    with office().look(actor()) as work:
        view = views.document_view(work, id)
    _must_be_open(view)
    asked = view.kind.forms[view.kind.start.form]
    turned, answers = asking.pressed(asked), asking.sent(asked)
    if turned is not None:
        with office().look(actor()) as work:
            return _edit_page(work, view, Typed(turned.raw, focus=turned.focus))
    held: Sequence[uploading.Held] = ()
    try:
        held = uploading.taken(uploading.fields_of(asked))
        with press.stopping(office()), office().work(actor()) as work:
            uploading.left_out(work, id, view.attachments, asked, answers)
            start.revise(work, id, uploading.attached(work, id, held, answers))
            drop_draft(work, f"edit:{id}")
            if request.form.get("act") == "send":
                start.submit(work, id)
    except Invalid as refusal:
        with office().look(actor()) as work:
            return _edit_page(work, view, Typed(answers, refusals.told(refusal), held)), 422
    return _sent(id, request.form.get("act", "save"))


@pages.post("/documents/<id>/draft")
def keep_edit(id: str) -> tuple[str, int]:
    """Keeps what is being typed into a draft."""
    with office().look(actor()) as work:
        view = views.document_view(work, id)
    _must_be_open(view)
    with office().work(actor()) as work:
        keep_draft(work, f"edit:{id}", asking.sent(view.kind.forms[view.kind.start.form]))
    return "", 204
