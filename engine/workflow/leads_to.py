"""Where a press leads: the next steps behind an outcome, as far as the conditions can be told beforehand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.workflow.diagram import Diagram, Flow, Step
from engine.workflow.expressions import decide
from engine.workflow.values import ExpressionError

STOPS = frozenset(("person", "verb", "receive", "timer"))


@dataclass
class Walk:
    """Keeps what a walk has met: steps reached, flows taken, and gateways that no flow leaves."""

    reached: dict[str, Step] = field(default_factory=dict)
    taken: dict[str, Flow] = field(default_factory=dict)
    dead: dict[str, Step] = field(default_factory=dict)


def leads_to(
    diagram: Diagram, step_id: str, outcome: str = "", data: Mapping[str, object] | None = None
) -> tuple[Step, ...]:
    """The persons', verbs', waiting and end steps that ending `step_id` with `outcome` would reach next.

    A condition that cannot be told from `data` may go either way, so both ways count. Unknown steps lead nowhere.
    """
    return tuple(walk(diagram, step_id, outcome, data).reached.values())


def walk(diagram: Diagram, step_id: str, outcome: str = "", data: Mapping[str, object] | None = None) -> Walk:
    """The whole walk behind `leads_to`."""
    found = Walk()
    names = _names(step_id, outcome, data or {})
    waiting = list(diagram.leaving(step_id)) if step_id in diagram.steps else []
    if step_id in diagram.steps and not waiting:
        waiting = list(_out_of(diagram, diagram.steps[step_id]))
    while waiting:
        flow = waiting.pop(0)
        if flow.id not in found.taken:
            found.taken[flow.id] = flow
            waiting.extend(_after(diagram, diagram.steps[flow.target], names, found))
    return found


def _names(step_id: str, outcome: str, data: Mapping[str, object]) -> dict[str, object]:
    names = dict(data)
    if outcome:
        before = data.get("outcomes")
        names["outcome"] = outcome
        names["outcomes"] = {**(before if isinstance(before, Mapping) else {}), step_id: outcome}
    return names


def _after(diagram: Diagram, step: Step, names: Mapping[str, object], found: Walk) -> Iterator[Flow]:
    if step.type in STOPS or (step.is_end and not step.parent):
        found.reached[step.id] = step
        return
    if step.is_end:
        yield from _out_of(diagram, step)
    elif step.type in ("sub", "call"):
        yield from _into(diagram, step)
    elif step.element in ("exclusiveGateway", "inclusiveGateway"):
        flows = tuple(_chosen(diagram, step, names))
        if not flows and diagram.leaving(step.id):
            found.dead[step.id] = step
        yield from flows
    else:
        yield from diagram.leaving(step.id)


def _into(diagram: Diagram, step: Step) -> Iterator[Flow]:
    inside = step.called or step.id
    for start in diagram.steps.values():
        if start.parent == inside and start.element == "startEvent":
            yield from diagram.leaving(start.id)


def _out_of(diagram: Diagram, step: Step) -> Iterator[Flow]:
    if step.is_end and step.parent:
        for around in diagram.steps.values():
            if step.parent in (around.id, around.called):
                yield from diagram.leaving(around.id)


def _chosen(diagram: Diagram, gateway: Step, names: Mapping[str, object]) -> Iterator[Flow]:
    sure = False
    otherwise: Flow | None = None
    for flow in diagram.leaving(gateway.id):
        if flow.default or not flow.condition:
            otherwise = flow
            continue
        told = _told(flow.condition, names)
        if told is not False:
            yield flow
        sure = sure or told is True
        if sure and gateway.element == "exclusiveGateway":
            return
    if otherwise is not None and not sure:
        yield otherwise


def _told(condition: str, names: Mapping[str, object]) -> bool | None:
    try:
        return decide(condition, names)
    except ExpressionError:
        return None
