"""Where a token may be put by hand: at a person's step of the same process, when no other token is under way."""

from typing import Any

from engine.workflow.run import Run
from engine.workflow.specs import ALIVE, BoundarySplit, Person


def entrance(spec: Any, step: str) -> Any:
    """The node a token enters that person's step by (what holds its border events stands in front); None when there is none."""
    found = next((one for one in spec.task_specs.values() if one.bpmn_id == step and isinstance(one, Person)), None)
    if found is None:
        return None
    before = [spec.task_specs[name] for name in found._inputs]
    return next((one for one in before if isinstance(one, BoundarySplit)), found)


def alone(run: Run, begun: Any) -> bool:
    """Whether everything alive stands at or beneath that task: neither a branch nor a join that waits is beside it."""
    return all(
        task.id == begun.id or _beneath(task, begun)
        for workflow in run.workflows()
        for task in workflow.tasks.values()
        if task.has_state(ALIVE)
    )


def _beneath(task: Any, begun: Any) -> bool:
    above = task.parent
    while above is not None:
        if above.id == begun.id:
            return True
        above = above.parent
    return False
