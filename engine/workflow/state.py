"""The state of an instance as bytes: sealed, so that nothing is read back that this key has not written."""

import hmac
import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task

from engine.errors import WrongState
from engine.workflow.happenings import Limits
from engine.workflow.run import Instance, Run, SubInstance

VERSION = b"bagyt-state-1\n"
_SEAL = 32
_LARGEST = 64 * 1024 * 1024


def seal(key: bytes, content: bytes) -> bytes:
    """The content with its version and HMAC-SHA256."""
    return VERSION + hmac.digest(key, VERSION + content, "sha256") + content


def unseal(key: bytes, state: bytes) -> bytes:
    """The content of a sealed state; raises WrongState before anything of it is read when version or seal is wrong."""
    if not state.startswith(VERSION):
        raise WrongState("Expected a state of this version of Bagyt, but it is another's. Rebuild it from its log.")
    found, content = state[len(VERSION) : len(VERSION) + _SEAL], state[len(VERSION) + _SEAL :]
    if not hmac.compare_digest(found, hmac.digest(key, VERSION + content, "sha256")):
        raise WrongState("Expected a state sealed by this office, but it has been changed. Rebuild it from its log.")
    return content


def save(run: Run, key: bytes) -> bytes:
    """The run as sealed bytes. Tasks are numbered, so equal runs give equal bytes."""
    numbers = {
        task.id: number
        for number, task in enumerate(task for workflow in run.workflows() for task in workflow.tasks.values())
    }
    written = {
        "specification": run.opened.digest,
        "counts": run.counts,
        "clock": run.clock,
        "end": run.end,
        "ended": run.ended,
        "workflows": [_write(workflow, numbers, run) for workflow in run.workflows()],
        "tokens": [[numbers[task_id], index, *token] for (task_id, index), token in run.tokens.items()],
    }
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return seal(key, zlib.compress(text.encode(), 1))


def load(opened: Any, state: bytes, key: bytes, limits: Limits, now: datetime) -> Run:
    """The run that was saved; raises WrongState when the state is not ours or belongs to another specification."""
    content = unseal(key, state)
    written = json.loads(zlib.decompressobj().decompress(content, _LARGEST))
    if written["specification"] != opened.digest:
        raise WrongState("Expected the state of an instance of this version of its diagram, but it is of another.")
    run = Run(opened, limits, now)
    run.counts, run.clock, run.ended = written["counts"], written["clock"], written["ended"]
    run.end = None if written["end"] is None else (written["end"][0], written["end"][1])
    tasks: dict[int, Any] = {}
    for one in written["workflows"]:
        _read(run, one, tasks)
    for number, index, token, step, kind in written["tokens"]:
        run.tokens[(tasks[number].id, index)] = (token, step, kind)
    return run


def _write(workflow: Any, numbers: Mapping[Any, int], run: Run) -> dict[str, Any]:
    around = None if workflow.parent_task_id is None else run.instance.get_task_from_id(workflow.parent_task_id)
    return {
        "parent": None if around is None else numbers[around.id],
        "completed": workflow.completed,
        "data": workflow.data,
        "tasks": [_write_task(task, numbers, around) for task in workflow.tasks.values()],
    }


def _write_task(task: Any, numbers: Mapping[Any, int], around: Any) -> list[Any]:
    parent = task.parent
    base = parent.data if parent is not None else around.data if around is not None else {}
    changed = {
        name: value
        for name, value in task.data.items()
        if name not in base or not (base[name] is value or base[name] == value)
    }
    return [
        numbers[task.id],
        None if parent is None else numbers[parent.id],
        task.task_spec.name,
        task.state,
        task.triggered,
        task.internal_data,
        changed,
        [name for name in base if name not in task.data],
    ]


def _read(run: Run, written: Mapping[str, Any], tasks: dict[int, Any]) -> None:
    around = None if written["parent"] is None else tasks[written["parent"]]
    if around is None:
        workflow = run.instance = Instance(run, run.opened.spec, run.opened.subs, deserializing=True)
    else:
        spec = run.opened.subs[around.task_spec.spec]
        workflow = SubInstance(spec, around.id, run.instance, deserializing=True)
        run.attach(workflow, around)
    workflow.completed, workflow.data = written["completed"], written["data"]
    for one in written["tasks"]:
        _read_task(workflow, one, tasks, around)
    workflow.task_tree = next(iter(workflow.tasks.values()))


def _read_task(workflow: Any, written: list[Any], tasks: dict[int, Any], around: Any) -> None:
    number, parent, spec, state, triggered, inside, changed, gone = written
    task = Task(workflow, workflow.spec.task_specs[spec], state=state, id=UUID(int=number))
    task.triggered, task.internal_data = triggered, inside
    above = around if parent is None else tasks[parent]
    if parent is not None:
        task._parent = above.id
        above._children.append(task.id)
    task.data = {name: value for name, value in above.data.items() if name not in gone} if above is not None else {}
    task.data.update(changed)
    tasks[number] = task
