"""People's rules of a kind: a small language that says who does the steps of a lane, read into a typed tree.

`answer("addressee") or head(faculty(initiator.unit))`: what stands first and finds somebody, holds. Written like an
expression, read by Python's parser, checked node by node; never compiled.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from engine.errors import Refusal

UNIT_TYPES = tuple(
    "university rectorate faculty institute school college chair department division office centre library archive".split()
)
LONGEST = 500
MOST_CHOICES = 8


class RuleRefused(Refusal):
    """Expected a rule that says who does it, but it cannot be read."""

    code = "rule-refused"


@dataclass(frozen=True)
class UnitOfInitiator:
    """`initiator.unit`: the unit the document comes from."""


@dataclass(frozen=True)
class UnitNamed:
    """`unit("legal")` where a unit is wanted: the unit with that code."""

    code: str


@dataclass(frozen=True)
class UnitAbove:
    """`faculty(…)`, `parent(…)`: the nearest unit of that type, the given one included; empty type: the one right above."""

    of: "UnitRule"
    type: str = ""


@dataclass(frozen=True)
class UnitsAnswered:
    """`answer("executor_unit")` or `item` where units are wanted: those whose codes stand in the answer."""

    answer: str


@dataclass(frozen=True)
class Initiator:
    """`initiator`: who started the document."""


@dataclass(frozen=True)
class Head:
    """`head(unit)`: who heads it. Of an answer: the head of each unit in it, and each person in it himself."""

    of: "UnitRule"


@dataclass(frozen=True)
class Members:
    """`unit("legal")`, `members(unit)`: a queue of everybody who has a post there."""

    of: "UnitRule"


@dataclass(frozen=True)
class Post:
    """`post("rector")`, `post("secretary", unit)`: who holds the post, there or anywhere."""

    code: str
    of: "UnitRule | None" = None


@dataclass(frozen=True)
class Role:
    """`role("registrar")`, `role("secretary", unit)`: a queue of all who have the role, there or anywhere."""

    code: str
    of: "UnitRule | None" = None


@dataclass(frozen=True)
class Answered:
    """`answer("executors")` or `item`: the persons whose logins stand in the answer, and the members of its units."""

    answer: str


@dataclass(frozen=True)
class FirstOf:
    """`a or b`: the first that finds somebody."""

    rules: tuple["Rule", ...]


UnitRule: TypeAlias = UnitOfInitiator | UnitNamed | UnitAbove | UnitsAnswered
Rule: TypeAlias = Initiator | Head | Members | Post | Role | Answered | FirstOf
ITEM = "item"  # the element of the list a task was made for

_FORMS = 'initiator, head(…), members(…), post("…"), role("…"), unit("…"), answer("…"), item'
_UNITS = 'initiator.unit, parent(…), faculty(…) or another type of unit, unit("…"), answer("…")'
_NOT_PEOPLE = 'Expected people ({forms}), but found "{found}".'
_NOT_UNIT = 'Expected a unit ({forms}), but found "{found}".'


@lru_cache(maxsize=512)
def read_rule(text: str) -> Rule:
    """The rule a text says; raises RuleRefused with the sentence that is wrong with it."""
    if not text.strip() or len(text) > LONGEST:
        raise RuleRefused(
            "Expected a rule of 1 to {most} characters, but it has {count}.", most=LONGEST, count=len(text.strip())
        )
    try:
        body = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise RuleRefused(
            'Expected a rule like head(initiator.unit), but "{found}" is not written as one.', found=text[:80]
        ) from None
    if isinstance(body, ast.BoolOp) and isinstance(body.op, ast.Or):
        if len(body.values) > MOST_CHOICES:
            raise RuleRefused("Expected at most {most} choices joined by or, but there are more.", most=MOST_CHOICES)
        return FirstOf(tuple(_people(one) for one in body.values))
    return _people(body)


def written(rule: Rule | UnitRule) -> str:
    """The rule as text that reads back as it."""
    match rule:
        case FirstOf(rules):
            return " or ".join(written(one) for one in rules)
        case Initiator():
            return "initiator"
        case UnitOfInitiator():
            return "initiator.unit"
        case Answered(key) | UnitsAnswered(key):
            return ITEM if key == ITEM else f'answer("{key}")'
        case Members(UnitNamed(code)) | UnitNamed(code):
            return f'unit("{code}")'
        case Head(of):
            return f"head({written(of)})"
        case Members(of):
            return f"members({written(of)})"
        case UnitAbove(of, type):
            return f"{type or 'parent'}({written(of)})"
        case Post(code, of) | Role(code, of):
            name = "post" if isinstance(rule, Post) else "role"
            return f'{name}("{code}")' if of is None else f'{name}("{code}", {written(of)})'


def answers_of(rule: Rule) -> frozenset[str]:
    """The keys of the answers a rule reads."""
    return frozenset(
        one.answer for one in _parts(rule) if isinstance(one, Answered | UnitsAnswered) and one.answer != ITEM
    )


def holders_of(rule: Rule) -> frozenset[str]:
    """The posts and roles a rule names: who gets or loses one may be found by it, or no longer."""
    return frozenset(one.code for one in _parts(rule) if isinstance(one, Post | Role))


def _parts(rule: Rule | UnitRule | None) -> Iterator[Rule | UnitRule]:
    match rule:
        case None:
            return
        case FirstOf(rules):
            for one in rules:
                yield from _parts(one)
        case Head(of) | Members(of) | Post(_, of) | Role(_, of) | UnitAbove(of):
            yield rule
            yield from _parts(of)
        case _:
            yield rule


def _people(node: ast.expr) -> Rule:
    match node:
        case ast.Name(id="initiator"):
            return Initiator()
        case ast.Name(id="item"):
            return Answered(ITEM)
        case ast.Call(func=ast.Name(id="head"), args=[of], keywords=[]):
            return Head(_unit(of))
        case ast.Call(func=ast.Name(id="members"), args=[of], keywords=[]):
            return Members(_unit(of))
        case ast.Call(func=ast.Name(id="unit"), args=[code], keywords=[]):
            return Members(UnitNamed(_text(code)))
        case ast.Call(func=ast.Name(id="answer"), args=[key], keywords=[]):
            return Answered(_text(key))
        case ast.Call(func=ast.Name(id="post" | "role" as name), args=[code, *of], keywords=[]) if len(of) <= 1:
            where = _unit(of[0]) if of else None
            return Post(_text(code), where) if name == "post" else Role(_text(code), where)
    raise RuleRefused(_NOT_PEOPLE, forms=_FORMS, found=_written(node))


def _unit(node: ast.expr) -> UnitRule:
    match node:
        case ast.Attribute(value=ast.Name(id="initiator"), attr="unit"):
            return UnitOfInitiator()
        case ast.Name(id="item"):
            return UnitsAnswered(ITEM)
        case ast.Call(func=ast.Name(id="unit"), args=[code], keywords=[]):
            return UnitNamed(_text(code))
        case ast.Call(func=ast.Name(id="answer"), args=[key], keywords=[]):
            return UnitsAnswered(_text(key))
        case ast.Call(func=ast.Name(id="parent"), args=[of], keywords=[]):
            return UnitAbove(_unit(of))
        case ast.Call(func=ast.Name(id=type), args=[of], keywords=[]) if type in UNIT_TYPES:
            return UnitAbove(_unit(of), type)
    raise RuleRefused(_NOT_UNIT, forms=_UNITS, found=_written(node))


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and 0 < len(node.value) <= 60:
        return node.value
    raise RuleRefused('Expected a name in quotation marks, but found "{found}".', found=_written(node))


def _written(node: ast.expr) -> str:
    try:
        return ast.unparse(node)[:80]
    except (ValueError, RecursionError):
        return "…"
