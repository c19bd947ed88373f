"""Answers as people read them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.forms.form import Field, Form
from engine.texts import said


@dataclass(frozen=True)
class Shown:
    """A label with its answer: text, a list of texts, or rows of further ones. `type` is the field's."""

    key: str
    label: str
    type: str
    value: Any
    rows: tuple[tuple["Shown", ...], ...] = ()


def shown(form: Form, answers: Mapping[str, Any], language: str, name: Callable[[str, str], str]) -> list[Shown]:
    """The filled fields in the form's order; `name(type, value)` words people, units and files."""
    return _all(tuple(form.all()), answers, language, name)


def _all(
    fields: tuple[Field, ...], answers: Mapping[str, Any], language: str, name: Callable[[str, str], str]
) -> list[Shown]:
    return [_one(one, answers[one.key], language, name) for one in fields if answers.get(one.key) not in (None, "", [])]


def _one(one: Field, value: Any, language: str, name: Callable[[str, str], str]) -> Shown:
    label = said(one.label, language) or one.key
    if one.type == "dynamiclist":
        rows = tuple(tuple(_all(one.children, row, language, name)) for row in value)
        return Shown(one.key, label, one.type, None, rows)
    options = {option.value: said(option.label, language) for option in one.options}
    if isinstance(value, list):
        return Shown(one.key, label, one.type, [options.get(text) or name(one.type, str(text)) for text in value])
    if isinstance(value, str):
        value = options.get(value) or name(one.type, value)
    return Shown(one.key, label, one.type, value)
