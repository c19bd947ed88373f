"""Answers about kinds on the shelf and their drafts."""

from webui.api.answers.base import Answer, Moment, OutcomeId
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


class TableTerm(Answer):
    """How long a step may take: `amount` of `unit` (hour, workday, day; 0: none), or until the day of an `answer`."""

    amount: int
    unit: str
    answer: str
    remind: bool


class TableButton(Answer):
    """A button; `comment` is required, optional or none; `leads` the steps a press reaches next."""

    id: OutcomeId
    comment: str
    primary: bool
    leads: list[str]


class TableWay(Answer):
    """A flow that leaves a step; `condition` as it is written, `otherwise` for the one taken when no other is."""

    flow: str
    names: dict[str, str]
    condition: str
    target: str
    otherwise: bool


class TableRow(Answer):
    """A step; `offered` are the buttons it may have, `inside` the sub-process around it, `on` the step on whose border it is."""

    step: str
    type: str
    element: str
    names: dict[str, str]
    lane: str
    form: str
    level: str
    term: TableTerm | None
    buttons: list[TableButton]
    offered: list[OutcomeId]
    verb: str
    parameters: dict[str, str]
    ways: list[TableWay]
    inside: str
    on: str


class TableLane(Answer):
    """Who does the steps of a lane: its names, and the rule that finds them."""

    id: str
    names: dict[str, str]
    rule: str


class RouteTable(Answer):
    """The route of a draft, its steps in the order of the walk."""

    kind: str
    version: int
    rows: list[TableRow]
    lanes: list[TableLane]


class SeatPerson(Answer):
    """One who would be asked; `stands_for` and `basis` when it is in another's name."""

    login: str
    name: str
    stands_for: str | None
    basis: str


class Seat(Answer):
    """A step, or one row of its list (`item`). No people and not passed over: the post is vacant."""

    step: str
    item: str
    queue: bool
    passed_over: bool
    why: str
    people: list[SeatPerson]


class DraftSeats(Answer):
    """Who would be asked at each person's step of a draft."""

    version: int
    seats: list[Seat]


class DraftSaved(Answer):
    """The version a draft has now."""

    kind: str
    version: int
