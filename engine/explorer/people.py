"""Lanes that nobody in an organisation can fill: asked for every unit a document may come from."""

from collections.abc import Iterable, Iterator

from engine.errors import KindProblem
from engine.kinds import Directory, Kind, Rule, candidates
from engine.kinds.rules import Answered, FirstOf, Head, Members, Post, Role, UnitAbove, UnitRule, UnitsAnswered, written

Seat = tuple[int, int]
"""A person and the unit he starts documents from."""


def nobody(kind: Kind, directory: Directory, seats: Iterable[Seat]) -> tuple[KindProblem, ...]:
    """A problem for each person's step whose lane finds nobody, whoever starts the document and wherever.

    A rule that may go by an answer is passed over: it depends on what is answered.
    """
    asked, found = list(seats), []
    steps = kind.diagram.persons()
    for lane in dict.fromkeys(one.lane for one in steps):
        rule = kind.people.get(lane)
        if rule is None or any(_by_answer(one) for one in _choices(rule)):
            continue
        if asked and not any(_persons(rule, directory, seat) for seat in asked):
            first = next(one for one in steps if one.lane == lane)
            template = "Expected somebody for this step, but in no unit does its rule find one: {rule}"
            found.append(KindProblem("process.bpmn", template, {"rule": written(rule)}, first.id, first.name))
    return tuple(found)


def _persons(rule: Rule, directory: Directory, seat: Seat) -> tuple[int, ...]:
    person, unit = seat
    return candidates(rule, directory, {"initiator": person, "unit": unit, "answers": {}}).persons


def _choices(rule: Rule) -> Iterator[Rule]:
    if isinstance(rule, FirstOf):
        yield from rule.rules
    else:
        yield rule


def _by_answer(rule: Rule) -> bool:
    match rule:
        case Answered():
            return True
        case Head(of) | Members(of):
            return _unit_by_answer(of)
        case Post(_, of) | Role(_, of):
            return of is not None and _unit_by_answer(of)
    return False


def _unit_by_answer(rule: UnitRule) -> bool:
    while isinstance(rule, UnitAbove):
        rule = rule.of
    return isinstance(rule, UnitsAnswered)
