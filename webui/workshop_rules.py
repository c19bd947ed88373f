"""Who is meant: the rules of a kind's lanes in words, and whom they would find for a chosen person on a chosen day."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import kinds
from engine.acts import drafting, seating
from engine.acts.seating import Asked, Seated
from engine.catalogue import drafts
from engine.catalogue.queries import current
from engine.errors import Invalid, KindRefused, NotFound, Refusal, Stale
from engine.kinds import Kind
from engine.kinds.rules import written
from engine.people.queries import cards, today, units
from engine.people.staff import staff
from webui import asked
from webui.languages import _, language, say
from webui.port import actor, office
from webui.refusals import told
from webui.rule_words import rule_words
from webui.workshop_try import _label

pages = Blueprint("workshop_rules", __name__)
MOST_NAMES = 300  # offered beside the field; whoever is not among them is typed
SEVERAL = re.compile(r"[,;\s]+")


@dataclass
class Typed:
    """What was typed about a lane's rule, to be shown again when it is refused."""

    lane: str = ""
    rule: str = ""
    problems: list[dict[str, str]] = field(default_factory=list)
    stale: str = ""


@pages.get("/workshop/<kind>/rules")
def look(kind: str) -> str:
    return _page(kind, Typed())


def _page(kind: str, typed: Typed) -> str:
    with office().look(actor()) as work:
        held = drafts.held(work, kind)
        running = None if held else current(work, kind)
        files = held.files if held else drafting.files_of(work, kind, running.number if running else 0)
        now = today(work)
        known = list(cards(work, sorted(staff(work).names)[:MOST_NAMES]).values())
        codes = {one.code: one.name for one in units(work)}
    read, wrong = _read(files)
    who, day = _login(request.args.get("who", "")), _day(request.args.get("day", ""), now)
    found, refused = _found(read, who, day) if read and who else ([], "")
    return render_template(
        "workshop/rules.html",
        kind=kind,
        draft=held,
        title=read.texts("title", language()) if read else kind,
        lanes=_lanes(read, codes) if read else [],
        wrong=wrong,
        who=request.args.get("who", "")[:200],
        day=day.isoformat() if day else request.args.get("day", "")[:20],
        people=known,
        asks=[(key, _label(read, key), request.args.get(f"a-{key}", "")[:500]) for key in seating.asks_for(read)]
        if read
        else [],
        found=[(one, read.step_name(one.step.id, language()), _why(one)) for one in found] if read else [],
        refused=refused,
        typed=typed,
        chosen="rules",
    )


def _read(files: Any) -> tuple[Kind | None, list[dict[str, str]]]:
    tools = office().tools
    try:
        return kinds.read(files, kinds.read_folder(tools.settings.forms), tools.verbs), []
    except KindRefused as refused:
        return None, list(told(refused).problems or [])


def _lanes(kind: Kind, codes: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """Each lane with its name, its rule in words and as it is written."""
    tongue = language()
    lines = []
    for lane, rule in kind.people.items():
        text = written(rule)
        words = rule_words(text, lambda code: codes.get(code, code), lambda key: _label(kind, key))
        lines.append((lane, kind.lane_name(lane, tongue) or lane, words, text))
    return lines


def _found(kind: Kind, who: str, day: date | None) -> tuple[list[Seated], str]:
    given = {key: _several(request.args.get(f"a-{key}", "")) for key in seating.asks_for(kind)}
    try:
        if day is None:
            raise Invalid.one("day", "Expected a day, but it is not written as one.")
        with office().look(actor()) as work:
            return seating.would_be(work, kind, Asked(who, day, {key: one for key, one in given.items() if one})), ""
    except (Invalid, NotFound) as refusal:
        return [], _sentence(refusal)


def _sentence(refusal: Refusal) -> str:
    said = told(refusal)
    return " ".join(one["message"] for one in said.problems or []) or said.detail


def _several(text: str) -> list[str]:
    """The logins and codes of units that were typed, each «Surname N. (login)» or as it is."""
    named = re.findall(r"\(([\w.-]{1,60})\)", text)
    return (named or [one for one in SEVERAL.split(text) if one])[:50]


def _login(text: str) -> str:
    return text.rpartition("(")[2].rstrip(")").strip()[:100] if text.endswith(")") else text.strip()[:100]


def _day(text: str, now: date) -> date | None:
    try:
        return date.fromisoformat(text) if text else now
    except ValueError:
        return None


def _why(one: Seated) -> str:
    return say(one.why, language(), one.facts) if one.why else ""


@pages.post("/workshop/<kind>/rules")
def change(kind: str) -> AnyResponse | tuple[str, int]:
    lane, rule = request.form.get("lane", "")[:100], request.form.get("rule", "")[:2000]
    try:
        with office().work(actor()) as work:
            seating.change_rule(work, kind, asked.bounded(request.form.get("version", "")), lane, rule)
    except Stale as refused:
        return _page(kind, Typed(lane, rule, stale=told(refused).detail)), 409
    except (Invalid, KindRefused) as refused:
        return _page(kind, Typed(lane, rule, problems=list(told(refused).problems or []))), 422
    flash(_("The route is saved, and looked at anew."), "success")
    return redirect(url_for("workshop_rules.look", kind=kind, _anchor=f"lane-{lane}"))
