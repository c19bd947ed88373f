"""Counting in working time.

A working day is Monday to Friday, 9:00–18:00 with a break 13:00–14:00, without the country's holidays, unless the
organisation's hours or the calendar's days say otherwise. Hours are working hours; a term of days ends with the last
day's working time.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from engine.calendar.holidays import free_days, worked_weekends

Span: TypeAlias = tuple[time, time]
Spans: TypeAlias = tuple[Span, ...]
Week: TypeAlias = tuple[Spans, ...]  # Monday first
Difference: TypeAlias = bool | Spans  # a free day, a working one by the usual hours, or its own hours

USUAL: Spans = ((time(9), time(13)), (time(14), time(18)))
WEEK: Week = (USUAL,) * 5 + ((), ())
FARTHEST = 4000  # days; nothing is counted further


class WorkingTime:
    """Counts working time in one zone and country, with the calendar known at one moment.

    Nothing is counted further than eleven years from where it starts.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        country: str,
        exceptions: Mapping[date, Difference],
        hours: Sequence[tuple[date, Week]] = (),
    ) -> None:
        self.zone, self.country, self.exceptions = zone, country, exceptions
        self.hours = tuple(sorted(hours, key=lambda one: one[0]))
        self._begins = [since for since, _ in self.hours]
        self._known: dict[date, Spans] = {}

    def works(self, day: date) -> bool:
        """Whether the day is a working day."""
        return bool(self.spans(day))

    def spans(self, day: date) -> Spans:
        """The hours of that day, none when it is free."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._found(day)
        return known

    def week(self, day: date) -> Week:
        """The hours of the week that are in force on that day."""
        place = bisect_right(self._begins, day)
        return self.hours[place - 1][1] if place else WEEK

    def usual(self, day: date) -> Spans:
        """The hours that day has when it works: its weekday's, else those of the week's first working day."""
        week = self.week(day)
        return week[day.weekday()] or next((spans for spans in week if spans), USUAL)

    def by_rule(self, day: date) -> Spans:
        """The hours of that day without the calendar's own days."""
        if day in worked_weekends(self.country, day.year):
            return self.usual(day)
        return () if day in free_days(self.country, day.year) else self.week(day)[day.weekday()]

    def _found(self, day: date) -> Spans:
        different = self.exceptions.get(day)
        if different is None:
            return self.by_rule(day)
        if isinstance(different, bool):
            return self.usual(day) if different else ()
        return different

    def add_hours(self, moment: datetime, hours: float) -> datetime:
        """The moment after so many working hours."""
        left, at = timedelta(hours=hours), moment.astimezone(self.zone)
        for _ in range(FARTHEST):
            for start, end in self._moments(at.date()):
                begun = max(at, start)
                if begun < end:
                    if left <= end - begun:
                        return (begun + left).astimezone(UTC)
                    left -= end - begun
            at = datetime.combine(at.date() + timedelta(days=1), time(), self.zone)
        return at.astimezone(UTC)

    def add_days(self, moment: datetime, days: int) -> datetime:
        """The end of working time of the n-th working day after the moment's day."""
        day, left = moment.astimezone(self.zone).date(), days
        for _ in range(FARTHEST):
            if left <= 0:
                break
            day += timedelta(days=1)
            left -= self.works(day)
        return self.end_of(day)

    def end_of(self, day: date) -> datetime:
        """When working time of that day ends; of a free day, when it would."""
        spans = self.spans(day) or self.usual(day)
        return datetime.combine(day, spans[-1][1], self.zone).astimezone(UTC)

    def start_of(self, day: date) -> datetime:
        """The midnight that day begins with."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def hours_between(self, start: datetime, end: datetime) -> float:
        """Working hours from one moment to a later one (negative when it is earlier)."""
        if end < start:
            return -self.hours_between(end, start)
        at, last, total = start.astimezone(self.zone), end.astimezone(self.zone), timedelta()
        day = at.date()
        while day <= last.date() and (day - at.date()).days < FARTHEST:
            for opened, closed in self._moments(day):
                total += max(min(closed, last) - max(opened, at), timedelta())
            day += timedelta(days=1)
        return total / timedelta(hours=1)

    def _moments(self, day: date) -> list[tuple[datetime, datetime]]:
        return [
            (datetime.combine(day, start, self.zone), datetime.combine(day, end, self.zone))
            for start, end in self.spans(day)
        ]
