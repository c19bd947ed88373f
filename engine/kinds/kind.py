"""A kind as the desks use it: everything its folder says, read and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import KindProblem
from engine.forms import Form
from engine.kinds.filing import Filing, Journal, Journals
from engine.kinds.labels import decided_label, outcome_label, state_label
from engine.kinds.rules import Rule
from engine.kinds.scenario import Scenario
from engine.kinds.translations import Translations
from engine.rendering import Template
from engine.texts import LANGUAGES, Text, said
from engine.workflow import Diagram, Reading

LONGEST_TITLE = 500
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*(?:\|[a-z][a-z0-9_]*)*)\}")


@dataclass(frozen=True)
class Start:
    """How a document of the kind begins: its form, and the roles that may (none: every employee)."""

    form: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Printed:
    """How the rendition is made: files of the folder, and whose field a step's signature is called (step id -> word)."""

    template: str = ""
    style: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """What kind.yaml says."""

    name: str
    title: Text
    purpose: str
    description: Text
    owner: str
    written_in: str
    start: Start
    people: Mapping[str, Rule]
    own_document: Mapping[str, str]
    repeat: str
    titles: Text
    language: str
    languages: tuple[str, ...]
    routing: tuple[str, ...]
    requisites: tuple[str, ...]
    rendition: Printed
    signers: tuple[str, ...]
    registrar: str
    executors: str
    checks: Mapping[str, str]
    levels: Mapping[str, str]
    filed: Filing
    journals: Journals
    access: str
    sample_file: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The signature fields of its rendition in the order they are filled: the signers', then the registrar's."""
        return (*self.signers, *([self.registrar] if self.registrar else []))

    @property
    def books(self) -> tuple[Journal, ...]:
        """Every journal its documents may be registered in."""
        filings = (self.filed, *self.journals.filings.values())
        return tuple({one.journal.code: one.journal for one in filings if one.journal}.values())

    def filing(self, answers: Mapping[str, Any]) -> Filing:
        """Where a document with those answers goes: by the answer the kind names, else what holds for all."""
        held = self.journals.filings
        chosen = answers.get(self.journals.by)
        return held.get(str(chosen)) or next(iter(held.values()), self.filed)

    @property
    def journal(self) -> Journal | None:
        """The journal of a document that says nothing."""
        return self.filing({}).journal

    @property
    def case(self) -> str:
        """The case of a document that says nothing."""
        return self.filing({}).case

    @property
    def retention_years(self) -> int | None:
        """How long a document that says nothing is kept."""
        return self.filing({}).retention_years


@dataclass(frozen=True)
class Kind(Settings):
    """A kind that can run.

    `forms` are by the names the diagram uses (`submit`, `shared:approve`); `people` by lane id; `signers`, `registrar`
    and `executors` are step ids; `own_document` says by step what happens when a person would decide on his own
    document (`skip`, `up`); `repeat` whether a new round asks everybody (`all`) or, when only requisites changed, those
    who had not approved (`changed`).
    """

    reading: Reading
    diagram: Diagram
    forms: Mapping[str, Form]
    translations: Translations
    template: Template
    style: str
    scenarios: tuple[Scenario, ...]
    sample: Mapping[str, Any]
    warnings: tuple[KindProblem, ...] = ()

    @property
    def title_field(self) -> str:
        """The first answer that makes a document's title."""
        return next(iter(fields_of_title(self.titles)), "")

    @property
    def language_field(self) -> str:
        """The answer that says in which language the document is made; empty when the kind's first language does."""
        return self.language

    @property
    def card(self) -> Mapping[str, Any]:
        """What the registration card of a document that says nothing begins with."""
        return self.card_of({})

    def card_of(self, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        """What its registration card begins with: journal, case, retention_years, access, where the kind says them."""
        found = self.filing(answers)
        code = found.journal.code if found.journal else ""
        given = {"journal": code, "case": found.case, "retention_years": found.retention_years, "access": self.access}
        return {key: value for key, value in given.items() if value}

    def title_of(self, answers: Mapping[str, Any], language: str) -> str:
        """The title of a document with those answers; the kind's title where they give none."""
        pattern = said(self.titles, language)
        filled = (
            _PLACE.sub(lambda match: _first(answers, match[1]), pattern)
            if "{" in pattern
            else _spoken(answers.get(pattern))
        )
        return (filled.strip() or said(self.title, language))[:LONGEST_TITLE]

    def titles_of(self, answers: Mapping[str, Any], own: str) -> dict[str, str]:
        """The titles in the languages where they are others than the document's `own`."""
        given = {one: self.title_of(answers, one) for one in LANGUAGES}
        return {one: title for one, title in given.items() if title != own}

    def texts(self, key: str, language: str) -> str:
        """A text of the kind: `title`, `description`, `step:<id>`, `lane:<id>`, `flow:<id>`, or a key of the template."""
        if key in ("title", "description"):
            return said(self.title if key == "title" else self.description, language)
        sort, _, id = key.partition(":")
        if sort in ("step", "lane", "flow") and id:
            return self.element_name(id, language)
        return said(self.translations.template.get(key, ""), language)

    def step_name(self, step: str, language: str) -> str:
        """What the diagram calls a step, in that language."""
        return self.element_name(step, language)

    def lane_name(self, lane: str, language: str) -> str:
        """What the diagram calls a lane, in that language."""
        return self.element_name(lane, language)

    def element_name(self, id: str, language: str) -> str:
        """The name of anything drawn: as the diagram itself says it, else as translations.yaml does."""
        return said(self.element_names(id), language)

    def element_names(self, id: str) -> Text:
        """The name of anything drawn in every language that is known."""
        step = self.diagram.steps.get(id)
        flow = next((one.name for one in self.diagram.flows if one.id == id), "")
        drawn = step.name if step else self.diagram.lanes.get(id, flow)
        own = {self.written_in: drawn} if drawn else {}
        return {**own, **self.translations.diagram.get(id, {}), **(step.names if step else {})}

    def outcome_label(self, step: str, outcome: str, language: str) -> str:
        """The words on the button of an outcome: the kind's own for that step, else the house's."""
        own = self.translations.outcomes.get(f"{step}.{outcome}") or self.translations.outcomes.get(outcome)
        return said(own, language) if own else outcome_label(outcome, language)

    def decided_label(self, step: str, outcome: str, language: str) -> str:
        """The words for a decision that has been made: the kind's own for its button, else the house's past form."""
        own = self.translations.outcomes.get(f"{step}.{outcome}") or self.translations.outcomes.get(outcome)
        return said(own, language) if own else decided_label(outcome, language)

    def state_label(self, state: str, language: str) -> str:
        """The words for a document's state."""
        return state_label(state, language)


def fields_of_title(titles: Text) -> tuple[str, ...]:
    """The answers a title is made of, in order."""
    places = [place for text in titles.values() for place in (_PLACE.findall(text) if "{" in text else [text])]
    found = [name for place in places for name in place.split("|")]
    return tuple(dict.fromkeys(found))


def _first(answers: Mapping[str, Any], names: str) -> str:
    """What the first of those answers says that says anything."""
    return next((said for name in names.split("|") if (said := _spoken(answers.get(name)))), "")


def _spoken(value: object) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
