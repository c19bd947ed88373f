"""Who a people's rule finds: a pure look through a directory the caller gives."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.kinds.rules import (
    Answered,
    FirstOf,
    Head,
    Initiator,
    Members,
    Post,
    Role,
    Rule,
    UnitAbove,
    UnitNamed,
    UnitOfInitiator,
    UnitRule,
    UnitsAnswered,
)

HIGHEST = 30  # how far up a tree of units is looked


class Directory(Protocol):
    """People and units by their ids, as they are on the day of the question. Lists are in order of seniority."""

    def unit(self, code: str) -> int | None: ...
    def person(self, login: str) -> int | None: ...
    def head(self, unit: int) -> int | None: ...
    def parent(self, unit: int) -> int | None: ...
    def type(self, unit: int) -> str: ...
    def holders(self, post: str) -> Sequence[int]: ...
    def members(self, unit: int) -> Sequence[int]: ...
    def role_holders(self, role: str) -> Sequence[int]: ...


@dataclass(frozen=True)
class Seats:
    """Who was found. `kind` is "person" (each is meant by name) or "queue" (the first to take it owns it).

    No persons: the post is vacant. `why` is the sentence (a gettext key) with its facts that tells a person why him.
    """

    kind: str
    persons: tuple[int, ...]
    why: tuple[str, Mapping[str, Any]]


_WHY_HEAD = {
    "": "You head the unit above the initiator's.",
    "chair": "You head the initiator's chair.",
    "faculty": "You head the initiator's faculty.",
    "institute": "You head the initiator's institute.",
    "department": "You head the initiator's department.",
}
_WHY_ROLE = {
    "registrar": "You are a registrar.",
    "archivist": "You are an archivist.",
    "owner": "You are a process owner.",
    "admin": "You are an administrator.",
}


def candidates(rule: Rule, directory: Directory, facts: Mapping[str, Any]) -> Seats:
    """The seats a rule gives. `facts` hold `initiator` and `unit` (ids), `answers`, and `item` for a task of a list."""
    if isinstance(rule, FirstOf):
        seats = [candidates(one, directory, facts) for one in rule.rules]
        return next((one for one in seats if one.persons), seats[-1])
    persons = tuple(dict.fromkeys(_persons(rule, directory, facts)))
    return Seats("queue" if _is_queue(rule, directory, facts) else "person", persons, _why(rule))


def _persons(rule: Rule, directory: Directory, facts: Mapping[str, Any]) -> Iterable[int]:
    match rule:
        case Initiator():
            return [int(facts["initiator"])]
        case Head(UnitsAnswered(answer)):
            return [one for code in _listed(facts, answer) for one in _head_or_self(code, directory)]
        case Head(of):
            return [one for unit in _units(of, directory, facts) if (one := directory.head(unit)) is not None]
        case Members(of):
            return [one for unit in _units(of, directory, facts) for one in directory.members(unit)]
        case Post(code, of):
            return _within(directory.holders(code), of, directory, facts)
        case Role(code, of):
            return _within(directory.role_holders(code), of, directory, facts)
        case Answered(answer):
            return [one for code in _listed(facts, answer) for one in _self_or_members(code, directory)]
    return []


def _head_or_self(code: str, directory: Directory) -> list[int]:
    unit = directory.unit(code)
    found = directory.person(code) if unit is None else directory.head(unit)
    return [] if found is None else [found]


def _self_or_members(code: str, directory: Directory) -> Sequence[int]:
    person = directory.person(code)
    if person is not None:
        return [person]
    unit = directory.unit(code)
    return [] if unit is None else directory.members(unit)


def _within(
    persons: Sequence[int], of: UnitRule | None, directory: Directory, facts: Mapping[str, Any]
) -> Sequence[int]:
    if of is None:
        return persons
    there = {one for unit in _units(of, directory, facts) for one in directory.members(unit)}
    return [one for one in persons if one in there]


def _units(rule: UnitRule, directory: Directory, facts: Mapping[str, Any]) -> list[int]:
    match rule:
        case UnitOfInitiator():
            return [int(facts["unit"])]
        case UnitNamed(code):
            found = [directory.unit(code)]
        case UnitsAnswered(answer):
            found = [directory.unit(code) for code in _listed(facts, answer)]
        case UnitAbove(of, type):
            found = [_above(unit, type, directory) for unit in _units(of, directory, facts)]
    return [unit for unit in found if unit is not None]


def _above(unit: int, type: str, directory: Directory) -> int | None:
    if not type:
        return directory.parent(unit)
    looked: int | None = unit
    for _ in range(HIGHEST):
        if looked is None or directory.type(looked) == type:
            return looked
        looked = directory.parent(looked)
    return None


def _listed(facts: Mapping[str, Any], answer: str) -> list[str]:
    answers = facts.get("answers") or {}
    value = facts.get("item") if answer == "item" else answers.get(answer)
    values = value if isinstance(value, list | tuple) else [value]
    return [one for one in values if isinstance(one, str) and one]


def _is_queue(rule: Rule, directory: Directory, facts: Mapping[str, Any]) -> bool:
    if isinstance(rule, Answered):
        return any(directory.person(code) is None for code in _listed(facts, rule.answer))
    return isinstance(rule, Members | Role)


def _why(rule: Rule) -> tuple[str, Mapping[str, Any]]:
    match rule:
        case Initiator():
            return "You started this document.", {}
        case Head(UnitOfInitiator()):
            return "You head the initiator's unit.", {}
        case Head(UnitAbove(_, type)):
            return _WHY_HEAD.get(type, _WHY_HEAD[""]), {}
        case Head(UnitsAnswered()) | Members(UnitsAnswered()):
            return "Your unit is named in the document.", {}
        case Head(_):
            return "You head the unit this is for.", {}
        case Members(_):
            return "It is in the queue of your unit.", {}
        case Post(_, _):
            return "You hold the post this is for.", {}
        case Role(code, _):
            return _WHY_ROLE.get(code, "You have the role this is for."), {}
    return "You are named in the document.", {}
