"""What a verb is: gather in a short transaction, do without any, keep in a short one.

`gather(work, document, parameters)` reads what is needed; `do(tools, gathered)` is the slow part and gives the result,
or Later; `keep(work, document, gathered, result)` writes, and gives what the run's data shall hold (`result[step]`).
A verb must bear being run twice: what was kept is found and not done again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.documents.models import Document
from engine.work import Tools, Work
from engine.workflow import VerbShape


@dataclass(frozen=True)
class Later:
    """The step cannot be done now and is tried again; the document stands in `state` meanwhile (empty: as it is)."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)
    state: str = ""


@dataclass(frozen=True)
class Verb:
    """A word a service task of a diagram may say."""

    shape: VerbShape
    gather: Callable[[Work, Document, Mapping[str, Any]], Any]
    do: Callable[[Tools, Any], Any]
    keep: Callable[[Work, Document, Any, Any], Any]


def nothing(tools: Tools, gathered: Any) -> Any:
    """The slow part of a verb that has none."""
    return None
