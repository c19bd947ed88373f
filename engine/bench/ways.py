"""The ways that are measured: who begins which kind, and what is pressed at each step until it is filed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import Invalid


@dataclass(frozen=True)
class Move:
    """What is pressed at a step by everybody it waits for; `proof` is what belongs to it: nothing, password or signature."""

    step: str
    outcome: str
    proof: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.step} {self.outcome}"


@dataclass(frozen=True)
class Way:
    """A kind from nothing to filed."""

    kind: str
    initiator: str
    moves: tuple[Move, ...]
    decided: Mapping[str, Any]  # what conditions ask besides the answers

    def sample(self, processes: Path) -> dict[str, Any]:
        """The request body the kind brings along."""
        read: dict[str, Any] = json.loads((processes / self.kind / "sample.json").read_text(encoding="utf-8"))
        return read

    def names(self, proof: str) -> set[str]:
        """The moves that need exactly that proof."""
        return {one.name for one in self.moves if one.proof == proof}


MEMO = Way(
    "memo",
    "teacher",
    (
        Move("approve_chair", "approve"),
        Move("sign_dean", "sign", "signature", {"executor_unit": "facility", "control": True}),
        Move("register", "register", "signature"),
        Move("execute", "report", answers={"report": "Done."}),
        Move("accept", "accept"),
    ),
    {"control": True, "retention_years": 5},
)
ORDER = Way(
    "order",
    "hr",
    (
        Move("approve_lawyer", "approve", "password"),
        Move("approve_finance", "approve", "password"),
        Move("sign_rector", "sign", "signature"),
        Move("register", "register", "password"),
        Move("execute", "report", answers={"report": "Done."}),
        Move("acknowledge", "acknowledge", "password"),
        Move("control", "accept"),
        Move("paper_duplicate", "print_done", answers={"place": "104/3"}),
    ),
    {"retention_years": 75},
)
WAYS = {one.kind: one for one in (ORDER, MEMO)}


def way_of(kind: str) -> Way:
    """The way of a kind; raises Invalid for one that is not measured."""
    if kind not in WAYS:
        raise Invalid.one("kind", "Expected one of {known}, but it is {value}.", known=", ".join(WAYS), value=kind)
    return WAYS[kind]
