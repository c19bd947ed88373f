"""Data on its way into an instance: copied, plain JSON, and without the names the library reads as instructions."""

import math
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.errors import Invalid

_DEEPEST = 20
_LARGEST = 2**63
_FORBIDDEN = "typename"


def clean(data: Mapping[str, Any], field: str = "data") -> dict[str, Any]:
    """A deep copy of the data as JSON can hold it; raises Invalid naming the first place that cannot be kept.

    Dates and moments become ISO 8601 texts, a Decimal becomes the number it equals.
    """
    if not isinstance(data, Mapping):
        raise Invalid.one(field, "Expected names with values, but got {type}.", type=type(data).__name__)
    return _object(data, field, 0)


def _object(value: Mapping[Any, Any], field: str, depth: int) -> dict[str, Any]:
    found = {}
    for name, inner in value.items():
        if not isinstance(name, str):
            raise Invalid.one(field, "Expected a text as name, but got {name}.", name=repr(name)[:100])
        if name == _FORBIDDEN:
            raise Invalid.one(field, "Expected a name other than {name}: it is reserved.", name=name)
        found[_text(name, field)] = _value(inner, f"{field}.{name}", depth + 1)
    return found


def _value(value: Any, field: str, depth: int) -> Any:
    if depth > _DEEPEST:
        raise Invalid.one(field, "Expected at most {most} levels inside each other, but there are more.", most=_DEEPEST)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, field)
    if isinstance(value, int | float | Decimal):
        return _number(value, field)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _object(value, field, depth)
    if isinstance(value, list | tuple):
        return [_value(inner, f"{field}[{index}]", depth + 1) for index, inner in enumerate(value)]
    raise Invalid.one(
        field, "Expected a text, number, list or names with values, but got {type}.", type=type(value).__name__
    )


def _text(value: str, field: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Invalid.one(field, "Expected readable text, but it has half a character in it.") from None
    return str(value)


def _number(value: float | Decimal, field: str) -> int | float:
    if isinstance(value, int):
        if abs(value) < _LARGEST:
            return int(value)
        raise Invalid.one(field, "Expected a finite number of usual size, but got one that is not.")
    if not math.isfinite(value) if isinstance(value, float) else not value.is_finite():
        raise Invalid.one(field, "Expected a finite number of usual size, but got one that is not.")
    return float(value) if isinstance(value, float) else _from_decimal(value, field)


def _from_decimal(value: Decimal, field: str) -> int | float:
    if abs(value) < _LARGEST and value == value.to_integral_value():
        return int(value)
    near = float(value)
    if not math.isfinite(near) or Decimal(repr(near)) != value:
        raise Invalid.one(field, "Expected a number with at most 15 digits, but got {value}.", value=str(value)[:50])
    return near
