"""Forgetting completed history, so that neither a state nor the work on it grows with the rounds."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.workflow.run import Run
from engine.workflow.specs import ALIVE


def settle(run: Run) -> None:
    """Forgets completed history: what is left is what holds a token, where tokens parted, and the way between.

    The log of completions is the truth; the state only has to go on from here.
    """
    instance = run.instance
    for task_id in [task_id for task_id, sub in instance.subprocesses.items() if sub.completed]:
        del instance.subprocesses[task_id]
    for workflow in run.workflows():
        _forget(workflow)


def _forget(workflow: Any) -> None:
    tasks = workflow.tasks
    kept = _held(workflow)
    order: dict[Any, Any] = {}
    stack = [workflow.task_tree.id]
    while stack:
        task = tasks[stack.pop()]
        task._children = [child for child in (_short(tasks, one, kept) for one in task._children) if child in kept]
        for child in task._children:
            tasks[child]._parent = task.id
        order[task.id] = task
        stack.extend(reversed(task._children))
    workflow.tasks = order
    workflow.last_task = None


def _held(workflow: Any) -> set[Any]:
    """The tasks with a token and all their ancestors; and what is done in an activity for each of a list."""
    tasks = workflow.tasks
    kept = {workflow.task_tree.id}
    for task in tasks.values():
        if task.has_state(ALIVE) or (
            "done" in task.internal_data and task.parent is not None and task.parent.state == TaskState.STARTED
        ):
            one = task.id
            while one is not None and one not in kept:
                kept.add(one)
                one = tasks[one]._parent
    return kept


def _short(tasks: Mapping[Any, Any], one: Any, kept: set[Any]) -> Any:
    """Passes over completed tasks that only led to one other."""
    while one in kept and tasks[one].has_state(TaskState.FINISHED_MASK):
        children = [child for child in tasks[one]._children if child in kept]
        if len(children) != 1:
            break
        one = children[0]
    return one
