"""What a form says, as plain values."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.texts import Text, said

TEXTS = frozenset(("textfield", "textarea"))
CHOICES = frozenset(("select", "radio"))
LISTS = frozenset(("checklist", "taglist"))
OWN = frozenset(("employee", "employees", "unit", "units", "people", "documents", "money"))
SILENT = frozenset(("text", "separator", "spacer", "button"))  # hold no answer
NESTED = frozenset(("group", "dynamiclist"))
TYPES = TEXTS | CHOICES | LISTS | OWN | SILENT | NESTED | {"number", "checkbox", "datetime", "filepicker"}


@dataclass(frozen=True)
class Option:
    """One offered choice."""

    value: str
    label: Text


@dataclass(frozen=True)
class Field:
    """One component of a form.

    `key` is the answer's name (a dynamiclist's is its `path`), `hide` the FEEL condition under which it is not asked,
    `rules` form-js's `validate`, `props` everything else of the component; `options_from` names a list the caller has.
    """

    key: str
    type: str
    id: str
    label: Text = field(default_factory=dict)
    help: Text = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    options_from: str = ""
    hide: str = ""
    rules: Mapping[str, Any] = field(default_factory=dict)
    props: Mapping[str, Any] = field(default_factory=dict)
    children: tuple["Field", ...] = ()

    @property
    def required(self) -> bool:
        return bool(self.rules.get("required"))

    @property
    def answers(self) -> bool:
        """Whether it holds an answer of its own; a group without a path does not, its fields stand beside the others."""
        return self.type not in SILENT and not self.loose

    @property
    def loose(self) -> bool:
        """Whether it is a group without a path."""
        return self.type == "group" and not self.key

    @property
    def many(self) -> bool:
        """Whether its answer is a list of choices or names."""
        return self.type in LISTS | {"employees", "units", "people", "documents"} or (
            self.type == "filepicker" and bool(self.props.get("multiple", True))
        )


@dataclass(frozen=True)
class Form:
    """A form-js file as the house uses it; `source` is the file's own JSON."""

    id: str
    fields: tuple[Field, ...]
    source: Mapping[str, Any] = field(default_factory=dict)

    def label(self, one: Field, language: str) -> str:
        """What the field is called in that language."""
        return said(one.label, language)

    def text(self, one: Field, language: str) -> str:
        """The help under the field, or the words of a text component."""
        return said(one.help, language)

    def all(self) -> Iterator[Field]:
        """Every field that holds an answer at the top level, groups looked into."""
        return answering(self.fields)


def answering(fields: tuple[Field, ...]) -> Iterator[Field]:
    """The fields that hold an answer of their own, groups without a path looked into."""
    for one in fields:
        if one.loose:
            yield from answering(one.children)
        elif one.answers:
            yield one


def to_json(form: Form) -> dict[str, Any]:
    """The form-js JSON of the form, for programs."""
    plain: dict[str, Any] = json.loads(json.dumps(form.source))
    return plain
