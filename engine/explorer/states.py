"""Where a route stands: its tokens and what its conditions can still ask about."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from engine.workflow import Flow

ABSENT = None  # an answer that was not given

Pairs = tuple[tuple[str, Any], ...]
Note = tuple[str, str, str]
"""What was met on the way: its sort, the element, and one word more."""


class Token(NamedTuple):
    """`place` is the step that waits, or the flow by which a token stands at a join; `around` the sub-processes it is in."""

    place: str
    around: tuple[str, ...] = ()
    outcome: str = ""
    spent: frozenset[str] = frozenset()


class Hop(NamedTuple):
    """One thing that happens: at which step, how it ended (an outcome, a verb's answer), which answers were given for it."""

    step: str
    does: str = ""
    given: Pairs = ()


class State(NamedTuple):
    """What two walks must have in common to go on alike. `end` is the last end event that was reached."""

    tokens: tuple[Token, ...]
    outcomes: Pairs
    results: Pairs
    answers: Pairs
    names: Pairs
    round: int
    marks: frozenset[str]
    end: str


@dataclass
class Pace:
    """Keeps a state while it changes: `pending` are tokens on their way along a flow."""

    tokens: list[Token] = field(default_factory=list)
    outcomes: dict[str, Any] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)
    round: int = 1
    marks: set[str] = field(default_factory=set)
    end: str = ""
    pending: list[tuple[Flow, Token]] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def copy(self) -> "Pace":
        """Another that may go elsewhere."""
        return Pace(
            list(self.tokens),
            dict(self.outcomes),
            dict(self.results),
            dict(self.answers),
            dict(self.names),
            self.round,
            set(self.marks),
            self.end,
            list(self.pending),
            dict(self.given),
            list(self.notes),
        )

    def note(self, sort: str, element: str, word: str = "") -> None:
        """Keeps what was met."""
        self.notes.append((sort, element, word))

    def frozen(self) -> State:
        """The state it has come to; what only the way mattered for is left out."""
        return State(
            tuple(sorted(self.tokens, key=lambda one: (one.place, one.around, one.outcome, sorted(one.spent)))),
            tuple(sorted(self.outcomes.items())),
            tuple(sorted(self.results.items())),
            tuple(sorted(self.answers.items(), key=lambda one: one[0])),
            tuple(sorted(self.names.items(), key=lambda one: one[0])),
            self.round,
            frozenset(self.marks),
            self.end,
        )


def begun(state: State) -> Pace:
    """The state, ready to change."""
    return Pace(
        list(state.tokens),
        dict(state.outcomes),
        dict(state.results),
        dict(state.answers),
        dict(state.names),
        state.round,
        set(state.marks),
        state.end,
    )
