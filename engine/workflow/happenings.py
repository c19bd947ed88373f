"""What an advance of an instance tells the desks: tasks, verbs asked for, waits, messages, the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias


@dataclass(frozen=True)
class TaskOpened:
    """A person's task is offered. `item` is the element when the task is made for each of a list, else None."""

    token: str
    step: str
    item: Any = None


@dataclass(frozen=True)
class TaskWithdrawn:
    """A person's task or a verb's step is no longer wanted: a timer, an error or an end took its token away."""

    token: str
    step: str


@dataclass(frozen=True)
class StepRequested:
    """A verb is to be done; the token is held until `Machine.finish` or `Machine.fail`."""

    token: str
    step: str
    verb: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WaitOpened:
    """The instance waits for a message with a key, or for a moment (`due`)."""

    token: str
    step: str
    message: str = ""
    key: Any = None
    due: datetime | None = None


@dataclass(frozen=True)
class WaitClosed:
    """The wait is over, fulfilled or withdrawn."""

    token: str
    step: str


@dataclass(frozen=True)
class MessageSent:
    """The diagram throws a message; who waits for it is the office's to find."""

    message: str
    key: Any = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ended:
    """The instance is over: the id and the name of its last completed end event, or end "withdrawn"."""

    end: str
    name: str = ""


@dataclass(frozen=True)
class Stuck:
    """The step could not be taken and nothing was changed: an incident. `reason_template` is a gettext key."""

    step: str
    reason_template: str
    facts: Mapping[str, Any] = field(default_factory=dict)


Happening: TypeAlias = (
    TaskOpened | TaskWithdrawn | StepRequested | WaitOpened | WaitClosed | MessageSent | Ended | Stuck
)


@dataclass(frozen=True)
class Advance:
    """What moving an instance gives: its new state, what happened, when to wake it, the end event it ended with.

    `data` is what the log has to keep of the data of a finish: what did not stand there already; None: all of it.
    """

    state: bytes
    happenings: tuple[Happening, ...] = ()
    next_due: datetime | None = None
    ended: str | None = None
    steps: int = 0
    data: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Open:
    """A token that waits for somebody or something. `type` is person, verb, message or timer."""

    token: str
    step_id: str
    type: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Limits:
    """How much one advance may do: automatic steps, seconds, elements of a list, sub-processes inside each other."""

    steps: int = 2000
    seconds: float = 10.0
    items: int = 200
    depth: int = 20


class Halt(Exception):
    """A step cannot be taken; becomes `Stuck`. Carries the sentence, its facts and the step where it happened."""

    def __init__(self, template: str, step: str = "", /, **facts: Any) -> None:
        super().__init__(template)
        self.template = template
        self.step = step
        self.facts = facts
