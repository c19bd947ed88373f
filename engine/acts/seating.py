"""Who would it be? Whom the rules of a kind find for a document of a chosen person on a chosen day; nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from engine.catalogue import drafts
from engine.catalogue.drafts import Draft
from engine.documents.models import Document
from engine.errors import Invalid, NotFound
from engine.instances.seats import Directory, Found, each_of, find
from engine.kinds import Kind, RuleRefused, read_rule, redrawing
from engine.kinds.redrawing.yaml_text import put
from engine.kinds.rules import answers_of, written
from engine.people.queries import PersonCard, cards, person, today
from engine.work import Work
from engine.workflow import Step

FARTHEST = 5 * 366  # days: orders of substitution and appointments are not known further


@dataclass(frozen=True)
class Asked:
    """A document that nobody has written: who starts it, on which day, what it answers to rules that ask."""

    login: str
    day: date
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sitting:
    """One who would be asked; `stands_for` and `basis` when it is in another's name."""

    person: PersonCard
    stands_for: PersonCard | None = None
    basis: str = ""


@dataclass(frozen=True)
class Seated:
    """A step, or one row of its list (`item`), and who would be asked. Nobody and not passed over: the post is vacant."""

    step: Step
    item: str
    people: tuple[Sitting, ...]
    queue: bool
    passed_over: bool
    why: str
    facts: Mapping[str, Any]


def would_be(work: Work, kind: Kind, asked: Asked) -> list[Seated]:
    """Who would be asked at each person's step, in the diagram's order; raises NotAllowed, NotFound, Invalid.

    Substitutions, vacancies and the rule of one's own document are those of that day, so far as orders are known today.
    """
    drafts.must_own(work)
    then = _on(work, asked.day)
    document = unwritten(then, kind, asked)
    found: list[tuple[Step, str, Found]] = []
    for step in kind.diagram.persons():
        if step.lane not in kind.people:
            continue
        if step.of:
            found += [(step, row.item, row.found) for row in each_of(then, document, kind, step)]
        else:
            found.append((step, "", find(then, document, kind, step)))
    known = cards(
        then,
        {one for _, _, places in found for place in places.places for one in (place.person, place.acting_for) if one},
    )
    return [_seated(step, item, places, known) for step, item, places in found]


def asks_for(kind: Kind) -> tuple[str, ...]:
    """The answers that rules of the kind's lanes go by, and those that lists of its steps are made of."""
    ruled = [key for rule in kind.people.values() for key in sorted(answers_of(rule))]
    return tuple(dict.fromkeys([*ruled, *(one.of for one in kind.diagram.persons() if one.of)]))


def _on(work: Work, day: date) -> Work:
    now = today(work)
    if abs((day - now).days) > FARTHEST:
        raise Invalid.one("day", "Expected a day within five years of today, but it is {day}.", day=day.isoformat())
    if day == now:
        return work
    zone = ZoneInfo(work.tools.settings.timezone)
    return replace(work, now=datetime.combine(day, time(12), zone).astimezone(work.now.tzinfo))


def unwritten(work: Work, kind: Kind, asked: Asked) -> Document:
    """A document as rules and templates see one; it is in no session and never kept. Raises NotFound, Invalid."""
    who = person(work, asked.login).id
    unit = Directory(work).place(who)
    if unit is None:
        raise Invalid.one("who", "Expected somebody with a post on that day, but {login} has none.", login=asked.login)
    return Document(
        id="",
        kind=kind.name,
        state="on_approval",
        round=1,
        answers=dict(asked.answers),
        added={},
        initiator_id=who,
        unit_id=unit,
    )


def _seated(step: Step, item: str, found: Found, known: Mapping[int, PersonCard]) -> Seated:
    people: Sequence[Sitting] = [
        Sitting(known[one.person], known.get(one.acting_for or 0), one.basis or "") for one in found.places
    ]
    template, facts = str(found.why.get("template", "")), dict(found.why.get("facts", {}))
    return Seated(step, item, tuple(people), found.queue, bool(found.skip), template, facts)


def change_rule(work: Work, kind: str, seen: int, lane: str, rule: str) -> Draft:
    """Says who sits in a lane of a draft; raises Invalid, NotFound, NotAllowed, and Stale when somebody has saved since `seen`."""
    held = drafts.draft(work, kind)
    if held.version != seen:
        return drafts.save(work, kind, seen, {})  # says who has saved it since
    if lane not in redrawing.table(held.files).lanes:
        raise NotFound("Expected to find the lane {lane}, but there is none.", lane=lane[:60])
    try:
        said = written(read_rule(rule))
    except RuleRefused as refused:
        raise Invalid.one("rule", refused.template, **refused.facts) from None
    settings = put(held.files["kind.yaml"], ("people", lane), said, "kind.yaml")
    return drafts.save(work, kind, seen, {"kind.yaml": settings}, what=lane)
