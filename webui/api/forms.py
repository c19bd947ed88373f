"""Calls for process owners: the forms of a draft, what is wrong with one, and how it would look and judge answers."""

import json
from typing import Any

from flask import g

from engine import forms
from engine.acts import forming
from engine.catalogue import drafts
from engine.texts import LANGUAGES
from webui.api import answers
from webui.api.bodies import FormTaken, FormTrial, FormWritten
from webui.api.calling import call, page
from webui.languages import language
from webui.port import actor, office
from webui.refusals import as_line, sentence
from webui.workshop_form_preview import Tried, drawn, lists


@call("GET", "/processes/<kind>/draft/forms", gives=answers.Page[answers.DraftForm])
def list_draft_forms(kind: str) -> dict[str, Any]:
    """The draft's own forms and those of all kinds, with the steps that show them and what is wrong with each."""
    with office().look(actor()) as work:
        found = forming.cards(work, drafts.draft(work, kind))
    return page([_card(one) for one in found], None)


def _card(one: forming.FormCard) -> dict[str, Any]:
    return {
        "name": one.name,
        "fields": one.fields,
        "uses": [{"step": use.step, "name": use.called(language())} for use in one.uses],
        "kinds": list(one.kinds),
        "problems": [as_line(each) for each in one.problems],
    }


@call("POST", "/processes/<kind>/draft/forms/<name>/take", takes=FormTaken, gives=answers.DraftForm)
def take_form(kind: str, name: str, body: FormTaken) -> dict[str, Any]:
    """Makes a form of all kinds (`shared:<name>`) the draft's own: its steps show the copy from then on."""
    with office().work(actor(), once=g.once) as work:
        draft, own = forming.take(work, kind, body.version, name)
        return next(_card(one) for one in forming.cards(work, draft) if one.name == own)


@call("POST", "/processes/<kind>/draft/forms/<name>/check", takes=FormWritten, gives=answers.FormChecked)
def check_form(kind: str, name: str, body: FormWritten) -> dict[str, Any]:
    """What is wrong with a form by itself: the saved one, or the `content` that is sent; nothing is kept."""
    with office().look(actor()) as work:
        content = _content(work, kind, name, body.content)
    found = forming.problems(content, name + forming.ENDING)
    return {
        "ready": not any(one.severity == "error" for one in found),
        "problems": [as_line(one) for one in found],
    }


@call("POST", "/processes/<kind>/draft/forms/<name>/preview", takes=FormTrial, gives=answers.FormTried)
def preview_form(kind: str, name: str, body: FormTrial) -> dict[str, Any]:
    """The form (saved, or as sent) with answers (or plausible ones): what is asked, what is refused, how it looks."""
    tongue = body.language if body.language in LANGUAGES else language()
    with office().look(actor()) as work:
        form = forms.read(_content(work, kind, name, body.content), name + forming.ENDING)
        draft = drafts.draft(work, kind)
        given = body.answers
        if given is None:
            given = forming.trial(work, draft, name, form, lists(work, form), tongue)
        problems = forming.refused(work, form, given)
        return {
            "answers": given,
            "visible": sorted(forms.visible(form, given)),
            "problems": [{"field": one.field, "message": sentence(one)} for one in problems],
            "html": drawn(work, form, Tried(given, problems), tongue),
        }


def _content(work: Any, kind: str, name: str, sent: dict[str, Any] | None) -> bytes:
    saved = forming.content(work, drafts.draft(work, kind), name)
    return saved if sent is None else json.dumps(sent, ensure_ascii=False).encode(errors="replace")
