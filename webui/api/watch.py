"""Calls about how a kind runs: figures by step, unit or person, and the documents behind them."""

from collections.abc import Mapping
from typing import Any

from flask import request

from engine.catalogue.queries import current
from engine.control import overviews, watched, watching
from engine.control.watched import FIGURES
from engine.control.watching import Heat, Now, Span, Window
from engine.exports.watch import order_of, step_name
from engine.office import Work
from webui import asked
from webui.api import answers, shapes
from webui.api.calling import Word, call, one_of
from webui.api.journals import DAY, day
from webui.port import actor, office

BY = ("step", "unit", "person")
WORDS = (
    Word("since", "Only of this day and later; the last ninety days when it is not said", DAY),
    Word("until", "Only of this day and before", DAY),
    Word("version", "Only documents of this version", {"type": "integer", "minimum": 1}),
    Word("step", "Only this step of the route"),
)
LINES = Word("by", "What a line is about; persons for those who lead", {"type": "string", "enum": list(BY)})
FIGURE = Word("figure", "What is looked behind", {"type": "string", "enum": list(FIGURES), "default": "done"})


def _window(work: Work, kind: str) -> Window:
    current(work, kind)
    window = Window(kind, overviews.period(work, day("since"), day("until")), 0, request.args.get("step", "")[:80])
    number = asked.whole("version")
    return watching.of_version(work, window, number) if number else window


@call("GET", "/processes/<kind>/watch", gives=answers.Watched, words=(*WORDS, LINES))
def watch_kind(kind: str) -> dict[str, Any]:
    """Where documents of a kind stand now, and how long steps, units or persons took in a period."""
    by = one_of("by", BY)
    with office().look(actor()) as work:
        watching.may_watch(work)
        window = _window(work, kind)
        whole = watching.whole(work, window)
        items = _LINES[by](work, window)
    return {"documents": whole.many, "again": whole.again, "span": _span(whole.span), "items": items}


def _steps(work: Work, window: Window) -> list[dict[str, Any]]:
    kind, heats, stands = current(work, window.kind).kind, watching.steps(work, window), watching.now(work, window)
    there = order_of(kind, sorted({*heats, *stands}))
    return [
        _line(one, step_name(kind, one, work.actor.language), heats.get(one), stands.get(one, Now())) for one in there
    ]


def _units(work: Work, window: Window) -> list[dict[str, Any]]:
    return [_line(one.key, one.name, one, None) for one in watching.units(work, window)]


def _persons(work: Work, window: Window) -> list[dict[str, Any]]:
    return [_line(card.login, card.name, one, None) for card, one in watching.persons(work, window)]


_LINES: Mapping[str, Any] = {"step": _steps, "unit": _units, "person": _persons}


def _line(key: str, name: str, heat: Heat | None, stands: Now | None) -> dict[str, Any]:
    return {
        "key": key,
        "name": name,
        "done": heat.many if heat else 0,
        "waiting": _span(heat.waiting if heat else None),
        "working": _span(heat.working if heat else None),
        "late": heat.late if heat else 0,
        "again": heat.again if heat else 0,
        "now": {name: getattr(stands, name) for name in ("open", "overdue", "waits", "incidents")} if stands else None,
    }


def _span(one: Span | None) -> dict[str, float] | None:
    return {"median": one.median, "p95": one.high} if one else None


@call("GET", "/processes/<kind>/watch/documents", gives=answers.WatchedDocuments, words=(*WORDS, FIGURE))
def list_watched(kind: str) -> dict[str, Any]:
    """The documents behind a figure, those standing longest first; of those the caller may not see, how many."""
    figure = one_of("figure", FIGURES)
    with office().look(actor()) as work:
        watching.may_watch(work)
        found = watched.documents(work, _window(work, kind), figure)
    items = [
        {
            "id": one.id,
            "number": one.number or None,
            "title": one.title,
            "state": one.state,
            "at": shapes.moment(one.at),
        }
        for one in found.shown
    ]
    return {"items": items, "seen": found.seen, "hidden": found.hidden, "figure": figure}
