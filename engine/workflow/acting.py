"""What may be done to a run: start, finish, wake, deliver, fail, withdraw; and what is told about it afterwards."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.errors import WrongState
from engine.workflow import environment
from engine.workflow.happenings import (
    Advance,
    Ended,
    Halt,
    Happening,
    Limits,
    Open,
    StepRequested,
    TaskOpened,
    TaskWithdrawn,
    WaitClosed,
    WaitOpened,
)
from engine.workflow.hygiene import clean
from engine.workflow.putting import alone, entrance
from engine.workflow.replay import Entry
from engine.workflow.run import Instance, Run, Wait
from engine.workflow.settling import settle
from engine.workflow.specs import ALIVE, BoundarySplit

WITHDRAWN = "withdrawn"
_ACTS = ("outcome", "result")  # setting them does more than setting them
_AT_FIRST: Mapping[str, Any] = {"round": 1, "doc": {}, "outcomes": {}, "result": {}}


def begin(opened: Any, data: Mapping[str, Any], limits: Limits, now: datetime) -> Run:
    """A run that has not taken its first step."""
    given = clean(data)
    run = Run(opened, limits, now)
    run.instance = Instance(run, opened.spec, opened.subs)
    run.instance.task_tree.data = {**_AT_FIRST, **given}
    return run


def act(run: Run, entry: Entry) -> None:
    """Does what the entry says, then every automatic step that follows; raises WrongState or Invalid, or Halt."""
    run.now, run.taken = entry.at, 0
    run.thrown.clear()
    run.requests.clear()
    run.finished.clear()
    run.fresh = None
    _DOINGS[entry.kind](run, entry)
    run.go()
    settle(run)


def tell(run: Run) -> tuple[Happening, ...]:
    """What happened since the last time, closings before openings; raises Halt when nothing can ever happen again."""
    now_waiting = {wait.place: wait for wait in run.waits()}
    closed = [_closed(run, place) for place in list(run.tokens) if place not in now_waiting]
    opened = [_opened(run, wait) for place, wait in now_waiting.items() if place not in run.tokens]
    ended = _ended(run, bool(now_waiting))
    return (*(one for one in closed if one is not None), *run.thrown, *opened, *ended)


def advance_of(run: Run, state: bytes, happenings: tuple[Happening, ...]) -> Advance:
    """The advance that leads to the state."""
    ended = run.end[0] if run.ended and run.end is not None else None
    return Advance(state, happenings, run.next_due(), ended, run.taken, run.fresh)


def opens(run: Run) -> tuple[Open, ...]:
    """The tokens that wait for somebody or something."""
    return tuple(Open(run.tokens[wait.place][0], wait.step, wait.type, dict(wait.task.data)) for wait in run.waits())


def _start(run: Run, entry: Entry) -> None:
    """Nothing but going on: `begin` has made the first task ready."""


def _finish(run: Run, entry: Entry) -> None:
    data = clean(entry.data)
    wait = _find(run, entry.token)
    before = wait.task.data
    run.fresh = {name: value for name, value in data.items() if name in _ACTS or not _stands(before, name, value)}
    environment.put(
        before, {name: value for name, value in data.items() if not (wait.type == "verb" and name == "result")}
    )
    if wait.type == "person" and "outcome" in data:
        before["outcomes"] = {**(before.get("outcomes") or {}), wait.step: data["outcome"]}
    if wait.type == "verb":
        before["result"] = {**(before.get("result") or {}), wait.step: data.get("result")}
    run.finished.add(wait.place)
    if wait.type == "verb":
        wait.task.complete()
    else:
        wait.task.run()


def _stands(before: Mapping[str, Any], name: str, value: Any) -> bool:
    """Whether exactly this value is there already; 1, 1.0 and true are three values."""
    return name in before and (before[name] is value or json.dumps(before[name]) == json.dumps(value))


def _fail(run: Run, entry: Entry) -> None:
    wait = _find(run, entry.token)
    if wait.type != "verb":
        raise WrongState("Expected {token} to be a verb's step, but it waits for a person.", token=entry.token)
    if not run.raised(wait.task, "error", entry.code):
        template = "Expected a way on after the error {code}, but no event on {step} catches it."
        raise Halt(template, wait.step, code=entry.code, step=run.steps.get(wait.step, {}).get("name", wait.step))
    run.finished.add(wait.place)


def _wake(run: Run, entry: Entry) -> None:
    for wait in sorted(run.waits(("timer",)), key=lambda one: datetime.fromisoformat(one.facts["due"])):
        due = datetime.fromisoformat(wait.facts["due"])
        if due <= run.now and wait.task.internal_data.get("armed", [None])[wait.place[1]] is wait.facts:
            _fire(run, wait, {})


def _deliver(run: Run, entry: Entry) -> None:
    payload = clean(entry.data, "payload")
    key = clean({"key": entry.key}, "message")["key"]
    for wait in run.waits(("message",)):
        if wait.facts["message"] == entry.message and wait.facts["key"] == key:
            return _fire(run, wait, payload)
    template = "Expected somebody to wait for the message {message} with the key {key}, but nobody does."
    raise WrongState(template, message=entry.message, key=key)


def _withdraw(run: Run, entry: Entry) -> None:
    if run.ended:
        raise WrongState("Expected a running instance, but it has ended.")
    run.instance.cancel()
    run.end = (WITHDRAWN, "")


def _put(run: Run, entry: Entry) -> None:
    """Takes the token and everything at its step away, and lets another begin at a person's step with the same data."""
    wait, to = _find(run, entry.token), str(entry.data.get("to", ""))
    spec = entrance(wait.task.workflow.spec, to) if wait.task.workflow is run.instance else None
    if spec is None:
        raise WrongState(
            "Expected {step} to be a person's step beside {token}, but it is none.", step=to, token=entry.token
        )
    begun = wait.task.parent if isinstance(wait.task.parent.task_spec, BoundarySplit) else wait.task
    if not alone(run, begun):
        raise WrongState(
            "Expected {token} to be the only way the route goes on, but others go on beside it.", token=entry.token
        )
    stands, above = dict(wait.task.data), begun.parent
    begun.cancel()
    fresh = above._add_child(spec, TaskState.FUTURE)
    fresh.internal_data["given"] = stands
    spec._update(fresh)


