"""Changing the calendar: a day, the hours of the week, a year's transfers at once; what would move is told before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.calendar import commands, queries, reading
from engine.calendar.counting import WEEK, Spans
from engine.calendar.reading import DayChange
from engine.errors import Invalid, NotFound, Refusal, Stale
from engine.instances.terms import Moving, moving
from engine.office import Work
from engine.people.queries import today
from engine.wording import weekday_name
from webui import calendar, refusals
from webui.asked import bounded
from webui.languages import _, language
from webui.port import actor, office

pages = Blueprint("calendar_changes", __name__)
HERE = "/administration/calendar"


@dataclass(frozen=True)
class Told:
    """What a form's page says besides the form: what is wrong, or what would move."""

    refusal: Refusal | None = None
    moves: Moving | None = None

    @property
    def status(self) -> int:
        return refusals.told(self.refusal).status if self.refusal else 200

    def shown(self) -> dict[str, Any]:
        """For the template: lines of problems, the stale note, the moves."""
        if isinstance(self.refusal, Invalid):
            return {
                "problems": [_problem(one) for one in refusals.told(self.refusal).problems],
                "note": "",
            } | self._rest()
        note = refusals.told(self.refusal).detail if self.refusal else ""
        return {"problems": [], "note": note} | self._rest()

    def _rest(self) -> dict[str, Any]:
        return {"moves": self.moves}


def _problem(one: Mapping[str, str]) -> dict[str, str]:
    field, _dot, line = one["field"].partition(".")
    said = _("Line {line}", line=line) + ": " + one["message"] if line else one["message"]
    return {"field": field, "message": said}


def _pressed(changes: Callable[[Work], None], counts: Callable[[Work], Moving]) -> Told | None:
    """Looks what would move, or saves; None when it is saved."""
    try:
        if request.form.get("press") != "save":
            with office().look(actor()) as work:
                commands.may_change(work)
                return Told(moves=counts(work))
        with office().work(actor()) as work:
            changes(work)
    except (Invalid, Stale, NotFound) as refusal:
        return Told(refusal)
    flash(_("The calendar is changed. Open terms follow within a minute."), "success")
    return None


def _seen() -> int:
    return bounded(request.form.get("seen", ""), -1)


@pages.get("/administration/calendar")
def year() -> str:
    with office().look(actor()) as work:
        commands.may_change(work)
    return calendar.shown(edit=True)


@pages.get("/administration/calendar/<day>")
def day_form(day: str) -> str:
    return _day_page(_day(day), None, Told())[0]


@pages.post("/administration/calendar/<day>")
def change_day(day: str) -> Response | tuple[str, int]:
    which, seen = _day(day), _seen()
    typed = {name: request.form.get(name, "")[:1000] for name in ("how", "spans", "reason")}

    def changes(work: Work) -> None:
        change = _day_change(which, typed)
        commands.clear_day(work, which, seen=seen) if change is None else commands.set_days(work, [change], seen=seen)

    def counts(work: Work) -> Moving:
        commands.check_day(work, which)
        change = _day_change(which, typed)
        queries.suppose(work, {which: change.difference if change else None})
        return moving(work, which)

    told = _pressed(changes, counts)
    return _day_page(which, typed, told) if told else redirect(f"{HERE}?year={which.year}", 303)


def _day(text: str) -> date:
    try:
        return reading.read_day(text)
    except Invalid:
        raise NotFound("Expected a day of the calendar, but {day} is none.", day=text[:40]) from None


def _day_change(day: date, typed: Mapping[str, str]) -> DayChange | None:
    how = typed["how"]
    if how not in {"usual", "works", "own", "free"}:
        raise Invalid.one("how", "Expected one of the offered choices, but it is another.")
    if how == "usual":
        return None
    spans = reading.read_spans(typed["spans"]) if how == "own" else ()
    if how == "own" and not spans:
        raise Invalid.one("spans", "Expected the hours of the day, but there are none.")
    return DayChange(day, how != "free", reading.read_reason(typed["reason"]), spans)


def _day_page(day: date, typed: Mapping[str, str] | None, told: Told) -> tuple[str, int]:
    with office().look(actor()) as work:
        commands.may_change(work)
        if typed is None:
            commands.check_day(work, day)
        card, seen = queries.day_card(work, day), queries.version(work)
        usual = queries.working_time(work).usual(day)
    page = render_template(
        "calendar/day.html",
        day=day,
        title=calendar.day_title(day),
        card=card,
        words=calendar.in_words(card),
        hours=calendar.hours(card),
        usual=calendar.span_words(usual),
        seen=seen,
        typed=typed or _as_it_is(card, usual),
        **told.shown(),
    )
    return page, told.status


