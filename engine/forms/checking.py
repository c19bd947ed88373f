"""Checking answers: form-js's own rules, and what a browser cannot send but a program can."""

import math
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

import re2

from engine.errors import FieldProblem, Invalid
from engine.forms.feel import holds
from engine.forms.form import CHOICES, LISTS, SILENT, TEXTS, Field, Form

LONGEST_TEXT = 20_000
LONGEST_LINE = 2_000
MOST_ROWS = 200
LARGEST_NUMBER = 10**15
_EMAIL = re2.compile(r"^[^@\s]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
_PHONE = re2.compile(r"^\+?[0-9][0-9 ()-]{5,24}$")
_MONEY = re.compile(r"-?\d{1,15}(?:[.,]\d{1,2})?")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
NOT_TEXT = "Expected text, but it is something else."
NOT_KNOWN = "Expected one of the offered choices, but {value} is none."


class Lookup(Protocol):
    """What there is, asked by name: people by login, units by code, files by id, and the caller's own lists."""

    def person(self, login: str) -> bool: ...
    def unit(self, code: str) -> bool: ...
    def file(self, id: str) -> bool: ...
    def options(self, key: str) -> Collection[str]: ...


class _Wrong(Exception):
    """One answer is wrong."""

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template)
        self.template, self.facts = template, facts


def check(form: Form, raw: Mapping[str, Any], look: Lookup, *, now: date) -> dict[str, Any]:
    """The typed answers, plain JSON values; fields hidden by their conditions and empty ones are left out.

    Dates are YYYY-MM-DD, money a string with two decimals. Raises Invalid with every problem; a field the form does not
    have is one.
    """
    checking = _Checking(look, now)
    answers = checking.all(form.fields, raw, raw, "")
    if checking.problems:
        raise Invalid(checking.problems)
    return answers


class _Checking:
    """The problems found so far, and what there is."""

    def __init__(self, look: Lookup, now: date) -> None:
        self.look, self.now = look, now
        self.problems: list[FieldProblem] = []

    def wrong(self, path: str, template: str, **facts: object) -> None:
        self.problems.append(FieldProblem(path, template, facts))

    def all(self, fields: tuple[Field, ...], raw: object, names: Mapping[str, Any], path: str) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            self.wrong(path.rstrip(".") or "answers", "Expected named answers, but they are something else.")
            return {}
        found: dict[str, Any] = {}
        known: set[str] = set()
        for one in fields:
            self._one(one, raw, names, path, found, known)
        for extra in raw.keys() - known:
            self.wrong(
                f"{path}{str(extra)[:60]}",
                "Expected only the fields of this form, but it has no {field}.",
                field=str(extra)[:60],
            )
        return found

    def _one(
        self,
        one: Field,
        raw: Mapping[str, Any],
        names: Mapping[str, Any],
        path: str,
        found: dict[str, Any],
        known: set[str],
    ) -> None:
        if one.type == "group" and not one.key:
            unasked = hidden(one, names)
            for child in one.children:
                if unasked:
                    known |= _keys(child)
                else:
                    self._one(child, raw, names, path, found, known)
            return
        if one.type in SILENT:
            return
        known.add(one.key)
        if hidden(one, names):
            return
        answer = self._answer(one, raw.get(one.key), names, f"{path}{one.key}")
        if not empty(answer):
            found[one.key] = answer

    def _answer(self, one: Field, given: Any, names: Mapping[str, Any], path: str) -> Any:
        if one.type == "group":
            return (
                self.all(
                    one.children, given or {}, {**names, **(given if isinstance(given, Mapping) else {})}, f"{path}."
                )
                or None
            )
        if one.type == "dynamiclist":
            return self._rows(one, given, names, path)
        try:
            answer = None if empty(given) else _typed(one, given, self.look)
            _required(one, answer)
            if answer is not None:
                _ruled(one, answer, self.now)
            return answer
        except _Wrong as wrong:
            self.wrong(path, wrong.template, **wrong.facts)
            return None

    def _rows(self, one: Field, given: Any, names: Mapping[str, Any], path: str) -> list[dict[str, Any]] | None:
        if empty(given):
            if one.required:
                self.wrong(path, "Expected an answer, but there is none.")
            return None
        if not isinstance(given, list):
            self.wrong(path, "Expected rows, but it is something else.")
            return None
        if len(given) > MOST_ROWS:
            self.wrong(path, "Expected at most {most} rows, but there are {count}.", most=MOST_ROWS, count=len(given))
            return None
        return [
            self.all(
                one.children,
                row,
                {**names, **row, "this": row} if isinstance(row, Mapping) else names,
                f"{path}[{at}].",
            )
            for at, row in enumerate(given)
        ]


