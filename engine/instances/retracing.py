"""The log of a run walked once more on another version of its diagram, step by step beside the version it was made on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from engine.errors import WrongState
from engine.texts import LANGUAGES, Text, said
from engine.workflow import (
    Advance,
    Entry,
    Happening,
    Machine,
    MessageSent,
    Open,
    StepRequested,
    Stuck,
    TaskOpened,
    WaitClosed,
    WaitOpened,
)

Names = Callable[[str], Text]
TOLD = ("doc", "round")  # what every press tells the route beside its outcome
_Opening = TaskOpened | StepRequested | WaitOpened


@dataclass
class Traced:
    """Where a log leads on a version: its state, every token it ever waited with, and those it waits with now.

    `data` is what the log has to keep of each entry there.
    """

    state: bytes = b""
    next_due: datetime | None = None
    ended: str | None = None
    steps: int = 0
    opened: dict[str, _Opening] = field(default_factory=dict)
    open: dict[str, Open] = field(default_factory=dict)
    sent: list[MessageSent] = field(default_factory=list)
    data: list[Mapping[str, Any]] = field(default_factory=list)


class NoWay(Exception):
    """A document does not follow; carries the sentence that says why, its facts and the step where it is so."""

    def __init__(self, template: str, step: str = "", /, **facts: Any) -> None:
        super().__init__(template)
        self.template, self.step, self.facts = template, step, facts


def retrace(machine: Machine, old: bytes, new: bytes, entries: Iterable[Entry], names: Names) -> tuple[Traced, Traced]:
    """Where the log leads on the old version and on the new one; raises NoWay at the first entry that leads nowhere there.

    An entry keeps only what did not stand at its token; what stood there is told to the new version too.
    """
    was, now = Traced(), Traced()
    for entry in entries:
        given = _whole(was, entry)
        before = _move(machine, old, was, entry)
        try:
            after = _move(machine, new, now, given)
        except WrongState as refused:
            raise _nowhere(entry, now, names) from refused
        _must_have_moved(after)
        _must_fire_alike(was, before, after, entry, names)
        for traced, advance, spec, kept in ((was, before, old, entry), (now, after, new, given)):
            _note(machine, traced, advance, spec, kept)
    return was, now


def _whole(was: Traced, entry: Entry) -> Entry:
    """The entry with what its press told and was left out of the log, because it stood there already."""
    if entry.kind != "finish" or entry.token not in was.open:
        return entry
    stood = was.open[entry.token].data
    return replace(entry, data={**{name: stood[name] for name in TOLD if name in stood}, **entry.data})


def _move(machine: Machine, spec: bytes, traced: Traced, entry: Entry) -> Advance:
    match entry.kind:
        case "start":
            return machine.start(spec, entry.data, entry.at)
        case "finish":
            return machine.finish(spec, traced.state, entry.token, entry.data, entry.at)
        case "wake":
            return machine.wake(spec, traced.state, entry.at)
        case "deliver":
            return machine.deliver(spec, traced.state, entry.message, entry.key, entry.data, entry.at)
        case "fail":
            return machine.fail(spec, traced.state, entry.token, entry.code, entry.at)
        case "move":
            return machine.put(spec, traced.state, entry.token, str(entry.data["to"]), entry.at)
        case _:
            return machine.withdraw(spec, traced.state, entry.at)


def _note(machine: Machine, traced: Traced, advance: Advance, spec: bytes, entry: Entry) -> None:
    traced.state, traced.next_due, traced.ended = advance.state, advance.next_due, advance.ended
    traced.steps += advance.steps
    traced.data.append(dict(entry.data if advance.data is None else advance.data))
    for happening in advance.happenings:
        if isinstance(happening, TaskOpened | StepRequested | WaitOpened):
            traced.opened[happening.token] = happening
        elif isinstance(happening, MessageSent):
            traced.sent.append(happening)
    traced.open = {one.token: one for one in machine.open_tokens(spec, advance.state)}


def _must_have_moved(after: Advance) -> None:
    stuck = after.happenings[-1] if after.happenings else None
    if isinstance(stuck, Stuck):
        raise NoWay(stuck.reason_template, stuck.step, **stuck.facts)


def _must_fire_alike(was: Traced, before: Advance, after: Advance, entry: Entry, names: Names) -> None:
    """A moment that came must come in the new version too, or the way behind it would not be there."""
    if entry.kind != "wake":
        return
    fell_due = {one.step_id for one in was.open.values() if one.type == "timer"}
    missed = sorted(fell_due & _over(before.happenings) - _over(after.happenings))
    if missed:
        raise NoWay(
            "Expected the moment {step} that came on {date} to come in the new version too, but it does not.",
            missed[0],
            step=names(missed[0]),
            date=entry.at.date().isoformat(),
        )


def _over(happenings: Sequence[Happening]) -> set[str]:
    return {one.step for one in happenings if isinstance(one, WaitClosed)}


def _nowhere(entry: Entry, now: Traced, names: Names) -> NoWay:
    """The first entry that leads nowhere, in words."""
    date = entry.at.date().isoformat()
    if entry.kind == "deliver":
        sentence = "Expected the new version to wait for the message {message} that came on {date}, but it does not."
        return NoWay(sentence, "", message=entry.message, date=date)
    if entry.kind == "move":
        to = str(entry.data["to"])
        sentence = "Expected the document to go back to {step} in the new version too, as on {date}, but it cannot."
        return NoWay(sentence, to, step=names(to), date=date)
    step = entry.token.partition("#")[0]
    waited = sorted({one.step_id for one in now.open.values() if one.type in ("person", "verb")})
    others = {one: ", ".join(said(names(each), one) for each in waited) or "—" for one in LANGUAGES}
    sentence = "Expected {step}, done on {date}, to come there in the new version, but {others} comes instead."
    return NoWay(sentence, step, step=names(step), date=date, others=others)
