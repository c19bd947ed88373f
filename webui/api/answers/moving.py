"""What calls about running documents and their versions answer."""

from webui.api.answers.base import Answer, Moment


class OnVersion(Answer):
    """How many documents are on their way on a version."""

    version: int
    running: int
    current: bool


class MoveLooked(Answer):
    """What following would mean for a document: `outcome` is same, changes or cannot; `appear`, `go`, `changed` are tokens."""

    document: str
    number: str | None
    state: str
    version: int
    at: list[str]
    outcome: str
    appear: list[str]
    go: list[str]
    changed: dict[str, list[str]]
    reason: str | None


class MovesLooked(Answer):
    """The documents that were looked at, and how many more there are."""

    items: list[MoveLooked]
    more: int


class VersionMove(Answer):
    """A move of documents to a version, and how far it is."""

    id: int
    to: int
    at: Moment
    by: str
    reason: str
    total: int
    left: int
    moved: int
    refused: int
    undone: int


class MoveLine(Answer):
    """What came of one document: `state` is moved, refused or undone."""

    document: str
    number: str | None
    document_state: str
    version: int
    state: str
    changes: bool
    reason: str | None
    undoable: bool


class MovesUndone(Answer):
    """How many documents go back."""

    documents: int
