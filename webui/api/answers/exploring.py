"""Answers about a draft walked all its ways, and about documents that are over played on it."""

from typing import Any, Literal

from webui.api.answers.base import Answer
from webui.api.answers.registers import KindProblem


class DraftHop(Answer):
    """One thing on the way: the step, the outcome or the verb's answer, and the answers that were given for it."""

    step: str
    does: str
    answers: dict[str, Any]


class DraftFinding(Answer):
    """One thing wrong with the route, with the shortest way to it (empty: none leads there)."""

    sort: str
    problem: KindProblem
    path: list[DraftHop]


class DraftExplored(Answer):
    """What walking the route found; `paths` counts up to 10000, `whole` says that nothing was left out."""

    version: int
    states: int
    paths: int
    whole: bool
    findings: list[DraftFinding]


class OtherWay(Answer):
    """Where documents leave their way: at `step` the draft asks `instead`, goes on longer, ends sooner, or stands still."""

    sort: Literal["other", "longer", "shorter", "stands"]
    step: str
    instead: list[str]
    count: int


class DraftPast(Answer):
    """Documents of the last three months played on the draft; `unplayed` went too many different ways."""

    version: int
    total: int
    same: int
    unplayed: int
    others: list[OtherWay]
