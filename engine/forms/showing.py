"""Answers as people read them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.forms.form import NESTED, Field, Form, answering
from engine.texts import said


@dataclass(frozen=True)
class Shown:
    """A label with its answer: text, a list of texts, or rows of further ones. `type` is the field's."""

    key: str
    label: str
    type: str
    value: Any
    rows: tuple[tuple["Shown", ...], ...] = ()


Naming = Callable[[str, str], str]


def shown(form: Form, answers: Mapping[str, Any], language: str, name: Naming) -> list[Shown]:
    """The filled fields in the form's order; `name(type, value)` words people, units and files, and of a choice from a list
    kept elsewhere (`valuesKey`) the value by the name of that list.
    """
    return _all(form.fields, answers, language, name)


def _all(fields: tuple[Field, ...], answers: object, language: str, name: Naming) -> list[Shown]:
    given = answers if isinstance(answers, Mapping) else {}
    filled = [(one, given[one.key]) for one in answering(fields) if one.key in given]
    return [_one(one, value, language, name) for one, value in filled if value not in (None, "", [])]


def _one(one: Field, value: Any, language: str, name: Naming) -> Shown:
    label = said(one.label, language) or one.key
    if one.type in NESTED:
        inner = value if isinstance(value, list) else [value]
        return Shown(
            one.key, label, one.type, None, tuple(tuple(_all(one.children, row, language, name)) for row in inner)
        )
    options = {option.value: said(option.label, language) for option in one.options}
    kind = one.options_from or one.type
    if isinstance(value, list):
        return Shown(one.key, label, one.type, [options.get(str(text)) or name(kind, str(text)) for text in value])
    return Shown(
        one.key, label, one.type, (options.get(value) or name(kind, value)) if isinstance(value, str) else value
    )
