"""Counting in working time.

A working day is Monday to Friday, 9:00–18:00 with a break 13:00–14:00, without the country's holidays, as changed by
rows of the calendar. Hours are working hours; a term of days ends with the last day's working time.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import select

from engine.calendar.models import CalendarDay
from engine.work import Work

SPANS = ((time(9), time(13)), (time(14), time(18)))
END = time(18)
KEPT = "working time"  # read once in a transaction


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def exceptions(work: Work, since: date) -> dict[date, bool]:
    """Days from `since` on that differ from the rule: day → whether it works."""
    rows = work.session.execute(select(CalendarDay.day, CalendarDay.works).where(CalendarDay.day >= since))
    return {row[0]: row[1] for row in rows}


class WorkingTime:
    """Counts working time in one zone and country, with the exceptions known at one moment."""

    def __init__(self, zone: ZoneInfo, country: str, exceptions: dict[date, bool]) -> None:
        self._zone, self._country, self._exceptions = zone, country, exceptions

    def works(self, day: date) -> bool:
        """Whether the day is a working day."""
        if day in self._exceptions:
            return self._exceptions[day]
        return day.weekday() < 5 and day not in _holidays(self._country, day.year)

    def add_hours(self, moment: datetime, hours: float) -> datetime:
        """The moment after so many working hours."""
        left, at = timedelta(hours=hours), moment.astimezone(self._zone)
        for _ in range(4000):
            for start, end in self._spans(at.date()):
                begun = max(at, start)
                if begun < end:
                    if left <= end - begun:
                        return (begun + left).astimezone(UTC)
                    left -= end - begun
            at = datetime.combine(at.date() + timedelta(days=1), time(), self._zone)
        return at.astimezone(UTC)

    def add_days(self, moment: datetime, days: int) -> datetime:
        """The end of working time of the n-th working day after the moment's day."""
        day, left = moment.astimezone(self._zone).date(), days
        while left > 0:
            day += timedelta(days=1)
            left -= self.works(day)
        return self.end_of(day)

    def end_of(self, day: date) -> datetime:
        """When working time of that day ends."""
        return datetime.combine(day, END, self._zone).astimezone(UTC)

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Working hours from one moment to a later one (negative when it is earlier)."""
        if end < start:
            return -self.hours_between(end, start)
        at, total = start.astimezone(self._zone), timedelta()
        last = end.astimezone(self._zone)
        day = at.date()
        while day <= last.date() and (day - at.date()).days < 4000:
            for opened, closed in self._spans(day):
                total += max(min(closed, last) - max(opened, at), timedelta())
            day += timedelta(days=1)
        return total / timedelta(hours=1)

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.works(day):
            return []
        return [
            (datetime.combine(day, start, self._zone), datetime.combine(day, end, self._zone)) for start, end in SPANS
        ]


def working_time(work: Work) -> WorkingTime:
    """The calendar in force, from a year back."""
    held = work.session.info.get(KEPT)
    if isinstance(held, WorkingTime):
        return held
    settings = work.tools.settings
    since = work.now.date() - timedelta(days=366)
    counting = WorkingTime(ZoneInfo(settings.timezone), settings.country, exceptions(work, since))
    work.session.info[KEPT] = counting
    return counting


def term_end(work: Work, moment: datetime, amount: int, unit: str) -> datetime:
    """When a term that starts at the moment ends; unit is hour, workday or day (calendar)."""
    counting = working_time(work)
    if unit == "hour":
        return counting.add_hours(moment, amount)
    if unit == "workday":
        return counting.add_days(moment, amount)
    zone = ZoneInfo(work.tools.settings.timezone)
    return counting.end_of(moment.astimezone(zone).date() + timedelta(days=amount))
