"""An activity done for each of a list, all at once or in turn, and an activity done while a condition holds."""

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.util.task import TaskState

from engine.workflow import environment
from engine.workflow.happenings import Halt
from engine.workflow.merging import merged
from engine.workflow.specs import Node, run_of

ITEM = "item"


class Repeated(Node, LoopTask):
    """The activity around its instances, which are its children: STARTED while one of them is open."""

    task_spec: str

    def _add_instance(self, my_task: Any, names: dict[str, Any], **facts: Any) -> None:
        spec = self._wf_spec.task_specs[self.task_spec]
        child = my_task._add_child(spec, TaskState.FUTURE)
        child.triggered = True
        child.internal_data.update(facts, given=names)
        spec._update(child)

    def _instances(self, my_task: Any) -> list[Any]:
        return [child for child in my_task.children if child.task_spec.name == self.task_spec]

    def _done(self, my_task: Any) -> None:
        my_task._set_state(TaskState.READY)


class Loop(Repeated):
    """Standard loop: again while the condition is true, at most `maximum` times."""

    def __init__(
        self,
        wf_spec: Any,
        bpmn_id: str,
        *,
        task_spec: str,
        maximum: int | None,
        condition: str | None,
        test_before: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.task_spec, self.maximum, self.condition, self.test_before = task_spec, maximum, condition, test_before

    def _update_hook(self, my_task: Any) -> bool | None:
        super()._update_hook(my_task)
        my_task.internal_data["times"] = 0
        if self.test_before and self._enough(my_task):
            return True
        my_task._set_state(TaskState.STARTED)
        self._add_instance(my_task, {})
        return None

    def merge_child(self, workflow: Any, child: Any) -> None:
        """An instance is done: once more, or on."""
        my_task = child.parent
        my_task.internal_data["times"] += 1
        my_task.data = dict(child.data)
        if self._enough(my_task):
            self._done(my_task)
        else:
            self._add_instance(my_task, {})

    def _enough(self, my_task: Any) -> bool:
        if self.maximum is not None and my_task.internal_data["times"] >= self.maximum:
            return True
        return self.condition is not None and not environment.holds(self.condition, my_task)


class Each(Repeated):
    """What both kinds of "for each of a list" share. Each instance sees its element as `item`."""

    def __init__(
        self,
        wf_spec: Any,
        bpmn_id: str,
        *,
        task_spec: str,
        cardinality: str | None = None,
        data_input: Any = None,
        data_output: Any = None,
        input_item: Any = None,
        output_item: Any = None,
        condition: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.task_spec, self.cardinality, self.condition = task_spec, cardinality, condition
        self.data_input, self.data_output = data_input, data_output
        self.input_item, self.output_item = input_item, output_item

    def _items(self, my_task: Any) -> list[Any]:
        step, most = self.bpmn_id, run_of(my_task).limits.items
        if self.data_input is None:
            found = environment.value(self.cardinality, my_task.data, step)
            if isinstance(found, bool) or not isinstance(found, int) or found < 0:
                raise Halt(
                    "Expected how many times to do {step}, but it is {value}.",
                    step,
                    step=self._called,
                    value=repr(found)[:100],
                )
            count = found
        else:
            found = _list_of(my_task.data, self.data_input.bpmn_id)
            if not isinstance(found, list):
                raise Halt(
                    "Expected a list to do {step} for each of, but it is {value}.",
                    step,
                    step=self._called,
                    value=repr(found)[:100],
                )
            count = len(found)
        if count > most:
            raise Halt(
                "Expected at most {most} times for {step}, but it is {count}.",
                step,
                step=self._called,
                most=most,
                count=count,
            )
        return found if isinstance(found, list) else list(range(count))

    @property
    def _called(self) -> str:
        return str(self.bpmn_name or self.bpmn_id)

    def _names(self, item: Any) -> dict[str, Any]:
        return dict.fromkeys(self._item_names(), item)

    def _item_names(self) -> list[str]:
        return (
            [ITEM]
            if self.input_item is None
            else list(dict.fromkeys([ITEM, self.input_item.bpmn_name or self.input_item.bpmn_id]))
        )

    def _without_item(self, my_task: Any, child: Any) -> dict[str, Any]:
        """What the instance leaves behind: its data, with the names of its element as they were before."""
        data = {name: found for name, found in child.data.items() if name not in self._item_names()}
        return data | {name: my_task.data[name] for name in self._item_names() if name in my_task.data}

    def _output(self, child: Any) -> Any:
        names = (self.output_item.bpmn_name, self.output_item.bpmn_id) if self.output_item is not None else ()
        return next((child.data[name] for name in names if name in child.data), None)

    def _enough(self, child: Any) -> bool:
        return self.condition is not None and environment.holds(self.condition, child)


class EachAtOnce(Each):
    """For each of a list, all at the same time. What the instances changed is put together when the last is done."""

    def _update_hook(self, my_task: Any) -> bool | None:
        super()._update_hook(my_task)
        items = self._items(my_task)
        if not items:
            self._leave(my_task, [])
            return True
        my_task._set_state(TaskState.STARTED)
        for index, item in enumerate(items):
            self._add_instance(my_task, self._names(item), key=index)
        return None

    def merge_child(self, workflow: Any, child: Any) -> None:
        """An instance is done: the last, or the one after which the others are not wanted, completes the activity."""
        my_task = child.parent
        child.internal_data["done"] = run_of(my_task).tick()
        instances = self._instances(my_task)
        done = [task for task in instances if "done" in task.internal_data]
        if len(done) < len(instances) and not self._enough(child):
            return
        for task in instances:
            if "done" not in task.internal_data:
                task.cancel()
        self._leave(my_task, done)
        self._done(my_task)

    def _leave(self, my_task: Any, done: list[Any]) -> None:
        in_time = sorted(done, key=lambda task: task.internal_data["done"])
        data = merged(my_task.data, [self._without_item(my_task, task) for task in in_time])
        if self.data_output is not None and self.output_item is not None:
            data[self.data_output.bpmn_id] = [self._output(task) for task in done]
        my_task.data = data


class EachInTurn(Each):
    """For each of a list, one after another; each instance starts with what the one before left."""

    def _update_hook(self, my_task: Any) -> bool | None:
        super()._update_hook(my_task)
        my_task.internal_data.update({"items": self._items(my_task), "next": 0, "outputs": []})
        if self._go_on(my_task):
            return True
        my_task._set_state(TaskState.STARTED)
        return None

    def merge_child(self, workflow: Any, child: Any) -> None:
        """An instance is done: the next one, or on."""
        my_task = child.parent
        inside = my_task.internal_data
        inside["outputs"] = [*inside["outputs"], self._output(child)]
        my_task.data = self._without_item(my_task, child)
        if self._enough(child) or self._go_on(my_task):
            self._done(my_task)

    def _go_on(self, my_task: Any) -> bool:
        """Starts the next instance; true when there is none."""
        inside = my_task.internal_data
        if inside["next"] < len(inside["items"]):
            inside["next"] += 1
            index = inside["next"] - 1
            self._add_instance(my_task, self._names(inside["items"][index]), key=index)
            return False
        return True

    def _done(self, my_task: Any) -> None:
        if self.data_output is not None and self.output_item is not None:
            my_task.data[self.data_output.bpmn_id] = my_task.internal_data["outputs"]
        super()._done(my_task)


def _list_of(data: dict[str, Any], name: str) -> Any:
    """The list a task is made for each of: a name of the data, or a short answer of the document."""
    return data[name] if name in data else (data.get("doc") or {}).get(name)
