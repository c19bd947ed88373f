"""Changing the calendar: transfers, days and hours of the organisation. Whoever counts terms follows by a job."""

from collections.abc import Collection
from datetime import date
from typing import Any

from engine.calendar.counting import Spans, Week
from engine.calendar.models import Calendar, CalendarDay, CalendarHours
from engine.calendar.queries import KEPT, from_spans
from engine.calendar.reading import DayChange, in_order, read_reason
from engine.db import put_new
from engine.errors import Invalid, NotAllowed, NotFound, Stale
from engine.work import Work

EDITORS = ("admin", "records_admin")
BACK, AHEAD = 1, 5  # years before and after this one that may be changed


def set_day(work: Work, day: date, *, works: bool, reason: str, spans: Spans = (), seen: int | None = None) -> None:
    """Makes the day a working or a free one, with the reason (a decree); `spans` are its own hours, not the usual ones.

    `seen` is the number of the calendar its editor looked at. Raises NotAllowed, Stale, Invalid.
    """
    set_days(work, [DayChange(day, works, reason, spans)], seen=seen)


def set_days(work: Work, changes: Collection[DayChange], *, seen: int | None = None) -> None:
    """Makes all those days differ, or none. Raises NotAllowed, Stale, Invalid."""
    calendar = _hold(work, seen)
    checked = [_checked(work, one) for one in changes]
    changed = [one.day for one in checked if _put(work, one)]
    if changed:
        _go_on(work, calendar, min(changed))


def _checked(work: Work, one: DayChange) -> DayChange:
    check_day(work, one.day)
    if one.spans and not one.works:
        raise Invalid.one("spans", "Expected hours only for a day that works, but it is a free one.")
    return DayChange(one.day, one.works, read_reason(one.reason), in_order(one.spans))


def check_day(work: Work, day: date) -> None:
    """Raises Invalid unless the day is near enough to be changed."""
    first, last = date(work.now.year - BACK, 1, 1), date(work.now.year + AHEAD, 12, 31)
    if not first <= day <= last:
        sentence = "Expected a day from {first} to {last}, but {day} is outside."
        raise Invalid.one("day", sentence, first=first.isoformat(), last=last.isoformat(), day=day.isoformat())


def _put(work: Work, one: DayChange) -> bool:
    """Keeps the day; whether that changed anything."""
    row = work.session.get(CalendarDay, one.day)
    before = None if row is None else _told(row)
    spans = from_spans(one.spans) or None
    if row is None:
        row = work.add(CalendarDay(day=one.day, works=one.works, spans=spans, reason=one.reason))
    else:
        row.works, row.spans, row.reason = one.works, spans, one.reason
    after = _told(row)
    if before == after:
        return False
    work.record("system", "calendar.changed", one.day, before=before, after=after)
    return True


def clear_day(work: Work, day: date, *, seen: int | None = None) -> None:
    """The day is again what the rule says. Raises NotAllowed, Stale, NotFound when it does not differ."""
    calendar = _hold(work, seen)
    check_day(work, day)
    row = work.session.get(CalendarDay, day)
    if row is None:
        raise NotFound("Expected a changed day, but {day} is as usual.", day=day.isoformat())
    work.record("system", "calendar.changed", day, before=_told(row), after=None)
    work.session.delete(row)
    _go_on(work, calendar, day)


def set_hours(work: Work, since: date, week: Week, *, reason: str, seen: int | None = None) -> None:
    """The hours of the week from that day on, Monday first. Raises NotAllowed, Stale, Invalid."""
    calendar = _hold(work, seen)
    check_day(work, since)
    if len(week) != 7 or not any(week):
        raise Invalid.one("week", "Expected at least one working day in the week, but there is none.")
    kept, said = [from_spans(in_order(spans, "week")) for spans in week], read_reason(reason)
    row = work.session.get(CalendarHours, since)
    before = None if row is None else {"week": row.week, "reason": row.reason}
    if row is None:
        work.add(CalendarHours(since=since, week=kept, reason=said))
    else:
        row.week, row.reason = kept, said
    work.record("system", "calendar.hours_changed", since, before=before, after={"week": kept, "reason": said})
    _go_on(work, calendar, since)


def clear_hours(work: Work, since: date, *, seen: int | None = None) -> None:
    """Those hours are in force no more. Raises NotAllowed, Stale, NotFound."""
    calendar = _hold(work, seen)
    row = work.session.get(CalendarHours, since)
    if row is None:
        raise NotFound("Expected hours in force from {day} on, but there are none.", day=since.isoformat())
    work.record("system", "calendar.hours_changed", since, before={"week": row.week, "reason": row.reason}, after=None)
    work.session.delete(row)
    _go_on(work, calendar, since)


def may_change(work: Work) -> None:
    """Raises NotAllowed unless the actor looks after the calendar."""
    if not (work.actor.is_office or work.actor.has(*EDITORS)):
        raise NotAllowed("Expected an administrator to change the calendar, but you are none.")


def _hold(work: Work, seen: int | None) -> Calendar:
    may_change(work)
    put_new(work.session, Calendar, [{"id": 1, "version": 1}])
    calendar = work.get(Calendar, 1, hold=True)
    if seen is not None and seen != calendar.version:
        raise Stale("Expected the calendar you saw, but it has changed since. Look again and save once more.")
    return calendar


def _go_on(work: Work, calendar: Calendar, since: date) -> None:
    """The next calendar; open terms that end on that day or later are counted anew."""
    calendar.version += 1
    work.session.flush()
    work.session.info.pop(KEPT, None)
    work.later("recount_terms", {"since": since.isoformat()}, key=f"recount_terms:{calendar.version}")


def _told(row: CalendarDay) -> dict[str, Any]:
    own = {"spans": row.spans} if row.spans else {}
    return {"works": row.works, **own, "reason": row.reason}
