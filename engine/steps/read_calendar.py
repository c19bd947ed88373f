"""`read_calendar`: the moments of a day that an answer names, by the organisation's zone and working calendar.

Answers `day`, `ends` (when that day's working time ends) and `before` (the morning of the last working day before it),
so that a timer of the diagram may wait for them. The answers of `forget` hold no more once the day is read: another day
that was asked for is decided by then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendar.queries import working_time
from engine.documents.models import Document
from engine.errors import WrongState
from engine.steps.verb import Verb, nothing
from engine.work import Work
from engine.workflow import VerbShape

MORNING = time(9)


@dataclass(frozen=True)
class Gathered:
    """The answer that holds the day, and those that hold no more then."""

    answer: str
    forget: frozenset[str]


def gather(work: Work, document: Document, parameters: Mapping[str, Any]) -> Gathered:
    return Gathered(str(parameters.get("answer") or ""), frozenset(map(str, parameters.get("forget") or ())))


def keep(work: Work, document: Document, gathered: Gathered, result: None) -> dict[str, str]:
    given = {**document.answers, **document.added}.get(gathered.answer)
    try:
        day = date.fromisoformat(str(given))
    except ValueError:
        raise WrongState(
            "Expected a day in the answer {answer}, but it is {value}.", answer=gathered.answer, value=given
        ) from None
    if gathered.forget & set(document.added):
        document.added = {key: value for key, value in document.added.items() if key not in gathered.forget}
    counting, zone = working_time(work), ZoneInfo(work.tools.settings.timezone)
    before = day - timedelta(days=1)
    while not counting.works(before) and day - before < timedelta(days=60):
        before -= timedelta(days=1)
    morning = datetime.combine(before, MORNING, zone).astimezone(UTC)
    return {"day": day.isoformat(), "ends": counting.end_of(day).isoformat(), "before": morning.isoformat()}


VERB = Verb(VerbShape("read_calendar", {"answer": str, "forget": list}, frozenset(("forget",))), gather, nothing, keep)
