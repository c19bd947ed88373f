"""Running documents of a kind: which version they are on, what following would mean for each, moving them, bringing them back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.acts import moving
from engine.acts.moving import Looked
from engine.catalogue import drafts
from engine.catalogue.queries import all_current, current, versions
from engine.errors import Invalid
from engine.instances.moving import Reason
from engine.people.queries import cards
from engine.texts import said
from engine.wording import numeric_date
from webui import asked
from webui.languages import N_, _, language, ngettext, say
from webui.port import actor, office
from webui.refusals import told

pages = Blueprint("workshop_running", __name__)

OUTCOMES = {
    "same": (N_("as it is"), "check-circle", "green"),
    "changes": (N_("tasks change"), "arrow-right", "amber"),
    "cannot": (N_("cannot"), "x-circle", "brick"),
}
STATES = {
    "moved": (N_("moved"), "check-circle", "green"),
    "refused": (N_("stayed"), "x-circle", "brick"),
    "undone": (N_("brought back"), "arrow-counterclockwise", ""),
}
WAYS = {
    "people": N_("other people"),
    "form": N_("another form"),
    "level": N_("another signature level"),
    "stage": N_("another stage"),
    "term": N_("another term (the due date stays)"),
    "outcomes": N_("other buttons"),
    "parameters": N_("other parameters"),
    "message": N_("another message"),
    "timer": N_("another moment"),
    "moment": N_("waits for something else"),
}
LINES = 50


@pages.get("/workshop/<kind>/running")
def running(kind: str) -> str:
    return _page(kind, asked.whole("to"))


def _page(kind: str, to: int, typed: str = "", problems: list[dict[str, str]] | None = None) -> str:
    with office().look(actor()) as work:
        held = drafts.held(work, kind)
        if held is not None and kind not in {one.kind.name for one in all_current(work)}:
            return render_template(
                "workshop/running.html", kind=kind, draft=held, title=kind, chosen="running", counts=()
            )
        counts = moving.by_version(work, kind)
        published = current(work, kind)
        found, more = moving.look(work, kind, to) if to else ([], 0)
        numbers = [one.number for one in versions(work, kind)]
        moves = moving.progress(work, kind)
        who = cards(work, {one.by for one in moves})
    return render_template(
        "workshop/running.html",
        kind=kind,
        draft=held,
        title=published.kind.texts("title", language()),
        chosen="running",
        counts=counts,
        current=published.number,
        numbers=numbers,
        to=to,
        lines=[(one, OUTCOMES[one.plan.outcome], _at(one), _told(one)) for one in found],
        tally={outcome: sum(one.plan.outcome == outcome for one in found) for outcome in OUTCOMES},
        more=more,
        outcomes=OUTCOMES,
        moves=[(one, who[one.by].name) for one in moves],
        typed=typed,
        problems=problems or [],
    )


def _at(one: Looked) -> str:
    return ", ".join(_name(one, step) for step in one.at)


def _name(one: Looked, token: str) -> str:
    return said(one.names[token.partition("#")[0]], language())


def _told(one: Looked) -> list[str]:
    """What becomes of a document, in words."""
    plan = one.plan
    if plan.reason is not None:
        return [reason(plan.reason)]
    found = [_("Comes: {step}", step=_name(one, token)) for token in plan.appear]
    found += [_("Goes: {step}", step=_name(one, token)) for token in plan.go]
    for token, ways in plan.changed.items():
        found.append(f"{_name(one, token)}: {', '.join(_(WAYS[way]) for way in ways)}")
    return found


def reason(why: Reason) -> str:
    """Why a document does not follow, in the reader's language."""
    return say(why.template, language(), {name: _fact(name, one) for name, one in why.facts.items()})


def _fact(name: str, one: Any) -> Any:
    if name == "date":
        return numeric_date(date.fromisoformat(one), language())
    return said(one, language()) if isinstance(one, Mapping) else one


@pages.post("/workshop/<kind>/running/moves")
def move(kind: str) -> Response | tuple[str, int]:
    to, typed = asked.bounded(request.form.get("to", "")), request.form.get("reason", "")
    chosen = [one[:40] for one in request.form.getlist("document")] or None
    try:
        with office().work(actor()) as work:
            made = moving.order(work, kind, to, chosen if "some" in request.form else None, typed).id
    except Invalid as refused:
        return _page(kind, to, typed, list(told(refused).problems or [])), 422
    return redirect(f"/workshop/{kind}/running/{made}")


@pages.get("/workshop/<kind>/running/<int:move>")
def moved(kind: str, move: int) -> str:
    with office().look(actor()) as work:
        [one] = moving.progress(work, kind, move)
        found, after = moving.lines(work, kind, move, after=asked.whole("after"), limit=LINES)
        title = current(work, kind).kind.texts("title", language())
        who = cards(work, {one.by})[one.by].name
        held = drafts.held(work, kind)
    return render_template(
        "workshop/moved.html",
        kind=kind,
        draft=held,
        title=title,
        chosen="running",
        one=one,
        who=who,
        lines=[(line, STATES[line.state], reason(line.reason) if line.reason else "") for line in found],
        states=STATES,
        after=after,
        undoable=any(line.undoable for line in found),
    )


@pages.post("/workshop/<kind>/running/<int:move>/undo")
def undo(kind: str, move: int) -> Response:
    document = request.form.get("document", "")[:40]
    with office().work(actor()) as work:
        count = moving.undo(work, kind, move, document)
    flash(ngettext("{count} document goes back.", "{count} documents go back.", count), "success")
    return redirect(f"/workshop/{kind}/running/{move}")
