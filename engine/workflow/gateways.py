"""Gateways that count tokens: a join takes exactly one waiting token of each flow, so rounds never mix."""

from collections import Counter
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.workflow import environment
from engine.workflow.merging import merged
from engine.workflow.specs import ALIVE, NEW, Node, arm, lead, no_way, run_of

_ENDED_APART = 10


class Join(Node):
    """A node at which tokens wait for each other.

    An arrived token stays WAITING, with the flow it came by and its place in the order of arrival, until it is taken.
    Taken tokens are cancelled: what they brought is in the data of the one that goes on, and a later round starts
    from nothing.
    """

    def _update_hook(self, my_task: Any) -> bool | None:
        if my_task.has_state(NEW):
            super()._update_hook(my_task)
            my_task.internal_data.update({"from": my_task.parent.task_spec.name, "arrived": run_of(my_task).tick()})
            my_task._set_state(TaskState.WAITING)
        taken = self._taken(my_task, self._waiting(my_task))
        if not taken:
            return None
        together = _together(taken)
        *others, last = taken
        for task in others:
            task.cancel()
        last.data = together
        if last is not my_task:
            last._ready()
        return last is my_task

    def _waiting(self, my_task: Any) -> list[Any]:
        """The tokens that wait here, in order of arrival."""
        tasks = my_task.workflow.tasks.values()
        waiting = [task for task in tasks if task.task_spec is self and task.state == TaskState.WAITING]
        return sorted(waiting, key=lambda task: task.internal_data["arrived"])

    def _taken(self, my_task: Any, waiting: list[Any]) -> list[Any]:
        """The tokens that go on as one, in order of arrival; empty while some are still missing."""
        raise NotImplementedError


class Parallel(Join):
    """Waits for one token on each incoming flow; gives one to each outgoing flow."""

    def _taken(self, my_task: Any, waiting: list[Any]) -> list[Any]:
        missing: Counter[str] = Counter(self._inputs)
        taken = []
        for task in waiting:
            if missing[task.internal_data["from"]] > 0:
                missing[task.internal_data["from"]] -= 1
                taken.append(task)
        return taken if len(taken) == len(self._inputs) else []


class Inclusive(Join):
    """Waits for every token that can still arrive; gives one to each outgoing flow whose condition is true."""

    chooses = True
    cond_task_specs: list[tuple[Any, str]]

    def _taken(self, my_task: Any, waiting: list[Any]) -> list[Any]:
        taken = list({task.internal_data["from"]: task for task in reversed(waiting)}.values())
        taken.sort(key=lambda task: task.internal_data["arrived"])
        arrived = {task.internal_data["from"] for task in taken}
        missing = [name for name in self._inputs if name not in arrived]
        if missing:
            elsewhere = {
                task.task_spec.name
                for task in alive(my_task.workflow)
                if task.state != TaskState.WAITING or task.task_spec is not self
            }
            if self.name in elsewhere or (elsewhere & self._behind(missing)) - self._behind(arrived):
                return []
        return taken

    def _behind(self, names: Any) -> set[str]:
        """The nodes from which one of the incoming flows can be reached without passing this gateway."""
        seen, left = set(), list(names)
        while left:
            name = left.pop()
            if name != self.name and name not in seen:
                seen.add(name)
                left.extend(self._wf_spec.task_specs[name]._inputs)
        return seen

    def _run_hook(self, my_task: Any) -> bool:
        chosen = [
            name
            for condition, name in self.cond_task_specs
            if condition is not None and environment.holds(condition.args[0], my_task)
        ]
        chosen = chosen or [name for condition, name in self.cond_task_specs if condition is None]
        if not chosen:
            raise no_way(my_task)
        lead(my_task, chosen)
        return True


class Exclusive(Node):
    """Gives the token to the first flow whose condition is true, else to the default flow."""

    chooses = True
    cond_task_specs: list[tuple[Any, str]]
    default_task_spec: str | None

    def _run_hook(self, my_task: Any) -> bool:
        true = (
            name
            for condition, name in self.cond_task_specs
            if condition is not None and environment.holds(condition.args[0], my_task)
        )
        name = next(true, self.default_task_spec)
        if name is None:
            raise no_way(my_task)
        lead(my_task, [name])
        return True


class EndJoin(Join):
    """Behind all end events of a process: waits until no other token is left.

    Tokens that have ended are put together as they come, so that side ways of a long-lived route do not pile up. In a
    sub-process the last few are kept apart: what each changed is told from where they parted.
    """

    def _update_hook(self, my_task: Any) -> bool | None:
        ready = super()._update_hook(my_task)
        if not ready:
            outermost = my_task.workflow is my_task.workflow.top_workflow
            waiting = self._waiting(my_task)
            while len(waiting) > (1 if outermost else _ENDED_APART):
                waiting[1].data = _together(waiting[:2])
                waiting.pop(0).cancel()
        return ready

    def _taken(self, my_task: Any, waiting: list[Any]) -> list[Any]:
        others = any(task.task_spec is not self or task.state != TaskState.WAITING for task in alive(my_task.workflow))
        return [] if others else waiting


class EventGate(Node):
    """Waits for several events and goes on with the first one that happens."""

    chooses = True

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition

    def _update_hook(self, my_task: Any) -> bool | None:
        if my_task.has_state(NEW):
            super()._update_hook(my_task)
            events = zip(self.outputs, self.event_definition.event_definitions, strict=True)
            my_task.internal_data["armed"] = [arm(my_task, spec.bpmn_id, definition) for spec, definition in events]
            my_task._set_state(TaskState.WAITING)
        return "fired" in my_task.internal_data

    def fire(self, my_task: Any, index: int, payload: dict[str, Any]) -> None:
        """Lets the event at `index` happen; the others are no longer waited for."""
        environment.put(my_task.data, payload)
        my_task.internal_data["fired"] = index
        self._update(my_task)

    def _run_hook(self, my_task: Any) -> bool:
        lead(my_task, [self._outputs[my_task.internal_data["fired"]]])
        my_task.children[-1].internal_data["happened"] = True
        return True


def alive(workflow: Any) -> list[Any]:
    """The tasks that hold a token, or are about to get one because their predecessor has just completed."""
    return [
        task
        for task in workflow.tasks.values()
        if task.has_state(ALIVE)
        or (task.state == TaskState.FUTURE and task.parent is not None and task.parent.state == TaskState.COMPLETED)
    ]


def _together(tasks: list[Any]) -> dict[str, Any]:
    return merged(common_ancestor(tasks).data, [task.data for task in tasks])


def common_ancestor(tasks: list[Any]) -> Any:
    """The nearest task that all the tokens come from: what stood there is what each of them started with."""
    if len(tasks) == 1:
        return tasks[0]
    shared = _ancestors(tasks[0])
    for task in tasks[1:]:
        theirs = {id(ancestor) for ancestor in _ancestors(task)}
        shared = [ancestor for ancestor in shared if id(ancestor) in theirs]
    return shared[0]


def _ancestors(task: Any) -> list[Any]:
    """From the nearest to the root."""
    found = []
    task = task.parent
    while task is not None:
        found.append(task)
        task = task.parent
    return found
