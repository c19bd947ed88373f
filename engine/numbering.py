"""Registration numbers from a journal's pattern, such as `{unit.index}-{case.index}/{seq}` (domain: 05-07/214).

A pattern is literal text with places in braces: `{seq}` (or `{seq:03}`, filled with zeros) exactly once, and any of
`{year}`, `{unit.index}`, `{case.index}`, `{dossier}`. The suffix of a journal («НҚ», «-лс») is literal text: it is
never inferred.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from engine.errors import Invalid

PLACES = ("seq", "year", "unit.index", "case.index", "dossier")
LONGEST_PATTERN = 80
LONGEST_NUMBER = 60
_PLACE = re.compile(r"\{([^{}]*)\}")
_LITERAL = re.compile(r"[\w \-/.,()№]*")
_VALUE = re.compile(r"[\w./\-]+")


@dataclass(frozen=True)
class Place:
    """One place of a pattern: its name and, for `seq`, how many digits at least."""

    name: str
    digits: int = 1


@dataclass(frozen=True)
class Parts:
    """What a number says when it is read back. `year` is None where the pattern does not print it."""

    seq: int
    year: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def check_pattern(pattern: str) -> None:
    """Raises Invalid (field `pattern`) with everything that is wrong with the pattern."""
    _parsed(pattern)


def number(pattern: str, seq: int, facts: Mapping[str, object]) -> str:
    """The number for that serial. `facts` holds `year`, `dossier` and `unit`, `case` with their `index`.

    Raises Invalid (field `number`) where a place has no fact, or the number would be longer than 60 characters.
    """
    if seq < 1:
        raise Invalid.one("number", "Expected a serial of 1 or more, but it is {value}.", value=seq)
    filled = "".join(part if isinstance(part, str) else _filled(part, seq, facts) for part in _parsed(pattern))
    if len(filled) > LONGEST_NUMBER:
        raise Invalid.one(
            "number", "Expected at most {most} characters in a number, but there are more.", most=LONGEST_NUMBER
        )
    return filled


def read(pattern: str, text: str) -> Parts:
    """The parts of a number made by that pattern; raises Invalid (field `number`) for any other text."""
    match = re.fullmatch("".join(_expression(part) for part in _parsed(pattern)), text)
    if match is None:
        raise Invalid.one(
            "number",
            "Expected a number like {pattern}, but found {value}.",
            pattern=pattern,
            value=text[:LONGEST_NUMBER],
        )
    found = match.groupdict()
    year = found.pop("year", None)
    return Parts(
        int(found.pop("seq")),
        None if year is None else int(year),
        {name.replace("_", "."): value for name, value in found.items()},
    )


def sort_key(pattern: str, text: str, year: int) -> tuple[int, int]:
    """The order of a number among others of its journal: year and serial as numbers, never as text."""
    parts = read(pattern, text)
    return (year if parts.year is None else parts.year, parts.seq)


@lru_cache(maxsize=256)
def _parsed(pattern: str) -> tuple[str | Place, ...]:
    if not 0 < len(pattern) <= LONGEST_PATTERN:
        raise Invalid.one(
            "pattern",
            "Expected a pattern of 1 to {most} characters, but it has {count}.",
            most=LONGEST_PATTERN,
            count=len(pattern),
        )
    pieces = _PLACE.split(pattern)
    parts: list[str | Place] = []
    for at, piece in enumerate(pieces):
        parts += [_place(piece)] if at % 2 else [_literal(piece)] if piece else []
    _check_places(parts)
    return tuple(parts)


def _literal(text: str) -> str:
    if not _LITERAL.fullmatch(text):
        raise Invalid.one(
            "pattern",
            "Expected letters, digits, spaces and - / . , ( ) № around the places, but found {value}.",
            value=text,
        )
    return text


def _place(written: str) -> Place:
    name, _, width = written.partition(":")
    if name not in PLACES:
        raise Invalid.one(
            "pattern",
            "Expected one of the places {places}, but found {value}.",
            places=", ".join(PLACES),
            value="{" + written + "}",
        )
    if not width:
        return Place(name)
    if name != "seq" or not re.fullmatch("0[1-9]", width):
        raise Invalid.one(
            "pattern",
            "Expected a width like {example}, but found {value}.",
            example="{seq:03}",
            value="{" + written + "}",
        )
    return Place(name, int(width))


def _check_places(parts: list[str | Place]) -> None:
    names = [part.name for part in parts if isinstance(part, Place)]
    if names.count("seq") != 1 or len(set(names)) != len(names):
        raise Invalid.one(
            "pattern", "Expected {example} once and every other place at most once, but it is not so.", example="{seq}"
        )
    if any(isinstance(one, Place) and isinstance(other, Place) for one, other in pairwise(parts)):
        raise Invalid.one("pattern", "Expected a sign between two places, but they stand together.")


def _filled(place: Place, seq: int, facts: Mapping[str, object]) -> str:
    if place.name == "seq":
        return f"{seq:0{place.digits}}"
    value: object = facts
    for name in place.name.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    text = "" if value is None else str(value).strip()
    if not _VALUE.fullmatch(text):
        raise Invalid.one(
            "number",
            "Expected {place} to be known for the number, but it is {value}.",
            place=place.name,
            value=text or "—",
        )
    return text


def _expression(part: str | Place) -> str:
    if isinstance(part, str):
        return re.escape(part)
    if part.name == "seq":
        return f"(?P<seq>[0-9]{{{part.digits},18}})"
    return "(?P<year>[0-9]{4})" if part.name == "year" else f"(?P<{part.name.replace('.', '_')}>{_VALUE.pattern})"
