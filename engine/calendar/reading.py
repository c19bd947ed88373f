"""What people type about the calendar: hours of a day, and a year's transfers line by line."""

import re
from dataclasses import dataclass
from datetime import date, time

from engine.calendar.counting import Span, Spans
from engine.errors import FieldProblem, Invalid

MOST_LINES = 400
MOST_SPANS = 6
LONGEST_REASON = 300
WORDS = {"free": False, "works": True}
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_SPANS = re.compile(rf"{_CLOCK}\s*[-–—]\s*{_CLOCK}(?:\s*[,;]\s*{_CLOCK}\s*[-–—]\s*{_CLOCK})*")
_QUOTES = "'\"«»“”‘’"


@dataclass(frozen=True)
class DayChange:
    """A day that is to differ: free, working by the usual hours, or by its own `spans`; and why."""

    day: date
    works: bool
    reason: str
    spans: Spans = ()

    @property
    def difference(self) -> bool | Spans:
        return self.spans or self.works


def read_spans(text: str, field: str = "spans") -> Spans:
    """The hours typed as "09:00–13:00, 14:00–18:00"; empty for an empty text; raises Invalid."""
    wanted = text.strip()
    if not wanted:
        return ()
    if not _SPANS.fullmatch(wanted):
        raise Invalid.one(field, "Expected hours like 09:00–13:00, 14:00–18:00, but it is {value}.", value=wanted[:60])
    spans = tuple(_span(one) for one in re.split(r"[,;]", wanted))
    return in_order(spans, field)


def _span(text: str) -> Span:
    start, end = (one.strip() for one in re.split("[-–—]", text))
    return time.fromisoformat(start.zfill(5)), time.fromisoformat(end.zfill(5))


def in_order(spans: Spans, field: str = "spans") -> Spans:
    """The same spans; raises Invalid unless each ends after it begins and the next begins after that."""
    edges = [edge for span in spans for edge in span]
    if len(spans) > MOST_SPANS or any(one >= next for one, next in zip(edges[::2], edges[1::2], strict=True)):
        raise Invalid.one(field, "Expected hours that end after they begin, but these do not.")
    if any(end > start for end, start in zip(edges[1::2], edges[2::2], strict=False)):
        raise Invalid.one(field, "Expected hours one behind the other, but these overlap.")
    return spans


def read_reason(text: str, field: str = "reason") -> str:
    """The reason on one line; raises Invalid when there is none or it is too long."""
    reason = " ".join(text.split())
    if not reason:
        raise Invalid.one(field, "Expected the reason (a decree, an order), but there is none.")
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        raise Invalid.one(field, "Expected a reason of at most {most} letters, but it is not.", most=LONGEST_REASON)
    return reason


def read_day(text: str, field: str = "day") -> date:
    """The day written as 2026-05-08; raises Invalid."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip(), re.ASCII):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise Invalid.one(field, "Expected a date, but {value} is none.", value=text[:40])


def read_lines(text: str) -> tuple[DayChange, ...]:
    """A year's transfers: lines of day, "free", "works" or own hours, and the reason. Empty lines and # are passed over.

    Raises Invalid with every wrong line at once; the field of each is "lines." and its number.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if not 0 < len(lines) <= MOST_LINES:
        sentence = "Expected from 1 to {most} lines, but there are {count}."
        raise Invalid.one("lines", sentence, most=MOST_LINES, count=len(lines))
    problems: list[FieldProblem] = []
    found: dict[date, DayChange] = {}
    for number, line in lines:
        try:
            _put(found, _line(line))
        except Invalid as refusal:
            problems += [FieldProblem(f"lines.{number}", one.template, one.facts) for one in refusal.problems]
    if problems:
        raise Invalid(problems)
    return tuple(found[day] for day in sorted(found))


def _put(found: dict[date, DayChange], one: DayChange) -> None:
    if one.day in found:
        raise Invalid.one("lines", "Expected each day once, but {day} stands twice.", day=one.day)
    found[one.day] = one


def _line(line: str) -> DayChange:
    day, _, rest = line.partition(" ")
    word, _, said = rest.strip().partition(" ")
    if word.lower() in WORDS:
        return DayChange(read_day(day, "lines"), WORDS[word.lower()], _reason(said))
    own = _SPANS.match(rest.strip())
    if own is None:
        sentence = "Expected a day, “free”, “works” or hours, and the reason, but it is {value}."
        raise Invalid.one("lines", sentence, value=line[:80])
    return DayChange(read_day(day, "lines"), True, _reason(rest.strip()[own.end() :]), read_spans(own.group(), "lines"))


def _reason(text: str) -> str:
    return read_reason(text.strip().strip(_QUOTES), "lines")
