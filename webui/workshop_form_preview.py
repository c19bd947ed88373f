"""A form as the employee will see it, drawn by the page's own renderer and filled with answers to try it with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, render_template, request

from engine import forms
from engine.acts import forming
from engine.catalogue import drafts
from engine.errors import FieldProblem, KindRefused
from engine.forms import Form
from engine.office import Work
from engine.texts import LANGUAGES
from webui import asking, fields
from webui.languages import language
from webui.port import actor, office
from webui.refusals import as_line
from webui.workshop_diagram import _title as title_of

pages = Blueprint("workshop_form_preview", __name__)


@dataclass(frozen=True)
class Tried:
    """What is typed into the form on trial, and what the office would say to it."""

    answers: Mapping[str, Any]
    problems: tuple[FieldProblem, ...] = ()
    focus: str = ""
    fresh: bool = False
    passed: bool = False


@pages.get("/workshop/<kind>/forms/<name>/preview")
def look(kind: str, name: str) -> str:
    return _page(kind, name)


@pages.post("/workshop/<kind>/forms/<name>/preview")
def try_out(kind: str, name: str) -> str:
    """The form with these answers: `_content` the form being drawn (else the saved one), `_act` fill, empty, send or nothing."""
    return _page(kind, name)


def _page(kind: str, name: str) -> str:
    tongue = request.values.get("_language", "")
    tongue = tongue if tongue in LANGUAGES else language()
    place = name + forming.ENDING
    with office().look(actor()) as work:
        draft = drafts.draft(work, kind)
        saved = forming.content(work, draft, name)
        content = request.form.get("_content", "").encode() or saved
        wrong, shown, tried = [], None, None
        try:
            form = forms.read(content, place)
        except KindRefused as refused:
            wrong = [as_line(one) for one in refused.problems]
        else:
            tried = _tried(work, draft, name, form, tongue)
            shown = drawn(work, form, tried, tongue)
    return render_template(
        "workshop/form_preview.html",
        draft=draft,
        kind=kind,
        name=name,
        title=title_of(draft.files) or kind,
        chosen="forms",
        form=shown,
        passed=tried is not None and tried.passed,
        wrong=wrong,
        tongue=tongue,
        shared=name.startswith(forming.SHARED),
    )


def _tried(work: Work, draft: drafts.Draft, name: str, form: Form, tongue: str) -> Tried:
    act = request.form.get("_act", "")
    if act == "fill" or request.method == "GET":
        return Tried(forming.trial(work, draft, name, form, asking.choices(work, form), tongue))
    if act == "empty":
        return Tried(forms.defaults(form, {}), fresh=True)
    turned = asking.pressed(form)
    answers = turned.raw if turned else asking.sent(form)
    if act != "send":
        return Tried(answers, focus=turned.focus if turned else "")
    problems = forming.refused(work, form, answers)
    return Tried(answers, problems, passed=not problems)


def lists(work: Work, form: Form) -> fields.Choices:
    """What the form's fields choose from."""
    return asking.choices(work, form)


def drawn(work: Work, form: Form, tried: Tried, tongue: str) -> str:
    """The fields as HTML in that language; the page around them stays in the reader's."""
    mine, g.language = language(), tongue
    try:
        view = fields.view(
            form,
            tried.answers,
            tried.problems,
            tongue,
            asking.choices(work, form, answers=tried.answers),
            sources=asking.SOURCES,
            focus=tried.focus,
            fresh=tried.fresh,
            enter=("_act", "send"),
        )
        return render_template("workshop/form_drawn.html", view=view)
    finally:
        g.language = mine
