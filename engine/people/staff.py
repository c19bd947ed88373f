"""People, units, posts, roles and substitutions as they stand in the database, read once and kept until one of them changes.

Routes ask who does a step at every press; this answers without asking the database. What holds today is told by the day.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select

from engine.people.models import Appointment, Person, RoleGrant, Substitution, Unit
from engine.stamps import kept
from engine.texts import Text
from engine.work import Work

T = TypeVar("T")
K = TypeVar("K")
STAMP = "people"


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A unit: its code, type, what it stands under, whether it is closed."""

    id: int
    code: str
    type: str
    parent: int | None
    closed: bool
    successor: int | None = None
    name: Text = field(default_factory=dict)


@dataclass(frozen=True)
class SubstitutionCard:
    """A substitution."""

    absent: int
    substitute: int
    since: date
    until: date
    basis: str
    may_sign: bool


@dataclass(frozen=True, slots=True)
class PostFact:
    """Somebody's post in a unit, in those days."""

    person: int
    unit: int
    post: str
    is_head: bool
    since: date
    until: date | None
    title: Text = field(default_factory=dict)

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until >= day)


@dataclass(frozen=True, slots=True)
class RoleFact:
    """Somebody's role, from that moment until that."""

    role: str
    person: int
    since: datetime
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        return self.since <= now and (self.until is None or self.until > now)


@dataclass(frozen=True)
class Staff:
    """Everybody, by what routes ask for. Posts stand in order of seniority; of the dismissed nothing is here."""

    units: Mapping[int, UnitFact]
    codes: Mapping[str, int]
    logins: Mapping[str, int]
    by_unit: Mapping[int, tuple[PostFact, ...]]
    by_post: Mapping[str, tuple[PostFact, ...]]
    by_person: Mapping[int, tuple[PostFact, ...]]
    roles: Mapping[str, tuple[RoleFact, ...]]
    own_roles: Mapping[int, tuple[RoleFact, ...]]
    beneath: Mapping[int, tuple[int, ...]]
    absent: Mapping[int, tuple[SubstitutionCard, ...]]
    names: Mapping[int, str] = field(default_factory=dict)  # logins
    reached: Collection[int] = frozenset()  # by mail
    called: Mapping[int, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def substitutes(self, persons: Collection[int], day: date, *, signing: bool) -> list[SubstitutionCard]:
        """Who stands for those persons that day; only those who may sign when `signing`."""
        found = [one for person in persons for one in self.absent.get(person, ()) if one.since <= day <= one.until]
        return [one for one in found if one.may_sign or not signing]

    def held(self, person: int, day: date) -> list[PostFact]:
        """The person's posts that day, the one he is known by first: one as head before others, then the earliest."""
        return sorted((one for one in self.by_person.get(person, ()) if one.holds(day)), key=lambda one: not one.is_head)

    def under(self, *units: int) -> list[int]:
        """Those units and all beneath them."""
        found: dict[int, None] = {}
        waiting = list(units)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = None
                waiting += self.beneath.get(one, ())
        return list(found)


def staff(work: Work) -> Staff:
    """The staff as it is now."""
    return kept(work.session, work.tools.memory, STAMP, lambda: _read(work))


def _read(work: Work) -> Staff:
    units = [
        UnitFact(*row)
        for row in work.session.execute(
            select(Unit.id, Unit.code, Unit.type, Unit.parent_id, Unit.closed, Unit.successor_id, Unit.name)
        )
    ]
    query = select(Person.id, Person.login, Person.names, Person.email).where(Person.dismissed.is_(None)).order_by(Person.id)
    people = work.session.execute(query).all()
    logins = {one.login: one.id for one in people}
    here = set(logins.values())
    posts = [one for one in _posts(work) if one.person in here]
    roles = [one for one in _roles(work) if one.person in here]
    return Staff(
        units={one.id: one for one in units},
        codes=_codes(units),
        logins=logins,
        by_unit=_grouped((one.unit, one) for one in posts),
        by_post=_grouped((one.post, one) for one in posts),
        by_person=_grouped((one.person, one) for one in posts),
        roles=_grouped((one.role, one) for one in roles),
        own_roles=_grouped((one.person, one) for one in roles),
        beneath=_grouped((one.parent, one.id) for one in units if one.parent is not None),
        absent=_grouped((one.absent, one) for one in _substitutions(work)),
        names={person: login for login, person in logins.items()},
        called={one.id: one.names for one in people},
        reached=frozenset(one.id for one in people if one.email is not None),
    )


def _codes(units: Sequence[UnitFact]) -> dict[str, int]:
    """Units by their codes; a closed one's code means its successor, when it has one."""
    known = {one.id: one for one in units}
    found: dict[str, int] = {}
    for unit in units:
        now: UnitFact | None = unit
        for _ in range(len(units)):
            if now is None or not now.closed:
                break
            now = known.get(now.successor or 0)
        if now is not None and not now.closed:
            found[unit.code] = now.id
    return found


def _posts(work: Work) -> list[PostFact]:
    found = select(
        Appointment.person_id,
        Appointment.unit_id,
        Appointment.post,
        Appointment.is_head,
        Appointment.since,
        Appointment.until,
        Appointment.title,
    ).order_by(Appointment.since, Appointment.id)
    return [PostFact(*row) for row in work.session.execute(found)]


def _roles(work: Work) -> list[RoleFact]:
    found = select(RoleGrant.role, RoleGrant.person_id, RoleGrant.since, RoleGrant.until).order_by(RoleGrant.id)
    return [RoleFact(*row) for row in work.session.execute(found)]


def _substitutions(work: Work) -> list[SubstitutionCard]:
    rows = work.session.scalars(select(Substitution).where(Substitution.ended.is_(False)).order_by(Substitution.id))
    return [
        SubstitutionCard(one.absent_id, one.substitute_id, one.since, one.until, one.basis, one.may_sign)
        for one in rows
    ]


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    found: dict[K, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
