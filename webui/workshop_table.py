"""The table of a draft's route: every step in the order of the walk, and the frequent changes as plain forms."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.acts import drafting, route_table
from engine.catalogue.drafts import Draft
from engine.errors import Invalid, KindRefused, Stale
from engine.kinds.labels import LEVELS
from engine.kinds.redrawing import Change, Table, offered
from engine.people.queries import units
from engine.texts import LANGUAGES, said
from engine.workflow import Outcome, Term
from webui import asked
from webui.languages import N_, NATIVE, _, language
from webui.port import actor, office
from webui.refusals import sentence, told
from webui.table_words import Line, Words, lines
from webui.workshop_diagram import DEEDS, _forms, _title

pages = Blueprint("workshop_table", __name__)
COUNTED = {"hour": N_("working hours"), "workday": N_("working days"), "day": N_("calendar days")}
WHY = {"none": N_("no comment"), "optional": N_("may say why"), "required": N_("must say why")}


@dataclass
class Typed:
    """What a person has typed into the form of a row, to be shown again when it is refused."""

    values: dict[str, str] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)
    stale: str = ""


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
    words.kind = drafting.check(office().tools, held.files).kind
    line = next(one for one in lines(words, [])[0] if one.row is chosen)
    return render_template(
        "workshop/table_row.html",
        kind=kind,
        draft=held,
        title=line.name,
        line=line,
        step=chosen.step,
        typed={**_as_it_is(found, line), **typed.values},
        problems=typed.problems,
        stale=typed.stale,
        forms=_forms(held.files),
        levels=[(one, said(label, language())) for one, label in LEVELS.items()],
        counted=COUNTED,
        why=WHY,
        buttons=[(one, words.button(step, one)) for one in offered(found.diagram, chosen.step)],
        lanes=[(one.id, words.lane(one), words.rule(one)) for one in found.lanes.values()],
        tongues={one: NATIVE[one] for one in LANGUAGES},
        chosen="table",
    )


def _as_it_is(found: Table, line: Line) -> dict[str, str]:
    """What the fields of a row hold before anybody types."""
    step, term = line.row.step, line.row.step.term or Term()
    held = {f"name_{one}": line.row.names.get(one, "") for one in LANGUAGES}
    held |= {"form": step.form, "level": step.level, "lane": step.lane, "answer": term.answer}
    held |= {"amount": str(term.amount or ""), "unit": term.unit or "workday", "remind": "1" if term.remind else ""}
    for one in step.outcomes:
        held |= {f"has_{one.id}": "1", f"why_{one.id}": one.comment}
        held |= {"primary": one.id} if one.primary else {}
    return held


@pages.post("/workshop/<kind>/table/<step>")
def change(kind: str, step: str) -> AnyResponse | tuple[str, int]:
    values = _values()
    wanted = _wanted(values)

    def act(work: Any, seen: int) -> Draft:
        return route_table.change_step(work, kind, seen, step, wanted)

    return _saved(kind, step, values, act)


def _values() -> dict[str, str]:
    """What was typed; ticks that are not sent are no ticks."""
    sent = {name: value[:4000] for name, value in request.form.items() if name != "csrf_token"}
    return {"remind": "", **sent}


def _wanted(values: dict[str, str]) -> Change:
    names = {one: values.get(f"name_{one}", "") for one in LANGUAGES}
    if "level" not in values:  # no person does the step: it has a name alone
        return Change(names=names)
    ticked = [name.removeprefix("has_") for name, value in values.items() if name.startswith("has_") and value]
    buttons = [Outcome(one, values.get(f"why_{one}", "none"), values.get("primary") == one) for one in ticked]
    return Change(
        names=names, form=values.get("form", ""), level=values["level"], term=term_of(values), buttons=buttons
    )


def term_of(values: dict[str, str]) -> Term:
    """The term that was typed; an amount that is no number is one no diagram can hold."""
    amount, answer = values.get("amount", "").strip(), values.get("answer", "").strip()
    if not amount and not answer:
        return Term()
    unit = values.get("unit", "") if amount else ""
    return Term(asked.bounded(amount, -1) if amount else 0, unit, answer, values.get("remind") == "1")


def _saved(kind: str, step: str, values: dict[str, str], act: Any) -> AnyResponse | tuple[str, int]:
    """Saves the draft; what is refused, or has changed meanwhile, is shown with everything that was typed."""
    try:
        with office().work(actor()) as work:
            act(work, asked.bounded(values.get("version", "")))
    except Stale as refused:
        return _row(kind, step, Typed(values, stale=told(refused).detail)), 409
    except (Invalid, KindRefused) as refused:
        return _row(kind, step, Typed(values, problems=list(told(refused).problems or []))), 422
    flash(_("The route is saved, and looked at anew."), "success")
    return redirect(url_for("workshop_table.look", kind=kind, _anchor=f"row-{step}"))
