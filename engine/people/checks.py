"""What may stand in the fields of a person, a unit, a post."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.errors import FieldProblem, Invalid
from engine.texts import LANGUAGES

PARTS = ("family", "given", "patronymic")
PAGES = frozenset({"import", "export.xlsx"})  # beside the pages of persons, which are named by their logins
UNIT_TYPES = ("university", "rectorate", "faculty", "chair", "department")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_PHONE = re.compile(r"\+?[0-9 ()\-]{3,38}(?:,? ?(?:вн\.?|ішкі|ext\.?) ?[0-9]{1,6})?")
_HIDDEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass
class Problems:
    """Everything wrong that was found so far; `stop` raises it all at once."""

    found: list[FieldProblem] = field(default_factory=list)

    def add(self, name: str, template: str, **facts: object) -> None:
        self.found.append(FieldProblem(name, template, facts))

    def stop(self) -> None:
        if self.found:
            raise Invalid(self.found)


def line(problems: Problems, name: str, value: str | None, *, most: int, needed: bool = False) -> str:
    """The text on one line without spaces around it."""
    text = " ".join((value or "").split()) if not _HIDDEN.search(value or "") else ""
    if value and _HIDDEN.search(value):
        problems.add(name, "Expected text, but it holds characters that cannot be shown.")
    elif needed and not text:
        problems.add(name, "Expected it to be filled, but it is empty.")
    elif len(text) > most:
        problems.add(name, "Expected at most {most} letters, but there are {count}.", most=most, count=len(text))
    return text


def login(problems: Problems, value: str) -> str:
    text = value.strip().casefold()
    if text in PAGES:
        problems.add("login", "Expected another login, but {value} is the address of a page.", value=text)
    if not _LOGIN.fullmatch(text):
        problems.add(
            "login", "Expected Latin letters, digits, dots, dashes for a login, but it is {value}.", value=value[:60]
        )
    return text


def code(problems: Problems, value: str) -> str:
    text = value.strip().casefold()
    if not _LOGIN.fullmatch(text):
        problems.add(
            "code", "Expected Latin letters, digits, dots, dashes for a code, but it is {value}.", value=value[:60]
        )
    return text


def names(problems: Problems, given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Names by language without the empty ones; a language that is begun needs the family name."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        typed = given.get(language, {})
        parts = {part: line(problems, f"{part}_{language}", typed.get(part), most=60) for part in PARTS}
        if parts["family"]:
            found[language] = parts
        elif any(parts.values()):
            problems.add(f"family_{language}", "Expected it to be filled, but it is empty.")
    if not found:
        problems.add("family_ru", "Expected a name in one language at least, but there is none.")
    return found


def texts(problems: Problems, name: str, given: Mapping[str, str], *, most: int = 200) -> dict[str, str]:
    """A text by language without the empty ones; one at least."""
    found = {one: line(problems, f"{name}_{one}", given.get(one), most=most) for one in LANGUAGES}
    kept = {one: text for one, text in found.items() if text}
    if not kept:
        problems.add(f"{name}_ru", "Expected a name in one language at least, but there is none.")
    return kept


def email(problems: Problems, value: str | None) -> str | None:
    text = line(problems, "email", value, most=200)
    if text and not _EMAIL.fullmatch(text):
        problems.add("email", "Expected an e-mail address, but it is {value}.", value=text[:80])
    return text or None


def phone(problems: Problems, name: str, value: str | None) -> str | None:
    text = line(problems, name, value, most=40)
    if text and not _PHONE.fullmatch(text):
        problems.add(name, "Expected a phone number, but it is {value}.", value=text[:40])
    return text or None


def number(problems: Problems, value: str | None) -> str | None:
    text = "".join((value or "").split())
    if text and not (text.isascii() and text.isdecimal() and len(text) <= 20):
        problems.add("number", "Expected digits for a personal number, but it is {value}.", value=text[:40])
    return text or None


def number_looks_wrong(value: str | None) -> bool:
    """Whether the number has neither the twelve digits of an IIN with its check digit, nor the fourteen of a PIN.

    The check digit of an IIN: the eleven first digits by the weights 1…11 modulo 11; where that gives 10, by 3…11, 1, 2.
    """
    if not value or (len(value) == 14 and value.isdecimal()):
        return False
    if len(value) != 12 or not value.isdecimal():
        return True
    digits = [int(one) for one in value]
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if rest < 10:
            return rest != digits[11]
    return True


def days(problems: Problems, since: date, until: date | None) -> None:
    if not date(1950, 1, 1) <= since <= date(2100, 1, 1):
        problems.add("since", "Expected a day of this time, but it is {day}.", day=since.isoformat())
    if until is not None and until < since:
        problems.add("until", "Expected an end after the beginning {since}, but it is {until}.", **_both(since, until))


def _both(since: date, until: date) -> dict[str, Any]:
    return {"since": since.isoformat(), "until": until.isoformat()}
