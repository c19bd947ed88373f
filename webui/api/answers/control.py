"""Answers about control."""

from typing import Literal

from webui.api.answers.base import Answer, Moment
from webui.api.answers.people import PersonLine


class ControlLine(Answer):
    """A task under control; `title` is left out where the caller may not read the document."""

    task: str
    name: str
    document: str
    kind: str
    number: str | None
    title: str | None
    unit: str
    people: list[PersonLine]
    due: Moment | None
    done: Moment | None
    extended: bool
    standing: Literal["in_time", "late", "overdue", "extended"]


class DueChange(Answer):
    """A request to move a term; `lapsed` when the task ended without an answer."""

    id: int
    task: str
    document: str
    by: PersonLine
    at: Moment
    before: Moment
    wanted: Moment
    reason: str
    state: Literal["open", "granted", "refused", "lapsed"]
    granted: Moment | None
    comment: str | None
    decided_by: PersonLine | None
    decided_at: Moment | None


class Excused(Answer):
    """Why a person of a list was left out; no word of the document, whose reader the HR department need not be."""

    task: str
    document: str
    reason: str
