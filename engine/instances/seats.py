"""Who may do a task: the lane's rule found in the people desk, the own-document rule, substitutes (domain 6.0)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from engine.documents.models import Document
from engine.errors import NotAllowed
from engine.kinds import Kind, candidates
from engine.kinds.rules import ITEM, Answered
from engine.people.models import Appointment, Person, RoleGrant, Unit
from engine.people.queries import beneath, substitutes, today
from engine.work import Work
from engine.workflow import Step


@dataclass(frozen=True)
class Place:
    """One person who may do it; `acting_for` and `basis` when he stands for another, `given_by` who handed it over."""

    person: int
    acting_for: int | None = None
    basis: str | None = None
    given_by: int | None = None


@dataclass(frozen=True)
class Found:
    """Who was found. `skip` is the outcome by which the task is passed over instead of being opened."""

    places: tuple[Place, ...]
    queue: bool
    why: dict[str, Any] = field(default_factory=dict)
    skip: str = ""


@dataclass(frozen=True)
class Row:
    """One element of a list, and who does its row."""

    item: str
    found: Found


class Directory:
    """The people desk as the rules of a kind ask it, on the day of the act."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._day = today(work)
        self._units: dict[int, Unit] = {}

    def _unit(self, unit: int) -> Unit:
        if unit not in self._units:
            self._units = {one.id: one for one in self._work.session.scalars(select(Unit))}
        return self._units[unit]

    def _holders(self, *conditions: Any) -> list[int]:
        query = (
            select(Appointment.person_id)
            .join(Person, Person.id == Appointment.person_id)
            .where(Appointment.since <= self._day, or_(Appointment.until.is_(None), Appointment.until >= self._day))
            .where(Person.dismissed.is_(None), *conditions)
            .order_by(Appointment.since, Appointment.id)
        )
        return list(dict.fromkeys(self._work.session.scalars(query)))

    def unit(self, code: str) -> int | None:
        return self._work.session.scalar(select(Unit.id).where(Unit.code == code, Unit.closed.is_(False)))

    def person(self, login: str) -> int | None:
        return self._work.session.scalar(select(Person.id).where(Person.login == login, Person.dismissed.is_(None)))

    def head(self, unit: int) -> int | None:
        """The head of a unit; of a university, who heads its rectorate."""
        found = self._holders(Appointment.unit_id == unit, Appointment.is_head)
        within = select(Unit.id).where(Unit.parent_id == unit, Unit.type == "rectorate")
        found = found or self._holders(Appointment.unit_id.in_(within), Appointment.is_head)
        return next(iter(found), None)

    def parent(self, unit: int) -> int | None:
        return self._unit(unit).parent_id

    def type(self, unit: int) -> str:
        return self._unit(unit).type

    def holders(self, post: str) -> Sequence[int]:
        return self._holders(Appointment.post == post)

    def members(self, unit: int) -> Sequence[int]:
        return self._holders(Appointment.unit_id == unit)

    def role_holders(self, role: str) -> Sequence[int]:
        query = (
            select(RoleGrant.person_id)
            .join(Person, Person.id == RoleGrant.person_id)
            .where(
                RoleGrant.role == role,
                Person.dismissed.is_(None),
                or_(RoleGrant.until.is_(None), RoleGrant.until > self._work.now),
            )
        )
        return list(dict.fromkeys(self._work.session.scalars(query.order_by(RoleGrant.id))))


def owners(work: Work) -> list[int]:
    """Those who are told of incidents: process owners, the records administrator and the system's."""
    directory = Directory(work)
    return [person for role in ("owner", "records_admin", "admin") for person in directory.role_holders(role)]


