"""What follows a change of people: rows are seen as they were, and open tasks find their people anew."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.db import new_id
from engine.errors import Stale
from engine.jobs import Job
from engine.people.models import Person, Substitution, Unit
from engine.people.queries import today
from engine.work import Work

LEFT = "reseat"


def seen(row: Person | Unit | Substitution, version: int | None) -> None:
    """Raises Stale when the row is not the one its editor saw; else it is the next."""
    if version is not None and version != row.version:
        raise Stale("Expected what you saw, but somebody has changed it since. Look again and save once more.")
    row.version += 1


def start_of(work: Work, day: date) -> datetime:
    """The first moment of the day where the organisation is."""
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(work.tools.settings.timezone))


def reseat(work: Work, persons: Collection[int], *days: date, units: Collection[int] = ()) -> None:
    """Leaves a look for who may do the open tasks of those persons and of documents from those units: now, or at the
    start of days that come.

    One job for each day, whatever the number of changes in one transaction.
    """
    now = today(work)
    for day in {max(day, now) for day in days} or {now}:
        _leave(work, {"persons": set(persons), "units": set(units)}, day, start_of(work, day) if day > now else None)


def _leave(work: Work, changed: dict[str, set[int]], day: date, at: datetime | None) -> None:
    left: dict[date, str] = work.session.info.setdefault(LEFT, {})
    if day in left:
        work.session.flush()
        job = work.session.scalar(select(Job).where(Job.key == left[day]))
        if job is not None:
            job.args = {name: sorted(some.union(job.args.get(name, ()))) for name, some in changed.items()}
            return
    left[day] = f"reseat:{new_id()}"
    work.later("reseat", {name: sorted(some) for name, some in changed.items()}, at=at, key=left[day])


def day_after(day: date) -> date:
    return day + timedelta(days=1) if day < date(2100, 1, 1) else day
