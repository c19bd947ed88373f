"""The functions an expression may call. A fixed table: nothing reaches it from data or from a diagram."""

import datetime
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from engine.workflow.values import (
    ExpressionError,
    Number,
    arithmetic,
    bounded,
    items,
    kind,
    number,
    record,
    same,
    truth,
)
from engine.workflow.values import text as text_of


def _len(value: object) -> int:
    if isinstance(value, (str, list, tuple, dict)) and kind(value):
        return len(value)
    raise ExpressionError("Expected text, a list or an object to measure, but found {found}.", found=kind(value))


def ordered(left: object, right: object) -> bool:
    """Whether left comes before right: two numbers, two texts or two dates; anything else is an error."""
    one, other = kind(left), kind(right)
    if one != other or one not in ("number", "text", "date"):
        raise ExpressionError("Expected to order like with like, but found {left} and {right}.", left=one, right=other)
    if one == "number":
        return number(left) < number(right)
    if one == "text":
        return text_of(left) < text_of(right)
    return _date(left) < _date(right)


def _best(values: tuple[object, ...], better: Callable[[object, object], bool]) -> object:
    given = items(values[0]) if len(values) == 1 else list(values)
    if not given:
        raise ExpressionError("Expected at least one value, but the list is empty.")
    best = given[0]
    for value in given[1:]:
        if better(value, best):
            best = value
    ordered(best, best)
    return best


def _min(*values: object) -> object:
    return _best(values, ordered)


def _max(*values: object) -> object:
    return _best(values, lambda one, other: ordered(other, one))


def _sum(values: object) -> Number:
    total: Number = 0
    for value in items(values):
        total = arithmetic("+", total, value)
    return total


def _abs(value: object) -> Number:
    taken = number(value)
    return arithmetic("-", 0, taken) if taken < 0 else taken


def _round(value: object, digits: object = 0) -> Number:
    if type(digits) is not int or not 0 <= digits <= 6:
        raise ExpressionError("Expected to round to 0 to 6 digits, but found another number of digits.")
    rounded = Decimal(number(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return bounded(rounded)


def _contains(whole: object, part: object) -> bool:
    if type(whole) is str:
        return text_of(part) in text_of(whole)
    return member(part, whole)


def member(value: object, among: object) -> bool:
    """Whether the value is in a text, a list, or among the names of an object."""
    if type(among) is str:
        return text_of(value) in text_of(among)
    if type(among) is dict:
        return text_of(value) in record(among)
    return any(same(value, item) for item in items(among))


def _has(value: object, key: object) -> bool:
    return text_of(key) in record(value)


def _get(value: object, key: object, default: object = None) -> object:
    return record(value).get(text_of(key), default)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, (str, list, tuple, dict)) and len(value) == 0)


def _date(value: object) -> datetime.date:
    if type(value) is datetime.date:
        return value
    try:
        return datetime.date.fromisoformat(text_of(value)[:10])
    except ValueError:
        raise ExpressionError("Expected a date like 2026-09-01, but found other text.") from None


def _days_between(first: object, last: object) -> int:
    return (_date(last) - _date(first)).days


def _add_days(value: object, days: object) -> datetime.date:
    if type(days) is not int:
        raise ExpressionError("Expected a whole number of days, but found {found}.", found=kind(days))
    try:
        return _date(value) + datetime.timedelta(days=days)
    except OverflowError:
        raise ExpressionError("Expected a date between the years 1 and 9999, but it is outside.") from None


def _text(value: object) -> str:
    if type(value) is datetime.date:
        return value.isoformat()
    if kind(value) != "number":
        return text_of(value)
    taken = Decimal(number(value))
    return format(taken.to_integral_value() if taken == taken.to_integral_value() else taken.normalize(), "f")


def _any_of(values: object) -> bool:
    return True in [truth(value) for value in items(values)]


def _all_of(values: object) -> bool:
    return False not in [truth(value) for value in items(values)]


FUNCTIONS: Mapping[str, tuple[Callable[..., object], int, int]] = {  # name: function, fewest and most arguments
    "len": (_len, 1, 1),
    "min": (_min, 1, 50),
    "max": (_max, 1, 50),
    "sum": (_sum, 1, 1),
    "abs": (_abs, 1, 1),
    "round": (_round, 1, 2),
    "lower": (lambda value: text_of(text_of(value).lower()), 1, 1),
    "upper": (lambda value: text_of(text_of(value).upper()), 1, 1),
    "strip": (lambda value: text_of(value).strip(), 1, 1),
    "starts_with": (lambda value, start: text_of(value).startswith(text_of(start)), 2, 2),
    "ends_with": (lambda value, end: text_of(value).endswith(text_of(end)), 2, 2),
    "contains": (_contains, 2, 2),
    "has": (_has, 2, 2),
    "get": (_get, 2, 3),
    "is_empty": (_is_empty, 1, 1),
    "any_of": (_any_of, 1, 1),
    "all_of": (_all_of, 1, 1),
    "date": (_date, 1, 1),
    "days_between": (_days_between, 2, 2),
    "add_days": (_add_days, 2, 2),
    "text": (_text, 1, 1),
}
TRUTHS = frozenset(("starts_with", "ends_with", "contains", "has", "is_empty", "any_of", "all_of"))
