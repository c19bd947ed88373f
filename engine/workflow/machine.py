"""The door of the running half: state bytes in, an advance out. Keeps a key, limits and opened specifications."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine.errors import WrongState
from engine.workflow import state as states
from engine.workflow.acting import act, advance_of, begin, opens, tell
from engine.workflow.happenings import Advance, Halt, Happening, Limits, Open, Stuck
from engine.workflow.replay import Entry
from engine.workflow.run import Run
from engine.workflow.specification import Shelf


class Machine:
    """Moves instances. Holds none of them: what it gives back is all there is.

    `key` seals states (HMAC-SHA256); the specification is vouched for by the caller, who stores it by its hash.
    Usable from many threads; one instance must not be moved by two at once.
    """

    def __init__(self, key: bytes, *, limits: Limits | None = None) -> None:
        self._key = key
        self._limits = limits or Limits()
        self._shelf = Shelf()

    def start(self, spec: bytes, data: Mapping[str, Any], now: datetime) -> Advance:
        """A new instance, up to where it first waits. Where that is Stuck, `wake` of the given state tries again."""
        return self._move(begin(self._shelf.take(spec), data, self._limits, now), Entry("start", now, data=data), None)

    def finish(self, spec: bytes, state: bytes, token: str, data: Mapping[str, Any], now: datetime) -> Advance:
        """A person's task or a verb's step is done; `data` is set at top level.

        A person's `outcome` is also kept in `outcomes`, a verb's `result` in `result` by step. Raises WrongState when
        the token is not open, Invalid when the data is not plain.
        """
        return self._next(spec, state, Entry("finish", now, token=token, data=data))

    def wake(self, spec: bytes, state: bytes, now: datetime) -> Advance:
        """Fires every timer whose moment has come."""
        return self._next(spec, state, Entry("wake", now))

    def deliver(
        self, spec: bytes, state: bytes, message: str, key: object, payload: Mapping[str, Any], now: datetime
    ) -> Advance:
        """Gives a message to the first step that waits for it with this key; raises WrongState when none does."""
        return self._next(spec, state, Entry("deliver", now, message=message, key=key, data=payload))

    def fail(self, spec: bytes, state: bytes, token: str, code: str, now: datetime) -> Advance:
        """A verb refused: on by the error event that catches the code, else Stuck and the verb stays asked for."""
        return self._next(spec, state, Entry("fail", now, token=token, code=code))

    def put(self, spec: bytes, state: bytes, token: str, step: str, now: datetime) -> Advance:
        """The token leaves where it waits and waits at another person's step; raises WrongState where it is not the only
        one, or there is no such step beside it.
        """
        return self._next(spec, state, Entry("move", now, token=token, data={"to": step}))

    def withdraw(self, spec: bytes, state: bytes, now: datetime) -> Advance:
        """Takes every open token away and ends the instance."""
        return self._next(spec, state, Entry("withdraw", now))

    def replay(self, spec: bytes, entries: Iterable[Entry]) -> Advance:
        """The instance rebuilt from its log, with the same tokens, and all that happened on the way.

        Stops at the first entry that leads nowhere (Stuck is the last happening); raises what that entry would raise.
        """
        run: Run | None = None
        happened: list[Happening] = []
        steps = 0
        for entry in entries:
            if entry.kind == "start":
                run = begin(self._shelf.take(spec), entry.data, self._limits, entry.at)
            if run is None:
                raise WrongState("Expected a log that begins with a start, but it begins with {kind}.", kind=entry.kind)
            before = states.save(run, self._key) if entry.kind != "start" else None
            advance = self._move(run, entry, before)
            happened.extend(advance.happenings)
            steps += advance.steps
            if advance.happenings and isinstance(advance.happenings[-1], Stuck):
                return Advance(advance.state, tuple(happened), advance.next_due, advance.ended, steps)
        if run is None:
            raise WrongState("Expected a log that begins with a start, but it is empty.")
        return Advance(states.save(run, self._key), tuple(happened), run.next_due(), advance.ended, steps)

    def open_tokens(self, spec: bytes, state: bytes) -> tuple[Open, ...]:
        """What the instance waits for, with the data that stands there."""
        return opens(self._load(spec, state, _NO_MOMENT))

    def _load(self, spec: bytes, state: bytes, now: datetime) -> Run:
        return states.load(self._shelf.take(spec), state, self._key, self._limits, now)

    def _next(self, spec: bytes, state: bytes, entry: Entry) -> Advance:
        run = self._load(spec, state, entry.at)
        return self._move(run, entry, state)

    def _move(self, run: Run, entry: Entry, before: bytes | None) -> Advance:
        """The run moved on by an entry, or, when it cannot be, the state before it and Stuck."""
        unmoved = states.save(run, self._key) if before is None else before
        due, ended = run.next_due(), run.end[0] if run.ended and run.end else None
        try:
            act(run, entry)
            happenings = tell(run)
        except Halt as halt:
            stuck = Stuck(halt.step or "", halt.template, halt.facts)
        except (SpiffWorkflowException, RecursionError) as wrong:
            template = "Expected the workflow library to take the step, but it says: {reason}"
            stuck = Stuck("", template, {"reason": str(wrong)[:300]})
        else:
            return advance_of(run, states.save(run, self._key), happenings)
        return Advance(unmoved, (stuck,), due, ended, run.taken)


_NO_MOMENT = datetime.min
