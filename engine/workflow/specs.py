"""What the nodes of a diagram do when a token reaches them, written on SpiffWorkflow's hooks.

Nothing is predicted: children of a task are made when it completes. Data is passed on by reference and never
changed in place, so a value may be shared by many tasks. `run` is the run under way (`engine.workflow.run`).
"""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
    TerminateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.workflow import environment
from engine.workflow.happenings import Halt, MessageSent

NEW = TaskState.FUTURE | TaskState.PREDICTED_MASK
ALIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED


class Node(BpmnSpecMixin):
    """A node that passes its token on; the others differ in what they do before."""

    chooses = False

    def test(self) -> None:
        """Publishing has checked the diagram."""

    def _predict_hook(self, my_task: Any) -> None:
        """Nothing is predicted: k parallel branches in m blocks would make k**m tasks."""

    def _update(self, my_task: Any) -> None:
        if my_task.has_state(NEW | TaskState.WAITING):
            super()._update(my_task)

    def _update_hook(self, my_task: Any) -> bool | None:
        if my_task.has_state(NEW) and my_task.parent is not None:
            my_task.data = {**my_task.parent.data, **my_task.internal_data.pop("given", {})}
        return True

    def _on_complete_hook(self, my_task: Any) -> None:
        if not self.chooses:
            lead(my_task, self._outputs)
        self.completed_event.emit(my_task.workflow, my_task)


class Person(Node):
    """A person's task: READY until finished."""


class Verb(Node):
    """A registered verb: STARTED until somebody finishes or fails it."""

    def _run_hook(self, my_task: Any) -> bool | None:
        run_of(my_task).request(my_task)
        return None


