"""Collects what is wrong with a diagram while it is read."""

from collections.abc import Mapping

from lxml import etree

from engine.errors import KindProblem, Refusal
from engine.workflow.markup import PLACE, called


class Notes:
    """Keeps problems in the order they were found, each once."""

    def __init__(self) -> None:
        self._problems: dict[tuple[str, str, str], KindProblem] = {}

    @property
    def problems(self) -> tuple[KindProblem, ...]:
        return tuple(self._problems.values())

    def refuse(self, element: etree._Element, template: str, /, **facts: object) -> None:
        """The element cannot be published like that."""
        self._keep(element.get("id", ""), called(element), template, "error", facts)

    def warn(self, element: etree._Element, template: str, /, **facts: object) -> None:
        """The element was changed or is not read; the author is told."""
        self._keep(element.get("id", ""), called(element), template, "warning", facts)

    def wrong(self, element: str, name: str, error: Refusal) -> None:
        """The refusal of an expression of the element."""
        self._keep(element, name, error.template, "error", error.facts)

    def note(self, element: str, name: str, template: str, severity: str = "error", /, **facts: object) -> None:
        """A problem of the element with that id and name."""
        self._keep(element, name, template, severity, facts)

    def _keep(self, element: str, name: str, template: str, severity: str, facts: Mapping[str, object]) -> None:
        problem = KindProblem(PLACE, template, facts, element, name, severity)
        self._problems.setdefault((element, template, repr(sorted(facts.items()))), problem)
