"""Due moments of timers: ISO 8601 dates, durations and cycles, counted from a moment that is given."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.workflow.happenings import Halt

_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,7})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,7})H)?(?:(?P<minutes>\d{1,8})M)?(?:(?P<seconds>\d{1,9}(?:[.,]\d{1,6})?)S)?)?"
)
_CYCLE = re.compile(r"R(?P<times>\d{0,6})/(?P<first>[^/]+)(?:/(?P<second>[^/]+))?")
_LITERAL = re.compile(r"(R\d*/.*|P\d.*|PT\d.*|\d{4}-\d\d.*)", re.DOTALL)
_SLOWEST_CYCLE = timedelta(seconds=1)


@dataclass(frozen=True)
class Due:
    """When a timer fires next, and how often after that: `left` more times (None: for ever), every `every`."""

    at: datetime
    left: int | None = 0
    every: str = ""


def is_literal(text: str) -> bool:
    """Whether the timer is written as ISO 8601 itself and not as an expression that gives it."""
    return _LITERAL.fullmatch(text.strip()) is not None


def first_due(kind: str, text: object, now: datetime) -> Due:
    """When a timer of `kind` (date, duration, cycle) armed at `now` fires first; dates without zone are in `now`'s."""
    if not isinstance(text, str):
        raise Halt("Expected the timer to be an ISO 8601 text, but it is {value}.", value=repr(text))
    text = text.strip()
    try:
        if kind == "cycle":
            return _cycle(text, now)
        return Due(_moment(text, now) if kind == "date" else after(now, text))
    except (ValueError, OverflowError):
        raise Halt("Expected an ISO 8601 {kind}, but it is {value}.", kind=kind, value=text) from None


def next_due(due: Due, now: datetime) -> Due | None:
    """When a cycle fires after it has fired: missed times are skipped, not made up for."""
    if due.left == 0 or not due.every:
        return None
    left = None if due.left is None else due.left - 1
    at = after(due.at, due.every)
    if at <= now:
        at = after(now, due.every)
    return Due(at, left, due.every)


def after(start: datetime, duration: str) -> datetime:
    """The moment an ISO 8601 duration after `start`; months end where the calendar's months end."""
    found = _DURATION.fullmatch(duration)
    if found is None:
        raise ValueError(duration)
    part = {name: float(value.replace(",", ".")) for name, value in found.groupdict().items() if value}
    months = int(part.pop("years", 0) * 12 + part.pop("months", 0)) + start.month - 1
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, monthrange(year, month)[1])
    return start.replace(year=year, month=month, day=day) + timedelta(**part)


def _moment(text: str, now: datetime) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _cycle(text: str, now: datetime) -> Due:
    found = _CYCLE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    times, first, second = found["times"], found["first"], found["second"]
    every = second or first
    start = _moment(first, now) if second else after(now, every)
    if after(start, every) - start < _SLOWEST_CYCLE or times == "0":
        raise ValueError(text)
    return Due(start, int(times) - 1 if times else None, every)