class Script(Node):
    """Assignments `name = expression`."""

    def __init__(self, wf_spec: Any, bpmn_id: str, script: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.script = script

    def _run_hook(self, my_task: Any) -> bool:
        environment.run_script(self.script, my_task.data, self.bpmn_id)
        return True


class Throw(Node):
    """An event that is thrown, and the task that sends a message."""

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any = None, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition

    def _run_hook(self, my_task: Any) -> bool | None:
        run, definition = run_of(my_task), self.event_definition
        step = run.steps.get(self.bpmn_id, {})
        if step.get("message") or isinstance(definition, MessageEventDefinition):
            name = step.get("message") or definition.name
            run.thrown.append(MessageSent(name, run.key(my_task, self.bpmn_id), run.parameters(my_task, self.bpmn_id)))
        elif isinstance(definition, ErrorEventDefinition):
            run.posted.append((my_task, "error", definition.code))
            return None
        elif isinstance(definition, EscalationEventDefinition):
            run.posted.append((my_task, "escalation", definition.code))
        elif isinstance(definition, SignalEventDefinition):
            run.posted.append((my_task, "signal", definition.name))
        return True


class End(Throw):
    """An end event. Terminate takes all other tokens of its process away."""

    def _on_complete_hook(self, my_task: Any) -> None:
        workflow = my_task.workflow
        if workflow is workflow.top_workflow:
            run_of(my_task).end = (self.bpmn_id, self.bpmn_name or "")
        if not isinstance(self.event_definition, TerminateEventDefinition):
            super()._on_complete_hook(my_task)
            return
        for task in list(workflow.tasks.values()):
            if task.id in workflow.tasks and not task.has_state(TaskState.FINISHED_MASK):
                task.cancel()
        workflow._mark_complete(my_task)


class Catch(Node):
    """An event that is waited for: a timer, a message, a signal, an error of an activity, a condition."""

    cancel_activity = True

    def __init__(self, wf_spec: Any, bpmn_id: str, event_definition: Any = None, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.event_definition = event_definition

    def _update_hook(self, my_task: Any) -> bool | None:
        if my_task.has_state(NEW):
            super()._update_hook(my_task)
            arms = arm(my_task, self.bpmn_id, self.event_definition)
            if arms is None or "happened" in my_task.internal_data:
                return True
            my_task.internal_data["armed"] = [arms]
            my_task._set_state(TaskState.WAITING)
        if isinstance(self.event_definition, ConditionalEventDefinition) and environment.holds(
            self.event_definition.expression, my_task
        ):
            return True
        return "fired" in my_task.internal_data

    def fire(self, my_task: Any, index: int, payload: dict[str, Any]) -> None:
        """Lets it happen. Where it does not interrupt, a message stays waited for and a cycle runs on."""
        again = None if self.cancel_activity else rearmed(my_task)
        if again is not None:
            twin = my_task.parent._add_child(self, TaskState.FUTURE)
            twin.data = dict(my_task.data)
            twin.internal_data["armed"] = [again]
            twin._set_state(TaskState.WAITING)
        environment.put(my_task.data, payload)
        my_task.internal_data["fired"] = True
        self._update(my_task)


class Boundary(Catch):
    """An event on the border of an activity; without interrupting, it starts a token beside it."""

    def __init__(self, wf_spec: Any, bpmn_id: str, cancel_activity: bool = True, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.cancel_activity = cancel_activity


class BoundarySplit(Node):
    """In front of an activity with boundary events: its first output is the activity, the others are the events."""


class BoundaryEnd(Node):
    """Reached when an activity or one of its boundary events is done: takes away what is left of the others."""

    def _update_hook(self, my_task: Any) -> bool | None:
        super()._update_hook(my_task)
        done, split = my_task.parent, my_task.parent.parent
        goes_on = isinstance(done.task_spec, Boundary) and not done.task_spec.cancel_activity
        if not goes_on and isinstance(split.task_spec, BoundarySplit):
            for task in list(split.children):
                beside = task is not done and task.task_spec.name in split.task_spec._outputs
                if beside and not task.has_state(TaskState.FINISHED_MASK):
                    task.cancel()
        return True


class Sub(Node):
    """A sub-process or a call of another process of the same file, with its own tasks."""

    def __init__(self, wf_spec: Any, bpmn_id: str, subworkflow_spec: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.spec = subworkflow_spec

    def _update_hook(self, my_task: Any) -> bool | None:
        super()._update_hook(my_task)
        my_task._set_state(TaskState.STARTED)
        run_of(my_task).enter(my_task, self.spec)
        return None

    def left(self, subworkflow: Any, my_task: Any) -> None:
        """The sub-process is over: its data is the activity's data."""
        if my_task.has_state(TaskState.STARTED):
            my_task.data = dict(subworkflow.data)
            my_task._set_state(TaskState.READY)

    def _on_cancel(self, my_task: Any) -> None:
        run_of(my_task).leave(my_task)


def lead(task: Any, names: Iterable[str]) -> None:
    """Makes the tasks that the token goes on to; what stands below the task already is left as it is."""
    for name in names:
        task._add_child(task.workflow.spec.task_specs[name], TaskState.FUTURE)


def run_of(task: Any) -> Any:
    """The run that a task belongs to."""
    return task.workflow.top_workflow.run


def arm(task: Any, step_id: str, definition: Any) -> dict[str, Any] | None:
    """What is waited for at a step, its key and moment told by the data; None when there is nothing to wait for."""
    run = run_of(task)
    step = run.steps.get(step_id, {})
    if isinstance(definition, TimerEventDefinition):
        return {"type": "timer", "step": step_id, **run.due(task, step_id, definition)}
    if step.get("message") or isinstance(definition, MessageEventDefinition):
        name = step.get("message") or definition.name
        return {"type": "message", "step": step_id, "message": name, "key": run.key(task, step_id)}
    if isinstance(definition, ErrorEventDefinition):
        return {"type": "error", "step": step_id, "code": definition.code}
    if isinstance(definition, EscalationEventDefinition):
        return {"type": "escalation", "step": step_id, "code": definition.code}
    if isinstance(definition, SignalEventDefinition):
        return {"type": "signal", "step": step_id, "code": definition.name}
    if isinstance(definition, ConditionalEventDefinition):
        return {"type": "condition", "step": step_id}
    return None


def rearmed(task: Any) -> dict[str, Any] | None:
    """What the event waits for after it has fired once, or None when that was the last time."""
    waits: dict[str, Any] = task.internal_data["armed"][0]
    if waits["type"] in ("message", "signal", "escalation"):
        return dict(waits)
    if waits["type"] == "timer":
        following = run_of(task).following(waits)
        return None if following is None else {**waits, **following}
    return None


def no_way(task: Any) -> Halt:
    """The sentence for a gateway of which no flow may be taken."""
    template = "Expected one way to go on from {step}, but no condition is true and there is no default flow."
    return Halt(template, task.task_spec.bpmn_id, step=task.task_spec.bpmn_name or task.task_spec.bpmn_id)
