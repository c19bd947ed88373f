"""The plain values of expressions: empty, yes/no, number, text, date, list, object. Nothing else gets in or out."""

import datetime
from collections.abc import Mapping, Sized
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, DecimalException, DivisionByZero, InvalidOperation
from typing import TypeAlias

from engine.errors import Refusal

MAX_TEXT = 10_000
MAX_ITEMS = 10_000
MAX_NUMBER = 10**15
MAX_NESTING = 20
FORBIDDEN_KEY = "typename"  # the library takes a dict with this key for an object of its own and cannot load the state

Number: TypeAlias = int | Decimal
_PLACES = Decimal("1e-15")
_EXACT = Context(prec=64, Emax=200, Emin=-200, traps=[InvalidOperation, DivisionByZero])
_KINDS: Mapping[type, str] = {
    type(None): "nothing",
    bool: "yes/no",
    int: "number",
    float: "number",
    Decimal: "number",
    str: "text",
    datetime.date: "date",
    list: "list",
    tuple: "list",
    dict: "object",
}


class ExpressionError(Refusal):
    """Expected an expression that can be worked out, but it cannot."""

    code = "expression"


def kind(value: object) -> str:
    """What the value is, in the words of the refusals: nothing, yes/no, number, text, date, list, object."""
    found = _KINDS.get(type(value))
    if found is None:
        raise ExpressionError("Expected plain data, but {type} is something else.", type=type(value).__name__)
    return found


def take(value: object) -> object:
    """The value as expressions see it: floats and whole numbers within bounds, texts and lists not too long."""
    sort = kind(value)
    if sort == "number":
        return bounded(value if type(value) is int else _decimal(value))
    if isinstance(value, str):
        return _short(value, MAX_TEXT)
    if isinstance(value, (list, tuple, dict)):
        return _short(value, MAX_ITEMS)
    return value


def _short(value: Sized, limit: int) -> object:
    if len(value) > limit:
        raise ExpressionError("Expected at most {limit} characters or items, but there are more.", limit=limit)
    return value


def _decimal(value: object) -> Decimal:
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite():
        raise ExpressionError("Expected a number, but it is not finite.")
    return number


def bounded(number: Number) -> Number:
    """The number rounded to fifteen decimals; refused above 10**15 either way."""
    if not -MAX_NUMBER <= number <= MAX_NUMBER:
        raise ExpressionError("Expected a number up to {limit}, but it is larger.", limit=MAX_NUMBER)
    if isinstance(number, int):
        return number
    return number.quantize(_PLACES, rounding=ROUND_HALF_EVEN, context=_EXACT)


def number(value: object) -> Number:
    """The value, which must be a number."""
    taken = take(value)
    if type(taken) is int or type(taken) is Decimal:
        return taken
    raise _expected("a number", value)


def text(value: object) -> str:
    """The value, which must be text."""
    if type(value) is str:
        take(value)
        return value
    raise _expected("text", value)


def truth(value: object) -> bool:
    """The value, which must be yes or no."""
    if type(value) is bool:
        return value
    raise _expected("yes or no", value)


def items(value: object) -> list[object]:
    """The value, which must be a list."""
    if type(value) is list or type(value) is tuple:
        take(value)
        return list(value)
    raise _expected("a list", value)


def record(value: object) -> dict[str, object]:
    """The value, which must be an object (names and values)."""
    if type(value) is dict:
        take(value)
        return value
    raise _expected("an object", value)


def _expected(wanted: str, value: object) -> ExpressionError:
    return ExpressionError(_WANTED[wanted], found=kind(value))


_WANTED = {
    "a number": "Expected a number, but found {found}.",
    "text": "Expected text, but found {found}.",
    "yes or no": "Expected yes or no, but found {found}.",
    "a list": "Expected a list, but found {found}.",
    "an object": "Expected an object with named values, but found {found}.",
}


def same(left: object, right: object) -> bool:
    """Whether both are equal. Different kinds are an error, never just unequal; nothing equals only nothing."""
    one, other = kind(left), kind(right)
    if "nothing" in (one, other):
        return one == other
    if one != other:
        raise ExpressionError(
            "Expected to compare like with like, but found {left} and {right}.", left=one, right=other
        )
    return whole(left) == whole(right)


def whole(value: object, depth: int = 0) -> object:
    """The value with everything inside it taken over as plain data."""
    if depth > MAX_NESTING:
        raise ExpressionError("Expected data nested at most {limit} deep, but it goes deeper.", limit=MAX_NESTING)
    taken = take(value)
    if isinstance(taken, (list, tuple)):
        return [whole(item, depth + 1) for item in taken]
    if isinstance(taken, dict):
        return {_key(key): whole(item, depth + 1) for key, item in taken.items()}
    return taken


def _key(key: object) -> str:
    if type(key) is not str or key == FORBIDDEN_KEY:
        raise ExpressionError('Expected names as keys of an object, but found "{key}".', key=str(key)[:60])
    return key


def plain(value: object) -> object:
    """The value as JSON can hold it: whole numbers as int, others as float, dates as YYYY-MM-DD."""
    return _plain(whole(value))


def _plain(value: object) -> object:
    if type(value) is Decimal:
        return int(value) if value == value.to_integral_value() else float(value)
    if type(value) is datetime.date:
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def arithmetic(sign: str, left: object, right: object) -> Number:
    """Two numbers joined by one of + - * / // % (floor division as in Python, division exact to fifteen decimals)."""
    one, other = number(left), number(right)
    try:
        if type(one) is int and type(other) is int and sign != "/":
            return bounded(_whole_numbers(sign, one, other))
        return bounded(_decimals(sign, Decimal(one), Decimal(other)))
    except (DecimalException, ZeroDivisionError):
        raise ExpressionError("Expected a division that works, but the divisor is zero.") from None


def _whole_numbers(sign: str, one: int, other: int) -> int:
    match sign:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
        case "//":
            return one // other
        case _:
            return one % other


def _decimals(sign: str, one: Decimal, other: Decimal) -> Decimal:
    match sign:
        case "+":
            return _EXACT.add(one, other)
        case "-":
            return _EXACT.subtract(one, other)
        case "*":
            return _EXACT.multiply(one, other)
        case "/":
            return _EXACT.divide(one, other)
    floor = _EXACT.divide(one, other).to_integral_value(rounding=ROUND_FLOOR)
    return floor if sign == "//" else _EXACT.subtract(one, _EXACT.multiply(floor, other))
