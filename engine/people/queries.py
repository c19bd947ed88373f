"""Looking at people and units."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from engine.errors import NotFound
from engine.people.models import Appointment, Person, Substitution, Unit
from engine.people.staff import Staff, SubstitutionCard, staff
from engine.texts import Text, said
from engine.wording import person_name
from engine.work import Actor, Work


@dataclass(frozen=True)
class PersonCard:
    """A person as lists show him: short name, post and unit in the reader's language."""

    id: int
    login: str
    name: str
    post: str
    unit: str
    unit_code: str


@dataclass(frozen=True)
class UnitCard:
    """A unit as lists show it; `head` is the login of its head, or empty when the post is vacant."""

    id: int
    code: str
    type: str
    name: str
    parent: str
    head: str
    index: str


def today(work: Work) -> date:
    """The day it is where the organisation is."""
    return work.now.astimezone(ZoneInfo(work.tools.settings.timezone)).date()


UNIT = "unit:"  # before a code in a list of people and units, where the code is somebody's login too


def own_address(who: Person) -> str:
    """Where what opens his account is sent: his own last address while another has set the present one; empty: nowhere."""
    return (who.email if who.confirmed_email is None else who.confirmed_email) or ""


def set_by_another(who: Person) -> None:
    """Somebody else is about to give the person another address: what opens his account goes where it went until he confirms it."""
    if who.confirmed_email is None:
        who.confirmed_email = who.email or ""


def person(work: Work, login: str) -> Person:
    """The person with that login; raises NotFound."""
    found = work.session.scalar(select(Person).where(Person.login == login))
    if found is None:
        raise NotFound("Expected to find the person {login}, but there is none.", login=login)
    return found


def unit(work: Work, code: str) -> Unit:
    """The unit with that code; raises NotFound."""
    found = work.session.scalar(select(Unit).where(Unit.code == code))
    if found is None:
        raise NotFound("Expected to find the unit {code}, but there is none.", code=code)
    return found


def actor(work: Work, person_id: int, *, language: str = "kk", address: str | None = None) -> Actor:
    """The person as one who acts: his roles and the units he heads today, with all beneath them."""
    known, posts = staff(work), staff(work).held(person_id, today(work))
    login = known.names.get(person_id) or work.get(Person, person_id).login
    roles = frozenset(one.role for one in known.own_roles.get(person_id, ()) if one.holds(work.now))
    headed = frozenset(known.under(*(one.unit for one in posts if one.is_head)))
    return Actor(person_id, login, roles, headed, frozenset(one.unit for one in posts), language, address)


def beneath(work: Work, units: Iterable[int]) -> set[int]:
    """Those units and all under them."""
    top = select(Unit.id).where(Unit.id.in_(list(units))).cte(recursive=True)
    tree = top.union(select(Unit.id).join(top, Unit.parent_id == top.c.id))
    return set(work.session.scalars(select(tree.c.id)))


def _in_force(query: Any, work: Work) -> Any:
    day = today(work)
    return query.where(Appointment.since <= day, or_(Appointment.until.is_(None), Appointment.until >= day))


def main_appointment(work: Work, person_id: int) -> Appointment | None:
    """The post a person is known by: one as head before others, then the earliest."""
    found = _in_force(select(Appointment), work).where(Appointment.person_id == person_id)
    first: Appointment | None = work.session.scalar(
        found.order_by(Appointment.is_head.desc(), Appointment.since, Appointment.id).limit(1)
    )
    return first


def cards(work: Work, persons: Collection[int]) -> dict[int, PersonCard]:
    """Cards of those persons by id; those who work here are known without asking the database."""
    known, day, language = staff(work), today(work), work.actor.language
    found = {one: _card(known, one, day, language) for one in persons if one in known.names}
    others = [one for one in persons if one not in known.names]
    gone = work.session.scalars(select(Person).where(Person.id.in_(others))) if others else ()
    return found | {one.id: PersonCard(one.id, one.login, person_name(one.names, language), "", "", "") for one in gone}


