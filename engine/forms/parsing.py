"""From the pairs a browser sends to raw answers, and the answers a form begins with."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from engine.forms.checking import MOST_ROWS, hidden
from engine.forms.form import SILENT, Field, Form

_ROW = re.compile(r"(\w+)\[(\d{1,4})\]\.(.+)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,10})?")


def parse(form: Form, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Raw answers of a sent HTML form: `costs[0].item` are rows; what is not of the form (tokens, buttons) is passed over.

    A checkbox that was not sent is no, a list of choices that was not sent is empty.
    """
    return _parsed(form.fields, list(pairs))


def _parsed(fields: tuple[Field, ...], pairs: list[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in fields:
        if one.type == "group" and not one.key:
            found |= _parsed(one.children, pairs)
        elif one.type == "group":
            head = f"{one.key}."
            found[one.key] = _parsed(
                one.children, [(name.removeprefix(head), value) for name, value in pairs if name.startswith(head)]
            )
        elif one.type == "dynamiclist":
            found[one.key] = _rows(one, pairs)
        elif one.type not in SILENT:
            found[one.key] = _sent(one, [value for name, value in pairs if name == one.key])
    return found


def _rows(one: Field, pairs: list[tuple[str, str]]) -> list[dict[str, Any]]:
    rows: dict[int, list[tuple[str, str]]] = {}
    for name, value in pairs:
        match = _ROW.fullmatch(name)
        if match and match[1] == one.key and (len(rows) <= MOST_ROWS or int(match[2]) in rows):
            rows.setdefault(int(match[2]), []).append((match[3], value))
    parsed = [_parsed(one.children, rows[at]) for at in sorted(rows)]
    return [row for row in parsed if any(value not in (None, "", [], False) for value in row.values())]


def _sent(one: Field, values: list[str]) -> Any:
    if one.type == "checkbox":
        return any(value not in {"", "no", "false", "0"} for value in values)
    if one.many:
        return [value for value in values if value]
    last = values[-1] if values else None
    return _as_number(last) if one.type == "number" else last


def _as_number(text: str | None) -> Any:
    bare = re.sub(r"[\s\u00a0\u202f]", "", text or "")
    if not _NUMBER.fullmatch(bare):
        return text
    point = bare.replace(",", ".")
    return float(point) if "." in point else int(point)


def defaults(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the form begins with: the given answers it has fields for, else its own default values."""
    found: dict[str, Any] = {}
    for one in form.all():
        value = given[one.key] if one.key in given else one.props.get("defaultValue")
        if value is not None:
            found[one.key] = value
    return found


def visible(form: Form, raw: Mapping[str, Any]) -> set[str]:
    """The keys of the fields that are asked, given these answers."""
    return set(_visible(form.fields, raw))


def _visible(fields: tuple[Field, ...], raw: Mapping[str, Any]) -> Iterable[str]:
    for one in fields:
        if hidden(one, raw):
            continue
        if one.type == "group" and not one.key:
            yield from _visible(one.children, raw)
        elif one.key:
            yield one.key
