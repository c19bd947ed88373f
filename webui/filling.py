"""A plain form of a page of administration: what is asked, what was typed, what is wrong with it; saved or shown again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.errors import Invalid, NotAllowed, NotFound, Refusal, Stale, WrongState
from engine.office import Work
from webui import refusals
from webui.asked import bounded
from webui.languages import _
from webui.port import actor, note_refusal, office

MOST = 300
Typed = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """One thing asked. `type` is HTML's, or `select`, `tick`, `person`; `options` are pairs of value and words."""

    name: str
    label: str
    value: str = ""
    type: str = "text"
    help: str = ""
    options: Sequence[tuple[str, str]] = ()
    needed: bool = False


@dataclass(frozen=True)
class Sheet:
    """A form's page: its title, what is asked, the button, where it leads back to, what it was made from."""

    title: str
    asked: Sequence[Asked]
    button: str
    crumbs: Sequence[tuple[str, str]]
    said: str = ""
    version: int = 0
    danger: bool = False


def page(sheet: Sheet, typed: Typed | None = None, refusal: Refusal | None = None) -> tuple[str, int]:
    """The page, with what was typed and what is wrong with it."""
    told = refusals.told(refusal) if refusal else None
    problems: Sequence[Mapping[str, str]] = told.problems if told and isinstance(refusal, Invalid) else ()
    values = {one.name: one.value if typed is None else typed.get(one.name, "") for one in sheet.asked}
    known = {one.name for one in sheet.asked}
    shown = [{**one, "field": one["field"] if one["field"] in known else ""} for one in problems]
    note = told.detail if told and not problems else ""
    body = render_template("administration/form.html", sheet=sheet, values=values, problems=shown, note=note)
    return body, told.status if told else 200


def saved(
    sheet: Sheet, act: Callable[[Work, Typed], Any], done: str, back: str | Callable[[Typed], str]
) -> Response | tuple[str, int]:
    """Does the act with what was typed; the same page again when it is refused."""
    typed = read(sheet.asked)
    try:
        with office().work(actor()) as work:
            act(work, typed)
    except (Invalid, Stale, WrongState, NotAllowed) as refusal:
        if isinstance(refusal, NotAllowed):
            note_refusal(refusal)
        return page(sheet, typed, refusal)
    except NotFound as refusal:
        return page(sheet, typed, _of_field(sheet, typed, refusal))
    flash(done, "success")
    return redirect(back if isinstance(back, str) else back(typed), 303)


def _of_field(sheet: Sheet, typed: Typed, refusal: NotFound) -> Invalid:
    """What was typed and is not there is a field to be mended; raises the refusal when it is something else."""
    sought = {str(fact) for fact in refusal.facts.values()}
    for one in sheet.asked:
        if typed[one.name] and login(typed, one.name) in sought:
            return Invalid.one(one.name, refusal.template, **refusal.facts)
    raise refusal


def read(asked: Sequence[Asked]) -> dict[str, str]:
    """What was typed into each, no longer than it can be."""
    return {one.name: request.form.get(one.name, "")[: MOST + 1].strip() for one in asked}


def seen() -> int | None:
    """The version the form was made from."""
    return bounded(request.form.get("version", ""), 0) or None


def day(typed: Typed, name: str) -> date:
    """A day that must be there; raises Invalid."""
    try:
        return date.fromisoformat(typed[name])
    except ValueError:
        raise Invalid.one(name, "Expected a day, but {value} is none.", value=typed[name][:40] or "–") from None


def maybe_day(typed: Typed, name: str) -> date | None:
    """A day, or none when nothing was typed; raises Invalid."""
    return day(typed, name) if typed[name] else None


def login(typed: Typed, name: str) -> str:
    """The login in «Surname N. (login)», or what was typed; raises Invalid when there is nothing."""
    text = typed[name]
    if not text:
        raise Invalid.one(name, "Expected it to be filled, but it is empty.")
    return text.rpartition("(")[2].rstrip(")").strip() if text.endswith(")") else text


def in_languages(name: str, label: str, given: Mapping[str, str]) -> list[Asked]:
    """The same asked in four languages."""
    return [
        Asked(f"{name}_{one}", f"{label} ({tongue})", given.get(one, ""))
        for one, tongue in (("kk", _("Kazakh")), ("ru", _("Russian")), ("ky", _("Kyrgyz")), ("en", _("English")))
    ]


def of_languages(typed: Typed, name: str) -> dict[str, str]:
    return {one: typed.get(f"{name}_{one}", "") for one in ("kk", "ru", "ky", "en")}
