"""The forms of a draft: which there are and who shows them, new ones, shared ones taken as the kind's own, the editor's page."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.acts import forming
from engine.catalogue import drafts
from engine.errors import Invalid, WrongState
from engine.forms.form import CHOICES, LISTS, NESTED, SILENT, TYPES
from engine.texts import LANGUAGES
from webui import asked
from webui.languages import NATIVE, _, language, say
from webui.port import actor, office
from webui.refusals import sentence, told
from webui.workshop_diagram import _title as title_of
from webui.workshop_forms_words import FORM_EDITOR, GROUPS, LISTS_OF_THE_HOUSE, TYPE_WORDS

pages = Blueprint("workshop_forms", __name__)
RULES = {
    "text": ("textfield", "textarea"),
    "number": ("number", "money"),
    "many": tuple(sorted(LISTS | {"employees", "units", "people", "documents", "filepicker", "dynamiclist"})),
}


@pages.get("/workshop/<kind>/forms")
def shelf(kind: str) -> str:
    return _shelf(kind, {"name": "", "origin": ""}, ())


def _shelf(kind: str, typed: dict[str, str], problems: Any) -> str:
    with office().look(actor()) as work:
        draft = drafts.draft(work, kind)
        cards = forming.cards(work, draft)
    lines = [(one, [sentence(each) for each in one.problems]) for one in cards]
    return render_template(
        "workshop/forms.html",
        draft=draft,
        kind=kind,
        title=title_of(draft.files) or kind,
        chosen="forms",
        mine=[one for one in lines if not one[0].name.startswith(forming.SHARED)],
        common=[one for one in lines if one[0].name.startswith(forming.SHARED)],
        typed=typed,
        problems=problems,
    )


@pages.post("/workshop/<kind>/forms")
def begin(kind: str) -> Response | tuple[str, int]:
    """Begins a form, empty or as a copy."""
    typed = {name: request.form.get(name, "")[:100].strip() for name in ("name", "origin")}
    try:
        with office().work(actor()) as work:
            forming.new_form(work, kind, _seen(), typed["name"], language(), typed["origin"])
    except (Invalid, WrongState) as refusal:
        if isinstance(refusal, WrongState) and refusal.code != WrongState.code:
            raise
        wrong = told(refusal)
        lines = wrong.problems or [{"field": "name", "message": wrong.detail}]
        return _shelf(kind, typed, lines), 422
    return redirect(url_for("workshop_forms.edit", kind=kind, name=typed["name"]))


@pages.post("/workshop/<kind>/forms/take")
def take(kind: str) -> Response:
    """A form of all kinds becomes the kind's own."""
    with office().work(actor()) as work:
        _draft, own = forming.take(work, kind, _seen(), request.form.get("name", "")[:100])
    flash(_("The form {form} is the kind's own now. Its steps show the copy.", form=own), "success")
    return redirect(url_for("workshop_forms.edit", kind=kind, name=own))


@pages.post("/workshop/<kind>/forms/<name>/drop")
def drop(kind: str, name: str) -> Response:
    with office().work(actor()) as work:
        forming.drop(work, kind, _seen(), name)
    flash(_("The form {form} is taken out.", form=name), "success")
    return redirect(url_for("workshop_forms.shelf", kind=kind))


@pages.get("/workshop/<kind>/forms/<name>")
def edit(kind: str, name: str) -> Response | str:
    """The editor; a form of all kinds is only looked at."""
    if name.startswith(forming.SHARED):
        return redirect(url_for("workshop_form_preview.look", kind=kind, name=name))
    with office().look(actor()) as work:
        draft = drafts.draft(work, kind)
        forming.content(work, draft, name)
        card = next(one for one in forming.cards(work, draft) if one.name == name)
    return render_template(
        "workshop/form.html",
        draft=draft,
        kind=kind,
        name=name,
        title=title_of(draft.files) or kind,
        chosen="forms",
        card=card,
        groups=[(_(words), [(one, _(TYPE_WORDS[one])) for one in types]) for words, types in GROUPS],
        known=_known(),
        words={one: _(one) for one in FORM_EDITOR},
    )


def _known() -> dict[str, Any]:
    """What the script must know of fields: what they are called in each language, which rules they have."""
    return {
        "names": {one: {tongue: say(TYPE_WORDS[one], tongue) for tongue in LANGUAGES} for one in sorted(TYPES)},
        "tongues": {one: NATIVE[one] for one in LANGUAGES},
        "language": language(),
        "choices": sorted(CHOICES | LISTS),
        "nested": sorted(NESTED),
        "silent": sorted(SILENT),
        "rules": RULES,
        "lists": {one: _(words) for one, words in LISTS_OF_THE_HOUSE.items()},
    }


def _seen() -> int:
    return asked.bounded(request.form.get("version", ""))
