"""Answers about how a kind runs."""

from typing import Literal

from webui.api.answers.base import Answer, Moment, State


class WatchSpan(Answer):
    """Seconds: half took at most the median, nineteen of twenty at most `p95`."""

    median: float
    p95: float


class WatchNow(Answer):
    """What stands at a step at this moment."""

    open: int
    overdue: int
    waits: int
    incidents: int


class WatchLine(Answer):
    """Tasks done in the period by a step, a unit or a person (`key` is the step's id or the login); `now` of steps alone."""

    key: str
    name: str
    done: int
    waiting: WatchSpan | None
    working: WatchSpan | None
    late: int
    again: int
    now: WatchNow | None


class Watched(Answer):
    """How a kind ran: documents that ended in the period, how many needed more than one round, and the lines."""

    documents: int
    again: int
    span: WatchSpan | None
    items: list[WatchLine]


class WatchedDocument(Answer):
    """A document behind a figure."""

    id: str
    number: str | None
    title: str
    state: State
    at: Moment


class WatchedDocuments(Answer):
    """The documents behind a figure that the caller may see, at most fifty; how many he may see, and how many not."""

    items: list[WatchedDocument]
    seen: int
    hidden: int
    figure: Literal["done", "late", "again", "open", "overdue", "incidents"]
