"""Answers a form may be tried with: plausible ones, for looking at it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.forms.feel import bound
from engine.forms.form import CHOICES, LISTS, SILENT, TEXTS, Field, Form
from engine.texts import said

Lists = Mapping[str, Iterable[tuple[str, str]]]
TWO = 2


def example(form: Form, lists: Lists, language: str, now: date) -> dict[str, Any]:
    """Answers to every field, as a browser's would be read; `lists` holds pairs of value and words (`people`, `units`, the
    form's own `valuesKey`s). Rules are kept where that is simple; a pattern may not be.
    """
    return _filled(form.fields, _Filling(lists, language, now))


class _Filling:
    """What all fields of one form are filled from."""

    def __init__(self, lists: Lists, language: str, now: date) -> None:
        self.language, self.now = language, now
        self.values = {name: [value for value, _words in pairs][:TWO] for name, pairs in lists.items()}


def _filled(fields: Iterable[Field], filling: _Filling) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in fields:
        if one.loose:
            found |= _filled(one.children, filling)
        elif one.type not in SILENT:
            found[one.key] = _answer(one, filling)
    return found


def _answer(one: Field, filling: _Filling) -> Any:
    if one.type == "group":
        return _filled(one.children, filling)
    if one.type == "dynamiclist":
        return [_filled(one.children, filling)]
    if one.type in TEXTS:
        return _text(one, filling.language)
    if one.type in {"number", "money"}:
        return _number(one)
    if one.type == "checkbox":
        return True
    if one.type == "datetime":
        return _moment(str(one.props.get("subtype") or "date"), filling.now)
    offered = _offered(one, filling)
    return offered if one.many else next(iter(offered), None)


def _text(one: Field, language: str) -> str:
    known = {"email": "name@example.kz", "phone": "+77271234567"}
    words = known.get(str(one.rules.get("validationType"))) or said(one.label, language) or one.key
    least, most = (bound(one.rules.get(name), {}) for name in ("minLength", "maxLength"))
    wanted = min(int(least), 1_000) if least is not None else 0
    while len(words) < wanted:
        words = f"{words} {words}"
    return words[: int(most)].strip() if most is not None else words


def _number(one: Field) -> Any:
    least, most = (bound(one.rules.get(name), {}) for name in ("min", "max"))
    value = max(least, Decimal(1)) if least is not None else Decimal(1)
    value = min(value, most) if most is not None else value
    if one.type == "money":
        return f"{value:.2f}"
    return int(value) if value == value.to_integral_value() else float(value)


def _moment(subtype: str, now: date) -> str:
    return {"time": "10:00", "datetime": f"{now.isoformat()}T10:00"}.get(subtype, now.isoformat())


def _offered(one: Field, filling: _Filling) -> list[str]:
    if one.type in CHOICES | LISTS and not one.options_from:
        return [option.value for option in one.options[: TWO if one.many else 1]]
    name = {"employee": "people", "employees": "people", "people": "people", "unit": "units", "units": "units"}
    return list(filling.values.get(one.options_from or name.get(one.type, ""), []))
