"""Calls about the calendar of the organisation."""

from datetime import date
from typing import Any

from engine.calendar import commands, queries
from engine.calendar.queries import YEARS, DayCard
from engine.calendar.reading import read_day, read_spans
from engine.errors import Invalid, NotFound
from engine.people.queries import today
from webui.api import answers
from webui.api.bodies import CalendarDay
from webui.api.calling import Word, call, whole
from webui.calendar import span_words
from webui.languages import _
from webui.port import actor, office

MOST = 999_999_999
VERSION = Word(
    "version",
    "The calendar's `version` this follows; another one in force is refused as stale",
    {"type": "integer", "minimum": 1, "maximum": MOST},
)
YEAR = Word("year", "The year; this one when left out", {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[1]})


@call("GET", "/calendar", gives=answers.CalendarYear, words=(YEAR,))
def get_calendar() -> dict[str, Any]:
    """A year of the calendar: each day, whether it works and how long."""
    wanted = whole("year", 0, *YEARS)
    with office().look(actor()) as work:
        found = queries.year(work, wanted or today(work).year)
    return {
        "year": found.year,
        "version": found.version,
        "working_days": found.working_days,
        "working_hours": found.working_hours,
        "days": [_day(one) for one in found.days],
    }


@call("PUT", "/calendar/<day>", takes=CalendarDay, gives=answers.CalendarDayLine)
def set_calendar_day(day: str, body: CalendarDay) -> dict[str, Any]:
    """Makes a day a working or a free one; open terms follow. For those who look after the calendar."""
    with office().work(actor()) as work:
        which = _which(day)
        spans = read_spans(body.hours or "", "hours")
        commands.set_day(work, which, works=body.works, reason=body.reason, spans=spans, seen=body.version)
        return _day(queries.day_card(work, which))


@call("DELETE", "/calendar/<day>", gives=answers.CalendarDayLine, words=(VERSION,))
def clear_calendar_day(day: str) -> dict[str, Any]:
    """The day is again what the rule says; open terms follow. For those who look after the calendar."""
    seen = whole("version", 0, 1, MOST) or None
    with office().work(actor()) as work:
        which = _which(day)
        commands.clear_day(work, which, seen=seen)
        return _day(queries.day_card(work, which))


def _which(day: str) -> date:
    try:
        return read_day(day)
    except Invalid:
        raise NotFound("Expected a day of the calendar, but {day} is none.", day=day[:40]) from None


def _day(one: DayCard) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "works": one.works,
        "kind": one.kind,
        "hours": span_words(one.spans),
        "holiday": _(one.holiday.name) if one.holiday else None,
        "changed": one.changed,
        "reason": one.reason,
    }
