"""Answers about the calendar."""

from webui.api.answers.base import Answer


class CalendarDayLine(Answer):
    """A day: `kind` is working, short, free or holiday; `changed` says that a decision speaks, with its `reason`."""

    day: str
    works: bool
    kind: str
    hours: str
    holiday: str | None
    changed: bool
    reason: str


class CalendarYear(Answer):
    """A year; `version` grows with every change and is sent back with one."""

    year: int
    version: int
    working_days: int
    working_hours: float
    days: list[CalendarDayLine]
