"""The rules of a form-js field's `validate`, as form-js 1.23 applies them; each broken one is a sentence."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.forms import patterns
from engine.forms.feel import bound
from engine.forms.form import TEXTS, Field
from engine.forms.values import Wrong, quoted

BOUNDS = ("min", "max", "minLength", "maxLength")
# HTML's own definition of a valid e-mail address, which form-js follows.
_WORD = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = rf"^[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_WORD}(?:\.{_WORD})*$"
_PHONE = r"^(?:\+|00)[1-9][0-9]{6,24}$"
_BETWEEN = re.compile(r"[\s()‑-]")


def broken(one: Field, answer: Any, names: Mapping[str, Any], now: date) -> Iterator[Wrong]:
    """What the field's rules say against a typed answer; `names` are the answers its expressions see."""
    limits = {name: bound(one.rules[name], names) for name in BOUNDS if name in one.rules}
    if one.type in TEXTS:
        yield from _text(one, answer, limits)
    elif one.type in {"number", "money"}:
        yield from _number(one, Decimal(str(answer)), limits)
    elif isinstance(answer, list):
        yield from _count(one, len(answer), limits)
    elif one.type == "datetime" and one.props.get("disallowPassedDates") and answer[:10] < now.isoformat():
        yield Wrong("Expected a day that has not passed, but it is {value}.", value=answer)


def _count(one: Field, count: int, limits: Mapping[str, Decimal | None]) -> Iterator[Wrong]:
    least, most = limits.get("minLength"), limits.get("maxLength")
    rows = one.type == "dynamiclist"
    if least is not None and count < least:
        yield Wrong(
            "Expected at least {least} rows, but there are {count}."
            if rows
            else "Expected at least {least} entries, but there are {count}.",
            least=_said(least),
            count=count,
        )
    if most is not None and count > most:
        yield Wrong(
            "Expected at most {most} rows, but there are {count}."
            if rows
            else "Expected at most {most} entries, but there are {count}.",
            most=_said(most),
            count=count,
        )


def _text(one: Field, answer: str, limits: Mapping[str, Decimal | None]) -> Iterator[Wrong]:
    rules, length = one.rules, len(answer.strip())
    least, most = limits.get("minLength"), limits.get("maxLength")
    if rules.get("pattern") and not patterns.fits(rules["pattern"], answer):
        yield Wrong(
            "Expected it written another way: {pattern}", pattern=rules.get("patternErrorMessage") or rules["pattern"]
        )
    if least is not None and length < least:
        yield Wrong("Expected at least {least} characters, but there are {count}.", least=_said(least), count=length)
    if most is not None and length > most:
        yield Wrong("Expected at most {most} characters, but there are {count}.", most=_said(most), count=length)
    if rules.get("validationType") == "email" and not patterns.fits(_EMAIL, answer):
        yield Wrong("Expected an e-mail address, but it is {value}.", value=quoted(answer))
    if rules.get("validationType") == "phone" and not patterns.fits(_PHONE, _BETWEEN.sub("", answer)):
        yield Wrong("Expected a telephone number such as +7 727 123 45 67, but it is {value}.", value=quoted(answer))


def _number(one: Field, answer: Decimal, limits: Mapping[str, Decimal | None]) -> Iterator[Wrong]:
    least, most = limits.get("min"), limits.get("max")
    if least is not None and answer < least:
        yield Wrong("Expected at least {least}, but it is {value}.", least=_said(least), value=_said(answer))
    if most is not None and answer > most:
        yield Wrong("Expected at most {most}, but it is {value}.", most=_said(most), value=_said(answer))
    if one.type == "number":
        yield from _fraction(one, answer)


def _fraction(one: Field, answer: Decimal) -> Iterator[Wrong]:
    digits, step = one.props.get("decimalDigits"), one.props.get("increment")
    if isinstance(digits, int) and -int(answer.normalize().as_tuple().exponent) > digits:
        if digits == 0:
            yield Wrong("Expected a whole number, but it is {value}.", value=_said(answer))
        else:
            yield Wrong("Expected at most {digits} digits after the comma, but there are more.", digits=digits)
    if step and answer % Decimal(str(step)) != 0:
        over = answer % Decimal(str(step))
        below = answer - over if over > 0 else answer - over - Decimal(str(step))
        yield Wrong(
            "Expected a multiple of {step} such as {below} or {above}, but it is {value}.",
            step=_said(Decimal(str(step))),
            below=_said(below),
            above=_said(below + Decimal(str(step))),
            value=_said(answer),
        )


def _said(number: Decimal) -> str:
    return f"{number.normalize():f}"
