"""One answer, from what was sent to its plain typed value; `Wrong` says what is wrong with it."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, Protocol

from engine.forms.form import CHOICES, LISTS, TEXTS, Field

LONGEST_TEXT = 20_000
LONGEST_OF_ALL = 500_000
LONGEST_LINE = 2_000
LONGEST_NAME = 200
MOST_NAMES = 1_000
MOST_PEOPLE = 10_000  # a list of everybody to be acquainted, also with some named twice
TOLD = 10  # so many unknown names are told at once
LARGEST_NUMBER = 10**15
NOT_TEXT = "Expected text, but it is something else."
_CURRENCY = re.compile(r"(?:тг\.?|теңге|тенге|₸|kzt|сом|kgs)$", re.IGNORECASE)
_MONEY = re.compile(r"[-−]?[0-9]{1,15}(?:[.,][0-9]{1,2})?")
_GROUPED = re.compile(r"[-−]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,2}")
_SPACES = re.compile(r"\s")
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")


class Lookup(Protocol):
    """What there is, asked by name: people by login, units by code, files by id, and the caller's own lists."""

    def person(self, login: str) -> bool: ...
    def unit(self, code: str) -> bool: ...
    def file(self, id: str) -> bool: ...
    def options(self, key: str) -> Collection[str]: ...


class Wrong(Exception):
    """One answer is wrong: a sentence with its facts."""

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template)
        self.template, self.facts = template, facts


def empty(value: object) -> bool:
    """Whether nothing was answered: spaces alone are nothing."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def typed(one: Field, given: object, look: Lookup) -> Any:
    """The answer as a plain value of its field's type; raises Wrong. `given` is not empty."""
    if one.type in TEXTS:
        return _text(one, given)
    if one.many:
        return _several(one, given, look)
    if one.type in CHOICES:
        return _chosen(one, given, look)
    if one.type in _SIMPLE:
        return _SIMPLE[one.type](given)
    if one.type == "datetime":
        return _moment(str(one.props.get("subtype") or "date"), given)
    return _known(one.type, _name(given), look)


def quoted(text: str) -> str:
    """A part of what was typed, fit to stand in a sentence."""
    return _UNSAFE.sub("�", text[:60])


def plain(given: object, most: int) -> str:
    """Text of at most that many characters that can be shown; raises Wrong."""
    if not isinstance(given, str):
        raise Wrong(NOT_TEXT)
    if len(given) > most:
        raise Wrong("Expected at most {most} characters, but there are {count}.", most=most, count=len(given))
    if _UNSAFE.search(given):
        raise Wrong("Expected text, but it holds characters that cannot be shown.")
    return given


def _text(one: Field, given: object) -> str:
    if one.type == "textfield":
        text = plain(given, max(LONGEST_LINE, _own_most(one)))
        if "\n" in text or "\r" in text:
            raise Wrong("Expected one line, but there are several.")
        return text
    return plain(given, max(LONGEST_TEXT, _own_most(one))).replace("\r\n", "\n").replace("\r", "\n")


def _own_most(one: Field) -> int:
    most = one.rules.get("maxLength")
    # Room for the spaces at both ends, which the rule does not count.
    return min(int(most) + 1_000, LONGEST_OF_ALL) if isinstance(most, int | float) else 0


def _number(given: object) -> int | float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise Wrong("Expected a number, but it is something else.")
    if abs(given) > LARGEST_NUMBER or not math.isfinite(given):
        raise Wrong("Expected a number of ordinary size, but it is too large.")
    return given


def _money(given: object) -> str:
    if isinstance(given, int | float) and not isinstance(given, bool):
        given = str(_number(given))
    if not isinstance(given, str) or len(given) > LONGEST_NAME:
        raise Wrong(NOT_TEXT)
    text = _CURRENCY.sub("", _SPACES.sub("", given))
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _MONEY.fullmatch(text):
        raise Wrong("Expected an amount such as 148 500,00, but it is {value}.", value=quoted(given))
    return f"{Decimal(text.replace(',', '.').replace('−', '-')):.2f}"


