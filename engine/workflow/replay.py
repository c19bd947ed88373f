"""The log of an instance: what moved it, one entry after another. From it alone the instance can be rebuilt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True)
class Entry:
    """One thing that moved an instance.

    start: `data`. finish: `token`, `data`. wake: the moment. deliver: `message`, `key`, `data` (the payload).
    fail: `token`, `code`. withdraw: nothing. move: `token`, and in `data` the step it goes `to`. `at` is the `now` that was given then.
    """

    kind: Literal["start", "finish", "wake", "deliver", "fail", "withdraw", "move"]
    at: datetime
    token: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    key: Any = None
    code: str = ""
