"""Answers about kinds on the shelf and their drafts."""

from webui.api.answers.base import Answer, Moment
from webui.api.answers.registers import KindProblem


class DraftMark(Answer):
    """That somebody works on a draft."""

    version: int
    at: Moment
    by: str


class ShelfLine(Answer):
    """A kind: its current version (null: not published yet), documents on their way, its draft."""

    kind: str
    title: str
    version: int | None
    running: int
    incidents: int
    draft: DraftMark | None


class DraftFile(Answer):
    """A file of a draft."""

    name: str
    size: int


class KindDraft(Answer):
    """A draft as it is now; `base` is the version it began from, null for a new kind."""

    kind: str
    base: int | None
    version: int
    saved_at: Moment
    saved_by: str
    files: list[DraftFile]


class DraftSave(Answer):
    """One save of a draft."""

    version: int
    at: Moment
    by: str
    what: str


class Story(Answer):
    """A scenario that was played: whether it held, and the flows of the diagram it walked."""

    name: str
    passed: bool
    walked: list[str]


class DraftChecked(Answer):
    """What a look at the draft gave; `coverage` is the share of flows that some scenario walks (null: cannot be read)."""

    version: int
    ready: bool
    coverage: float | None
    walked: list[str]
    stories: list[Story]
    problems: list[KindProblem]
