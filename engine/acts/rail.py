"""The rail of a document's page: the big steps of its route."""

from collections.abc import Sequence

from engine.acts.views import DocumentView, StepCard
from engine.workflow import Diagram


def _usual(diagram: Diagram) -> set[str]:
    """The steps of a route on which nothing unusual happens: by default flows, past what may interrupt; of events, the first drawn."""
    ahead = [one.id for one in diagram.steps.values() if one.element == "startEvent" and not one.parent]
    found: set[str] = set()
    drawn = {id: number for number, id in enumerate(diagram.steps)}
    while ahead:
        step = ahead.pop()
        if step in found:
            continue
        found.add(step)
        flows = diagram.leaving(step)
        one_way = [one for one in flows if one.default]
        if not one_way and diagram.steps[step].element == "eventBasedGateway":
            one_way = sorted(flows, key=lambda one: drawn[one.target])[:1]
        ahead += [one.target for one in one_way or flows]
    return found


def rail(view: DocumentView, language: str) -> Sequence[StepCard]:
    """The big steps of the route in the order they are drawn: what is done, what is now, what is to come."""
    steps: list[StepCard] = []
    usual = _usual(view.kind.diagram)
    for step in view.kind.diagram.steps.values():
        if step.type != "person" or step.stage == "rework":
            continue
        done = [one for one in view.tasks if one.step == step.id and one.round == view.document.round]
        last = done[-1] if done else None
        state = "to_come" if last is None else "now" if last.state == "open" else last.state
        if state == "to_come" and step.id not in usual:
            continue
        who = (
            last.done_by.name
            if last and last.done_by
            else ", ".join(one.name for one in last.candidates[:3])
            if last and last.state == "open"
            else ""
        )
        steps.append(
            StepCard(
                step.id, view.kind.step_name(step.id, language), step.stage, state, who, last.done_at if last else None
            )
        )
    return steps
