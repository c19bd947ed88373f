"""From the pairs a browser sends to raw answers, the answers a form begins with, and which fields are asked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.forms.checking import MOST_ROWS, hidden, inside
from engine.forms.checking import names as named
from engine.forms.form import SILENT, Field, Form

_ROW = re.compile(r"(\w+)\[([0-9]{1,4})\]\.(.+)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:[.,][0-9]{1,10})?")
_SPACES = re.compile(r"\s")
_NAMED = re.compile(r"\(([^()]{1,200})\)\s*$")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_NAMES = {"employee", "employees", "unit", "units", "people"}
Pairs = list[tuple[str, str]]


def parse(form: Form, pairs: Iterable[tuple[str, str]], *, keep_empty: bool = False) -> dict[str, Any]:
    """Raw answers of a sent HTML form: `costs[0].item` are rows, `trip.city` a group's; what is not of the form (tokens,
    buttons) is passed over.

    A checkbox that was not sent is no, a list of choices that was not sent is empty. A number may be written «1 500,5», a day
    «24.11.2026», a name «Омаров Б. Т. (omarov)». Rows with nothing in them are left out, unless `keep_empty`.
    """
    return _parsed(form.fields, list(pairs), keep_empty)


def _parsed(fields: tuple[Field, ...], pairs: Pairs, keep_empty: bool) -> dict[str, Any]:
    sent: dict[str, list[str]] = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    found: dict[str, Any] = {}
    for one in fields:
        if one.loose:
            found |= _parsed(one.children, pairs, keep_empty)
        elif one.type == "group":
            head = f"{one.key}."
            mine = [(name.removeprefix(head), value) for name, value in pairs if name.startswith(head)]
            found[one.key] = _parsed(one.children, mine, keep_empty)
        elif one.type == "dynamiclist":
            found[one.key] = _rows(one, pairs, keep_empty)
        elif one.type not in SILENT:
            found[one.key] = _sent(one, sent)
    return found


def _rows(one: Field, pairs: Pairs, keep_empty: bool) -> list[dict[str, Any]]:
    rows: dict[int, Pairs] = {}
    for name, value in pairs:
        match = _ROW.fullmatch(name)
        if match and match[1] == one.key and (len(rows) <= MOST_ROWS or int(match[2]) in rows):
            rows.setdefault(int(match[2]), []).append((match[3], value))
    parsed = [_parsed(one.children, rows[at], keep_empty) for at in sorted(rows)]
    return [row for row in parsed if keep_empty or _answered(row)]


def _answered(value: object) -> bool:
    if isinstance(value, dict | list):
        return any(map(_answered, value.values() if isinstance(value, dict) else value))
    return value not in (None, "", False)


def _sent(one: Field, sent: Mapping[str, list[str]]) -> Any:
    values = sent.get(one.key, [])
    if one.type == "filepicker":
        values = [*sent.get(f"{one.key}.kept", []), *values]
    if one.type == "checkbox":
        return any(value not in {"", "no", "false", "0"} for value in values)
    if one.type in _NAMES:
        values = [_code(value) for value in values]
    if one.many:
        return [value for value in values if value]
    last = values[-1] if values else None
    if last is None:
        return None
    return _as_number(last) if one.type == "number" else _as_day(last) if one.type == "datetime" else last


def _code(text: str) -> str:
    """The code at the end of «Омаров Б. Т., декан (omarov)», else the text."""
    found = _NAMED.search(text[-300:])
    return found[1].strip() if found else text.strip()


def _as_number(text: str) -> Any:
    bare = _SPACES.sub("", text)
    if len(bare) > 40 or not _NUMBER.fullmatch(bare):
        return text
    point = bare.replace(",", ".")
    return float(point) if "." in point else int(point)


def _as_day(text: str) -> str:
    found = _DOTTED.fullmatch(text.strip())
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text


def defaults(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the form begins with: the given answers it has fields for, else its own default values."""
    return _defaults(form.fields, given)


def _defaults(fields: Iterable[Field], given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in fields:
        if one.loose:
            found |= _defaults(one.children, given)
            continue
        value = given[one.key] if one.key in given else one.props.get("defaultValue")
        if one.type == "group":
            value = _defaults(one.children, value if isinstance(value, Mapping) else {}) or None
        if one.answers and value is not None:
            found[one.key] = value
    return found


def visible(form: Form, raw: Mapping[str, Any]) -> set[str]:
    """The paths of the fields that are asked, given these answers: keys, and within rows and groups `costs[0].item`."""
    return set(_visible(form.fields, raw, named(form, raw), ""))


def _visible(fields: Iterable[Field], raw: object, names: Mapping[str, Any], path: str) -> Iterator[str]:
    given = raw if isinstance(raw, Mapping) else {}
    for one in fields:
        if hidden(one, names):
            continue
        name = f"{path}{one.key or one.id}"
        yield name
        if one.loose:
            yield from _visible(one.children, raw, names, path)
        elif one.type == "group":
            yield from _visible(one.children, given.get(one.key), names, f"{name}.")
        elif one.type == "dynamiclist":
            rows = given.get(one.key)
            for at, row in enumerate(rows[: MOST_ROWS + 1] if isinstance(rows, list) else []):
                yield from _visible(one.children, row, inside(names, one, row), f"{name}[{at}].")