def _card(known: Staff, person_id: int, day: date, language: str) -> PersonCard:
    login, name = known.names[person_id], person_name(known.called[person_id], language)
    post = next(iter(known.held(person_id, day)), None)
    if post is None:
        return PersonCard(person_id, login, name, "", "", "")
    where = known.units[post.unit]
    return PersonCard(person_id, login, name, said(post.title, language), said(where.name, language), where.code)


def card(work: Work, person_id: int) -> PersonCard:
    return cards(work, [person_id])[person_id]


def of_logins(work: Work, logins: Collection[str]) -> list[PersonCard]:
    """Cards of those logins that are somebody's."""
    return list(cards(work, list(work.session.scalars(select(Person.id).where(Person.login.in_(logins))))).values())


def search(work: Work, text: str, *, limit: int = 20, first: int = 0) -> list[PersonCard]:
    """People whose name, login or e-mail holds the text, from the `first` on; letters' case does not matter."""
    wanted = text.strip().casefold().replace("ё", "е")
    query = select(Person.id).where(Person.dismissed.is_(None)).order_by(Person.found_by, Person.id)
    query = query.offset(first).limit(limit)
    for word in wanted.split()[:5]:
        query = query.where(Person.found_by.contains(word, autoescape=True))
    found = list(work.session.scalars(query))
    all_cards = cards(work, found)
    return [all_cards[one] for one in found]


def found_by(login: str, names: dict[str, dict[str, str]], email: str | None) -> str:
    """The words a person is found by."""
    words = [login, email or "", *(part for parts in names.values() for part in parts.values())]
    return " ".join(dict.fromkeys(word.casefold().replace("ё", "е") for word in words if word))[:400]


def units(work: Work) -> list[UnitCard]:
    """All open units in the order of their codes."""
    rows = list(work.session.scalars(select(Unit).where(Unit.closed.is_(False)).order_by(Unit.code)))
    codes = {one.id: one.code for one in rows}
    heads: dict[int, str] = {}
    found = work.session.execute(
        _in_force(
            select(Appointment.unit_id, Person.login).join(Person, Person.id == Appointment.person_id), work
        ).where(Appointment.is_head)
    )
    for unit_id, login in found:
        heads.setdefault(unit_id, login)
    return [
        UnitCard(
            one.id,
            one.code,
            one.type,
            said(one.name, work.actor.language),
            codes.get(one.parent_id or 0, ""),
            heads.get(one.id, ""),
            one.index,
        )
        for one in rows
    ]


def substitutes(work: Work, absent: Collection[int], *, signing: bool = False) -> list[SubstitutionCard]:
    """Substitutions in force today for those persons; only those that may sign when `signing`."""
    if not absent:
        return []
    day = today(work)
    query = select(Substitution).where(
        Substitution.absent_id.in_(absent),
        Substitution.since <= day,
        Substitution.until >= day,
        Substitution.ended.is_(False),
    )
    if signing:
        query = query.where(Substitution.may_sign.is_(True))
    return [
        SubstitutionCard(one.absent_id, one.substitute_id, one.since, one.until, one.basis, one.may_sign)
        for one in work.session.scalars(query.order_by(Substitution.id))
    ]


def stands_for(work: Work, absent: int) -> bool:
    """Whether the actor stands for that person today."""
    return absent in substitutes_for(work, work.actor.person)


def substitutes_for(work: Work, person_id: int) -> list[int]:
    """Persons for whom this one stands today."""
    day = today(work)
    return list(
        work.session.scalars(
            select(Substitution.absent_id).where(
                Substitution.substitute_id == person_id,
                Substitution.since <= day,
                Substitution.until >= day,
                Substitution.ended.is_(False),
            )
        )
    )


def appointments(work: Work, person_id: int) -> list[tuple[Text, Text, str]]:
    """All posts in force of a person: (title, unit's name, unit's code)."""
    rows = work.session.execute(
        _in_force(select(Appointment, Unit).join(Unit, Unit.id == Appointment.unit_id), work)
        .where(Appointment.person_id == person_id)
        .order_by(Appointment.is_head.desc(), Appointment.since, Appointment.id)
    )
    return [(appointment.title, where.name, where.code) for appointment, where in rows]