def find(work: Work, document: Document, kind: Kind, step: Step, *, item: str = "") -> Found:
    """The people for a step of that document today; `item` is the element of the list a row is made for.

    A person never decides on his own document: an approver's step is passed over, a signer's goes one unit up
    (`own_document` of the kind). Substitutes in force are found beside the absent.
    """
    directory = Directory(work)
    given = _given(document, item)
    seats = candidates(kind.people[step.lane], directory, given)
    persons, rule = list(seats.persons), kind.own_document.get(step.id, "")
    own = persons == [document.initiator_id]
    if own and rule == "skip":
        return Found((), False, {"template": "Own document: passed over."}, "approve")
    if own and rule == "up":
        persons = _one_up(directory, document)
    elif rule and len(persons) > 1:
        persons = [one for one in persons if one != document.initiator_id]
    why = {"template": seats.why[0], "facts": dict(seats.why[1])}
    places = beside(work, document, persons, signing=step.id in {*kind.signers, kind.registrar})
    return Found(places, seats.kind == "queue", why)


def _given(document: Document, item: str) -> dict[str, Any]:
    answers = {**document.answers, **document.added}
    return {"initiator": document.initiator_id, "unit": document.unit_id, "answers": answers, "item": item}


def each_of(work: Work, document: Document, kind: Kind, step: Step) -> list[Row]:
    """Who is asked for each of the step's list: one row a person where the lane's rule is `item`, else one an element.

    Units are taken with everything beneath them, nobody twice. A person of a list is meant himself: nobody stands for him.
    """
    listed = {**document.answers, **document.added}.get(step.of)
    items = (
        list(dict.fromkeys(one for one in listed if isinstance(one, str) and one)) if isinstance(listed, list) else []
    )
    if kind.people[step.lane] != Answered(ITEM):
        return [Row(one, find(work, document, kind, step, item=one)) for one in items]
    why = {"template": "You are named in the document.", "facts": {}}
    return [Row(login, Found((Place(person),), False, why)) for person, login in named(work, items).items()]


def named(work: Work, codes: Sequence[str]) -> dict[int, str]:
    """The persons a list of logins and units' codes means, with everybody beneath those units: id → login.

    What is a login and a code means the person.
    """
    found = dict(_by_login(work, Person.login.in_(codes)))
    others = set(codes) - set(found.values())
    units = list(work.session.scalars(select(Unit.id).where(Unit.code.in_(others), Unit.closed.is_(False))))
    if units:
        day, beneath_them = today(work), beneath(work, units)
        in_force = (Appointment.since <= day, or_(Appointment.until.is_(None), Appointment.until >= day))
        members = select(Appointment.person_id).where(Appointment.unit_id.in_(beneath_them), *in_force)
        found |= dict(_by_login(work, Person.id.in_(members)))
    return found


def _by_login(work: Work, condition: Any) -> Sequence[tuple[int, str]]:
    query = select(Person.id, Person.login).where(condition, Person.dismissed.is_(None)).order_by(Person.id)
    return [(row[0], row[1]) for row in work.session.execute(query)]


def must_still_hold(work: Work, document: Document, kind: Kind, step: Step, task: str) -> None:
    """Raises NotAllowed when the actor would not be found for this signature today: his post or role has gone to another."""
    if step.id not in kind.fields:
        return
    if work.actor.person not in {place.person for place in find(work, document, kind, step).places}:
        raise NotAllowed("Expected the person who signs here today, but it is somebody else now.", task=task)


def _one_up(directory: Directory, document: Document) -> list[int]:
    unit: int | None = document.unit_id
    while unit is not None:
        head = directory.head(unit)
        if head is not None and head != document.initiator_id:
            return [head]
        unit = directory.parent(unit)
    return []


def beside(work: Work, document: Document, persons: Sequence[int], *, signing: bool = False) -> tuple[Place, ...]:
    """Places for those persons, and beside them for who stands for them today; never for the initiator in another's name."""
    places = {person: Place(person) for person in persons}
    for one in substitutes(work, persons, signing=signing):
        if one.substitute != document.initiator_id:
            places.setdefault(one.substitute, Place(one.substitute, one.absent, one.basis))
    return tuple(places.values())
