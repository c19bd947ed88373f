"""Answers about the feed."""

from webui.api.answers.base import Answer


class NoticeLine(Answer):
    """A line of the feed: `act` from the table of notices, `words` in the caller's language."""

    id: int
    at: str
    act: str
    words: str
    document: str | None
    task: str | None
    unread: bool


class Unread(Answer):
    """How many lines are not read, counted up to a thousand."""

    unread: int
