"""The table of a draft's route: every step in the order of the walk, and the frequent changes as plain forms."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import kinds
from engine.acts import drafting, route_table
from engine.catalogue.drafts import Draft
from engine.errors import Invalid, KindRefused, Stale, WrongState
from engine.kinds import Kind, redrawing
from engine.kinds.labels import LEVELS
from engine.kinds.redrawing import Approver, Lane, offered
from engine.people.queries import units
from engine.texts import LANGUAGES, said
from webui import asked, row_form
from webui.languages import NATIVE, _, language
from webui.port import actor, office
from webui.refusals import sentence, told
from webui.table_words import Words, lines
from webui.workshop_diagram import DEEDS, _forms, _title

pages = Blueprint("workshop_table", __name__)


@dataclass
class Typed:
    """What a person has typed into the form of a row, to be shown again when it is refused."""

    values: dict[str, str] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    stale: str = ""
    theirs: bool = False


@pages.get("/workshop/<kind>/table")
def look(kind: str) -> str:
    held, words = _opened(kind)
    checked = drafting.check(office().tools, held.files)
    words.kind = checked.kind
    shown, elsewhere = lines(words, checked.problems)
    return render_template(
        "workshop/table.html",
        kind=kind,
        draft=held,
        title=_title(held.files) or kind,
        rows=shown,
        elsewhere=[(one, sentence(one)) for one in elsewhere],
        wrong=[one for one in shown if one.problems],
        chosen="table",
    )


def _opened(kind: str) -> tuple[Draft, Words]:
    with office().look(actor()) as work:
        held, found = route_table.look(work, kind)
        codes = {one.code: one.name for one in units(work)}
    deeds = {name: _(DEEDS[name]) if name in DEEDS else name for name in office().tools.verbs}
    return held, Words(found, None, codes, deeds, language())


@pages.get("/workshop/<kind>/table/<step>")
def row(kind: str, step: str) -> str:
    return _row(kind, step, Typed())


def _row(kind: str, step: str, typed: Typed) -> str:
    held, words = _opened(kind)
    found = words.table
    chosen = found.row(step)
    words.kind = _kind(held)
    line = next(one for one in lines(words, [])[0] if one.row is chosen)
    return render_template(
        "workshop/table_row.html",
        kind=kind,
        draft=held,
        title=line.name,
        line=line,
        step=chosen.step,
        typed={**row_form.as_it_is(chosen), **typed.values},
        problems=typed.problems,
        stale=typed.stale,
        forms=_forms(held.files),
        levels=[(one, said(label, language())) for one, label in LEVELS.items()],
        counted=row_form.COUNTED,
        why=row_form.WHY,
        buttons=[(one, words.button(step, one)) for one in offered(found.diagram, chosen.step)],
        lanes=[(one.id, _lane(words, one)) for one in found.lanes.values()],
        places=row_form.PLACES,
        sorts=[(one, _(words_of)) for one, (words_of, _rule) in row_form.SORTS.items()],
        insertable=redrawing.stands(chosen.step),
        theirs=typed.theirs,
        tongues={one: NATIVE[one] for one in LANGUAGES},
        chosen="table",
    )


def _kind(held: Draft) -> Kind | None:
    """The draft's kind, for the labels of its forms; None while it cannot be read."""
    tools = office().tools
    try:
        return kinds.read(held.files, kinds.read_folder(tools.settings.forms), tools.verbs)
    except KindRefused:
        return None


def _lane(words: Words, one: Lane) -> str:
    """A lane with the people its rule finds."""
    rule = words.rule(one)
    return f"{words.lane(one)} ({rule})" if rule else words.lane(one)


@pages.post("/workshop/<kind>/table/<step>")
def change(kind: str, step: str) -> AnyResponse | tuple[str, int]:
    values = row_form.values(request.form)
    lane, new = row_form.who(values, "")

    def act(work: Any, seen: int) -> str:
        route_table.change_step(work, kind, seen, step, row_form.wanted(values), lane=lane, new=new)
        return step

    return _saved(kind, step, values, act)


@pages.post("/workshop/<kind>/table/<step>/insert")
def insert(kind: str, step: str) -> AnyResponse | tuple[str, int]:
    values = row_form.values(request.form)
    lane, new = row_form.who(values, "in_")
    names = {one: values.get(f"in_name_{one}", "") for one in LANGUAGES}
    level, term = values.get("in_level", "click"), row_form.term(values, "in_")
    who = Approver(lane, new, names, values.get("in_form", ""), level, term)

    def act(work: Any, seen: int) -> str:
        return route_table.insert_approver(work, kind, seen, step, values.get("in_place", ""), who)[1]

    return _saved(kind, step, values, act, "in_")


@pages.post("/workshop/<kind>/table/<step>/drop")
def drop(kind: str, step: str) -> AnyResponse | tuple[str, int]:
    values = row_form.values(request.form)

    def act(work: Any, seen: int) -> str:
        route_table.drop_step(work, kind, seen, step)
        return ""

    return _saved(kind, step, values, act)


def _saved(kind: str, step: str, values: dict[str, str], act: Any, before: str = "") -> AnyResponse | tuple[str, int]:
    """Saves the draft; what is refused, or has changed meanwhile, is shown with everything that was typed."""
    try:
        with office().work(actor()) as work:
            shown = act(work, asked.bounded(values.get("version", "")))
    except WrongState as refused:
        return _row(kind, step, Typed(values, stale=told(refused).detail, theirs=isinstance(refused, Stale))), 409
    except Invalid as refused:
        problems = [one | {"at": row_form.field_of(one["field"], before)} for one in told(refused).problems]
        return _row(kind, step, Typed(values, problems)), 422
    except KindRefused as refused:  # another file of the draft, which no field here is about
        return _row(kind, step, Typed(values, [one | {"field": ""} for one in told(refused).problems])), 422
    flash(_("The route is saved, and looked at anew."), "success")
    return redirect(url_for("workshop_table.look", kind=kind, _anchor=f"row-{shown}" if shown else None))
