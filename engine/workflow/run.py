"""A run under way: the instance's tasks, the tokens it waits with, and the loop that takes automatic steps."""

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.event_definitions import CycleTimerEventDefinition, TimeDateEventDefinition
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.workflow import environment, timers
from engine.workflow.gateways import Join, Parallel
from engine.workflow.happenings import Halt, Happening, Limits
from engine.workflow.many import Repeated
from engine.workflow.specs import Boundary, BoundarySplit, Sub, Verb

for _name in ("spiff.task", "spiff.workflow", "spiff.data"):
    # The library words every change of state at INFO, and walks the tree for it unless its level says otherwise.
    logging.getLogger(_name).setLevel(logging.WARNING)

_ENGINE = environment.Engine()


@dataclass(frozen=True)
class Wait:
    """One thing an instance waits for. `place` names the task, and which of its events, while the run lasts."""

    place: tuple[Any, int]
    type: str
    step: str
    task: Any
    facts: Mapping[str, Any] = field(default_factory=dict)


class _Tasks:
    """Flat look-ups in place of walks down the tree, which the library cuts at depth 1000."""

    def get_tasks_iterator(self: Any, first_task: Any = None, **wanted: Any) -> Iterator[Any]:
        raise Halt("Expected no walk over the tasks of an instance, but the library asked for one.")

    def update_waiting_tasks(self: Any) -> None:
        seen = set()
        for task in list(self.tasks.values()):
            if task.state != TaskState.WAITING or task.id not in self.tasks:
                continue
            if isinstance(task.task_spec, Join):
                if isinstance(task.task_spec, Parallel) or task.task_spec in seen:
                    continue
                seen.add(task.task_spec)
            task.task_spec._update(task)

    def _mark_complete(self: Any, task: Any) -> None:
        self.data = dict(task.data)
        self.completed = True

    def cancel(self: Any, success: bool = False) -> None:
        self.completed = True
        for task in list(self.tasks.values()):
            if task.id in self.tasks and task.has_state(TaskState.NOT_FINISHED_MASK):
                task.cancel()

    def _task_removed_notify(self: Any, task: Any) -> None:
        if isinstance(task.task_spec, Sub) and task.has_state(TaskState.STARTED):
            self.top_workflow.run.leave(task)


class SubInstance(_Tasks, BpmnSubWorkflow):
    """The tasks of a sub-process under way."""


class Instance(_Tasks, BpmnWorkflow):
    """The tasks of an instance."""

    def __init__(self, run: "Run", spec: Any, subs: Mapping[str, Any], **kwargs: Any) -> None:
        self.run = run
        super().__init__(spec, subs, script_engine=_ENGINE, **kwargs)


