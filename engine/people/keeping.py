"""Keeps what rows of a table were planned to do: people, then their posts, each with its line in the audit."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.people import queries
from engine.people.models import Appointment, Person, Unit
from engine.people.planning import Plan
from engine.people.roll import Post
from engine.work import Work


def keep(work: Work, plans: Sequence[Plan], source: str) -> None:
    """Keeps the plans; `source` stands in the audit. They have passed every check, tasks are looked after by the caller."""
    people = _people(work, plans)
    for one in plans:
        if one.who.login not in people:
            fields = one.who.fields
            found_by = queries.found_by(one.who.login, fields["names"], fields["email"])
            people[one.who.login] = work.add(Person(login=one.who.login, found_by=found_by, **fields))
    work.session.flush()
    for one in plans:
        _person(work, people, one, source)
    work.session.flush()
    units = {code: id for id, code in work.session.execute(select(Unit.id, Unit.code))}
    for one in plans:
        if one.post is not None:
            _post(work, people[one.who.login], one, units, source)
    work.session.flush()


def _people(work: Work, plans: Sequence[Plan]) -> dict[str, Person]:
    wanted = select(Person).where(Person.login.in_([one.who.login for one in plans]))
    return {one.login: one for one in work.session.scalars(wanted)}


def _person(work: Work, people: dict[str, Person], planned: Plan, source: str) -> None:
    who, fields = planned.who, dict(planned.who.fields)
    found_by = queries.found_by(who.login, fields["names"], fields["email"])
    row = people[who.login]
    if planned.state == "added":
        work.record(f"person:{row.id}", "person.hired", who.login, after={**fields, "import": source})
        return
    before = {name: getattr(row, name) for name in fields}
    changed = [name for name in fields if fields[name] != before[name]]
    if not changed:
        return
    if "email" in changed:
        queries.set_by_another(row)
    for name in changed:
        setattr(row, name, fields[name])
    row.found_by, row.version = found_by, row.version + 1
    was, now = ({name: each[name] for name in changed} for each in (before, fields))
    work.record(f"person:{row.id}", "person.changed", who.login, before=was, after={**now, "import": source})


def _post(work: Work, person: Person, planned: Plan, units: Mapping[str, int], source: str) -> None:
    post, before = planned.post, planned.instead
    assert post is not None
    given = {name: getattr(post, name) for name in ("title", "is_head", "acting", "until")}
    if before is None or not before.id:
        work.add(
            Appointment(
                person_id=person.id, unit_id=units[post.unit], post=post.post, since=post.since, to=None, **given
            )
        )
        after = _told(post) | {"import": source}
        work.record(f"person:{person.id}", "person.appointed", person.login, after=after)
        return
    row = work.get(Appointment, before.id)
    for name, said in given.items():
        setattr(row, name, said)
    after = _told(post) | {"import": source}
    work.record(f"person:{person.id}", "person.post_changed", person.login, before=_told(before), after=after)


def _told(post: Post) -> dict[str, Any]:
    after: dict[str, Any] = {"unit": post.unit, "post": post.post, "title": dict(post.title), "head": post.is_head}
    after |= {"acting": post.acting, "since": post.since.isoformat()}
    return after | ({"until": post.until.isoformat()} if post.until else {})
