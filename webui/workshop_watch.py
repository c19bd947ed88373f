"""How a kind runs, for its owner: where documents stand now, how warm each step is, what stands behind a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from engine.acts import stopped
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.catalogue.queries import Published, all_current, current, versions
from engine.control import overviews, watched, watching
from engine.control.watching import Heat, Window
from engine.errors import NotFound
from engine.exports import watch
from engine.kinds import Kind
from engine.office import Work
from webui import asked, control, exporting
from webui.languages import N_, _, language
from webui.port import actor, office

pages = Blueprint("workshop_watch", __name__)
FIGURES: Mapping[str, str] = {
    "done": N_("done in the period"),
    "late": N_("done late"),
    "again": N_("in a further round"),
    "open": N_("open now"),
    "overdue": N_("overdue now"),
    "incidents": N_("stopped now"),
}
BEFORE = "before"


@dataclass(frozen=True)
class Line:
    """A row of a table: what it is about, its figures, and those it is compared with."""

    key: str
    name: str
    heat: Heat | None
    other: Heat | None


def _window(work: Work, kind: str) -> Window:
    period = overviews.period(work, control.day("since"), control.day("until"))
    window = Window(kind, period, 0, request.args.get("step", "")[:80])
    number = asked.whole("version")
    return watching.of_version(work, window, number) if number else window


def _beside(work: Work, window: Window) -> Window | None:
    """The window that is compared with: the days before, or another version."""
    chosen = request.args.get("beside", "")
    if chosen == BEFORE:
        return watching.before(window)
    return watching.of_version(work, window, number) if (number := asked.bounded(chosen)) else None


def _query(window: Window, **more: str) -> str:
    given = {"since": window.period.since, "until": window.period.until, "version": window.version or ""}
    told = {**{name: str(value) for name, value in given.items()}, "step": window.step, **more}
    return "?" + urlencode({name: value for name, value in told.items() if value})


def _held(work: Work, kind: str) -> Draft | None:
    """The draft beside the kind; who is no owner is told of none."""
    return drafts.held(work, kind) if work.actor.has("owner") else None


def _published(work: Work, window: Window) -> Published:
    """The version whose diagram is drawn: that of the window, else the current one."""
    found = current(work, window.kind)
    return watching.drawn_on(work, window) if window.version not in (0, found.number) else found


@pages.get("/workshop/<kind>/watch")
def watch_kind(kind: str) -> str:
    with office().look(actor()) as work:
        watching.may_watch(work)
        held = _held(work, kind)
        if held is not None and kind not in {one.kind.name for one in all_current(work)}:
            return render_template(
                "workshop/watch.html", kind=kind, draft=held, title=kind, chosen="watch", published=None
            )
        window = _window(work, kind)
        beside, published = _beside(work, window), _published(work, window)
        shown = _figures(work, window, beside, published)
    tongue = language()
    return render_template(
        "workshop/watch.html",
        kind=kind,
        draft=held,
        title=published.kind.texts("title", tongue),
        chosen="watch",
        published=published,
        window=window,
        beside=beside,
        chosen_beside=request.args.get("beside", ""),
        step_name=watch.step_name(published.kind, window.step, tongue) if window.step else "",
        query=_query(window),
        whole_query=_query(window, step=""),
        link=lambda step, figure: f"/workshop/{kind}/watch/documents" + _query(window, step=step, figure=figure),
        narrowed=lambda step: f"/workshop/{kind}/watch" + _query(window, step=step),
        brief=lambda seconds: watch.brief(seconds, tongue),
        part_in=watch.part,
        mends=actor().has(*stopped.MENDERS),
        **shown,
    )


def _figures(work: Work, window: Window, beside: Window | None, published: Published) -> dict[str, Any]:
    counts, sees_people = watching.now(work, window), watching.sees_people(work)
    people = watching.persons(work, window) if sees_people else []
    others = {card.id: heat for card, heat in watching.persons(work, beside)} if sees_people and beside else {}
    return {
        "moment": work.now,
        "counts": counts,
        "sees_people": sees_people,
        "steps": _steps(work, published.kind, window, beside, counts),
        "units": _units(work, window, beside),
        "people": [(card, Line("", card.name, heat, others.get(card.id))) for card, heat in people],
        "whole": watching.whole(work, window),
        "whole_other": watching.whole(work, beside) if beside else None,
        "numbers": [one.number for one in versions(work, window.kind)],
        "drawing": Markup(watch.drawn(work, window, published)),  # noqa: S704 - all its words are escaped there
    }


def _steps(
    work: Work, kind: Kind, window: Window, beside: Window | None, counts: Mapping[str, watching.Now]
) -> Sequence[Line]:
    heats = watching.steps(work, window)
    others = watching.steps(work, beside) if beside else {}
    there = {*heats, *others, *(() if window.step else counts)}
    return [
        Line(step, watch.step_name(kind, step, language()), heats.get(step), others.get(step))
        for step in watch.order_of(kind, sorted(there))
    ]


def _units(work: Work, window: Window, beside: Window | None) -> Sequence[Line]:
    heats = watching.units(work, window)
    others = {one.key: one for one in watching.units(work, beside)} if beside else {}
    lines = [Line(one.key, one.name, one, others.pop(one.key, None)) for one in heats]
    return [*lines, *(Line(key, one.name, None, one) for key, one in others.items())]


@pages.get("/workshop/<kind>/watch/documents")
def watched_documents(kind: str) -> str:
    figure = request.args.get("figure", "done")
    with office().look(actor()) as work:
        watching.may_watch(work)
        window = _window(work, kind)
        published = current(work, kind)
        found = watched.documents(work, window, figure)
        held = _held(work, kind)
    return render_template(
        "workshop/watched.html",
        kind=kind,
        draft=held,
        title=published.kind.texts("title", language()),
        chosen="watch",
        found=found,
        what=_(FIGURES[figure]),
        step_name=watch.step_name(published.kind, window.step, language()) if window.step else "",
        back=f"/workshop/{kind}/watch" + _query(window, step=""),
    )


@pages.get("/workshop/<kind>/watch.<any(xlsx, csv):format>")
def watch_taken(kind: str, format: str) -> Response:
    return exporting.sent(lambda work: watch.table(work, _window(work, kind)), format)


@pages.get("/workshop/<kind>/watch.svg")
def watch_drawn(kind: str) -> Response:
    with office().look(actor()) as work:
        watching.may_watch(work)
        window = _window(work, kind)
        drawn = watch.drawn(work, window, _published(work, window))
        if not drawn:
            raise NotFound("Expected a route that is drawn, but this one has no drawing.")
    answer = Response(drawn, mimetype="image/svg+xml")
    days = window.period
    name = f"{kind}-{days.since.isoformat()}-{days.until.isoformat()}.svg"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
