"""An instance under test: moves it through the machine's door and keeps the log it could be rebuilt from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from engine.workflow import Advance, Entry, Limits, Machine, Stuck, VerbShape, compile_process, read

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
KEY = b"k" * 32
VERBS = {"note": VerbShape("note", {"sum": int, "text": str}, frozenset(("sum", "text")))}


@cache
def compiled(xml: bytes) -> bytes:
    """The specification of a diagram that must be publishable."""
    reading = read(xml, verbs=VERBS)
    assert reading.runs, [problem.message for problem in reading.problems]
    return compile_process(reading)


class Walk:
    """One instance, moved step by step; `log` is what moved it."""

    def __init__(self, xml: bytes, *, limits: Limits | None = None, **data: Any) -> None:
        self.machine = Machine(KEY, limits=limits)
        self.spec = compiled(xml)
        self.now = NOW
        self.log = [Entry("start", self.now, data=data)]
        self.last = self.machine.start(self.spec, data, self.now)
        self.happenings = list(self.last.happenings)

    @property
    def tokens(self) -> list[str]:
        """The open tokens."""
        return [open.token for open in self.machine.open_tokens(self.spec, self.last.state)]

    @property
    def data(self) -> dict[str, Any]:
        """The data at the only open token."""
        (one,) = self.machine.open_tokens(self.spec, self.last.state)
        return dict(one.data)

    @property
    def stuck(self) -> Stuck | None:
        """The incident of the last move."""
        return next((one for one in self.last.happenings if isinstance(one, Stuck)), None)

    def token(self, step: str) -> str:
        """The open token of a step (or the token itself)."""
        return next(token for token in self.tokens if token == step or token.split("#")[0] == step)

    def finish(self, step: str, outcome: str = "", **data: Any) -> Advance:
        """A person or a verb finishes."""
        given = {"outcome": outcome, **data} if outcome else data
        token = self.token(step)
        return self._moved(
            Entry("finish", self.now, token=token, data=given),
            self.machine.finish(self.spec, self.last.state, token, given, self.now),
        )

    def fail(self, step: str, code: str = "E1") -> Advance:
        """A verb refuses."""
        token = self.token(step)
        return self._moved(
            Entry("fail", self.now, token=token, code=code),
            self.machine.fail(self.spec, self.last.state, token, code, self.now),
        )

    def wait(self, **passing: float) -> Advance:
        """Time passes and the instance is woken."""
        self.now += timedelta(**passing)
        return self._moved(Entry("wake", self.now), self.machine.wake(self.spec, self.last.state, self.now))

    def deliver(self, message: str, key: object = None, **payload: Any) -> Advance:
        """A message comes."""
        return self._moved(
            Entry("deliver", self.now, message=message, key=key, data=payload),
            self.machine.deliver(self.spec, self.last.state, message, key, payload, self.now),
        )

    def withdraw(self) -> Advance:
        """The instance is withdrawn."""
        return self._moved(Entry("withdraw", self.now), self.machine.withdraw(self.spec, self.last.state, self.now))

    def rebuilt(self) -> Advance:
        """The instance rebuilt from its log."""
        return self.machine.replay(self.spec, self.log)

    def _moved(self, entry: Entry, advance: Advance) -> Advance:
        self.last = advance
        self.happenings += advance.happenings
        if self.stuck is None:
            self.log.append(entry if advance.data is None else replace(entry, data=advance.data))
        return advance
