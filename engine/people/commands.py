"""Changing people and units: appoint, grant, substitute."""

from datetime import date
from typing import Any

from engine.people import queries
from engine.people.models import Appointment, Person, RoleGrant, Substitution, Unit
from engine.work import Work


def open_unit(work: Work, code: str, type: str, name: dict[str, str], *, index: str = "", parent: str = "") -> Unit:
    """A new unit under its parent."""
    above = queries.unit(work, parent).id if parent else None
    unit = work.add(Unit(code=code, type=type, name=name, index=index, parent_id=above))
    work.session.flush()
    work.record("system", "unit.opened", code, after={"type": type, "name": name, "index": index, "parent": parent})
    return unit


def hire(
    work: Work, login: str, names: dict[str, dict[str, str]], *, number: str | None = None, email: str | None = None
) -> Person:
    """A new person, without post or account yet."""
    found_by = queries.found_by(login, names, email)
    person = work.add(Person(login=login, names=names, number=number, email=email, found_by=found_by))
    work.session.flush()
    work.record(f"person:{person.id}", "person.hired", login, after={"names": names, "email": email})
    return person


def appoint(
    work: Work,
    person: Person,
    unit: str,
    post: str,
    title: dict[str, str],
    *,
    is_head: bool = False,
    since: date,
    to: dict[str, Any] | None = None,
) -> Appointment:
    """Puts the person into a post of the unit."""
    where = queries.unit(work, unit)
    appointment = work.add(
        Appointment(person_id=person.id, unit_id=where.id, post=post, title=title, to=to, is_head=is_head, since=since)
    )
    work.record(
        f"person:{person.id}", "person.appointed", person.login, after={"unit": unit, "post": post, "head": is_head}
    )
    return appointment


def grant(work: Work, person: Person, role: str) -> None:
    """Gives the person a role from now on."""
    work.add(RoleGrant(person_id=person.id, role=role, since=work.now))
    work.record(f"person:{person.id}", "role.granted", person.login, after={"role": role})


def substitute(
    work: Work, absent: Person, substitute: Person, *, since: date, until: date, basis: str, may_sign: bool = False
) -> Substitution:
    """Lets one person stand for another in those days, by an order."""
    row = work.add(
        Substitution(
            absent_id=absent.id, substitute_id=substitute.id, since=since, until=until, basis=basis, may_sign=may_sign
        )
    )
    work.record(
        f"person:{absent.id}",
        "substitution.ordered",
        absent.login,
        after={
            "substitute": substitute.login,
            "since": str(since),
            "until": str(until),
            "basis": basis,
            "may_sign": may_sign,
        },
    )
    return row
