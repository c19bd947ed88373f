"""Checks of the drawing as a graph: size, reach, ends, endless circles, calls that call themselves."""

from collections.abc import Callable, Iterable, Mapping

from engine.workflow.diagram import Diagram, Step
from engine.workflow.notes import Notes
from engine.workflow.shape import NEVER

MAX_NODES = 400
MAX_PATH = 300
MAX_NESTING = 10
WAITS = frozenset(("person", "verb", "receive", "timer", "sub", "call"))
TOO_MANY = "Expected at most {limit} elements, but there are {found}. Split the process and call the parts."
TOO_LONG = "Expected at most {limit} elements in a row, but there are more. Put some into a sub-process."
TOO_DEEP = "Expected sub-processes at most {limit} inside each other, but there are more."
NO_WAY_OUT = "Expected a way to an end event, but from here there is none. Draw one."
ENDLESS = "Expected a way out of this circle, but every round leads to the next one. Draw an exclusive gateway in it."
BUSY = "Expected somebody to wait for in this circle, but it would go round by itself without end."
CALLS_ITSELF = "Expected a process that does not call itself, but this one does, directly or by others."

Edges = Mapping[str, tuple[str, ...]]


def check_graph(diagram: Diagram, notes: Notes) -> None:
    """Tells of everything that is wrong with the drawing as a graph."""
    steps = diagram.steps
    if len(steps) > MAX_NODES:
        notes.note(diagram.process_id, diagram.name, TOO_MANY, "error", limit=MAX_NODES, found=len(steps))
        return
    after = _edges(diagram)
    _check_reach(diagram, after, notes)
    _check_path(diagram, after, notes)
    _check_nesting(diagram, notes)
    _check_circles(diagram, notes)
    _check_calls(diagram, notes)


def _edges(diagram: Diagram) -> Edges:
    """Step -> the steps after it; an activity also leads to the events on its border and to the starts inside it."""
    found: dict[str, list[str]] = {name: [] for name in diagram.steps}
    starts: dict[str, list[str]] = {}
    for flow in diagram.flows:
        found[flow.source].append(flow.target)
    for step in diagram.steps.values():
        if step.attached_to in found:
            found[step.attached_to].append(step.id)
        if step.element == "startEvent":
            starts.setdefault(step.parent, []).append(step.id)
    for step in diagram.steps.values():
        if step.type in ("sub", "call"):
            found[step.id].extend(starts.get(step.called or step.id, ()))
    return {name: tuple(targets) for name, targets in found.items()}


def _reached(edges: Mapping[str, Iterable[str]], first: Iterable[str]) -> set[str]:
    seen = set(first)
    waiting = list(seen)
    while waiting:
        fresh = [name for name in edges.get(waiting.pop(), ()) if name not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return seen


def _check_reach(diagram: Diagram, after: Edges, notes: Notes) -> None:
    starts = [step.id for step in diagram.steps.values() if step.element == "startEvent" and not step.parent]
    forward = _reached(after, starts)
    before: dict[str, list[str]] = {name: [] for name in diagram.steps}
    for flow in diagram.flows:
        before[flow.target].append(flow.source)
    for step in diagram.steps.values():
        if step.attached_to:
            before[step.id].append(step.attached_to)
    backward = _reached(before, [step.id for step in diagram.steps.values() if step.is_end])
    for step in diagram.steps.values():
        if step.id not in forward:
            _refuse(notes, step, NEVER)
        elif step.id not in backward:
            _refuse(notes, step, NO_WAY_OUT)


def _refuse(notes: Notes, step: Step, template: str, /, **facts: object) -> None:
    notes.note(step.id, step.name, template, "error", **facts)


def _check_path(diagram: Diagram, after: Edges, notes: Notes) -> None:
    """The library reads flows one inside the other: what is longest in one go is how deep it must reach."""
    depth: dict[str, int] = {}
    for start in (step for step in diagram.steps.values() if step.element == "startEvent" and not step.parent):
        stack = [(start.id, 1)]
        while stack:
            name, deep = stack.pop()
            if name in depth:
                continue
            depth[name] = deep
            if deep > MAX_PATH:
                _refuse(notes, diagram.steps[name], TOO_LONG, limit=MAX_PATH)
                return
            stack.extend((target, deep + 1) for target in reversed(after[name]))


def _check_nesting(diagram: Diagram, notes: Notes) -> None:
    for step in diagram.steps.values():
        deep, held = 0, step
        while held.parent in diagram.steps and deep <= MAX_NESTING:
            deep, held = deep + 1, diagram.steps[held.parent]
        if deep > MAX_NESTING:
            _refuse(notes, step, TOO_DEEP, limit=MAX_NESTING)
            return


def _check_circles(diagram: Diagram, notes: Notes) -> None:
    flows: dict[str, list[str]] = {name: [] for name in diagram.steps}
    for flow in diagram.flows:
        flows[flow.source].append(flow.target)
    bordered = {step.attached_to for step in diagram.steps.values()}

    def decides(step: Step) -> bool:
        choice = step.element in ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway")
        return (choice and len(flows[step.id]) > 1) or step.id in bordered

    endless = _circle(diagram, flows, decides)
    if endless:
        _refuse(notes, endless[0], ENDLESS)
    busy = _circle(diagram, flows, lambda step: step.type in WAITS)
    if busy and not endless:
        counted = any(step.type == "script" for step in busy)
        notes.note(busy[0].id, busy[0].name, BUSY, "warning" if counted else "error")


def _circle(diagram: Diagram, flows: Mapping[str, Iterable[str]], cut: Callable[[Step], bool]) -> list[Step]:
    """The steps on circles that remain when the cut steps are taken out."""
    left = {step.id for step in diagram.steps.values() if not cut(step)}
    while True:
        sources = {name for name in left if any(target in left for target in flows[name])}
        targets = {target for name in left for target in flows[name] if target in left}
        kept = left & sources & targets
        if kept == left:
            return [step for step in diagram.steps.values() if step.id in left]
        left = kept


def _check_calls(diagram: Diagram, notes: Notes) -> None:
    calls: dict[str, set[str]] = {}
    for step in diagram.steps.values():
        if step.type == "call":
            calls.setdefault(_process_of(diagram, step), set()).add(step.called)
    for step in diagram.steps.values():
        if step.type == "call" and _process_of(diagram, step) in _reached(calls, [step.called]):
            _refuse(notes, step, CALLS_ITSELF)


def _process_of(diagram: Diagram, step: Step) -> str:
    held = step
    while held.parent in diagram.steps:
        held = diagram.steps[held.parent]
    return held.parent or diagram.process_id