def _keys(one: Field) -> set[str]:
    return {key for child in one.children for key in _keys(child)} if one.type == "group" and not one.key else {one.key}


def hidden(one: Field, names: Mapping[str, Any]) -> bool:
    return bool(one.hide) and holds(one.hide, names)


def empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or (isinstance(value, str) and not value.strip())


def _required(one: Field, answer: Any) -> None:
    if one.required and (empty(answer) or (one.type == "checkbox" and answer is False)):
        raise _Wrong("Expected an answer, but there is none.")


def _typed(one: Field, given: Any, look: Lookup) -> Any:
    if one.type in TEXTS:
        return _text(one, given)
    if one.type == "number":
        return _number(given)
    if one.type == "money":
        return _money(given)
    if one.type == "checkbox":
        if not isinstance(given, bool):
            raise _Wrong("Expected yes or no, but it is something else.")
        return given
    if one.type == "datetime":
        return _moment(one, given)
    if one.type in CHOICES:
        return _chosen(one, given, look)
    if one.many:
        return _several(one, given, look)
    return _named(one, given, look)


def _plain(given: Any) -> str:
    if not isinstance(given, str):
        raise _Wrong(NOT_TEXT)
    if _UNSAFE.search(given):
        raise _Wrong("Expected text, but it holds characters that cannot be shown.")
    return given