def _as_it_is(card: queries.DayCard, usual: Spans) -> dict[str, str]:
    own = card.works and card.spans != usual
    how = ("own" if own else "works" if card.works else "free") if card.changed else "usual"
    return {"how": how, "spans": calendar.hours(card) if own else "", "reason": card.reason}


@pages.get("/administration/calendar/import")
def import_form() -> str:
    return _import_page("", (), Told())[0]


@pages.post("/administration/calendar/import")
def import_days() -> Response | tuple[str, int]:
    text, seen = request.form.get("lines", "")[:100_000], _seen()
    read: list[DayChange] = []

    def changes(work: Work) -> None:
        commands.set_days(work, reading.read_lines(text), seen=seen)

    def counts(work: Work) -> Moving:
        found = reading.read_lines(text)
        for one in found:
            commands.check_day(work, one.day)
        read.extend(found)
        queries.suppose(work, {one.day: one.difference for one in found})
        return moving(work, found[0].day)

    told = _pressed(changes, counts)
    return _import_page(text, read, told) if told else redirect(HERE, 303)


def _import_page(text: str, read: Any, told: Told) -> tuple[str, int]:
    with office().look(actor()) as work:
        commands.may_change(work)
        seen = queries.version(work)
        now = {one.day: calendar.in_words(queries.day_card(work, one.day)) for one in read}
        queries.suppose(work, {one.day: one.difference for one in read})
        then = {one.day: calendar.in_words(queries.day_card(work, one.day)) for one in read}
    lines = [(one, now[one.day], then[one.day]) for one in read]
    page = render_template("calendar/import.html", text=text, lines=lines, seen=seen, **told.shown())
    return page, told.status


@pages.get("/administration/calendar/hours")
def hours_form() -> str:
    return _hours_page(None, Told())[0]


@pages.post("/administration/calendar/hours")
def change_hours() -> Response | tuple[str, int]:
    names = ("since", "reason", *(f"day{number}" for number in range(7)))
    typed, seen = {name: request.form.get(name, "")[:500] for name in names}, _seen()
    gone = request.form.get("gone", "")

    def changes(work: Work) -> None:
        if gone:
            commands.clear_hours(work, reading.read_day(gone, "since"), seen=seen)
            return
        reason = reading.read_reason(typed["reason"])
        commands.set_hours(work, reading.read_day(typed["since"], "since"), _week(typed), reason=reason, seen=seen)

    def counts(work: Work) -> Moving:
        since = reading.read_day(gone or typed["since"], "since")
        commands.check_day(work, since)
        queries.suppose(work, {}, {since: None if gone else _week(typed)})
        return moving(work, since)

    told = _pressed(changes, counts)
    return _hours_page(typed, told) if told else redirect(HERE, 303)


def _week(typed: Mapping[str, str]) -> tuple[Spans, ...]:
    week = tuple(reading.read_spans(typed[f"day{number}"], f"day{number}") for number in range(7))
    if not any(week):
        raise Invalid.one("day0", "Expected at least one working day in the week, but there is none.")
    return week


def _hours_page(typed: Mapping[str, str] | None, told: Told) -> tuple[str, int]:
    with office().look(actor()) as work:
        commands.may_change(work)
        spoken, seen, day = queries.hours(work), queries.version(work), today(work)
        week = queries.working_time(work).week(day)
    names = [weekday_name(number, language()) for number in range(7)]
    usual = {f"day{number}": calendar.span_words(spans) for number, spans in enumerate(week)}
    past = [(one, _in_one_line(one.week, names)) for one in spoken]
    page = render_template(
        "calendar/hours.html",
        typed=typed or {"since": "", "reason": "", **usual},
        weekdays=names,
        spoken=past,
        first=_in_one_line(WEEK, names),
        seen=seen,
        **told.shown(),
    )
    return page, told.status


def _in_one_line(week: tuple[Spans, ...], names: list[str]) -> list[str]:
    """«Понедельник–Пятница 09:00–13:00, 14:00–18:00»: neighbouring days with the same hours stand together."""
    said: list[str] = []
    first = 0
    for number in range(1, 8):
        if number < 7 and week[number] == week[first]:
            continue
        days = names[first] if first == number - 1 else f"{names[first]} – {names[number - 1]}"
        said.append(f"{days}: {calendar.span_words(week[first]) or _('day off')}")
        first = number
    return said
