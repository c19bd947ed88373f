"""Lists and pages of people, units and substitutions for those who look after them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from engine import audit
from engine.errors import NotFound
from engine.people.models import Appointment, Person, RoleGrant, Substitution, Unit
from engine.people.queries import PersonCard, cards, person, today, unit
from engine.texts import said
from engine.work import Work


@dataclass(frozen=True)
class Wanted:
    """What a list of people is narrowed to. `state` is here, leaving, dismissed or empty for all."""

    text: str = ""
    unit: str = ""
    role: str = ""
    state: str = "here"


@dataclass(frozen=True)
class PersonLine:
    """A person in the list: the card, his roles, the last day when it is known, whether he has left."""

    card: PersonCard
    roles: tuple[str, ...]
    leaves: date | None
    dismissed: bool


@dataclass(frozen=True)
class PostLine:
    """A post a person has, had or will have."""

    id: int
    title: str
    unit: str
    unit_code: str
    is_head: bool
    acting: bool
    since: date
    until: date | None


@dataclass(frozen=True)
class RoleLine:
    role: str
    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True)
class SubstitutionLine:
    """A substitution as lists show it; `when` is now, coming or past."""

    id: int
    version: int
    absent: PersonCard
    substitute: PersonCard
    since: date
    until: date
    basis: str
    may_sign: bool
    when: str
    reason: str


@dataclass(frozen=True)
class Whole:
    """Everything the page of a person shows."""

    card: PersonCard
    version: int
    names: Mapping[str, Mapping[str, str]]
    number: str
    email: str
    phone_work: str
    phone_mobile: str
    leaves: date | None
    dismissed: date | None
    posts: tuple[PostLine, ...]
    roles: tuple[RoleLine, ...]
    substitutions: tuple[SubstitutionLine, ...]


@dataclass(frozen=True)
class UnitLine:
    """A unit in the tree: how deep it stands, who heads it, how many work in it."""

    code: str
    type: str
    name: str
    names: Mapping[str, str]
    index: str
    parent: str
    depth: int
    head: PersonCard | None
    people: int
    version: int


def listed(work: Work, wanted: Wanted, *, first: int = 0, limit: int = 50) -> tuple[list[PersonLine], int]:
    """A page of people and how many there are in all."""
    query = _narrowed(work, wanted)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ids = list(work.session.scalars(query.order_by(Person.found_by, Person.id).offset(first).limit(limit)))
    shown, roles = cards(work, ids), _roles(work, ids)
    people = {one.id: one for one in work.session.scalars(select(Person).where(Person.id.in_(ids)))}
    lines = [
        PersonLine(shown[one], roles.get(one, ()), people[one].leaves, people[one].dismissed is not None) for one in ids
    ]
    return lines, total


def _narrowed(work: Work, wanted: Wanted) -> Select[Any]:
    query = select(Person.id)
    for word in wanted.text.casefold().replace("ё", "е").split()[:5]:
        query = query.where(Person.found_by.contains(word, autoescape=True))
    if wanted.state in {"here", "leaving"}:
        query = query.where(Person.dismissed.is_(None))
    if wanted.state == "leaving":
        query = query.where(Person.leaves.is_not(None))
    if wanted.state == "dismissed":
        query = query.where(Person.dismissed.is_not(None))
    if wanted.unit:
        day = today(work)
        held = exists().where(Appointment.person_id == Person.id, Appointment.unit_id == unit(work, wanted.unit).id)
        query = query.where(
            held.where(Appointment.since <= day, or_(Appointment.until.is_(None), Appointment.until >= day))
        )
    if wanted.role:
        query = query.where(
            exists().where(RoleGrant.person_id == Person.id, RoleGrant.role == wanted.role, *_lasting(work))
        )
    return query


def _lasting(work: Work) -> tuple[Any, ...]:
    return RoleGrant.since <= work.now, or_(RoleGrant.until.is_(None), RoleGrant.until > work.now)


def _roles(work: Work, ids: list[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    query = select(RoleGrant.person_id, RoleGrant.role).where(RoleGrant.person_id.in_(ids), *_lasting(work))
    for who, role in work.session.execute(query.order_by(RoleGrant.id)):
        found[who] = (*found.get(who, ()), role)
    return found


def whole(work: Work, login: str) -> Whole:
    """The page of a person; raises NotFound."""
    one = person(work, login)
    language = work.actor.language
    posts = work.session.execute(
        select(Appointment, Unit)
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(Appointment.person_id == one.id)
        .order_by(Appointment.until.is_not(None), Appointment.since.desc(), Appointment.id)
    )
    roles = select(RoleGrant).where(RoleGrant.person_id == one.id).order_by(RoleGrant.id)
    return Whole(
        card=cards(work, [one.id])[one.id],
        version=one.version,
        names=one.names,
        number=one.number or "",
        email=one.email or "",
        phone_work=one.phone_work or "",
        phone_mobile=one.phone_mobile or "",
        leaves=one.leaves,
        dismissed=one.dismissed,
        posts=tuple(_post(post, where, language) for post, where in posts),
        roles=tuple(RoleLine(row.role, row.since, row.until, row.reason) for row in work.session.scalars(roles)),
        substitutions=tuple(substitutions(work, person_id=one.id)),
    )


def _post(post: Appointment, where: Unit, language: str) -> PostLine:
    names = said(post.title, language), said(where.name, language), where.code
    return PostLine(post.id, *names, post.is_head, post.acting, post.since, post.until)


def history(work: Work, login: str, *, limit: int = 30) -> list[tuple[datetime, str, str, Mapping[str, Any]]]:
    """The newest acts about the person: when, by whom, which act, what it made."""
    rows = audit.records(work.session, f"person:{person(work, login).id}", limit=limit, newest_first=True)
    return [(one.at, one.actor, one.act, one.after or {}) for one in rows]


def substitutions(
    work: Work, *, when: str = "", person_id: int | None = None, first: int = 0, limit: int = 200
) -> list[SubstitutionLine]:
    """Substitutions now, coming or past (all when not said), of one person when said."""
    day = today(work)
    query = select(Substitution).order_by(Substitution.since.desc(), Substitution.id.desc())
    over = or_(Substitution.ended, Substitution.until < day)
    if when == "now":
        query = query.where(~over, Substitution.since <= day)
    if when == "coming":
        query = query.where(~over, Substitution.since > day)
    if when == "past":
        query = query.where(over)
    if person_id is not None:
        query = query.where(or_(Substitution.absent_id == person_id, Substitution.substitute_id == person_id))
    rows = list(work.session.scalars(query.offset(first).limit(limit)))
    shown = cards(work, {one for row in rows for one in (row.absent_id, row.substitute_id)})
    return [_substitution(row, shown, day) for row in rows]


def substitution(work: Work, id: int) -> SubstitutionLine:
    """One substitution; raises NotFound."""
    row = work.session.get(Substitution, id)
    if row is None:
        raise NotFound("Expected to find the substitution {id}, but there is none.", id=id)
    return _substitution(row, cards(work, {row.absent_id, row.substitute_id}), today(work))


def _substitution(row: Substitution, shown: Mapping[int, PersonCard], day: date) -> SubstitutionLine:
    when = "past" if row.ended or row.until < day else "coming" if row.since > day else "now"
    whom = shown[row.absent_id], shown[row.substitute_id]
    return SubstitutionLine(row.id, row.version, *whom, row.since, row.until, row.basis, row.may_sign, when, row.reason)


def tree(work: Work) -> list[UnitLine]:
    """Open units, each under the one it belongs to."""
    rows = list(work.session.scalars(select(Unit).where(Unit.closed.is_(False)).order_by(Unit.code)))
    day, known = today(work), {one.id: one.code for one in rows}
    in_force = (Appointment.since <= day, or_(Appointment.until.is_(None), Appointment.until >= day))
    posts = work.session.execute(
        select(Appointment.unit_id, Appointment.person_id, Appointment.is_head).where(*in_force)
    )
    working: dict[int, set[int]] = {}
    heads: dict[int, int] = {}
    for where, who, is_head in posts:
        working.setdefault(where, set()).add(who)
        if is_head:
            heads.setdefault(where, who)
    shown = cards(work, set(heads.values()))
    inner: dict[int | None, list[Unit]] = {}
    for one in rows:
        inner.setdefault(one.parent_id if one.parent_id in known else None, []).append(one)
    lines: list[UnitLine] = []
    ahead = [(one, 0) for one in reversed(inner.get(None, []))]
    while ahead:
        one, depth = ahead.pop()
        head = shown.get(heads.get(one.id, 0))
        name = said(one.name, work.actor.language)
        many, above = len(working.get(one.id, ())), known.get(one.parent_id or 0, "")
        lines.append(UnitLine(one.code, one.type, name, one.name, one.index, above, depth, head, many, one.version))
        ahead += [(child, depth + 1) for child in reversed(inner.get(one.id, []))]
    return lines
