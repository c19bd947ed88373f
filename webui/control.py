"""Control of execution: the lists, requests about terms, and the answers to them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine.catalogue.queries import all_current
from engine.control import commands, lists, overviews, queries
from engine.control.lists import DONE, MOST, SCOPES, TABS, Wanted
from engine.control.queries import DueChangeCard
from engine.errors import Invalid
from engine.exports import tables
from engine.instances import queries as tasks
from engine.office import Work
from engine.people.queries import units
from webui import exporting, refusals, terms
from webui.languages import N_, _, language
from webui.port import actor, office

pages = Blueprint("control", __name__)
PAGE = 50
TAB_WORDS: Mapping[str, str] = {
    "open": N_("Open"),
    "today": N_("Today"),
    "week": N_("This week"),
    "overdue": N_("Overdue"),
    "extended": N_("Extended"),
    "late": N_("Done late"),
    "in_time": N_("Done in time"),
}
SCOPE_WORDS: Mapping[str, str] = {
    "mine": N_("I execute"),
    "controlled": N_("I control"),
    "unit": N_("My unit executes"),
    "all": N_("Everything registered"),
}
STANDINGS: Mapping[str, tuple[str, str, str]] = {
    "in_time": (N_("In time"), "check-lg", "green"),
    "late": (N_("Done late"), "clock-history", "amber"),
    "overdue": (N_("Overdue"), "exclamation-circle", "brick"),
    "extended": (N_("Extended"), "calendar3", "accent"),
}
"""How a term is kept: words, icon, tone."""
CHANGES: Mapping[str, tuple[str, str, str]] = {
    "open": (N_("Waits for an answer"), "hourglass-split", "amber"),
    "granted": (N_("The term was moved"), "check-lg", "green"),
    "refused": (N_("Refused"), "x-lg", "brick"),
    "lapsed": (N_("The task ended before an answer"), "ban", ""),
}
"""What came of a request: words, icon, tone."""


def places(work: Work) -> list[tuple[str, str, str]]:
    """The pages of control the actor may use: key, words, address."""
    found = [("list", _("Control"), "/control")]
    if work.actor.headed:
        found.append(("unit", _("My unit"), "/control/unit"))
    if overviews.sees_house(work):
        found.append(("house", _("The whole organisation"), "/control/house"))
    found.append(("unread", _("Not acquainted"), "/control/acquaintance"))
    if work.actor.has("records_admin", "admin"):
        found.append(("vacancies", _("Vacant posts"), "/administration/vacancies"))
    return found


def day(name: str) -> date | None:
    """A day of the query; raises Invalid."""
    return day_of(name, request.args.get(name, ""))


def day_of(name: str, given: str) -> date | None:
    """The day a text says, None of an empty one; raises Invalid."""
    try:
        return date.fromisoformat(given.strip()) if given.strip() else None
    except ValueError:
        raise Invalid.one(name, "Expected a date, but {value} is none.", value=given[:40]) from None


def _wanted() -> Wanted:
    asked = {name: request.args.get(name, "")[:80] for name in ("scope", "tab", "kind", "unit")}
    scope = asked["scope"] if asked["scope"] in SCOPES else "mine"
    tab = asked["tab"] if asked["tab"] in TABS else "open"
    return Wanted(scope, tab, asked["kind"], asked["unit"], day("since"), day("until"))


@pages.get("/control")
def listed() -> str:
    wanted, cursor = _wanted(), request.args.get("cursor", "")
    with office().look(actor()) as work:
        lines, after = lists.page(work, wanted, cursor=cursor, limit=PAGE)
        shown = [(one, terms.line(work, one.task)) for one in lines]
        counts = {
            tab: f"{MOST - 1}+" if many >= MOST else str(many) for tab, many in lists.counts(work, wanted).items()
        }
        return render_template(
            "control/list.html",
            wanted=wanted,
            narrowed=_narrowed(wanted),
            query=urlencode({"scope": wanted.scope, "tab": wanted.tab, **_narrowed(wanted)}),
            lines=shown,
            after=after,
            cursor=cursor,
            counts=counts,
            done=wanted.tab in DONE,
            scopes=[(one, SCOPE_WORDS[one]) for one in lists.scopes(work)],
            kinds=[(one.kind.name, one.kind.texts("title", language())) for one in all_current(work)],
            units=units(work),
            requests=queries.waiting_for(work),
            places=places(work),
            TAB_WORDS=TAB_WORDS,
            STANDINGS=STANDINGS,
        )


def _narrowed(wanted: Wanted) -> dict[str, str]:
    given = {"kind": wanted.kind, "unit": wanted.unit, "since": wanted.since, "until": wanted.until}
    return {name: str(value) for name, value in given.items() if value}


@pages.get("/control/list.<any(xlsx, csv):format>")
def taken(format: str) -> Response:
    wanted = _wanted()
    return exporting.sent(lambda work: tables.control(work, wanted), format)


@pages.get("/tasks/<id>/due")
def ask(id: str) -> str:
    return _ask(id, {}, None)


def _ask(id: str, typed: Mapping[str, str], problem: refusals.Problem | None) -> str:
    with office().look(actor()) as work:
        task = tasks.task(work, id)
        return render_template(
            "control/ask.html",
            task=task,
            line=terms.line(work, task),
            may=queries.may_propose(work, id),
            typed={"due": "", "reason": "", **typed},
            problem=problem,
            wrong=_wrong(problem, "due", "reason"),
        )


def _wrong(problem: refusals.Problem | None, *names: str) -> dict[str, str]:
    told = {one["field"]: one["message"] for one in problem.problems} if problem else {}
    return {name: told.get(name, "") for name in names}


@pages.post("/tasks/<id>/due")
def propose(id: str) -> AnyResponse | tuple[str, int]:
    typed = {name: request.form.get(name, "") for name in ("due", "reason")}
    try:
        wanted = day_of("due", typed["due"])
        if wanted is None:
            raise Invalid.one("due", "Expected the day you ask for, but there is none.")
        with office().work(actor()) as work:
            commands.propose_due(work, id, wanted, typed["reason"])
    except Invalid as refusal:
        return _ask(id, typed, refusals.told(refusal)), 422
    flash(_("Your request was sent. The term stays until it is answered."), "success")
    return redirect(url_for("deciding.task", id=id), 303)


@pages.get("/due-changes/<int:change>")
def request_about(change: int) -> str:
    return _change(change, {}, None)


def _change(id: int, typed: Mapping[str, str], problem: refusals.Problem | None) -> str:
    with office().look(actor()) as work:
        one = queries.due_change(work, id)
        shown: dict[str, Any] = {"one": one, "task": tasks.task(work, one.task), "problem": problem}
        shown |= {
            "wanted_day": lists.local_day(work, one.wanted),
            "wrong": _wrong(problem, "due", "comment"),
            "CHANGES": CHANGES,
        }
        shown["typed"] = {"how": "", "due": "", "comment": "", **typed}
        return render_template("control/change.html", **shown)


@pages.post("/due-changes/<int:change>/<any(grant, refuse):how>")
def answer(change: int, how: str) -> AnyResponse | tuple[str, int]:
    typed = {name: request.form.get(name, "") for name in ("due", "comment")}
    try:
        found = _answered(change, how, typed)
    except Invalid as refusal:
        return _change(change, typed | {"how": how}, refusals.told(refusal)), 422
    flash(_("The term was moved.") if how == "grant" else _("The term stays; the executor has been told."), "success")
    return redirect(url_for("documents.tab", id=found.document, tab="execution"), 303)


def _answered(id: int, how: str, typed: Mapping[str, str]) -> DueChangeCard:
    with office().work(actor()) as work:
        if how == "grant":
            held = queries.due_change(work, id)
            other = day_of("due", typed["due"])
            same = other is None or other == lists.local_day(work, held.wanted)
            commands.grant_due(work, id, day=None if same else other, comment=typed["comment"])
        else:
            commands.refuse_due(work, id, typed["comment"])
        return queries.due_change(work, id)
