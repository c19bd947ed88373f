"""Answers about cases and how documents are kept."""

from datetime import date

from webui.api.answers.base import Answer, Moment


class CaseLine(Answer):
    """A case; `retention_years` null means permanently, `version` is sent back with a change."""

    index: str
    title: dict[str, str]
    retention_years: int | None
    version: int
    documents: int


class KeptLine(Answer):
    """How a registered document is kept; `paper` is due, done or empty, `seen` is sent back with a change."""

    document: str
    number: str
    date: date
    case: str
    retention_years: int | None
    state: str
    paper: str
    place: str
    made: Moment | None
    seen: str
