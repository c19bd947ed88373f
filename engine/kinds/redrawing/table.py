"""The route of a draft as rows in the order of the walk: who does what, by when, with which buttons, and what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import KindRefused, NotFound
from engine.kinds.labels import outcome_label
from engine.kinds.plain import read_yaml
from engine.texts import LANGUAGES, Text, said
from engine.workflow import Diagram, Flow, Step, leads_to, read

DIAGRAM, SETTINGS, TRANSLATIONS = "process.bpmn", "kind.yaml", "translations.yaml"
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Way:
    """A flow that leaves a step. `otherwise`: it is taken when no other is; `condition` is an expression or empty."""

    flow: str
    names: Text
    condition: str
    target: str
    otherwise: bool


@dataclass(frozen=True)
class Button:
    """A button of a person's step, and the steps a press reaches next."""

    id: str
    comment: str
    primary: bool
    leads: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A step of the route. `deep` says how many sub-processes stand around it."""

    step: Step
    names: Text
    buttons: tuple[Button, ...]
    ways: tuple[Way, ...]
    deep: int


@dataclass(frozen=True)
class Lane:
    """Who does the steps of a lane: its name, and the rule of kind.yaml as it is written (empty: none yet)."""

    id: str
    names: Text
    rule: str


@dataclass(frozen=True)
class Table:
    """All of a route. `written_in` is the language in which names stand in the drawing itself."""

    rows: tuple[Row, ...]
    lanes: Mapping[str, Lane]
    written_in: str
    labels: Mapping[str, Text]
    diagram: Diagram

    def row(self, step: str) -> Row:
        """The row of a step; raises NotFound."""
        for one in self.rows:
            if one.step.id == step:
                return one
        raise NotFound("Expected to find {element} in the diagram, but there is no such element.", element=step[:60])

    def called(self, step: str, language: str) -> str:
        """What a step is called, in that language; its id where it has no name."""
        return next((said(one.names, language) for one in self.rows if one.step.id == step), "") or step

    def names(self, step: str) -> Text | str:
        """What a step is called in all languages; its id where it has no name."""
        return next((one.names for one in self.rows if one.step.id == step), {}) or step

    def button(self, step: str, outcome: str, language: str) -> str:
        """The words on a button."""
        words = self.labels.get(f"{step}.{outcome}") or self.labels.get(outcome)
        return said(words, language) if words else outcome_label(outcome, language)


def table(files: Files) -> Table:
    """The table of a kind's files, as far as they can be read; raises KindRefused when the diagram cannot."""
    reading = read(files.get(DIAGRAM, b""))
    if reading.diagram is None:
        raise KindRefused(reading.problems)
    diagram = reading.diagram
    settings, texts = plain(files, SETTINGS), plain(files, TRANSLATIONS)
    drawn_in = settings.get("written_in")
    written_in = str(drawn_in) if drawn_in in LANGUAGES else "ru"
    names = Names(written_in, mapping(texts.get("diagram")))
    rules = mapping(settings.get("people"))
    lanes = {id: Lane(id, names.of(id, name), str(rules.get(id) or "")) for id, name in diagram.lanes.items()}
    rows = tuple(_row(diagram, diagram.steps[id], names) for id in walked(diagram))
    labels = {key: _text(value) for key, value in mapping(texts.get("outcomes")).items()}
    return Table(rows, lanes, written_in, labels, diagram)


@dataclass(frozen=True)
class Names:
    """What translations.yaml says of what is drawn."""

    written_in: str
    known: Mapping[str, Any]

    def of(self, id: str, drawn: str, own: Text | None = None) -> Text:
        """The names of an element in all languages that are known."""
        return {**({self.written_in: drawn} if drawn else {}), **_text(self.known.get(id)), **(own or {})}


def _row(diagram: Diagram, step: Step, names: Names) -> Row:
    buttons = tuple(
        Button(one.id, one.comment, one.primary, tuple(next.id for next in leads_to(diagram, step.id, one.id)))
        for one in step.outcomes
    )
    ways = tuple(
        Way(one.id, names.of(one.id, one.name), one.condition, one.target, _otherwise(diagram, one))
        for one in diagram.leaving(step.id)
    )
    return Row(step, names.of(step.id, step.name, step.names), buttons, ways, _deep(diagram, step))


def _otherwise(diagram: Diagram, flow: Flow) -> bool:
    return flow.default and len(diagram.leaving(flow.source)) > 1


def _deep(diagram: Diagram, step: Step) -> int:
    deep, held = 0, step
    while held.parent in diagram.steps and deep < 10:
        deep, held = deep + 1, diagram.steps[held.parent]
    return deep


def walked(diagram: Diagram) -> list[str]:
    """The ids of all steps in the order of the walk: none before all that lead to it, loops apart; the main way first."""
    after = {step: list(_after(diagram, one)) for step, one in diagram.steps.items()}
    seen: set[str] = set()
    done: list[str] = []
    for first in [one.id for one in diagram.steps.values() if one.element == "startEvent" and not one.parent]:
        seen.add(first)
        stack = [(first, iter(reversed(after[first])))]
        while stack:
            found = next((one for one in stack[-1][1] if one not in seen), None)
            if found is None:
                done.append(stack.pop()[0])
            else:
                seen.add(found)
                stack.append((found, iter(reversed(after[found]))))
    return [*reversed(done), *(one for one in diagram.steps if one not in seen)]


def _after(diagram: Diagram, step: Step) -> Iterator[str]:
    """What comes after a step, the usual way first."""
    inside = step.called or step.id
    if step.type in ("sub", "call"):
        yield from (one.id for one in diagram.steps.values() if one.parent == inside and one.element == "startEvent")
    yield from (one.target for one in sorted(diagram.leaving(step.id), key=lambda one: bool(one.condition)))
    yield from (one.id for one in diagram.steps.values() if one.attached_to == step.id)


def plain(files: Files, name: str) -> Mapping[str, Any]:
    """What a file of settings says; nothing while it cannot be read, which the check tells."""
    try:
        return mapping(read_yaml(files.get(name, b""), name).value)
    except KindRefused:
        return {}


def mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> Text:
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    return {one: str(words) for one, words in mapping(value).items() if one in LANGUAGES and words}
