"""A run while its story is told: what waits, what is known, what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from engine.errors import KindProblem
from engine.kinds import Kind, Move, Scenario
from engine.workflow import Machine

MORNING = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Played:
    """What came of a story. `walked` holds the ids of the flows it went along, `open` the steps that wait for people.

    For whoever tells the next move: `left` who of a step's list is still asked, `waits` the steps that wait for a message
    or a moment, `answered` the verbs the office did after the last move and what it said, `known` the document's answers.
    """

    scenario: Scenario
    walked: frozenset[str]
    problems: tuple[KindProblem, ...]
    state: str
    end: str
    rounds: int
    number: str
    open: tuple[str, ...]
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    waits: tuple[str, ...] = ()
    answered: tuple[tuple[str, Any], ...] = ()
    known: Mapping[str, Any] = field(default_factory=dict)


class Failed(Exception):
    """The story cannot go on; the problem is kept already."""


@dataclass
class Stage:
    """Keeps a run while its story is told."""

    kind: Kind
    scenario: Scenario
    machine: Machine
    spec: bytes
    run: bytes = b""
    now: datetime = MORNING
    due: datetime | None = None
    moves: list[Move] = field(default_factory=list)
    tasks: dict[str, str] = field(default_factory=dict)
    verbs: dict[str, str] = field(default_factory=dict)
    waits: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    same: bool = False
    approved: frozenset[str] = frozenset()
    answers: dict[str, Any] = field(default_factory=dict)
    added: dict[str, Any] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    outcome: str = ""
    results: dict[str, Any] = field(default_factory=dict)
    answered: list[tuple[str, Any]] = field(default_factory=list)
    walked: set[str] = field(default_factory=set)
    problems: list[KindProblem] = field(default_factory=list)
    state: str = "draft"
    end: str = ""
    rounds: int = 1
    number: str = ""

    def names(self) -> dict[str, Any]:
        """What conditions see now."""
        doc = {**self.answers, **self.added}
        return {
            "doc": doc,
            "round": self.rounds,
            "result": dict(self.results),
            "outcomes": dict(self.outcomes),
            "outcome": self.outcome,
        }

    def wrong(self, move: Move | None, template: str, **facts: object) -> None:
        """Keeps a problem of the move, or of what was expected at the end."""
        element = "expect" if move is None else f"play.{self.scenario.play.index(move)}"
        name = "" if move is None else f"line {move.line}"
        self.problems.append(KindProblem(self.scenario.place, template, {"step": element, **facts}, element, name))

    def fail(self, move: Move | None, template: str, **facts: object) -> Failed:
        self.wrong(move, template, **facts)
        return Failed()