def _tick(given: object) -> bool:
    if not isinstance(given, bool):
        raise Wrong("Expected yes or no, but it is something else.")
    return given


_SIMPLE = {"number": _number, "money": _money, "checkbox": _tick}


def _moment(kind: str, given: object) -> str:
    text = plain(given, LONGEST_NAME).strip()
    try:
        if kind == "time":
            return _clock(text)
        day, between, clock = text.partition("T")
        found = _day(day)
        if kind == "datetime":
            return f"{found.isoformat()}T{_clock(clock)}"
        if between:
            raise ValueError(text)
    except ValueError:
        raise Wrong(_WHEN[kind if kind in _WHEN else "date"], value=quoted(text)) from None
    return found.isoformat()


_WHEN = {
    "date": "Expected a day that exists, as YYYY-MM-DD, but it is {value}.",
    "time": "Expected a time of the day, as HH:MM, but it is {value}.",
    "datetime": "Expected a day and a time, as YYYY-MM-DDTHH:MM, but it is {value}.",
}


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    found = date.fromisoformat(text)
    if not 1900 <= found.year <= 2200:
        raise Wrong("Expected a day between 1900 and 2200, but it is {value}.", value=text)
    return found


def _clock(text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise ValueError(text)
    return time.fromisoformat(text).isoformat("minutes")


def _chosen(one: Field, given: object, look: Lookup) -> str:
    text = plain(given, LONGEST_NAME)
    if text not in _offered(one, look):
        raise Wrong("Expected one of the offered choices, but {value} is none.", value=quoted(text))
    return text


def _offered(one: Field, look: Lookup) -> Collection[str]:
    return look.options(one.options_from) if one.options_from else {option.value for option in one.options}


def _several(one: Field, given: object, look: Lookup) -> list[str]:
    if not isinstance(given, list):
        raise Wrong("Expected a list, but it is something else.")
    most = MOST_PEOPLE if one.type in {"people", "employees"} else MOST_NAMES
    if len(given) > most:
        raise Wrong("Expected at most {most} entries, but there are {count}.", most=most, count=len(given))
    names = list(dict.fromkeys(_name(value) for value in given if not empty(value)))
    if one.type not in LISTS:
        return _all_known(one.type, names, look)
    offered = _offered(one, look)
    for name in names:
        if name not in offered:
            raise Wrong("Expected one of the offered choices, but {value} is none.", value=quoted(name))
    return names


def _all_known(kind: str, names: Sequence[str], look: Lookup) -> list[str]:
    """The names, when all are known; raises Wrong that tells the unknown ones together."""
    unknown: list[Wrong] = []
    for name in names:
        try:
            _known(kind, name, look)
        except Wrong as wrong:
            unknown.append(wrong)
    if len(unknown) == 1:
        raise unknown[0]
    if unknown:
        told = ", ".join(str(one.facts["value"]) for one in unknown[:TOLD]) + ("…" if len(unknown) > TOLD else "")
        raise Wrong(
            "Expected names that are known here, but {count} of the list are not: {values}.",
            count=len(unknown),
            values=told,
        )
    return list(names)


def _name(given: object) -> str:
    return plain(given, LONGEST_NAME).strip()


def _known(kind: str, name: str, look: Lookup) -> str:
    if kind in {"employee", "employees", "people"} and look.person(name):
        return name
    if kind in {"unit", "units", "people"} and look.unit(name):
        return name
    if kind == "filepicker" and look.file(name):
        return name
    if kind == "documents":  # whether there is such a document, and for whom, is asked when they are related
        return name
    raise Wrong(_MISSING[kind], value=quoted(name))


_MISSING: Mapping[str, str] = {
    "employee": "Expected the login of an employee, but {value} is none.",
    "employees": "Expected the login of an employee, but {value} is none.",
    "unit": "Expected the code of a unit, but {value} is none.",
    "units": "Expected the code of a unit, but {value} is none.",
    "people": "Expected an employee or a unit, but {value} is neither.",
    "filepicker": "Expected a file of this document, but {value} is none.",
}
