"""Changing people: hire, change, dismiss; posts and roles. Units and substitutions have files of their own."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from engine.errors import Invalid, NotFound, WrongState
from engine.people import checks, queries, rights
from engine.people.following import day_after, reseat, seen, start_of
from engine.people.models import Appointment, Person, RoleGrant
from engine.people.substitutions import end_substitution, substitute
from engine.people.units import change_unit, close_unit, open_unit
from engine.work import Work

__all__ = [
    "appoint",
    "change_person",
    "change_unit",
    "close_unit",
    "dismiss",
    "end_role",
    "end_substitution",
    "grant",
    "hire",
    "leave",
    "open_unit",
    "rehire",
    "release",
    "substitute",
]


def hire(
    work: Work,
    login: str,
    names: Mapping[str, Mapping[str, str]],
    *,
    number: str | None = None,
    email: str | None = None,
    phone_work: str | None = None,
    phone_mobile: str | None = None,
) -> Person:
    """A new person, without post or account yet. Raises NotAllowed, Invalid."""
    rights.may_people(work)
    problems = checks.Problems()
    called = checks.login(problems, login)
    if work.session.scalar(select(Person.id).where(Person.login == called)) is not None:
        problems.add("login", "Expected a new login, but {login} is there already.", login=called)
    given = _fields(work, problems, 0, names, number, email, phone_work, phone_mobile)
    problems.stop()
    found_by = queries.found_by(called, given["names"], given["email"])
    person = work.add(Person(login=called, found_by=found_by, **given))
    work.session.flush()
    work.record(f"person:{person.id}", "person.hired", called, after=given)
    return person


def _fields(
    work: Work,
    problems: checks.Problems,
    person: int,
    names: Mapping[str, Mapping[str, str]],
    number: str | None,
    email: str | None,
    phone_work: str | None,
    phone_mobile: str | None,
) -> dict[str, Any]:
    given = {
        "names": checks.names(problems, names),
        "number": checks.number(problems, number),
        "email": checks.email(problems, email),
        "phone_work": checks.phone(problems, "phone_work", phone_work),
        "phone_mobile": checks.phone(problems, "phone_mobile", phone_mobile),
    }
    same = select(Person.login).where(Person.number == given["number"], Person.id != person).limit(1)
    if given["number"] and (other := work.session.scalar(same)) is not None:
        problems.add("number", "Expected a number nobody has, but it is of {login}.", login=other)
    return given


def change_person(
    work: Work,
    login: str,
    names: Mapping[str, Mapping[str, str]],
    *,
    number: str | None,
    email: str | None,
    phone_work: str | None,
    phone_mobile: str | None,
    seen_version: int | None = None,
) -> None:
    """What is known of a person. Raises NotAllowed, NotFound, Stale, Invalid."""
    rights.may_people(work)
    person = _hold(work, login)
    seen(person, seen_version)
    problems = checks.Problems()
    given = _fields(work, problems, person.id, names, number, email, phone_work, phone_mobile)
    problems.stop()
    before = {name: getattr(person, name) for name in given}
    changed = [name for name in given if given[name] != before[name]]
    if not changed:
        return
    if "email" in changed:
        queries.set_by_another(person)
    for name in changed:
        setattr(person, name, given[name])
    person.found_by = queries.found_by(person.login, given["names"], given["email"])
    was, now = ({name: source[name] for name in changed} for source in (before, given))
    work.record(f"person:{person.id}", "person.changed", person.login, before=was, after=now)


def dismiss(work: Work, login: str, last: date, *, reason: str = "", seen_version: int | None = None) -> None:
    """The person works until the end of that day, which may come or be past: posts, roles and rights end with it.

    Raises NotAllowed, NotFound, Stale, Invalid, WrongState.
    """
    rights.may_people(work)
    person = _hold(work, login)
    rights.not_himself(work, person)
    seen(person, seen_version)
    if person.dismissed is not None:
        raise WrongState("Expected somebody who works here, but {login} is dismissed.", login=login)
    problems = checks.Problems()
    said = checks.line(problems, "reason", reason, most=300)
    checks.days(problems, last, None)
    problems.stop()
    _keep_one_administrator(work, person)
    person.leaves = last
    work.record(f"person:{person.id}", "person.leaves", person.login, after={"last": str(last), "reason": said})
    _when_gone(work, person)


def _when_gone(work: Work, person: Person) -> None:
    if person.leaves is None:
        return
    if person.leaves < queries.today(work):
        _go(work, person)
        return
    at = start_of(work, day_after(person.leaves))
    work.later("leave", {"person": person.id, "last": person.leaves.isoformat()}, at=at)


def leave(work: Work, given: Mapping[str, Any]) -> None:
    """The chore of the day after the last one; nothing when another day was set meanwhile."""
    person = work.get(Person, int(given["person"]), hold=True)
    if person.dismissed is None and person.leaves is not None and person.leaves.isoformat() == given["last"]:
        _go(work, person)


def _go(work: Work, person: Person) -> None:
    _keep_one_administrator(work, person)
    person.dismissed = person.leaves
    lasting = or_(Appointment.until.is_(None), Appointment.until > person.leaves)
    for post in work.session.scalars(select(Appointment).where(Appointment.person_id == person.id, lasting)):
        post.until = person.leaves
    for role in _roles(work, person):
        role.until = work.now
    work.record(f"person:{person.id}", "person.dismissed", person.login, after={"last": str(person.leaves)})
    reseat(work, [person.id])


def rehire(work: Work, login: str, *, seen_version: int | None = None) -> None:
    """The person is here again, or stays; posts and roles are given anew. Raises NotAllowed, NotFound, Stale, WrongState."""
    rights.may_people(work)
    person = _hold(work, login)
    rights.not_himself(work, person)
    seen(person, seen_version)
    if person.leaves is None and person.dismissed is None:
        raise WrongState("Expected somebody who leaves or has left, but {login} works here.", login=login)
    before = {"leaves": str(person.leaves), "dismissed": str(person.dismissed)}
    person.leaves = person.dismissed = None
    work.record(f"person:{person.id}", "person.rehired", person.login, before=before)
    reseat(work, [person.id])


def appoint(
    work: Work,
    person: Person,
    unit: str,
    post: str,
    title: Mapping[str, str],
    *,
    is_head: bool = False,
    acting: bool = False,
    since: date,
    until: date | None = None,
    to: dict[str, Any] | None = None,
) -> Appointment:
    """Puts the person into a post of the unit from a day on; one person may have several. Raises NotAllowed, NotFound, Invalid."""
    rights.may_people(work)
    rights.not_himself(work, person)
    where = queries.unit(work, unit)
    problems = checks.Problems()
    called = checks.texts(problems, "title", title)
    checks.days(problems, since, until)
    kept = checks.line(problems, "post", post, most=60, needed=True)
    if where.closed:
        problems.add("unit", "Expected an open unit, but {unit} is closed.", unit=unit)
    if person.dismissed is not None:
        problems.add("login", "Expected somebody who works here, but {login} is dismissed.", login=person.login)
    problems.stop()
    appointment = Appointment(person_id=person.id, unit_id=where.id, post=kept, title=called, to=to)
    appointment.is_head, appointment.acting, appointment.since, appointment.until = is_head, acting, since, until
    work.add(appointment)
    after = {"unit": unit, "post": kept, "head": is_head, "acting": acting, "since": str(since)}
    after |= {"until": str(until)} if until else {}
    work.record(f"person:{person.id}", "person.appointed", person.login, after=after)
    reseat(work, [person.id], since, *([day_after(until)] if until else []))
    return appointment


def release(work: Work, appointment: int, last: date) -> None:
    """The post is held until the end of that day. Raises NotAllowed, NotFound, Invalid."""
    rights.may_people(work)
    row = work.session.get(Appointment, appointment, with_for_update=True)
    if row is None:
        raise NotFound("Expected to find the post {id}, but there is none.", id=appointment)
    person = work.get(Person, row.person_id)
    rights.not_himself(work, person)
    if last < row.since - timedelta(days=1) or (row.until is not None and last > row.until):
        sentence = "Expected a day while the post is held, but it is {day}."
        raise Invalid.one("last", sentence, day=last.isoformat())
    before, row.until = row.until, last
    work.record(
        f"person:{row.person_id}",
        "person.released",
        person.login,
        before={"post": row.post, "until": str(before) if before else None},
        after={"post": row.post, "until": str(last)},
    )
    reseat(work, [row.person_id], day_after(last))


def grant(work: Work, person: Person, role: str, *, reason: str = "") -> None:
    """Gives the person a role from now on. Raises NotAllowed, Invalid, WrongState."""
    rights.may_units(work)
    rights.not_himself(work, person)
    problems = checks.Problems()
    said = checks.line(problems, "reason", reason, most=300)
    if role not in rights.ROLES:
        problems.add("role", "Expected one of the offered choices, but it is another.")
    if person.dismissed is not None:
        problems.add("login", "Expected somebody who works here, but {login} is dismissed.", login=person.login)
    problems.stop()
    if any(one.role == role for one in _roles(work, person)):
        raise WrongState("Expected a role {login} has not, but it is there already.", login=person.login)
    work.add(RoleGrant(person_id=person.id, role=role, since=work.now, reason=said))
    after = {"role": role} | ({"reason": said} if said else {})
    work.record(f"person:{person.id}", "role.granted", person.login, after=after)
    reseat(work, [person.id])
    work.session.flush()


def end_role(work: Work, person: Person, role: str, *, reason: str = "") -> None:
    """Takes the role away from now on; the last administrator stays one. Raises NotAllowed, NotFound, WrongState, Invalid."""
    rights.may_units(work)
    problems = checks.Problems()
    said = checks.line(problems, "reason", reason, most=300)
    problems.stop()
    held = [one for one in _roles(work, person) if one.role == role]
    if not held:
        raise NotFound("Expected a role {login} has, but there is no such.", login=person.login)
    if role == "admin":
        _keep_one_administrator(work, person)
    for one in held:
        one.until = work.now
    work.record(f"person:{person.id}", "role.ended", person.login, before={"role": role}, after={"reason": said})
    reseat(work, [person.id])


def _roles(work: Work, person: Person) -> list[RoleGrant]:
    lasting = or_(RoleGrant.until.is_(None), RoleGrant.until > work.now)
    return list(work.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id, lasting)))


def _keep_one_administrator(work: Work, person: Person) -> None:
    if "admin" not in {one.role for one in _roles(work, person)}:
        return
    lasting = or_(RoleGrant.until.is_(None), RoleGrant.until > work.now)
    others = select(func.count()).select_from(RoleGrant).join(Person, Person.id == RoleGrant.person_id)
    others = others.where(RoleGrant.role == "admin", Person.id != person.id, Person.dismissed.is_(None), lasting)
    if not work.session.scalar(others):
        raise WrongState(
            "Expected another system administrator to remain, but {login} is the last.", login=person.login
        )


def _hold(work: Work, login: str) -> Person:
    return work.get(Person, queries.person(work, login).id, hold=True)
