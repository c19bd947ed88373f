"""A kind's route made ready for walking: who follows whom, what conditions ask, what may be left out of a state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Refusal
from engine.explorer.conditions import Asked, asked, merged, values
from engine.kinds import Kind
from engine.workflow import Flow, Step

KNOWN = frozenset(("journal", "case", "retention_years", "access"))  # the office gives them where nobody is asked
ANSWERS: Mapping[str, tuple[str, ...]] = {"apply_signature": ("valid", "invalid")}
DONE = "done"


@dataclass
class Net:
    """The drawing by what a walk asks of it. `taken`, `reached`, `verdicts` and `refused` keep what all walks together met."""

    kind: Kind
    steps: Mapping[str, Step]
    flows: Mapping[str, Flow]
    leaving: Mapping[str, tuple[Flow, ...]]
    arriving: Mapping[str, tuple[Flow, ...]]
    attached: Mapping[str, tuple[Step, ...]]
    starts: Mapping[str, tuple[Step, ...]]
    conditions: Mapping[str, Asked]
    candidates: Mapping[str, tuple[Any, ...]]
    answers: Mapping[str, tuple[Any, ...]]
    asked_by: Mapping[str, frozenset[str]]
    given: frozenset[str]
    outcomes: frozenset[str] | None
    results: frozenset[str]
    names: frozenset[str]
    most_rounds: int
    listening: frozenset[str]
    before: Mapping[str, frozenset[str]]
    taken: set[str]
    reached: set[str]
    verdicts: dict[str, set[bool]]
    refused: dict[str, Refusal]

    def heard(self, place: str, outcome: str) -> str:
        """The outcome a token carries on, as far as something may still ask for it."""
        return outcome if place in self.listening else ""


def net_of(kind: Kind) -> Net:
    """The route of the kind."""
    diagram, steps = kind.diagram, kind.diagram.steps
    conditions = {one.id: asked(one.condition) for one in diagram.flows if one.condition}
    scripts = [asked(line) for one in steps.values() for line in _expressions(one.script)]
    everything = [*conditions.values(), *scripts]
    names = frozenset(name for one in everything for name in one.names)
    results = merged(everything, "results")
    leaving = _grouped((one.source, one) for one in diagram.flows)
    return Net(
        kind=kind,
        steps=steps,
        flows={one.id: one for one in diagram.flows},
        leaving=leaving,
        arriving=_grouped((one.target, one) for one in diagram.flows),
        attached=_grouped((one.attached_to, one) for one in steps.values() if one.attached_to),
        starts=_grouped((one.parent, one) for one in steps.values() if one.element == "startEvent"),
        conditions=conditions,
        candidates=_candidates(kind, everything),
        answers={one.id: _answers(one, results.get(one.id, set())) for one in steps.values() if one.type == "verb"},
        asked_by=_asked_by(kind, merged(everything, "answers")),
        given=_given(kind),
        outcomes=_outcomes(everything),
        results=frozenset(results),
        names=names,
        most_rounds=_most_rounds(kind, names),
        listening=_listening(leaving, steps, conditions),
        before=_before(leaving, steps),
        taken=set(),
        reached=set(),
        verdicts={},
        refused={},
    )


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(held) for key, held in found.items()}


def _expressions(script: str) -> list[str]:
    return [line.partition("=")[2] for line in script.splitlines() if "=" in line]


def _candidates(kind: Kind, everything: list[Asked]) -> dict[str, tuple[Any, ...]]:
    loose = {key for one in everything for key in one.loose}
    return {
        key: values(
            [one for form in kind.forms.values() for one in form.all() if one.key == key], constants, loose=key in loose
        )
        for key, constants in merged(everything, "answers").items()
    }


def _answers(step: Step, constants: set[Any]) -> tuple[Any, ...]:
    usual = ANSWERS.get(step.verb, (DONE,))
    return (*usual, *sorted((one for one in constants if one not in usual), key=repr))


def _asked_by(kind: Kind, keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """Form → the answers it asks for that some condition reads."""
    wanted = set(keys)
    return {name: frozenset({one.key for one in form.all()} & wanted) for name, form in kind.forms.items()}


def _given(kind: Kind) -> frozenset[str]:
    """Answers that are there without a form: the office's own, and those a verb keeps."""
    told = " ".join(text for one in kind.diagram.steps.values() for text in one.parameters.values())
    return KNOWN | {key for key in kind.routing if f'"{key}"' in told}


def _outcomes(everything: list[Asked]) -> frozenset[str] | None:
    """The steps whose outcomes conditions read; None when they may read any."""
    reads = [one for one in everything if "outcomes" in one.names]
    if any(not one.outcomes for one in reads):
        return None
    return frozenset(step for one in reads for step in one.outcomes)


def _most_rounds(kind: Kind, names: frozenset[str]) -> int:
    if "round" not in names:
        return 1
    told = " ".join(one.condition for one in kind.diagram.flows)
    return min(12, 2 + max([int(word) for word in told.replace("(", " ").split() if word.isdigit()], default=1))


def _listening(
    leaving: Mapping[str, tuple[Flow, ...]], steps: Mapping[str, Step], conditions: Mapping[str, Asked]
) -> frozenset[str]:
    """Steps and flows from which something that asks for `outcome` comes before the next person."""
    found = {
        one.source for flows in leaving.values() for one in flows if one.id in conditions and _hears(conditions[one.id])
    }
    found |= {one.id for one in steps.values() if "outcome" in one.script}
    edges = {id: {one.target for one in flows} for id, flows in leaving.items()}
    around = {one.called or one.id: one.id for one in steps.values() if one.type in ("sub", "call")}
    for one in steps.values():
        if one.parent in around:
            edges.setdefault(one.id, set()).add(around[one.parent])
            if one.element == "startEvent":
                edges.setdefault(around[one.parent], set()).add(one.id)
    while True:
        more = {
            id
            for id, targets in edges.items()
            if id not in found and any(target in found and steps[target].type != "person" for target in targets)
        }
        if not more:
            break
        found |= more
    waiting = {one.id for flows in leaving.values() for one in flows if one.target in found}
    return frozenset({one for one in found if one in steps and steps[one].type != "person"} | waiting)


def _hears(one: Asked) -> bool:
    return "outcome" in one.names or not one.names


def _before(leaving: Mapping[str, tuple[Flow, ...]], steps: Mapping[str, Step]) -> dict[str, frozenset[str]]:
    """Inclusive join → everything from which it can still be reached."""
    back: dict[str, set[str]] = {}
    for flows in leaving.values():
        for one in flows:
            back.setdefault(one.target, set()).update((one.source, one.id))
    for step in steps.values():
        if step.attached_to:
            back.setdefault(step.id, set()).add(step.attached_to)
    found = {}
    for step in steps.values():
        if step.element == "inclusiveGateway":
            seen: set[str] = set()
            waiting = [step.id]
            while waiting:
                fresh = back.get(waiting.pop(), set()) - seen
                seen |= fresh
                waiting += fresh
            found[step.id] = frozenset(seen - {step.id})
    return found
