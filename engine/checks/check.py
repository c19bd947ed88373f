"""What a check is given, and what it gives."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as _with
from datetime import date
from typing import Any

START = "start"


@dataclass(frozen=True)
class Other:
    """Another document of the same person that has days. `owes` says that it waits for his report."""

    kind: str
    title: str
    number: str
    since: date
    until: date
    owes: bool = False


@dataclass(frozen=True)
class Away:
    """Days in which somebody stands in for the person, and by which order."""

    since: date
    until: date
    basis: str


@dataclass(frozen=True)
class Asked:
    """What is looked at: the answers, the day they were given, the person's other documents and leaves, and when somebody
    stands in for him.

    `workdays(first, last)` counts working days after the first up to the last.
    """

    kind: str
    answers: Mapping[str, Any]
    day: date
    workdays: Callable[[date, date], int]
    others: tuple[Other, ...] = ()
    away: tuple[Away, ...] = ()

    def date_of(self, key: str) -> date | None:
        """The day an answer holds; None when it holds none."""
        try:
            return date.fromisoformat(str(self.answers.get(key)))
        except ValueError:
            return None


@dataclass(frozen=True)
class Finding:
    """One thing found: the field it is about, and a sentence (a gettext key) with its facts."""

    field: str
    template: str
    facts: Mapping[str, object] = _with(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """A check by its name. `at` is where it looks: when a document is sent, or the event of that name."""

    name: str
    do: Callable[[Asked], Iterable[Finding]]
    at: str = START
