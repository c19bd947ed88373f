"""Answers about single documents on their way."""

from typing import Literal

from webui.api.answers.base import Answer, Moment, State


class StoppedStep(Answer):
    """A step that stopped; `sort` is verb (the office's own), vacancy or run, `skips` says that it may be left out."""

    id: int
    kind: str
    document: str
    number: str | None
    step: str
    name: str
    sort: Literal["verb", "vacancy", "run"]
    reason: str
    detail: str
    state: Literal["open", "resolved"]
    since: Moment
    until: Moment | None
    tried: bool
    skips: bool


class RunStanding(Answer):
    """A step the run waits at."""

    token: str
    step: str
    type: Literal["person", "verb", "message", "timer", "rows"]
    since: Moment


class DocumentRun(Answer):
    """Where a document stands; `targets` are the steps it may be sent back to, `incidents` the numbers of what stopped."""

    document: str
    kind: str
    number: str | None
    state: State
    round: int
    version: int
    running: bool
    paused: Moment | None
    paused_for: str | None
    standing: list[RunStanding]
    targets: list[str]
    incidents: list[int]
