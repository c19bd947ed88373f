"""All stories of a kind together: which fail, and how much of the diagram they walk."""

from dataclasses import dataclass

from engine.errors import KindProblem
from engine.kinds import Kind, coverage, uncovered
from engine.scenario.playing import play
from engine.scenario.stage import Played
from engine.workflow import compile_process


@dataclass(frozen=True)
class Report:
    """Every story with what came of it; `problems` are empty when the kind may be published; `coverage` from 0 to 1."""

    played: tuple[Played, ...]
    problems: tuple[KindProblem, ...]
    coverage: float


def report(kind: Kind) -> Report:
    """Plays all scenarios of a kind."""
    spec = compile_process(kind.reading)
    played = tuple(play(kind, one, spec) for one in kind.scenarios)
    walked = [one.walked for one in played]
    failed = [problem for one in played for problem in one.problems]
    if not played:
        failed.append(KindProblem("tests/", "Expected at least one scenario, but there is none."))
    return Report(played, (*failed, *uncovered(kind.diagram, walked)), coverage(kind.diagram, walked))


def problems(kind: Kind) -> tuple[KindProblem, ...]:
    """What keeps the kind from being published: failing stories, and flows that none of them walks."""
    return report(kind).problems
