"""The fields of a form as a list: texts in four languages, whether an answer is needed, choices, order; works without a script."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.acts import forming
from engine.catalogue import drafts
from engine.errors import Invalid, Stale
from engine.forms import editing
from engine.forms.editing import Change, Saying
from engine.forms.form import CHOICES, LISTS, NESTED, SILENT
from engine.texts import LANGUAGES
from webui import asked
from webui.languages import N_, NATIVE, _, language
from webui.port import actor, office
from webui.refusals import sentence, told
from webui.workshop_diagram import _title as title_of
from webui.workshop_forms_words import TYPE_WORDS

pages = Blueprint("workshop_form_fields", __name__)
MOST_CHOICES = 500
SPARE = 3  # empty lines for new choices
TEXTS = {"label": N_("Label"), "description": N_("Help under the label"), "text": N_("Words")}
Doing = Callable[[bytes, str], bytes]


@dataclass(frozen=True)
class Line:
    """A field as the list shows it; `texts` are (name, words, by language, languages that lack it), `choices` (value, by language)."""

    id: str
    type: str
    words: str
    key: str
    within: str
    required: bool | None
    hide: str
    texts: tuple[tuple[str, str, Mapping[str, str], list[str]], ...]
    choices: tuple[tuple[str, Mapping[str, str]], ...] | None
    problems: tuple[str, ...]


@pages.get("/workshop/<kind>/forms/<name>/fields")
def look(kind: str, name: str) -> str:
    return _page(kind, name, None, ())


def _page(kind: str, name: str, typed: str | None, problems: Any) -> str:
    with office().look(actor()) as work:
        draft = drafts.draft(work, kind)
        content = forming.content(work, draft, name)
    source = editing.opened(content, name + forming.ENDING)
    found = forming.problems(content, name + forming.ENDING)
    wrong = {one.element: [sentence(each) for each in found if each.element == one.element] for one in found}
    return render_template(
        "workshop/form_fields.html",
        draft=draft,
        kind=kind,
        name=name,
        title=title_of(draft.files) or kind,
        chosen="forms",
        lines=list(_lines(source, wrong)),
        whole=wrong.get("", []),
        tongues=_tongues(),
        types=[(one, _(words)) for one, words in TYPE_WORDS.items()],
        typed=typed,
        problems=problems,
        shared=name.startswith(forming.SHARED),
        spare=SPARE,
    )


def _tongues() -> list[tuple[str, str]]:
    """The languages, the reader's first."""
    return sorted(NATIVE.items(), key=lambda one: one[0] != language())


def _lines(source: editing.Source, wrong: Mapping[str, list[str]]) -> Iterator[Line]:
    said: dict[str, list[Saying]] = {}
    for one in editing.sayings(source):
        said.setdefault(one.id, []).append(one)
    for one, within in _nested(source, ""):
        yield _line(one, within, said.get(editing.name_of(one), []), wrong)


def _nested(held: Mapping[str, Any], within: str) -> Iterator[tuple[editing.Source, str]]:
    found = held.get("components")
    for one in found if isinstance(found, list) else []:
        if isinstance(one, dict):
            yield one, within
            yield from _nested(one, str(one.get("label") or editing.name_of(one)))


def _line(one: editing.Source, within: str, said: list[Saying], wrong: Mapping[str, list[str]]) -> Line:
    kind, rules, shown = str(one.get("type") or ""), one.get("validate"), one.get("conditional")
    choices = [(each.name.removeprefix("values."), each.said) for each in said if each.name.startswith("values.")]
    of_choices = kind in CHOICES | LISTS and not one.get("valuesKey")
    return Line(
        id=editing.name_of(one),
        type=kind,
        words=_(TYPE_WORDS[kind]) if kind in TYPE_WORDS else kind,
        key=str(one.get("path" if kind in NESTED else "key") or "") if kind not in SILENT else "",
        within=within,
        required=None if kind in SILENT | {"group"} else isinstance(rules, dict) and rules.get("required") is True,
        hide=str(shown.get("hide") or "") if isinstance(shown, dict) else "",
        texts=tuple(
            (each.name, _(TEXTS[each.name]), each.said, forming.lacking(each)) for each in said if each.name in TEXTS
        ),
        choices=tuple(choices) if of_choices else None,
        problems=tuple(wrong.get(editing.name_of(one), ())),
    )


@pages.post("/workshop/<kind>/forms/<name>/fields")
def change(kind: str, name: str) -> Response | tuple[str, int]:
    """Changes one field, or puts one in, moves it, takes it out (`act`)."""
    id = request.form.get("field", "")[:100]
    try:
        with office().work(actor()) as work:
            forming.edit(work, kind, asked.bounded(request.form.get("version", "")), name, _doing(id))
    except (Invalid, Stale) as refusal:
        problem = told(refusal)
        lines = problem.problems or ({"field": "", "message": problem.detail},)
        return _page(kind, name, id, lines), problem.status
    flash(_("Saved."), "success")
    return redirect(url_for("workshop_form_fields.look", kind=kind, name=name, _anchor=f"field-{id}" if id else None))


def _doing(id: str) -> Doing:
    act = request.form.get("act", "")
    if act == "add":
        key, kind = request.form.get("key", "")[:60].strip(), request.form.get("type", "")
        return lambda content, place: editing.added(content, place, kind, key, _texts("label"))
    if act == "remove":
        return lambda content, place: editing.removed(content, place, id)
    if act in {"up", "down"}:
        by = -1 if act == "up" else 1
        return lambda content, place: editing.moved(content, place, id, by)
    return partial(_changed, id, _change())


def _changed(id: str, change: Change, content: bytes, place: str) -> bytes:
    return editing.changed(content, place, id, change)


def _change() -> Change:
    sent = request.form
    return Change(
        texts={name: _texts(name) for name in TEXTS if f"{name}_{LANGUAGES[0]}" in sent},
        key=sent["key"][:100].strip() if "key" in sent else None,
        required=sent.get("required") == "yes" if "may_be_required" in sent else None,
        hide=sent["hide"][:1_000].strip() if "hide" in sent else None,
        choices=_choices() if "choices" in sent else None,
    )


def _texts(name: str) -> dict[str, str]:
    return {one: request.form.get(f"{name}_{one}", "") for one in LANGUAGES}


def _choices() -> list[tuple[str, Mapping[str, str]]]:
    many = min(asked.bounded(request.form["choices"]), MOST_CHOICES + SPARE)
    found = [(request.form.get(f"value_{at}", "")[:200].strip(), _texts(f"value_{at}")) for at in range(many)]
    return [(value, words) for value, words in found if value]
