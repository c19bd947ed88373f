"""What the ways of a route mean: which lead on and which back, who decides where, what runs beside what."""

from collections.abc import Iterator, Mapping

from engine.kinds.redrawing.conditions import answers_wanted, asks_about, asks_outcome
from engine.workflow import Diagram, Flow, Step
from engine.workflow.leads_to import walk

BACKWARDS = ("return", "decline_registration", "return_report", "return_settlement")
FINAL_NO = ("reject", "refuse")
SPLITS = frozenset(("parallelGateway", "inclusiveGateway"))
Region = tuple[str, ...]


def loops(diagram: Diagram) -> set[str]:
    """The flows that lead back to where the walk has been."""
    found: set[str] = set()
    open_, done = set[str](), set[str]()
    for start in [one.id for one in diagram.steps.values() if one.element in ("startEvent", "boundaryEvent")]:
        stack: list[tuple[str, Iterator[Flow]]] = [(start, iter(diagram.leaving(start)))]
        open_.add(start)
        while stack:
            flow = next(stack[-1][1], None)
            if flow is None:
                left = stack.pop()[0]
                open_.discard(left)
                done.add(left)
            elif flow.target in open_:
                found.add(flow.id)
            elif flow.target not in done:
                open_.add(flow.target)
                stack.append((flow.target, iter(diagram.leaving(flow.target))))
    return found


def regions(diagram: Diagram) -> Mapping[str, Region]:
    """For each step the flows of splits that it stands behind, the outermost first: steps of one region share their token."""
    found: dict[str, Region] = {}
    waiting = [(one.id, ()) for one in diagram.steps.values() if one.element == "startEvent" and not one.parent]
    queue: list[tuple[str, Region]] = list(waiting)
    while queue:
        step, region = queue.pop(0)
        if step in found:
            continue
        element = diagram.steps[step].element
        if element in SPLITS and len(diagram.arriving(step)) > 1 and region:
            region = region[:-1]
        found[step] = region
        leaving = diagram.leaving(step)
        splits = element in SPLITS and len(leaving) > 1
        queue += [(one.target, (*region, one.id) if splits else region) for one in leaving]
        queue += [(one.id, region) for one in diagram.steps.values() if one.attached_to == step]
    return found


def decision(diagram: Diagram, step: str) -> Step | None:
    """The gateway right after a step that decides by its button alone; None when there is none."""
    leaving = diagram.leaving(step)
    if len(leaving) != 1:
        return None
    after = diagram.steps[leaving[0].target]
    if after.element != "exclusiveGateway" or len(diagram.arriving(after.id)) != 1:
        return None
    asked = [one.condition for one in diagram.leaving(after.id) if one.condition]
    return after if any(asks_outcome(one) or asks_about(one, step) for one in asked) else None


def judged(diagram: Diagram, step: str) -> list[Flow]:
    """The flows whose conditions ask about a step by its id, other than those of its own decision."""
    own = decision(diagram, step)
    return [one for one in diagram.flows if asks_about(one.condition, step) and (own is None or one.source != own.id)]


def way_on(diagram: Diagram, step: Step) -> Flow | None:
    """The flow the usual button takes, behind the step's own decision."""
    gateway = decision(diagram, step.id)
    if gateway is None:
        leaving = diagram.leaving(step.id)
        return leaving[0] if len(leaving) == 1 else None
    forth = next((one.id for one in step.outcomes if one.primary), step.outcomes[0].id if step.outcomes else "approve")
    taken = walk(diagram, step.id, forth).taken
    return next((one for one in diagram.leaving(gateway.id) if one.id in taken), None)


def asked_later(diagram: Diagram, target: str) -> Step | None:
    """A gateway that is reached from there before any person and asks how the last person's step ended."""
    seen: set[str] = set()
    waiting = [target]
    while waiting:
        id = waiting.pop()
        if id in seen or diagram.steps[id].type == "person":
            continue
        seen.add(id)
        for flow in diagram.leaving(id):
            if asks_outcome(flow.condition):
                return diagram.steps[id]
            waiting.append(flow.target)
    return None


def back_to(diagram: Diagram, near: str) -> str:
    """Where the nearest decision returns a document that stands at a step: a step before it in the same region; else empty."""
    return next((one for _step, one in _led(diagram, near, BACKWARDS) if near in _reached(diagram, one)), "")


def given_up(diagram: Diagram, near: str) -> str:
    """Where a document that stands at a step goes when it is rejected: where the step itself says, else to an end; else empty."""
    led = _led(diagram, near, FINAL_NO)
    return next((one for step, one in led if step == near or diagram.steps[one].is_end), "")


def _led(diagram: Diagram, near: str, answers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """By step, the nearest first: where it sends a document with one of those buttons, among steps of the same region."""
    known = regions(diagram)
    for step in _nearest(diagram, near):
        gateway = decision(diagram, step)
        for flow in diagram.leaving(gateway.id) if gateway else judged(diagram, step):
            if answers_wanted(flow.condition) & set(answers) and known.get(flow.target) == known.get(near):
                yield step, flow.target


def _reached(diagram: Diagram, first: str) -> set[str]:
    seen, waiting = {first}, [first]
    while waiting:
        fresh = [one.target for one in diagram.leaving(waiting.pop()) if one.target not in seen]
        seen.update(fresh)
        waiting += fresh
    return seen


def _nearest(diagram: Diagram, near: str) -> Iterator[str]:
    """All persons' steps, the nearest on the drawing's flows first."""
    seen, waiting = {near}, [near]
    while waiting:
        step = waiting.pop(0)
        if diagram.steps[step].type == "person":
            yield step
        around = [one.source for one in diagram.arriving(step)] + [one.target for one in diagram.leaving(step)]
        waiting += [one for one in dict.fromkeys(around) if one not in seen]
        seen.update(around)
