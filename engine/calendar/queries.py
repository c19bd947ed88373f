"""The calendar in force, as it counts and as a year of it looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.calendar.counting import Difference, Span, Spans, Week, WorkingTime
from engine.calendar.holidays import Holiday, free_days
from engine.calendar.models import Calendar, CalendarDay, CalendarHours
from engine.errors import Invalid
from engine.stamps import kept
from engine.work import Work

__all__ = ["DayCard", "HoursCard", "WorkingTime", "YearCard", "day_card", "hours", "suppose", "term_end", "version"]
__all__ += ["working_time", "year"]

KEPT = "supposed working time"
YEARS = (1995, 2100)  # what a year's page shows


@dataclass(frozen=True)
class DayCard:
    """A day as the calendar shows it. `kind`: working, short, free (a weekend or made free), holiday.

    `changed` says that a row of the calendar speaks, with its `reason`; `holiday` is the state's holiday on that day.
    """

    day: date
    kind: str
    spans: Spans
    holiday: Holiday | None = None
    changed: bool = False
    reason: str = ""

    @property
    def works(self) -> bool:
        return bool(self.spans)

    @property
    def hours(self) -> float:
        return _length(self.spans) / timedelta(hours=1)


@dataclass(frozen=True)
class YearCard:
    """A year: its days, and the calendar's number, which a form carries back."""

    year: int
    version: int
    days: tuple[DayCard, ...]

    @property
    def working_days(self) -> int:
        return sum(one.works for one in self.days)

    @property
    def working_hours(self) -> float:
        return sum(one.hours for one in self.days)


@dataclass(frozen=True)
class HoursCard:
    """The hours of a week (Monday first) and since when they are in force."""

    since: date
    week: Week
    reason: str


def version(work: Work) -> int:
    """The number of the calendar in force; it grows with every change."""
    return work.session.scalar(select(Calendar.version).where(Calendar.id == 1)) or 0


def working_time(work: Work) -> WorkingTime:
    """The calendar in force: one cheap statement in a transaction while it stays as it is."""
    held = work.session.info.get(KEPT)
    if not isinstance(held, WorkingTime):
        return _real(work)
    return held


def _real(work: Work) -> WorkingTime:
    return kept(work.session, work.tools.memory, "calendar", lambda: _read(work))


def _read(work: Work) -> WorkingTime:
    settings = work.tools.settings
    rows = work.session.execute(select(CalendarDay.day, CalendarDay.works, CalendarDay.spans))
    days: dict[date, Difference] = {day: to_spans(spans) if works and spans else works for day, works, spans in rows}
    weeks = [(one.since, one.week) for one in hours(work)]
    return WorkingTime(ZoneInfo(settings.timezone), settings.country, days, weeks)


def suppose(
    work: Work, days: Mapping[date, Difference | None], weeks: Mapping[date, Week | None] | None = None
) -> WorkingTime:
    """What would be counted with these days (None: by the rule) and hours; in force for the rest of this look alone."""
    real = _real(work)
    changed = {day: one for day, one in {**real.exceptions, **days}.items() if one is not None}
    spoken = {since: week for since, week in {**dict(real.hours), **(weeks or {})}.items() if week is not None}
    supposed = WorkingTime(real.zone, real.country, changed, list(spoken.items()))
    work.session.info[KEPT] = supposed
    return supposed


def hours(work: Work) -> list[HoursCard]:
    """The organisation's hours, from the latest back."""
    rows = work.session.execute(
        select(CalendarHours.since, CalendarHours.week, CalendarHours.reason).order_by(CalendarHours.since.desc())
    )
    return [HoursCard(since, tuple(to_spans(day) for day in week), reason) for since, week, reason in rows]


def year(work: Work, wanted: int) -> YearCard:
    """All days of that year; raises Invalid outside the years the calendar shows."""
    if not YEARS[0] <= wanted <= YEARS[1]:
        raise Invalid.one(
            "year",
            "Expected a year from {first} to {last}, but it is {year}.",
            first=YEARS[0],
            last=YEARS[1],
            year=wanted,
        )
    first, last = date(wanted, 1, 1), date(wanted, 12, 31)
    reasons = _reasons(work, first, last)
    counting = working_time(work)
    days = [first + timedelta(days=one) for one in range((last - first).days + 1)]
    return YearCard(wanted, version(work), tuple(_card(counting, day, reasons.get(day)) for day in days))


def day_card(work: Work, day: date) -> DayCard:
    """One day."""
    return _card(working_time(work), day, _reasons(work, day, day).get(day))


def _reasons(work: Work, first: date, last: date) -> dict[date, str]:
    found = select(CalendarDay.day, CalendarDay.reason).where(CalendarDay.day.between(first, last))
    return {row[0]: row[1] for row in work.session.execute(found)}


def _card(counting: WorkingTime, day: date, reason: str | None) -> DayCard:
    spans = counting.spans(day)
    holiday = free_days(counting.country, day.year).get(day)
    short = _length(spans) < _length(counting.usual(day))
    kind = ("short" if short else "working") if spans else "holiday" if holiday else "free"
    return DayCard(day, kind, spans, holiday, reason is not None, reason or "")


def _length(spans: Spans) -> timedelta:
    return sum((_at(end) - _at(start) for start, end in spans), timedelta())


def _at(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute)


def term_end(work: Work, moment: datetime, amount: int, unit: str) -> datetime:
    """When a term that starts at the moment ends; unit is hour, workday or day (calendar)."""
    counting = working_time(work)
    if unit == "hour":
        return counting.add_hours(moment, amount)
    if unit == "workday":
        return counting.add_days(moment, amount)
    return counting.end_of(moment.astimezone(counting.zone).date() + timedelta(days=amount))


def to_spans(kept: Sequence[Sequence[str]]) -> Spans:
    """Spans as a row keeps them, [["09:00", "13:00"]]."""
    return tuple(_span(one) for one in kept)


def _span(one: Sequence[str]) -> Span:
    return time.fromisoformat(one[0]), time.fromisoformat(one[1])


def from_spans(spans: Spans) -> list[list[Any]]:
    """Spans for a row."""
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in spans]
