"""Changing the calendar: transfers and days of the organisation."""

from datetime import date

from engine.calendar.models import CalendarDay
from engine.calendar.queries import KEPT
from engine.errors import NotAllowed
from engine.work import Work


def set_day(work: Work, day: date, *, works: bool, reason: str) -> None:
    """Makes the day a working or a free one, with the reason (a decree)."""
    if not (work.actor.is_office or work.actor.has("admin", "records_admin")):
        raise NotAllowed("Expected an administrator to change the calendar, but you are none.")
    row = work.session.get(CalendarDay, day)
    before = None if row is None else {"works": row.works, "reason": row.reason}
    if row is None:
        work.add(CalendarDay(day=day, works=works, reason=reason))
    else:
        row.works, row.reason = works, reason
    work.session.info.pop(KEPT, None)
    work.record("system", "calendar.changed", day, before=before, after={"works": works, "reason": reason})