class Run:
    """Everything about one instance while it is in memory.

    `tokens` names what is waited for; `counts` how often each step has been waited at, so names are the same again
    in a replay. `clock` orders arrivals, without a time of day.
    """

    def __init__(self, opened: Any, limits: Limits, now: datetime) -> None:
        self.opened, self.limits, self.now = opened, limits, now
        self.steps: Mapping[str, Mapping[str, Any]] = opened.steps
        self.counts: dict[str, int] = {}
        self.tokens: dict[tuple[Any, int], tuple[str, str, str]] = {}
        self.clock = 0
        self.end: tuple[str, str] | None = None
        self.ended = False
        self.taken = 0
        self.posted: list[tuple[Any, str, str | None]] = []
        self.thrown: list[Happening] = []
        self.requests: dict[Any, Mapping[str, Any]] = {}
        self.finished: set[tuple[Any, int]] = set()
        self.fresh: Mapping[str, Any] | None = None
        self.instance: Any = None

    # What the nodes ask while a step is taken

    def tick(self) -> int:
        """The next number in the order of arrivals."""
        self.clock += 1
        return self.clock

    def key(self, task: Any, step_id: str) -> Any:
        """The key of the step's message, told by the task's data; None when it has none."""
        expression = self.steps.get(step_id, {}).get("key")
        return environment.value(expression, task.data, step_id) if expression else None

    def parameters(self, task: Any, step_id: str) -> dict[str, Any]:
        """The step's parameters, told by the task's data."""
        expressions: Mapping[str, str] = self.steps.get(step_id, {}).get("parameters", {})
        return {name: environment.value(text, task.data, step_id) for name, text in expressions.items()}

    def request(self, task: Any) -> None:
        """A verb is to be done."""
        self.requests[task.id] = self.parameters(task, task.task_spec.bpmn_id)

    def due(self, task: Any, step_id: str, definition: Any) -> dict[str, Any]:
        """When a timer that is armed now fires."""
        text = definition.expression or ""
        found = text if timers.is_literal(text) else environment.value(text, task.data, step_id)
        kinds = {CycleTimerEventDefinition: "cycle", TimeDateEventDefinition: "date"}
        due = timers.first_due(kinds.get(type(definition), "duration"), found, self.now)
        return {"due": due.at.isoformat(), "left": due.left, "every": due.every}

    def following(self, waits: Mapping[str, Any]) -> dict[str, Any] | None:
        """When a timer that has just fired fires again; None when it does not."""
        due = timers.next_due(timers.Due(datetime.fromisoformat(waits["due"]), waits["left"], waits["every"]), self.now)
        return None if due is None else {"due": due.at.isoformat(), "left": due.left, "every": due.every}

    def enter(self, task: Any, name: str) -> None:
        """Starts a sub-process."""
        spec = self.instance.subprocess_specs.get(name)
        if spec is None:
            raise Halt(
                "Expected the process {name} in the same file, but it is not there.", task.task_spec.bpmn_id, name=name
            )
        depth = task.workflow.depth + 1
        if depth > self.limits.depth:
            template = "Expected at most {most} sub-processes inside each other, but {step} goes deeper."
            raise Halt(template, task.task_spec.bpmn_id, most=self.limits.depth, step=task.task_spec.bpmn_id)
        sub = SubInstance(spec, task.id, self.instance)
        self.attach(sub, task)
        sub.task_tree.data = dict(task.data)

    def attach(self, sub: Any, task: Any) -> None:
        """Makes the end of a sub-process known to the activity around it."""
        self.instance.subprocesses[task.id] = sub
        sub.completed_event.connect(task.task_spec.left, task)

    def leave(self, task: Any) -> None:
        """Takes all tokens of a sub-process away."""
        sub = self.instance.subprocesses.pop(task.id, None)
        if sub is not None and not sub.completed:
            sub.cancel()

    # Taking steps

    def workflows(self) -> list[Any]:
        """The instance's tasks and those of each sub-process under way, outer before inner."""
        return [self.instance, *self.instance.subprocesses.values()]

    def go(self) -> None:
        """Takes automatic steps until only persons, verbs and waits are left; raises Halt at a limit."""
        until = time.monotonic() + self.limits.seconds
        while ready := self._ready():
            for task in ready:
                if task.state != TaskState.READY or task.workflow.tasks.get(task.id) is not task:
                    continue
                self.taken += 1
                if self.taken > self.limits.steps:
                    template = "Expected at most {most} automatic steps in a row, but {step} would go on."
                    raise Halt(
                        template, task.task_spec.bpmn_id, most=self.limits.steps, step=task.task_spec.bpmn_id or ""
                    )
                if time.monotonic() > until:
                    template = "Expected the step to take at most {seconds} seconds, but it takes longer."
                    raise Halt(template, task.task_spec.bpmn_id, seconds=self.limits.seconds)
                task.run()
                self._answer_posted()

    def _ready(self) -> list[Any]:
        return [
            task
            for workflow in reversed(self.workflows())
            for task in workflow.tasks.values()
            if task.state == TaskState.READY and not task.task_spec.manual
        ]

    def _answer_posted(self) -> None:
        while self.posted:
            task, kind, code = self.posted.pop(0)
            if kind == "signal":
                self._broadcast(code)
            elif not self.raised(task, kind, code) and kind == "error":
                template = "Expected the error {code} to be caught by an event on an activity, but none catches it."
                raise Halt(template, task.task_spec.bpmn_id, code=code or "")

    def _broadcast(self, name: str | None) -> None:
        for wait in self.waits(("signal",)):
            if wait.facts["code"] == name and wait.task.state == TaskState.WAITING:
                wait.task.task_spec.fire(wait.task, wait.place[1], {})

    def raised(self, task: Any, kind: str, code: str | None) -> bool:
        """Gives an error or escalation to the nearest boundary event around the task; false when there is none."""
        while task is not None:
            inside = task.parent is not None and isinstance(task.parent.task_spec, Repeated)
            caught = self._catcher(task.parent if inside else task, kind, code)
            if caught is not None:
                caught.task_spec.fire(caught, 0, {})
                return True
            around = task.workflow.parent_task_id
            task = None if around is None else self.instance.get_task_from_id(around)
        return False

    def _catcher(self, task: Any, kind: str, code: str | None) -> Any:
        split = task.parent
        if (
            split is None
            or not isinstance(split.task_spec, BoundarySplit)
            or split.task_spec._outputs[0] != task.task_spec.name
        ):
            return None
        found = [
            (waits["code"] is None, sibling)
            for sibling in split.children
            if isinstance(sibling.task_spec, Boundary) and sibling.state == TaskState.WAITING
            for waits in sibling.internal_data["armed"]
            if waits["type"] == kind and waits["code"] in (None, code)
        ]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    # What is waited for

    def waits(self, types: tuple[str, ...] = ("person", "verb", "message", "timer")) -> list[Wait]:
        """What the instance waits for now, in a fixed order."""
        return [
            wait
            for workflow in self.workflows()
            for task in workflow.tasks.values()
            for wait in _waits_of(task)
            if wait.type in types
        ]

    def next_due(self) -> datetime | None:
        """The nearest moment a timer waits for."""
        return min((datetime.fromisoformat(wait.facts["due"]) for wait in self.waits(("timer",))), default=None)


def _waits_of(task: Any) -> Iterator[Wait]:
    step = task.task_spec.bpmn_id
    if task.state == TaskState.READY and task.task_spec.manual:
        yield Wait((task.id, 0), "person", step, task)
    elif task.state == TaskState.STARTED and isinstance(task.task_spec, Verb):
        yield Wait((task.id, 0), "verb", step, task)
    elif task.state == TaskState.WAITING:
        for index, facts in enumerate(task.internal_data.get("armed", ())):
            if facts is not None:
                yield Wait((task.id, index), facts["type"], facts["step"], task, facts)