def _text(one: Field, given: Any) -> str:
    text = _plain(given)
    most = LONGEST_TEXT if one.type == "textarea" else LONGEST_LINE
    if len(text) > most:
        raise _Wrong("Expected at most {most} characters, but there are {count}.", most=most, count=len(text))
    if one.type == "textfield" and ("\n" in text or "\r" in text):
        raise _Wrong("Expected one line, but there are several.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _number(given: Any) -> int | float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise _Wrong("Expected a number, but it is something else.")
    if not math.isfinite(given) or abs(given) > LARGEST_NUMBER:
        raise _Wrong("Expected a number of ordinary size, but it is too large.")
    return given


def _money(given: Any) -> str:
    text = (
        _SPACES.sub("", given)
        if isinstance(given, str)
        else str(given)
        if isinstance(given, int) and not isinstance(given, bool)
        else ""
    )
    if not _MONEY.fullmatch(text):
        raise _Wrong("Expected an amount such as 148 500,00, but it is {value}.", value=str(given)[:40])
    return f"{Decimal(text.replace(',', '.')):.2f}"


def _moment(one: Field, given: Any) -> str:
    text, kind = _plain(given), str(one.props.get("subtype") or "date")
    try:
        if kind == "time":
            return time.fromisoformat(text[:5]).isoformat("minutes")
        if kind == "datetime":
            return datetime.fromisoformat(text).isoformat(timespec="minutes")
        if len(text) != 10:
            raise ValueError(text)
        found = date.fromisoformat(text)
    except ValueError:
        raise _Wrong("Expected a date that exists, as YYYY-MM-DD, but it is {value}.", value=text[:40]) from None
    if not 1900 <= found.year <= 2200:
        raise _Wrong("Expected a date between 1900 and 2200, but it is {value}.", value=text)
    return found.isoformat()


def _chosen(one: Field, given: Any, look: Lookup) -> str:
    text = _plain(given)
    if text not in _offered(one, look):
        raise _Wrong(NOT_KNOWN, value=text[:60])
    return text


def _offered(one: Field, look: Lookup) -> set[str]:
    return set(look.options(one.options_from)) if one.options_from else {option.value for option in one.options}


def _several(one: Field, given: Any, look: Lookup) -> list[str]:
    if not isinstance(given, list):
        given = [given]
    if len(given) > 10_000:
        raise _Wrong("Expected at most {most} choices, but there are {count}.", most=10_000, count=len(given))
    texts = list(dict.fromkeys(_plain(value) for value in given if not empty(value)))
    if one.type in LISTS:
        lost = [text for text in texts if text not in _offered(one, look)]
        if lost:
            raise _Wrong(NOT_KNOWN, value=lost[0][:60])
        return texts
    return [_known(one.type, text, look) for text in texts]


def _named(one: Field, given: Any, look: Lookup) -> str:
    return _known(one.type, _plain(given), look)


def _known(kind: str, text: str, look: Lookup) -> str:
    name = text.strip()
    if kind in {"employee", "employees", "people"} and look.person(name):
        return name
    if kind in {"unit", "units", "people"} and look.unit(name):
        return name
    if kind == "filepicker" and look.file(name):
        return name
    raise _Wrong(_MISSING[kind], value=name[:60])


_MISSING = {
    "employee": "Expected the login of an employee, but {value} is none.",
    "employees": "Expected the login of an employee, but {value} is none.",
    "unit": "Expected the code of a unit, but {value} is none.",
    "units": "Expected the code of a unit, but {value} is none.",
    "people": "Expected an employee or a unit, but {value} is neither.",
    "filepicker": "Expected a file of this document, but {value} is none.",
}


def _ruled(one: Field, answer: Any, now: date) -> None:
    for broken in _broken(one, answer, now):
        raise broken


def _broken(one: Field, answer: Any, now: date) -> Iterator[_Wrong]:
    rules = one.rules
    if isinstance(answer, str) and one.type in TEXTS:
        yield from _broken_text(rules, answer)
    if one.type == "number":
        yield from _broken_number(one, answer)
    if isinstance(answer, list) and "maxLength" in rules and len(answer) > int(rules["maxLength"]):
        yield _Wrong(
            "Expected at most {most} choices, but there are {count}.", most=rules["maxLength"], count=len(answer)
        )
    if one.type == "datetime" and one.props.get("disallowPassedDates") and answer[:10] < now.isoformat():
        yield _Wrong("Expected a date that has not passed, but it is {value}.", value=answer)


def _broken_text(rules: Mapping[str, Any], answer: str) -> Iterator[_Wrong]:
    length = len(answer.strip())
    if "minLength" in rules and length < int(rules["minLength"]):
        yield _Wrong(
            "Expected at least {least} characters, but there are {count}.", least=rules["minLength"], count=length
        )
    if "maxLength" in rules and length > int(rules["maxLength"]):
        yield _Wrong(
            "Expected at most {most} characters, but there are {count}.", most=rules["maxLength"], count=length
        )
    if rules.get("pattern") and not re2.search(str(rules["pattern"]), answer):
        yield _Wrong(
            "Expected another form: {pattern}", pattern=str(rules.get("patternErrorMessage") or rules["pattern"])
        )
    if rules.get("validationType") == "email" and not _EMAIL.match(answer):
        yield _Wrong("Expected an e-mail address, but it is something else.")
    if rules.get("validationType") == "phone" and not _PHONE.match(answer):
        yield _Wrong("Expected a telephone number, but it is something else.")


def _broken_number(one: Field, answer: float) -> Iterator[_Wrong]:
    rules = one.rules
    if "min" in rules and answer < float(rules["min"]):
        yield _Wrong("Expected at least {least}, but it is {value}.", least=rules["min"], value=answer)
    if "max" in rules and answer > float(rules["max"]):
        yield _Wrong("Expected at most {most}, but it is {value}.", most=rules["max"], value=answer)
    digits, step = one.props.get("decimalDigits"), one.props.get("increment")
    try:
        exact = Decimal(str(answer))
        if isinstance(digits, int) and -int(exact.normalize().as_tuple().exponent) > digits:
            yield _Wrong("Expected at most {digits} digits after the comma, but there are more.", digits=digits)
        if step and exact % Decimal(str(step)) != 0:
            yield _Wrong("Expected a multiple of {step}, but it is {value}.", step=step, value=answer)
    except InvalidOperation:
        yield _Wrong("Expected a number of ordinary size, but it is too large.")
