"""Answers about journals, versions of kinds, and the demo's clock."""

from datetime import date
from typing import Literal

from webui.api.answers.base import Answer, Moment


class JournalLine(Answer):
    """A journal with the last serial taken this year."""

    code: str
    title: str
    year: int
    last: int
    direction: str


class RegistrationLine(Answer):
    """A line of a journal; `state` is taken (not sealed yet), registered or annulled."""

    number: str
    serial: int
    year: int
    date: date
    document: str
    kind: str
    title: str
    signer: str
    executors: list[str]
    due: date | None
    state: Literal["taken", "registered", "annulled"]
    reason: str | None


class VersionLine(Answer):
    """A published version of a kind."""

    version: int
    sha256: str
    published_at: Moment
    published_by: str
    reason: str
    current: bool


class KindProblem(Answer):
    """One thing wrong with a kind's folder."""

    place: str
    element: str
    name: str
    severity: Literal["error", "warning"]
    message: str


class KindChecked(Answer):
    """What is wrong with a bundle; empty when it may be published."""

    problems: list[KindProblem]


class Publication(Answer):
    """The version a bundle became."""

    kind: str
    version: int
    sha256: str


class Clock(Answer):
    """The moment the installation believes in."""

    now: Moment