_DOINGS = {
    "start": _start,
    "finish": _finish,
    "fail": _fail,
    "wake": _wake,
    "deliver": _deliver,
    "withdraw": _withdraw,
    "move": _put,
}


def _fire(run: Run, wait: Wait, payload: dict[str, Any]) -> None:
    if wait.task.state != TaskState.WAITING or wait.task.workflow.tasks.get(wait.task.id) is not wait.task:
        return
    wait.task.task_spec.fire(wait.task, wait.place[1], payload)


def _find(run: Run, token: str) -> Wait:
    for wait in run.waits(("person", "verb")):
        if run.tokens.get(wait.place, ("",))[0] == token:
            return wait
    raise WrongState("Expected the step {token} to be open, but it is already done or withdrawn.", token=token)


def _closed(run: Run, place: tuple[Any, int]) -> Happening | None:
    token, step, kind = run.tokens.pop(place)
    if kind in ("message", "timer"):
        return WaitClosed(token, step)
    return None if place in run.finished else TaskWithdrawn(token, step)


def _opened(run: Run, wait: Wait) -> Happening:
    run.counts[wait.step] = count = run.counts.get(wait.step, 0) + 1
    token = f"{wait.step}#{count}"
    run.tokens[wait.place] = (token, wait.step, wait.type)
    if wait.type == "person":
        return TaskOpened(token, wait.step, wait.task.data.get("item") if "key" in wait.task.internal_data else None)
    if wait.type == "verb":
        return StepRequested(
            token, wait.step, run.steps.get(wait.step, {}).get("verb", ""), run.requests.get(wait.task.id, {})
        )
    if wait.type == "message":
        return WaitOpened(token, wait.step, wait.facts["message"], wait.facts["key"])
    return WaitOpened(token, wait.step, due=datetime.fromisoformat(wait.facts["due"]))


def _ended(run: Run, waiting: bool) -> tuple[Happening, ...]:
    if run.ended or waiting:
        return ()
    if run.end is None or not run.instance.completed:
        standing = sorted(
            {
                task.task_spec.bpmn_id or ""
                for workflow in run.workflows()
                for task in workflow.tasks.values()
                if task.has_state(ALIVE)
            }
            - {""}
        )
        template = "Expected the route to reach an end or a step that waits, but it stands still at {steps}."
        raise Halt(template, standing[0] if standing else "", steps=", ".join(standing))
    run.ended = True
    return (Ended(*run.end),)
